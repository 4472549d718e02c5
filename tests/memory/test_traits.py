"""What a text is like, whatever it says."""

import pytest

from memory.traits import Trait, traits, wants_number, wants_time


def test_words_are_counted_and_a_question_is_known() -> None:
    found = traits("Where did you go?")
    assert found[Trait.WORDS] == 4
    assert found[Trait.QUESTION] == 1
    assert traits("I went home")[Trait.QUESTION] == 0


@pytest.mark.parametrize("text", ["at 8pm", "last Friday", "in March", "two years ago", "in 1999"])
def test_a_time_is_known(text: str) -> None:
    assert traits(text)[Trait.TIME] == 1


@pytest.mark.parametrize("text", ["the boat is red", "mayor and monk", "someday we may"])
def test_no_time_is_made_up(text: str) -> None:
    assert traits(text)[Trait.TIME] == 0


def test_numbers_are_known_as_digits_and_as_words() -> None:
    assert traits("7 boats")[Trait.NUMBER] == traits("seven boats")[Trait.NUMBER] == 1
    assert traits("boats")[Trait.NUMBER] == 0


def test_what_a_question_wants() -> None:
    assert wants_time("When is the raid?")
    assert wants_time("what day do we sail?")
    assert not wants_time("where is the raid?")
    assert wants_number("how many boats are there?")
    assert not wants_number("how is the boat?")
