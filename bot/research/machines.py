"""`engram train ntm | lstm` and `engram evaluate ntm | lstm`: the algorithms of the NTM paper."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import click

from bot.research.common import DEVICE, FOLDER, OUT, one_thread, place, write

if TYPE_CHECKING:
    from memory.training.machines import Machine, Score, Settings

TASKS = ("copy", "repeat-copy", "associative-recall", "n-grams", "priority-sort")
_Command = TypeVar("_Command", bound=Callable[..., None])


class _ShapeType(click.ParamType[str]):
    """Numbers with x between them."""

    name = "shape"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not all(part.isdigit() and int(part) for part in value.split("x")):
            self.fail(f"{value!r} is no size; say 20, or 10x5 where a task has two", param, ctx)
        return value


def _training(rate: float, clip: float, hidden: int, layers: int) -> Callable[[_Command], _Command]:
    """The options of every training here."""
    options = [
        click.option("--task", type=click.Choice(TASKS), default="copy", show_default=True),
        click.option("--seed", default=1, show_default=True),
        click.option("--out", type=OUT, required=True, help="Folder for weights and the CSV log."),
        click.option("--sequences", default=50_000, show_default=True, type=click.IntRange(1)),
        click.option("--batch", default=8, show_default=True, type=click.IntRange(1)),
        click.option("--every", default=1_000, show_default=True, type=click.IntRange(1),
                     help="Sequences between two measurements."),
        click.option("--held-out", default=20, show_default=True, type=click.IntRange(1),
                     help="Batches of 16 sequences that are measured."),
        click.option("--rate", default=rate, show_default=True, help="Learning rate of Adam."),
        click.option("--sooner", default=10.0, show_default=True,
                     help="Times the rate for the last layer."),
        click.option("--clip", default=clip, show_default=True,
                     help="The most that the gradient's norm may be."),
        click.option("--hidden", default=hidden, show_default=True, type=click.IntRange(1)),
        click.option("--layers", default=layers, show_default=True, type=click.IntRange(1)),
        click.option("--size", "sizes", type=_ShapeType(), multiple=True,
                     help="Of the episodes, such as 20 or 10x5; those of the paper by default."),
        DEVICE,
    ]  # fmt: skip

    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.command("ntm")
@_training(rate=3e-3, clip=0.1, hidden=100, layers=1)
@click.option(
    "--controller", type=click.Choice(["lstm", "feedforward"]), default="lstm", show_default=True
)
@click.option("--heads", default=1, show_default=True, help="That read, and as many that write.")
@click.option("--slots", default=128, show_default=True, type=click.IntRange(1))
@click.option("--width", default=20, show_default=True, type=click.IntRange(1))
@click.option("--compile", "compiled", is_flag=True, help="Compile a step; needs a C++ compiler.")
def train_ntm(
    out: Path, device: str, sizes: Sequence[str], *, compiled: bool, **options: object
) -> None:
    """Train a Neural Turing Machine on an algorithm."""
    _train("ntm", out, sizes, options, device, compiled=compiled)


@click.command("lstm")
@_training(rate=1e-3, clip=10.0, hidden=256, layers=3)
def train_lstm(out: Path, device: str, sizes: Sequence[str], **options: object) -> None:
    """Train the paper's stacked LSTM on the same algorithm."""
    _train("lstm", out, sizes, options, device)


def _train(
    kind: Literal["ntm", "lstm"],
    out: Path,
    sizes: Sequence[str],
    options: dict[str, object],
    device: str,
    *,
    compiled: bool = False,
) -> None:
    from memory.training import machines

    one_thread()
    shapes = tuple(map(_numbers, sizes))
    settings = machines.Settings(kind, sizes=shapes, **options)  # type: ignore[arg-type] # as the options say
    with click.progressbar(length=settings.sequences, label=f"{kind}, {settings.task}") as bar:
        score = machines.train(
            settings,
            out,
            lambda epoch, row: _show(bar, epoch * settings.every, row["validation"]),
            compiled=compiled,
            device=place(device),
        )
    click.echo(_line("fresh sequences", score))


def _show(bar: "click._termui_impl.ProgressBar[int]", done: int, validation: float) -> None:
    bar.label = f"{-validation:.4f} bits"
    bar.update(done - bar.pos)


