"""Training the verifier, at the size of a test."""

import json
from pathlib import Path

import pytest
import torch

from memory.spans import Reader
from memory.training.loop import Plan, TrainingError
from memory.training.verifying import Settings, Trial, calibrate, declined, train, trials
from memory.verifier import Verifier
from tests.fakes import FakeEncoder

ROOM = {
    "name": "house",
    "turns": [
        {"as": "Ben", "say": "remember that Ben cleans the bathroom"},
        {"as": "Ben", "say": "my car is a green Skoda"},
        {"as": "Ada", "say": "what does Ben clean?", "expect": {"support": [0]}},
        {"as": "Ada", "say": "how much rent does Ben pay?", "expect": {"unknown": True}},
        {"as": "Ben", "say": "what is my car?", "expect": {"support": [1]}},
        {"as": "Ada", "say": "where is Ben's car?", "expect": {"chain": True, "support": [1]}},
    ],
}


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    path = tmp_path / "rooms.jsonl"
    path.write_text(json.dumps(ROOM) + "\n", "utf-8")
    return path


def test_each_question_is_read_beside_what_o_finds_as_the_asker_is_told_it(rooms: Path) -> None:
    found = trials([rooms], FakeEncoder().encode, beside=2)
    assert [one.question for one in found] == [
        "what does Ben clean?", "how much rent does Ben pay?", "what is my car?",
    ]  # fmt: skip
    told, rent, own = found
    assert {text for text, right in zip(told.texts, told.right, strict=True) if right} == {
        "Ben cleans the bathroom"
    }
    assert not any(rent.right)
    assert "Ben's car is a green Skoda" in rent.texts
    assert own.texts[own.right.index(True)] == "your car is a green Skoda"


SOME = [
    Trial("where is the boat?", ("the boat is here", "Ben eats"), (1.0, 0.0), (True, False)),
    Trial("who pays the rent?", ("Ben eats",), (1.0,), (False,)),
]


def test_it_learns_what_answers_and_comes_back_as_it_was(tmp_path: Path) -> None:
    verifier = Verifier(Reader(1))
    train(verifier, SOME * 8, Settings(epochs=4, rate=1e-3), Plan(4, 1))
    calibrate(verifier, SOME)
    assert declined(verifier, SOME) == {
        "questions": 2, "with a second look": 100.0, "s_O alone": 50.0,
    }  # fmt: skip
    verifier.save(tmp_path, {}, {})
    again = Verifier.load(Reader(1), tmp_path)
    for one in SOME:
        wanted = verifier.odds(one.question, one.texts, one.odds)
        torch.testing.assert_close(
            torch.tensor(again.odds(one.question, one.texts, one.odds)),
            torch.tensor(wanted), atol=0.3, rtol=0.05,
        )  # fmt: skip


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(TrainingError, match="no question"):
        train(Verifier(Reader(1)), [], Settings(), Plan(1, 1))
    with pytest.raises(TrainingError, match="and others"):
        calibrate(Verifier(Reader(1)), SOME[:1])
