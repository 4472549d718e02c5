"""Training s_O for chat: rooms made of question sets, margin ranking loss, hard negatives.

Every message of a room is a candidate; the wrong ones that score highest at the moment, and some
drawn at random, are the negatives of MemNN's eq. 6. Texts are encoded once and kept beside the
checkpoint.
"""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Bool, Float
from safetensors.torch import load_file, save_file
from sklearn.linear_model import LogisticRegression
from torch import Tensor

from memory.bank import Bank
from memory.encoder import Encoder
from memory.features import Feature, features
from memory.nn.losses import margin_ranking
from memory.nn.scoring import FeatureScorer, standardise
from memory.perspective import is_personal
from memory.reading import read
from memory.scoring import COLUMNS, Scorer
from memory.slots import Audience, Kind, Question, Scope, Slot, Witness
from memory.training.dialogues import READER, Dialogue, person
from memory.training.loop import Plan, Row, State, fit
from memory.training.passages import read_friendsqa, read_squad
from memory.training.retrieval import recall
from memory.training.rooms import Material, rooms, transcripts

SCOPE = Scope(1, 1)
_VALIDATED = 5  # recall at so many is what the training stops by
Encode = Callable[[Sequence[str]], Float[Tensor, "n d"]]
Report = Callable[[int, Row], None]


@dataclass(frozen=True)
class Settings:
    """How much is made, and how it is learned."""

    seed: int = 1  # of the weights and the order
    sample: int = 5  # seed of the rooms
    posts: int = 60  # of reddit and as many reviews; a third of that from Wikipedia
    dialogues: int = 66
    turns: int = 450  # of a room
    asked: int = 80  # of a room
    hidden: int = 24
    rate: float = 3e-3
    epochs: int = 8
    batch: int = 16
    gamma: float = 1.0
    hard: int = 15  # negatives that score highest
    drawn: int = 15  # negatives drawn at random


@dataclass(frozen=True)
class Asked:
    """A question with the features of every message."""

    phi: Float[Tensor, "rows features"]
    evidence: tuple[int, ...]


