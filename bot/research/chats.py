"""`engram train chat`, `engram evaluate locomo`: real, long conversations."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.research.common import FILE, FOLDER, OUT, RESPONDERS, commit, one_thread, write

if TYPE_CHECKING:
    from memory.network import MemoryNetwork
    from memory.training.scoring import Kept

_CARD = {
    "data": "FriendsQA (Apache-2.0), SQuADShifts (CC BY 4.0), in rooms of our own making",
    "encoder": "all-MiniLM-L6-v2",
    "licence": "MIT",
}
_T = TypeVar("_T")


@click.command("chat")
@click.argument("data", type=FOLDER)
@click.option("--out", type=OUT, required=True, help="Folder for the checkpoint.")
@click.option("--seed", default=1, show_default=True)
@click.option("--epochs", default=8, show_default=True, type=click.IntRange(1))
@click.option(
    "--posts",
    default=60,
    show_default=True,
    type=click.IntRange(1),
    help="Of each kind that rooms are made of.",
)
@click.option("--dialogues", default=66, show_default=True, type=click.IntRange(1))
def train_chat(data: Path, out: Path, **options: int) -> None:
    """Train s_O for messages, from the folders friendsqa and squadshifts in DATA."""
    from memory.training import scoring

    one_thread()
    settings = scoring.Settings(**options)
    made = scoring.make(data, settings)
    encode = kept(out)
    scorer, state = scoring.train(made, encode, settings, out / "run", report)
    metrics = {"held-out recall@5": state.best, "epoch": state.best_epoch}
    scorer.save(out, {**asdict(settings), **_CARD, "commit": commit()}, metrics)
    click.echo(f"recall@5 of held-out rooms: {100 * state.best:.1f} % -> {out}")


def kept(out: Path) -> "Kept":
    """The encoder, with its vectors beside the run."""
    from memory.encoder import EncoderSettings, load_encoder
    from memory.training.scoring import Kept

    return Kept(lambda: load_encoder(EncoderSettings()), out / "run" / "vectors.safetensors")


def report(epoch: int, row: Mapping[str, float]) -> None:
    """Say how far a training is."""
    click.echo(f"{epoch}: " + ", ".join(f"{name} {value:.4f}" for name, value in row.items()))


def heard(
    ctx: click.Context,
    responders: Sequence[str],
    judge: Callable[["MemoryNetwork"], Awaitable[_T]],
) -> _T:
    """What comes of asking the bot's network, with these responders and without a memory."""
    from bot.config import config_path, load_settings
    from memory.encoder import load_encoder
    from memory.training.hearing import listening
    from memory.worker import Worker

    settings = load_settings(config_path(ctx.obj))

    async def run() -> _T:
        worker = Worker(lambda: load_encoder(settings.encoder))
        try:
            async with listening(worker, settings.network, responders) as network:
                return await judge(network)
        finally:
            await worker.close()

    return asyncio.run(run())


@click.command("locomo")
@click.argument("file", type=FILE)
@click.option("--responder", type=click.Choice(RESPONDERS), default="memnn", show_default=True)
@click.option("--seed", default=0, show_default=True, help="Kept with the figures.")
@click.option("--json", "path", type=OUT, help="Write the figures to this file too.")
@click.pass_context
def evaluate_locomo(
    ctx: click.Context, file: Path, responder: str, seed: int, path: Path | None
) -> None:
    """Ask the questions of FILE, in LoCoMo's layout, after its chats."""
    from bot.config import config_path, load_settings
    from memory.encoder import load_encoder
    from memory.training import dialogues, locomo
    from memory.worker import Worker

    settings = load_settings(config_path(ctx.obj))
    chats = dialogues.read(file)

    async def measure() -> dict[str, Any]:
        worker = Worker(lambda: load_encoder(settings.encoder))
        try:
            return await locomo.evaluate(chats, worker, settings.network, responder=responder)
        finally:
            await worker.close()

    found = {"responder": responder, **asyncio.run(measure()), "commit": commit(), "seed": seed}
    _show(found)
    write(path, found)


def _show(found: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    rows = {found["responder"]: found, **found["baselines"]}
    rows |= {f"category {name}": part for name, part in found["by_category"].items()}
    columns = list(found["baselines"]["recency"])
    short = (column.replace("recall", "R").replace("_match", "") for column in columns)
    table = Table("", *short, title=f"{found['questions']} questions, in per cent")
    for name, row in rows.items():
        table.add_row(name, *(str(row[column]) for column in columns))
    console = Console()
    console.print(table)
    console.print(f"abstention {found['abstention']}, {found['ms_per_question']} ms a question")
    if missing := found["unmatched_evidence"]:
        console.print(f"evidence that no message has, skipped: {', '.join(missing)}", markup=False)
