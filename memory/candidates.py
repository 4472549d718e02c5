"""The memories that may go on from those found: in sight, not used yet, and likely to score."""

import math

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from memory.bank import Bank, statement
from memory.so_far import SoFar
from memory.traits import Trait
from memory.words import stems


def candidates(so_far: SoFar, limit: int) -> list[int]:
    """The rows that may go on: near to question and last memory, or with the words of both.

    How near they are to the last memory is asked only of twice as many: no bank is searched anew.
    """
    score = so_far.asked.clone()
    whole = so_far.whole
    for some, all_ in ((so_far.open, whole.open), (so_far.beyond, whole.beyond)):
        for word in some:
            score[so_far.bank.bucket(word)] += so_far.rarity[word] / all_
    likely = _best(score.masked_fill(~_allowed(so_far), -torch.inf), 2 * limit)
    kept = _best(score[likely] + so_far.near(likely)[:, -1], limit)
    return [likely[place] for place in kept]


def _allowed(so_far: SoFar) -> Bool[Tensor, " rows"]:
    """The rows that may go on: of what may be seen, no question, and nothing twice.

    Where it is asked about the asker, of others' own facts only those of whom was named.
    """
    bank = so_far.bank
    found = so_far.visible & ~(bank.heard & _questions(bank))
    found[[*so_far.chosen, *so_far.past]] = False
    if so_far.reading.personal:
        found &= torch.isin(bank.subjects, _whose(so_far))
    return found


def _questions(bank: Bank) -> Bool[Tensor, " rows"]:
    return (bank.traits[:, Trait.QUESTION] > 0).to(bank.device)


def _whose(so_far: SoFar) -> Int[Tensor, " people"]:
    """Nobody, the asker, and whom the memories found name."""
    bank = so_far.bank
    text = " ".join(statement(bank.slots[row]) for row in so_far.chosen)
    named = bank.people(text, so_far.visible)
    ids = (person.id for person in named if stems(person.name) <= so_far.found)
    return torch.tensor([0, so_far.question.asker.id, *ids], device=bank.device)


def _best(score: Float[Tensor, " rows"], limit: int) -> list[int]:
    best = score.topk(min(limit, len(score)))
    found = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return [row for row, value in found if value > -math.inf]
