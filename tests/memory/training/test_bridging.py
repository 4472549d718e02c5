"""Made-up rooms of several hops: what supports what is asked, and that tests stay unseen."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from memory.training.bridging import Room, rooms
from memory.training.entities import NAMES, VALUES, Sort
from memory.training.hops import texts
from memory.training.journeys import LINKS, TRAITS
from memory.training.passages import Passage, Query

PASSAGES = [
    Passage(
        f"p{n}",
        (f"The harbour of Larkmoor was built in 19{n}.", "It is deep."),
        (
            Query("When was the harbour of Larkmoor built?", 0, (f"19{n}",)),
            Query("Is it deep?", 1, ("deep",)),
        ),
    )
    for n in range(10, 20)
]


def made(seed: int = 1, count: int = 20) -> list[Room]:
    return list(rooms(PASSAGES, count=count, ways=4, pieces=3, seed=seed))


def test_the_same_seed_makes_the_same_rooms() -> None:
    assert made() == made()
    assert made() != made(seed=2)


def test_every_support_was_told_and_none_twice() -> None:
    for room in made():
        for asked in room.asked:
            assert asked.support
            assert len(set(asked.support)) == len(asked.support)
            assert all(0 <= place < len(room.told) for place in asked.support)


def test_one_hop_and_two_and_three_are_asked_for() -> None:
    sizes = {len(asked.support) for room in made() for asked in room.asked}
    assert sizes == {1, 2, 3}


def test_a_name_of_a_passage_is_described_by_what_leads_to_it() -> None:
    found = [
        (room, asked)
        for room in made()
        for asked in room.asked
        if len(asked.support) > 1 and "Larkmoor" in room.told[asked.support[-1]][1]
    ]
    assert found
    for room, asked in found:
        assert "larkmoor" not in asked.text.lower()
        assert "Larkmoor" in room.told[asked.support[0]][1]


def test_neighbouring_statements_of_a_way_share_a_name() -> None:
    names = {name for some in NAMES.values() for name in some}
    for room in made():
        for asked in room.asked:
            lines = [" ".join(room.told[place]) for place in asked.support]
            for one, other in pairwise(lines):
                words = set(one.replace("'s", "").split()) & set(other.replace("'s", "").split())
                capitals = any(word[0].isupper() for word in words)
                assert capitals or any(name in one and name in other for name in names)


def test_every_value_and_every_kind_of_entity_is_there() -> None:
    assert all(trait.values in VALUES for trait in TRAITS)
    assert {link.of for link in LINKS} == {link.to for link in LINKS} == set(Sort)
    for link in LINKS:
        assert all("{a}" in text and "{b}" in text for text in link.told)
        assert all("{a}" in text for text in (*link.asked, *link.described))
    for trait in TRAITS:
        assert all("{v}" in text for text in (*trait.told, *trait.own))
        assert all("{a}" in text for _, text in trait.unsaid)


@pytest.mark.parametrize("name", ["dev", "test"])
def test_no_wording_is_one_of_the_written_conversations(name: str) -> None:
    lines = Path(f"tests/conversations/{name}.jsonl").read_text("utf-8").splitlines()
    said = {turn["say"].lower() for line in lines for turn in json.loads(line)["turns"]}
    assert not {text.lower() for room in made() for text in texts(room)} & said
