"""O: k supporting memories for a question, hop by hop.

The first is the best by s_O (`memory.addressing`); hop 2 scores [x, m_o1] as a list (eq. 3). What a
newer memory says anew supports nothing any more: a trained preference (`memory.preference`) tells
of each pair whether the newer one takes the older one's place (eq. 10), in a linear scan (Algorithm
1).
"""

from jaxtyping import Float
from torch import Tensor

from memory.addressing import (
    NEVER,
    OutputSettings,
    Scores,
    best_rows,
    holding,
    own_facts,
    score_all,
)
from memory.bank import Bank
from memory.heard import few_messages, instead, messages
from memory.onward import onward
from memory.reading import Reading
from memory.scoring import Scorer
from memory.second_look import Looks, of_the_same, that_answer
from memory.several import asked_about, asks_for_several, holds, predicate, variants
from memory.slots import Question, Supporting
from memory.supports import Asked, Trained, held, holding_now, scan_of, supporting
from memory.words import stems

_TOLD = 5  # memories of whom or what all that is known is asked for


def supporting_memories(
    bank: Bank,
    question: Question,
    reading: Reading,
    vectors: Float[Tensor, "2 d"],
    settings: OutputSettings,
    trained: Trained,
) -> list[Supporting]:
    """o_1 … o_k: the best supporting memory first, further ones as long as they add something.

    Where a message of a conversation is best, the best few messages, for R to read. In a long one
    people say again and again what resembles what they said before, and take nothing back by it;
    in a short one what holds now stands first. It is read, too, where nothing taught is sure.
    """
    if not len(bank):
        return []
    scores = score_all(bank, question, reading, vectors, settings, trained.scorer)
    if scores.lead is not None and bank.heard[int(scores.total.argmax())]:
        return messages(bank, scores, settings)
    scan = scan_of(bank, reading, scores, settings, trained)
    now = holding_now(scan, scores)
    if float(scores.total[now.row]) <= NEVER:
        return []
    asked = Asked(bank, question, reading, scores, settings, trained, scan)
    looks = Looks(asked, trained.verify) if trained.verify else None
    now = of_the_same(asked, looks, now) if looks else now
    first = held(bank, scores, now, settings)
    scores.total[list(now.past)] = NEVER  # they support nothing any more
    rows = _several(bank, reading, scores)
    rows = that_answer(looks, rows) if looks else rows
    beside = [supporting(bank, scores, row, settings) for row in rows if row != now.row]
    if beside:  # "Dave doesn't live in Oslo" does not tell who does
        return [first, *beside] if now.row in rows else beside
    if bank.heard[now.row]:
        return few_messages(bank, scores, first, settings) or [first]
    found = onward(asked, looks, now, first)
    return instead(bank, scores, found[0], settings) or found


def _several(bank: Bank, reading: Reading, scores: Scores) -> list[int]:
    """The rows that answer, where the question asks for several."""
    if thing := asked_about(reading.text):
        return _about(bank, reading, scores, stems(thing))
    wanted = predicate(reading.text)
    if not wanted or not asks_for_several(reading.text):
        return []
    found = scores.total > NEVER
    for one in wanted:
        found &= holding(bank, variants(one), every=False)
    rows = found.nonzero().flatten().tolist()
    return [row for row in rows if holds(bank.slots[row], wanted)]


def _about(bank: Bank, reading: Reading, scores: Scores, thing: frozenset[str]) -> list[int]:
    """The best rows of what was taught of a thing, or that a person told of themself."""
    of_it = holding(bank, thing, every=True)
    if thing <= reading.names:
        of_it = of_it | own_facts(bank, reading)
    total = scores.total.masked_fill(~of_it | bank.heard, NEVER)
    return [*best_rows(total, _TOLD)] if thing else []


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
    rows = best_rows(scores.total, limit)
    return [supporting(bank, scores, row, settings) for row in rows]
