"""`engram train verifier`: whether a memory that O found answers the question."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click

from bot.research.chats import report
from bot.research.common import FILE, FOLDER, OUT, commit, one_thread

_CARD = {
    "data": "conversations of our own, and those that the reader was trained on",
    "encoder": "all-MiniLM-L6-v2",
    "licence": "MIT",
}


@click.command("verifier")
@click.argument("rooms", type=FILE, nargs=-1, required=True)
@click.option(
    "--sure", "held_out", multiple=True, type=FILE, required=True,
    help="Other conversations, to be sure by; again for several files.",
)  # fmt: skip
@click.option("--out", type=OUT, required=True, help="Folder for the checkpoint.")
@click.option("--with", "other", type=FOLDER, help="Take the mean with this one's weights.")
@click.option("--reader", "base", type=FOLDER, help="Another reader than the one that ships.")
@click.option("--seed", default=1, show_default=True)
@click.option("--epochs", default=2, show_default=True, type=click.IntRange(1))
def train_verifier(
    rooms: tuple[Path, ...],
    held_out: tuple[Path, ...],
    out: Path,
    other: Path | None,
    base: Path | None,
    seed: int,
    epochs: int,
) -> None:
    """Train what tells whether memories answer, alone or together, from files of written ROOMS."""
    from memory.encoder import EncoderSettings, load_encoder
    from memory.hops import Hops
    from memory.spans import SHIPPED, Reader
    from memory.training import verifying
    from memory.training.loop import Plan
    from memory.training.trials import trials
    from memory.verifier import Verifier

    one_thread()
    encode = load_encoder(EncoderSettings()).encode
    settings = verifying.Settings(seed=seed, epochs=epochs)
    hops = Hops.load()
    learned = trials(rooms, encode, settings.beside, hops)
    kept = trials(held_out, encode, settings.beside, hops)
    click.echo(f"{len(learned)} readings of questions, and {len(kept)} others -> {out}")
    reader = Reader.load(base or SHIPPED)
    verifier = Verifier(reader)
    plan = Plan(epochs, seed, folder=out / "run", report=report)
    state = verifying.train(verifier, learned, settings, plan)
    if other:
        verifier.mean_with(Verifier.load(reader, other))
    verifying.calibrate(verifier, kept)
    metrics: Mapping[str, object] = {
        "loss": state.log[-1]["loss"], "held out": verifying.declined(verifier, kept),
    }  # fmt: skip
    verifier.save(out, {**asdict(settings), **_CARD, "commit": commit()}, metrics)
    click.echo(f"{metrics} -> {out}")
