"""NTM and LSTM learn the algorithms; a trained one is a checkpoint folder."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import torch
from torch import Generator, Tensor

from memory.checkpoints import Checkpoint, CheckpointError, load, restore, save
from memory.errors import EngramError
from memory.nn.lstm import StackedLSTM
from memory.nn.ntm import NTM, Size
from memory.training.algorithms import TASKS, Episode, Shape, Task, bits, mistakes
from memory.training.loop import Plan, Row, fit

Kind = Literal["ntm", "lstm"]
Machine = NTM | StackedLSTM

_VALIDATION = 1_000_003  # the seed of what is measured while training; reports use others
_BATCH = 16  # sequences that are measured side by side


class SettingsError(EngramError, ValueError):
    """Settings that make no run."""


@dataclass(frozen=True)
class Settings:
    """What is trained, on what, and how; the run's own folder holds it to them."""

    kind: Kind = "ntm"
    task: str = "copy"
    controller: Literal["lstm", "feedforward"] = "lstm"
    hidden: int = 100
    layers: int = 1
    slots: int = 128
    width: int = 20
    heads: int = 1  # as many that read as that write
    rate: float = 3e-3
    sooner: float = 10.0  # times this for the last layer, whose logits grow as long as they learn
    clip: float = 0.1  # the norm of the gradient, a bit: one wild step undoes a thousand good ones
    batch: int = 8
    sequences: int = 50_000
    held_out: int = 20  # batches of 16 that are measured
    every: int = 1_000  # sequences between two measurements and points of the log
    seed: int = 1
    sizes: Sequence[Shape] = ()  # of the episodes; those of the paper by default

    @property
    def learned(self) -> Task:
        """The task, with the sizes that are trained on."""
        task = TASKS[self.task]
        return replace(task, shapes=tuple(self.sizes) or task.shapes)


@dataclass(frozen=True)
class Score:
    """A network on episodes of one shape, or of all shapes of training (shape empty)."""

    shape: Shape
    sequences: int
    bits: float  # a sequence
    mistakes: float  # wrong bits a sequence
    perfect: float  # per cent of sequences without one
    optimum: float = 0.0  # bits of the best that anyone can do


def build(settings: Settings) -> Machine:
    """The network that the settings describe, with new weights."""
    task = settings.learned
    if settings.kind == "lstm":
        return StackedLSTM(task.inputs, task.outputs, settings.hidden, settings.layers)
    size = Size(settings.slots, settings.width, settings.heads, settings.heads)
    return NTM(
        task.inputs, task.outputs, size, settings.controller, settings.hidden, settings.layers
    )


def train(
    settings: Settings,
    out: Path,
    report: Callable[[int, Row], None] | None = None,
    *,
    compiled: bool = False,
    device: str = "cpu",
) -> Score:
    """Train into the folder; a run that was killed goes on. The score is of fresh sequences."""
    _check(settings)
    torch.manual_seed(settings.seed)
    task = settings.learned
    machine, measured = build(settings).to(device), build(settings).to(device)
    if compiled and isinstance(machine, NTM):
        machine.cell.compile(dynamic=False)  # for the one shape of training
    last = {"params": list(machine.answer.parameters()), "sooner": settings.sooner}
    others = [p for name, p in machine.named_parameters() if not name.startswith("answer.")]
    optimiser = torch.optim.Adam([{"params": others, "sooner": 1.0}, last], lr=settings.rate)
    epochs = settings.sequences // settings.every
    held_out = _fresh(task, (), settings.held_out, _VALIDATION)

    def epoch(number: int) -> Row:
        started, computing = time.perf_counter(), time.process_time()
        _fall(optimiser, settings, number / epochs)
        learned = _epoch(machine, optimiser, settings, number)
        measured.load_state_dict(machine.state_dict())
        score = measure(measured, task, held_out)
        return {
            "sequences": (number + 1) * settings.every, "bits": learned,
            "validation": -score.bits, "mistakes": score.mistakes,
            "seconds": time.perf_counter() - started,
            "computing": time.process_time() - computing,
        }  # fmt: skip

    plan = Plan(epochs, settings.seed, None, out, report)
    state = fit(machine, optimiser, epoch, plan, asdict(settings))
    measured.load_state_dict(machine.state_dict())
    score = evaluate(measured, task, [()], settings.held_out)[0]
    metrics = {
        "score": asdict(score), "best_sequences": state.best_epoch * settings.every,
        "seconds": sum(row["seconds"] for row in state.log),
        "computing": sum(row["computing"] for row in state.log),
    }  # fmt: skip
    save(out, Checkpoint(settings.kind, asdict(settings), [], machine.state_dict(), metrics))
    return score


