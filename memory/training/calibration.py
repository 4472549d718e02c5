"""How sure an answer of R is: Platt's scaling (1999) over what O and R think of a message.

Each question of a held-out room is asked three times: as it is; with the message that answers out
of sight; and of somebody else. The last two have no answer, and count as much together as a third
of the first: most of what people ask about was said. The threshold is the one with the best F1.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from memory.output import OutputSettings
from memory.scoring import Scorer
from memory.spans import Calibration, Reader
from memory.training.answers import f1
from memory.training.dialogues import Asked, Dialogue
from memory.training.scoring import Encode, ask
from memory.training.windows import message

_RIGHT = 0.5  # token F1 from which an answer counts as right
_LACKING = 1 / 6  # what a question without an answer counts
_O = OutputSettings()
_LEAST = math.log(_O.least / (1 - _O.least))


@dataclass(frozen=True)
class Tried:
    """A question and each message that R read for it."""

    odds: Sequence[float]  # log-odds of O
    spans: Sequence[float]  # scores of R
    f1: Sequence[float]  # of each message's span
    lead: float  # of O
    lacking: bool  # it has no answer

    @property
    def rows(self) -> list[tuple[float, float, float]]:
        """What the log-odds of each message are made of."""
        pairs = zip(self.odds, self.spans, strict=True)
        return [(odds, span, self.lead) for odds, span in pairs]


def calibrated(
    reader: Reader, scorer: Scorer, chats: Sequence[Dialogue], encode: Encode, seed: int = 1
) -> Calibration:
    """Weights and threshold; as before where all answers are right, or all wrong."""
    tried = [one for chat in chats for one in measured(reader, scorer, chat, encode, seed)]
    rows = [row for one in tried for row in one.rows]
    rights = [score >= _RIGHT for one in tried for score in one.f1]
    weights = [_LACKING if one.lacking else 1.0 for one in tried for _ in one.f1]
    if len({*rights}) < 2:
        return reader.calibration
    model = LogisticRegression().fit(np.array(rows), rights, weights)
    memory, span, lead = map(float, model.coef_[0])
    found = Calibration(memory, span, lead, float(model.intercept_[0]))
    return replace(found, least=threshold(found, tried))


def threshold(calibration: Calibration, tried: Sequence[Tried]) -> float:
    """The log-odds from which to answer, so that the mean F1 is best; to decline rightly is 1."""
    firsts = sorted((_first(calibration, one) for one in tried), reverse=True)
    value = sum(weight for _, _, weight, lacking in firsts if lacking)  # all declined
    best, least = value, firsts[0][0] + 1
    for odds, score, weight, lacking in firsts:
        value += weight * (score - lacking)
        if value > best:
            best, least = value, odds
    return least


def _first(calibration: Calibration, one: Tried) -> tuple[float, float, float, bool]:
    """Log-odds and F1 of the best message, and what the question counts."""
    sure = (calibration.odds(*row) for row in one.rows)
    odds, score = max(zip(sure, one.f1, strict=True))
    return odds, score, _LACKING if one.lacking else 1.0, one.lacking


def measured(
    reader: Reader, scorer: Scorer, chat: Dialogue, encode: Encode, seed: int
) -> Iterator[Tried]:
    """Every question of a room, the three ways."""
    known = [item for item in chat.questions if item.evidence]
    swapped = [_of_another(chat, item, seed + number) for number, item in enumerate(known)]
    for asked, hides, lacking in (
        (known, False, False),
        (known, True, True),
        (swapped, False, True),
    ):
        with_them = replace(chat, questions=tuple(asked))
        for item, features in zip(asked, ask(with_them, encode), strict=True):
            allowed = torch.ones(len(features.phi), dtype=torch.bool)
            allowed[list(item.evidence)] = not hides
            odds = scorer.log_odds(features.phi, allowed)
            lead = scorer.lead(odds, features.phi, allowed)
            odds = (odds - _LEAST).masked_fill(~allowed, -torch.inf)
            best = sorted(odds.topk(min(_O.messages, int(allowed.sum()))).indices.tolist())
            spans = reader.read(item.text, [message(chat.turns, place) for place in best])
            scores = [0.0 if lacking else f1(span.text, item.answer) for span in spans]
            said = [span.score for span in spans]
            yield Tried(odds[best].tolist(), said, scores, lead, lacking)


def _of_another(chat: Dialogue, asked: Asked, seed: int) -> Asked:
    """The question about somebody else of the chat, where it names who said the answer."""
    rng = random.Random(seed)  # noqa: S311 - a name, no secret
    author = chat.turns[asked.evidence[0]].author
    others = sorted({turn.author for turn in chat.turns} - {author})
    if author not in asked.text or not others:
        return asked
    return replace(asked, text=asked.text.replace(author, rng.choice(others)))
