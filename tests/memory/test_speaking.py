"""R for messages: spans said to the asker, with plain dates."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from memory.responders import MemNNResponder, Spoken
from memory.slots import Audience, Kind, Person, Question, Slot, Supporting, Witness
from memory.spans import Calibration, Span
from memory.speaking import Read, as_read, spoken, to_asker
from tests.fakes import ADA, BEN, CLEO, HERE

AT = datetime(2023, 5, 8, 12, tzinfo=UTC).timestamp()


def slot(text: str, author: Person = ADA, kind: Kind = Kind.HEARD) -> Slot:
    return Slot(1, HERE, text, "I " in text or "my " in text, (Witness(author, AT),), AT, kind)


def read(text: str, span: str, odds: float = 1.0, author: Person = ADA) -> Read:
    item = Supporting(slot(text, author), 1, 1.0, 0.0, 0.0)
    return Read(item, Span(span, as_read(item).index(span), odds), odds)


def said(question: str, *reads: Read, asker: Person = BEN) -> str:
    return spoken(Question(question, asker, Audience.of(HERE)), reads)[0]


def test_a_short_answer_is_said_in_the_askers_view() -> None:
    found = read("we sail in my old boat!", "my old boat!")
    assert said("What does Ada sail?", found) == "Ada's old boat"
    assert said("What do I sail?", found, asker=ADA) == "your old boat"


def test_a_time_is_told_by_when_it_was_said() -> None:
    assert said("When did Ada sail?", read("I sailed yesterday, to Oslo", "Oslo")) == "7 May 2023"
    assert said("When did Ada sail?", read("I sailed to Oslo", "Oslo")) == "8 May 2023"


def test_of_two_times_the_one_at_the_span_is_told() -> None:
    text = "last year I bought it and last week I sold it"
    assert said("When did Ada sell it?", read(text, "last week")) == "the week before 8 May 2023"
    assert said("When did Ada buy it?", read(text, "last year")) == "2022"


def test_a_time_within_an_answer_is_made_plain() -> None:
    found = read("I met them at the parade last month", "at the parade last month")
    assert said("Where did Ada meet them?", found) == "at the parade last month (April 2023)"


def test_how_long_is_no_date() -> None:
    found = read("I have had it for three years", "three years")
    assert said("How long when she left did Ada have it?", found) == "three years"


@pytest.mark.parametrize(
    ("text", "answer"), [("I do like tea", "Yes"), ("I don't like tea", "No"), ("never!", "No")]
)
def test_yes_or_no(text: str, answer: str) -> None:
    assert said("Does Ada like tea?", read(text, text)) == answer


def test_a_choice_is_no_yes_or_no() -> None:
    assert said("Is it tea or milk?", read("tea it is", "tea")) == "tea"


def test_a_question_for_several_things_gets_those_that_are_likely() -> None:
    reads = [read("I play bass", "bass"), read("and drums", "drums", 0.5), read("a cat", "cat", -2)]
    question = Question("What instruments does Ada play?", BEN, Audience.of(HERE))
    text, used = spoken(question, reads)
    assert text == "bass, drums"
    assert len(used) == 2
    assert said("What is it that Ada plays?", *reads) == "bass"


def test_the_question_before_stands_before() -> None:
    item = Supporting(slot("yes, in Oslo", BEN), 1, 1.0, 0.0, 0.0, before=slot("Were you away?"))
    assert as_read(item) == "Ada: Were you away? Ben: yes, in Oslo"


def test_a_name_is_no_pronoun() -> None:
    assert to_asker("the I-95", slot("the I-95"), BEN) == "the I-95"


class Underliner:
    """A reader that knows one word."""

    calibration = Calibration(memory=0.0, span=1.0, offset=-0.5, person=40.0)
    short = Calibration(memory=0.56, span=0.28, offset=-0.46, least=0.33)

    def read(self, question: str, texts: Sequence[str]) -> list[Span]:
        """The word, wherever it stands."""
        return [Span("Oslo", t.find("Oslo"), 2.0 if "Oslo" in t else -3.0) for t in texts]


def test_the_best_message_answers_and_supports() -> None:
    items = [
        Supporting(slot(text, author), 1, 0.5, 0.0, 0.0, lead=0.0)
        for text, author in (("we ate", ADA), ("I was in Oslo", BEN))
    ]
    responder = MemNNResponder(Underliner)
    found = responder.respond(Question("Where was Ben?", CLEO, Audience.of(HERE)), items)
    assert found.text == "Oslo"
    assert found.odds == pytest.approx(1.5)
    assert [item.slot.author for item in found.supporting] == [BEN]


def test_what_was_taught_is_quoted() -> None:
    item = Supporting(slot("I live in Oslo", ADA, Kind.TAUGHT), 1, 0.5, 0.0, 0.0)
    responder = MemNNResponder(Underliner)
    found = responder.respond(Question("Where?", BEN, Audience.of(HERE)), [item])
    assert (found.text, found.odds) == ("Ada lives in Oslo.", None)


def test_what_was_taught_is_quoted_beside_a_long_conversation_too() -> None:
    item = Supporting(slot("we met in Oslo", ADA, Kind.TAUGHT), 1, 0.5, 0.0, 0.0, lead=0.0)
    found = MemNNResponder(Underliner).respond(Question("Where?", BEN, Audience.of(HERE)), [item])
    assert (found.text, found.odds) == ("We met in Oslo.", None)


def of_few(text: str, *said: str, odds: float = 2.0) -> Spoken:
    """What is said to Ben's question of what Ada said, in a conversation too short for a lead."""
    items = [Supporting(slot(one), 1, 0.5, 0.0, 0.0, odds) for one in said]
    return MemNNResponder(Underliner).respond(Question(text, BEN, Audience.of(HERE)), items)


