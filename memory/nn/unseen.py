"""Words never seen in training: their neighbours stand in for them   [MemNN, sec. 3.5-3.6].

A word without an embedding of its own is the bag of words seen left of it and the bag of those
seen right of it; two more banks hold those bags (D = 5|W|), and three more say which words, and
which neighbours of unseen words, stand in both x and y (D = 8|W|).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from memory.nn.memnn import Bank, embed

BANKS_WITH_CONTEXT = 5
BANKS_WITH_MATCH = 8


class Sentence(NamedTuple):
    """A sentence as three bags: the words known, and the neighbours of those that are not."""

    known: Float[Tensor, "*batch W"]
    left: Float[Tensor, "*batch W"]
    right: Float[Tensor, "*batch W"]


class Contexts(NamedTuple):
    """Row w: how often each word stood next to word w, as shares of all its neighbours."""

    left: Float[Tensor, "W V"]
    right: Float[Tensor, "W V"]


def contexts(sentences: Iterable[Sequence[int]], words: int) -> Contexts:
    """Left and right context bags of every word, from any text in which it occurs."""
    left, right = torch.zeros(words, words), torch.zeros(words, words)
    for sentence in sentences:
        for before, after in pairwise(sentence):
            left[after, before] += 1
            right[before, after] += 1
    return Contexts(_shares(left), _shares(right))


def _shares(counts: Float[Tensor, "W V"]) -> Float[Tensor, "W V"]:
    return counts / counts.sum(1, keepdim=True).clamp_min(1)  # a word alone has no neighbours


def replace_unseen(
    bag: Float[Tensor, "*batch W"], unseen: Bool[Tensor, " W"], context: Contexts
) -> Sentence:
    """Take unseen words out of a bag and put their neighbours in   [sec. 3.5]."""
    hidden = bag * unseen
    return Sentence(bag - hidden, hidden @ context.left, hidden @ context.right)


def word_dropout(
    words: Float[Tensor, " W"], rate: float, generator: torch.Generator
) -> Bool[Tensor, " W"]:
    """Which words to treat as unseen this time: each with probability `rate`   [sec. 3.5]."""
    return torch.rand(words.shape, generator=generator) < rate


def exact_match(
    score: Float[Tensor, "*batch"],
    x: Float[Tensor, "*batch W"],
    y: Float[Tensor, "*batch W"],
    mixing: float,
) -> Float[Tensor, "*batch"]:
    """s(x, y) + lambda Phi_x(x)^T Phi_y(y)   [MemNN, eq. 11]."""
    return score + mixing * (x * y).sum(-1)


def embed_sentence(
    U: Float[Tensor, "n D"], sentence: Sentence, bank: Bank
) -> Float[Tensor, "*batch n"]:
    """U Phi of a sentence with unseen words: D = 5|W|   [sec. 3.5]."""
    known = embed(U, sentence.known, bank)
    left, right = embed(U, sentence.left, Bank.LEFT), embed(U, sentence.right, Bank.RIGHT)
    return known + left + right


def embed_match(
    U: Float[Tensor, "n D"],
    x: Float[Tensor, "*batch W"],
    y: Float[Tensor, "*batch W"],
    unseen: Bool[Tensor, " W"],
    context: Contexts,
) -> Float[Tensor, "*batch n"]:
    """U of the matching features in Phi_y(y, x): D = 8|W|   [sec. 3.6].

    A word in both sets its feature; an unseen one sets those of its neighbours.
    """
    both = replace_unseen(torch.minimum(x, y), unseen, context)
    words = embed(U, both.known, Bank.MATCH)
    return words + embed(U, both.left, Bank.MATCH_LEFT) + embed(U, both.right, Bank.MATCH_RIGHT)
