import dataclasses

import pytest
import torch

from memory.nn.generator import Generator
from memory.training import generation, language, streams, world
from memory.training.loop import Plan, TrainingError
from memory.training.streams import Reading
from memory.training.vocabulary import STOP, Vocabulary, pad
from memory.training.world import Question

SETTING = dataclasses.replace(world.WORLDS["difficulty 1, actor without before"], sentences=True)
RUN = world.simulate(SETTING, 160, 80, seed=1)
WORDS = streams.vocabulary_of(RUN)


def _labelled() -> generation.Examples:
    data = streams.encode(RUN, Reading(WORDS))
    rows, _ = streams.segments(RUN, Reading(WORDS))
    return generation.examples(RUN, WORDS, rows, data.supports)


def test_a_text_is_the_question_and_its_supporting_memories_in_order() -> None:
    hard = dataclasses.replace(world.WORLDS["difficulty 5, actor + object"], sentences=True)
    run = world.simulate(hard, 300, 100, seed=1)
    vocabulary = streams.vocabulary_of(run)
    rows, _ = streams.segments(run, Reading(vocabulary))
    supports = streams.encode(run, Reading(vocabulary)).supports
    data = generation.examples(run, vocabulary, rows, supports)
    for question, text, answer in zip(data.questions, data.texts, data.answers, strict=True):
        said = " ".join(vocabulary.words[word] for word in text)
        statements = [" ".join(run.statements[i]) for i in question.supports]
        assert said.startswith(" ".join(question.words))
        assert all(statement in said for statement in statements)
        assert said.endswith("<stop>" if len(statements) == 1 else statements[1])
        assert answer[len(question.answer)] == STOP


@pytest.mark.parametrize(
    ("said", "share"),
    [
        ("bill is in the garden", 1),
        ("she is in the garden i think", 1),
        ("he is in the garden i believe", 1),
        ("it is in the garden", 0),
        ("fred is in the garden", 0),
        ("he is in the office", 0),
        ("he was in the garden", 0),
        ("he is in the garden garden", 0),
        ("garden", 0),
        ("", 0),
    ],
)
def test_right_is_the_place_with_a_subject_that_fits(said: str, share: float) -> None:
    asked = Question(2, tuple("where is bill ?".split()), (), (0,), "garden", "bill")
    vocabulary = Vocabulary(
        "bill fred he she it is was in the garden office i think believe".split()
    )
    ids = torch.tensor([[*vocabulary.encode(said.split()), STOP, STOP]])
    assert generation.share_right([asked], ids, vocabulary, SETTING.cast) == share


def test_an_object_is_it_and_never_he() -> None:
    asked = Question(2, tuple("where is the milk ?".split()), (), (0,), "garden", "milk")
    right = world.right_answers(asked, SETTING.cast)
    assert {answer[:2] for answer in right} == {("it", "is"), ("the", "milk")}
    assert len(right) == 6


def test_training_makes_the_labelled_answers_likelier() -> None:
    data, rows = _labelled(), []
    plan = Plan(epochs=3, seed=0, report=lambda _, row: rows.append(row))
    config = generation.Config("RNN", n=16, rate=0.01, batch=8)
    generation.train(data, len(WORDS), config, plan)
    assert rows[2]["loss"] < rows[0]["loss"] - 1
    assert rows[2]["validation"] > rows[0]["validation"]
    assert all(row["validation"] < 0 for row in rows)


def test_a_loss_that_is_no_number_stops_with_the_epoch() -> None:
    config = generation.Config(rate=float("inf"), batch=4, epochs=3)
    with pytest.raises(TrainingError, match=r"epoch \d: loss is nan"):
        generation.train(_labelled(), len(WORDS), config)


def test_a_stream_model_answers_after_each_question_as_reading_up_to_there_does() -> None:
    run = generation.with_stops(RUN, WORDS)
    words, is_answer = language.tokens(run, WORDS)
    torch.manual_seed(0)
    model = Generator(len(WORDS), 8, "LSTM")
    said = language.emitted(model, words, is_answer, generation.LIMIT)
    assert len(said) == len(RUN.questions)
    starts = [i for i in range(1, len(words)) if is_answer[i] and not is_answer[i - 1]]
    for row, start in enumerate(starts):
        hidden, _ = model(words[:start, None])
        assert said[row, 0] == model.next(hidden[-1]).argmax()


def test_in_a_part_of_a_stream_the_last_questions_are_scored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = RUN.questions
    right = pad([[*WORDS.encode(question.answer), STOP] for question in asked[-3:]])
    monkeypatch.setattr(language, "emitted", lambda *_: right)
    model, nothing = Generator(len(WORDS), 8, "RNN"), torch.zeros(0)
    found = generation.in_stream(asked, WORDS, SETTING.cast, model, nothing, nothing)
    assert found == 1
    shifted = generation.in_stream(asked[:-1], WORDS, SETTING.cast, model, nothing, nothing)
    assert shifted < 1
