"""Training the span pointer, at the size of a test."""

from pathlib import Path

import pytest

from memory.spans import Calibration, Pieces, Reader, batch
from memory.training.loop import TrainingError
from memory.training.spans import HELD_OUT, Settings, _order, _rate, placed, train, validate
from memory.training.windows import Example

BOAT = Example("Where is the boat?", ("Ben: it is in the old harbour",), "the old harbour", 0, 14)
SOME = [
    BOAT,
    Example("Where is the boat?", ("Ben: tea is on the table",)),
    Example("Who has the key?", ("Ben: I see", "Ada: Cleo has the key"), "Cleo", 1, 5),
]


def test_the_ends_hold_the_answer_and_nothing_more() -> None:
    pieces = Pieces()
    for example in SOME:
        window, (first, last) = placed(pieces, example)
        owners = batch([window]).owners[0]
        if not example.answer:
            assert (first, last) == (0, 0)
            continue
        assert int(owners[first]) == int(owners[last]) == example.text
        number = [part.memory for part in window.parts].index(example.text)
        offsets = window.parts[number].offsets
        start = window.place(number)
        text = example.texts[example.text]
        assert text[offsets[first - start][0] : offsets[last - start][1]] == example.answer


def test_of_a_long_text_the_window_with_the_answer_is_learned() -> None:
    long = "word " * 400 + "the end"
    window, (first, last) = placed(Pieces(), Example("What?", (long,), "the end", 0, 2000))
    assert last == first + 1
    assert window.parts[0].offsets[-1] == (2004, 2007)


def test_every_example_comes_before_any_comes_twice() -> None:
    order = _order(SOME * 5, Settings(batch=4, steps=7))
    assert sorted(order[:15]) == list(range(15))


def test_the_rate_rises_and_falls_to_nothing() -> None:
    rates = [_rate(step, Settings(steps=40, rate=1.0)) for step in range(40)]
    assert rates[0] == 0.5
    assert rates.index(max(rates)) <= 2
    assert rates[2:] == sorted(rates[2:], reverse=True)
    assert rates[-1] < 0.05


def test_a_reader_learns_a_few_examples_and_comes_back_as_it_was(tmp_path: Path) -> None:
    reader = Reader(1)
    settings = Settings(layers=1, batch=3, steps=24, chunk=12, rate=1e-3)
    state = train(reader, SOME, SOME, settings)
    assert state.log[-1][HELD_OUT] == validate(reader, SOME) == 1
    reader.calibration = Calibration(0.5, 0.25, -1.0, 2.0, 1.0, 3.0)
    reader.save(tmp_path, {}, {})
    assert validate(Reader.load(tmp_path), SOME) == 1


def test_nothing_said_where_there_is_an_answer_is_worth_nothing() -> None:
    reader = Reader(1)
    reader.pointer.ends.bias.data.zero_()
    reader.pointer.ends.weight.data.zero_()  # every span leads by nothing
    assert validate(reader, [BOAT]) == 0
    assert validate(reader, SOME[1:2]) == 1


def test_without_examples_there_is_nothing_to_learn() -> None:
    with pytest.raises(TrainingError, match="no example"):
        train(Reader(1), [], [], Settings(layers=1))
