"""How sure an answer of R is: Platt's scaling (1999) over what O and R think of a message.

Each question of a held-out room that names who said the answer is asked three times: as it is; with
the message that answers out of sight; and of somebody else. The last two have no answer, and count
as much together as a third of the first: most of what people ask about was said. The threshold is
the one with the best F1.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from memory.addressing import OutputSettings
from memory.scoring import Scorer
from memory.spans import Calibration, Reader
from memory.training.answers import f1
from memory.training.dialogues import Asked, Dialogue
from memory.training.scoring import Encode, ask
from memory.training.windows import message

_RIGHT = 0.5  # token F1 from which an answer counts as right
_LACKING = 1 / 6  # what a question without an answer counts
_RESAMPLES = 100
_LOOSE = 100.0  # of the regression: there are thousands of rows, and three weights
_O = OutputSettings()
_LEAST = math.log(_O.least / (1 - _O.least))


class Kind(Enum):
    """How a question is asked; only the first has an answer."""

    ASKED = auto()
    HIDDEN = auto()
    SWAPPED = auto()


@dataclass(frozen=True)
class Tried:
    """A question and each message that R read for it."""

    odds: Sequence[float]  # log-odds of O
    spans: Sequence[float]  # scores of R
    f1: Sequence[float]  # of each message's span
    lead: float  # of O
    kind: Kind

    @property
    def weight(self) -> float:
        """What it counts."""
        return 1.0 if self.kind is Kind.ASKED else _LACKING


def calibrated(
    reader: Reader, scorer: Scorer, chats: Sequence[Dialogue], encode: Encode, seed: int = 1
) -> Calibration:
    """How sure it is; as before where too little is asked to tell."""
    tried = [one for chat in chats for one in measured(reader, scorer, chat, encode, seed)]
    return fitted(tried) or reader.calibration


def fitted(tried: Sequence[Tried]) -> Calibration | None:
    """Weights and threshold; none where too little is asked to tell.

    Whether it is asked of the right person is learned from the questions as they are and those of
    somebody else, whether a span answers from the others.
    """
    right = [one for one in tried if one.kind is not Kind.HIDDEN]
    asked = [one for one in tried if one.kind is not Kind.SWAPPED]
    person = logistic(
        [(one.lead,) for one in right],
        [one.kind is Kind.ASKED for one in right],
        [one.weight for one in right],
    )
    answers = answering(asked)
    if person is None or answers is None:
        return None
    found = Calibration(*answers, *person)
    return replace(found, least=threshold(found, tried))


def answering(tried: Sequence[Tried]) -> list[float] | None:
    """What log-odds of O and scores of R tell of whether a span answers, and the offset."""
    return logistic(
        [pair for one in tried for pair in zip(one.odds, one.spans, strict=True)],
        [score >= _RIGHT for one in tried for score in one.f1],
        [one.weight for one in tried for _ in one.f1],
    )


def logistic(
    rows: Sequence[tuple[float, ...]],
    rights: Sequence[bool],
    weights: Sequence[float] | None = None,
) -> list[float] | None:
    """The weights of the columns, and the offset; none where all are right or all wrong."""
    if len({*rights}) < 2:
        return None
    model = LogisticRegression(C=_LOOSE).fit(np.array(rows), rights, weights)
    return [*map(float, model.coef_[0]), float(model.intercept_[0])]


def threshold(calibration: Calibration, tried: Sequence[Tried], seed: int = 1) -> float:
    """The expected gain from which the mean F1 is best; to decline rightly counts 1.

    The mean over resamples of the questions (Breiman 1996): the best of one sample is much chance.
    """
    firsts = sorted((_first(calibration, one) for one in tried), reverse=True)
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(firsts), np.full(len(firsts), 1 / len(firsts)), _RESAMPLES)
    return float(np.mean([_best(firsts, counts) for counts in drawn.tolist()]))


def _best(firsts: Sequence[tuple[float, float]], counts: Sequence[int]) -> float:
    """The gain from which most is won, each question counted so often."""
    best, least, value = 0.0, firsts[0][0] + 1, 0.0
    for (expected, won), count in zip(firsts, counts, strict=True):
        value += count * won
        if value > best:
            best, least = value, expected
    return least


def _first(calibration: Calibration, one: Tried) -> tuple[float, float]:
    """What the best message is expected to win over saying nothing, and what it does win."""
    gain, score = best(calibration, one)
    return gain, one.weight * (score - (one.kind is not Kind.ASKED))


def best(calibration: Calibration, one: Tried) -> tuple[float, float]:
    """What the best message is expected to win over saying nothing, and how right its span is."""
    pairs = zip(one.odds, one.spans, strict=True)
    expected = (calibration.gain(*pair, one.lead) for pair in pairs)
    return max(zip(expected, one.f1, strict=True))


def measured(
    reader: Reader, scorer: Scorer, chat: Dialogue, encode: Encode, seed: int
) -> Iterator[Tried]:
    """Every question of a room that names an author, the three ways."""
    known = [item for item in chat.questions if item.evidence and _author(chat, item) in item.text]
    swapped = [of_another(chat, item, seed + number) for number, item in enumerate(known)]
    for asked, kind in ((known, Kind.ASKED), (known, Kind.HIDDEN), (swapped, Kind.SWAPPED)):
        if not asked:
            return
        with_them = replace(chat, questions=tuple(asked))
        for item, features in zip(asked, ask(with_them, encode), strict=True):
            allowed = torch.ones(len(features.phi), dtype=torch.bool)
            allowed[list(item.evidence)] = kind is not Kind.HIDDEN
            odds = scorer.log_odds(features.phi, allowed)
            lead = scorer.lead(odds, features.phi, allowed)
            odds = (odds - _LEAST).masked_fill(~allowed, -torch.inf)
            best = sorted(odds.topk(min(_O.messages, int(allowed.sum()))).indices.tolist())
            spans = reader.read(item.text, [message(chat.turns, place) for place in best])
            scores = [f1(span.text, item.answer) if kind is Kind.ASKED else 0.0 for span in spans]
            said = [span.score for span in spans]
            yield Tried(odds[best].tolist(), said, scores, lead, kind)


def of_another(chat: Dialogue, asked: Asked, seed: int) -> Asked:
    """The question about somebody else of the chat."""
    rng = random.Random(seed)  # noqa: S311 - a name, no secret
    author = _author(chat, asked)
    others = sorted({turn.author for turn in chat.turns} - {author}) or [author]
    return replace(asked, text=asked.text.replace(author, rng.choice(others)))


def _author(chat: Dialogue, asked: Asked) -> str:
    return chat.turns[asked.evidence[0]].author
