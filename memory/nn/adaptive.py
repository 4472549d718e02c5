"""The Memory Networks of the bAbI paper: adaptive hops, bags of n-grams, a nonlinear embedding.

[bAbI] is arXiv 1502.05698, appendix A. Candidates meet two by two, with write time, as in MemNN
eq. 10; m_0, the fact that ends a chain, is a memory like any other, older than all.
"""

from collections.abc import Callable, Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional

from memory.nn import memnn

MAX_HOPS = 10


def ngrams(words: Sequence[str], longest: int) -> list[tuple[str, ...]]:
    """NG: every run of 1 to `longest` words   [bAbI, app. A]."""
    return [
        tuple(words[start : start + size])
        for size in range(1, longest + 1)
        for start in range(len(words) - size + 1)
    ]


def embed(
    x: Float[Tensor, "*batch n"], W: Float[Tensor, "n n"] | None
) -> Float[Tensor, "*batch n"]:
    """NL: E(x) = tanh(W tanh(Phi_x(x)^T U)), of U Phi_x(x); without W, x itself [bAbI, app. A]."""
    return x if W is None else torch.tanh(torch.tanh(x) @ W.T)


def follow(
    choose: Callable[[Int[Tensor, "batch k"]], Int[Tensor, " batch"]],
    batch: int,
    stop: int | None,
    cap: int = MAX_HOPS,
) -> Int[Tensor, "batch hops"]:
    """AM: o_i = O([x, m_o1, ...], m) until it is m_0, at most `cap` times   [bAbI, app. A].

    choose(chain) is the next of each row; shorter chains are filled up with -1.
    """
    chain = torch.zeros(batch, 0, dtype=torch.long)
    running = torch.ones(batch, dtype=torch.bool)
    for _ in range(cap):
        found = choose(chain)
        running = running & (found != (-1 if stop is None else stop))
        if not running.any():
            break
        chain = torch.cat([chain, torch.where(running, found, -1)[:, None]], 1)
    return chain


class Bags(nn.Module):
    """U: sums of columns, a bank for what the sentence is; id 0 is padding."""

    def __init__(self, features: int, n: int, banks: int) -> None:
        super().__init__()
        self.U = nn.Parameter(torch.randn(banks, features, n) * 0.1)

    def forward(self, ids: Int[Tensor, "S L"], bank: int) -> Float[Tensor, "S n"]:
        """U Phi(sentence) of every sentence; banks past the last are the last."""
        columns = self.U[min(bank, len(self.U) - 1)]
        out: Tensor = functional.embedding_bag(ids, columns, mode="sum", padding_idx=0)
        return out


class Adaptive(nn.Module):
    """U_O, U_R, and W_O, W_R where the embedding is nonlinear."""

    def __init__(
        self, features: int, words: int, hops: int, n: int = 100, *, nonlinear: bool
    ) -> None:
        super().__init__()
        banks = 2 + hops  # as candidate, from the question, from the support of each hop
        self.output = Bags(features, n, banks)
        self.response = Bags(features, n, banks)
        self.time = nn.Parameter(torch.randn(memnn.TIME_FEATURES, n) * 0.1)
        self.word = nn.Parameter(torch.randn(2, words, n) * 0.1)  # as candidate; as already said
        size = (2, n, n)
        self.W = nn.Parameter(torch.randn(size) / n**0.5) if nonlinear else None

    def matrix(self, which: int) -> Tensor | None:
        """W_O (0) or W_R (1)."""
        return None if self.W is None else self.W[which]

    def prefers(
        self,
        query: Float[Tensor, "*batch n"],
        y: Float[Tensor, "*batch n"],
        y2: Float[Tensor, "*batch n"],
        bits: Float[Tensor, "*batch 3"],
    ) -> Float[Tensor, "*batch"]:
        """s_Ot(x, y, y') = E(x) . E(y - y' + t): above 0 where y wins   [MemNN, eq. 10; NL]."""
        difference = embed(y - y2 + bits @ self.time, self.matrix(0))
        return (query * difference).sum(-1)


def scan(
    prefers: Callable[[Int[Tensor, " batch"], Int[Tensor, " batch"]], Float[Tensor, " batch"]],
    length: Int[Tensor, " batch"],
) -> Int[Tensor, " batch"]:
    """MemNN's Algorithm 1, newest first, of a score that is no sum of its parts.

    prefers(y, y') is above 0 where memory y[b] wins over y'[b].
    """
    winner = length - 1
    for i in range(int(length.max()) - 2, -1, -1):
        challenger = torch.full_like(winner, i)
        wins = (prefers(challenger, winner) > 0) & (i < winner)
        winner = torch.where(wins, challenger, winner)
    return winner
