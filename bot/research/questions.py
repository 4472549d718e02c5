"""`engram evaluate squad|friendsqa`: where answers stand in passages and dialogues."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.research.chats import heard
from bot.research.common import FILE, FOLDER, OUT, RESPONDERS, one_thread, tell

if TYPE_CHECKING:
    from memory.training.passages import Passage

_STEPS = click.IntRange(1)
_CHECKPOINT = click.option(
    "--checkpoint", type=FOLDER, help="Another reader than the one that ships."
)
_JSON = click.option("--json", "path", type=OUT, help="Write the figures to this file too.")

_HELD_OUT = click.option(
    "--held-out", is_flag=True, help="Only the passages that training leaves out."
)


@click.command("squad")
@click.argument("file", type=FILE)
@_CHECKPOINT
@_HELD_OUT
@_JSON
def evaluate_squad(
    file: Path, checkpoint: Path | None, path: Path | None, *, held_out: bool
) -> None:
    """Point at the answers of FILE, in SQuAD's layout; questions may have none.

    Or of QAMR, where FILE is one of its question files beside wiki-sentences.tsv.
    """
    from memory.training import passages

    tables = file.suffix == ".tsv"
    found = passages.read_qamr(file.parent, file.stem) if tables else passages.read_squad(file)
    _judge(_chosen(found, held_out=held_out), checkpoint, path)


@click.command("friendsqa")
@click.argument("file", type=FILE)
@_CHECKPOINT
@click.option(
    "--folds", "base", type=FOLDER, metavar="BASE",
    help="Five times: go on training the reader in BASE, which has not seen FILE, on four fifths "
    "of the episodes, and measure on the others.",
)  # fmt: skip
@click.option(
    "--steps", default=200, show_default=True, type=_STEPS, help="Of 24 examples, of each fold."
)
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--responder", "names", multiple=True, type=click.Choice(RESPONDERS),
    help="Let the bot hear each dialogue, and ask this responder.",
)  # fmt: skip
@_HELD_OUT
@_JSON
@click.pass_context
def evaluate_friendsqa(  # noqa: PLR0913 a command has as many options as it needs
    ctx: click.Context, /, *, file: Path, checkpoint: Path | None, base: Path | None, steps: int,
    seed: int, names: tuple[str, ...], path: Path | None, held_out: bool,
) -> None:  # fmt: skip
    """Find who said what answers the questions of FILE, in FriendsQA's layout."""
    from memory.training import extraction, passages, spans

    dialogues = _chosen(passages.read_friendsqa(file), held_out=held_out)
    if names:
        one_thread()
        with click.progressbar(length=len(dialogues), label="dialogues") as bar:
            moves = partial(bar.update, 1)
            answers = heard(ctx, names, lambda bot: extraction.heard(bot, names, dialogues, moves))
        rows = {name: extraction.summary(judged) for name, judged in answers.items()}
        tell({"dialogues": len(dialogues), "responders": rows}, path)
        return
    if base is None:
        _judge(dialogues, checkpoint, path)
        return
    one_thread()
    settings = spans.Settings(seed=seed, rate=1e-4, steps=steps, chunk=steps)
    parts = []
    for others, own in extraction.folds(dialogues):
        parts.append(extraction.judge(extraction.tuned(base, others, settings), own))
        click.echo(f"fold {len(parts)}: {extraction.summary(parts[-1])}")
    found = extraction.summary([one for part in parts for one in part])
    tell({**found, "folds": [extraction.summary(part) for part in parts], "seed": seed}, path)


def _judge(found: "Sequence[Passage]", checkpoint: Path | None, path: Path | None) -> None:
    from memory.spans import SHIPPED, Reader
    from memory.training import extraction

    one_thread()
    reader = Reader.load(checkpoint or SHIPPED).for_reading()
    with click.progressbar(length=len(found), label="passages") as bar:
        judged = extraction.judge(reader, found, lambda: bar.update(1))
    tell(extraction.summary(judged), path)


def _chosen(found: "list[Passage]", *, held_out: bool) -> "list[Passage]":
    from memory.training import windows

    return [one for one in found if not held_out or windows.held_out(one.id)]
