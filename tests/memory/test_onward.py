"""O goes on where two memories answer together, and better than one."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from memory.bridges import HopFeature
from memory.hops import Hops
from memory.output import supporting_memories
from memory.preference import Preference
from memory.slots import Supporting
from memory.supports import Trained, Verify
from memory.verifier import Told
from tests.fakes import ADA, BEN, HERE, NEXT_DOOR
from tests.memory.banks import SETTINGS, asked, bank_of, slot
from tests.memory.test_hops import hops_of
from tests.memory.test_second_look import verifier_of

LIVES = "where does Emma's boyfriend live?"
PAIR = ("Emma's boyfriend is Noah", "Noah lives in Kiel")
ROOM = [slot(n, text, ADA, HERE) for n, text in enumerate((*PAIR, "the cat is grey"), start=1)]
ALWAYS = hops_of({HopFeature.STOP: -1.0, HopFeature.BRIDGE: 1.0})
HARDLY = hops_of({HopFeature.STOP: 1.0, HopFeature.BRIDGE: 0.5})
NEVER = hops_of({HopFeature.STOP: 9.0})


def recall(trained_hops: Hops | None, verify: Verify | None, most: int = 2) -> list[Supporting]:
    trained = Trained(hops=trained_hops, verify=verify)
    question = asked(bank_of(*ROOM), LIVES)
    return supporting_memories(bank_of(*ROOM), *question, replace(SETTINGS, hops=most), trained)


def ids(found: list[Supporting]) -> list[int]:
    return [item.slot.id for item in found]


def test_two_that_answer_together_do_where_none_does_alone() -> None:
    for hops in (ALWAYS, HARDLY):  # it may look a little better to stop
        found = recall(hops, verifier_of(says={PAIR: 2.0}))
        assert ids(found) == [1, 2]
        assert (found[0].odds, found[1].hop) == (2.0, 2)


def test_what_goes_on_less_well_is_not_read() -> None:
    assert ids(recall(ALWAYS, verifier_of(says={(PAIR[0], "the cat is grey"): 1.0}))) == [1]
    alone = supporting_memories(
        bank_of(ROOM[0]),
        *asked(bank_of(ROOM[0]), LIVES),
        SETTINGS,
        Trained(hops=ALWAYS, verify=verifier_of(says={PAIR[0]: 1.0})),
    )
    assert ids(alone) == [1]


@pytest.mark.parametrize(
    ("says", "wanted", "odds"),
    [
        ({PAIR: 2.0, PAIR[0]: 3.0}, [1], 3.0),  # one alone is surer
        ({PAIR: -1.0}, [1], -3.0),  # nothing answers
        ({PAIR: 2.0, PAIR[1]: 3.0}, [2], 3.0),
    ],
)
def test_one_is_enough_or_nothing_is(
    says: dict[str | tuple[str, ...], float], wanted: list[int], odds: float
) -> None:
    found = recall(ALWAYS, verifier_of(says=says))
    assert (ids(found), found[0].odds) == (wanted, odds)


def test_what_is_far_from_going_on_is_not_read() -> None:
    assert ids(recall(NEVER, verifier_of(says={PAIR: 2.0}))) == [1]
    assert ids(recall(ALWAYS, verifier_of(says={PAIR: 2.0}), most=1)) == [1]
    assert ids(recall(None, verifier_of(says={PAIR: 2.0}))) == [1]


def test_without_a_second_look_the_hops_decide_alone() -> None:
    assert ids(recall(ALWAYS, None)) == [1, 2]
    assert ids(recall(HARDLY, None)) == [1]


def test_what_is_out_of_sight_is_not_read_behind_it() -> None:
    hidden = replace(ROOM[1], scope=NEXT_DOOR)
    bank = bank_of(ROOM[0], hidden)
    trained = Trained(hops=ALWAYS, verify=verifier_of(says={PAIR: 2.0}))
    assert ids(supporting_memories(bank, *asked(bank, LIVES), SETTINGS, trained)) == [1]


def test_a_later_hop_says_what_holds_now() -> None:
    from tests.memory.test_second_look import Newer  # noqa: PLC0415 - beside its own tests

    moved = slot(9, "Noah lives in Oslo", ADA, HERE)

    class Lives(Newer):
        def log_odds(self, phi: object) -> list[float]:
            return [9.0 if row[0] > 0.5 else -9.0 for row in phi]  # type: ignore[attr-defined]

    bank = bank_of(*ROOM[:2], moved)
    trained = Trained(preference=Lives(), hops=ALWAYS, verify=verifier_of(says={PAIR: 2.0}))
    found = supporting_memories(bank, *asked(bank, LIVES), SETTINGS, trained)
    assert ids(found) == [1, 9]
    assert [old.id for old in found[1].replaces] == [2]


def test_what_is_going_to_be_looked_at_is_read_at_once() -> None:
    read = list[int]()
    says = verifier_of(says={PAIR: 2.0})

    def counted(pairs: Sequence[tuple[str, Told]], first: Sequence[float]) -> list[float]:
        read.append(len({told for _, told in pairs}))
        return says(pairs, first)

    assert ids(recall(ALWAYS, counted)) == [1, 2]
    assert read[0] == 2  # the first, and both in a row; the next best only if neither is sure
    assert sum(read) == 3


MONDAYS, TUESDAYS = "study group in the library is on Mondays", "study group is on Tuesdays"


class Unsure(Preference):
    """What is newer may hold."""

    def __init__(self) -> None: ...

    def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """Below 0 for every pair, and not far."""
        return [-1.0 for _ in phi]


@pytest.mark.parametrize(
    ("question", "newer", "wanted"),
    [
        ("when is the study group in the library?", 2.5, [1, 2]),
        ("when is the study group in the library?", 1.0, [1]),  # it answers less well
        (
            "is the study group in the library on Mondays?",
            1.0,
            [1, 2],
        ),  # what says Tuesdays hardly does
        ("study group library", 2.5, [1]),
    ],
)
def test_what_may_have_taken_its_place_is_said_after_it(
    question: str, newer: float, wanted: list[int]
) -> None:
    bank = bank_of(slot(1, MONDAYS, ADA, HERE), slot(2, TUESDAYS, BEN, HERE))
    verify = verifier_of(says={MONDAYS: 3.0, TUESDAYS: newer})
    trained = Trained(hops=NEVER, preference=Unsure(), verify=verify)
    found = supporting_memories(bank, *asked(bank, question), SETTINGS, trained)
    assert ids(found) == wanted
    if len(found) > 1:
        assert found[1].hop == 2
