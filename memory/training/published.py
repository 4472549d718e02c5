"""What others published on bAbI, in errors per cent, and our table beside it."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, runtime_checkable

Setting = Literal["1k", "10k", "joint 1k", "joint 10k"]
Column = Sequence[float]

# Errors of tasks 1 to 20. The MemNNs had the supporting facts too, the others only answers.
PUBLISHED: dict[Setting, dict[str, Column]] = {
    "1k": {
        "MemNN 2014": (0, 0, 80, 29, 17, 53, 32, 23, 35, 41, 0, 0, 0, 1, 26, 73, 46, 43, 100, 0),
        "MemNN AM+NG+NL": (0, 0, 0, 0, 2, 0, 15, 9, 0, 2, 0, 0, 0, 1, 0, 0, 35, 5, 64, 0),
        "MemN2N (answers only)": (
            0, 8.3, 40.3, 2.8, 13.1, 7.6, 17.3, 10, 13.2, 15.1, 0.9, 0.2, 0.4, 1.7, 0, 1.3, 51,
            11.1, 82.8, 0,
        ),
    },
    "10k": {
        "MemNN AM+NG+NL": (
            0, 0, 0, 0, 0.3, 0, 3.3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 24.6, 2.1, 31.9, 0,
        ),
        "MemN2N (answers only)": (
            0, 0.3, 2.1, 0, 0.8, 0.1, 2, 0.9, 0.3, 0, 0.1, 0, 0, 0.1, 0, 51.8, 18.6, 5.3, 2.3, 0,
        ),
        "EntNet, best of 10 (answers only)": (
            0, 0.1, 4.1, 0, 0.3, 0.2, 0, 0.5, 0.1, 0.6, 0.3, 0, 1.3, 0, 0, 0.2, 0.5, 0.3, 2.3, 0,
        ),
    },
    "joint 1k": {
        "MemNN AM+NG+NL, multitask": (
            0, 0, 2, 20, 1, 0, 14, 7, 0, 2, 0, 0, 0, 1, 0, 6, 28, 7, 81, 0,
        ),
        "MemN2N joint (answers only)": (
            0, 11.4, 21.9, 13.4, 14.4, 2.8, 18.3, 9.3, 1.9, 6.5, 0.3, 0.1, 0.2, 6.9, 0, 2.7, 40.4,
            9.4, 88, 0,
        ),
    },
    "joint 10k": {
        "MemN2N joint (answers only)": (
            0, 1, 6.8, 0, 6.1, 0.1, 6.6, 2.7, 0, 0.5, 0, 0.1, 0, 0, 0.2, 0.2, 41.8, 8, 75.7, 0,
        ),
    },
}  # fmt: skip

# Networks that read words and learn from the answers alone   [bAbI, table 3; MemN2N, table 1].
# Of one for all tasks the mean is published: LSTM 27.3, DNC 16.7   [DNC].
READERS: dict[Setting, dict[str, Column]] = {
    "1k": {
        "LSTM of the bAbI paper": (
            50, 80, 80, 39, 30, 52, 51, 55, 36, 56, 28, 26, 6, 73, 79, 77, 49, 48, 92, 9,
        )
    },
    "10k": {
        "LSTM of MemN2N's table": (
            0, 81.9, 83.1, 0.2, 1.2, 51.8, 24.9, 34.1, 20.2, 30.1, 10.3, 23.4, 6.1, 81, 78.7, 51.9,
            50.1, 6.8, 90.3, 2.1,
        )
    },
    "joint 1k": {},
    "joint 10k": {},
}  # fmt: skip


@runtime_checkable
class Measured(Protocol):
    """One task with one seed."""

    @property
    def task(self) -> int:
        """Which of the 20."""

    @property
    def seed(self) -> int:
        """Of the training."""

    @property
    def error(self) -> float:
        """In per cent."""


def setting(questions: int, *, joint: bool) -> Setting:
    """Whose figures to compare with, by how many questions a task was trained on."""
    if questions > 5000:
        return "joint 10k" if joint else "10k"
    return "joint 1k" if joint else "1k"


def by_seed(results: Sequence[Measured]) -> dict[int, dict[str, float]]:
    """Mean error and failed tasks of each seed."""
    seeds = dict.fromkeys(result.seed for result in results)
    return {seed: summary([r.error for r in results if r.seed == seed]) for seed in seeds}


def summary(errors: Sequence[float]) -> dict[str, float]:
    """Mean error and how many tasks failed."""
    return {"mean": sum(errors) / len(errors), "above 5 %": sum(error > 5 for error in errors)}


def markdown(results: Sequence[Measured], columns: Mapping[str, Column]) -> str:
    """Errors by task and seed beside the published columns."""
    errors = {(r.task, r.seed): r.error for r in results}
    tasks, seeds = sorted({r.task for r in results}), sorted({r.seed for r in results})
    head = ["task", *(f"ours, seed {seed}" for seed in seeds), *columns]
    ours: list[list[float | None]] = [[errors.get((t, s)) for t in tasks] for s in seeds]
    theirs: list[list[float | None]] = [[c[t - 1] for t in tasks] for c in columns.values()]
    both = ours + theirs
    rows = [[str(t), *(_text(column[i]) for column in both)] for i, t in enumerate(tasks)]
    known = [summary([e for e in column if e is not None]) for column in both]
    rows.append(["mean", *(_text(column["mean"]) for column in known)])
    rows.append(["above 5 %", *(str(column["above 5 %"]) for column in known)])
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def _text(error: float | None) -> str:
    return "" if error is None else f"{error:.1f}" if error >= 1 or error == 0 else f"{error:.2f}"
