"""The verifier: whether a memory answers."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from memory.checkpoints import CheckpointError
from memory.spans import Reader
from memory.verifier import SHIPPED, Sure, Told, Verifier


@pytest.fixture(scope="module")
def shipped() -> Verifier:
    return Verifier.load(Reader.load())


@pytest.mark.parametrize(
    ("question", "answers", "resembles"),
    [
        ("where is Lou?", "Lou is at the dentist", "Lou's shift begins at nine"),
        ("how much rent does Lou pay?", "Lou's rent is 410 euros", "Lou cleans in even weeks"),
        ("what is my favourite book?", "your favourite book is Emma", "your cat is blue"),
    ],
)
def test_an_answer_is_told_from_what_resembles_one(
    shipped: Verifier, question: str, answers: str, resembles: str
) -> None:
    right, wrong = shipped.odds([(question, (answers,)), (question, (resembles,))], [0.5, 0.5])
    assert right > 0 > wrong


@pytest.mark.parametrize(
    ("question", "right"),
    [("where does Lou's sister live?", True), ("where does Lou live?", False)],
)
def test_two_memories_are_told_to_answer_together(
    shipped: Verifier, question: str, *, right: bool
) -> None:
    (found,) = shipped.odds([(question, ("Lou's sister is Kim", "Kim lives in Riga"))], [0.0])
    assert (found > 0) is right


def _of_the_rent(texts: Sequence[Told]) -> list[tuple[str, Told]]:
    return [("what is the rent?", one) for one in texts]


def test_texts_are_judged_each_by_itself(shipped: Verifier) -> None:
    texts = [("Lou's rent is 410 euros",), ("Lou cleans the stairs in even weeks",), ("ok",)]
    together = shipped.odds(_of_the_rent(texts), [1.0, 0.0, -1.0])
    for text, first, found in zip(texts, [1.0, 0.0, -1.0], together, strict=True):
        (alone,) = shipped.odds(_of_the_rent([text]), [first])
        assert alone == pytest.approx(found, abs=1e-3)


def test_both_looks_count(shipped: Verifier) -> None:
    low, high = shipped.odds(_of_the_rent([("Lou's rent is 410 euros",)] * 2), [-1.0, 1.0])
    assert high - low == pytest.approx(2 * shipped.alone.first, abs=1e-4)
    assert Sure(2.0, 3.0, 5.0).odds(7.0, 11.0) == 14 + 33 + 5


def test_the_mean_of_two_is_half_way(shipped: Verifier) -> None:
    one, other = Verifier.load(Reader.load()), Verifier(Reader.load())
    before = other.network.layers[0].state_dict()
    name = next(iter(before))
    wanted = (before[name] + one.network.layers[0].state_dict()[name]) / 2
    one.mean_with(other)
    torch.testing.assert_close(one.network.layers[0].state_dict()[name], wanted)
    assert not torch.equal(one.network.answers.weight, shipped.network.answers.weight)


def test_in_half_precision_it_thinks_about_the_same(shipped: Verifier) -> None:
    half = Reader.load()
    for module in (*half.base.layers, *half.pointer.layers):
        module.to(torch.bfloat16)
    other = Verifier.load(half).for_reading()
    texts = [("Lou's rent is 410 euros",), ("Lou cleans the stairs in even weeks",)]
    found = other.odds(_of_the_rent(texts), [0.0, 0.0])
    wanted = shipped.odds(_of_the_rent(texts), [0.0, 0.0])
    assert found == pytest.approx(wanted, abs=1.0)
    assert found[0] > 0 > found[1]


def test_a_memory_longer_than_a_window_is_read_from_its_beginning(shipped: Verifier) -> None:
    (found,) = shipped.odds(_of_the_rent([("the rent is 410 euros. " + "word " * 900,)]), [0.0])
    assert found == pytest.approx(found)


def test_a_folder_without_a_verifier_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        Verifier.load(Reader(1), tmp_path)
    with pytest.raises(CheckpointError, match="another network"):
        Verifier.load(Reader(1), SHIPPED)
