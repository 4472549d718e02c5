"""Which utterance answers, by O's features and R's scores together."""

import pytest
import torch

from memory.spans import Reader, Span
from memory.training.folding import answered, looks
from memory.training.passages import Passage, Query
from memory.training.weighing import Case, Weighing, even, features
from tests.fakes import FakeEncoder

DIALOGUE = Passage(
    "s01_e02_c03",
    ("I sold it.", "What?", "The boat.", "To a baker."),
    (Query("Who did Ada sell the boat to?", 3, ("a baker",)), Query("Who sold it?", 0, ("Ada",))),
    ("Ada Lund", "Ben", "Ada Lund", "Ada Lund"),
)
encode = FakeEncoder(48).encode


def case(scores: list[float], phi: list[float], right: int) -> Case:
    return Case(torch.tensor(phi)[:, None], torch.tensor(scores), (right,))


class Fixed(Reader):
    """Says a word of each text, and how sure it is of each."""

    def __init__(self, *scores: float) -> None:
        self._scores = scores

    def read(self, question: str, texts: list[str]) -> list[Span]:  # type: ignore[override]
        """A span of each text."""
        del question
        return [Span(text[:3], 0, score) for text, score in zip(texts, self._scores, strict=True)]


def test_features_tell_who_is_named_and_what_stands_around() -> None:
    first, second = features(DIALOGUE, encode)
    assert first.shape == second.shape
    assert first[:, -2:].tolist() == [[1, 1], [0, 0], [1, 1], [1, 1]], "Ada, and who is asked"
    assert second[:, -2].tolist() == [0, 0, 0, 0]
    held, around = first[:, -4], first[:, -3]
    assert held[2] > held[1] == 0, "the boat"
    assert around[1] == around[2] > 0, "it stands within two utterances of both"
    assert features(Passage("x", ("a",), (), ("Ada",)), encode) == []


def test_what_tells_right_from_wrong_is_weighed() -> None:
    cases = [case([2.0, 1.0, 0.0], [0.0, 1.0, 0.0], 1), case([0.0, 3.0, 1.0], [0.0, 0.0, 2.0], 2)]
    weighing = Weighing.fit(cases)
    assert weighing.weights[1] > abs(weighing.weights[0]), "the feature, not the score"
    for one in cases:
        assert int(weighing.score(one).argmax()) == one.right[0]


def test_where_the_features_tell_nothing_the_score_is_weighed() -> None:
    cases = [case([0.0, 3.0], [1.0, 1.0], 1), case([2.0, 0.0], [1.0, 1.0], 0)]
    weighing = Weighing.fit(cases)
    assert weighing.weights[0] > 0.1
    assert weighing.weights[1].abs() < 1e-3


def test_the_spread_is_that_within_dialogues() -> None:
    near, _ = even([torch.tensor([0.0, 1.0]), torch.tensor([100.0, 101.0])])
    spread = float(torch.tensor([-0.5, 0.5, -0.5, 0.5]).std())
    assert 1 / float(near[1]) == pytest.approx(spread, abs=1e-4)


def test_a_fold_is_answered_by_the_reader_alone_and_weighed() -> None:
    base = looks(Fixed(0.0, 0.0, 0.0, 4.0), [DIALOGUE], encode)
    inputs = 1 + base[DIALOGUE.id][0].case.phi.shape[1]
    weighing = Weighing(
        torch.zeros(inputs - 1), torch.ones(inputs - 1), torch.eye(inputs)[0]
    )  # the scores alone
    alone, weighed = answered(Fixed(0.0, 3.0, 0.0, 1.0), [DIALOGUE], base, weighing)
    assert [one.text for one in alone] == [1, 1]
    assert [one.text for one in weighed] == [3, 3], "both readers' scores, each in its own spread"
    assert (weighed[0].answer, weighed[0].score) == ("Ada", 1.0), "in the tuned reader's words"
