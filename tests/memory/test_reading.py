"""What a question asks for: whose fact, about whom, which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.reading import Reading, read
from memory.slots import Audience, Person, Question
from memory.words import stem
from tests.fakes import ADA, BEN, HERE

KNOWN = (ADA, BEN, Person(104, "Anna Lee"))


def _read(text: str) -> Reading:
    return read(Question(text, ADA, Audience.of(HERE)), KNOWN)


def test_a_named_person_is_a_condition_and_no_evidence() -> None:
    reading = _read("where does Ben live?")
    assert reading.people == {BEN.id}
    assert reading.names == {"ben"}
    assert reading.stems == {"live"}
    assert reading.neutral == "where does I live?"


def test_a_possessive_name_becomes_my() -> None:
    assert _read("what is Ben’s cat called?").neutral == "what is my cat called?"


def test_a_name_of_two_words_is_found_whole() -> None:
    assert _read("does anna lee swim?").people == {104}
    assert _read("does Lee swim?").people == frozenset()


def test_a_name_within_a_word_is_nobody() -> None:
    assert _read("is the bench free?").people == frozenset()


def test_an_owner_whom_nobody_knows_is_a_condition_too() -> None:
    reading = _read("what is Zed's favourite food?")
    assert reading.people == frozenset()
    assert reading.names == {"zed"}
    assert _read("what's for lunch?").names == frozenset()


def test_when_only_the_name_is_asked_the_name_is_the_evidence() -> None:
    assert _read("who is Ben?").stems == {"ben"}


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("what is my favourite food?", True),
        ("where do I live?", True),
        ("can you tell me when the raid is?", False),
        ("I forgot when the raid is", False),
        ("can I park there?", False),
        ("can I play the piano?", True),
        ("how do I get in?", False),
        ("how much gold do i need for item14?", False),
        ("which frequency do I tune to for TINKSAT-2?", False),
        ("what do I need?", False),
        ("what do I ship?", True),
        ("how do I get to my room?", True),
        ("do you know me?", True),
        ("when is the raid?", False),
    ],
)
def test_whether_the_asker_asks_about_themselves(text: str, *, personal: bool) -> None:
    assert _read(text).personal is personal


def test_the_things_that_a_question_names() -> None:
    assert stem("router") in _read("where did I put the router?").nouns
    assert stem("router") in _read("where is our old router").nouns


@given(st.text(max_size=200))
def test_any_question_can_be_read(text: str) -> None:
    assert _read(text).text == text


def test_an_owner_without_an_apostrophe_is_known() -> None:
    reading = _read("whats adas favourite food")
    assert reading.neutral == "whats my favourite food"
    assert reading.people == {ADA.id}
