import pytest
import torch

from memory.nn import losses


def test_eq_6_matches_the_loop_over_negatives() -> None:
    right, wrong = torch.tensor([1.0, -0.5]), torch.tensor([[0.95, 2.0, -3.0], [-0.7, 0.0, -0.45]])
    expected = sum(
        max(0.0, 0.1 - right[b].item() + wrong[b, f].item()) for b in range(2) for f in range(3)
    )
    assert losses.margin_ranking(right, wrong, 0.1).item() == pytest.approx(expected)


def test_margin_ranking_without_negatives_is_zero() -> None:
    assert losses.margin_ranking(torch.zeros(2), torch.zeros(2, 0), 0.1).item() == 0


def test_pairs_ask_for_the_margin_on_either_side() -> None:
    first, second = torch.tensor([0.05, 3.0, -1.0]), torch.tensor([-0.05, -3.0, 1.0])
    expected = sum(max(0.0, 0.1 - a) for a in (0.05, 3.0, -1.0))
    expected += sum(max(0.0, 0.1 + b) for b in (-0.05, -3.0, 1.0))
    assert losses.margin_pairs(first, second, 0.1).item() == pytest.approx(expected)


def test_eq_12_wants_whole_segments_above_and_others_below_the_margin() -> None:
    whole, other = torch.tensor([0.05, 0.2]), torch.tensor([-0.05, 0.3, -0.4])
    expected = 0.05 + 0.05 + 0.4
    assert losses.margin_segments(whole, other, 0.1).item() == pytest.approx(expected)
