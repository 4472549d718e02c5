"""Training the span pointer, at the size of a test."""

from pathlib import Path

import pytest

from memory.spans import Calibration, Pieces, Reader, batch
from memory.training.loop import TrainingError
from memory.training.spans import HELD_OUT, Settings, _order, _rate, placed, train, validate
from memory.training.windows import Example, Place, Whole

BOAT = Example("Where is the boat?", ("Ben: it is in the old harbour",), "the old harbour", 0, 14)
SOME = [
    BOAT,
    Example("Where is the boat?", ("Ben: tea is on the table",)),
    Example("Who has the key?", ("Ben: I see", "Ada: Cleo has the key"), "Cleo", 1, 5),
]


def test_the_ends_hold_the_answer_and_nothing_more() -> None:
    pieces = Pieces()
    for example in SOME:
        laid = placed(pieces, example)
        ((window,), ((at, first, last),)) = laid.windows, laid.ends
        assert at == 0
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
    laid = placed(Pieces(), Example("What?", (long,), "the end", 0, 2000))
    ((window,), ((_, first, last),)) = laid.windows, laid.ends
    assert last == first + 1
    assert window.parts[0].offsets[-1] == (2004, 2007)


def test_of_a_dialogue_every_window_and_every_answer_is_learned() -> None:
    texts = ("Ada: the end", "Ben: " + "word " * 400, "Ada: an end is the end")
    places = (Place(0, 5, 12), Place(2, 15, 22), Place(2, 5, 11))
    laid = placed(Pieces(), Whole("What?", texts, places))
    assert len(laid.windows) == 3
    assert len(laid) == sum(map(len, laid.windows))
    found = []
    for at, first, last in laid.ends:
        (number,) = (n for n, one in enumerate(laid.windows[at].parts) if one.memory != 1)
        part, start = laid.windows[at].parts[number], laid.windows[at].place(number)
        offsets = part.offsets[first - start][0], part.offsets[last - start][1]
        found.append(Place(part.memory, *offsets))
    assert tuple(found) == places


def test_a_dialogue_is_learned_as_a_whole() -> None:
    reader = Reader(1)
    reader.pieces = Pieces(24)
    texts = ("Ben: it is in the old harbour", "Ada: tea is on the table by the window")
    some = [
        Whole("Where is the boat?", texts, (Place(0, 14, 29),)),
        Whole("Where is tea?", texts, (Place(1, 12, 24),)),
    ]
    assert len(placed(reader.pieces, some[0]).windows) == 2
    train(reader, some, [], Settings(layers=1, batch=2, steps=30, chunk=30, rate=1e-3))
    said = [max(reader.read(one.question, texts), key=lambda span: span.score) for one in some]
    assert [one.text for one in said] == ["the old harbour", "on the table"]


def test_every_example_comes_before_any_comes_twice() -> None:
    order = _order([8, 9, 7] * 5, Settings(batch=4, steps=7))
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
