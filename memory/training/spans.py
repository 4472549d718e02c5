"""Training the span pointer: first on passages, then on windows of rooms and dialogues."""

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from memory.nn.spans import loss
from memory.spans import Pieces, Reader, Window, batch
from memory.training.answers import f1
from memory.training.loop import Plan, Row, State, TrainingError, fit
from memory.training.windows import Example

Report = Callable[[int, Row], None]
HELD_OUT = "held-out F1"  # declining included; watched only, since the rate falls to nothing
_CLIP = 1.0
_STEP = 8  # word pieces between two lengths of a batch


@dataclass(frozen=True)
class Settings:
    """How to train one stage."""

    seed: int = 1
    layers: int = 4  # that are trained, from the top
    rate: float = 2e-4
    batch: int = 24
    steps: int = 800
    chunk: int = 100  # steps between two looks at the held-out examples


def train(
    reader: Reader,
    some: Sequence[Example],
    held_out: Sequence[Example],
    settings: Settings,
    folder: Path | None = None,
    report: Report | None = None,
) -> State:
    """Teach a reader the examples, so often as the steps take."""
    torch.manual_seed(settings.seed)
    optimiser = torch.optim.AdamW(reader.pointer.parameters(), settings.rate, weight_decay=0.01)
    order = _order(some, settings)

    def epoch(number: int) -> Row:
        reader.pointer.train()
        total = 0.0
        for step in range(number * settings.chunk, (number + 1) * settings.chunk):
            rows = [some[i] for i in order[step * settings.batch : (step + 1) * settings.batch]]
            total += _step(reader, optimiser, rows, _rate(step, settings))
        reader.pointer.eval()
        return {"loss": total / settings.chunk, HELD_OUT: validate(reader, held_out)}

    plan = Plan(settings.steps // settings.chunk, settings.seed, folder=folder, report=report)
    state = fit(reader.pointer, optimiser, epoch, plan, {**asdict(settings), "examples": len(some)})
    reader.pointer.eval()
    return state


def _order(some: Sequence[Example], settings: Settings) -> list[int]:
    """Which example comes when: at random, but like lengths in one batch, so little is padding."""
    if not some:
        message = "there is no example to learn from: no question has an answer in its text"
        raise TrainingError(message)
    rng = random.Random(settings.seed)  # noqa: S311 - an order, no secret
    lengths = [sum(map(len, one.texts)) + len(one.question) for one in some]
    found = list[int]()
    while len(found) < settings.steps * settings.batch:
        shuffled = rng.sample(range(len(some)), len(some))
        for start in range(0, len(some), 16 * settings.batch):
            part = sorted(shuffled[start : start + 16 * settings.batch], key=lengths.__getitem__)
            batches = [part[i : i + settings.batch] for i in range(0, len(part), settings.batch)]
            found += [i for batch in rng.sample(batches, len(batches)) for i in batch]
    return found


def _rate(step: int, settings: Settings) -> float:
    """Up over a twentieth of the steps, then down to nothing."""
    warm = max(1, settings.steps // 20)
    left = (settings.steps - step) / max(1, settings.steps - warm)
    return settings.rate * min((step + 1) / warm, left, 1.0)


def _step(
    reader: Reader, optimiser: torch.optim.Optimizer, some: Sequence[Example], rate: float
) -> float:
    for group in optimiser.param_groups:
        group["lr"] = rate
    pairs = [placed(reader.pieces, one) for one in some]
    cost = loss(
        reader.logits(batch([window for window, _ in pairs], _STEP)),
        torch.tensor([ends for _, ends in pairs]),
    )
    optimiser.zero_grad()
    cost.backward()
    torch.nn.utils.clip_grad_norm_(reader.pointer.parameters(), _CLIP)
    optimiser.step()
    return float(cost.detach())


def placed(pieces: Pieces, example: Example) -> tuple[Window, tuple[int, int]]:
    """The window with the answer, and its first and last piece; 0 and 0 where there is none."""
    windows = pieces.windows(example.question, example.texts)
    end = example.start + len(example.answer)
    for window in windows if example.answer else []:
        for number, part in enumerate(window.parts):
            inside = [
                place
                for place, (left, right) in enumerate(part.offsets)
                if part.memory == example.text and left < end and right > example.start
            ]
            if inside:
                start = window.place(number)
                return window, (start + inside[0], start + inside[-1])
    return windows[0], (0, 0)


def validate(reader: Reader, some: Sequence[Example]) -> float:
    """Mean token F1 over examples; right to say nothing counts 1."""
    total = 0.0
    for example in some:
        best = max(reader.read(example.question, example.texts), key=lambda span: span.score)
        if not example.answer:
            total += best.score <= 0
        elif best.score > 0:
            total += f1(best.text, example.answer)
    return total / max(1, len(some))
