"""Errors carry their facts and say the way out."""

from pathlib import Path

import pytest

from memory import errors

EXAMPLES = [
    errors.SlotNotFoundError(12),
    errors.EmptyTextError(),
    errors.TextTooLongError(100_000, 2_000),
    errors.TooManySlotsError(100_000),
    errors.ServerFullError(2_000),
    errors.PersonFullError(50),
    errors.PlaceClosedError(),
    errors.PersonClosedError(),
    errors.LinesError({3: "This is not a JSON object."}),
    errors.MessageGoneError(),
    errors.OptedOutError(101),
    errors.ResponderNotLoadedError("ntm", ["memnn", "lstm"]),
    errors.NoResponderError(),
    errors.DatabaseError(Path("x.db"), "it is gone", "Look for it."),
    errors.WeightsMismatchError(Path("model.safetensors"), "a" * 64, "b" * 64),
    errors.DeviceError("cuda", ("cpu",)),
]


def test_every_error_has_an_example_here() -> None:
    ours = {
        thing
        for thing in vars(errors).values()
        if isinstance(thing, type) and issubclass(thing, errors.EngramError)
    }
    abstract = {errors.EngramError, errors.EncoderError}
    assert {type(error) for error in EXAMPLES} == ours - abstract


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_is_one_or_two_plain_sentences(error: errors.EngramError) -> None:
    text = str(error)
    assert "\n" not in text or isinstance(error, errors.LinesError)
    assert len(text) < 300
    assert isinstance(error, errors.EngramError)


def test_the_numbers_stand_in_the_message_and_on_the_error() -> None:
    error = errors.TextTooLongError(100_000, 2_000)
    assert "100,000" in str(error)
    assert "2,000" in str(error)
    assert (error.length, error.limit) == (100_000, 2_000)
    assert errors.SlotNotFoundError(7).slot_id == 7
    assert "memory.max_slots" in str(errors.TooManySlotsError(5))


def test_the_builtin_memory_error_is_not_shadowed() -> None:
    assert not hasattr(errors, "MemoryError")
