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
from memory.supports import Asked, Verify, held

_AGAIN = 4  # memories that are looked at twice
_ASKS = re.compile(
    r"\?\W*$|^\W*(?:\w+\W+){0,3}(?:who|whom|whose|what|when|where|which|why|how)(?:['’]?s)?\b"
    r"|^\W*(?:is|are|am|was|were|do|does|did|can|could|will|would|should|has|have|had|may|must)\b",
    re.I,
)
_OPENLY = re.compile(r"\babout\s+\w", re.I)  # "what do you know about Ben?"


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
    scan = asked.scan
    if odds[other] <= own or scan is None:
        return replace(first, odds=own)
    others = scan.holding([other, *(row for row in odds if row != other)])
    return replace(held(bank, scores, others, asked.settings), odds=odds[other])


def _verified(asked: Asked, verify: Verify, looks: Mapping[int, float]) -> dict[int, float]:
    """Log-odds that each row answers, by both looks; where nothing certain is asked, by either."""
    slots = [asked.bank.slots[row] for row in looks]
    texts = [told_to(slot, asked.question.asker) for slot in slots]
    found = verify(asked.question.text, texts, list(looks.values()))
    pairs = zip(looks.items(), found, strict=True)
    if asks_one_thing(asked.question.text):
        return {row: odds for (row, _), odds in pairs}
    return {row: max(first, odds) for (row, first), odds in pairs}


def asks_one_thing(text: str) -> bool:
    """Whether a memory answers or not; "the raid", "tell me about Ben" ask for what there is."""
    return _ASKS.search(text) is not None and _OPENLY.search(text) is None
