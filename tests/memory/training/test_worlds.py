import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from bot.cli import main
from memory import checkpoints
from memory.checkpoints import Checkpoint, CheckpointError
from memory.training import comparison, tables, worlds
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


def test_the_commands_train_and_measure_again(tmp_path: Path) -> None:
    runner, out = CliRunner(), str(tmp_path / "network")
    arguments = ["train", "world", "--world", WORLD, "--questions", "60", "--out", out]
    trained = runner.invoke(main, [*arguments, "--config", "paper"])
    assert trained.exit_code == 0, trained.output
    figure = trained.output.splitlines()[-1].split(" of ")[0]
    measured = runner.invoke(main, ["evaluate", "world", out])
    assert measured.output == f"{figure} of the test questions ({figure} after training)\n"


def test_a_world_that_is_none_is_refused_by_a_sentence(tmp_path: Path) -> None:
    arguments = ["train", "world", "--world", "mars", "--out", str(tmp_path)]
    refused = CliRunner().invoke(main, arguments)
    assert refused.exit_code == 2
    assert "'mars' is none of difficulty 1, actor without before" in refused.output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["3", "--model", "GPT"], "'GPT' is none of RNN, LSTM, MemNN k=1"),
        (["3", "--world", "mars"], "'mars' is none of difficulty 1, actor without before"),
        (["5", "--world", WORLD], "--model, --responder and --world are for tables 3 and 4"),
        (["4", "--responder", "ntm"], "table 4 is of memory networks alone"),
        (["4", "--questions", "20"], "--questions is for table 3; table 4 has several"),
    ],
)
def test_rows_and_tables_that_are_none_are_refused(arguments: list[str], reason: str) -> None:
    refused = CliRunner().invoke(main, ["evaluate", "table", *arguments])
    assert refused.exit_code == 2
    assert reason in " ".join(refused.output.split())


def test_every_responder_is_a_row_of_the_table_with_errors_by_distance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {kind: replace(s, hidden=8, epochs=1) for kind, s in comparison.SETTINGS.items()}
    monkeypatch.setattr(comparison, "SETTINGS", small)
    out = tmp_path / "f.json"
    arguments = ["evaluate", "table", "3", "--world", WORLD, "--json", str(out)]
    arguments += ["--questions", "30"]
    for name in comparison.RESPONDERS:
        arguments += ["--responder", name]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    rows = {row["model"]: row for row in json.loads(out.read_text("utf-8"))}
    assert list(rows) == list(comparison.RESPONDERS.values())
    assert {row["world"] for row in rows.values()} == {WORLD}
    assert {row["questions"] for row in rows.values()} == {30}
    for name in comparison.ROWS:
        far = rows[name]["by_distance"]
        asked, wrong = (sum(counts[i] for counts in far.values()) for i in (0, 1))
        assert min(map(int, far)) >= 1
        assert asked == 60, "the test run is as large as ever"
        assert wrong == pytest.approx(asked * (1 - rows[name]["accuracy"] / 100))
