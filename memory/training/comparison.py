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
from memory.training.tasks import Clock, Result, Source, by_distance, score
from memory.training.world import WORLDS, Run

KIND = "reader"
SETTINGS: dict[Kind, Settings] = {  # no training stops early: some learn nothing for long
    "lstm": Settings("lstm"),
    "ntm": Settings("ntm", hidden=100),
    "copying": Settings("copying", hidden=64),
    "pointer": Settings("pointer", hidden=100),
}
JOINT: dict[Kind, Settings] = {  # one reader for 20 tasks has more to keep in mind
    "lstm": Settings("lstm", hidden=256, rate=2e-3, epochs=12),
    "ntm": Settings("ntm", hidden=192, rate=2e-3, epochs=10),
}
ROWS: dict[str, Kind] = {  # of table 3
    "LSTM reader": "lstm",
    "LSTM reader, copying": "copying",
    "NTM reader": "ntm",
    "Ptr-Net reader": "pointer",
}
RESPONDERS: dict[str, str] = {  # rows of table 3, by what they are called elsewhere
    "memnn": "MemNN k=2 +time, improved",
    "lstm": "LSTM reader",
    "lstm-copying": "LSTM reader, copying",
    "ntm": "NTM reader",
    "pointer": "Ptr-Net reader",
}
Report = Callable[[Result], None]


def settings_for(kind: Kind, *, joint: bool) -> Settings:
    """How a reader is trained on bAbI: on one task, or on all at once."""
    return (SETTINGS | JOINT if joint else SETTINGS)[kind]


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
    worlds: Collection[str] = tuple(WORLDS),
    questions: int | None = None,
) -> list[Cell]:
    """Table 3 with the readers where they are named; without a name, the paper's rows."""
    own = [model for model in models if model not in ROWS]
    cells = tables.table3(seed, report, own, worlds, questions) if own or not models else []
    for name in worlds:
        for model in (model for model in models if model in ROWS):
            cells.append(world(model, name, seed, questions=questions))
            report(cells[-1])
    return cells


def world(
    row: str,
    name: str,
    seed: int,
    settings: Settings | None = None,
    questions: int | None = None,
    asked: int | None = None,
) -> Cell:
    """One figure of table 3 for a reader: a tenth of the training run's end is held out."""
    begun, questions = (perf_counter(), process_time()), questions or tables.QUESTIONS
    learning, test = tables.runs(WORLDS[name], seed, questions, asked)
    kind = ROWS[row]
    items, answers = of_run(learning, kind)
    kept = len(items) * 9 // 10
    chosen = replace(settings or SETTINGS[kind], seed=seed)
    reader = readers.train((items[:kept], answers), (items[kept:], answers), chosen)
    test_items, wanted = of_run(test, kind)
    said = readers.answer(reader, test_items)
    wrong = [said[number] != answer for number, answer in enumerate(wanted)]
    right = 1 - sum(wrong) / len(wrong)
    far = by_distance(wrong, (q.at - min(q.supports) for q in test.questions))
    return replace(tables.cell(row, name, seed, right, begun, questions), by_distance=far)


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
    *,
    compiled: bool = False,
) -> Reader:
    """Train a reader of these tasks into a folder; a run that was killed goes on."""
    plan = Plan(settings.epochs, settings.seed, None, out, report)
    return readers.of_examples(tasks, settings, plan, device, compiled=compiled)


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
