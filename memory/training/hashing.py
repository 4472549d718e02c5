"""What hashing saves and what it costs, in a world of a million statements   [MemNN, table 2].

Every actor and object has a second name, used in a share of all mentions: a question and its memory
may then have no word in common, which is where a word hash fails and a cluster hash need not.
"""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy import ndarray
from torch import Tensor
from torch.nn import functional

from memory.errors import EngramError
from memory.nn.hashing import (
    NO_BUCKET,
    Buckets,
    cluster_hash,
    rare_words,
    scan_candidates,
    word_hash,
)
from memory.nn.memnn import TIME_FEATURES, Bank, MemNN
from memory.training import mining, streams
from memory.training.engine import Cast
from memory.training.loop import Plan
from memory.training.vocabulary import STOP, Vocabulary, pad
from memory.training.world import Question, Run, Setting, Words, simulate

_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True)
class Scale:
    """How large a world, and what of it is learned and asked."""

    statements: int = 1_000_000
    actors: int = 100
    objects: int = 100
    rooms: int = 50
    second: float = 0.2  # share of mentions by the second name
    asked: int = 500
    learned: int = 6_000  # statements of each world to learn from: one for every epoch
    questions: int = 5_000
    common: float = 0.03  # a word in more than this share of the memories opens no bucket
    buckets: tuple[int, ...] = (400, 200, 100, 50, 25)  # K of the cluster hash


@dataclass(frozen=True)
class Result:
    """One way to choose candidates, over all questions."""

    hash: str
    buckets: int
    seed: int
    statements: int
    questions: int
    accuracy: float  # per cent
    mean_scored: float  # memories scored for one question, over both hops
    median_scored: float
    speed_up: float  # how many times fewer memories are scored
    milliseconds: float  # of one question, mean


_WORLDS = 1000  # seeds of worlds for one seed of a run: the first is asked about, the others teach
CONFIG = mining.Config()


class ScaleError(EngramError, ValueError):
    """A world that cannot be made or asked about; the message says which number is wrong."""


def evaluate(
    seed: int, wanted: Scale | None = None, config: mining.Config = CONFIG, plan: Plan | None = None
) -> Iterator[Result]:
    """Every hash on one large world, after training on smaller ones of the same cast."""
    scale = _checked(wanted or Scale())
    cast = make_cast(scale)
    every = scale.asked * 10  # asked all along; the last tenth of the world's time is used
    world = make_run(scale, cast, scale.statements, every, _WORLDS * seed)
    vocabulary = streams.vocabulary_of(_lesson(scale, cast, seed, 0))
    vocabulary = Vocabulary([*vocabulary.words[STOP + 1 :], *_everyone(cast)])

    def lesson(number: int) -> mining.Texts:
        return mining.texts(_lesson(scale, cast, seed, number), vocabulary)

    network = mining.train(lesson, len(vocabulary), replace(config, seed=seed), plan)
    searching = Searching(network, vocabulary, world, world.questions[-scale.asked :])
    for kind, size, buckets in _hashes(searching, scale, seed):
        yield searching.measure(kind, size, buckets, seed)


def _lesson(scale: Scale, cast: Cast, seed: int, number: int) -> Run:
    return make_run(scale, cast, scale.learned, scale.questions, _WORLDS * seed + 1 + number)


def _everyone(cast: Cast) -> tuple[str, ...]:
    return (*cast.actors, *cast.objects, *cast.rooms, *second_names(cast).values())


def _checked(scale: Scale) -> Scale:
    if not 0 <= scale.second <= 1 or not 0 < scale.common <= 1:
        message = f"second and common are shares up to 1, got {scale.second} and {scale.common}"
        raise ScaleError(message)
    if min(scale.buckets, default=1) < 1:
        message = f"a cluster hash needs at least 1 bucket, got {min(scale.buckets)}"
        raise ScaleError(message)
    if min(scale.actors, scale.objects) < 1 or scale.rooms < 2 or scale.asked < 1:
        message = "a world needs an actor, an object, two rooms and a question"
        raise ScaleError(message)
    return scale


def make_cast(scale: Scale) -> Cast:
    """Actors, objects and rooms with made-up names; those after them are the second names."""
    names = iter(_names(scale.actors + scale.objects + scale.rooms))
    actors, objects, rooms = (
        tuple(next(names) for _ in range(count))
        for count in (scale.actors, scale.objects, scale.rooms)
    )
    return Cast(actors, objects, rooms)


