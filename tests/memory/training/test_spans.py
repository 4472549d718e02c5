"""Training the span pointer, at the size of a test."""

from dataclasses import replace
from pathlib import Path

import pytest

from memory.spans import Calibration, Reader
from memory.training.dialogues import Asked, Dialogue, Turn
from memory.training.spans import (
    Example,
    Settings,
    _order,
    ends,
    examples,
    make,
    message,
    train,
    validate,
)
from tests.memory.training.test_scoring import write_data

TURNS = (
    Turn("1", 1, "Ada", "Where is the boat?", 0.0),
    Turn("2", 1, "Ben", "it is in the harbour", 0.0),
    Turn("3", 2, "Cleo", "I ate bread", 9.0),
)
ROOM = Dialogue("room", TURNS, (Asked("Where did Ben put the boat?", "the harbour", (1,), 1),))
SOME = [
    Example("Where is the boat?", "Ben: it is in the old harbour", "the old harbour"),
    Example("Where is the boat?", "Ben: tea is on the table"),
    Example("Who has the key?", "Ada: Cleo has the key", "Cleo"),
]


def test_a_message_follows_the_question_of_its_session() -> None:
    assert message(ROOM, 1) == "Ada: Where is the boat? Ben: it is in the harbour"
    assert message(ROOM, 2) == "Cleo: I ate bread"
    assert message(ROOM, 0) == "Ada: Where is the boat?"


def test_a_room_teaches_answers_and_that_others_have_none() -> None:
    found = [one for seed in range(20) for one in examples(ROOM, seed)]
    right = Example("Where did Ben put the boat?", message(ROOM, 1), "the harbour")
    assert found.count(right) == 20
    swapped = {one.question for one in found if one.text == right.text and not one.answer}
    assert swapped == {"Where did Cleo put the boat?"}
    assert any(one.question == right.question and one.text != right.text for one in found)


def test_the_ends_hold_the_answer_and_nothing_more() -> None:
    reader = Reader(1)
    batch = reader.batch([one.question for one in SOME], [one.text for one in SOME])
    for row, (first, last) in enumerate(ends(batch, SOME).tolist()):
        offsets = batch.encodings[row].offsets
        answer = SOME[row].answer
        assert (first, last) == (0, 0) if not answer else first > 0
        if answer:
            assert SOME[row].text[offsets[first][0] : offsets[last][1]] == answer


def test_every_example_comes_before_any_comes_twice() -> None:
    order = _order(SOME * 5, Settings(batch=4, steps=7))
    assert sorted(order[:15]) == list(range(15))


def test_a_reader_learns_a_few_examples_and_comes_back_as_it_was(tmp_path: Path) -> None:
    settings = Settings(layers=1, batch=3, steps=24, chunk=12, rate=1e-3)
    reader, state = train(SOME, SOME, settings)
    assert state.best == validate(reader, SOME) == 1
    reader.calibration = Calibration(0.5, 0.25, -1.0)
    reader.save(tmp_path, {}, {})
    again = Reader.load(tmp_path)
    assert again.calibration == reader.calibration
    assert validate(again, SOME) == 1


def test_examples_are_made_of_the_data_folder(tmp_path: Path) -> None:
    data = write_data(tmp_path)
    (data / "qamr").mkdir()
    (data / "qamr" / "wiki-sentences.tsv").write_text("s1\tAda Moss sailed .\n", "utf-8")
    row = "s1\t0 1\t7\t0\t1\tWho sailed?\t0 1\t3:0 1\t4:1\n"
    (data / "qamr" / "dev.tsv").write_text(row, "utf-8")
    kept, held = make(data, replace(Settings(), posts=10))
    assert {"red", ""} <= {one.answer for one in kept}
    assert not {one.text for one in kept if "bought" in one.text} & {one.text for one in held}


@pytest.mark.parametrize("texts", [[], ["Ada: the boat"]])
def test_as_many_spans_as_texts(texts: list[str]) -> None:
    assert len(Reader(1).read("where?", texts)) == len(texts)
