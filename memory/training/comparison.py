"""The readers measured on bAbI and on the simulated world, and saved."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from memory import checkpoints
from memory.checkpoints import Checkpoint, CheckpointError
from memory.training import readers, tables, wordstreams
from memory.training.babi import Example
from memory.training.loop import Plan, Row
from memory.training.readers import Item, Kind, Reader, Settings
from memory.training.tables import Cell
from memory.training.tasks import Clock, Result, Source, score
from memory.training.world import WORLDS, Run

KIND = "reader"
SETTINGS: dict[Kind, Settings] = {
    "lstm": Settings("lstm"),
    "ntm": Settings("ntm", hidden=100),
    "copying": Settings("copying", hidden=64),
    "pointer": Settings("pointer", hidden=100),
}
ROWS: dict[str, Kind] = {  # of table 3
    "LSTM reader": "lstm",
    "LSTM reader, copying": "copying",
    "NTM reader": "ntm",
    "Ptr-Net reader": "pointer",
}
Report = Callable[[Result], None]


def babi(
    source: Source,
    settings: Settings,
    tasks: Iterable[int],
    seeds: Iterable[int] = (1,),
    report: Report = lambda _: None,
    *,
    joint: bool = False,
    device: str = "cpu",
) -> list[Result]:
    """A reader for each task, or one for all, with every seed; from the answers alone."""
    group = list(tasks)
    results = []
    for seed in seeds:
        for part in [group] if joint else [[task] for task in group]:
            clock = Clock()
            learning = [source.learning(task) for task in part]
            reader = readers.of_examples(learning, replace(settings, seed=seed), None, device)
            found = [measure(reader, source, task) for task in part]
            results += [clock.share(result, len(part)) for result in found]
            for result in results[-len(part) :]:
                report(result)
    return results


def measure(reader: Reader, source: Source, task: int) -> Result:
    """Errors of a trained reader on the test file of a task."""
    clock = Clock()
    test = source.asked(task, reader.speaks)
    said = readers.answer(reader, readers.items(test, reader.settings.kind))
    found = [(said[number], None) for number in range(len(test))]
    return clock.share(score(found, source.learning(task), test, task, reader.settings.seed))


def table3(
    seed: int,
    report: tables.Report = lambda _: None,
    models: Collection[str] = (),
    *,
    hardest: bool = False,
) -> list[Cell]:
    """Table 3 with the readers where they are named; without a name, the paper's rows."""
    own = [model for model in models if model not in ROWS]
    cells = tables.table3(seed, report, own, hardest=hardest) if own or not models else []
    for name in list(WORLDS)[-1 if hardest else 0 :]:
        for model in (model for model in models if model in ROWS):
            cells.append(world(model, name, seed))
            report(cells[-1])
    return cells


def world(
    row: str,
    name: str,
    seed: int,
    settings: Settings | None = None,
    questions: int = tables.QUESTIONS,
    asked: int | None = None,
) -> Cell:
    """One figure of table 3 for a reader: a tenth of the training run's end is held out."""
    begun = perf_counter(), process_time()
    learning, test = tables.runs(WORLDS[name], seed, questions, asked)
    kind = ROWS[row]
    items, answers = of_run(learning, kind)
    kept = len(items) * 9 // 10
    chosen = replace(settings or SETTINGS[kind], seed=seed)
    reader = readers.train((items[:kept], answers), (items[kept:], answers), chosen)
    right = readers.accuracy(reader, *of_run(test, kind))
    return tables.cell(row, name, seed, right, begun, questions)


def of_run(run: Run, kind: Kind) -> tuple[list[Item], list[str]]:
    """What a reader of this kind reads of the simulated world, and the answers."""
    answers = [" ".join(question.answer) for question in run.questions]
    if kind in {"lstm", "ntm"}:
        return list(wordstreams.of_run(run)), answers
    return readers.alone(wordstreams.examples_of(run)), answers


def train(
    tasks: Sequence[Sequence[Example]],
    settings: Settings,
    out: Path,
    report: Callable[[int, Row], None] | None = None,
    device: str = "cpu",
) -> Reader:
    """Train a reader of these tasks into a folder; a run that was killed goes on."""
    plan = Plan(settings.epochs, settings.seed, settings.patience, out, report)
    return readers.of_examples(tasks, settings, plan, device)


def save(reader: Reader, folder: Path, metrics: Mapping[str, Any]) -> None:
    """Write the folder."""
    config = {"settings": asdict(reader.settings), "answers": reader.answers}
    words, weights = reader.vocabulary.learned, reader.network.state_dict()
    checkpoints.save(folder, Checkpoint(KIND, config, words, weights, metrics))


def load(folder: Path) -> tuple[Reader, Mapping[str, Any]]:
    """The reader in a folder, and its metrics."""
    checkpoint = checkpoints.load(folder, KIND)
    try:
        settings = Settings(**checkpoint.config["settings"])
        reader = Reader(checkpoint.vocabulary, checkpoint.config["answers"], settings)
    except (KeyError, TypeError) as error:
        problem = f"does not describe a reader ({error})"
        raise CheckpointError(folder / checkpoints.CONFIG, problem) from error
    checkpoints.restore(reader.network, checkpoint, folder)
    return reader, checkpoint.metrics
