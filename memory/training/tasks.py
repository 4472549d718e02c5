"""bAbI: one network a task, with labelled supporting facts, beside what others published."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from memory.training import babi, chains
from memory.training.encoding import Network, Settings
from memory.training.loop import Plan, Row

SETTINGS = Settings(epochs=20)  # one for all tasks, tuned on held-out training stories

# Errors in per cent, tasks 1 to 20, all trained on 1,000 questions a task.
PUBLISHED: dict[str, tuple[float, ...]] = {
    "MemNN 2014": (0, 0, 80, 29, 17, 53, 32, 23, 35, 41, 0, 0, 0, 1, 26, 73, 46, 43, 100, 0),
    "MemNN AM+NG+NL": (0, 0, 0, 0, 2, 0, 15, 9, 0, 2, 0, 0, 0, 1, 0, 0, 35, 5, 64, 0),
    "MemN2N (answers only)": (
        0, 8.3, 40.3, 2.8, 13.1, 7.6, 17.3, 10, 13.2, 15.1, 0.9, 0.2, 0.4, 1.7, 0, 1.3, 51, 11.1,
        82.8, 0,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Result:
    """How one task went: errors in per cent on its test file."""

    task: int
    seed: int
    error: float
    wrong_facts: float  # questions whose chosen facts are not exactly the labelled ones
    seconds: float  # training and evaluation
    questions: int


def train_task(
    folder: Path,
    task: int,
    settings: Settings = SETTINGS,
    checkpoints: Path | None = None,
    report: Callable[[int, Row], None] | None = None,
) -> Network:
    """The network of one task, trained on its whole training file."""
    examples = babi.read(babi.find(folder, task, "train"))
    plan = Plan(settings.epochs, settings.seed, None, checkpoints, report)
    return chains.train(examples, settings, plan)


def evaluate_task(
    folder: Path, task: int, settings: Settings = SETTINGS, checkpoints: Path | None = None
) -> Result:
    """Train, or go on training, and measure on the test file."""
    begun = time.perf_counter()
    network = train_task(folder, task, settings, checkpoints)
    test = babi.read(babi.find(folder, task, "test"))
    right, facts = chains.evaluate(network, test)
    error, wrong_facts = round(100 * (1 - right), 4), round(100 * (1 - facts), 4)
    seconds = time.perf_counter() - begun
    return Result(task, settings.seed, error, wrong_facts, seconds, len(test))


def evaluate(
    folder: Path,
    tasks: Iterable[int] = babi.TASKS,
    seeds: Iterable[int] = (1,),
    settings: Settings = SETTINGS,
    report: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Every task with every seed."""
    results = []
    for seed in seeds:
        for task in tasks:
            results.append(evaluate_task(folder, task, replace(settings, seed=seed)))
            report(results[-1])
    return results


def markdown(results: Iterable[Result]) -> str:
    """Errors by task and seed beside the published columns."""
    errors = {(r.task, r.seed): r.error for r in results}
    tasks, seeds = (sorted({key[i] for key in errors}) for i in (0, 1))
    head = ["task", *(f"ours, seed {seed}" for seed in seeds), *PUBLISHED]
    rows = [
        [
            str(t),
            *(_text(errors.get((t, s))) for s in seeds),
            *(_text(p[t - 1]) for p in PUBLISHED.values()),
        ]
        for t in tasks
    ]
    columns = [[errors.get((t, s)) for t in tasks] for s in seeds]
    columns += [[p[t - 1] for t in tasks] for p in PUBLISHED.values()]
    known = [[error for error in column if error is not None] for column in columns]
    rows.append(["mean", *(_text(sum(column) / len(column)) for column in known)])
    rows.append(["above 5 %", *(str(sum(error > 5 for error in column)) for column in known)])
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def _text(error: float | None) -> str:
    return "" if error is None else f"{error:.1f}" if error >= 1 or error == 0 else f"{error:.2f}"
