"""Pictures as PNG: what networks that learn algorithms do, and how they came to it."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import torch
from jaxtyping import Float
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from memory.nn.ntm import NTM
from memory.training.algorithms import Episode
from memory.training.geometry import Numbers, Points
from memory.training.pictures import read_log

_FLOOR = 1e-4  # bits; below, a logarithmic axis has nothing to show


def bits_curves(logs: Mapping[str, Path], path: Path) -> None:
    """Bits a held-out sequence over the sequences trained on, as figure 3 of the NTM paper."""
    figure = Figure(figsize=(8, 5), layout="constrained")
    panel = figure.add_subplot()
    for name, log in logs.items():
        run = read_log(log)
        cost = [max(-value, _FLOOR) for value in run["validation"]]
        panel.plot([n / 1000 for n in run["sequences"]], cost, label=name, linewidth=1)
    panel.axhline(0.01, color="grey", linestyle=":", linewidth=1)
    panel.set(yscale="log", xlabel="sequences, thousands", ylabel="bits a held-out sequence")
    panel.grid(alpha=0.3)
    panel.legend()
    _save(figure, path)


@torch.no_grad()
def weightings(machine: NTM, episode: Episode, path: Path) -> None:
    """Inputs, outputs, and where the first heads write and read, as figure 6 of the NTM paper."""
    steps = list(machine.steps(episode.inputs[:, :1]))
    reads = machine.cell.size.reads
    said = machine(episode.inputs[:, :1])[0][:, 0].sigmoid()
    where = torch.stack([state.weightings[0] for state in steps])  # (time, H, N)
    rows = {
        "inputs": episode.inputs[:, 0],
        "outputs": _masked(said, len(episode.targets)),
        "write weightings": _used(where[:, reads]),
        "read weightings": _used(where[:, 0]),
    }
    figure = Figure(figsize=(2 + 0.12 * len(steps), 9), layout="constrained")
    panels = figure.subplots(4, 1, sharex=True, height_ratios=[1, 1, 2.5, 2.5])
    for panel, (title, values) in zip(panels, rows.items(), strict=True):
        _image(panel, title, values)
    panels[-1].set_xlabel("time")
    _save(figure, path)


def _masked(said: Float[Tensor, "time channels"], answers: int) -> Float[Tensor, "time channels"]:
    """What is said before the answer counts for nothing."""
    return torch.cat([torch.zeros_like(said[:-answers]), said[-answers:]])


def _used(w: Float[Tensor, "time N"]) -> Float[Tensor, "time used"]:
    """The slots from the first used to the last, round the end of memory if that is shorter."""
    used = (w.amax(0) > 0.05).nonzero()[:, 0].tolist()
    if not used:
        return w
    slots = w.shape[1]
    gaps = [(b - a) % slots or slots for a, b in zip(used, [*used[1:], used[0]], strict=True)]
    start = used[(gaps.index(max(gaps)) + 1) % len(used)]  # after the widest gap
    return w.roll(-start, 1)[:, : slots - max(gaps) + 1]


def _image(panel: Axes, title: str, values: Float[Tensor, "time rows"]) -> None:
    panel.imshow(values.T.numpy(), cmap="gray", aspect="auto", interpolation="nearest", vmin=0)
    panel.set_title(title, fontsize=9)
    panel.set_yticks([])


def shapes(drawn: Sequence[tuple[Points, Numbers, Numbers]], kind: str, path: Path) -> None:
    """Points, what the network drew through them (lines), and what is right (dashes)."""
    figure = Figure(figsize=(3 * len(drawn), 3.2), layout="constrained")
    for index, (points, said, right) in enumerate(drawn):
        panel = figure.add_subplot(1, len(drawn), index + 1)
        panel.plot(*points.T, "k.", zorder=3)
        for numbers, style in ((right, "C7--"), (said, "C0-")):
            for a, b in _sides(numbers, kind):
                panel.plot(*points[[a - 1, b - 1]].T, style, linewidth=1.2)
        panel.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[], aspect="equal")
        panel.set_title("right" if _same(said, right, kind) else "wrong", fontsize=9)
    _save(figure, path)


def _sides(numbers: Numbers, kind: str) -> list[tuple[int, int]]:
    step = 3 if kind == "delaunay" else max(len(numbers), 1)
    rings = [numbers[at : at + step] for at in range(0, len(numbers), step)]
    return [side for ring in rings for side in pairwise([*ring, ring[0]])]


def _same(said: Numbers, right: Numbers, kind: str) -> bool:
    sides = [{frozenset(side) for side in _sides(numbers, kind)} for numbers in (said, right)]
    return sides[0] == sides[1]


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120, format="png")
