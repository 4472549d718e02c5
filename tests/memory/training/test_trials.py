"""What the verifier learns from."""

import json
from pathlib import Path

import pytest

from memory.bridges import HopFeature
from memory.training.trials import trials
from tests.fakes import FakeEncoder
from tests.memory.test_hops import hops_of

ENCODE = FakeEncoder().encode
GOES_ON = hops_of({HopFeature.STOP: -9.0})  # whatever comes next
ROOM = {
    "name": "house",
    "turns": [
        {"as": "Ben", "say": "remember that Ben cleans the bathroom"},
        {"as": "Ben", "say": "my car is a green Skoda"},
        {"as": "Ada", "say": "what does Ben clean?", "expect": {"support": [0]}},
        {"as": "Ada", "say": "how much rent does Ben pay?", "expect": {"unknown": True}},
        {"as": "Ben", "say": "what is my car?", "expect": {"support": [1]}},
        {"as": "Ben", "say": "thanks", "expect": {"small_talk": True}},
    ],
}
CHAIN = {
    "name": "pair",
    "turns": [
        {"as": "Ada", "say": "remember that Emma's boyfriend is Noah"},
        {"as": "Ada", "say": "remember that Noah lives in Kiel"},
        {"as": "Ada", "say": "remember that Emma's cat is grey"},
        {
            "as": "Ada",
            "say": "where does Emma's boyfriend live?",
            "expect": {"support": [0, 1], "chain": True},
        },
        {"as": "Ada", "say": "who is Emma's boyfriend?", "expect": {"support": [0]}},
        {"as": "Ada", "say": "remember that Emma's boyfriend sings"},
    ],
}


@pytest.fixture
def rooms(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "house.jsonl", tmp_path / "pair.jsonl"]
    for path, room in zip(paths, (ROOM, CHAIN), strict=True):
        path.write_text(json.dumps(room) + "\n", "utf-8")
    return paths


def test_each_question_is_read_beside_what_o_finds_as_the_asker_is_told_it(
    rooms: list[Path],
) -> None:
    found = trials(rooms[:1], ENCODE, beside=2)
    assert [one.question for one in found] == [
        "what does Ben clean?", "how much rent does Ben pay?", "what is my car?",
    ]  # fmt: skip
    told, rent, own = found
    assert {text for text, right in zip(told.told, told.right, strict=True) if right} == {
        ("Ben cleans the bathroom",)
    }
    assert not any(rent.right)
    assert ("Ben's car is a green Skoda",) in rent.told
    assert own.told[own.right.index(True)] == ("your car is a green Skoda",)


def test_neither_half_of_a_chain_is_its_answer_and_the_end_is_no_mistake(
    rooms: list[Path],
) -> None:
    chain, one = trials(rooms[1:], ENCODE, beside=3)
    assert chain.told == (("Emma's boyfriend is Noah",), ("Emma's cat is grey",))
    assert not any(chain.right)
    assert one.right == (True, False, False)


def test_two_in_a_row_answer_a_chain_and_nothing_else(rooms: list[Path]) -> None:
    chain, one = (it for it in trials(rooms[1:], ENCODE, 3, GOES_ON) if it.together)
    pairs = dict(zip(chain.told, chain.right, strict=True))
    right = {pair for pair, answers in pairs.items() if answers}
    assert right == {("Emma's boyfriend is Noah", "Noah lives in Kiel")}
    assert not any(one.right)
    assert all(first == "Emma's boyfriend is Noah" for first, _ in one.told)


def test_where_the_answer_is_the_second_of_two_nothing_is_learned(tmp_path: Path) -> None:
    turns = [
        {"as": "Ada", "say": "remember that the boat boat boat is red"},
        {"as": "Ada", "say": "remember that Ben sails"},
        {"as": "Ada", "say": "whose is the boat?", "expect": {"support": [1]}},
    ]
    path = tmp_path / "boat.jsonl"
    path.write_text(json.dumps({"name": "boat", "turns": turns}) + "\n", "utf-8")
    assert not [it for it in trials([path], ENCODE, 2, GOES_ON) if it.together]


def test_what_never_goes_on_is_not_read_in_a_row(rooms: list[Path]) -> None:
    never = hops_of({HopFeature.STOP: 9.0})
    assert not [it for it in trials(rooms, ENCODE, 2, never) if it.together]
