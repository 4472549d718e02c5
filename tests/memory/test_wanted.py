"""What kind of answer a question wants, and whether a text holds one."""

import pytest

from memory.wanted import Wanted, has, lacks, noun, wanted

ASKED = [
    ("when can we fetch the drill?", Wanted.TIME),
    ("how early do they open?", Wanted.TIME),
    ("how many seats does the hall have?", Wanted.NUMBER),
    ("where do I find the drill?", Wanted.PLACE),
    ("where is it, which street?", Wanted.STREET),
    ("what is the address of the host?", Wanted.STREET),
    ("in which small town does Ada live?", Wanted.TOWN),
    ("what's the wifi password?", Wanted.CODE),
    ("what colour is the van?", Wanted.COLOUR),
    ("who has the key?", Wanted.PERSON),
    ("who has the key, and when are they in?", Wanted.PERSON),
    ("is the raid on Friday?", None),
    ("", None),
]
HELD = [
    (Wanted.TIME, "she is in after six on Mondays", "she has the drill"),
    (Wanted.NUMBER, "it has four seats", "it has seats"),
    (Wanted.PLACE, "the drill is behind the shed", "the drill is on Friday"),
    (Wanted.STREET, "Ben lives in Mill Lane", "Ben lives in Oslo"),
    (Wanted.STREET, "31 Elm is the door", "the lane is closed"),
    (Wanted.TOWN, "Ben moved to Oslo", "Ben moved to the cellar"),
    (Wanted.CODE, "it opens with 4471", "it opens at noon"),
    (Wanted.COLOUR, "the van is grey", "the van is old"),
    (Wanted.PERSON, "the key is with Osip", "The key is in the hall"),
]


@pytest.mark.parametrize(("question", "kind"), ASKED)
def test_the_kind_of_answer_is_read_from_the_question(question: str, kind: Wanted | None) -> None:
    assert wanted(question) is kind


@pytest.mark.parametrize(("kind", "text", "other"), HELD)
def test_a_text_holds_an_answer_of_a_kind(kind: Wanted, text: str, other: str) -> None:
    assert has(kind, text)
    assert not has(kind, other)


def test_what_is_asked_for_by_name() -> None:
    assert noun("which terminal do I go to?") == "termin"
    assert noun("for how many tables is there room?") == "tabl"
    assert noun("what is it?") is None


def test_an_amount_or_an_hour_may_be_lacking() -> None:
    assert lacks("how much is the internet?", "Ida pays the internet")
    assert lacks("what time does the landlord come?", "the landlord comes on Friday")
    assert not lacks("how much is the internet?", "the internet is 35 euros")
    assert not lacks("how much is the internet?", "the internet is free")
    assert not lacks("what time does the landlord come?", "the landlord comes at 9")
    assert not lacks("what time does the landlord come?", "the landlord comes after lunch")
    assert not lacks("when does the landlord come?", "the landlord comes on Friday")
    assert not lacks("who pays the internet?", "Ida pays the internet")
