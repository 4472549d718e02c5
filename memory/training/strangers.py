"""Names never seen in training: the simulated world with other actors, objects and places.

The paper shows three such questions (fig. 3); here a whole test run is asked, with and without the
features that sections 3.5 and 3.6 add. The context bags of new words come from the test story.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from memory.training import simulation, streams
from memory.training.simulation import Config
from memory.training.streams import Encoded
from memory.training.tables import QUESTIONS, STATEMENTS
from memory.training.world import UNSEEN, WORLDS, simulate

SETTING = WORLDS["difficulty 5, actor + object"]
_PLAIN = replace(simulation.IMPROVED, contexts=False, match=False, names=False)
_DROPOUT = 0.3  # the paper gives no value
NETWORKS: dict[str, Config] = {
    "none": _PLAIN,
    "3.5": replace(_PLAIN, contexts=True, dropout=_DROPOUT),
    "3.6": replace(_PLAIN, match=True),
    "3.5 + 3.6": replace(_PLAIN, contexts=True, match=True, dropout=_DROPOUT),
    "ours: names always unseen": simulation.IMPROVED,
}


@dataclass(frozen=True)
class Result:
    """Accuracy in per cent of one network on one cast."""

    features: str
    cast: str
    seed: int
    accuracy: float
    cpu_seconds: float  # of training
    questions: int


Report = Callable[[Result], None]


def evaluate(
    seed: int, questions: int = QUESTIONS, report: Report = lambda _: None
) -> list[Result]:
    """Train each network on the usual names, and test it on them and on others.

    All share one segmenter, which sees no names: what differs is the network alone.
    """
    learning, tests = encoded(seed, questions)
    results = []
    for features, config in NETWORKS.items():
        config = replace(config, seed=seed)  # noqa: PLW2901 the same one, seeded
        begun = time.process_time()
        network = simulation.train(learning, config)
        seconds = time.process_time() - begun
        for cast, test in tests.items():
            right = 100 * simulation.accuracy(network, test, config)
            results.append(Result(features, cast, seed, right, seconds, questions))
            report(results[-1])
    return results


def encoded(seed: int, questions: int) -> tuple[Encoded, dict[str, Encoded]]:
    """A training run, and test runs with names seen and unseen."""
    statements = STATEMENTS * questions // QUESTIONS
    run = simulate(SETTING, statements, questions, 2 * seed)
    reading = streams.learn(run, names=True, stream=True, seed=seed)
    tests = {}
    for cast, setting in (("seen", SETTING), ("unseen", replace(SETTING, cast=UNSEEN))):
        test = simulate(setting, statements, questions, 2 * seed + 1)
        tests[cast] = streams.encode(test, reading)
    return streams.encode(run, reading), tests


def markdown(results: list[Result]) -> str:
    """One row a network, every seed."""
    lines = [["features", "seen names", "unseen names"], ["---"] * 3]
    for features in dict.fromkeys(result.features for result in results):
        row = [r for r in results if r.features == features]
        figures = (
            " / ".join(f"{r.accuracy:.2f}" for r in row if r.cast == cast)
            for cast in ("seen", "unseen")
        )
        lines.append([features, *figures])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
