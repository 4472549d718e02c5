"""`engram train second-hop`: which memory goes on from those found, and when they are enough."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click

from bot.research.common import FOLDER, OUT, commit, one_thread

_CARD = {
    "data": "sentences of our own (memory/training/journeys.py), SQuADShifts (Reddit, Amazon,"
    " Wikipedia; CC BY 4.0), QAMR dev (MIT)",
    "encoder": "all-MiniLM-L6-v2",
    "licence": "MIT",
}


@click.command("second-hop")
@click.argument("data", type=FOLDER)
@click.option("--out", type=OUT, required=True, help="Folder for the checkpoint.")
@click.option("--seed", default=1, show_default=True)
@click.option("--rooms", default=120, show_default=True, type=click.IntRange(1))
@click.option("--epochs", default=8, show_default=True, type=click.IntRange(1))
def train_second_hop(data: Path, out: Path, **options: int) -> None:
    """Train O's later hops and its stop, from rooms made of templates and of DATA.

    DATA is the folder with squadshifts and qamr in it.
    """
    from memory.encoder import EncoderSettings, load_encoder
    from memory.training import hops
    from memory.training.scoring import Kept

    one_thread()
    settings = hops.Settings(**options)
    encode = Kept(lambda: load_encoder(EncoderSettings()), out / "run" / "vectors.safetensors")
    made = hops.make(data, settings)
    learned, state, metrics = hops.train(made, encode, settings, out / "run", _report)
    metrics = {"best epoch": state.best_epoch, **metrics}
    learned.save(out, {**asdict(settings), **_CARD, "commit": commit()}, metrics)
    click.echo(f"{len(made)} rooms, {state.run['choices']} hops -> {out}")


def _report(epoch: int, row: Mapping[str, float]) -> None:
    click.echo(f"{epoch}: " + ", ".join(f"{name} {value:.4f}" for name, value in row.items()))
