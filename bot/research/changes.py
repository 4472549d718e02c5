"""`engram train write-time`, `engram evaluate contradictions`: which memory holds now."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.research.common import FILE, OUT, commit, one_thread, write

if TYPE_CHECKING:
    from memory.training.conversations import Tally

_CARD = {
    "data": "sentences of our own: memory/training/changes.py, and the files of rooms",
    "encoder": "all-MiniLM-L6-v2",
    "licence": "MIT",
}


@click.command("write-time")
@click.argument("rooms", type=FILE, nargs=-1, required=True)
@click.option("--out", type=OUT, required=True, help="Folder for the checkpoint.")
@click.option("--seed", default=1, show_default=True)
@click.option("--made", default=4800, show_default=True, type=click.IntRange(1), help="Pairs.")
@click.option("--epochs", default=25, show_default=True, type=click.IntRange(1))
@click.option(
    "--networks", default=9, show_default=True, type=click.IntRange(1),
    help="Of which it is the mean, with the seeds from --seed on.",
)  # fmt: skip
def train_write_time(rooms: tuple[Path, ...], out: Path, **options: int) -> None:
    """Train which of two memories holds now, from made-up pairs and the written ROOMS."""
    from memory.encoder import EncoderSettings, load_encoder
    from memory.training import preference
    from memory.training.scoring import Kept

    one_thread()
    settings = preference.Settings(**options)
    encode = Kept(lambda: load_encoder(EncoderSettings()), out / "run" / "vectors.safetensors")
    said = preference.written(rooms, encode, settings)
    made = preference.made_up(settings.made, settings.sample, encode)
    learned, state = preference.train(made, said, settings, out / "run", _report)
    metrics = {"loss": state.log[-1]["loss"], "written pairs": len(said)}
    learned.save(out, {**asdict(settings), **_CARD, "commit": commit()}, metrics)
    click.echo(f"{len(said)} written and {len(made)} made-up pairs -> {out}")


def _report(epoch: int, row: Mapping[str, float]) -> None:
    click.echo(f"{epoch}: " + ", ".join(f"{name} {value:.4f}" for name, value in row.items()))


@click.command("contradictions")
@click.argument("file", type=FILE)
@click.option("--heard", is_flag=True, help="Messages that were heard, rather than taught facts.")
@click.option("--model", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "path", type=OUT, help="Write the figures to this file too.")
@click.option("--mistakes", is_flag=True, help="Print the questions that went wrong.")
@click.pass_context
def evaluate_contradictions(
    ctx: click.Context,
    file: Path,
    heard: bool,  # noqa: FBT001 - click passes options by name
    model: Path | None,
    path: Path | None,
    mistakes: bool,  # noqa: FBT001 - as above
) -> None:
    """Tell facts that change, and facts that only look so; count what questions get."""
    from bot.config import config_path, load_settings
    from memory.encoder import load_encoder
    from memory.preference import Preference
    from memory.training import contradictions
    from memory.worker import Worker

    settings = load_settings(config_path(ctx.obj))
    learned = Preference.load(model) if model else Preference.load()

    async def measure() -> "dict[str, Tally]":
        worker = Worker(lambda: load_encoder(settings.encoder))
        try:
            return {
                name: await contradictions.evaluate_contradictions(
                    file, worker, settings.network, heard=heard, preference=preference
                )
                for name, preference in (("rule", contradictions.Rule()), ("learned", learned))
            }
        finally:
            await worker.close()

    found = asyncio.run(measure())
    figures = {name: tally.summary() for name, tally in found.items()}
    _show(file, figures)
    if mistakes:
        click.echo("\n".join(found["learned"].mistakes))
    write(path, {"file": file.name, "heard": heard, **figures, "commit": commit()})


def _show(file: Path, figures: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", *figures, "of", title=str(file))
    for name, share in figures["learned"].items():
        if isinstance(share, dict):
            right = [str(figures[which][name]["right"]) for which in figures]
            table.add_row(name, *right, str(share["of"]))
    Console().print(table)