def test_words_of_a_few_messages_answer() -> None:
    found = of_few("Where did we meet?", "we ate", "we met in Oslo")
    assert found.text == "Oslo"
    assert [item.slot.text for item in found.supporting] == ["we met in Oslo"]
    odds, worth = found.judged(found.supporting)
    assert odds > 0
    assert worth > 0


def test_a_few_messages_without_an_answer_are_not_worth_saying() -> None:
    found = of_few("Where did we meet?", "we ate", odds=0.5)
    assert found.judged(found.supporting)[1] < 0
    unlike = of_few("Where did we meet?", "we met in Oslo", odds=-3.0)
    assert unlike.judged(unlike.supporting)[1] < 0


def test_yes_or_no_of_a_few_messages_is_quoted() -> None:
    assert of_few("Did we meet in Oslo?", "we met near Oslo").text == "We met near Oslo."


def test_what_changed_among_a_few_messages_is_quoted() -> None:
    before, now = slot("we meet in Rome"), slot("we meet in Oslo now")
    item = Supporting(now, 1, 0.5, 0.0, 0.0, 2.0, replaces=(before,))
    asked = Question("Where do we meet?", BEN, Audience.of(HERE))
    found = MemNNResponder(Underliner).respond(asked, [item, Supporting(slot("Oslo"), 1, 0, 0, 0)])
    assert found.text == "We meet in Oslo now."
    assert (found.odds, list(found.supporting)) == (None, [item])


def test_lists_and_counts_of_a_few_messages_are_quoted() -> None:
    said = "Tariq plays bass", "Nina plays bass"
    assert of_few("who plays bass?", *said).text == "Tariq plays bass. Nina plays bass."
    assert of_few("how many people play bass?", *said).text.startswith("2 that I know of")


def test_a_time_of_day_is_not_lost() -> None:
    assert said("When is it?", read("the raid is on Friday at 8pm", "Friday at 8pm")) == (
        "Friday at 8pm"
    )
    found = read("we sailed yesterday at 8pm", "yesterday at 8pm")
    assert said("When did Ada sail?", found) == "yesterday (7 May 2023) at 8pm"
