from dataclasses import replace
from pathlib import Path

import pytest
import torch

from memory.checkpoints import CheckpointError
from memory.nn.ntm import NTM, Size
from memory.training import machines, speed
from memory.training.algorithms import TASKS
from memory.training.drawings import bits_curves, weightings
from memory.training.machines import Settings, SettingsError

PNG = b"\x89PNG"

TINY = Settings(hidden=6, slots=9, width=4, batch=5, sequences=20, every=10, held_out=2)


@pytest.mark.parametrize(
    "settings",
    [
        TINY,
        replace(TINY, controller="feedforward", heads=2, task="associative-recall"),
        replace(TINY, kind="lstm", layers=2),
        replace(TINY, task="priority-sort", sizes=((3, 2), (4, 2))),
    ],
    ids=["lstm controller", "feedforward controller", "lstm", "other sizes"],
)
def test_a_trained_machine_comes_back_with_the_same_figures(
    settings: Settings, tmp_path: Path
) -> None:
    score = machines.train(settings, tmp_path)
    machine, found = machines.open_machine(tmp_path, settings.kind)
    assert found == settings
    assert machines.evaluate(machine, settings.learned, [()], 2) == [score]
    assert score.sequences == 32


def test_training_that_was_killed_ends_as_one_that_was_not(tmp_path: Path) -> None:
    whole = machines.train(TINY, tmp_path / "whole")

    def kill(epoch: int, row: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        machines.train(TINY, tmp_path / "killed", kill)
    assert machines.train(TINY, tmp_path / "killed") == whole
    assert len((tmp_path / "killed" / "log.csv").read_text("utf-8").splitlines()) == 3


def test_seeds_differ(tmp_path: Path) -> None:
    first = machines.train(TINY, tmp_path / "1")
    assert machines.train(replace(TINY, seed=2), tmp_path / "2") != first


def test_episodes_have_the_sizes_that_are_asked_for(tmp_path: Path) -> None:
    task = replace(TINY, task="priority-sort", sizes=((3, 2), (4, 2))).learned
    drawn = [task.episode(1, torch.Generator().manual_seed(seed)) for seed in range(20)]
    assert {len(one.inputs) for one in drawn} == {3 + 1 + 2, 4 + 1 + 2}
    assert TINY.learned == TASKS["copy"]
    with pytest.raises(SettingsError, match="priority-sort has sizes of 2 number"):
        machines.train(replace(TINY, task="priority-sort", sizes=((3,),)), tmp_path)


def test_sequences_that_do_not_divide_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="in batches of 3: each must"):
        machines.train(replace(TINY, batch=3), tmp_path)


def test_a_folder_of_another_network_is_refused(tmp_path: Path) -> None:
    machines.train(replace(TINY, kind="lstm"), tmp_path)
    with pytest.raises(CheckpointError, match="kind 'lstm', not 'ntm'"):
        machines.open_machine(tmp_path, "ntm")


def test_longer_sizes_are_measured_too(tmp_path: Path) -> None:
    machines.train(TINY, tmp_path)
    machine, _ = machines.open_machine(tmp_path, "ntm")
    scores = machines.evaluate(machine, TASKS["copy"], [(3,), (30,)], batches=1)
    assert [score.shape for score in scores] == [(3,), (30,)]
    assert 3 * 8 < scores[1].bits < 30 * 8 * 3


def test_the_straightforward_implementation_says_the_same() -> None:
    torch.manual_seed(0)
    net = NTM(9, 8, Size(slots=11, width=5, reads=2, writes=1), hidden=7)
    with torch.no_grad():
        for value in net.parameters():
            value.add_(torch.randn_like(value) / 3)
    inputs = torch.rand(6, 9)
    torch.testing.assert_close(speed.plain(net, inputs), net(inputs[:, None])[0][:, 0])


def test_speeds_are_measured_beside_each_other() -> None:
    found = speed.compare((2, 3), compiled=False, rounds=1, size=Size(slots=5, width=3))
    assert [(one.name, one.batch) for one in found] == [
        ("straightforward", 1), ("batched", 2), ("batched", 3),
    ]  # fmt: skip
    assert found[0].times == 1
    assert speed.markdown(found).count("\n") == 4


def test_pictures_are_drawn(tmp_path: Path) -> None:
    machines.train(TINY, tmp_path / "run")
    machine, _ = machines.open_machine(tmp_path / "run", "ntm")
    assert isinstance(machine, NTM)
    episode = TASKS["copy"].draw((4,), 1, torch.Generator().manual_seed(0))
    weightings(machine, episode, tmp_path / "w.png")
    bits_curves({"ntm": tmp_path / "run" / "log.csv"}, tmp_path / "b.png")
    for name in ("w.png", "b.png"):
        assert (tmp_path / name).read_bytes().startswith(PNG)
