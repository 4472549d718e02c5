from dataclasses import replace
from pathlib import Path

import pytest
import torch

from memory import checkpoints
from memory.checkpoints import Checkpoint, CheckpointError
from memory.training import tables, worlds
from memory.training.world import WORLDS

WORLD = "difficulty 1, actor"
assert WORLD in WORLDS


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "STATEMENTS", 140)
    monkeypatch.setattr(tables, "QUESTIONS", 60)


@pytest.mark.parametrize("name", ["paper", "improved"])
def test_a_network_read_back_answers_as_the_one_that_was_written(tmp_path: Path, name: str) -> None:
    config = replace(worlds.seeded(name, 5), n=20, epochs=2)
    right = worlds.train(tmp_path, WORLD, config, questions=60)
    assert worlds.evaluate(tmp_path) == (right, right)
    again = worlds.load(tmp_path)
    assert again[2] == config
    assert again[1].vocabulary.words == worlds.load(tmp_path)[1].vocabulary.words


def test_training_goes_on_after_a_kill_and_ends_as_without_one(tmp_path: Path) -> None:
    config = replace(worlds.seeded("improved", 5), n=20, epochs=3)
    worlds.train(tmp_path / "whole", WORLD, config, questions=60)

    def die(epoch: int, _: object) -> None:
        if epoch == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        worlds.train(tmp_path / "killed", WORLD, config, questions=60, report=die)
    seen: list[int] = []
    worlds.train(tmp_path / "killed", WORLD, config, 60, lambda epoch, _: seen.append(epoch))
    assert seen == [3]
    whole, killed = (worlds.load(tmp_path / name)[0] for name in ("whole", "killed"))
    assert torch.equal(whole.U_O, killed.U_O)


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    checkpoints.save(tmp_path, Checkpoint("ntm", {}, [], {"w": torch.zeros(1)}))
    with pytest.raises(CheckpointError, match="holds a network of kind 'ntm', not 'memnn'"):
        worlds.evaluate(tmp_path)
    checkpoints.save(tmp_path, Checkpoint("memnn", {}, [], {"w": torch.zeros(1)}))
    with pytest.raises(CheckpointError, match="settings of a network of the simulated world"):
        worlds.evaluate(tmp_path)
