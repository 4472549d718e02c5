"""Pointer Networks learn hulls, triangulations and tours; a trained one is a checkpoint folder."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional

from memory.checkpoints import Checkpoint, CheckpointError, load, restore, save
from memory.nn.pointer import END, PADDING, Kind, Pointer, Rule, polygon, search, tour, triangles
from memory.training.geometry import PROBLEMS, Numbers, Points, draw
from memory.training.loop import Plan, Row, fit

KIND = "pointer network"  # "pointer" were those that read points as they are
RULES: dict[str, Rule] = {"hull": polygon, "delaunay": triangles, "tsp": tour}

_CLIP = 2.0  # the norm of the gradient   [PtrNet, sec. 4.1]
_VALIDATION, _TEST = 500_009, 900_007  # what seeds of problems never trained on begin with


@dataclass(frozen=True)
class Settings:
    """What is trained, on what, and how; the run's own folder holds it to them."""

    task: str = "hull"
    points: int = 5
    upto: int = 0  # sizes from `points` to this many, drawn alike; 0 for the one size
    answers: Kind = "pointer"  # or one of the baselines
    hidden: int = 256
    rate: float = 1e-3
    batch: int = 128
    pairs: int = 1_000_000
    every: int = 20_480  # pairs between two measurements and points of the log
    held_out: int = 1_000  # problems measured while training
    seed: int = 1

    @property
    def sizes(self) -> range:
        """How many points a problem of training may have."""
        return range(self.points, max(self.upto, self.points) + 1)


def problems(
    settings: Settings, points: int, count: int, rng: np.random.Generator
) -> tuple[Float[Tensor, "count points 2"], Int[Tensor, "count steps"]]:
    """Problems of one size and their right outputs, the end after each and padding after that."""
    drawn = draw(rng, count, points)
    labels = PROBLEMS[settings.task].labels(drawn)
    targets = torch.full((count, max(map(len, labels)) + 1), PADDING)
    for row, label in zip(targets, labels, strict=True):
        row[: len(label) + 1] = torch.tensor([*label, END])
    return torch.from_numpy(drawn).float(), targets


def centred(points: Float[Tensor, "count n 2"]) -> Float[Tensor, "count n 2"]:
    """Points of the unit square with mean 0 and variance 1, as the network reads them."""
    return (points - 0.5) * math.sqrt(12)


def build(settings: Settings) -> Pointer:
    """The network that the settings describe, with new weights."""
    return Pointer(2, settings.hidden, settings.answers, max(settings.sizes) + 1)


def train(
    settings: Settings,
    out: Path,
    report: Callable[[int, Row], None] | None = None,
    device: str = "cpu",
) -> dict[str, float]:
    """Train into the folder; a run that was killed goes on. The figures are of fresh problems."""
    torch.manual_seed(settings.seed)
    net = build(settings).to(device)
    optimiser = torch.optim.Adam(net.parameters(), lr=settings.rate)
    epochs = -(-settings.pairs // settings.every)
    plan = Plan(epochs, settings.seed, None, out, report)

    def epoch(number: int) -> Row:
        started, computing = time.perf_counter(), time.process_time()
        for group in optimiser.param_groups:  # falls to nothing over the second half
            group["lr"] = settings.rate * min(1.0, 2 * (1 - number / epochs))
        loss = mean(_steps(net, optimiser, settings, number))
        return {
            "pairs": (number + 1) * settings.every, "loss": loss,
            "validation": _validation(net, settings),
            "seconds": time.perf_counter() - started,
            "computing": time.process_time() - computing,
        }  # fmt: skip

    state = fit(net, optimiser, epoch, plan, asdict(settings))
    figures = evaluate(net, settings, settings.points, settings.held_out)
    metrics = {
        "points": settings.points, "figures": figures,
        "best_pairs": state.best_epoch * settings.every,
        "computing": sum(row["computing"] for row in state.log),
    }  # fmt: skip
    save(out, Checkpoint(KIND, asdict(settings), [], net.state_dict(), metrics))
    return figures


def _validation(net: Pointer, settings: Settings) -> float:
    """The accuracy, the mean over the smallest and the largest size."""
    ends = {settings.sizes[0], settings.sizes[-1]}
    found = [evaluate(net, settings, n, settings.held_out, 1, _VALIDATION) for n in ends]
    return mean(one["accuracy"] for one in found)


def _steps(
    net: Pointer, optimiser: torch.optim.Optimizer, settings: Settings, number: int
) -> Iterator[float]:
    """The loss of every step of an epoch."""
    rng = np.random.default_rng([settings.seed, number])
    for _ in range(-(-settings.every // settings.batch)):
        points, targets = problems(settings, int(rng.choice(settings.sizes)), settings.batch, rng)
        loss = cost(net, points.to(net.v.device), targets.to(net.v.device))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), _CLIP)
        optimiser.step()
        yield loss.item()


def cost(
    net: Pointer, points: Float[Tensor, "batch n 2"], targets: Int[Tensor, "batch steps"]
) -> Float[Tensor, ""]:
    """- log p(C_i | C_1 .. C_i-1, P), the mean over choices   [PtrNet, eq. 1]."""
    scores = net(centred(points), targets)
    return functional.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=PADDING)


def outputs(
    net: Pointer, task: str, points: Float[Tensor, "batch n 2"], width: int = 3
) -> list[Numbers]:
    """What the network says to each problem, without the end."""
    steps = PROBLEMS[task].steps(points.shape[1])
    found = search(net, centred(points).to(net.v.device), RULES[task], width, steps)
    return [[place for place in row if place != END] for row in found.tolist()]


def evaluate(
    net: Pointer, settings: Settings, points: int, count: int, width: int = 3, seed: int = _TEST
) -> dict[str, float]:
    """Means over fresh problems of `points` points; shares in per cent."""
    rng = np.random.default_rng([seed, points])
    problem, judged = PROBLEMS[settings.task], []
    for start in range(0, count, settings.batch):
        drawn = draw(rng, min(settings.batch, count - start), points)
        said = outputs(net, settings.task, torch.from_numpy(drawn).float(), width)
        judged += [
            problem.judge(one, numbers, label)
            for one, numbers, label in zip(drawn, said, problem.labels(drawn), strict=True)
        ]
    return {name: _mean(name, [row[name] for row in judged]) for name in judged[0]}


def _mean(name: str, values: list[float]) -> float:
    if name == "area of simple":  # as published: over the outputs that are polygons
        values = [value for value in values if value] or [0.0]
    return mean(values) * (1 if name in {"length", "optimum"} else 100)


def examples(
    net: Pointer, settings: Settings, points: int, count: int
) -> list[tuple[Points, Numbers, Numbers]]:
    """The first problems of the test: points, what the network says, what is right."""
    drawn = draw(np.random.default_rng([_TEST, points]), count, points)
    said = outputs(net, settings.task, torch.from_numpy(drawn).float())
    return list(zip(drawn, said, PROBLEMS[settings.task].labels(drawn), strict=True))


def open_pointer(folder: Path) -> tuple[Pointer, Settings]:
    """A trained network from its folder."""
    checkpoint = load(folder, KIND)
    try:
        settings = Settings(**checkpoint.config)
        net = build(settings)
    except (TypeError, ValueError) as error:
        problem = f"does not describe a pointer network ({error})"
        raise CheckpointError(folder / "config.json", problem) from error
    restore(net, checkpoint, folder)
    return net, settings
