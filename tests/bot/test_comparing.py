"""`engram compare`, and /responder in the terminal."""

import io
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import memory.network
from bot.cli import main
from bot.comparing import _show
from memory import wordwise_responder
from memory.responders import Response
from memory.slots import Answer
from tests.fakes import FakeEncoder

RAID = "remember that the raid is on Friday at 8pm\n"


@pytest.fixture(autouse=True)
def _encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.network, "load_encoder", lambda _settings: FakeEncoder())


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database in which Ada told of the raid."""
    file = tmp_path / "x.db"
    chat(file, monkeypatch, RAID)
    return file


def chat(file: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> list[str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said.encode())))
    command = ["chat", "--plain", "--db", str(file), "--as", "Ada"]
    done = CliRunner().invoke(main, command, input=said, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


def engram(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def test_all_that_are_trained_answer_side_by_side(database: Path, tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    asked = ["compare", "when is the raid?", "--as", "Ada", "--db", database]
    done = engram(*asked, "--json", "--picture", picture)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [one["responder"] for one in found] == ["memnn", "pointer", "lstm", "ntm"]
    assert found[0]["answer"] == "The raid is on Friday at 8pm."
    assert found[0]["supporting"][0]["text"] == "the raid is on Friday at 8pm"
    assert all(0 <= one["confidence"] <= 1 and one["milliseconds"] > 0 for one in found)
    assert picture.read_bytes().startswith(b"\x89PNG")
    table = engram(*asked)
    for word in ("memnn", "pointer", "lstm", "ntm", "Friday"):
        assert word in table.stdout


def test_what_steers_a_terminal_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer("\x1b[31mred [bold]x[/bold]", 0.9, responder="memnn")
    _show("\x1b[2Jwhen?", [Response(answer, 1.0)], [])
    shown = capsys.readouterr().out
    assert "\x1b[31m" not in shown
    assert "\x1b[2J" not in shown
    assert "[bold]x[/bold]" in shown


def test_one_that_was_not_trained_is_named(
    database: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(wordwise_responder, "SHIPPED", tmp_path)
    done = engram("compare", "when is the raid?", "--db", database)
    assert done.exit_code == 0
    assert "ntm" in done.stdout
    assert "engram train responder" in " ".join(done.stdout.split())


def test_without_memories_it_says_what_to_do(tmp_path: Path) -> None:
    done = engram("compare", "when is the raid?", "--db", tmp_path / "none.db")
    assert done.exit_code == 1
    assert "nothing was told in the terminal yet" in done.stderr
    assert not (tmp_path / "none.db").exists(), "to ask makes no file"


def test_a_question_without_words_is_a_sentence(database: Path) -> None:
    done = engram("compare", "?!", "--db", database)
    assert done.exit_code == 1
    assert "There are no words in that" in done.stderr


def test_the_terminal_chooses_who_answers(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "/responder\n/responder pointer\nwhen is the raid?\n/responder gpt\n/responder\n"
    first, chosen, answer, wrong, last = chat(database, monkeypatch, said)
    assert first == "memnn answers. Loaded: memnn, pointer, lstm, ntm."
    assert chosen.startswith("pointer answers.")
    assert answer.startswith("Friday")
    assert wrong.startswith("The responder gpt is not loaded. Loaded: memnn, pointer")
    assert last.startswith("pointer answers.")
