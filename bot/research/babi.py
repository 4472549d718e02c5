"""`engram train babi` and `engram evaluate babi`: one network a task, or one for all 20."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.research.common import DEVICE, FILE, FOLDER, OUT, commit, one_thread, place, write

if TYPE_CHECKING:
    from memory.training.loop import Row
    from memory.training.readers import Kind
    from memory.training.tasks import Result, Source

_RESPONDERS = [
    "memnn", "memnn-2014", "memnn-am", "memnn-am-ng", "memnn-am-nl", "memnn-am-ng-nl",
]  # fmt: skip
_READERS: dict[str, "Kind"] = {  # from answers alone
    "lstm": "lstm", "lstm-copying": "copying", "ntm": "ntm", "pointer": "pointer",
}  # fmt: skip
_TASK = click.IntRange(1, 20)
_FILES = click.option(
    "--training", "files", type=(_TASK, FILE),
    multiple=True, metavar="TASK FILE",
    help="Train a task on this file in place of the folder's own; again for several files.",
)  # fmt: skip
_JOINT = click.option("--joint", is_flag=True, help="One network for all tasks.")
_CHOSEN = click.option(
    "--task", "chosen", type=_TASK, multiple=True, help="Only these; all by default."
)


@click.command("babi")
@click.argument("folder", type=FOLDER)
@_CHOSEN
@_JOINT
@_FILES
@click.option(
    "--responder", type=click.Choice(["memnn", *_READERS]), default="memnn", show_default=True
)
@click.option("--seed", default=1, show_default=True)
@DEVICE
@click.option("--compile", "compiled", is_flag=True, help="Compile a step of the ntm.")
@click.option("--out", type=OUT, required=True, help="Folder for the network and the CSV log.")
def train_babi(  # noqa: PLR0913 a command has as many options as it needs
    *,
    folder: Path,
    responder: str,
    device: str,
    chosen: tuple[int, ...],
    joint: bool,
    compiled: bool,
    files: tuple[tuple[int, Path], ...],
    seed: int,
    out: Path,
) -> None:
    """Train on one bAbI task of FOLDER, or with --joint on all; goes on where it was killed."""
    from memory.training import babi, comparison, saved, tasks

    if not joint and len(chosen) != 1:
        problem = "name one task with --task, or train one network on all with --joint"
        raise click.UsageError(problem)
    one_thread()
    source, group = _source(folder, files), chosen or tuple(babi.TASKS)
    learning = [example for task in group for example in source.learning(task)]
    metrics = {"tasks": list(group), "commit": commit(), "learned": len(learning)}
    if responder in _READERS:
        chosen_settings = replace(
            comparison.settings_for(_READERS[responder], joint=joint), seed=seed
        )
        with click.progressbar(length=chosen_settings.epochs, label="epochs") as bar:
            reader = comparison.train(
                [source.learning(task) for task in group],
                chosen_settings,
                out,
                _moves(bar),
                place(device),
                compiled=compiled,
            )
        comparison.save(reader, out, metrics)
        return
    settings = replace(tasks.settings_for(len(learning), joint=joint), seed=seed)
    with click.progressbar(length=settings.epochs * settings.rounds, label="epochs") as bar:
        network = tasks.train(learning, settings, out, _moves(bar))
    saved.save(network, out, metrics)


@click.command("babi")
@click.argument("folder", type=FOLDER)
@click.option(
    "--responder", type=click.Choice([*_RESPONDERS, *_READERS]), default="memnn", show_default=True,
    help="memnn is the network of today, memnn-… are the bAbI paper's; the others read words and "
    "learn from the answers alone.",
)  # fmt: skip
@_CHOSEN
@_JOINT
@_FILES
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), show_default=True)
@click.option("--checkpoint", type=FOLDER, help="Measure this trained network; train none.")
@DEVICE
@click.option("--json", "path", type=OUT, help="Write the figures to this file too.")
@click.option(
    "--question",
    type=int,
    help="Draw where the trained reader looks for the answer to "
    "this one of the test questions of --task instead; from 1.",
)
@click.option("--picture", type=OUT, default=Path("attention.png"), show_default=True)
def evaluate_babi(  # noqa: PLR0913 a command has as many options as it needs
    *,
    folder: Path,
    responder: str,
    chosen: tuple[int, ...],
    joint: bool,
    files: tuple[tuple[int, Path], ...],
    seeds: tuple[int, ...],
    checkpoint: Path | None,
    device: str,
    path: Path | None,
    question: int | None,
    picture: Path,
) -> None:
    """Train on each bAbI task of FOLDER, or load, and print the errors beside published ones."""
    from memory.training import babi, comparison, extensions, published, tasks

    one_thread()
    source, group = _source(folder, files), chosen or tuple(babi.TASKS)
    if question is not None:
        _draw(source, chosen, checkpoint, question, picture)
        return
    if responder.startswith("memnn-"):
        if joint or checkpoint:
            problem = f"{responder} is measured task by task, without --joint and --checkpoint"
            raise click.UsageError(problem)
        results = extensions.evaluate(source, responder, group, seeds, report=_show)
    elif checkpoint:
        results, joint = _measure(source, chosen, checkpoint, reads=responder in _READERS)
    elif responder in _READERS:
        settings = comparison.settings_for(_READERS[responder], joint=joint)
        where = place(device)
        results = comparison.babi(
            source, settings, group, seeds, report=_show, joint=joint, device=where
        )
    else:
        results = tasks.evaluate(source, group, seeds, report=_show, joint=joint)
    setting = published.setting(max(result.learned for result in results), joint=joint)
    columns = (published.READERS if responder in _READERS else published.PUBLISHED)[setting]
    click.echo(published.markdown(results, columns))
    click.echo(_leaks(results), nl=False)
    figures = {
        "responder": responder,
        "setting": setting,
        "commit": commit(),
        "seeds": published.by_seed(results),
        "results": [asdict(result) for result in results],
        "published": columns,
    }
    write(path, figures)


def _draw(
    source: "Source",
    chosen: tuple[int, ...],
    checkpoint: Path | None,
    question: int,
    picture: Path,
) -> None:
    """Where a saved reader looks while it answers one question."""
    from memory.training import attending, comparison, pictures

    if checkpoint is None or len(chosen) != 1:
        problem = "--question draws what a trained reader does: name it with --checkpoint, and "
        raise click.UsageError(problem + "the task with --task")
    reader, _ = comparison.load(checkpoint)
    asked = source.asked(chosen[0], reader.speaks)
    pictures.attention(attending.of_question(reader, asked, question), picture)
    click.echo(f"{picture}")


def _measure(
    source: "Source", chosen: tuple[int, ...], checkpoint: Path, *, reads: bool
) -> tuple[list["Result"], bool]:
    """Figures of a saved network, and whether it is one for several tasks."""
    from memory.training import comparison, saved, tasks

    if reads:
        reader, metrics = comparison.load(checkpoint)
        learned = metrics.get("tasks", [])
        found = [comparison.measure(reader, source, t) for t in chosen or learned]
        return found, len(learned) > 1
    network, metrics = saved.load(checkpoint)
    seed = network.settings.seed
    group = chosen or metrics.get("tasks", [])
    return [tasks.measure(network, source, t, seed) for t in group], network.settings.mixed


def _moves(bar: "click._termui_impl.ProgressBar[int]") -> Callable[[int, "Row"], None]:
    return lambda epoch, _: bar.update(epoch - bar.pos)


def _source(folder: Path, files: tuple[tuple[int, Path], ...]) -> "Source":
    from memory.training.tasks import Source

    return Source(folder, {t: [path for task, path in files if task == t] for t, _ in files})


def _show(r: "Result") -> None:
    line = f"task {r.task}, seed {r.seed}: error {r.error:.1f} %, {r.processor:.0f} s of computing"
    click.echo(line, err=True)


def _leaks(results: Sequence["Result"]) -> str:
    return "".join(
        f"task {r.task}, seed {r.seed}: {r.known} of {r.questions} test questions also stand in "
        f"the training file; error over the others {r.error_unknown:.2f} %\n"
        for r in results
        if r.known
    )
