"""U seen word by word: Phi_y is a bag, so what a memory scores is the sum of its words' worth.

With the banks of sections 3.5 and 3.6 too: a word without features of its own is embedded by the
words seen around it. A vocabulary is embedded once, whatever the number of memories, and may hold
words that U has no columns for.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn import functional

from memory.nn.memnn import TIME_FEATURES, Bank
from memory.nn.unseen import Contexts, known_neighbours


class Lexicon(NamedTuple):
    """Every word of a vocabulary in every part that it can play, and the time features."""

    candidate: Float[Tensor, "V n"]
    input: Float[Tensor, "V n"]
    support: Float[Tensor, "V n"]
    match: Float[Tensor, "V n"] | None
    time: Float[Tensor, "3 n"]


class Worth(NamedTuple):
    """What a list [x, m_o1, ...] makes of each word, and of each time feature."""

    words: Float[Tensor, "batch V"]
    time: Float[Tensor, "batch 3"]


def lexicon(
    U: Float[Tensor, "n D"],
    own: Bool[Tensor, " V"],
    words: int,
    context: Contexts | None = None,
    *,
    match: bool = False,
) -> Lexicon:
    """U Phi of single words; the first `words` have columns, used where `own` says so."""

    def rows(bank: Bank, left: Bank, right: Bank) -> Tensor:
        known = _columns(U, bank, words) * own[:words, None]
        out = functional.pad(known, (0, 0, 0, len(own) - words))  # (V, n)
        return out if context is None else out + _stand_in(U, own, context, left, right)

    return Lexicon(
        candidate=rows(Bank.CANDIDATE, Bank.LEFT, Bank.RIGHT),
        input=rows(Bank.INPUT, Bank.LEFT, Bank.RIGHT),
        support=rows(Bank.SUPPORT, Bank.LEFT, Bank.RIGHT),
        match=rows(Bank.MATCH, Bank.MATCH_LEFT, Bank.MATCH_RIGHT) if match else None,
        time=U[:, -TIME_FEATURES:].T,
    )


def _columns(U: Tensor, bank: Bank, words: int) -> Tensor:
    return U[:, bank * words : (bank + 1) * words].T  # (words, n)


def _stand_in(U: Tensor, own: Tensor, context: Contexts, left: Bank, right: Bank) -> Tensor:
    words, (lefts, rights) = context.left.shape[1], known_neighbours(context, own)
    around = lefts @ _columns(U, left, words) + rights @ _columns(U, right, words)
    return around * ~own[:, None]


def worth(
    lexicon: Lexicon,
    x: Float[Tensor, "batch V"],
    supports: Sequence[Float[Tensor, "batch V"]] = (),
) -> Worth:
    """s([x, m_o1, ...], y) = sum_p Phi_x(p)^T U^T U Phi_y(y, p), per word of y   [eq. 5, sec. 3.6].

    Each part of the list is scored with the words that y shares with that part.
    """
    parts = [x @ lexicon.input, *(support @ lexicon.support for support in supports)]
    query = torch.stack(parts).sum(0)
    words = query @ lexicon.candidate.T
    if lexicon.match is not None:
        for bag, part in zip((x, *supports), parts, strict=True):
            words = words + (bag > 0) * (part @ lexicon.match.T)
    return Worth(words, query @ lexicon.time.T)