def _shapes(texts: Sequence[str], settings: "Settings") -> list[tuple[int, ...]]:
    if texts:
        return [_numbers(text) for text in texts]
    task = settings.learned
    return [(), task.shapes[len(task.shapes) // 2 - 1], task.shapes[-1], *task.longer]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("x"))


def _evaluating(command: _Command) -> _Command:
    options = [
        click.argument("folder", type=FOLDER),
        click.option("--size", "sizes", type=_ShapeType(), multiple=True,
                     help="Lengths, items, or 10x5 for length and repeats; some by default."),
        click.option("--batches", default=20, show_default=True, type=click.IntRange(1),
                     help="Of 16 sequences, for each size."),
        click.option("--seed", default=0, show_default=True),
        click.option("--json", "path", type=OUT, help="Write the figures to this file too."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.command("ntm")
@_evaluating
@click.option("--picture", type=OUT, help="Draw the weightings over the last size, as PNG.")
def evaluate_ntm(folder: Path, *, picture: Path | None, **options: object) -> None:
    """Measure the Neural Turing Machine of FOLDER, on sizes beyond its training too."""
    machine, shape, settings = _evaluate("ntm", folder, **options)  # type: ignore[arg-type]
    if picture:
        _draw(machine, shape, settings, picture)


@click.command("lstm")
@_evaluating
def evaluate_lstm(folder: Path, **options: object) -> None:
    """Measure the LSTM of FOLDER on the algorithm that it learned."""
    _evaluate("lstm", folder, **options)  # type: ignore[arg-type] # as the options say


def _evaluate(
    kind: Literal["ntm", "lstm"],
    folder: Path,
    sizes: Sequence[str],
    batches: int,
    seed: int,
    path: Path | None,
) -> tuple["Machine", tuple[int, ...], "Settings"]:
    from memory.training import machines

    one_thread()
    machine, settings = machines.open_machine(folder, kind)
    task, shapes = settings.learned, _shapes(sizes, settings)
    if any(shape and len(shape) != len(task.shapes[0]) for shape in shapes):
        raise click.UsageError(f"{task.name} has sizes of {len(task.shapes[0])} number(s)")
    scores = []
    for shape in shapes:
        scores += machines.evaluate(machine, task, [shape], batches, seed)
        click.echo(_line(_size(shape), scores[-1]))
    write(path, [asdict(score) for score in scores])
    return machine, shapes[-1], settings


def _size(shape: tuple[int, ...]) -> str:
    return "size " + "x".join(map(str, shape)) if shape else "sizes of training"


def _line(where: str, score: "Score") -> str:
    best = f" (at best {score.optimum:.2f})" if score.optimum else ""
    return (
        f"{where}: {score.bits:.4f} bits{best} and {score.mistakes:.2f} wrong bits a sequence, "
        f"{score.perfect:.1f} % without a mistake ({score.sequences} sequences)"
    )


def _draw(machine: "Machine", shape: tuple[int, ...], settings: "Settings", picture: Path) -> None:
    from torch import Generator

    from memory.nn.ntm import NTM
    from memory.training import drawings

    if isinstance(machine, NTM):
        task = settings.learned
        episode = task.draw(shape or task.shapes[-1], 1, Generator().manual_seed(0))
        drawings.weightings(machine, episode, picture)
        click.echo(f"{picture}")


@click.command("bits")
@click.argument("folders", type=FOLDER, nargs=-1, required=True)
@click.option("--out", type=OUT, default=Path("bits.png"), show_default=True)
def evaluate_bits(folders: tuple[Path, ...], out: Path) -> None:
    """Draw bits a sequence over the training of FOLDERS, NTM and LSTM on the same axes."""
    from memory.training import drawings

    drawings.bits_curves({folder.name: folder / "log.csv" for folder in folders}, out)
    click.echo(f"{out}")


@click.command("ntm-speed")
@click.option("--batch", "batches", type=int, multiple=True, default=(8, 32), show_default=True)
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1))
@click.option("--compile", "compiled", is_flag=True, help="Also compiled; needs a C++ compiler.")
@click.option("--json", "path", type=OUT, help="Write the figures to this file too.")
def evaluate_speed(
    batches: tuple[int, ...], rounds: int, *, compiled: bool, path: Path | None
) -> None:
    """Time the learning of the NTM beside a straightforward implementation."""
    from memory.training import speed

    one_thread()
    speeds = speed.compare(batches, compiled=compiled, rounds=rounds)
    click.echo(speed.markdown(speeds))
    write(path, speed.rows(speeds))
