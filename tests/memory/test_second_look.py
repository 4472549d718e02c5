"""O looks twice at what was taught, and tells whether it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from memory.bank import Bank
from memory.features import Feature
from memory.output import supporting_memories
from memory.preference import Preference
from memory.second_look import asks_one_thing
from memory.slots import Person, Slot, Supporting
from memory.supports import Trained, Verify
from memory.verifier import Told
from tests.fakes import ADA, BEN, HERE, NEXT_DOOR
from tests.memory.banks import ENCODER, SETTINGS, asked, bank_of, heard, scorer_of, slot

CLEANS = slot(1, "Ben cleans the bathroom", ADA, HERE)
COOKS = slot(2, "the bathroom is cold in March", BEN, HERE)
CAR = slot(3, "my car is a green Skoda", BEN, HERE, personal=True)


def verifier_of(*, says: Mapping[Any, float], otherwise: float = -3.0) -> Verify:
    def verify(pairs: Sequence[tuple[str, Told]], first: Sequence[float]) -> list[float]:
        assert len(pairs) == len(first)
        return [says.get(one[0] if len(one) == 1 else one, otherwise) for _, one in pairs]

    return verify


def recall(bank: Bank, text: str, verify: Verify | None, asker: Person = ADA) -> list[Supporting]:
    trained = Trained(preference=Preference.load(), verify=verify)
    return supporting_memories(bank, *asked(bank, text, asker), SETTINGS, trained)


def test_what_resembles_and_does_not_answer_is_not_sure() -> None:
    bank = bank_of(CLEANS)
    assert recall(bank, "who cleans the bathroom?", None)[0].odds > 0
    (found,) = recall(bank, "who cleans the bathroom?", verifier_of(says={}))
    assert (found.slot, found.odds) == (CLEANS, -3.0)


def test_of_the_best_few_the_surest_answers() -> None:
    bank = bank_of(CLEANS, COOKS)
    question = "who cleans the bathroom?"
    assert recall(bank, question, None)[0].slot == CLEANS
    (found,) = recall(bank, question, verifier_of(says={COOKS.text: 2.0}))
    assert (found.slot, found.odds) == (COOKS, 2.0)


def test_of_another_relation_it_hardly_answers() -> None:
    friend = slot(4, "Nina's boyfriend lives in Oslo", BEN, HERE)
    verify = verifier_of(says={friend.text: 3.0})
    for asked_of, odds in (("boyfriend", 3.0), ("partner", 3.0), ("brother", -3.0)):
        (found,) = recall(bank_of(friend), f"where does Nina's {asked_of} live?", verify)
        assert found.odds == odds


def test_what_is_settled_by_words_alone_is_sure_enough() -> None:
    bank = bank_of(CLEANS)
    (found,) = recall(bank, "does Ben clean the bathroom?", verifier_of(says={}))
    assert found.odds > 0
    (found,) = recall(bank, "does Ben clean the bathroom?", verifier_of(says={CLEANS.text: 9.0}))
    assert found.odds == 9.0
    (found,) = recall(bank, "does Ben clean the bathroom daily?", verifier_of(says={}))
    assert found.odds == -3.0


def test_what_tells_no_amount_hardly_answers_how_much() -> None:
    pays = slot(4, "Ida pays the internet", BEN, HERE)
    verify = verifier_of(says={pays.text: 3.0})
    (found,) = recall(bank_of(pays), "how much is the internet?", verify)
    assert found.odds == -1.0
    (found,) = recall(bank_of(pays), "who pays the internet?", verify)
    assert found.odds == 3.0


def test_a_question_without_its_mark_is_read_with_one_too() -> None:
    def verify(pairs: Sequence[tuple[str, Told]], _: Sequence[float]) -> list[float]:
        return [2.0 if question.endswith("bathroom?") else -1.0 for question, _ in pairs]

    for typed in ("who cleans the bathroom?", "who cleans the bathroom"):
        (found,) = recall(bank_of(CLEANS), typed, verify)
        assert found.odds == 2.0


def test_where_the_first_is_sure_no_other_is_looked_at() -> None:
    bank, looks = bank_of(CLEANS, COOKS), list[int]()

    def verify(pairs: Sequence[tuple[str, Told]], first: Sequence[float]) -> list[float]:
        looks.append(len(pairs))
        return [5.0 if one == (CLEANS.text,) else 6.0 for _, one in pairs]

    (found,) = recall(bank, "who cleans the bathroom?", verify)
    assert (found.slot, found.odds, looks) == (CLEANS, 5.0, [1])


def test_of_several_with_the_words_those_that_answer_are_listed() -> None:
    ben, cleo = slot(1, "Ben plays bass", ADA, HERE), slot(2, "Cleo plays bass", ADA, HERE)
    price = slot(3, "playing the bass costs 9 euros", ADA, HERE)
    bank, question = bank_of(ben, cleo, price), "who plays bass?"
    assert len(recall(bank, question, None)) == 3
    found = recall(bank, question, verifier_of(says={ben.text: 3.0, cleo.text: 2.0}))
    assert {one.slot for one in found} == {ben, cleo}


def test_memories_are_read_as_the_asker_is_told_them() -> None:
    bank = bank_of(CAR)
    yours, his = "your car is a green Skoda", "Ben's car is a green Skoda"
    assert recall(bank, "what is my car?", verifier_of(says={yours: 1.0}), BEN)[0].odds == 1.0
    assert recall(bank, "what is Ben's car?", verifier_of(says={his: 1.0}))[0].odds == 1.0


def test_people_are_read_under_the_name_that_the_question_has() -> None:
    own = slot(3, "my car is a green Skoda", Person(9, "Ida B. | she/her"), HERE, personal=True)
    verify = verifier_of(says={"Ida's car is a green Skoda": 2.0})
    (found,) = recall(bank_of(own), "what car does ida drive?", verify)
    assert (found.slot, found.odds) == (own, 2.0)


def test_what_is_out_of_sight_or_anothers_own_is_not_read() -> None:
    hidden = replace(COOKS, scope=NEXT_DOOR)
    bank = bank_of(CLEANS, hidden, CAR)
    sees: list[str] = []

    def verify(pairs: Sequence[tuple[str, Told]], first: Sequence[float]) -> list[float]:
        sees.extend(text for _, told in pairs for text in told)
        return [-1.0 for _ in first]

    recall(bank, "is my bathroom green?", verify)
    recall(bank, "who cleans the bathroom?", verify)
    assert hidden.text not in sees
    assert sees.count("Ben's car is a green Skoda") == 1  # of the second question alone


class Newer(Preference):
    """What is newer holds."""

    def __init__(self) -> None: ...

    def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """Above 0 for every pair."""
        return [9.0 for _ in phi]


@pytest.mark.parametrize("says", ["the raid is on Friday", "raid moved, Saturday"])
def test_what_took_a_place_is_as_sure_as_the_surest_of_both(says: str) -> None:
    bank = bank_of(
        slot(1, "the raid is on Friday", ADA, HERE), slot(2, "raid moved, Saturday", ADA, HERE)
    )
    trained = Trained(preference=Newer(), verify=verifier_of(says={says: 2.0}, otherwise=0.0))
    (found,) = supporting_memories(bank, *asked(bank, "when is the raid?"), SETTINGS, trained)
    assert (found.slot.id, found.odds) == (2, 2.0)
    assert [old.id for old in found.replaces] == [1]


SLIDES, REPORT, LATER = (
    slot(1, "the deadline for the slides is Monday", ADA, HERE),
    slot(2, "the deadline for the report is Friday", ADA, HERE),
    slot(3, "the deadline for the report is now Sunday", ADA, HERE),
)


@pytest.mark.parametrize(
    ("question", "slides", "report", "wanted", "past"),
    [
        ("when is the deadline for the slides?", 4.0, -2.5, 1, []),
        ("when is the deadline for the slides?", 4.0, -0.8, 1, []),
        ("when is the deadline for the slides?", 4.3, 0.2, 3, [1]),  # it may be worded otherwise
        ("when is the deadline for the report?", -1.0, 4.0, 3, [2]),
        ("when is the deadline?", 4.0, 4.0, 3, [2, 1]),
        ("is the deadline for the slides on Monday?", 4.0, -2.5, 3, [2, 1]),  # it may have moved
        ("the deadline for the slides", 4.0, -2.5, 3, [2, 1]),
    ],
)
def test_what_speaks_of_another_thing_takes_no_place(
    question: str, slides: float, report: float, wanted: int, past: list[int]
) -> None:
    says = {SLIDES.text: slides, REPORT.text: report, LATER.text: report}
    trained = Trained(preference=Newer(), verify=verifier_of(says=says))
    bank = bank_of(SLIDES, REPORT, LATER)
    found = supporting_memories(bank, *asked(bank, question), SETTINGS, trained)
    assert found[0].slot.id == wanted
    assert [old.id for old in found[0].replaces] == past


def test_what_is_found_at_the_second_look_is_what_holds_now() -> None:
    bank = bank_of(
        slot(1, "the raid raid leader eats", ADA, HERE),
        slot(2, "pizza on Friday", ADA, HERE),
        slot(3, "pizza on Sunday", ADA, HERE),
    )

    class Pizza(Newer):
        def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
            return [9.0 if row[0] > 0.5 else -9.0 for row in phi]

    verify = verifier_of(says={"pizza on Friday": 2.0})
    trained = Trained(preference=Pizza(), verify=verify)
    (found,) = supporting_memories(bank, *asked(bank, "when is the raid?"), SETTINGS, trained)
    assert [old.id for old in found.replaces] == [2]
    assert (found.slot.id, found.odds) == (3, 2.0)


def _with_talk(*said: tuple[str, Person]) -> tuple[Bank, Slot]:
    bank, taught = heard(*said), slot(9, "Ben cleans the bathroom", ADA, HERE)
    bank.add([taught], ENCODER.encode([taught.text]))
    return bank, taught


def test_where_nothing_taught_answers_the_messages_of_a_short_chat_are_read() -> None:
    bank, taught = _with_talk(("we ate in the hall", BEN))
    question = "Ben cleans the bathroom?"
    assert recall(bank, question, verifier_of(says={taught.text: 1.0}))[0].slot == taught
    assert [i.slot.id for i in recall(bank, question, verifier_of(says={}))] == [1]


def test_where_nothing_taught_answers_the_messages_of_a_long_chat_are_read() -> None:
    bank, taught = _with_talk(("we ate in the hall", BEN), ("and slept", ADA))
    scorer, settings = scorer_of(Feature.AFTER_QUESTION), replace(SETTINGS, conversation=2)
    question = asked(bank, "Ben cleans the bathroom?")

    def found(verify: Verify) -> set[int]:
        trained = Trained(scorer, verify=verify)
        return {i.slot.id for i in supporting_memories(bank, *question, settings, trained)}

    assert found(verifier_of(says={taught.text: 1.0})) == {9}
    assert found(verifier_of(says={})) == {1, 2}


@pytest.mark.parametrize(
    ("text", "definite"),
    [
        ("when is the raid?", True),
        ("whens the raid", True),
        ("so ehm what is the code", True),
        ("is the raid on Friday", True),
        ("the raid is on Friday?", True),
        ("what is Sophie's project about?", True),
        ("what do you know about Ben?", False),
        ("tell me about the raid", False),
        ("the raid", False),
        ("Mia cooks on Monday", False),
    ],
)
def test_what_asks_for_whatever_there_is_is_told(text: str, *, definite: bool) -> None:
    assert asks_one_thing(text) is definite


def test_where_nothing_certain_is_asked_one_look_is_enough() -> None:
    bank = bank_of(CLEANS)
    (found,) = recall(bank, "Ben cleans the bathroom", verifier_of(says={}))
    assert found.odds > 0
    (found,) = recall(bank, "bathroom", verifier_of(says={CLEANS.text: 9.0}))
    assert found.odds == 9.0