def _check(settings: Settings) -> None:
    numbers = len(TASKS[settings.task].shapes[0])
    if any(len(size) != numbers for size in settings.sizes):
        raise SettingsError(f"{settings.task} has sizes of {numbers} number(s)")
    if settings.every % settings.batch or settings.sequences % settings.every:
        message = (
            f"{settings.sequences} sequences, measured every {settings.every}, in batches of "
            f"{settings.batch}: each must be a multiple of the next"
        )
        raise SettingsError(message)


def _fall(optimiser: torch.optim.Optimizer, settings: Settings, done: float) -> None:
    """The learning rate stays for half of the run, and then falls to nothing."""
    for group in optimiser.param_groups:
        group["lr"] = settings.rate * group["sooner"] * min(1.0, 2 * (1 - done))


def _epoch(
    machine: Machine, optimiser: torch.optim.Optimizer, settings: Settings, number: int
) -> float:
    """Bits a sequence while learning."""
    generator = Generator().manual_seed(settings.seed * 1_000_003 + number)
    total = 0.0
    for _ in range(settings.every // settings.batch):
        drawn = settings.learned.episode(settings.batch, generator)
        episode = drawn.to(machine.answer.weight.device)
        cost = bits(machine(episode.inputs)[0], episode)
        optimiser.zero_grad()
        (cost.mean() / episode.targets[:, 0].numel()).backward()  # long sequences weigh as short
        torch.nn.utils.clip_grad_norm_(machine.parameters(), settings.clip)
        optimiser.step()
        total += float(cost.detach().sum())
    return total / settings.every


def _fresh(task: Task, shape: Shape, batches: int, seed: int) -> list[Episode]:
    """Episodes that no training has seen; () stands for all shapes of training, drawn alike."""
    generator = Generator().manual_seed(2_000_000_011 + seed)
    if not shape:
        return [task.episode(_BATCH, generator) for _ in range(batches)]
    return [task.draw(shape, _BATCH, generator) for _ in range(batches)]


@torch.no_grad()
def measure(machine: Machine, task: Task, episodes: Sequence[Episode], shape: Shape = ()) -> Score:
    """The score over some episodes."""
    wrong: list[Tensor] = []
    cost: list[Tensor] = []
    for drawn in episodes:
        episode = drawn.to(machine.answer.weight.device)
        logits = machine(episode.inputs)[0]
        cost.append(bits(logits, episode))
        wrong.append(mistakes(logits, episode))
    missed = torch.cat(wrong)
    perfect = 100 * float((missed == 0).float().mean())
    best = torch.cat(
        [task.optimum(episode) if task.optimum else torch.zeros(1) for episode in episodes]
    )
    means = float(torch.cat(cost).mean()), float(missed.mean())
    return Score(shape, len(missed), *means, perfect, float(best.mean()))


def evaluate(
    machine: Machine, task: Task, shapes: Sequence[Shape], batches: int = 20, seed: int = 0
) -> list[Score]:
    """Scores on fresh sequences of each shape."""
    return [measure(machine, task, _fresh(task, shape, batches, seed), shape) for shape in shapes]


def open_machine(folder: Path, kind: Kind) -> tuple[Machine, Settings]:
    """A trained network from its folder."""
    checkpoint = load(folder, kind)
    try:
        sizes = tuple(map(tuple, checkpoint.config.get("sizes", ())))  # lists in JSON
        settings = Settings(kind, **{**checkpoint.config, "sizes": sizes})
        machine = build(settings)
    except (TypeError, KeyError) as error:
        problem = f"does not describe a network for an algorithm ({error})"
        raise CheckpointError(folder / "config.json", problem) from error
    restore(machine, checkpoint, folder)
    return machine, settings
