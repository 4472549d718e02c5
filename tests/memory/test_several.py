"""Counts, several answers, yes and no."""

import pytest

from memory.responders import QuotingResponder
from memory.several import asked_about, asks_for_several, predicate
from memory.slots import Audience, Person, Question, Slot, Supporting, Witness
from memory.verdicts import verdict
from tests.fakes import ADA, BEN, HERE

BAND = (
    ("Tariq plays bass", ADA, False),
    ("I play bass", BEN, True),
    ("Nina plays bass on Sundays", ADA, False),
    ("Tariq plays bass, and well", BEN, False),
    ("Cleo doesn't play bass", BEN, False),
)


def slots(*said: tuple[str, Person, bool]) -> list[Slot]:
    return [
        Slot(number, HERE, text, personal, (Witness(who, 1.0),), 1.0)
        for number, (text, who, personal) in enumerate(said, start=1)
    ]


def answer(question: str, *said: tuple[str, Person, bool], asker: Person = ADA) -> str:
    items = [Supporting(slot, 1, 1.0, 1.0, 0.0) for slot in slots(*said)]
    return QuotingResponder().respond(Question(question, asker, Audience.of(HERE)), items).text


def test_who_names_everybody_once_with_their_memories() -> None:
    items = [Supporting(slot, 1, 1.0, 1.0, 0.0) for slot in slots(*BAND)]
    spoken = QuotingResponder().respond(Question("who plays bass?", BEN, Audience.of(HERE)), items)
    assert spoken.text == "Tariq plays bass. You play bass. Nina plays bass on Sundays."
    assert [item.slot.id for item in spoken.supporting] == [1, 2, 3]


@pytest.mark.parametrize(
    "question",
    ["how many people play bass?", "how many bass players are there?", "How many of us play bass?"],
)
def test_a_count_is_of_people_and_shows_them(question: str) -> None:
    said = "3 that I know of: Tariq plays bass. Ben plays bass. Nina plays bass on Sundays."
    assert answer(question, *BAND) == said


def test_memories_of_several_people_are_shown_and_not_counted() -> None:
    choir = ("Noah, Emma and Liam sing", ADA, False), ("Mia sings", ADA, False)
    assert answer("how many people sing?", *choir) == "Noah, Emma and Liam sing. Mia sings."


def test_who_does_two_things_is_counted_once() -> None:
    duo = ("I play bass and guitar", BEN, True), ("Mia plays bass", ADA, False)
    said = "2 that I know of: Ben plays bass and guitar. Mia plays bass."
    assert answer("how many people play bass?", *duo) == said
    trio = ("Ben plays bass and so does Nina", ADA, False), ("Mia plays bass, and Tom", ADA, False)
    assert not answer("how many people play bass?", *trio).startswith("2")


def test_what_another_person_will_do_is_no_yes_and_no_no_to_me() -> None:
    assert answer("can I swim?", ("I can't swim", BEN, True)) == "Ben can't swim."
    assert answer("can I swim?", ("I can't swim", ADA, True)) == "No: You can't swim."


def test_the_same_names_in_the_same_order_are_the_same() -> None:
    assert answer("does Ben report to Emma?", ("Ben reports to Emma", ADA, False)).startswith("Yes")


def test_one_is_counted_too() -> None:
    assert answer("how many people play bass?", BAND[0]).startswith("1 that I know of: Tariq")


def test_a_stated_number_is_not_counted_again() -> None:
    said = ("we have 14 members", ADA, False)
    assert answer("how many members do we have?", said) == "We have 14 members."


def test_what_lacks_a_word_of_the_question_is_not_counted() -> None:
    said = ("the band meets on Sundays", ADA, False)
    assert answer("how many people play bass?", said) == "The band meets on Sundays."


