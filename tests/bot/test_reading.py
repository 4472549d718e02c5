"""`engram train reader`, `engram evaluate squad|friendsqa`, at the size of a test."""

import json
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from bot import research
from memory.acts import Acts
from memory.spans import Reader
from memory.verifier import Verifier
from tests.fakes import FakeEncoder
from tests.memory.training.test_trials import CHAIN, ROOM
from tests.memory.training.test_windows import question_sets

TINY = "--steps 2 --chat-steps 2 --layers 1 --posts 6 --checked 3".split()


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _: FakeEncoder())
    monkeypatch.setattr("memory.training.spans.Settings.batch", 4)
    data, out = question_sets(tmp_path / "data"), tmp_path / "out"
    done = CliRunner().invoke(research.train, ["reader", str(data), "--out", str(out), *TINY])
    assert done.exit_code == 0, done.output
    return data, out


def test_a_reader_is_trained_in_two_stages_and_measured(trained: tuple[Path, Path]) -> None:
    data, out = trained
    Reader.load(out)
    config = json.loads((out / "config.json").read_text("utf-8"))
    assert {"data", "licence", "seed", "commit", "encoder", "memory", "span", "offset"} <= {*config}
    squad, talks = data / "squadshifts" / "reddit_v1.0.json", data / "friendsqa"
    figures = out / "figures.json"
    for command in (
        ["squad", str(squad), "--checkpoint", str(out)],
        ["squad", str(data / "qamr" / "dev.tsv"), "--checkpoint", str(out)],
        ["friendsqa", str(talks / "friendsqa_dev.json"), "--checkpoint", str(out)],
    ):
        done = CliRunner().invoke(research.evaluate, [*command, "--json", str(figures)])
        assert done.exit_code == 0, done.output
        found = json.loads(figures.read_text("utf-8"))
        assert 0 <= found["f1"] <= 100
        assert {"questions", "exact_match", "may_decline", "commit"} <= {*found}
        assert ("utterance_match" in found) is (command[0] == "friendsqa")


def test_a_reader_goes_on_from_another(trained: tuple[Path, Path], tmp_path: Path) -> None:
    data, out = trained
    base, on = out / "passages", tmp_path / "on"
    sizes = "--steps 1 --chat-steps 1 --posts 6 --checked 3 --seed 2".split()
    command = ["reader", str(data), "--out", str(on), "--from", str(base), *sizes]
    done = CliRunner().invoke(research.train, command)
    assert done.exit_code == 0, done.output
    before, after = (Reader.load(folder).pointer for folder in (base, on / "passages"))
    assert len(after.layers) == 1
    torch.testing.assert_close(before.ends.weight, after.ends.weight, atol=2e-3, rtol=0)
    assert json.loads((on / "config.json").read_text("utf-8"))["passages"] == [2, 1]


