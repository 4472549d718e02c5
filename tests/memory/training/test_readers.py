import random
from pathlib import Path

import pytest
from torch._dynamo import eval_frame

from memory.nn.ntm import Cell
from memory.training import attending, pictures, readers
from memory.training.babi import Example
from memory.training.loop import Plan
from memory.training.readers import KINDS, Kind, Settings
from memory.training.traces import NoSuchQuestionError

PLACES = ("tower", "mill", "barn", "yard")


def _stories(count: int, seed: int, places: tuple[str, ...] = PLACES) -> list[Example]:
    """One statement, "where" or "up or down", and at times an answer of two words."""
    rng, found = random.Random(seed), []
    for _ in range(count):
        a, b = rng.sample(places, 2)
        story = (("ada", "took", a, "and", b),)
        if rng.random() < 0.5:
            found.append(Example(story, ("what", "first"), a, (0,)))
        else:
            found.append(Example(story, ("what", "all"), f"{a},{b}", (0,)))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_reader_learns_to_answer(kind: Kind) -> None:
    settings = Settings(kind, hidden=32, width=16, slots=6, epochs=40, batch=16, rate=0.01, drop=0)
    reader = readers.of_examples([_stories(300, seed=0)], settings)
    test = _stories(60, seed=1)
    answers = [e.answer for e in test]
    assert readers.accuracy(reader, readers.items(test, kind), answers) > 0.9


def test_a_pointer_answers_with_words_never_seen() -> None:
    settings = Settings("pointer", hidden=32, epochs=60, batch=16, rate=0.01, drop=0, unseen=0.3)
    reader = readers.of_examples([_stories(300, seed=0)], settings)
    test = _stories(40, 1, ("shire", "bree", "moria", "rohan"))
    found = readers.answer(reader, readers.items(test, "pointer"))
    right = [test[n].answer.split(",")[0] == said.split(",")[0] for n, said in found.items()]
    assert sum(right) > 30


def test_a_killed_training_goes_on_and_ends_alike(tmp_path: Path) -> None:
    examples = _stories(60, seed=0)
    settings = Settings("lstm", hidden=8, width=4, epochs=4, batch=16)
    whole = readers.of_examples([examples], settings, Plan(4, 1))
    readers.of_examples([examples], settings, Plan(2, 1, folder=tmp_path))
    gone_on = readers.of_examples([examples], settings, Plan(4, 1, folder=tmp_path))
    for name, value in whole.network.state_dict().items():
        assert value.equal(gone_on.network.state_dict()[name])


@pytest.mark.parametrize("kind", ["copying", "pointer"])
def test_attention_is_on_the_words_that_are_said(kind: Kind, tmp_path: Path) -> None:
    settings = Settings(kind, hidden=32, epochs=40, batch=16, rate=0.01, drop=0, unseen=0.3)
    learning = [e for e in _stories(400, seed=0) if kind == "pointer" or "," not in e.answer]
    reader = readers.of_examples([learning], settings)
    test = [e for e in _stories(60, 1, ("shire", "bree", "moria")) if "," not in e.answer]
    traces = [attending.of_question(reader, test, number + 1) for number in range(len(test))]
    said = [found.said[0] for found in traces]  # names never seen, so all of them are copied
    assert [found.lines[0][found.weights[0].argmax()] for found in traces] == said
    found = traces[0]
    assert found.weights.shape == (1, 6)
    pictures.attention(found, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_pointer_says_where_each_of_its_words_stood() -> None:
    settings = Settings("pointer", hidden=32, epochs=60, batch=16, rate=0.01, drop=0)
    reader = readers.of_examples([_stories(300, seed=0)], settings)
    both = next(e for e in _stories(50, seed=1) if "," in e.answer)
    found = attending.of_question(reader, [both], 1)
    assert [found.lines[0][at] for at in found.weights.argmax(1)] == both.answer.split(",")


def test_a_reader_without_attention_and_a_question_that_is_not_there_are_named() -> None:
    reader = readers.Reader([".", "?"], ["mill"], Settings("lstm", hidden=4, width=4))
    with pytest.raises(attending.NoAttentionError, match="lstm-copying and pointer do"):
        attending.of_question(reader, _stories(1, 0, ("a", "b")), 1)
    with pytest.raises(NoSuchQuestionError, match="from 1 to 1"):
        attending.of_question(reader, _stories(1, 0), 2)


@pytest.mark.parametrize("kind", ["lstm", "ntm", "pointer"])
def test_what_a_reader_reads_goes_where_its_network_is(kind: Kind) -> None:
    examples = _stories(20, seed=0)
    asked, answers = readers.items(examples, kind), [e.answer for e in examples]
    settings = Settings(kind, hidden=4, width=4, slots=3)
    reader = readers.Reader.of(asked, answers, settings, "meta")
    assert reader.loss(asked, answers).device.type == "meta"


def test_a_compiled_step_is_used_for_training_and_not_for_measuring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings("ntm", hidden=8, width=4, slots=3, epochs=1, batch=16)
    made: list[object] = []
    monkeypatch.setattr(Cell, "compile", lambda _, **options: made.append(options))
    stances: list[str] = []
    measured = readers.accuracy

    def accuracy(*arguments: object) -> float:
        stances.append(eval_frame._stance.stance)
        return measured(*arguments)  # type: ignore[arg-type] # passed on as they are

    monkeypatch.setattr(readers, "accuracy", accuracy)
    readers.of_examples([_stories(40, seed=0)], settings, compiled=True)
    assert made == [{"dynamic": False}]
    assert stances == ["force_eager"]
    readers.of_examples([_stories(40, seed=0)], settings)
    assert len(made) == 1
