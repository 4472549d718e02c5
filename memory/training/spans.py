"""Training the span pointer: first on passages, then on windows of rooms and dialogues."""

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path

import torch

from memory.nn.spans import loss
from memory.spans import Pieces, Reader, Window, batch
from memory.training.answers import f1
from memory.training.loop import Plan, Row, State, TrainingError, fit
from memory.training.windows import Example, Lesson, Place

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
    some: Sequence[Lesson],
    held_out: Sequence[Example],
    settings: Settings,
    folder: Path | None = None,
    report: Report | None = None,
) -> State:
    """Teach a reader the examples, so often as the steps take."""
    torch.manual_seed(settings.seed)
    optimiser = torch.optim.AdamW(reader.pointer.parameters(), settings.rate, weight_decay=0.01)
    order = _order([len(placed(reader.pieces, one)) for one in some], settings)

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


def _order(lengths: Sequence[int], settings: Settings) -> list[int]:
    """Which example comes when: at random, but like lengths in one batch, so little is padding."""
    if not lengths:
        message = "there is no example to learn from: no question has an answer in its text"
        raise TrainingError(message)
    rng = random.Random(settings.seed)  # noqa: S311 - an order, no secret
    found = list[int]()
    while len(found) < settings.steps * settings.batch:
        shuffled = rng.sample(range(len(lengths)), len(lengths))
        for start in range(0, len(lengths), 16 * settings.batch):
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
    reader: Reader, optimiser: torch.optim.Optimizer, some: Sequence[Lesson], rate: float
) -> float:
    for group in optimiser.param_groups:
        group["lr"] = rate
    laid = [placed(reader.pieces, one) for one in some]
    counts = [len(one.windows) for one in laid]
    before = [0, *accumulate(counts)]
    ends = [(before[n] + at, *e) for n, one in enumerate(laid) for at, *e in one.ends]
    cost = loss(
        reader.logits(batch([window for one in laid for window in one.windows], _STEP)),
        torch.arange(len(laid)).repeat_interleave(torch.tensor(counts)),
        torch.tensor(ends),
    )
    optimiser.zero_grad()
    cost.backward()
    torch.nn.utils.clip_grad_norm_(reader.pointer.parameters(), _CLIP)
    optimiser.step()
    return float(cost.detach())


@dataclass(frozen=True)
class Placed:
    """A question as windows that compete, and its answers: window, first and last piece."""

    windows: Sequence[Window]
    ends: Sequence[tuple[int, int, int]]  # 0, 0, 0: there is none

    def __len__(self) -> int:
        """Word pieces."""
        return sum(map(len, self.windows))


def placed(pieces: Pieces, lesson: Lesson) -> Placed:
    """Of a dialogue every window and every answer, of others the window that answers."""
    windows = pieces.windows(lesson.question, lesson.texts)
    if isinstance(lesson, Example):
        return _one(windows, lesson)
    ends = [found for place in lesson.places if (found := _found(windows, place))]
    return Placed(windows, ends or [(0, 0, 0)])


def _one(windows: Sequence[Window], example: Example) -> Placed:
    place = Place(example.text, example.start, example.start + len(example.answer))
    if not example.answer or (found := _found(windows, place)) is None:
        return Placed(windows[:1], [(0, 0, 0)])
    window, first, last = found
    return Placed([windows[window]], [(0, first, last)])


def _found(windows: Sequence[Window], place: Place) -> tuple[int, int, int] | None:
    """The window, the first and the last piece."""
    for number, window in enumerate(windows):
        for part_number, part in enumerate(window.parts):
            inside = [
                at
                for at, (left, right) in enumerate(part.offsets)
                if part.memory == place.text and left < place.end and right > place.start
            ]
            if inside:
                start = window.place(part_number)
                return number, start + inside[0], start + inside[-1]
    return None


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
