"""Words never seen in training: their neighbours stand in for them   [MemNN, sec. 3.5-3.6].

A word without an embedding of its own is the bag of words seen left of it and the bag of those
seen right of it; two more banks hold those bags (D = 5|W|), and three more say which words, and
which neighbours of unseen words, stand in both x and y (D = 8|W|).
"""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
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
    """Row w: the mean bag of what stood left of word w where it occurred, and of what stood right.

    There may be more words than columns: only words with features can say anything.
    """

    left: Float[Tensor, "V W"]
    right: Float[Tensor, "V W"]


def contexts(
    sentences: Int[Tensor, "S L"], words: int, columns: int, reach: int | None = None
) -> Contexts:
    """Context bags of every word from any text in which it occurs; id 0 is padding   [sec. 3.5].

    They hold the `reach` words next to it on either side, or all of its sentence: next to "kitchen"
    and "milk" alike stands "the".
    """
    counts = torch.zeros(words * words, dtype=torch.long)
    for apart in range(1, min(reach or len(sentences[0]), len(sentences[0]) - 1) + 1):
        pairs = sentences[:, :-apart] * words + sentences[:, apart:]
        counts += torch.bincount(pairs.flatten(), minlength=words * words)
    pairs = counts.view(words, words).float()  # [left word, right word]
    pairs[0], pairs[:, 0] = 0, 0
    times = torch.bincount(sentences.flatten(), minlength=words).clamp_min(1)[:, None]
    return Contexts((pairs.T / times)[:, :columns], (pairs / times)[:, :columns])


def known_neighbours(context: Contexts, own: Bool[Tensor, " V"]) -> Contexts:
    """Without the neighbours that are unseen themselves: they say nothing."""
    known = own[: context.left.shape[1]]
    return Contexts(context.left * known, context.right * known)


def replace_unseen(
    bag: Float[Tensor, "*batch V"], unseen: Bool[Tensor, " V"], context: Contexts
) -> Sentence:
    """Take unseen words out of a bag and put their neighbours in   [sec. 3.5]."""
    hidden = bag * unseen
    known = (bag - hidden)[..., : context.left.shape[1]]
    return Sentence(known, hidden @ context.left, hidden @ context.right)


def word_dropout(
    words: Float[Tensor, " W"], rate: float, generator: torch.Generator | None = None
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
