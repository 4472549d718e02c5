"""`engram train …` and `engram evaluate …`: the networks of the papers, and their tables."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from memory.training.tables import Cell

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_OUT = click.Path(path_type=Path)
_TASK = click.IntRange(1, 20)


@click.group()
def train() -> None:
    """Train a network; a run that was killed goes on where it was."""


@click.group()
def evaluate() -> None:
    """Measure a network, beside the published figures."""


@train.command("babi")
@click.argument("folder", type=_FOLDER)
@click.option("--task", type=_TASK, required=True, help="Which of the 20 tasks.")
@click.option("--seed", default=1, show_default=True)
@click.option("--out", type=_OUT, required=True, help="Folder for weights and the CSV log.")
def train_babi(folder: Path, task: int, seed: int, out: Path) -> None:
    """Train on one bAbI task of FOLDER."""
    from memory.training import tasks

    _one_thread()
    settings = replace(tasks.SETTINGS, seed=seed)
    with click.progressbar(length=settings.epochs, label=f"task {task}") as bar:
        tasks.train_task(folder, task, settings, out, lambda epoch, _: bar.update(epoch - bar.pos))


@evaluate.command("babi")
@click.argument("folder", type=_FOLDER)
@click.option("--responder", type=click.Choice(["memnn"]), default="memnn", show_default=True)
@click.option("--task", "chosen", type=_TASK, multiple=True, help="Only these; all by default.")
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), show_default=True)
@click.option("--json", "path", type=_OUT, help="Write the figures to this file too.")
def evaluate_babi(
    folder: Path,
    responder: str,  # noqa: ARG001 one choice so far, named for those to come
    chosen: tuple[int, ...],
    seeds: tuple[int, ...],
    path: Path | None,
) -> None:
    """Train on each bAbI task of FOLDER and print the errors beside published ones."""
    from memory.training import babi, tasks

    _one_thread()
    results = tasks.evaluate(
        folder,
        chosen or babi.TASKS,
        seeds,
        report=lambda r: click.echo(
            f"task {r.task}, seed {r.seed}: error {r.error:.1f} %, {r.seconds:.0f} s", err=True
        ),
    )
    click.echo(tasks.markdown(results))
    _write(path, [asdict(result) for result in results])


@evaluate.command("table")
@click.argument("number", type=click.IntRange(3, 5))
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), show_default=True)
@click.option("--json", "path", type=_OUT, help="Write the figures to this file too.")
def evaluate_table(number: int, seeds: tuple[int, ...], path: Path | None) -> None:
    """Make table NUMBER (3, 4 or 5) of Memory Networks over the simulated world."""
    from memory.training import tables

    _one_thread()
    make = {3: tables.table3, 4: tables.table4, 5: tables.table5}[number]
    cells = [cell for seed in seeds for cell in make(seed, _show_cell)]
    click.echo(tables.markdown(cells))
    _write(path, [asdict(cell) for cell in cells])


@evaluate.command("strangers")
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), show_default=True)
@click.option("--json", "path", type=_OUT, help="Write the figures to this file too.")
def evaluate_strangers(seeds: tuple[int, ...], path: Path | None) -> None:
    """Ask about actors, objects and places that training never showed."""
    from memory.training import strangers

    _one_thread()
    results = [result for seed in seeds for result in strangers.evaluate(seed)]
    for result in results:
        kind = "roles" if result.names_as_roles else "words"
        where = f"{result.cast} names, seed {result.seed}"
        click.echo(f"names as {kind}, {where}: {result.accuracy:.2f} %")
    _write(path, [asdict(result) for result in results])


def _show_cell(cell: "Cell") -> None:
    where = f"{cell.world}, {cell.questions} questions, seed {cell.seed}"
    click.echo(f"{cell.model}, {where}: {cell.accuracy:.2f} %, {cell.seconds:.0f} s", err=True)


def _write(path: Path | None, rows: list[dict[str, object]]) -> None:
    if path is not None:
        path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)  # the networks are small: a second thread costs more than it brings
