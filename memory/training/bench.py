"""How fast the memory is: messages added one by one, and questions, in a memory of some size.

Beside each of our figures stands a plain baseline measured in the same run, because machines are
noisy: read the ratios.
"""

import asyncio
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, ParamSpec

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float
from torch import Tensor

from memory.encoder import Encoder
from memory.network import MemoryNetwork
from memory.settings import NetworkSettings
from memory.slots import Audience, Kind, Person, Question, Scope, Witness
from memory.store import Store
from memory.worker import Worker

if sys.platform != "win32":  # which lacks it
    import resource

_PEOPLE = "Ada Ben Cleo Dora Emil Fay Gus Hana Ivo Jun Kai Lea Mo Nia Otto Pia Quin Rosa".split()
_THINGS = (
    "raid server tournament potluck rehearsal deadline invoice guild bank printer sprint garden"
    " telescope parade archive workshop recipe festival harbour library orchard"
).split()
_FACTS = (
    "the {thing} of team {n} is on {day} at {hour}",
    "{who} brings the {thing} number {n} to the {other}",
    "the password of the {thing} in room {n} is {other}-{hour}",
    "{who} moved the {thing} from shelf {n} to the {other} on {day}",
    "nobody may touch the {thing} before {day}, says {who}, order {n}",
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SCOPE = Scope(1, 1)
_WHOLE = 100  # facts taught and questions answered from beginning to end
P = ParamSpec("P")
Rows = npt.NDArray[Any]


class Recall:
    """An encoder that looks up vectors made beforehand: what is left to time is the memory."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self.id, self.dimension = encoder.id, encoder.dimension
        vectors = encoder.encode(texts)
        self._vectors = dict(zip(texts, vectors, strict=True))

    def encode(self, texts: Sequence[str]) -> Float[Tensor, "n d"]:
        """The vectors of texts that were given at the start."""
        return torch.stack([self._vectors[text] for text in texts])


def messages(count: int, seed: int) -> list[str]:
    """Made-up chat messages, no two alike."""
    rng = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    return [
        rng.choice(_FACTS).format(
            who=rng.choice(_PEOPLE), thing=rng.choice(_THINGS), other=rng.choice(_THINGS),
            day=rng.choice(_DAYS), hour=f"{rng.randrange(24)}:{rng.randrange(60):02}", n=n,
        )
        for n in range(count)
    ]  # fmt: skip


def questions(count: int, seed: int) -> list[str]:
    """Made-up questions about them."""
    rng = random.Random(seed + 1)  # noqa: S311 - a benchmark, not a secret
    asked = ("when is the {0} of team {1}?", "who brings the {0} number {1}?", "where is the {0}?")
    return [rng.choice(asked).format(rng.choice(_THINGS), n) for n in range(count)]


async def bench(
    encoder: Encoder, *, slots: int, asked: int, seed: int, heard: bool = False
) -> dict[str, Any]:
    """Times of adding and asking, in a database of its own.

    What was heard rather than taught is scored by the trained network.
    """
    texts, queries = messages(slots, seed), questions(asked, seed)
    started = time.perf_counter()
    known = Recall(encoder, [*texts, *queries])
    encoding = (slots + asked) / (time.perf_counter() - started)
    with TemporaryDirectory() as folder:
        async with Store.open(Path(folder) / "engram.db") as store:
            worker = Worker(lambda: known)
            network = MemoryNetwork(store, worker, NetworkSettings())
            adding = await _add_all(network, texts, Kind.HEARD if heard else Kind.TAUGHT)
            rows = await _ask_all(network, store, known, queries)
            await worker.close()
            whole = await _whole(encoder, store, slots, queries[:_WHOLE])
    one = [_timed(encoder.encode, [text]) for text in queries[:50]]
    return {
        "slots": slots, "questions": asked, "seed": seed, "heard": heard,
        "threads": torch.get_num_threads(),
        "encoded_per_s": round(encoding), "encode_one_ms": round(median(one), 2),
        "added_per_s": round(adding), "search": {**rows, **whole}, "rss_mb": _resident(),
    }  # fmt: skip


async def _whole(
    encoder: Encoder, store: Store, known: int, queries: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Milliseconds to teach one fact and to answer one question, with all that belongs to it."""
    worker = Worker(lambda: encoder)
    network = MemoryNetwork(store, worker, NetworkSettings())
    await network.answer(_question(queries[0]))  # all is loaded, as in a running bot
    times: dict[str, list[float]] = {"teaching one fact": [], "answering": []}
    for number, query in enumerate(queries):
        witness = Witness(Person(1, "Ada"), float(known + number))
        started = time.perf_counter()
        await network.learning.observe(
            f"the {query.strip('?')} is known to team {number}", _SCOPE, witness
        )
        times["teaching one fact"].append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
        await network.answer(_question(query))
        times["answering"].append(1000 * (time.perf_counter() - started))
    await worker.close()
    return {name: _spread(values) for name, values in times.items()}


def _resident() -> int | None:
    """The most memory that this process has held so far, in MB; None on Windows."""
    if sys.platform == "win32":
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 if sys.platform != "darwin" else 1024**2)  # bytes there, else KiB


async def _add_all(network: MemoryNetwork, texts: Sequence[str], kind: Kind) -> float:
    """Messages a second, each on disk before the next is sent."""
    await network.recall.supports(_question(texts[0]))  # the bank is there, as in a running bot
    started = time.perf_counter()
    for number, text in enumerate(texts):
        author = Person(1 + number % len(_PEOPLE), _PEOPLE[number % len(_PEOPLE)])
        await network.learning.observe(text, _SCOPE, Witness(author, float(number)), kind=kind)
    return len(texts) / (time.perf_counter() - started)


def _question(text: str) -> Question:
    return Question(text, Person(1, "Ada"), Audience.of(_SCOPE))


async def _ask_all(
    network: MemoryNetwork, store: Store, known: Recall, queries: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Milliseconds a question, ours and the baselines' in turn, so that noise hits them alike."""
    slots = await store.active(_SCOPE.home)
    matrix = known.encode([slot.text for slot in slots]).numpy()
    times: dict[str, list[float]] = {"s_O, k hops": [], "FTS5 (bm25)": [], "numpy cosine": []}
    for text in queries:
        started = time.perf_counter()
        await network.recall.supports(_question(text))
        times["s_O, k hops"].append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
        await store.search(text, Audience.of(_SCOPE), limit=10)
        times["FTS5 (bm25)"].append(1000 * (time.perf_counter() - started))
        vector = known.encode([text])[0].numpy()
        times["numpy cosine"].append(_timed(_nearest, matrix, vector))
        await asyncio.sleep(0)
    return {name: _spread(values) for name, values in times.items()}


def _nearest(matrix: Rows, vector: Rows) -> Rows:
    return np.argpartition(matrix @ vector, -min(10, len(matrix)))


def _timed(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    started = time.perf_counter()
    work(*args, **kwargs)
    return 1000 * (time.perf_counter() - started)


def _spread(values: list[float]) -> dict[str, float]:
    p95 = quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
    return {"p50_ms": round(median(values), 2), "p95_ms": round(p95, 2)}
