"""Training the verifier: questions that a memory answers, two together, or none."""

import math
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import torch
from torch.nn import functional

from memory.training.calibration import logistic
from memory.training.loop import Plan, Row, State, TrainingError, fit
from memory.training.short_chats import LEAST
from memory.training.trials import Trial
from memory.verifier import Sure, Verifier

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
    pairs = [(one.question, told) for one in some for told in one.told]
    right = torch.tensor([float(value) for one in some for value in one.right])
    cost = functional.binary_cross_entropy_with_logits(verifier.logits(pairs), right)
    optimiser.zero_grad()
    cost.backward()
    torch.nn.utils.clip_grad_norm_(verifier.network.parameters(), _CLIP)
    optimiser.step()
    return float(cost.detach())


def calibrate(verifier: Verifier, some: Sequence[Trial]) -> None:
    """How sure it is of what O finds best: Platt's scaling (1999) over both looks.

    It is said from P(it answers) = 1/3 on, where a wrong answer costs half of what a right one
    brings, as in short chats (`memory.training.short_chats`): there the log-odds are 0. Of two
    memories in a row it is as sure as of one where too little is asked to tell.

    Raises TrainingError where all of that answers, or none.
    """
    alone = _sure(verifier, [one for one in some if not one.together])
    if alone is None:
        raise TrainingError("to be sure needs questions that a memory answers, and others")
    together = _sure(verifier, [one for one in some if one.together])
    verifier.alone, verifier.together = alone, together or alone


def _sure(verifier: Verifier, some: Sequence[Trial]) -> Sure | None:
    looks = [max(_looks(verifier, one)) for one in some]
    found = logistic([look[:2] for look in looks], [look[2] for look in looks])
    if found is None:
        return None
    second, first, offset = found
    return Sure(second, first, offset - math.log(LEAST / (1 - LEAST)))


@torch.inference_mode()
def _looks(verifier: Verifier, one: Trial) -> list[tuple[float, float, bool]]:
    """Second look, first look, and whether it answers: of the best memory, or of each two."""
    told = one.told if one.together else one.told[:1]
    second = verifier.logits([(one.question, some) for some in told]).tolist()
    return list(zip(second, one.odds, one.right, strict=False))


def declined(verifier: Verifier, some: Sequence[Trial]) -> dict[str, float]:
    """Per cent of the questions that are answered rightly, or rightly declined: both, O alone."""
    alone = [one for one in some if not one.together]
    looks = [_looks(verifier, one)[0] for one in alone]
    odds = [verifier.alone.odds(second, first) for second, first, _ in looks]
    return {
        "questions": len(alone),
        "with a second look": _right(odds, alone),
        "s_O alone": _right([first for _, first, _ in looks], alone),
    }


def _right(odds: Sequence[float], some: Sequence[Trial]) -> float:
    pairs = zip(odds, some, strict=True)
    good = [one.right[0] if sure >= 0 else not any(one.right) for sure, one in pairs]
    return round(100 * sum(good) / max(1, len(good)), 1)