@pytest.mark.parametrize(
    ("question", "fact", "said"),
    [
        ("do we have a wiki?", "the wiki is at wiki.example.org", "Yes: The wiki is at wiki."),
        ("is the gym open on Mondays?", "the gym is open on Mondays", "Yes: The gym"),
        ("does Cleo eat nuts?", "Cleo doesn't eat nuts", "No: Cleo"),
        ("does Ben's sister play?", "Ben's sister Ida plays", "Yes: Ben's sister"),
        ("is the gym closed on Mondays?", "the gym is closed on Mondays", "Yes: The gym"),
        ("has the heater been repaired?", "the heater was not repaired yet", "No: The heater"),
        ("is the gym open on Mondays?", "sorry, the gym is not open on Mondays", "No: sorry"),
    ],
)
def test_yes_and_no_where_words_decide(question: str, fact: str, said: str) -> None:
    assert answer(question, (fact, ADA, False)).startswith(said)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("can I park in the yard?", "parking in the yard is forbidden"),
        ("is the gym open on Mondays?", "the gym is closed on Mondays"),
        ("is the gym open on Mondays?", "the gym is open on Tuesdays"),
        ("is the raid on Friday or Saturday?", "the raid is on Friday or Saturday"),
        ("is dinner outside?", "dinner is outside if it does not rain"),
        ("is dinner outside?", "dinner is outside unless it rains"),
        ("did Cleo sell the boat?", "Cleo wants to sell the boat"),
        ("isn't the gym open on Mondays?", "the gym is open on Mondays"),
        ("where is the gym?", "the gym is in the hall"),
        ("do you know where the gym is?", "the gym is in the hall"),
        ("is the gym open on Mondays?", "the gym is open on Mondays, not on Tuesdays"),
        ("is Cleo allergic to nuts?", "Cleo is allergic to nuts, no cake with nuts for her"),
        ("does Emma report to Ben?", "Ben reports to Emma"),
        ("does Ben play the viola?", "Ben's sister Ida plays the viola"),
        ("is Erik taller than Paul?", "Paul is taller than Erik"),
        ("can Gus drive?", "neither Gus nor Hal can drive"),
        ("does the red bus leave at 9?", "the red bus leaves at 8 and the blue bus leaves at 9"),
        ("is the gate open?", "Uwe thinks that the gate is open"),
        ("is the shop open?", "the shop was open until 2019"),
        ("is the party tomorrow?", "the party is tomorrow"),
        ("can I swim?", "Eva can swim"),
        ("can I swim?", "Eva cooks and can swim"),
        ("can I swim?", "the band sings and Eva can swim"),
        ("can I have it?", "and Eva has it"),
        ("was ist in der Halle?", "die Treppe ist in der Halle"),
        ("does anyone know the gym?", "nobody knows the gym, not even Ben"),
    ],
)
def test_no_yes_and_no_no_where_more_than_words_decide(question: str, fact: str) -> None:
    (slot,) = slots((fact, ADA, False))
    assert verdict(Question(question, ADA, Audience.of(HERE)), slot) is None


@pytest.mark.parametrize(
    ("question", "several"),
    [("who sings?", True), ("how many sing?", True), ("which languages do we speak?", True),
     ("when do we sing?", False), ("what is the code?", False)],
)  # fmt: skip
def test_which_questions_have_several_answers(question: str, several: bool) -> None:  # noqa: FBT001 - a column of the table
    assert asks_for_several(question) is several


def test_the_predicate_is_what_remains_of_the_question() -> None:
    assert predicate("how many people play bass?") == {"play", "bass"}


def test_what_nobody_said_of_me_is_no_yes() -> None:
    group = ("the study group meets in the hall", BEN, False)
    assert not answer("am I in the study group?", group).startswith("Yes")
    assert answer("am I in the choir?", ("Ada is in the choir", BEN, False)).startswith("Yes")
    both = ("Cleo sings and Ada plays the bass", BEN, False)
    assert answer("do I play the bass?", both).startswith("Yes")
    assert not answer("do I sing?", both).startswith("Yes")
    assert answer("can I swim here?", ("people swim here", BEN, False)).startswith("Yes")


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("what do you know about Ben?", "Ben"),
        ("tell me everything you know about the raid", "the raid"),
        ("can you tell us about Ben's car?", "Ben's car"),
        ("anything on the museum trip", "the museum trip"),
        ("what do you know about Ben?  ", "Ben"),
        ("what is Ben's book about?", ""),
        ("tell me when the raid is", ""),
        ("do you know who has the key?", ""),
    ],
)
def test_who_asks_for_all_that_is_known_is_understood(question: str, thing: str) -> None:
    assert asked_about(question) == thing


def test_all_that_is_known_is_said() -> None:
    room = ("I am allergic to nuts", BEN, True), ("my room is next door", BEN, True)
    said = "Ben is allergic to nuts. Ben's room is next door."
    assert answer("what do you know about Ben?", *room) == said
    assert answer("what is Ben's room?", *room) == "Ben is allergic to nuts."
