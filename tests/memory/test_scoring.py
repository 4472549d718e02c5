"""The trained s_O: what it is told of, and who else could be meant."""

import pytest
import torch

from memory.features import Feature, of_others
from memory.nn.scoring import FeatureScorer
from memory.scoring import COLUMNS, Scorer

SIZE = len(Feature) + len(COLUMNS)


class Named(FeatureScorer):
    """Scores the author alone, and how much the words fit."""

    def __init__(self) -> None:
        super().__init__(SIZE, 2)

    def forward(self, phi: torch.Tensor) -> torch.Tensor:
        """The named author counts 2, words 1."""
        found: torch.Tensor = 2 * phi[:, Feature.AUTHOR_NAMED] + phi[:, Feature.HOLDS]
        return found


def phi(named: list[float], holds: list[float]) -> torch.Tensor:
    found = torch.zeros(len(named), len(Feature))
    found[:, Feature.AUTHOR_NAMED] = torch.tensor(named)
    found[:, Feature.OTHER_NAMED] = 1 - torch.tensor(named)
    found[:, Feature.HOLDS] = torch.tensor(holds)
    return found


def lead(some: torch.Tensor, allowed: list[bool] | None = None) -> float:
    mask = torch.tensor(allowed or [True] * len(some))
    scorer = Scorer(Named())
    return scorer.lead(scorer.log_odds(some, mask), some, mask)


def test_asked_of_others_the_rest_of_phi_stays() -> None:
    some = phi([1.0, 0.0], [0.5, 1.0])
    found = of_others(some)
    assert found[:, Feature.AUTHOR_NAMED].tolist() == [0, 1]
    assert found[:, Feature.OTHER_NAMED].tolist() == [1, 0]
    assert found[:, Feature.HOLDS].tolist() == [0.5, 1.0]
    assert torch.equal(of_others(found), some)


def test_whoever_is_asked_about_leads_where_their_words_fit() -> None:
    assert lead(phi([1.0, 0.0], [1.0, 0.0])) == 1.0
    assert lead(phi([1.0, 0.0], [0.0, 1.0])) == -1.0


def test_one_message_that_resembles_the_question_is_little_against_several() -> None:
    own = [1.0, 1.0, 0.0, 0.0]
    assert lead(phi(own, [0.6, 0.6, 1.0, 0.0])) == pytest.approx(0.6 - 0.5)
    assert lead(phi([1.0] + 4 * [0.0], [0.0, 1.0, 1.0, 1.0, 0.0])) == pytest.approx(-1.0)


def test_who_may_not_answer_does_not_lead() -> None:
    some = phi([1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.5, 1.0])
    assert lead(some, [False, True, True, False]) == -0.5


def test_nobody_named_or_nobody_else_gives_no_lead() -> None:
    assert lead(phi([0.0, 0.0], [0.0, 1.0])) == 0.0
    assert lead(phi([1.0, 1.0], [0.0, 1.0])) == 0.0
    assert lead(phi([1.0, 0.0], [0.0, 1.0]), [True, False]) == 0.0
