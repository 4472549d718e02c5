"""`engram chat` driven by a script."""

import io
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import memory.network
from bot.chat import TERMINAL, _history, person
from bot.cli import main
from bot.view import json_reply, plain_reply, rich_reply
from memory.encoder import SentenceEncoder
from memory.errors import DeviceError, EngramError, WeightsMismatchError
from memory.messages import Reply
from memory.slots import Answer, Slot, Supporting, Witness

Chat = Callable[..., list[str]]
RAID = "remember that the raid is on Friday at 8pm\n"


@pytest.fixture
def chat(tmp_path: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """Run the command in this process; the lines that it printed."""
    monkeypatch.setattr(memory.network, "load_encoder", lambda _settings: encoder)

    def run(said: str, *options: str) -> list[str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said.encode())))
        command = ["chat", "--db", str(tmp_path / "x.db"), "--as", "Ada", *options]
        result = CliRunner().invoke(main, command, input=said, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout.splitlines()

    return run


def test_what_one_process_was_taught_another_remembers(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "chat", "--plain", "--db", str(tmp_path / "x.db")]

    def talk(said: str) -> list[str]:
        done = subprocess.run(command, input=said, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
        assert done.stderr == ""
        return done.stdout.splitlines()

    taught, answer = talk(RAID + "when is the raid?\n")
    assert taught == "I'll remember: the raid is on Friday at 8pm."
    assert answer.startswith("The raid is on Friday at 8pm. [#1 ")
    again, unknown = talk("when is the raid?\nwhat is the capital of Mongolia?\n")
    assert again == answer
    assert unknown == "I don't remember anything about that."


def test_one_line_in_is_one_line_out(chat: Chat) -> None:
    said = ["", "help", "/help", "🎉", "/memory list", "hello", "x" * 100_000, "/nonsense"]
    assert len(chat("\n".join(said) + "\n", "--plain")) == len(said)


def test_a_question_leans_on_the_one_before(chat: Chat) -> None:
    said = RAID + "when is the raid?\nand where?\nwhen is the raid?\nwho said that?\n"
    *_, source = chat(said, "--plain")
    assert source.startswith("I know it from Ada: [#1 Ada, ")
    where = json.loads(chat("when is the raid?\nand where?\n", "--json")[1])
    assert where["asked"] == "where is the raid?"


def test_json_tells_everything(chat: Chat) -> None:
    lines = chat(RAID + "when is the raid?\nwhat is the moon made of?\n", "--json")
    taught, answer, unknown = (json.loads(line) for line in lines)
    assert taught["stored"] == 1
    assert answer["reply"] == answer["answer"] == "The raid is on Friday at 8pm."
    assert 0.5 < answer["confidence"] <= 1
    (support,) = answer["supporting"]
    assert support["text"] == "the raid is on Friday at 8pm"
    assert (support["id"], support["author"], support["hop"]) == (1, "Ada", 1)
    assert support["time"].endswith("+00:00")
    assert support["score"] == pytest.approx(
        support["embedding"] + 0.3 * support["match"], abs=1e-3
    )
    assert answer["milliseconds"] > 0
    assert unknown["answer"] is None
    assert unknown["supporting"] == []


def test_people_are_told_apart_by_name(chat: Chat) -> None:
    lines = chat(
        "my favourite food is sushi\n/as Ben\nwhat is my favourite food?\n"
        "what is Ada's favourite food?\n/as ada\nwhat is my favourite food?\n",
        "--plain",
    )
    assert lines[2] == "I don't remember anything about that."
    assert lines[3].startswith("Ada's favourite food is sushi.")
    assert lines[5].startswith("Your favourite food is sushi.")
    assert person("Ada") != person("ADA")
    assert person("Ada").id == person("ADA").id


def test_too_long_a_text_is_refused_and_nothing_is_lost(chat: Chat) -> None:
    lines = chat(RAID + "remember that " + "ab " * 33_333 + "\nwhen is the raid?\n", "--plain")
    assert "I take in at most 2,000" in lines[1]
    assert lines[2].startswith("The raid is on Friday")


def test_the_desk_lists_shows_forgets_and_clears(chat: Chat) -> None:
    lines = chat(
        RAID + "remember that the gate opens at noon\n/memory list\n/memory show 2\n"
        "/memory forget 2\n/memory show 2\n/memory clear yes\n/memory clear\n/memory clear yes\n"
        "when is the raid?\n",
        "--plain",
    )
    assert "2 memories, page 1 of 1: #2 the gate opens at noon (Ada" in lines[2]
    assert lines[3].startswith("#2 the gate opens at noon told to me, Ada")
    assert lines[4] == "Forgotten."
    assert lines[5] == "There is no memory number 2 here."
    assert lines[6].startswith("Teach me"), "clearing must be asked for first"
    assert lines[7].startswith("This forgets 1 memory here")
    assert lines[8] == "Forgotten: 1 memory."
    assert lines[9] == "I don't remember anything about that."


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            WeightsMismatchError(Path("model.safetensors"), "53aa", "0000"),
            "model.safetensors is not the official file",
        ),
        (DeviceError("tpu", ("cpu",)), "The device 'tpu' is not available here"),
    ],
)
def test_without_an_encoder_it_ends_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: EngramError, told: str
) -> None:
    def wrong(_settings: object) -> None:
        raise error

    monkeypatch.setattr(memory.network, "load_encoder", wrong)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RAID.encode())))
    result = CliRunner().invoke(main, ["chat", "--db", str(tmp_path / "x.db")], input=RAID)
    assert result.exit_code == 1
    assert told in result.stderr


