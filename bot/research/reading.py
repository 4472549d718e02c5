"""`engram train reader`, `engram evaluate squad|friendsqa`: R as a pointer at words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.research.chats import heard, kept, report
from bot.research.common import FOLDER, OUT, RESPONDERS, commit, one_thread, write

if TYPE_CHECKING:
    from memory.spans import Reader
    from memory.training.loop import State
    from memory.training.passages import Passage
    from memory.training.spans import Settings
    from memory.training.windows import Example

_CALIBRATED = 60  # questions of a held-out room
_LATER = 0.75  # of the learning rate, in the second stage
_CARD = {
    "data": "SQuADShifts (CC BY 4.0), QAMR (MIT), FriendsQA (Apache-2.0)",
    "encoder": "all-MiniLM-L6-v2",
    "licence": "MIT",
}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_STEPS = click.IntRange(1)


@click.command("reader")
@click.argument("data", type=FOLDER)
@click.option("--out", type=OUT, required=True, help="Folder for the checkpoint.")
@click.option("--seed", default=1, show_default=True)
@click.option("--steps", default=800, show_default=True, type=_STEPS, help="On passages.")
@click.option("--chat-steps", default=1000, show_default=True, type=_STEPS, help="On rooms.")
@click.option(
    "--chunk", default=100, show_default=True, type=_STEPS,
    help="Steps between two looks at the held-out examples.",
)  # fmt: skip
@click.option("--layers", default=4, show_default=True, type=click.IntRange(1, 6))
@click.option(
    "--posts", default=1800, show_default=True, type=_STEPS, help="Passages that rooms are made of."
)
@click.option("--checked", default=200, show_default=True, type=_STEPS, help="Held-out examples.")
@click.option(
    "--from", "base", type=FOLDER, metavar="BASE",
    help="Go on from the reader in this folder, not from the encoder.",
)  # fmt: skip
def train_reader(  # noqa: PLR0913 a command has as many options as it needs
    *, data: Path, out: Path, seed: int, steps: int, chat_steps: int, chunk: int, layers: int,
    posts: int, checked: int, base: Path | None,
) -> None:  # fmt: skip
    """Train R's span pointer, from squadshifts, qamr and friendsqa in DATA.

    First on passages, which is kept in OUT/passages, then on rooms of messages.
    """
    from memory.scoring import Scorer
    from memory.spans import Reader
    from memory.training import calibration, spans, windows

    one_thread()
    settings = spans.Settings(seed=seed, layers=layers, steps=steps, chunk=min(chunk, steps))
    learned, held = windows.lessons(data, seed), windows.lessons(data, seed, out=True)[:checked]
    reader = Reader.load(base) if base else Reader(layers)
    card = {**_CARD, "passages": [*_passages(base), steps]}
    _stage(reader, learned, held, settings, card, out / "passages")
    sizes = windows.Sizes(posts=posts)
    mixed = windows.mixed(data, sizes, seed, learned)
    later = replace(
        settings, steps=chat_steps, rate=_LATER * settings.rate, chunk=min(chunk, chat_steps)
    )
    state = _stage(
        reader, mixed, windows.of_rooms(data, sizes, seed, out=True)[:checked], later, card, out
    )
    posts_, talks = windows.chats(data, replace(sizes, turns=450), seed, out=True)
    chats = [replace(chat, questions=chat.questions[:_CALIBRATED]) for chat in (*posts_, *talks)]
    reader.calibration = calibration.calibrated(reader, Scorer.load(), chats, kept(out))
    _write_reader(reader, later, card, out, state)


def _passages(base: Path | None) -> list[int]:
    """The steps on passages that a reader has gone through."""
    if base is None:
        return []
    found: list[int] = json.loads((base / "config.json").read_text("utf-8")).get("passages", [])
    return found


def _stage(
    reader: "Reader",
    learned: "Sequence[Example]",
    held: "Sequence[Example]",
    settings: "Settings",
    card: Mapping[str, object],
    out: Path,
) -> "State":
    """One stage of training, kept in its folder."""
    from memory.training import spans

    click.echo(f"{len(learned)} examples, {settings.steps} steps of {settings.batch} -> {out}")
    state = spans.train(reader, learned, held, settings, out / "run", report)
    _write_reader(reader, settings, card, out, state)
    return state


def _write_reader(
    reader: "Reader",
    settings: "Settings",
    card: Mapping[str, object],
    out: Path,
    state: "State",
) -> None:
    from memory.training.spans import HELD_OUT

    found = state.log[-1][HELD_OUT]
    metrics = {HELD_OUT: found, "steps": settings.steps}
    reader.save(out, {**asdict(settings), **card, "commit": commit()}, metrics)
    click.echo(f"{HELD_OUT}, declining included: {100 * found:.1f} % -> {out}")


_CHECKPOINT = click.option(
    "--checkpoint", type=FOLDER, help="Another reader than the one that ships."
)
_JSON = click.option("--json", "path", type=OUT, help="Write the figures to this file too.")

_HELD_OUT = click.option(
    "--held-out", is_flag=True, help="Only the passages that training leaves out."
)


@click.command("squad")
@click.argument("file", type=_FILE)
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
@click.argument("file", type=_FILE)
@_CHECKPOINT
@click.option(
    "--folds", "base", type=FOLDER, metavar="BASE",
    help="Five times: go on training the reader in BASE, which has not seen FILE, on four fifths "
    "of the episodes, and measure on the others.",
)  # fmt: skip
@click.option("--steps", default=200, show_default=True, type=_STEPS, help="Of each fold.")
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
        _tell({"dialogues": len(dialogues), "responders": rows}, path)
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
    _tell({**found, "folds": [extraction.summary(part) for part in parts], "seed": seed}, path)


def _judge(found: "Sequence[Passage]", checkpoint: Path | None, path: Path | None) -> None:
    from memory.spans import SHIPPED, Reader
    from memory.training import extraction

    one_thread()
    reader = Reader.load(checkpoint or SHIPPED).for_reading()
    with click.progressbar(length=len(found), label="passages") as bar:
        judged = extraction.judge(reader, found, lambda: bar.update(1))
    _tell(extraction.summary(judged), path)


def _chosen(found: "list[Passage]", *, held_out: bool) -> "list[Passage]":
    from memory.training import windows

    return [one for one in found if not held_out or windows.held_out(one.id)]


def _tell(found: dict[str, Any], path: Path | None) -> None:
    found["commit"] = commit()
    click.echo(", ".join(f"{name} {value}" for name, value in found.items() if name != "folds"))
    write(path, found)