class Kept:
    """An encoder whose vectors stay in a file, so that no text is encoded twice."""

    def __init__(self, load: Callable[[], Encoder], path: Path) -> None:
        """The encoder is loaded once there is a text without a vector."""
        self._encoder, self._path = cache(load), path
        self._known = load_file(path) if path.exists() else {}

    def __call__(self, texts: Sequence[str]) -> Float[Tensor, "n d"]:
        """One vector a text."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        order = sorted(missing, key=lambda key: len(missing[key]))  # like lengths: little padding
        for start in range(0, len(order), 256):
            part = order[start : start + 256]
            vectors = self._encoder().encode([missing[key] for key in part])
            self._known |= dict(zip(part, vectors.half(), strict=True))
        if missing:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            save_file(self._known, self._path)
        return torch.stack([self._known[key] for key in keys]).float()


def bank_of(dialogue: Dialogue, encode: Encode) -> Bank:
    """The messages of a chat as they are kept when they are heard, one row each."""
    slots = list[Slot]()
    for number, turn in enumerate(dialogue.turns, start=1):
        witness = Witness(person(turn.author), turn.said_at)
        own = is_personal(turn.text)
        slots.append(Slot(number, SCOPE, turn.text, own, (witness,), turn.said_at, Kind.HEARD))
    vectors = encode([turn.text for turn in dialogue.turns])
    bank = Bank(vectors.shape[1], "cpu")
    bank.add(slots, vectors)
    return bank


def ask(dialogue: Dialogue, encode: Encode) -> list[Asked]:
    """The features of every message for each question that names its evidence."""
    bank = bank_of(dialogue, encode)
    everything = torch.ones(len(bank), dtype=torch.bool)
    asked = [item for item in dialogue.questions if item.evidence]
    audience = Audience.of(SCOPE)
    readings = [
        read(Question(item.text, READER, audience), bank.people(item.text, everything))
        for item in asked
    ]
    vectors = encode([text for reading in readings for text in (reading.text, reading.neutral)])
    return [
        Asked(features(bank, reading, vectors[2 * row : 2 * row + 2], everything), item.evidence)
        for row, (item, reading) in enumerate(zip(asked, readings, strict=True))
    ]


def make(data: Path, settings: Settings) -> list[Dialogue]:
    """Rooms out of the question sets in a data folder."""
    rng = random.Random(settings.sample)  # noqa: S311 - a sample, no secret
    shifts = data / "squadshifts"
    wanted = {"reddit": 1.0, "amazon_reviews": 1.0, "new_wiki": 1 / 3}
    posts = [
        passage
        for name, share in wanted.items()
        for passage in rng.sample(
            read_squad(shifts / f"{name}_v1.0.json"), round(settings.posts * share)
        )
    ]
    dialogues = read_friendsqa(data / "friendsqa" / "friendsqa_dev.json")
    material = Material.of(posts, rng.sample(dialogues, settings.dialogues))
    sizes = {"asked": settings.asked, "seed": settings.sample}
    return [
        *rooms(material, turns=settings.turns, **sizes),
        *transcripts(material, count=max(1, settings.turns // 20), **sizes),
    ]


def train(
    made: Sequence[Dialogue],
    encode: Encode,
    settings: Settings,
    folder: Path | None = None,
    report: Report | None = None,
) -> tuple[Scorer, State]:
    """U_O, stopped and calibrated on every fifth room."""
    asked = [ask(dialogue, encode) for dialogue in made]
    kept = [item for number, room in enumerate(asked) if number % 5 != 4 for item in room]
    held = [item for number, room in enumerate(asked) if number % 5 == 4 for item in room] or kept
    torch.manual_seed(settings.seed)
    network = FeatureScorer(len(Feature) + len(COLUMNS), settings.hidden)
    optimiser = torch.optim.Adam(network.parameters(), settings.rate, weight_decay=1e-3)

    def epoch(number: int) -> Row:
        rng = random.Random(settings.seed * 1000 + number)  # noqa: S311 - an order, no secret
        order = rng.sample(kept, len(kept))
        total = 0.0
        for start in range(0, len(order), settings.batch):
            total += _step(network, optimiser, order[start : start + settings.batch], settings)
        return {"loss": total / len(order), "validation": found(network, held)}

    plan = Plan(settings.epochs, settings.seed, folder=folder, report=report)
    state = fit(network, optimiser, epoch, plan, {**asdict(settings), "questions": len(kept)})
    return calibrated(network, held), state


def _step(
    network: FeatureScorer,
    optimiser: torch.optim.Optimizer,
    some: Sequence[Asked],
    settings: Settings,
) -> float:
    losses = []
    for item in some:
        scores = network(standardise(item.phi, _all(item), COLUMNS))
        wrong = scores[_negatives(scores.detach(), item, settings)]
        right = scores[list(item.evidence)]
        losses.append(margin_ranking(right, wrong.expand(len(right), -1), settings.gamma))
    cost = torch.stack(losses).sum() / (settings.hard + settings.drawn)
    optimiser.zero_grad()
    cost.backward()
    optimiser.step()
    return float(cost.detach())


def _all(item: Asked) -> Bool[Tensor, " rows"]:
    return torch.ones(len(item.phi), dtype=torch.bool)


def _negatives(scores: Float[Tensor, " rows"], item: Asked, settings: Settings) -> Tensor:
    """The wrong messages that score highest, and some drawn from all."""
    masked = scores.clone()
    masked[list(item.evidence)] = -torch.inf
    hard = masked.topk(min(settings.hard, len(scores))).indices
    chosen = torch.cat([hard, torch.randint(len(scores), (settings.drawn,))])
    return chosen[masked[chosen].isfinite()]


def found(network: FeatureScorer, some: Sequence[Asked]) -> float:
    """Mean recall at five."""
    shares = []
    for item in some:
        with torch.no_grad():
            scores = network(standardise(item.phi, _all(item), COLUMNS))
        ranked = scores.argsort(descending=True).tolist()
        shares.append(recall(item.evidence, ranked, _VALIDATED))
    return float(np.mean(shares))


def calibrated(network: FeatureScorer, some: Sequence[Asked]) -> Scorer:
    """Scores as log-odds that the first message answers (Platt 1999).

    Each question is asked twice: as it is, and with what answers it out of sight.
    """
    firsts, rights = list[float](), list[bool]()
    for item in some:
        for hidden in (False, True):
            allowed = _all(item)
            allowed[list(item.evidence)] = not hidden
            with torch.no_grad():
                scores = network(standardise(item.phi, allowed, COLUMNS))
            scores = scores.masked_fill(~allowed, -torch.inf)
            firsts.append(float(scores.max()))
            rights.append(int(scores.argmax()) in item.evidence)
    model = LogisticRegression().fit(np.array(firsts)[:, None], rights)
    return Scorer(network, float(model.coef_[0, 0]), float(model.intercept_[0]))
