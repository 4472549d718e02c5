"""The paper's tables over the simulated world, made anew."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from memory.training import language, simulation
from memory.training.simulation import Config, Encoded
from memory.training.vocabulary import Vocabulary
from memory.training.world import WORLDS, Run, Setting, simulate

STATEMENTS, QUESTIONS = 7000, 3000  # for training, and as many for test
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


Report = Callable[[Cell], None]


def runs(setting: Setting, seed: int, questions: int = QUESTIONS) -> tuple[Run, Run]:
    """A training run and a test run: two worlds that have nothing but their setting in common."""
    statements = STATEMENTS * questions // QUESTIONS
    learning = simulate(setting, statements, questions, 2 * seed)
    return learning, simulate(setting, STATEMENTS, QUESTIONS, 2 * seed + 1)


def table3(seed: int, report: Report = lambda _: None) -> list[Cell]:
    """Every model on every world, word streams in and one word out."""
    cells = []
    for world, setting in WORLDS.items():
        for cell in _world(world, setting, seed):
            report(cell)
            cells.append(cell)
    return cells


def table4(
    seed: int, report: Report = lambda _: None, sizes: tuple[int, ...] = (100, 500, 1000)
) -> list[Cell]:
    """The two-hop networks on fewer training questions, in the four harder worlds."""
    cells = []
    for world, setting in list(WORLDS.items())[1:]:
        for size in sizes:
            both = runs(setting, seed, size)
            for model, config in list(MEMORY_NETWORKS.items())[2:]:
                more = QUESTIONS // size if config.adam else 1  # as many steps as on them all
                longer = replace(config, epochs=config.epochs * more)
                cells.append(memory_network(model, world, longer, both, seed))
                report(cells[-1])
    return cells


def _world(world: str, setting: Setting, seed: int) -> Iterator[Cell]:
    both = runs(setting, seed)
    for model, configs in BASELINES.items():
        yield baseline(model, world, configs, both, seed)
    for model, config in MEMORY_NETWORKS.items():
        yield memory_network(model, world, config, both, seed)


def baseline(
    model: str, world: str, configs: tuple[language.Config, ...], both: tuple[Run, Run], seed: int
) -> Cell:
    """The language model of these configurations that does best on validation, on the test run."""
    begun = time.perf_counter()
    learning, test = both
    vocabulary = simulation.vocabulary_of(learning)
    words, is_answer = language.tokens(learning, vocabulary)
    kept = len(words) * 9 // 10
    trained = [language.train(learning, vocabulary, replace(c, seed=seed)) for c in configs]
    best = max(trained, key=lambda m: language.accuracy(m, words[kept:], is_answer[kept:]))
    right = language.accuracy(best, *language.tokens(test, vocabulary))
    return Cell(model, world, seed, 100 * right, time.perf_counter() - begun)


def memory_network(
    model: str, world: str, config: Config, both: tuple[Run, Run], seed: int
) -> Cell:
    """A memory network trained on the first run, on the second."""
    begun = time.perf_counter()
    config = replace(config, seed=seed)
    learning, test, _ = encoded(*both, config)
    right = simulation.accuracy(simulation.train(learning, config), test, config)
    seconds = time.perf_counter() - begun
    return Cell(model, world, seed, 100 * right, seconds, len(both[0].questions))


def encoded(learning: Run, test: Run, config: Config) -> tuple[Encoded, Encoded, Vocabulary]:
    """Both runs as memories: cut by a segmenter trained on the first, or as they are."""
    vocabulary = simulation.vocabulary_of(learning)
    segmenter = simulation.train_segmenter(learning, vocabulary, config) if config.stream else None
    first, second = (
        simulation.encode(run, vocabulary, segmenter, config.gamma) for run in (learning, test)
    )
    return first, second, vocabulary


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
