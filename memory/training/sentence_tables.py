"""Tables 5 and 6 of MemNN: sentences in instead of word streams, sentences out instead of words."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from torch import Tensor

from memory.training import generation, language, simulation, streams, tables
from memory.training.simulation import Config
from memory.training.streams import Reading
from memory.training.tables import Cell, Report
from memory.training.vocabulary import Vocabulary
from memory.training.world import WORLDS, Run, Setting, Words

PUBLISHED_5: dict[str, tuple[float, ...]] = {  # columns as table5 makes them
    "RNN": (100, 58, 29, 17),
    "MemNN k=1": (90, 9, 46, 21),
    "MemNN k=1 +time": (100, 73, 100, 73),
    "MemNN k=2 +time": (100, 99.95, 100, 99.4),
}
HARDEST = "difficulty 5, actor + object"
GENERATORS = {  # rates chosen on a world of seed 5001
    # it rests on a plateau for ten epochs before it finds the place (seeds 5002 to 5004)
    "RNN": generation.Config("RNN", rate=0.001, epochs=60, patience=15),
    "LSTM": generation.Config("LSTM", rate=0.003),
}
PUBLISHED_6 = {
    "words -> RNN": 13.97,
    "words -> LSTM": 14.01,
    "MemNN k=2 +time -> RNN": 68.83,
    "MemNN k=2 +time -> LSTM": 90.98,
}


@dataclass(frozen=True)
class Task:
    """A world whose answers are sentences: a run to learn from, one to test, their words."""

    setting: Setting
    learning: Run
    test: Run
    vocabulary: Vocabulary


def table5(seed: int, report: Report = lambda _: None) -> list[Cell]:
    """Sentences already cut, and no before-questions."""
    cells = []
    for difficulty in (1, 5):
        for name in ("actor", "actor + object"):
            for cell in _cut_world(f"difficulty {difficulty}, {name}", seed):
                report(cell)
                cells.append(cell)
    return cells


def _cut_world(name: str, seed: int) -> Iterator[Cell]:
    learning, test = tables.runs(replace(WORLDS[name], before=False), seed, tables.QUESTIONS)
    world = f"{name} without before"
    full_stops = joined(learning, (".",)), joined(test, (".",))
    yield tables.baseline("RNN", world, tables.BASELINES["RNN"], full_stops, seed)
    alone = joined(learning, ()), joined(test, ())
    for model, config in tables.MEMORY_NETWORKS.items():
        yield tables.memory_network(model, world, replace(config, stream=False), alone, seed)


def joined(run: Run, joiner: Words) -> Run:
    """The same run with these words after every statement: a full stop for models that read words.

    A memory network gets the statements alone; cut from a stream, each has the last one's joiner.
    """
    return replace(run, joiners=(joiner,) * len(run.joiners))


def table6(seed: int, report: Report = lambda _: None) -> list[Cell]:
    """Sentences as answers: generators over the stream of words, and over what O has chosen."""
    cells, world = [], task(seed)
    for cell in chain(_over_words(world, seed), _over_memories(world, seed)):
        report(cell)
        cells.append(cell)
    return cells


def task(seed: int) -> Task:
    """Two runs of the hardest world, answered in sentences."""
    setting = replace(WORLDS[HARDEST], sentences=True)
    learning, test = tables.runs(setting, seed, tables.QUESTIONS)
    return Task(setting, learning, test, streams.vocabulary_of(learning))


def _over_words(task: Task, seed: int) -> Iterator[Cell]:
    """Language models of the whole stream."""
    vocabulary, cast = task.vocabulary, task.setting.cast
    runs = (task.learning, task.test)
    learning, test = (generation.with_stops(run, vocabulary) for run in runs)
    score = partial(generation.in_stream, learning.questions, vocabulary, cast)
    words, is_answer = language.tokens(learning, vocabulary)
    kept = len(words) * 9 // 10
    for model, configs in tables.BASELINES.items():
        begun = time.perf_counter(), time.process_time()
        seeded = [replace(config, seed=seed) for config in configs]
        trained = [language.train(learning, vocabulary, c, score=score) for c in seeded]
        best = max(trained, key=lambda m: score(m, words[kept:], is_answer[kept:]))
        asked = language.tokens(test, vocabulary)
        right = generation.in_stream(test.questions, vocabulary, cast, best, *asked)
        yield _cell(f"words -> {model}", seed, right, begun)


def _over_memories(task: Task, seed: int) -> Iterator[Cell]:
    """Generators over [x, m_o1, m_o2]; they learn from labelled memories, whatever O is."""
    for model, config in two_hops().items():
        seeded = replace(config, words=False, seed=seed)
        begun = time.perf_counter(), time.process_time()
        reading = streams.learn(
            places(task.learning), names=config.names, stream=True, seed=config.seed
        )
        learning = streams.encode(places(task.learning), reading)
        test = streams.encode(places(task.test), reading)
        labelled = _examples(task.learning, reading, task.vocabulary, learning.supports)
        network = simulation.train(learning, seeded)
        _, chosen = simulation.answer(network, test, seeded)
        asked = _examples(task.test, reading, task.vocabulary, chosen)
        for cell, settings in GENERATORS.items():
            generator = generation.train(
                labelled, len(task.vocabulary), replace(settings, seed=seed)
            )
            right = generation.accuracy(generator, asked, task.vocabulary, task.setting.cast)
            yield _cell(f"{model} -> {cell}", seed, right, begun)
            begun = time.perf_counter(), time.process_time()


def places(run: Run) -> Run:
    """The same run with places for answers: what O learns from has no use for how R says it."""
    asked = (replace(question, answer=(question.place,)) for question in run.questions)
    return replace(run, questions=tuple(asked))


def _examples(
    run: Run, reading: Reading, vocabulary: Vocabulary, chosen: Tensor
) -> generation.Examples:
    """The questions of a run with these memories, in the words that the generator knows."""
    words = reading.extended(places(run)).words
    memories, _ = streams.segments(places(run), reading)
    said = [vocabulary.encode(words[word] for word in memory) for memory in memories]
    return generation.examples(run, vocabulary, said, chosen)


def two_hops() -> dict[str, Config]:
    """The networks of the other tables that choose two memories by write time."""
    return {m: c for m, c in tables.MEMORY_NETWORKS.items() if c.k == 2 and c.time}


def _cell(model: str, seed: int, right: float, begun: tuple[float, float]) -> Cell:
    return tables.cell(model, HARDEST, seed, right, begun, tables.QUESTIONS)
