"""R: supporting memories said as an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.perspective import told_to
from memory.responders import QuotingResponder, ended, sentence
from memory.slots import Audience, Person, Question, Slot, Supporting, Witness
from tests.fakes import ADA, BEN, HERE


def _slot(text: str, author: Person = ADA, *, personal: bool = False) -> Slot:
    return Slot(1, HERE, text, personal, (Witness(author, 1.0),), 1.0)


def test_an_own_fact_is_said_back_as_you_and_to_others_by_name() -> None:
    slot = _slot("I live in Oslo", personal=True)
    assert told_to(slot, ADA) == "you live in Oslo"
    assert told_to(slot, BEN) == "Ada lives in Oslo"
    assert told_to(slot, Person(ADA.id, "Ada Renamed")) == "you live in Oslo"


def test_a_fact_of_nobody_is_said_as_it_was_told() -> None:
    assert told_to(_slot("the raid is on Friday"), BEN) == "the raid is on Friday"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the raid is on Friday", "The raid is on Friday."),
        ("is it? yes!", "Is it? yes!"),
        ("iPhone codes are 1234", "iPhone codes are 1234."),
        ("we're at the pub", "We're at the pub."),
        ("x=3 is the key", "x=3 is the key."),
        ("see https://example.org/a", "See https://example.org/a"),
        ("look at wiki/raids", "Look at wiki/raids"),
        ("🔥 is hot", "🔥 is hot."),
        ("8pm", "8pm."),
        ("é", "É."),
    ],
)
def test_a_capital_and_a_stop_stand_where_they_do_no_harm(text: str, said: str) -> None:
    assert sentence(text) == said


@given(st.text(min_size=1).filter(lambda text: bool(text.strip())))
def test_wording_a_sentence_loses_nothing(text: str) -> None:
    assert sentence(text).casefold().rstrip(".") == text.casefold().rstrip(".")
    assert ended(text).startswith(text)


def test_the_hops_are_said_in_their_order() -> None:
    question = Question("where?", BEN, Audience.of(HERE))
    items = [
        Supporting(_slot("I have the key", personal=True), 1, 1.0, 1.0, 0.0),
        Supporting(_slot("the key opens the vault."), 2, 1.0, 1.0, 0.0),
    ]
    answer = QuotingResponder().respond(question, items)
    assert answer.text == "Ada has the key. The key opens the vault."
    assert answer.supporting == items


def test_what_was_told_of_tomorrow_says_which_day_that_is() -> None:
    slot = _slot("I am away tomorrow", personal=True)  # said on 1 January 1970
    question = Question("where is Ada?", BEN, Audience.of(HERE))
    answer = QuotingResponder().respond(question, [Supporting(slot, 1, 1.0, 1.0, 0.0)])
    assert answer.text == "Ada is away tomorrow (2 January 1970)."