def test_friendsqa_is_asked_of_responders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _: FakeEncoder())
    file = question_sets(tmp_path / "data") / "friendsqa" / "friendsqa_dev.json"
    names = ["--responder", "memnn", "--responder", "ntm"]
    figures = tmp_path / "f.json"
    command = ["friendsqa", str(file), *names, "--json", str(figures)]
    done = CliRunner().invoke(research.evaluate, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found = json.loads(figures.read_text("utf-8"))
    assert [*found["responders"]] == ["memnn", "ntm"]
    assert {"questions", "f1", "utterance_match", "may_decline"} <= {*found["responders"]["ntm"]}
    assert found["dialogues"] == 1
    done = CliRunner().invoke(research.evaluate, [*command, "--held-out"], catch_exceptions=False)
    assert json.loads(figures.read_text("utf-8"))["dialogues"] == 0


def test_folds_go_on_from_a_base(
    trained: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _: FakeEncoder())
    data, out = trained
    file = data / "friendsqa" / "friendsqa_dev.json"
    (dialogue,) = json.loads(file.read_text("utf-8"))["data"]
    episodes = [{**dialogue, "title": f"s01_e{n:02}_c01"} for n in range(6)]
    file.write_text(json.dumps({"data": episodes}), "utf-8")
    command = ["friendsqa", str(file), *["--folds", str(out / "passages")] * 2, "--steps", "1"]
    command += ["--seed", "1", "--seed", "2", "--keep", str(out / "kept")]
    done = CliRunner().invoke(research.evaluate, [*command, "--json", str(out / "f.json")])
    assert done.exit_code == 0, done.output
    found = json.loads((out / "f.json").read_text("utf-8"))
    assert (len(found["folds"]), found["seeds"]) == (5, [1, 2])
    assert {"f1", "utterance_match", "folds"} <= {*found["reader_alone"]}
    assert len([*(out / "kept").glob("fold*/base*/seed*/config.json")]) == 20
    monkeypatch.setattr("memory.training.spans.train", lambda *_: pytest.fail("trained again"))
    done = CliRunner().invoke(research.evaluate, [*command, "--json", str(out / "g.json")])
    assert done.exit_code == 0, done.output
    assert json.loads((out / "g.json").read_text("utf-8")) == found
    done = CliRunner().invoke(research.evaluate, [*command, "--steps", "2"])
    assert "trained otherwise (steps)" in str(done.exception)


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    file.write_text("[]", "utf-8")
    done = CliRunner().invoke(research.evaluate, ["squad", str(file)])
    assert done.exit_code
    assert 'no list under "data"' in str(done.exception or done.output)


def test_how_sure_it_is_in_short_chats_is_fitted_anew(
    trained: tuple[Path, Path], tmp_path: Path
) -> None:
    data, out = trained
    turns = [
        {"as": "Ada", "say": "remember that the boat left on Monday"},
        {"as": "Ben", "say": "when did the boat leave?", "expect": {"support": [0]}},
        {"as": "Ben", "say": "where is the cat?", "expect": {"unknown": True}},
    ]
    file, figures = tmp_path / "some.jsonl", tmp_path / "f.json"
    file.write_text(json.dumps({"name": "room", "turns": turns}), "utf-8")
    on = ["--out", str(tmp_path / "on"), "--conversations", str(file), "--json", str(figures)]
    command = ["short-chats", str(data), "--reader", str(out), *on]
    done = CliRunner().invoke(research.train, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    before, after = Reader.load(out), Reader.load(tmp_path / "on")
    torch.testing.assert_close(before.pointer.state_dict(), after.pointer.state_dict())
    assert after.calibration == before.calibration
    assert {"short", "some.jsonl"} <= {*json.loads(figures.read_text("utf-8"))}


def test_a_verifier_is_trained_on_rooms_and_sure_by_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _: FakeEncoder())
    rooms, base, out = tmp_path / "rooms.jsonl", tmp_path / "reader", tmp_path / "verifier"
    rooms.write_text("".join(json.dumps(room) + "\n" for room in (ROOM, CHAIN)), "utf-8")
    Reader(1).save(base, {}, {})
    command = ["verifier", str(rooms), str(rooms), "--sure", str(rooms), "--epochs", "1"]
    command += ["--reader", str(base), "--out"]
    one = str(tmp_path / "one")
    assert CliRunner().invoke(research.train, [*command, one]).exit_code == 0
    done = CliRunner().invoke(research.train, [*command, str(out), "--with", one, "--seed", "2"])
    assert done.exit_code == 0, done.output
    more = ["--from", one, "--changes", str(rooms)]
    done = CliRunner().invoke(research.train, [*command, str(tmp_path / "more"), *more])
    assert done.exit_code == 0, done.output
    Verifier.load(Reader.load(base), out)
    config = json.loads((out / "config.json").read_text("utf-8"))
    assert {"data", "licence", "seed", "commit", "alone", "together", "newer"} <= {*config}
    assert "held out" in json.loads((out / "metrics.json").read_text("utf-8"))


def test_what_tells_facts_from_chat_is_trained_on_rooms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _: FakeEncoder())
    chat = {
        "name": "chat",
        "turns": [{"as": "Ada", "say": "pew pew", "expect": {"small_talk": True}}],
    }
    rooms, out = tmp_path / "rooms.jsonl", tmp_path / "acts"
    rooms.write_text("".join(json.dumps(room) + "\n" for room in (ROOM, CHAIN, chat)), "utf-8")
    command = ["acts", str(rooms), "--held-out", str(rooms), "--out", str(out)]
    done = CliRunner().invoke(research.train, command)
    assert done.exit_code == 0, done.output
    assert Acts.load(out).encoder == FakeEncoder().id
    metrics = json.loads((out / "metrics.json").read_text("utf-8"))
    assert metrics["held out"]["chat"]
    assert metrics["texts"] > 3
