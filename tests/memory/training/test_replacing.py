"""What the verifier learns of write time from."""

import json
from pathlib import Path
from typing import Any

import pytest

from memory.preference import Preference
from memory.training.contradictions import changed
from memory.training.replacing import Two, compared, made_up, written
from tests.fakes import FakeEncoder

TURNS: list[dict[str, Any]] = [
    {"as": "Ada", "say": "the raid is on Friday"},
    {"as": "Ben", "say": "the raid is at Ben's"},
    {"as": "Ada", "say": "I bring the cake"},
    {"as": "Ben", "say": "the raid moved to Sunday"},
    {
        "as": "Cleo",
        "say": "when is the raid?",
        "expect": {"support": [0, 3], "superseded": [0], "contains": ["sunday"]},
    },
    {"as": "Cleo", "say": "who brings the cake?", "expect": {"support": [2]}},
]


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    path = tmp_path / "rooms.jsonl"
    calm = [turn for turn in TURNS if "superseded" not in turn.get("expect", {})]
    both = ({"name": "r", "turns": TURNS}, {"name": "calm", "turns": calm})
    path.write_text("".join(json.dumps(room) + "\n" for room in both), "utf-8")
    return path


def test_which_turns_take_the_place_of_which() -> None:
    assert changed(TURNS) == {(0, 3)}
    chain = [{"expect": {"support": [5], "superseded": [1, 3]}}]
    assert changed(chain) == {(1, 3), (1, 5), (3, 5)}
    assert changed(TURNS[5:]) == set()


def test_the_pairs_of_a_room(rooms: Path, fake_encoder: FakeEncoder) -> None:
    found = written([rooms], fake_encoder.encode)
    assert Two("the raid is on Friday", "the raid moved to Sunday", replaces=True) in found
    assert sum(two.replaces for two in found) == 1
    assert Two("Ada bring the cake", "the raid moved to Sunday", replaces=False) not in found
    assert any("Ada brings the cake" in (two.older, two.newer) for two in found)


def test_the_pairs_that_questions_have_read(rooms: Path, fake_encoder: FakeEncoder) -> None:
    found = compared([rooms], fake_encoder.encode, Preference.load())
    assert {two.replaces for two, _ in found} <= {True, False}
    assert any(two.replaces for two, _ in found)  # of the calm room none is read: it is not known
    assert len(found) <= 12


def test_made_up_pairs_are_told_as_to_a_stranger() -> None:
    some = made_up(60, 1)
    assert len(some) == 60
    assert 0 < sum(two.replaces for two in some) < 60
    assert not any(
        text.startswith(("I ", "my ")) for two in some for text in (two.older, two.newer)
    )
    assert made_up(60, 1) == some
