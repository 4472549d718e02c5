"""The paper's tables over the simulated world, made anew."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from memory.training import language, simulation, streams
from memory.training.simulation import Config
from memory.training.streams import Encoded
from memory.training.world import WORLDS, Run, Setting, simulate

STATEMENTS, QUESTIONS = 7000, 3000  # for training, and as many for test
_LONGER = 12  # times as many epochs, at most, over fewer questions
BASELINES: dict[str, tuple[language.Config, ...]] = {  # each tried, the best on validation taken
    "RNN": (language.Config("RNN", rate=0.001), language.Config("RNN", rate=0.003)),
    "LSTM": (language.Config("LSTM", rate=0.001), language.Config("LSTM", rate=0.003)),
}
MEMORY_NETWORKS: dict[str, Config] = {
    "MemNN k=1": Config(k=1, time=False),
    "MemNN k=1 +time": Config(k=1),
    "MemNN k=2 +time": Config(),
    "MemNN k=2 +time, improved": simulation.IMPROVED,
}
PUBLISHED: dict[str, tuple[float, ...]] = {  # table 3, columns as in WORLDS
    "RNN": (100, 60.9, 27.9, 23.8, 17.8),
    "LSTM": (100, 64.8, 49.1, 35.2, 29.0),
    "MemNN k=1": (97.8, 31.0, 24.0, 21.9, 18.5),
    "MemNN k=1 +time": (99.9, 60.2, 42.5, 60.8, 44.4),
    "MemNN k=2 +time": (100, 100, 100, 100, 99.9),
}


@dataclass(frozen=True)
class Cell:
    """One figure of a table."""

    model: str
    world: str
    seed: int
    accuracy: float  # per cent, on a test run of its own
    seconds: float
    questions: int = QUESTIONS
    cpu_seconds: float = 0.0
    by_distance: Mapping[int, Sequence[int]] = field(default_factory=dict)  # of readers


Report = Callable[[Cell], None]


def runs(
    setting: Setting, seed: int, questions: int = QUESTIONS, asked: int | None = None
) -> tuple[Run, Run]:
    """A training run and a test run: two worlds that have nothing but their setting in common."""

    def run(count: int, seed: int) -> Run:
        return simulate(setting, STATEMENTS * count // QUESTIONS, count, seed)

    return run(questions, 2 * seed), run(QUESTIONS if asked is None else asked, 2 * seed + 1)


def table3(
    seed: int,
    report: Report = lambda _: None,
    models: Collection[str] = (),
    worlds: Collection[str] = tuple(WORLDS),
    questions: int | None = None,
) -> list[Cell]:
    """Every model, or some, on every world, or some; word streams in and one word out."""
    cells = []
    for world in worlds:
        both = runs(WORLDS[world], seed, questions or QUESTIONS)
        for cell in _world(world, both, seed, models or [*BASELINES, *MEMORY_NETWORKS]):
            report(cell)
            cells.append(cell)
    return cells


def table4(
    seed: int,
    report: Report = lambda _: None,
    models: Collection[str] = (),
    worlds: Collection[str] = tuple(WORLDS)[1:],
    sizes: tuple[int, ...] = (100, 500, 1000, 3000),
) -> list[Cell]:
    """The two-hop networks on fewer training questions, in the four harder worlds."""
    cells = []
    for world in worlds:
        for size in sizes:
            both = runs(WORLDS[world], seed, size)
            for model, config in list(MEMORY_NETWORKS.items())[2:]:
                if models and model not in models:
                    continue
                more = min(QUESTIONS // size, _LONGER) if config.adam else 1
                longer = replace(config, epochs=config.epochs * more)
                cells.append(memory_network(model, world, longer, both, seed))
                report(cells[-1])
    return cells


def _world(world: str, both: tuple[Run, Run], seed: int, models: Collection[str]) -> Iterator[Cell]:
    for model in models:
        if model in BASELINES:
            yield baseline(model, world, BASELINES[model], both, seed)
        else:
            yield memory_network(model, world, MEMORY_NETWORKS[model], both, seed)


def baseline(
    model: str, world: str, configs: tuple[language.Config, ...], both: tuple[Run, Run], seed: int
) -> Cell:
    """The language model of these configurations that does best on validation, on the test run."""
    begun = time.perf_counter(), time.process_time()
    learning, test = both
    vocabulary = streams.vocabulary_of(learning)
    words, is_answer = language.tokens(learning, vocabulary)
    kept = len(words) * 9 // 10
    trained = [language.train(learning, vocabulary, replace(c, seed=seed)) for c in configs]
    best = max(trained, key=lambda m: language.accuracy(m, words[kept:], is_answer[kept:]))
    right = language.accuracy(best, *language.tokens(test, vocabulary))
    return cell(model, world, seed, right, begun, len(learning.questions))


def memory_network(
    model: str, world: str, config: Config, both: tuple[Run, Run], seed: int
) -> Cell:
    """A memory network trained on the first run, on the second."""
    begun = time.perf_counter(), time.process_time()
    config = replace(config, seed=seed)
    learning, test = encoded(*both, config)
    right = simulation.accuracy(simulation.train(learning, config), test, config)
    return cell(model, world, seed, right, begun, len(both[0].questions))


def cell(
    model: str, world: str, seed: int, right: float, begun: tuple[float, float], questions: int
) -> Cell:
    """A figure with the time since `begun`, by both clocks."""
    wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
    return Cell(model, world, seed, 100 * right, wall, questions, cpu)


def encoded(learning: Run, test: Run, config: Config) -> tuple[Encoded, Encoded]:
    """Both runs as memories: cut by a segmenter trained on the first, or as they are."""
    reading = streams.learn(learning, names=config.names, stream=config.stream, seed=config.seed)
    return streams.encode(learning, reading), streams.encode(test, reading)


def markdown(cells: Iterable[Cell]) -> str:
    """Accuracies, one column a world (and number of questions), seeds side by side."""
    found: dict[str, dict[str, list[Cell]]] = {}
    columns: dict[str, None] = {}
    for cell in cells:
        column = cell.world + (
            "" if cell.questions == QUESTIONS else f", {cell.questions} questions"
        )
        columns[column] = None
        found.setdefault(cell.model, {}).setdefault(column, []).append(cell)
    lines = [["model", *columns], ["---"] * (len(columns) + 1)]
    for model, row in found.items():
        figures = (
            " / ".join(f"{c.accuracy:.2f}" for c in row.get(column, ())) for column in columns
        )
        lines.append([model, *figures])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
