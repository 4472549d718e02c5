"""How sure an answer of R is: Platt's scaling (1999) over what O and R think of a message.

Each question of a held-out room is asked three times: as it is; with the message that answers out
of sight; and of somebody else. The last two have no answer.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

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
_O = OutputSettings()
_LEAST = math.log(_O.least / (1 - _O.least))


def calibrated(
    reader: Reader, scorer: Scorer, chats: Sequence[Dialogue], encode: Encode, seed: int = 1
) -> Calibration:
    """The weights of the log-odds of O and of the span's score; as before where all are alike."""
    rows, rights = list[tuple[float, float]](), list[bool]()
    for chat in chats:
        for row, right in measured(reader, scorer, chat, encode, seed):
            rows.append(row)
            rights.append(right)
    if len({*rights}) < 2:
        return reader.calibration
    model = LogisticRegression().fit(np.array(rows), rights)
    memory, span = map(float, model.coef_[0])
    return Calibration(memory, span, float(model.intercept_[0]))


def measured(
    reader: Reader, scorer: Scorer, chat: Dialogue, encode: Encode, seed: int
) -> Iterator[tuple[tuple[float, float], bool]]:
    """Log-odds of O, score of the span, and whether it is right, of each message that R reads."""
    known = [item for item in chat.questions if item.evidence]
    swapped = [_of_another(chat, item, seed + number) for number, item in enumerate(known)]
    for asked, hides, lies in ((known, False, False), (known, True, False), (swapped, False, True)):
        with_them = replace(chat, questions=tuple(asked))
        for item, features in zip(asked, ask(with_them, encode), strict=True):
            allowed = torch.ones(len(features.phi), dtype=torch.bool)
            allowed[list(item.evidence)] = not hides
            odds = scorer.log_odds(features.phi, allowed) - _LEAST
            odds = odds.masked_fill(~allowed, -torch.inf)
            best = sorted(odds.topk(min(_O.messages, int(allowed.sum()))).indices.tolist())
            spans = reader.read(item.text, [message(chat.turns, place) for place in best])
            for place, span in zip(best, spans, strict=True):
                right = not lies and place in item.evidence and f1(span.text, item.answer)
                yield (float(odds[place]), span.score), right >= _RIGHT


def _of_another(chat: Dialogue, asked: Asked, seed: int) -> Asked:
    """The question about somebody else of the chat, where it names who said the answer."""
    rng = random.Random(seed)  # noqa: S311 - a name, no secret
    author = chat.turns[asked.evidence[0]].author
    others = sorted({turn.author for turn in chat.turns} - {author})
    if author not in asked.text or not others:
        return asked
    return replace(asked, text=asked.text.replace(author, rng.choice(others)))