def _names(count: int, first: int = 0) -> list[str]:
    base = len(_SYLLABLES)
    digits = ((i, i // base, i // base**2) for i in range(first, first + count))
    return ["".join(_SYLLABLES[d % base] for d in place) for place in digits]


def second_names(cast: Cast) -> dict[str, str]:
    """What else every actor and object is called."""
    used = len(cast.actors) + len(cast.objects) + len(cast.rooms)
    named = cast.actors + cast.objects
    return dict(zip(named, _names(len(named), used), strict=True))


def make_run(scale: Scale, cast: Cast, statements: int, questions: int, seed: int) -> Run:
    """A run of the world, difficulty 5, actor + object, with second names strewn in."""
    try:
        run = simulate(Setting(cast=cast), statements, questions, seed)
    except ValueError as error:
        raise ScaleError(str(error)) from error
    second, rng = second_names(cast), random.Random(seed)  # noqa: S311 a seed is wanted

    def renamed(words: Words) -> Words:
        return tuple(second[w] if w in second and rng.random() < scale.second else w for w in words)

    asked = tuple(replace(q, words=renamed(q.words)) for q in run.questions)
    said = tuple(map(renamed, run.statements))
    return replace(run, statements=said, questions=asked, joiners=((),) * len(said))


class Searching:
    """A trained network over one long story, cached; candidates come from buckets, or are all."""

    def __init__(
        self, network: MemNN, vocabulary: Vocabulary, run: Run, questions: Sequence[Question]
    ) -> None:
        self.size, self.questions = len(vocabulary), questions
        self.words = pad([[STOP], *map(vocabulary.encode, run.statements)]).numpy()
        self.U_O, self.U_R = (U.detach().T.contiguous() for U in (network.U_O, network.U_R))
        self.vectors = functional.embedding_bag(
            torch.from_numpy(self.words), self.U_O[: self.size], mode="sum", padding_idx=0
        )  # U_O Phi_y(m_i), as section 3.1 allows at test time
        self.asked = [np.array(vocabulary.encode(q.words)) for q in questions]
        self.answers = [vocabulary.encode(q.answer)[0] for q in questions]

    def word_vectors(self) -> ndarray:
        """(U_O)_i of each word, in its three banks side by side   (W, 3 n)."""
        banks = self.U_O[:-TIME_FEATURES].reshape(3, self.size, -1)
        return torch.cat([*banks], 1).numpy()

    def measure(self, kind: str, size: int, buckets: Buckets | None, seed: int) -> Result:
        """Answer every question with these candidates."""
        begun = time.process_time()  # of this process alone: others share the machine
        answered = [self._answer(number, buckets) for number in range(len(self.questions))]
        seconds = time.process_time() - begun
        scored = np.array([count for _, count in answered])
        right = np.mean([word == a for (word, _), a in zip(answered, self.answers, strict=True)])
        everything = np.mean([2 * (question.at + 1) for question in self.questions])
        return Result(
            hash=kind,
            buckets=size,
            seed=seed,
            statements=len(self.words) - 1,
            questions=len(answered),
            accuracy=100 * float(right),
            mean_scored=float(scored.mean()),
            median_scored=float(np.median(scored)),
            speed_up=float(everything / scored.mean()),
            milliseconds=1000 * seconds / len(answered),
        )

    def _answer(self, number: int, buckets: Buckets | None) -> tuple[int, int]:
        """Word answered, and how many memories were scored for it."""
        x, length = self.asked[number], self.questions[number].at + 1
        written, supports, scored = length, list[ndarray](), 0
        for _ in range(2):
            query = self._query(self.U_O, x, supports)
            slots = self._slots(buckets, np.concatenate([x, *supports]), length)
            vectors = self.vectors[:length] if buckets is None else self.vectors[slots]
            time_features = (self.U_O[-TIME_FEATURES:] @ query).numpy()
            written = scan_candidates((vectors @ query).numpy(), slots, time_features, written)
            supports.append(self.words[written][self.words[written] != 0])
            scored += len(slots)
        response = self._query(self.U_R, x, supports)
        return int((self.U_R[1 : self.size] @ response).argmax()) + 1, scored

    def _query(self, U: Tensor, x: ndarray, supports: Sequence[ndarray]) -> Tensor:  # noqa: N803 the paper's
        """U Phi_x([x, m_o1, ...]), from rows of U's transpose."""
        out = U[Bank.INPUT * self.size + x].sum(0)
        for support in supports:
            out = out + U[Bank.SUPPORT * self.size + support].sum(0)
        return out

    @staticmethod
    def _slots(buckets: Buckets | None, words: ndarray, length: int) -> ndarray:
        if buckets is None:
            return np.arange(length)
        found = buckets.candidates(words.tolist())
        found = found[: np.searchsorted(found, length)]
        return np.concatenate([[0], found])  # m_0, which ends a chain, is always scored


def _hashes(
    searching: Searching, scale: Scale, seed: int
) -> Iterator[tuple[str, int, Buckets | None]]:
    """Every way to choose candidates: its name, its number of buckets."""
    memories, size = searching.words, searching.size
    rare = [word for word in rare_words(memories, size, scale.common) if word > STOP]
    yield "none", 0, None
    yield "word", len(rare), Buckets(word_hash(rare, size), memories)
    for count in scale.buckets:
        bucket = cluster_hash(searching.word_vectors(), rare, count, seed)
        yield "cluster", len(set(bucket.tolist()) - {NO_BUCKET}), Buckets(bucket, memories)


def markdown(results: Iterable[Result]) -> str:
    """A row a hash; seeds one below the other."""
    head = ["hash", "buckets", "seed", "accuracy %", "scored, mean", "median", "speed-up", "ms"]
    lines = [head, ["---"] * len(head)]
    for r in sorted(results, key=lambda r: (r.hash != "none", r.hash == "cluster", -r.buckets)):
        figures = f"{r.mean_scored:,.0f}", f"{r.median_scored:,.0f}", f"{r.speed_up:,.0f}x"
        buckets = str(r.buckets or "-")
        lines.append(
            [r.hash, buckets, str(r.seed), f"{r.accuracy:.1f}", *figures, f"{r.milliseconds:.2f}"]
        )
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def draw(results: Sequence[Result], path: Path) -> None:
    """Accuracy against memories scored, as PNG: a mark a hash and seed."""
    from matplotlib.figure import Figure  # noqa: PLC0415 slow to load

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.add_subplot(
        xlabel="memories scored for a question", ylabel="accuracy, per cent", xscale="log"
    )
    for kind in dict.fromkeys(result.hash for result in results):
        some = [result for result in results if result.hash == kind]
        axes.plot([r.mean_scored for r in some], [r.accuracy for r in some], "o", label=kind)
    for result in results:
        if result.hash == "cluster":
            axes.annotate(f"{result.buckets}", (result.mean_scored, result.accuracy))
    axes.legend()
    figure.savefig(path, format="png")
