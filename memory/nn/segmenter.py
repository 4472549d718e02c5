"""Cutting a stream of words into memories, eq. 9."""

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor, nn


def seg(
    w_seg: Float[Tensor, " n"], U_S: Float[Tensor, "n W"], c: Float[Tensor, "*batch W"]
) -> Float[Tensor, "*batch"]:
    """seg(c) = W_seg^T U_S Phi_seg(c)   [MemNN, eq. 9]."""
    return c @ (w_seg @ U_S)  # word by word: no (batch, n) in between


class Segmenter(nn.Module):
    """W_seg and U_S, over a dictionary of its own."""

    def __init__(self, words: int, n: int = 100, deviation: float = 0.1) -> None:
        super().__init__()
        self.U_S = nn.Parameter(torch.randn(n, words) * deviation)
        self.w_seg = nn.Parameter(torch.randn(n) * deviation)

    def forward(self, c: Float[Tensor, "*batch W"]) -> Float[Tensor, "*batch"]:
        """How sure the words since the last cut are a whole memory."""
        return seg(self.w_seg, self.U_S, c)


def cut(worth: Sequence[float], stream: Sequence[int], gamma: float) -> list[int]:
    """Where each segment of the stream ends, exclusive: whenever seg(c) > gamma   [sec. 3.2].

    seg is linear in c, so a segment's score is the sum of its words' scores, `worth`.
    """
    ends, total = [], 0.0
    for position, word in enumerate(stream):
        total += worth[word]
        if total > gamma:
            ends.append(position + 1)
            total = 0.0
    return ends
