"""Which memories may go on from those found."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from memory.candidates import candidates
from memory.slots import Kind
from tests.fakes import ADA, BEN, CLEO, HERE, NEXT_DOOR
from tests.memory.drill import DRILL, FETCH, slot, so_far


def test_no_question_and_nothing_twice_and_nothing_replaced_goes_on() -> None:
    asked = replace(slot(7, "is Cleo home?", BEN), kind=Kind.HEARD)
    found = replace(so_far(FETCH, *DRILL, asked), past=(2,))
    assert set(candidates(found, 32)) == {1, 3, 4, 5}


def test_of_others_own_facts_only_those_of_whom_was_named() -> None:
    sister = (slot(1, "my sister is Cleo", ADA, personal=True), *DRILL[1:])
    found = so_far("where does my sister live?", *sister)
    assert 3 in candidates(found, 32)  # Cleo's
    assert 4 not in candidates(found, 32)  # Ben's
    nobody = so_far("where does my aunt live?", slot(1, "my aunt is old", personal=True), *DRILL)
    assert not {4, 5} & set(candidates(nobody, 32))


@given(
    places=st.lists(st.booleans(), min_size=1, max_size=8),
    text=st.sampled_from([FETCH, "who?", "my drill?", "", "?"]),
    limit=st.integers(1, 9),
)
def test_nothing_out_of_sight_goes_on(places: list[bool], text: str, limit: int) -> None:
    rows = [
        slot(n, f"Cleo has drill {n}", CLEO, HERE if seen else NEXT_DOOR)
        for n, seen in enumerate(places, start=2)
    ]
    found = so_far(text, slot(1, "the drill is Cleo's"), *rows)
    got = candidates(found, limit)
    assert len(got) <= limit
    assert all(found.bank.slots[row].scope == HERE for row in got)
    assert 0 not in got


def test_one_memory_leads_nowhere() -> None:
    assert candidates(so_far(FETCH, DRILL[0]), 32) == []
