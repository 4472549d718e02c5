"""`engram evaluate curves`: how trainings went, on the same axes."""

from pathlib import Path

import click

from bot.research.common import FOLDER, OUT


@click.command("curves")
@click.argument("folders", type=FOLDER, nargs=-1, required=True)
@click.option("--out", type=OUT, default=Path("learning.png"), show_default=True)
def evaluate_curves(folders: tuple[Path, ...], out: Path) -> None:
    """Draw the logs of the training FOLDERS, one line each, as PNG."""
    from memory.training import pictures

    pictures.learning_curves({folder.name: folder / "log.csv" for folder in folders}, out)
    click.echo(f"{out}")
