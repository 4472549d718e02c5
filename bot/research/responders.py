"""`engram train responder`, `engram evaluate responders`: those that read word by word."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.research.chats import heard, report
from bot.research.common import FOLDER, NEW_FILE, OUT, RESPONDERS, commit, one_thread, write

if TYPE_CHECKING:
    from memory.wordwise import Kind

_CARD = {
    "data": "QAMR (MIT), SQuADShifts (CC BY 4.0), FriendsQA (Apache-2.0) as rooms; made-up facts",
    "words": "begun from the embeddings of all-MiniLM-L6-v2 (Apache-2.0)",
    "licence": "MIT",
}
_BASELINE = "most words in common"
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
    from memory.training import responding, wordwise
    from memory.training.stories import Settings, make
    from memory.wordwise import Shape

    one_thread()
    settings = Settings(kind=kind, **options)
    learn, develop = (make(data, settings, part) for part in ("learn", "develop"))
    click.echo(f"{len(learn)} stories to learn from, {len(develop)} to develop by")
    made, state = wordwise.train(learn, develop, settings, Shape(), out / "run", report)
    stories = make(data, settings, "report")
    found = responding.by_source(responding.answers(made, stories), stories)
    metrics = {"development f1": state.best, "epoch": state.best_epoch, "held out": found}
    card = {**asdict(settings), **_CARD, "commit": commit()}
    del card["kind"]  # the checkpoint names its own
    made.save(out, card, metrics)
    _show({str(kind): found})


@click.command("responders")
@click.argument("data", type=FOLDER)
@click.option("--responder", "names", multiple=True, type=click.Choice(RESPONDERS), help="Which.")
@click.option("--seed", default=1, show_default=True, help="Of the sample.")
@click.option("--posts", default=250, show_default=True, type=click.IntRange(1))
@click.option("--asked", default=8, show_default=True, type=click.IntRange(1))
@click.option("--told", default=6000, show_default=True, type=click.IntRange(1))
@click.option("--json", "path", type=NEW_FILE, help="Write the figures to this file too.")
@click.pass_context
def evaluate_responders(
    ctx: click.Context,
    /,
    data: Path,
    names: tuple[str, ...],
    path: Path | None,
    **options: Any,  # noqa: ANN401 as above
) -> None:
    """Ask the responders about what is held out of the question sets in DATA, as the bot would."""
    from memory.training import responding
    from memory.training.stories import TOLD, Settings, make

    one_thread()
    settings, chosen = Settings(**options), names or RESPONDERS
    stories = make(data, settings, "report")
    found = {_BASELINE: [responding.overlap(story) for story in stories]}
    with click.progressbar(length=len(stories), label="stories") as bar:
        moves = partial(bar.update, 1)
        found |= heard(ctx, chosen, lambda bot: responding.asked(bot, chosen, stories, moves))
    sources = {name: responding.by_source(rows, stories) for name, rows in found.items()}
    _show(sources)
    facts = [number for number, story in enumerate(stories) if story.source == TOLD]
    made = [stories[number] for number in facts]
    told = {name: [rows[number] for number in facts] for name, rows in found.items()}
    figures = {
        "seed": settings.seed,
        "commit": commit(),
        "responders": sources,
        "facts by memories": {n: responding.by_length(rows, made) for n, rows in told.items()},
        "facts by distance": {n: responding.by_distance(rows, made) for n, rows in told.items()},
    }
    write(path, figures)


def _show(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("responder", "held out", "questions", "F1 %", "exact %", "memory %")
    for kind, sources in found.items():
        for source, row in sources.items():
            shares = (f"{100 * row[name]:.1f}" for name in ("f1", "exact", "memory"))
            table.add_row(kind, source, str(row["questions"]), *shares)
    Console().print(table)
