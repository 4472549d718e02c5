"""`engram train responder`, `engram evaluate responders`: those that read word by word."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.research.chats import report
from bot.research.common import FOLDER, NEW_FILE, OUT, commit, one_thread, write

if TYPE_CHECKING:
    from memory.wordwise import Kind

_CARD = {
    "data": "QAMR (MIT), SQuADShifts (CC BY 4.0), FriendsQA (Apache-2.0) as rooms; made-up facts",
    "words": "begun from the embeddings of all-MiniLM-L6-v2 (Apache-2.0)",
    "licence": "MIT",
}
_KINDS: tuple["Kind", ...] = ("pointer", "lstm", "ntm")


@click.command("responder")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("data", type=FOLDER)
@click.option("--out", type=OUT, required=True, help="Folder for the checkpoint.")
@click.option("--seed", default=1, show_default=True)
@click.option("--steps", default=450, show_default=True, type=click.IntRange(1))
@click.option("--chunk", default=150, show_default=True, type=click.IntRange(1))
@click.option("--posts", default=250, show_default=True, type=click.IntRange(1))
@click.option("--asked", default=8, show_default=True, type=click.IntRange(1))
@click.option("--told", default=6000, show_default=True, type=click.IntRange(1))
def train_responder(kind: "Kind", data: Path, out: Path, **options: Any) -> None:  # noqa: ANN401 click passes them by name
    """Train KIND from the folders qamr, squadshifts and friendsqa in DATA, and made-up facts."""
    from memory.training import wordwise
    from memory.wordwise import Shape

    one_thread()
    settings = wordwise.Settings(kind=kind, **options)
    learn, develop = (wordwise.make(data, settings, part) for part in ("learn", "develop"))
    click.echo(f"{len(learn)} stories to learn from, {len(develop)} to develop by")
    made, state = wordwise.train(learn, develop, settings, Shape(), out / "run", report)
    stories = wordwise.make(data, settings, "report")
    found = wordwise.by_source(partial(wordwise.said, made), stories)
    metrics = {"development f1": state.best, "epoch": state.best_epoch, "held out": found}
    card = {**asdict(settings), **_CARD, "commit": commit()}
    del card["kind"]  # the checkpoint names its own
    made.save(out, card, metrics)
    _show({str(kind): found})


@click.command("responders")
@click.argument("data", type=FOLDER)
@click.option("--responder", "kinds", multiple=True, type=click.Choice(_KINDS), help="Which.")
@click.option("--seed", default=1, show_default=True, help="Of the sample.")
@click.option("--posts", default=250, show_default=True, type=click.IntRange(1))
@click.option("--asked", default=8, show_default=True, type=click.IntRange(1))
@click.option("--told", default=6000, show_default=True, type=click.IntRange(1))
@click.option("--json", "path", type=NEW_FILE, help="Write the figures to this file too.")
def evaluate_responders(
    data: Path,
    kinds: tuple["Kind", ...],
    path: Path | None,
    **options: Any,  # noqa: ANN401 as above
) -> None:
    """Measure the shipped responders on what is held out of the question sets in DATA."""
    from memory.training import wordwise
    from memory.wordwise import SHIPPED, Wordwise

    one_thread()
    settings = wordwise.Settings(**options)
    stories = wordwise.make(data, settings, "report")
    found = {"most words in common": wordwise.by_source(wordwise.overlap, stories)}
    for kind in kinds or _KINDS:
        made = Wordwise.load(kind, SHIPPED / kind)
        found[kind] = wordwise.by_source(partial(wordwise.said, made), stories)
    _show(found)
    write(path, {"seed": settings.seed, "commit": commit(), "responders": found})


def _show(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("responder", "held out", "questions", "F1 %", "exact %", "memory %")
    for kind, sources in found.items():
        for source, row in sources.items():
            shares = (f"{100 * row[name]:.1f}" for name in ("f1", "exact", "memory"))
            table.add_row(kind, source, str(row["questions"]), *shares)
    Console().print(table)
