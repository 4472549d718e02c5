"""`engram train reader|short-chats`: R as a pointer at words, and how sure it is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.research.chats import kept, report
from bot.research.common import FILE, FOLDER, NEW_FILE, OUT, commit, one_thread, tell

if TYPE_CHECKING:
    from memory.spans import Reader
    from memory.training.loop import State
    from memory.training.scoring import Encode
    from memory.training.spans import Settings
    from memory.training.windows import Example

_CALIBRATED = 60  # questions of a held-out room
_LATER = 0.75  # of the learning rate, in the second stage
_CARD = {
    "data": "SQuADShifts (CC BY 4.0), QAMR (MIT), FriendsQA (Apache-2.0)",
    "encoder": "all-MiniLM-L6-v2",
    "licence": "MIT",
}
_STEPS = click.IntRange(1)
_WRITTEN = click.option(
    "--conversations", multiple=True, type=FILE,
    help="Written conversations, as evaluate conversations reads them, to be sure of short chats "
    "by; again for several files.",
)  # fmt: skip


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
@click.option(
    "--dialogues/--no-dialogues",
    default=True,
    show_default=True,
    help="Learn from FriendsQA too; without it, it may be the base of its folds.",
)
@click.option("--checked", default=200, show_default=True, type=_STEPS, help="Held-out examples.")
@click.option(
    "--from", "base", type=FOLDER, metavar="BASE",
    help="Go on from the reader in this folder, not from the encoder.",
)  # fmt: skip
@_WRITTEN
def train_reader(  # noqa: PLR0913 a command has as many options as it needs
    *, data: Path, out: Path, seed: int, steps: int, chat_steps: int, chunk: int, layers: int,
    posts: int, dialogues: bool, checked: int, base: Path | None, conversations: tuple[Path, ...],
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
    sizes = windows.Sizes(posts=posts, dialogues=dialogues)
    mixed = windows.mixed(data, sizes, seed, learned)
    later = replace(
        settings, steps=chat_steps, rate=_LATER * settings.rate, chunk=min(chunk, chat_steps)
    )
    state = _stage(
        reader, mixed, windows.of_rooms(data, sizes, seed, out=True)[:checked], later, card, out
    )
    posts_, talks = windows.chats(data, replace(sizes, turns=450), seed, out=True)
    chats = [replace(chat, questions=chat.questions[:_CALIBRATED]) for chat in (*posts_, *talks)]
    encode = kept(out)
    reader.calibration = calibration.calibrated(reader, Scorer.load(), chats, encode)
    _short(reader, data, conversations, encode)
    _write_reader(reader, later, card, out, state)


def _short(
    reader: "Reader", data: Path, conversations: Sequence[Path], encode: "Encode"
) -> dict[str, dict[str, float]]:
    """Make it as sure in short chats as it is right; the figures of what it was fitted to."""
    from memory.preference import Preference
    from memory.training import short_chats

    trials = {"rooms": short_chats.rooms(data, short_chats.Settings())}
    trials |= {path.name: short_chats.written(path) for path in conversations}
    preference = Preference.load()
    found = {
        name: short_chats.tried(reader, some, encode, preference) for name, some in trials.items()
    }
    reader.short = short_chats.fitted(*found.values()) or reader.short
    return {name: short_chats.summary(reader.short, some) for name, some in found.items()}


@click.command("short-chats")
@click.argument("data", type=FOLDER)
@click.option("--out", type=OUT, required=True, help="Folder for the checkpoint.")
@click.option("--reader", "base", type=FOLDER, help="Another reader than the one that ships.")
@_WRITTEN
@click.option("--json", "path", type=NEW_FILE, help="Write the figures to this file too.")
def train_short_chats(
    data: Path, out: Path, base: Path | None, conversations: tuple[Path, ...], path: Path | None
) -> None:
    """Fit anew how sure a reader is in short chats; its weights stay as they are."""
    from memory.checkpoints import load
    from memory.spans import KIND, SHIPPED, Reader

    one_thread()
    folder = base or SHIPPED
    before, reader = load(folder, KIND), Reader.load(folder)
    figures = _short(reader, data, conversations, kept(out))
    reader.save(out, before.config, before.metrics)
    click.echo(f"{reader.short} -> {out}")
    tell({**figures, "short": asdict(reader.short)}, path)


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
