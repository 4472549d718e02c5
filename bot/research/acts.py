"""`engram train acts`: whether a text tells, asks or chats."""

from pathlib import Path

import click

from bot.research.common import FILE, OUT, commit, one_thread

_CARD = {"data": "conversations of our own", "licence": "MIT"}


@click.command("acts")
@click.argument("rooms", type=FILE, nargs=-1, required=True)
@click.option(
    "--held-out", multiple=True, type=FILE, required=True,
    help="Other conversations, to see how it does; again for several files.",
)  # fmt: skip
@click.option("--out", type=OUT, required=True, help="Folder for the checkpoint.")
@click.option(
    "--strength", default=0.03, show_default=True, type=click.FloatRange(0, min_open=True),
    help="The inverse of what weights cost.",
)  # fmt: skip
def train_acts(
    rooms: tuple[Path, ...], held_out: tuple[Path, ...], out: Path, strength: float
) -> None:
    """Train what tells facts, questions and chat apart, from files of written ROOMS."""
    from memory.encoder import EncoderSettings, load_encoder
    from memory.training import acts

    one_thread()
    encoder = load_encoder(EncoderSettings())
    some, others = (acts.said(paths, encoder.encode) for paths in (rooms, held_out))
    learned = acts.train(some, strength, encoder.id)
    metrics = {"texts": len(some.texts), "held out": acts.judged(learned, others)}
    learned.save(out, {**_CARD, "strength": strength, "commit": commit()}, metrics)
    click.echo(f"{metrics} -> {out}")
