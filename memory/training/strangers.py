"""Names never seen in training: the simulated world with other actors, objects and places.

The paper shows three such questions (fig. 3); here a whole test run is asked.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from memory.training import chains
from memory.training.babi import Example
from memory.training.encoding import Settings
from memory.training.world import UNSEEN, WORLDS, Run, simulate

WINDOW = 100  # statements before a question that are kept; a world goes on for thousands
SETTING = WORLDS["difficulty 5, actor + object"]


@dataclass(frozen=True)
class Result:
    """Accuracy in per cent of one network on one cast."""

    names_as_roles: bool
    cast: str
    seed: int
    accuracy: float
    seconds: float
    questions: int


def examples(run: Run, window: int = WINDOW) -> list[Example]:
    """Questions over the last statements; one whose facts lie further back keeps what is left."""
    found = []
    for question in run.questions:
        first = max(0, question.at - window)
        supports = tuple(i - first for i in question.supports if i >= first)
        story = run.statements[first : question.at]
        asked = tuple(word for word in question.words if word != "?")
        found.append(Example(story, asked, " ".join(question.answer), supports))
    return found


def evaluate(
    seed: int,
    questions: tuple[int, int] = (1000, 1000),
    settings: Settings = Settings(epochs=15),  # noqa: B008 frozen
    report: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Train on the usual names, once as roles and once as words; test on them and on others."""
    results = []
    count, asked = questions
    learning = examples(simulate(SETTING, count * 7 // 3, count, 2 * seed))
    for names in (True, False):
        begun = time.perf_counter()
        network = chains.train(learning, replace(settings, names=names, seed=seed))
        for cast, setting in (("seen", SETTING), ("unseen", replace(SETTING, cast=UNSEEN))):
            test = examples(simulate(setting, asked * 7 // 3, asked, 2 * seed + 1))
            right = 100 * chains.evaluate(network, test)[0]
            seconds = time.perf_counter() - begun
            results.append(Result(names, cast, seed, right, seconds, asked))
            report(results[-1])
    return results
