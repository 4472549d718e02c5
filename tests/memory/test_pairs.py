"""Features of an older and a newer memory."""

import pytest

from memory.claims import taken_apart
from memory.pairs import Cosines, PairFeature, pair_features
from memory.slots import Person, Slot, Witness
from memory.words import stems
from tests.fakes import ADA, BEN, HERE

NEAR = Cosines(0.5, 0.75, 0.25)


def slot(text: str, author: Person = ADA, *, personal: bool = False) -> Slot:
    return Slot(1, HERE, text, personal, (Witness(author, 1.0),), 1.0)


def phi(
    older: str,
    newer: str,
    question: str = "when is the raid?",
    *,
    who: tuple[Person, Person] = (ADA, BEN),
) -> dict[PairFeature, float]:
    own = [text.startswith(("I ", "my ")) for text in (older, newer)]
    one, other = (
        slot(text, author, personal=personal)
        for text, author, personal in zip((older, newer), who, own, strict=True)
    )
    row = pair_features(question, stems(question), one, other, NEAR)
    return dict(zip(PairFeature, row, strict=True))


def test_every_feature_has_its_column() -> None:
    row = phi("the raid is on Friday", "the raid moved to Saturday")
    assert set(row) == set(PairFeature)
    assert row[PairFeature.COSINE] == 0.5
    assert row[PairFeature.ASKED] == 0.25
    assert row[PairFeature.ASKED_MORE] == -0.5


def test_words_that_are_kept_lost_and_gained() -> None:
    row = phi("the raid is on Friday", "the raid moved to Saturday evening")
    assert row[PairFeature.KEPT] == pytest.approx(1 / 2)
    assert row[PairFeature.KEPT_BACK] == pytest.approx(1 / 3)
    assert row[PairFeature.SUBJECT] == row[PairFeature.SUBJECT_BACK] == 1
    assert row[PairFeature.HEAD] == row[PairFeature.HEAD_WHOLE] == 1
    assert row[PairFeature.SWAPS] == row[PairFeature.CHANGE] == 1
    assert row[PairFeature.BOTH] == 1
    assert row[PairFeature.LOST] == row[PairFeature.GAINED] == row[PairFeature.ADDS] == 0


def test_another_subject_is_a_contrast() -> None:
    row = phi("the raid is on Friday", "the party is on Saturday")
    assert row[PairFeature.CONTRAST] == 1
    assert row[PairFeature.SUBJECT] == row[PairFeature.CHANGE] == row[PairFeature.KEPT] == 0
    assert row[PairFeature.LOST] == 1


@pytest.mark.parametrize(
    ("newer", "feature"),
    [
        ("the raid is on Friday instead", PairFeature.CHANGE),
        ("the raid was postponed", PairFeature.CHANGE),
        ("the raid is on Saturday too", PairFeature.ADDS),
        ("the raid will be long", PairFeature.HINT),
        ("the raid isn't on Friday", PairFeature.NEGATES),
        ("no raid on Friday", PairFeature.NEGATES),
    ],
)
def test_words_of_change_of_addition_and_of_denial(newer: str, feature: PairFeature) -> None:
    assert phi("the raid is on Friday", newer)[feature] == 1
    assert phi("the raid is on Friday", "the raid is long")[feature] == 0


@pytest.mark.parametrize(
    ("question", "older", "newer", "feature"),
    [
        ("when is the raid?", "the raid is on Friday", "the raid is long", PairFeature.MISSED),
        ("where is the tent?", "the tent is in the shed", "the tent is green", PairFeature.MISSED),
        ("who has it?", "Ben has it", "it is heavy", PairFeature.MISSED),
        ("how many are there?", "there are lots", "there are nine", PairFeature.WANTED),
        ("how many are there?", "there are lots", "there are nine", PairFeature.WANTING),
        ("what does Ada like?", "Ada likes tea", "Ben likes cake", PairFeature.OTHER),
        ("what is in act one?", "a song is in act one", "a duel is in act two", PairFeature.OTHER),
    ],
)
def test_what_the_question_wants(
    question: str, older: str, newer: str, feature: PairFeature
) -> None:
    assert phi(older, newer, question)[feature] == 1
    assert phi(older, older, question)[PairFeature.MISSED] == 0
    assert phi(older, older, question)[PairFeature.OTHER] == 0


def test_own_facts_of_one_person_and_of_two() -> None:
    mine = phi("I like tea", "I like cake", who=(ADA, ADA))
    ours = phi("I like tea", "I like cake", who=(ADA, BEN))
    assert (mine[PairFeature.OWN], mine[PairFeature.SPEAKER]) == (1, 1)
    assert (ours[PairFeature.OWN], ours[PairFeature.SPEAKER]) == (0, 0)


@pytest.mark.parametrize("text", ["now", "!", "🔥", "the", "instead of not"])
def test_hardly_any_words_are_no_failure(text: str) -> None:
    assert taken_apart(text).order
    assert len(phi(text, text)) == len(PairFeature)


def test_what_was_before_is_no_change() -> None:
    row = phi("my number is 555", "my old number was 777", "what is my number?")
    assert row[PairFeature.PAST] == 1
    moved = phi("the raid is on Friday", "the raid was moved to Saturday")
    assert moved[PairFeature.PAST] == 0


def test_one_may_like_two_things() -> None:
    assert phi("I like pizza", "I like pasta")[PairFeature.MANY] == 1
    assert phi("I like pizza", "I stopped liking pizza")[PairFeature.MANY] == 0
    assert phi("I live in Oslo", "I live in Bergen")[PairFeature.MANY] == 0


def test_another_report_is_not_the_slides() -> None:
    older, newer = "the deadline for the slides is 9 May", "the deadline for the report is 7 May"
    assert phi(older, newer)[PairFeature.HEAD_BACK] < 1
    assert phi(newer, newer.replace("7", "8"))[PairFeature.HEAD_BACK] == 1


def test_to_be_away_on_another_day_denies_something_else() -> None:
    away = phi("the raid is on Friday", "I can't raid on Tuesdays")
    assert away[PairFeature.DENIES_OTHER] == away[PairFeature.ONE_OWN] == 1
    assert away[PairFeature.DENIED] == pytest.approx(1 / 2)
    off = phi("the raid is on Friday", "the raid is not on Friday")
    assert off[PairFeature.DENIES_OTHER] == off[PairFeature.ONE_OWN] == 0
    assert off[PairFeature.DENIED] == 1


def test_a_value_that_is_asked_about_is_no_other_subject() -> None:
    said = "the raid is on Friday", "the raid moved to Saturday"
    tested = phi(*said, "is the raid on Friday?")
    assert tested[PairFeature.TESTED] == 1
    assert tested[PairFeature.OTHER] == tested[PairFeature.LOST] == 0
    open_ = phi(*said, "what is on Friday?")
    assert open_[PairFeature.TESTED] == 0
    assert open_[PairFeature.OTHER] == open_[PairFeature.LOST] == 1


def test_whose_room_it_is_makes_another_subject() -> None:
    row = phi("Bob's room is 102", "Carol's room is 103", "is Bob's room 102?")
    assert row[PairFeature.TESTED] == row[PairFeature.OTHER] == 1
