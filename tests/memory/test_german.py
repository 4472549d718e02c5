"""Both languages say the same."""

import contextvars
from collections.abc import Iterator
from string import Formatter

import pytest

from memory import errors
from memory.errors import EngramError, SlotNotFoundError, TextTooLongError
from memory.german import ERRORS, GERMAN
from memory.phrases import PHRASES, complaint, counted, grouped, say, speak

_OPERATORS = (errors.DatabaseError, errors.DeviceError, errors.EncoderError)  # for the log alone


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def told() -> Iterator[type[EngramError]]:
    """The errors that people are told of."""
    for value in vars(errors).values():
        known = isinstance(value, type) and issubclass(value, EngramError)
        if known and value is not EngramError and not issubclass(value, _OPERATORS):
            yield value


def test_no_phrase_is_missing_in_either_language() -> None:
    assert GERMAN.keys() == PHRASES.keys()


@pytest.mark.parametrize("key", PHRASES)
def test_the_blanks_are_the_same(key: str) -> None:
    assert blanks(GERMAN[key]) == blanks(PHRASES[key])


@pytest.mark.parametrize("key", PHRASES)
def test_no_text_is_too_long_for_its_place(key: str) -> None:
    for text in (PHRASES[key], GERMAN[key]):
        most = 45 if key.endswith(("_title", "_label")) else 80 if "button" in key else 1_600
        assert len(text) <= most


def test_no_error_that_people_are_told_is_missing() -> None:
    assert {error.__name__ for error in told()} == ERRORS.keys()


def in_german(*calls: tuple[object, ...]) -> list[str]:
    def run() -> list[str]:
        speak("de")
        return [call(*rest) for call, *rest in calls]  # type: ignore[operator] # functions

    return contextvars.copy_context().run(run)


def test_errors_and_numbers_are_worded_in_the_language_that_is_spoken() -> None:
    assert in_german((complaint, SlotNotFoundError(7)), (grouped, 1_234), (counted, 1)) == [
        "Eine Erinnerung mit der Nummer 7 gibt es hier nicht.", "1.234", "1 Erinnerung",
    ]  # fmt: skip
    long = TextTooLongError(2_400, 2_000)
    assert "2.400 Zeichen" in in_german((complaint, long))[0]
    assert complaint(long) == str(long)
    assert (grouped(1_234), counted(2)) == ("1,234", "2 memories")


def test_a_language_that_it_does_not_speak_is_english() -> None:
    def run() -> str:
        speak("fr")
        return say("forgotten")

    assert contextvars.copy_context().run(run) == "Forgotten."


def test_one_task_speaks_for_itself() -> None:
    assert in_german((say, "forgotten")) == ["Vergessen."]
    assert say("forgotten") == "Forgotten."
