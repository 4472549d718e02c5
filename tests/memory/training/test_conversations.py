"""Evaluation on written conversations."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from memory.addressing import OutputSettings
from memory.settings import NetworkSettings
from memory.training.conversations import (
    ConversationFileError,
    evaluate_conversations,
    read_conversations,
)
from memory.worker import Worker
from tests.fakes import FakeEncoder

_FILES = Path(__file__).parents[2] / "conversations"


def _turn(who: str, say: str, **expect: object) -> dict[str, Any]:
    return {"as": who, "say": say, **({"expect": expect} if expect else {})}


TALK = {
    "name": "tiny",
    "turns": [
        _turn("Ada", "remember that the raid is on Friday at 8pm"),
        _turn("Ben", "remember that Cleo carries the silver key"),
        _turn("Ben", "remember that the silver key opens the crypt"),
        _turn("Ben", "when is the raid?", support=[0], contains=["friday", "8PM"]),
        _turn("Ada", "what does the key that Cleo carries open?", support=[1, 2], chain=True),
        _turn("Ada", "what is the capital of Mongolia?", unknown=True),
        _turn("Ada", "thanks!", small_talk=True),
        _turn("Ada", "is dinner on Friday?", support=[1]),
    ],
}


@pytest.fixture
async def worker(fake_encoder: FakeEncoder) -> AsyncIterator[Worker]:
    opened = Worker(lambda: fake_encoder)
    yield opened
    await opened.close()


async def test_a_tiny_file_is_counted_case_by_case(tmp_path: Path, worker: Worker) -> None:
    path = tmp_path / "tiny.jsonl"
    path.write_text(f"{json.dumps(TALK)}\n{json.dumps(TALK)}\n", "utf-8")
    tally = await evaluate_conversations(path, worker, NetworkSettings())
    assert tally.counts["taught"] == [6, 6]
    assert tally.counts["small talk"] == [2, 2]
    assert tally.counts["chain found"] == [2, 2]
    assert tally.counts["unknown recognised"] == [2, 2]
    assert tally.counts["answered from the right memory"] == [2, 4]
    assert tally.counts["answer holds the expected words"] == [2, 2]
    assert tally.counts["all questions"] == [6, 8]
    assert [line.partition(" ->")[0] for line in tally.mistakes] == [
        "Ada: is dinner on Friday?"
    ] * 2
    assert tally.counts["first: cosine"][1] == tally.counts["first: s_O"][1] == 6
    summary = tally.summary()
    assert summary["all questions"] == {"percent": 75.0, "right": 6, "of": 8}
    assert summary["ms_per_question"] > 0
    assert len(tally.milliseconds) == 8


async def test_what_is_shown_beside_a_decline_is_counted(tmp_path: Path, worker: Worker) -> None:
    turns = [
        _turn("Ada", "remember that the raid is on Friday at 8pm"),
        _turn("Ben", "where is the raid on Friday?", unknown=True),
        _turn("Ben", "where is the raid on Friday?", support=[0]),
    ]
    path = tmp_path / "near.jsonl"
    path.write_text(json.dumps({"name": "near", "turns": turns}), "utf-8")
    unsure = NetworkSettings(output=OutputSettings(threshold=0.99, sharpness=1.0))
    tally = await evaluate_conversations(path, worker, unsure)
    assert tally.counts["declined, and shown what answers"] == [1, 2]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("not json", "Expecting value"),
        ("", "Expecting value"),
        ("{}", "turns"),
        ("[]", "not a conversation"),
        ('{"turns": [{"as": "Ada"}]}', "say"),
        ('{"turns": [{"as": 1, "say": "x"}]}', "texts"),
        (
            json.dumps({"turns": [_turn("A", "x?", unknown=True), _turn("A", "y?", support=[0])]}),
            "teaches nothing",
        ),
        (json.dumps({"turns": [_turn("A", "y?", support=[9])]}), "teaches nothing"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f"{json.dumps(TALK)}\n{line}\n{json.dumps(TALK)}\n", "utf-8")
    with pytest.raises(ConversationFileError, match=problem) as caught:
        read_conversations(path)
    assert caught.value.line == 2
    assert str(caught.value).startswith(f"{path}, line 2: ")


@pytest.mark.parametrize("name", ["dev", "test"])
def test_the_written_conversations_are_well_formed(name: str) -> None:
    assert len(read_conversations(_FILES / f"{name}.jsonl")) == 40


def test_the_two_sets_share_no_conversation() -> None:
    names = [
        {item["name"] for item in read_conversations(_FILES / f"{name}.jsonl")}
        for name in ("dev", "test")
    ]
    assert not names[0] & names[1]
