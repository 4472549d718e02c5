"""The bAbI paper's networks, measured task by task."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from memory.training import adaptive
from memory.training.adaptive import VARIANTS, Settings
from memory.training.tasks import Clock, Result, Source, score

SETTINGS = Settings()


def evaluate(
    source: Source,
    name: str,
    tasks: Iterable[int],
    seeds: Iterable[int] = (1,),
    report: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Every task with every seed, for the variant of this name."""
    results = []
    tasks = list(tasks)
    for seed in seeds:
        for task in tasks:
            clock, learning = Clock(), source.learning(task)
            model = adaptive.train(learning, VARIANTS[name], replace(SETTINGS, seed=seed))
            test = source.asked(task, model.speaks)
            found = adaptive.predict(model, test)
            results.append(clock.share(score(found, learning, test, task, seed)))
            report(results[-1])
    return results
