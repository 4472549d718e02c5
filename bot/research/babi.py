"""`engram train babi` and `engram evaluate babi`: the 20 tasks, one network a task."""

from dataclasses import asdict, replace
from pathlib import Path

import click

from bot.research.common import FOLDER, OUT, one_thread, write

_TASK = click.IntRange(1, 20)


@click.command("babi")
@click.argument("folder", type=FOLDER)
@click.option("--task", type=_TASK, required=True, help="Which of the 20 tasks.")
@click.option("--seed", default=1, show_default=True)
@click.option("--out", type=OUT, required=True, help="Folder for weights and the CSV log.")
def train_babi(folder: Path, task: int, seed: int, out: Path) -> None:
    """Train on one bAbI task of FOLDER."""
    from memory.training import tasks

    one_thread()
    settings = replace(tasks.SETTINGS, seed=seed)
    with click.progressbar(length=settings.epochs, label=f"task {task}") as bar:
        tasks.train_task(folder, task, settings, out, lambda epoch, _: bar.update(epoch - bar.pos))


@click.command("babi")
@click.argument("folder", type=FOLDER)
@click.option("--responder", type=click.Choice(["memnn"]), default="memnn", show_default=True)
@click.option("--task", "chosen", type=_TASK, multiple=True, help="Only these; all by default.")
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), show_default=True)
@click.option("--json", "path", type=OUT, help="Write the figures to this file too.")
def evaluate_babi(
    folder: Path,
    responder: str,  # noqa: ARG001 one choice so far, named for those to come
    chosen: tuple[int, ...],
    seeds: tuple[int, ...],
    path: Path | None,
) -> None:
    """Train on each bAbI task of FOLDER and print the errors beside published ones."""
    from memory.training import babi, tasks

    one_thread()
    results = tasks.evaluate(
        folder,
        chosen or babi.TASKS,
        seeds,
        report=lambda r: click.echo(
            f"task {r.task}, seed {r.seed}: error {r.error:.1f} %, {r.seconds:.0f} s", err=True
        ),
    )
    click.echo(tasks.markdown(results))
    write(path, [asdict(result) for result in results])
