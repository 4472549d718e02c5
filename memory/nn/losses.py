"""Margin ranking losses, eq. 6-8, 12 and their write-time form; every sum is over what is given."""

from jaxtyping import Float
from torch import Tensor


def margin_ranking(
    right: Float[Tensor, " batch"], wrong: Float[Tensor, "batch negatives"], gamma: float
) -> Float[Tensor, ""]:
    """sum max(0, gamma - s(right) + s(wrong)), over sampled negatives   [MemNN, eq. 6-8]."""
    return (gamma - right[:, None] + wrong).clamp_min(0).sum()


def margin_pairs(
    right_first: Float[Tensor, "*batch"], wrong_first: Float[Tensor, "*batch"], gamma: float
) -> Float[Tensor, ""]:
    """sum max(0, gamma - s_Ot(x, m, f)) + max(0, gamma + s_Ot(x, f, m))   [MemNN, eq. 13 ff.].

    Two terms, because the scan may meet the true memory on either side.
    """
    return (gamma - right_first).clamp_min(0).sum() + (gamma + wrong_first).clamp_min(0).sum()


def margin_segments(
    whole: Float[Tensor, " F"], other: Float[Tensor, " G"], gamma: float
) -> Float[Tensor, ""]:
    """sum_F max(0, gamma - seg(f)) + sum_F' max(0, gamma + seg(f'))   [MemNN, eq. 12]."""
    return (gamma - whole).clamp_min(0).sum() + (gamma + other).clamp_min(0).sum()
