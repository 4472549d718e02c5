"""Training the verifier: questions that a memory answers, two together, or none.

Beside them it learns which newer memories take an older one's place: one network, two logits.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import torch
from torch.nn import functional

from memory.training.calibration import logistic
from memory.training.loop import Plan, Row, State, TrainingError, fit
from memory.training.replacing import Two
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


def train(
    verifier: Verifier,
    some: Sequence[Trial],
    two: Sequence[Two],
    settings: Settings,
    plan: Plan,
) -> State:
    """Teach it what answers and only resembles an answer, and what takes another one's place."""
    if not some:
        raise TrainingError("there is no question to learn from in these conversations")
    rng = random.Random(settings.seed)  # noqa: S311 - an order, no secret
    network = verifier.network
    optimiser = torch.optim.AdamW(network.parameters(), settings.rate, weight_decay=0.01)
    steps = -(-len(some) // settings.batch)

    def epoch(number: int) -> Row:
        network.train()
        order, beside = rng.sample(some, len(some)), rng.sample(two, len(two))
        total = 0.0
        for step in range(steps):
            left = 1 - (number * steps + step) / (settings.epochs * steps)
            optimiser.param_groups[0]["lr"] = settings.rate * min(1.0, left / _FALLING)
            total += _step(verifier, optimiser, order[step::steps], beside[step::steps])
        network.eval()
        return {"loss": total / steps}

    counts = {"trials": len(some), "two": len(two)}
    return fit(network, optimiser, epoch, plan, {**asdict(settings), **counts})


def _step(
    verifier: Verifier,
    optimiser: torch.optim.Optimizer,
    some: Sequence[Trial],
    two: Sequence[Two],
) -> float:
    pairs = [(one.question, told) for one in some for told in one.told]
    cost = _cost(verifier.logits(pairs), [value for one in some for value in one.right])
    if two:
        found = verifier.replacing([(one.older, one.newer) for one in two])
        cost = cost + _cost(found, [one.replaces for one in two])
    optimiser.zero_grad()
    cost.backward()
    torch.nn.utils.clip_grad_norm_(verifier.network.parameters(), _CLIP)
    optimiser.step()
    return float(cost.detach())


def _cost(logits: torch.Tensor, right: Sequence[bool]) -> torch.Tensor:
    wanted = torch.tensor([float(value) for value in right])
    return functional.binary_cross_entropy_with_logits(logits, wanted)


def calibrate_newer(
    verifier: Verifier, some: Sequence[tuple[Two, float]]
) -> dict[str, dict[str, float]]:
    """How sure it is of what is newer, beside U_R's log-odds: Platt's scaling (1999).

    Returns per cent of the pairs that are told apart. Raises TrainingError where all of them are
    changes, or none is.
    """
    with torch.inference_mode():
        second = verifier.replacing([(two.older, two.newer) for two, _ in some]).tolist()
    looks = [(both, first) for both, (_, first) in zip(second, some, strict=True)]
    right = [two.replaces for two, _ in some]
    found = logistic(looks, right)
    if found is None:
        raise TrainingError("to be sure needs pairs in which something changes, and others")
    verifier.newer = Sure(*found)
    said = [verifier.newer.odds(*look) > 0 for look in looks]
    alone = _apart([first > 0 for _, first in looks], right)
    return {"read": _apart(said, right), "U_R alone": alone}


def _apart(said: Sequence[bool], right: Sequence[bool]) -> dict[str, float]:
    """Per cent told apart, and of changes alone."""
    both = list(zip(said, right, strict=True))
    good = [one == other for one, other in both]
    kept = [one for one, other in both if other]
    return {"apart": _share(good), "changes": _share(kept), "pairs": len(both)}


def _share(good: Sequence[bool]) -> float:
    return round(100 * sum(good) / max(1, len(good)), 1)


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
