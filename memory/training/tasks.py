"""bAbI with labelled supporting facts: one network a task, or one for all."""

import time
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from memory.training import babi, chains
from memory.training.babi import Example
from memory.training.encoding import Network, Settings
from memory.training.loop import Plan, Row

SMALL = Settings(epochs=20)  # 1,000 questions; tuned on held-out training stories, as are all
LARGE = Settings(epochs=1, rounds=4, readings=9, reading_batch=128, held_out=0.1)  # 10,000
JOINT = Settings(  # 1,000 of each task
    mixed=True, epochs=6, batch=64, readings=16, reading_batch=128, reading_rate=0.01
)
JOINT_LARGE = replace(JOINT, epochs=2, batch=128, readings=16)  # 10,000 of each
_MANY, _MANY_JOINT = 3_000, 40_000  # questions from which the large settings are taken
_VALIDATION = 500  # held-out questions that are asked after each epoch
_ENOUGH = 0.998  # right answers among the held-out ones; less is a plateau, and another round helps


@dataclass(frozen=True)
class Source:
    """Where the questions of the tasks stand; `training` has files other than the folder's own."""

    folder: Path
    training: Mapping[int, Sequence[Path]] = field(default_factory=dict)

    def learning(self, task: int) -> list[Example]:
        """The training questions of a task."""
        files = self.training.get(task) or [babi.find(self.folder, task, "train")]
        return [example for path in files for example in babi.read(path)]

    def asked(self, task: int, known: Container[str]) -> list[Example]:
        """The test questions of a task, all of whose answers have known words."""
        path = babi.find(self.folder, task, "test")
        examples = babi.read(path)
        babi.check_answers(path, examples, known)
        return examples


@dataclass(frozen=True)
class Result:
    """How one task went: errors in per cent on its test file."""

    task: int
    seed: int
    error: float
    wrong_facts: float | None  # questions whose chosen facts are not exactly the labelled ones
    questions: int
    known: int  # test questions that also stand in the training file, with the same story
    error_unknown: float  # over the others
    learned: int  # training questions
    seconds: float = 0.0  # training and evaluation; of a joint network, an equal share
    processor: float = 0.0  # seconds of computing
    by_distance: Mapping[int, Sequence[int]] = field(default_factory=dict)  # as `by_distance` says


def settings_for(questions: int, *, joint: bool) -> Settings:
    """What we train with, by how many questions there are."""
    if joint:
        return JOINT_LARGE if questions > _MANY_JOINT else JOINT
    return LARGE if questions > _MANY else SMALL


def train(
    examples: Sequence[Example],
    settings: Settings,
    folder: Path | None = None,
    report: Callable[[int, Row], None] | None = None,
) -> Network:
    """A network of these questions; in `folder`, training goes on after a kill."""
    every = settings.epochs
    plan = Plan(
        every * settings.rounds,
        settings.seed,
        folder=folder,
        report=report,
        enough=_ENOUGH,
        every=every,
    )
    if not settings.held_out:
        return chains.train(examples, settings, plan)
    learning, kept = chains.hold_out(examples, settings.held_out)
    kept = kept[:: max(len(kept) // _VALIDATION, 1)]
    return chains.train(learning, settings, plan, lambda network: chains.evaluate(network, kept)[0])


def evaluate(
    source: Source,
    tasks: Sequence[int] = babi.TASKS,
    seeds: Iterable[int] = (1,),
    settings: Settings | None = None,
    report: Callable[[Result], None] = lambda _: None,
    *,
    joint: bool = False,
) -> list[Result]:
    """Train and measure, with every seed: a network for each task, or one for all of them."""
    groups = [list(tasks)] if joint else [[task] for task in tasks]
    results = []
    for seed in seeds:
        for group in groups:
            clock = Clock()
            learning = [example for task in group for example in source.learning(task)]
            chosen = settings or settings_for(len(learning), joint=joint)
            network = train(learning, replace(chosen, seed=seed))
            found = [measure(network, source, task, seed) for task in group]
            for result in [clock.share(result, len(group)) for result in found]:
                results.append(result)
                report(result)
    return results


def measure(network: Network, source: Source, task: int, seed: int) -> Result:
    """Errors of a trained network on the test file of a task."""
    clock = Clock()
    learning, test = source.learning(task), source.asked(task, network.speaks)
    result = score(list(chains.predict(network, test)), learning, test, task, seed)
    return clock.share(result)


def score(
    found: Sequence[tuple[str, list[int] | None]],
    learning: Sequence[Example],
    test: Sequence[Example],
    task: int,
    seed: int,
) -> Result:
    """Errors of answers and, where memories are chosen, of those."""
    wrong = [answer != e.answer for (answer, _), e in zip(found, test, strict=True)]
    facts = [
        set(chain) != set(e.supports)
        for (_, chain), e in zip(found, test, strict=True)
        if chain is not None
    ]
    seen = known(learning, test)
    return Result(
        task,
        seed,
        error=_percent(wrong),
        wrong_facts=_percent(facts) if facts else None,
        questions=len(test),
        known=sum(seen),
        error_unknown=_percent([w for w, s in zip(wrong, seen, strict=True) if not s]),
        learned=len(learning),
        by_distance=by_distance(wrong, map(distance, test)),
    )


def distance(example: Example) -> int:
    """How many statements are read from the oldest supporting fact on; 0: none is labelled."""
    return len(example.story) - min(example.supports, default=len(example.story))


def by_distance(wrong: Iterable[bool], distances: Iterable[int]) -> dict[int, list[int]]:
    """For each distance of what answers, how many questions there are, and how many went wrong."""
    found: dict[int, list[int]] = {}
    for error, far in zip(wrong, distances, strict=True):
        counts = found.setdefault(far, [0, 0])
        counts[0] += 1
        counts[1] += error
    return dict(sorted(found.items()))


class Clock:
    """Seconds since it was made, and seconds of computing."""

    def __init__(self) -> None:
        self._begun = time.perf_counter(), time.process_time()

    def share(self, result: Result, among: int = 1) -> Result:
        """The result with its equal share of the time spent."""
        seconds = time.perf_counter() - self._begun[0]
        processor = time.process_time() - self._begun[1]
        return replace(result, seconds=seconds / among, processor=processor / among)


def known(learning: Iterable[Example], test: Iterable[Example]) -> list[bool]:
    """Which test questions the training file asks too, about the same story word by word."""
    asked = {(example.story, example.question) for example in learning}
    return [(example.story, example.question) in asked for example in test]


def _percent(flags: Sequence[bool]) -> float:
    return round(100 * sum(flags) / max(len(flags), 1), 4)
