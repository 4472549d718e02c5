"""`engram evaluate squad|friendsqa`: where answers stand in passages and dialogues."""

from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.research.chats import heard
from bot.research.common import FILE, FOLDER, OUT, RESPONDERS, one_thread, tell

if TYPE_CHECKING:
    from memory.training.extraction import Judged
    from memory.training.passages import Passage
    from memory.training.spans import Settings

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
    "--folds", "bases", type=FOLDER, metavar="BASE", multiple=True,
    help="Five times: go on training the reader in BASE, which has not seen FILE, on four fifths "
    "of the episodes, and measure on the others. Again for several, which read together.",
)  # fmt: skip
@click.option(
    "--steps", default=200, show_default=True, type=_STEPS, help="Of 24 examples, of each fold."
)
@click.option(
    "--keep", type=OUT, metavar="DIR",
    help="Keep the folds' readers here; those that are here already are not trained again, and "
    "refused where BASE or the steps are others.",
)  # fmt: skip
@click.option(
    "--seed", "seeds", multiple=True, type=int, default=(1,), show_default=True,
    help="Again for several: the mean of their readers' weights is measured.",
)  # fmt: skip
@click.option(
    "--responder", "names", multiple=True, type=click.Choice(RESPONDERS),
    help="Let the bot hear each dialogue, and ask this responder.",
)  # fmt: skip
@_HELD_OUT
@_JSON
@click.pass_context
def evaluate_friendsqa(  # noqa: PLR0913 a command has as many options as it needs
    ctx: click.Context, /, *, file: Path, checkpoint: Path | None, bases: tuple[Path, ...],
    steps: int, keep: Path | None, seeds: tuple[int, ...], names: tuple[str, ...],
    path: Path | None, held_out: bool,
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
    if not bases:
        _judge(dialogues, checkpoint, path)
        return
    one_thread()
    settings = spans.Settings(rate=1e-4, steps=steps, chunk=steps)
    _folds(dialogues, bases, settings, seeds, (keep, path))


def _folds(
    dialogues: "Sequence[Passage]", bases: Sequence[Path], settings: "Settings",
    seeds: Sequence[int], paths: tuple[Path | None, Path | None],
) -> None:  # fmt: skip
    """R alone, and R weighed with O, in five folds; `paths`: of the readers and the figures."""
    from memory import encoder
    from memory.spans import Reader
    from memory.training import extraction, folding, tuning
    from memory.training.weighing import Weighing

    encode, (keep, path) = encoder.load_encoder(encoder.EncoderSettings()).encode, paths
    with click.progressbar(length=len(dialogues), label="dialogues") as bar:
        reader = tuning.Together([Reader.load(base) for base in bases])
        first = folding.looks(reader, dialogues, encode, lambda: bar.update(1))
    parts = []
    for number, (others, own) in enumerate(extraction.folds(dialogues), start=1):
        tuned = tuning.tuned(bases, others, settings, seeds, keep and keep / f"fold{number}")
        weighing = Weighing.fit([look.case for one in others for look in first[one.id]])
        parts.append(folding.answered(tuned, own, first, weighing))
        click.echo(f"fold {number}: {extraction.summary(parts[-1][1])}")
    alone, weighed = (_figures(some) for some in zip(*parts, strict=True))
    tell({**weighed, "reader_alone": alone, "seeds": seeds}, path)


def _figures(folds: "Sequence[Sequence[Judged]]") -> dict[str, Any]:
    """Of all questions, and of each fold."""
    from memory.training.extraction import summary

    return {**summary([*chain(*folds)]), "folds": [summary(one) for one in folds]}


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
