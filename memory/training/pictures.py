"""Pictures as PNG: how training went, and the hops of a memory network over a story."""

import csv
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from memory.errors import EngramError

_WIDTH = 48  # characters of a memory before it goes on in the next line
_SHOWN = 16  # memories in one picture: with more, those that nothing chose and that score least go


@dataclass(frozen=True)
class Trace:
    """What a network did with one question: a hop's scores, the memory or the stop it chose."""

    question: str
    memories: Sequence[str]
    scores: Float[np.ndarray, "hops N"]  # against what the hop chose: 0 is as good, below is worse
    chosen: Sequence[int | None]  # a memory a hop; None is the decision to stop
    answer: str
    expected: str | None = None
    supports: Sequence[int] = ()  # the labelled ones, where there are labels


@dataclass(frozen=True)
class Attention:
    """How much a reader looked at each word of a story, for each word that it said."""

    question: str
    lines: Sequence[Sequence[str]]  # the story's words, a statement a line
    weights: Float[np.ndarray, "said words"]
    said: Sequence[str]
    expected: Sequence[str]


def read_log(path: Path) -> dict[str, list[float]]:
    """The columns of a training log."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = list(rows[0])
        return {name: [float(row[name]) for row in rows] for name in columns}
    except (OSError, ValueError, IndexError, TypeError, KeyError) as error:
        message = f"{path}: is no training log ({error})"
        raise EngramError(message) from error


def learning_curves(logs: Mapping[str, Path], path: Path) -> None:
    """One panel a column of the logs, one line a log, over the epochs."""
    runs = {name: read_log(log) for name, log in logs.items()}
    columns = dict.fromkeys(c for run in runs.values() for c in run if c != "epoch")
    figure, panels = _figure(5 * len(columns), 3.6, len(columns))
    for panel, column in zip(panels, columns, strict=True):
        for name, run in runs.items():
            if column in run:
                panel.plot(run["epoch"], run[column], label=name, marker="." if _few(run) else "")
        panel.set(xlabel="epoch", title=column)
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
        panel.grid(alpha=0.3)
    panels[0].legend()
    _save(figure, path)


def _few(run: Mapping[str, Sequence[float]]) -> bool:
    return len(run["epoch"]) < 20


def hops(trace: Trace, path: Path) -> None:
    """A column a hop, a row a memory, in writing order; a frame round what was chosen.

    The darker, the nearer to what the hop chose; a star marks the labelled supporting facts.
    """
    rows = _rows(trace)
    figure, panels = _figure(6 + len(trace.chosen), 1.5 + 0.32 * len(rows), 1)
    panel = panels[0]
    shown = trace.scores[:, rows].T  # (rows, hops)
    if shown.size:
        panel.imshow(_shades(shown), cmap="Blues", vmin=0, vmax=1, aspect="auto")
    panel.set_xticks(range(len(trace.chosen)), [_hop(trace, h) for h in range(len(trace.chosen))])
    panel.xaxis.tick_top()
    panel.set_yticks(range(len(rows)), [_memory(trace, row) for row in rows], fontsize=8)
    for place, row in enumerate(rows):
        for hop, chosen in enumerate(trace.chosen):
            _cell(panel, hop, place, float(trace.scores[hop, row]), framed=chosen == row)
    expected = "" if trace.expected in (None, trace.answer) else f"   (right: {trace.expected})"
    panel.set_title(_plain(trace.question), pad=24)
    panel.set_xlabel(_plain(f"answer: {trace.answer}{expected}"))
    _save(figure, path)


def _rows(trace: Trace) -> list[int]:
    """Memories to show, in order of writing."""
    kept = {*trace.supports, *(c for c in trace.chosen if c is not None)}
    best = trace.scores.max(0, initial=-np.inf)
    likely = np.argsort(-best, kind="stable").tolist()
    others = [row for row in likely if row not in kept]
    return sorted([*kept, *others[: max(_SHOWN - len(kept), 0)]])


def _hop(trace: Trace, hop: int) -> str:
    return f"hop {hop + 1}" + ("\n(enough)" if trace.chosen[hop] is None else "")


def _memory(trace: Trace, row: int) -> str:
    mark = " *" if row in trace.supports else ""
    return _plain(f"{row + 1}. " + textwrap.fill(trace.memories[row], _WIDTH)) + mark


def _plain(text: str) -> str:
    return text.replace("$", r"\$")  # between two of them, Matplotlib sets formulas


def _shades(shown: Float[np.ndarray, "rows hops"]) -> Float[np.ndarray, "rows hops"]:
    """1 for a memory as good as the choice, half for one that scores 1 less, and so on."""
    shades: Float[np.ndarray, "rows hops"] = 1 / (1 - np.minimum(shown, 0))
    return shades


def _cell(panel: Axes, hop: int, place: int, score: float, *, framed: bool) -> None:
    colour = "white" if framed else "black"
    text = f"{score:.2f}".replace("-0.00", "0.00")
    panel.text(hop, place, text, ha="center", va="center", color=colour, fontsize=8)
    if framed:
        corner = (hop - 0.5, place - 0.5)
        panel.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor="black", linewidth=2))


def attention(trace: Attention, path: Path) -> None:
    """The story once for each word said; the darker a word, the more of the attention it got."""
    tall, wide = len(trace.lines), max(map(len, trace.lines), default=1)
    figure, panels = _figure(0.85 * wide * len(trace.said), 1.4 + 0.3 * tall, len(trace.said))
    for panel, word, weights in zip(panels, trace.said, trace.weights, strict=True):
        shades = np.zeros((max(tall, 1), wide))
        shades[_where(trace.lines)] = weights
        panel.imshow(shades, cmap="Blues", vmin=0, vmax=1, aspect="auto")
        for row, column, text in _places(trace.lines):
            colour = "white" if shades[row, column] > 0.6 else "black"
            panel.text(
                column, row, _plain(text), ha="center", va="center", color=colour, fontsize=8
            )
        panel.set(xticks=[], yticks=[])
        panel.set_title(_plain(word) if len(trace.said) > 1 else "", fontsize=9)
    right = "" if trace.said == trace.expected else f"   (right: {', '.join(trace.expected)})"
    figure.suptitle(_plain(f"{trace.question}?   {', '.join(trace.said)}{right}"), fontsize=10)
    _save(figure, path)


def _places(lines: Sequence[Sequence[str]]) -> list[tuple[int, int, str]]:
    return [(row, at, word) for row, line in enumerate(lines) for at, word in enumerate(line)]


def _where(lines: Sequence[Sequence[str]]) -> tuple[list[int], list[int]]:
    """Rows and columns of the words, in the order in which they are read."""
    return [row for row, _, _ in _places(lines)], [at for _, at, _ in _places(lines)]


def _figure(width: float, height: float, panels: int) -> tuple[Figure, Sequence[Axes]]:
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, [figure.add_subplot(1, panels, index + 1) for index in range(panels)]


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120, format="png")