def test_the_end_may_be_typed(chat: Chat) -> None:
    assert len(chat("hello\n/quit\nhello\n", "--plain")) == 1


def test_bytes_that_are_no_text_do_not_stop_it(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = chat(
        "remember that the caf\udce9 opens at 9\n".encode("utf-8", "surrogateescape").decode(
            "latin-1"
        )
    )
    assert lines[0].startswith("I'll remember")


@pytest.mark.parametrize("number", ["²", "9" * 20, "9" * 5000, "-1", "0"])
def test_a_number_beyond_all_numbers_is_a_reply(chat: Chat, number: str) -> None:
    lines = chat(f"/memory show {number}\n/memory list {number}\nhello\n", "--plain")
    assert len(lines) == 3
    assert lines[2].startswith("Hello")


def test_what_does_not_hold_any_more_is_shown_as_such(chat: Chat) -> None:
    told = "remember that the raid is on Friday\nremember that the raid moved to Saturday\n"
    answer = json.loads(chat(f"{told}when is the raid?\n", "--json")[-1])
    assert answer["answer"] == "The raid moved to Saturday."
    (support,) = answer["supporting"]
    assert support["superseded"] == [{"id": 1, "text": "the raid is on Friday"}]
    plain = chat("when is the raid?\n", "--plain")[-1]
    assert plain.count("superseded by #2") == 1


def test_in_a_terminal_it_is_struck_through() -> None:
    old, new = (
        Slot(
            number,
            TERMINAL,
            text,
            personal=False,
            witnesses=(Witness(person("Ada"), 60.0),),
            written_at=60.0,
        )
        for number, text in enumerate(("on Friday", "on Saturday"), start=1)
    )
    support = Supporting(new, 1, 1.0, 1.0, 1.0, 1.0, replaces=(old,))
    text = rich_reply(Reply("Saturday.", answer=Answer("Saturday.", 0.9, (support,))))
    struck = [
        text.plain[span.start : span.end] for span in text.spans if "strike" in str(span.style)
    ]
    assert struck == ["“on Friday”"]
    assert "(#1, superseded by #2)" in text.plain


def test_the_nearest_is_named_in_every_form() -> None:
    said = (Witness(person("Ada"), 60.0),)
    slot = Slot(3, TERMINAL, "on Friday", personal=False, witnesses=said, written_at=60.0)
    near = Supporting(slot, 1, 0.4, 0.4, 0.0, -1.0)
    reply = Reply("Nothing sure.", answer=Answer(None, 0.3, nearest=near))
    for shown in (plain_reply(reply), rich_reply(reply).plain):
        assert re.search(r"The nearest: “on Friday”  Ada, .+  \(#3\)", shown)
    found = json.loads(json_reply(reply, 1.0))
    assert (found["nearest"]["id"], found["supporting"]) == (3, [])


def test_no_memory_steers_the_terminal() -> None:
    reply = Reply("red \x1b[31m and \x9b31m\x07\u202eback\u2066, a family 👨‍👩‍👧")
    for shown in (plain_reply(reply), rich_reply(reply).plain):
        assert shown == "red �[31m and �31m��back�, a family 👨‍👩‍👧"


@pytest.mark.parametrize("name", ["", "  ", "\udcff", "a\nb", "x" * 10_000])
def test_whoever_talks_is_answered(chat: Chat, name: str) -> None:
    (line,) = chat("hello\n", "--plain", "--as", name)
    assert line.startswith("Hello, ")


def test_silence_is_fine(chat: Chat) -> None:
    assert chat("", "--plain") == []
    assert len(chat("hello\r\nhello", "--plain")) == 2


def test_lines_are_kept_where_they_can_be(tmp_path: Path) -> None:
    _history(tmp_path / "data").append_string("hello")
    assert "hello" in (tmp_path / "data" / "chat_history").read_text("utf-8")
    assert (tmp_path / "data" / "chat_history").stat().st_mode & 0o777 == 0o600
    (tmp_path / "file").touch()
    _history(tmp_path / "file").append_string("hello")


def test_ctrl_c_ends_it_while_it_waits_for_a_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "chat", "--plain", "--db", str(tmp_path / "x.db")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as running:  # noqa: S603 - our own program
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(RAID)
        running.stdin.flush()
        assert running.stdout.readline().startswith("I'll remember")
        running.send_signal(signal.SIGINT)
        try:
            assert running.wait(30) == -signal.SIGINT
        finally:
            running.kill()
