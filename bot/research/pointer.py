"""`engram train pointer` and `engram evaluate pointer`: hulls, triangulations and tours."""

from pathlib import Path

import click

from bot.research.common import DEVICE, FOLDER, OUT, one_thread, place, write

_POINTS = click.IntRange(3)
_COUNT = click.IntRange(1)


@click.command("pointer")
@click.option(
    "--task", type=click.Choice(["hull", "delaunay", "tsp"]), default="hull", show_default=True
)
@click.option("--points", type=_POINTS, default=5, show_default=True)
@click.option("--upto", type=_POINTS, help="Sizes from --points to this, drawn alike.")
@click.option(
    "--answers",
    type=click.Choice(["pointer", "attention", "lstm"]),
    default="pointer",
    show_default=True,
    help="The network, or one of its baselines.",
)
@click.option("--hidden", default=256, show_default=True, type=_COUNT)
@click.option("--rate", default=1e-3, show_default=True, help="Learning rate of Adam.")
@click.option("--batch", default=128, show_default=True, type=_COUNT)
@click.option("--pairs", default=1_000_000, show_default=True, type=_COUNT)
@click.option(
    "--every",
    default=20_480,
    show_default=True,
    type=_COUNT,
    help="Pairs between two measurements.",
)
@click.option(
    "--held-out", default=1_000, show_default=True, type=_COUNT, help="Problems measured."
)
@click.option("--seed", default=1, show_default=True)
@DEVICE
@click.option("--out", type=OUT, required=True, help="Folder for weights and the CSV log.")
def train_pointer(out: Path, device: str, *, upto: int | None, **options: object) -> None:
    """Train a Pointer Network on a problem of geometry."""
    from memory.training import pointers

    one_thread()
    settings = pointers.Settings(upto=upto or 0, **options)  # type: ignore[arg-type] # as the options say
    with click.progressbar(length=settings.pairs, label=settings.task) as bar:
        figures = pointers.train(
            settings,
            out,
            lambda epoch, _: bar.update(epoch * settings.every - bar.pos),
            place(device),
        )
    click.echo(_line(settings.points, figures))


@click.command("pointer")
@click.argument("folder", type=FOLDER)
@click.option(
    "--points",
    "sizes",
    type=_POINTS,
    multiple=True,
    help="How many points; those of training by default.",
)
@click.option("--count", default=1_000, show_default=True, type=_COUNT, help="Problems a size.")
@click.option("--beam", default=3, show_default=True, type=_COUNT, help="Width of the search.")
@click.option("--json", "path", type=OUT, help="Write the figures to this file too.")
@click.option("--picture", type=OUT, help="Draw six problems of the last size, as PNG.")
def evaluate_pointer(
    folder: Path,
    sizes: tuple[int, ...],
    count: int,
    beam: int,
    path: Path | None,
    picture: Path | None,
) -> None:
    """Measure the Pointer Network of FOLDER on fresh problems."""
    from memory.training import drawings, pointers

    one_thread()
    net, settings = pointers.open_pointer(folder)
    rows: list[dict[str, object]] = []
    for points in sizes or (settings.points,):
        figures = pointers.evaluate(net, settings, points, count, beam)
        click.echo(_line(points, figures))
        rows.append({"points": points, "problems": count, "beam": beam, **figures})
    write(path, rows)
    if picture:
        drawn = pointers.examples(net, settings, (sizes or (settings.points,))[-1], 6)
        drawings.shapes(drawn, settings.task, picture)
        click.echo(f"{picture}")


def _line(points: int, figures: dict[str, float]) -> str:
    return f"{points} points: " + ", ".join(f"{name} {v:.2f}" for name, v in figures.items())
