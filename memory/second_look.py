"""The second look: whether what O found answers, once it was read with the question.

A memory of the same person or thing resembles a question as much as its answer does; the trained
verifier (`memory.verifier`) tells them apart, and finds the answer among the best few.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from memory.addressing import NEVER, log_odds
from memory.holding import Holding
from memory.perspective import told_to
from memory.slots import Supporting
from memory.supports import Asked, Verify, held, likely
from memory.traits import asks_yes_no

_AGAIN = 4  # memories that are looked at twice
_APART = 3.0  # log-odds by which what speaks of another thing answers less
_ASKS = re.compile(
    r"\?\W*$|^\W*(?:\w+\W+){0,3}(?:who|whom|whose|what|when|where|which|why|how)(?:['’]?s)?\b"
    r"|^\W*(?:is|are|am|was|were|do|does|did|can|could|will|would|should|has|have|had|may|must)\b",
    re.I,
)
_OPENLY = re.compile(r"\babout\s+\w", re.I)  # "what do you know about Ben?"


def of_the_same(asked: Asked, now: Holding) -> Holding:
    """What holds now, without what speaks of another thing.

    "the deadline for the report is now 7 December" takes the place of no other deadline: where that
    one is asked for, it hardly answers.
    """
    verify, family = asked.trained.verify, (now.row, *now.past)
    if verify is None or not _may_be_another(asked, now):
        return now
    odds = _verified(asked, verify, {row: _first(asked, row) for row in family})
    best = max(family, key=odds.__getitem__)
    others = {row for row in family if odds[best] - odds[row] > _APART}
    if now.row not in others or asked.scan is None:
        return Holding(now.row, tuple(row for row in now.past if row not in others))
    return asked.scan.holding(
        [best, *(row for row in likely(asked.scores) if row not in others | {best})]
    )


def _may_be_another(asked: Asked, now: Holding) -> bool:
    """Whether that can be told: "is it on Friday?" is answered by what says Saturday, too."""
    text, heard = asked.question.text, asked.bank.heard
    taught = not any(bool(heard[row]) for row in (now.row, *now.past))
    return bool(now.past) and taught and asks_one_thing(text) and not asks_yes_no(text)


def _first(asked: Asked, row: int) -> float:
    """Log-odds of s_O."""
    return log_odds(float(asked.scores.total[row]), asked.settings)


def second_look(asked: Asked, now: Holding, first: Supporting) -> Supporting:
    """The surest of the best few memories that were taught, once they were read with the question.

    What took another one's place is as sure as the surest of both.
    """
    bank, scores, verify = asked.bank, asked.scores, asked.trained.verify
    if verify is None:
        return first
    total = scores.total.masked_fill(bank.heard, NEVER)
    best = total.topk(min(_AGAIN, len(total)))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    looks = {row: log_odds(score, asked.settings) for row, score in pairs if score > NEVER}
    looks |= dict.fromkeys((now.row, *now.past), first.odds)
    odds = _verified(asked, verify, looks)
    own = max(odds[row] for row in (now.row, *now.past))
    other = max((row for row in odds if row not in now.past), key=lambda row: odds[row])
    if odds[other] <= own:
        return replace(first, odds=own)
    rows, scan = [other, *(row for row in odds if row != other)], asked.scan
    others = scan.holding(rows) if scan else Holding(other, ())
    return replace(held(bank, scores, others, asked.settings), odds=odds[other])


def _verified(asked: Asked, verify: Verify, looks: Mapping[int, float]) -> dict[int, float]:
    """Log-odds that each row answers, by both looks; where nothing certain is asked, by either."""
    found = verify(asked.question.text, [told(asked, row) for row in looks], [*looks.values()])
    pairs = zip(looks.items(), found, strict=True)
    if asks_one_thing(asked.question.text):
        return {row: odds for (row, _), odds in pairs}
    return {row: max(first, odds) for (row, first), odds in pairs}


def told(asked: Asked, *rows: int) -> tuple[str, ...]:
    """The memories as the asker is told them."""
    return tuple(told_to(asked.bank.slots[row], asked.question.asker) for row in rows)


def asks_one_thing(text: str) -> bool:
    """Whether a memory answers or not; "the raid", "tell me about Ben" ask for what there is."""
    return _ASKS.search(text) is not None and _OPENLY.search(text) is None
