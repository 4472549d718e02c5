"""O: k supporting memories for a question, hop by hop.

The first is the best by s_O (`memory.addressing`); hop 2 scores [x, m_o1] as a list (eq. 3). What a
newer memory says anew supports nothing any more: a trained preference (`memory.preference`) tells
of each pair whether the newer one takes the older one's place (eq. 10), in a linear scan (Algorithm
1).
"""

from dataclasses import replace

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from memory.addressing import NEVER, OutputSettings, Scores, holding, log_odds, score_all
from memory.bank import Bank
from memory.holding import Holding, Scan
from memory.preference import Preference
from memory.reading import Reading
from memory.scoring import Scorer
from memory.several import asks_for_several, holds, predicate, variants
from memory.slots import Question, Slot, Supporting
from memory.traits import Trait

__all__ = ["OutputSettings"]  # where it has been

_CANDIDATES = 32  # rows that the scan of Algorithm 1 looks at: those far below cannot win


def holding_now(
    bank: Bank,
    reading: Reading,
    scores: Scores,
    settings: OutputSettings,
    preference: Preference | None,
) -> Holding:
    """The best row, or what a newer memory says in its place."""
    best = scores.total.topk(min(_CANDIDATES, len(bank)))
    found = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    rows = [row for row, score in found if score > NEVER]
    if preference is None or not rows:
        return Holding(int(best.indices[0]), ())
    return Scan(bank, reading, scores.embedding, preference, settings.replaced).holding(rows)


def supporting_memories(
    bank: Bank,
    question: Question,
    reading: Reading,
    vectors: Float[Tensor, "2 d"],
    settings: OutputSettings,
    scorer: Scorer | None = None,
    preference: Preference | None = None,
) -> list[Supporting]:
    """o_1 … o_k: the best supporting memory first, further ones as long as they add something.

    Where a message of a conversation is best, the best few messages, for R to read: people say
    again and again what resembles what they said before, and take nothing back by it.
    """
    if not len(bank):
        return []
    scores = score_all(bank, question, reading, vectors, settings, scorer)
    if scores.lead is not None and bank.heard[int(scores.total.argmax())]:
        return _messages(bank, scores, settings)
    now = holding_now(bank, reading, scores, settings, preference)
    if float(scores.total[now.row]) <= NEVER:
        return []
    first = _holding(bank, scores, now, settings)
    scores.total[list(now.past)] = NEVER  # they support nothing any more
    chosen, supports = [now.row], [first]
    if beside := _beside(bank, reading, scores, now.row):
        return [first, *(_supporting(bank, scores, row, settings) for row in beside)]
    while len(chosen) < settings.hops:
        scores = next_hop(bank, reading, scores, chosen)
        row = int(scores.total.argmax())
        if float(scores.total[row]) < settings.threshold:
            break
        chosen.append(row)
        supports.append(_supporting(bank, scores, row, settings, hop=len(chosen)))
    return supports


def _holding(bank: Bank, scores: Scores, now: Holding, settings: OutputSettings) -> Supporting:
    """The first support: as sure as the surest of those whose place it took."""
    found = _supporting(bank, scores, now.row, settings)
    best = float(scores.total[[now.row, *now.past]].max())
    past = tuple(bank.slots[row] for row in now.past)
    return replace(found, odds=log_odds(best, settings), replaces=past)


def _beside(bank: Bank, reading: Reading, scores: Scores, first: int) -> list[int]:
    """Further rows that answer as well, where the question asks for several."""
    wanted = predicate(reading.text)
    if not asks_for_several(reading.text) or not holds(bank.slots[first], wanted):
        return []
    found = scores.total > NEVER
    for one in wanted:
        found &= holding(bank, variants(one), every=False)
    rows = (row for row in found.nonzero().flatten().tolist() if row != first)
    return [row for row in rows if holds(bank.slots[row], wanted)]


def _messages(bank: Bank, scores: Scores, settings: OutputSettings) -> list[Supporting]:
    """The best messages of conversations: R finds the answer in one of them, or in several."""
    total = scores.total.masked_fill(~bank.heard, NEVER)
    best = total.topk(min(settings.messages, len(total)))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return [_supporting(bank, scores, row, settings) for row, score in pairs if score > NEVER]


def ranking(
    bank: Bank,
    question: Question,
    reading: Reading,
    vectors: Float[Tensor, "2 d"],
    settings: OutputSettings,
    scorer: Scorer | None = None,
    *,
    limit: int,
) -> list[Supporting]:
    """The memories that may support the answer by falling s_O of the first hop, at most `limit`."""
    if not len(bank):
        return []
    scores = score_all(bank, question, reading, vectors, settings, scorer)
    best = scores.total.topk(min(limit, len(scores.total)))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return [_supporting(bank, scores, row, settings) for row, score in pairs if score > NEVER]


def next_hop(bank: Bank, reading: Reading, scores: Scores, chosen: list[int]) -> Scores:
    """s_O([x, m_o1], m_i) = s_O(x, m_i) + s_O(m_o1, m_i)  [MemNN, eq. 3 and footnote 3].

    The second term counts the words of m_o1 that the question does not have: a memory is worth a
    hop when it brings words of the question that are still open, and hangs together with m_o1.
    """
    said = frozenset[str]().union(*(bank.stems[row] for row in chosen))
    still_open = reading.stems - said
    brings = holding(bank, still_open, every=False) if still_open else _none(bank)
    hangs = holding(bank, said - reading.stems, every=False)
    total = scores.total.masked_fill(~(brings & hangs), NEVER)
    total[chosen] = NEVER
    return Scores(total + bank.vectors @ bank.vectors[chosen[-1]], scores.embedding, scores.match)


def _none(bank: Bank) -> Bool[Tensor, " rows"]:
    return torch.zeros(len(bank), dtype=torch.bool, device=bank.device)


def _supporting(
    bank: Bank, scores: Scores, row: int, settings: OutputSettings, hop: int = 1
) -> Supporting:
    total, embedding, match = (
        float(part[row]) for part in (scores.total, scores.embedding, scores.match)
    )
    odds = log_odds(total, settings)
    before = None if scores.lead is None else _answered(bank, row)  # else nobody reads it
    return Supporting(bank.slots[row], hop, total, embedding, match, odds, before, scores.lead)


def _answered(bank: Bank, row: int) -> Slot | None:
    """The question that a message follows in its session."""
    before = int(bank.context().before[row])
    asked = before != row and bool(bank.traits[before, Trait.QUESTION])
    return bank.slots[before] if asked else None
