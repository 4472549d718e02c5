"""Training the write time: pairs of made-up memories, and those of written rooms.

The loss is the logistic one, for the odds are a probability in the conversation; made-up pairs
weigh a third of the written ones, for there are many and they are much alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from memory.addressing import OutputSettings, score_all
from memory.bank import Bank
from memory.nn.scoring import PairScorer, mean_of
from memory.pairs import Cosines, PairFeature, pair_features
from memory.preference import Preference
from memory.reading import Reading, read
from memory.slots import Audience, Person, Question, Slot
from memory.training.changes import Pair, pairs
from memory.training.contradictions import SCOPE, changed, said_at, taught
from memory.training.conversations import read_conversations
from memory.training.loop import Plan, Row, State, fit

_REFUSED = -1e3  # scores of rows that may not answer are lower
Encode = Callable[[Sequence[str]], Float[Tensor, "n d"]]
Report = Callable[[int, Row], None]


@dataclass(frozen=True)
class Settings:
    """What is learned from, and how."""

    seed: int = 1  # of the weights and the order of the first network; the next have the next
    networks: int = 9
    sample: int = 1  # seed of the made-up pairs
    made: int = 4800
    weight: float = 0.3  # of all made-up pairs beside all written ones
    candidates: int = 16  # rows of a question whose pairs are compared
    hidden: int = 8  # units of one network
    rate: float = 5e-3
    decay: float = 1.0
    epochs: int = 25
    batch: int = 256


@dataclass(frozen=True)
class Labelled:
    """Pairs, and whether the newer one takes the older one's place."""

    phi: Float[Tensor, "pairs features"]
    replaces: Bool[Tensor, " pairs"]

    def __len__(self) -> int:
        """The number of pairs."""
        return len(self.phi)


@dataclass(frozen=True)
class Weighed(Labelled):
    """And what each counts."""

    weights: Float[Tensor, " pairs"]


def made_up(count: int, seed: int, encode: Encode) -> Labelled:
    """Pairs of `memory.training.changes`."""
    some = list(pairs(count, seed))
    vectors = encode([text for pair in some for text in (pair.question, pair.older, pair.newer)])
    rows = [_made(pair, *vectors[3 * n : 3 * n + 3]) for n, pair in enumerate(some)]
    return Labelled(torch.tensor(rows), torch.tensor([pair.replaces for pair in some]))


def _made(
    pair: Pair, asked: Float[Tensor, " d"], old: Float[Tensor, " d"], new: Float[Tensor, " d"]
) -> list[float]:
    older, newer = (
        taught(n, text, _person(author), float(n))
        for n, (text, author) in enumerate(
            zip((pair.older, pair.newer), pair.speakers, strict=True)
        )
    )
    reading = read(Question(pair.question, Person(0, "Zed"), Audience.of(SCOPE)), ())
    cosines = Cosines(float(old @ new), float(asked @ old), float(asked @ new))
    return pair_features(pair.question, reading.stems, older, newer, cosines)


def written(paths: Sequence[Path], encode: Encode, settings: Settings) -> Labelled:
    """For each question of the rooms of files, the pairs among what may answer it best."""
    rows, labels = list[list[float]](), list[bool]()
    for room in (room for path in paths for room in read_conversations(path)):
        turns = room["turns"]
        slots = [
            taught(n, turn["say"], _person(turn["as"]), said_at(n))
            for n, turn in enumerate(turns)
            if "expect" not in turn
        ]
        bank = bank_of(slots, encode)
        replaced = changed(turns)
        for turn in turns:
            if "expect" in turn:
                for older, newer, phi in candidates(bank, turn, encode, settings.candidates):
                    rows.append(phi)
                    labels.append((older.id, newer.id) in replaced)
    return Labelled(torch.tensor(rows), torch.tensor(labels))


def _person(name: str) -> Person:
    return Person(crc32(name.encode()), name)


def bank_of(slots: Sequence[Slot], encode: Encode) -> Bank:
    """A bank that holds these."""
    vectors = encode([slot.text for slot in slots])
    bank = Bank(vectors.shape[1], "cpu")
    bank.add(slots, vectors)
    return bank


def candidates(
    bank: Bank, turn: Mapping[str, Any], encode: Encode, count: int
) -> list[tuple[Slot, Slot, list[float]]]:
    """Of so many rows that may answer a question best, the pairs, older first, with phi."""
    question = Question(turn["say"], _person(turn["as"]), Audience.of(SCOPE))
    reading = read(question, bank.people(question.text, bank.visible([SCOPE.channel_id])))
    vectors = encode([reading.text, reading.neutral])
    scores = score_all(bank, question, reading, vectors, OutputSettings())
    best = scores.total.topk(min(count, len(bank)))
    found_scores = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    rows = sorted(row for row, score in found_scores if score > _REFUSED)
    found = []
    for place, older in enumerate(rows):
        for newer in rows[place + 1 :]:
            one, other = bank.slots[older], bank.slots[newer]
            if one.subject is None or other.subject is None or one.subject == other.subject:
                found.append((one, other, _phi(bank, reading, scores.embedding, older, newer)))
    return found


def _phi(
    bank: Bank, reading: Reading, asked: Float[Tensor, " rows"], older: int, newer: int
) -> list[float]:
    near = float(bank.vectors[older] @ bank.vectors[newer])
    cosines = Cosines(near, float(asked[older]), float(asked[newer]))
    return pair_features(reading.text, reading.stems, bank.slots[older], bank.slots[newer], cosines)


def train(
    made: Labelled,
    said: Labelled,
    settings: Settings,
    folder: Path | None = None,
    report: Report | None = None,
) -> tuple[Preference, State]:
    """U_R from both kinds of pairs: the mean of several networks, and how the last one went.

    With a single network it is chance which of the few written kinds of change it sees.
    """
    phi = torch.cat([said.phi, made.phi])
    weights = torch.ones(len(phi))
    weights[len(said) :] = settings.weight * len(said) / len(made)
    some = Weighed(phi, torch.cat([said.replaces, made.replaces]), weights / weights.mean())
    networks = []
    for seed in range(settings.seed, settings.seed + settings.networks):
        where = folder / f"seed-{seed}" if folder else None
        network, state = _one(some, replace(settings, seed=seed), where, report)
        networks.append(network)
    return Preference(mean_of(networks)), state


def _one(
    some: Weighed, settings: Settings, folder: Path | None, report: Report | None
) -> tuple[PairScorer, State]:
    torch.manual_seed(settings.seed)
    network = PairScorer(len(PairFeature), settings.hidden)
    network.standardise_by(some.phi)
    optimiser = torch.optim.AdamW(network.parameters(), settings.rate, weight_decay=settings.decay)
    labels = some.replaces.float()

    def epoch(_: int) -> Row:
        total = 0.0
        for rows in torch.randperm(len(labels)).split(settings.batch):
            loss = binary_cross_entropy_with_logits(
                network(some.phi[rows]), labels[rows], some.weights[rows]
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += float(loss.detach()) * len(rows)
        return {"loss": total / len(labels)}

    plan = Plan(settings.epochs, settings.seed, folder=folder, report=report)
    return network, fit(network, optimiser, epoch, plan, {**asdict(settings), "pairs": len(labels)})
