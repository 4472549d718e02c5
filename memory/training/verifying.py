"""Training the verifier: written rooms, and questions that a memory answers, or none.

Each question is read beside what O finds best for it; what does not answer is near enough to be
mistaken for an answer.
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from memory.addressing import OutputSettings
from memory.bank import Bank
from memory.intents import Ask, Offer, Teach, understand
from memory.output import ranking
from memory.perspective import told_to
from memory.reading import read
from memory.slots import Audience, Question, Slot
from memory.training.calibration import logistic
from memory.training.contradictions import SCOPE, said_at, taught
from memory.training.conversations import read_conversations
from memory.training.dialogues import person
from memory.training.loop import Plan, Row, State, TrainingError, fit
from memory.training.scoring import Encode
from memory.training.short_chats import LEAST
from memory.verifier import Verifier

_O = OutputSettings()
_CLIP = 1.0
_FALLING = 0.9  # of the steps: the rate falls over them to nothing


@dataclass(frozen=True)
class Settings:
    """How to train it."""

    seed: int = 1
    rate: float = 1e-4
    batch: int = 8  # questions
    epochs: int = 2
    beside: int = 4  # memories that a question is read with


@dataclass(frozen=True)
class Trial:
    """A question and the best memories by s_O, as they would be told."""

    question: str
    texts: tuple[str, ...]
    odds: tuple[float, ...]  # log-odds of O
    right: tuple[bool, ...]


def trials(paths: Sequence[Path], encode: Encode, beside: int) -> list[Trial]:
    """The questions of files of conversations that O finds anything for."""
    rooms = [room for path in paths for room in read_conversations(path)]
    return [trial for room in rooms for trial in _of_room(room["turns"], encode, beside)]


def _of_room(turns: Sequence[Mapping[str, Any]], encode: Encode, beside: int) -> Iterator[Trial]:
    told = {number: one for number, turn in enumerate(turns) if (one := _told(number, turn))}
    vectors = dict(zip(told, encode([slot.text for slot in told.values()]), strict=True))
    bank: Bank | None = None
    for number, turn in enumerate(turns):
        if number in told:
            bank = bank or Bank(len(vectors[number]), "cpu")
            bank.add([told[number]], vectors[number][None])
        elif bank and (trial := _trial(bank, turn, encode, beside)):
            yield trial


def _told(number: int, turn: Mapping[str, Any]) -> Slot | None:
    meant = understand(turn["say"])
    if "expect" in turn or not isinstance(meant, Teach | Offer):
        return None
    return taught(number, meant.fact, person(turn["as"]), said_at(number))


def _trial(bank: Bank, turn: Mapping[str, Any], encode: Encode, beside: int) -> Trial | None:
    """Nothing of what no memory answers directly, and where what answers is not found at all."""
    meant, expect = understand(turn["say"]), turn.get("expect", {"chain": True})
    if not isinstance(meant, Ask) or not {"small_talk", "chain"}.isdisjoint(expect):
        return None
    asker, gold = person(turn["as"]), set(expect.get("support", ()))
    question = Question(meant.question, asker, Audience.of(SCOPE))
    reading = read(question, bank.people(question.text, bank.visible({SCOPE.channel_id})))
    vectors = encode([reading.text, reading.neutral])
    found = ranking(bank, question, reading, vectors, _O, limit=beside)
    right = tuple(item.slot.id in gold for item in found)
    if not found or (gold and not any(right)):
        return None
    texts = tuple(told_to(item.slot, asker) for item in found)
    return Trial(question.text, texts, tuple(item.odds for item in found), right)


def train(verifier: Verifier, some: Sequence[Trial], settings: Settings, plan: Plan) -> State:
    """Teach it to tell what answers from what only resembles an answer."""
    if not some:
        raise TrainingError("there is no question to learn from in these conversations")
    rng = random.Random(settings.seed)  # noqa: S311 - an order, no secret
    network = verifier.network
    optimiser = torch.optim.AdamW(network.parameters(), settings.rate, weight_decay=0.01)
    steps = -(-len(some) // settings.batch)

    def epoch(number: int) -> Row:
        network.train()
        order = rng.sample(some, len(some))
        total = 0.0
        for step in range(steps):
            left = 1 - (number * steps + step) / (settings.epochs * steps)
            optimiser.param_groups[0]["lr"] = settings.rate * min(1.0, left / _FALLING)
            total += _step(verifier, optimiser, order[step::steps])
        network.eval()
        return {"loss": total / steps}

    return fit(network, optimiser, epoch, plan, {**asdict(settings), "trials": len(some)})


def _step(verifier: Verifier, optimiser: torch.optim.Optimizer, some: Sequence[Trial]) -> float:
    pairs = [(one.question, text) for one in some for text in one.texts]
    right = torch.tensor([float(value) for one in some for value in one.right])
    cost = functional.binary_cross_entropy_with_logits(verifier.of_pairs(pairs), right)
    optimiser.zero_grad()
    cost.backward()
    torch.nn.utils.clip_grad_norm_(verifier.network.parameters(), _CLIP)
    optimiser.step()
    return float(cost.detach())


def calibrate(verifier: Verifier, some: Sequence[Trial]) -> None:
    """How sure it is of what O finds best: Platt's scaling (1999) over both looks.

    It is said from P(it answers) = 1/3 on, where a wrong answer costs half of what a right one
    brings, as in short chats (`memory.training.short_chats`): there the log-odds are 0.

    Raises TrainingError where all of that answers, or none.
    """
    found = logistic(_looks(verifier, some), [one.right[0] for one in some])
    if found is None:
        raise TrainingError("to be sure needs questions that a memory answers, and others")
    verifier.second, verifier.first, offset = found
    verifier.offset = offset - math.log(LEAST / (1 - LEAST))


@torch.inference_mode()
def _looks(verifier: Verifier, some: Sequence[Trial]) -> list[tuple[float, float]]:
    """Of the best memory of each question: the second look, and the first."""
    return [(float(verifier.logits(one.question, one.texts[:1])), one.odds[0]) for one in some]


def declined(verifier: Verifier, some: Sequence[Trial]) -> dict[str, float]:
    """Per cent of the questions that are answered rightly, or rightly declined: both, O alone."""
    looks = _looks(verifier, some)
    odds = [verifier.sure(*look) for look in looks]
    return {
        "questions": len(some),
        "with a second look": _right(odds, some),
        "s_O alone": _right([first for _, first in looks], some),
    }


def _right(odds: Sequence[float], some: Sequence[Trial]) -> float:
    pairs = zip(odds, some, strict=True)
    good = [one.right[0] if sure >= 0 else not any(one.right) for sure, one in pairs]
    return round(100 * sum(good) / max(1, len(good)), 1)
