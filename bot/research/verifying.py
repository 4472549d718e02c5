"""`engram train verifier`: whether a memory that O found answers the question."""

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
_MADE = 1500  # made-up pairs beside the written ones


@click.command("verifier")
@click.argument("rooms", type=FILE, nargs=-1, required=True)
@click.option(
    "--sure", "held_out", multiple=True, type=FILE, required=True,
    help="Other conversations, to be sure by; again for several files.",
)  # fmt: skip
@click.option("--out", type=OUT, required=True, help="Folder for the checkpoint.")
@click.option(
    "--changes", "rooms_of_changes", multiple=True, type=FILE,
    help="Conversations in which facts change; again for several files.",
)  # fmt: skip
@click.option("--from", "begun", type=FOLDER, help="Go on from this one's weights.")
@click.option("--with", "other", type=FOLDER, help="Take the mean with this one's weights.")
@click.option("--reader", "base", type=FOLDER, help="Another reader than the one that ships.")
@click.option("--seed", default=1, show_default=True)
@click.option("--epochs", default=2, show_default=True, type=click.IntRange(1))
def train_verifier(
    rooms: tuple[Path, ...],
    held_out: tuple[Path, ...],
    rooms_of_changes: tuple[Path, ...],
    out: Path,
    begun: Path | None,
    other: Path | None,
    base: Path | None,
    **options: int,
) -> None:
    """Train what tells whether memories answer, alone or together, from files of written ROOMS."""
    from memory.encoder import EncoderSettings, load_encoder
    from memory.hops import Hops
    from memory.preference import Preference
    from memory.spans import SHIPPED, Reader
    from memory.training import replacing, verifying
    from memory.training.loop import Plan
    from memory.training.trials import trials
    from memory.verifier import Verifier

    one_thread()
    encode = load_encoder(EncoderSettings()).encode
    settings = verifying.Settings(**options)
    hops = Hops.load()
    learned = trials(rooms, encode, settings.beside, hops)
    kept = trials(held_out, encode, settings.beside, hops)
    two = replacing.written(rooms_of_changes, encode)
    two += replacing.made_up(_MADE if two else 0, settings.seed)
    click.echo(
        f"{len(learned)} readings of questions, {len(two)} pairs, and {len(kept)} others -> {out}"
    )
    reader = Reader.load(base or SHIPPED)
    verifier = Verifier.load(reader, begun) if begun else Verifier(reader)
    plan = Plan(settings.epochs, settings.seed, folder=out / "run", report=report)
    state = verifying.train(verifier, learned, two, settings, plan)
    if other:
        verifier.mean_with(Verifier.load(reader, other))
    verifying.calibrate(verifier, kept)
    metrics: dict[str, object] = {
        "loss": state.log[-1]["loss"], "held out": verifying.declined(verifier, kept),
    }  # fmt: skip
    if pairs := replacing.compared(held_out, encode, Preference.load()):
        metrics["newer"] = verifying.calibrate_newer(verifier, pairs)
    verifier.save(out, {**asdict(settings), **_CARD, "commit": commit()}, metrics)
    click.echo(f"{metrics} -> {out}")
