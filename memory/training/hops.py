"""Training the hops after the first: made-up rooms, margin ranking loss, m_0 among the candidates.

The loss is the second term of MemNN's (eq. 7): sum max(0, gamma - s_O([x, m_o1], m_o2) + s_O([x,
m_o1], f)), f being m_0 and the other memories of the room that are likely; and the same with m_0 in
the place of m_o2 where what was found is enough.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zlib import crc32

import torch
from jaxtyping import Float
from torch import Tensor

from memory.addressing import OutputSettings, score_all
from memory.bank import Bank
from memory.bridges import HopFeature, hop_features
from memory.candidates import candidates
from memory.hops import CANDIDATES, Hops
from memory.nn.losses import margin_ranking
from memory.nn.scoring import PairScorer
from memory.perspective import is_personal
from memory.reading import Reading, read
from memory.slots import Audience, Person, Question, Scope, Slot, Witness
from memory.so_far import SoFar
from memory.training.bridging import Room, rooms
from memory.training.loop import Plan, Row, State, fit
from memory.training.passages import Passage, read_qamr, read_squad

_SCOPE = Scope(1, 1)
_ASKER = Person(1, "Zed")
Encode = Callable[[Sequence[str]], Float[Tensor, "n d"]]
Report = Callable[[int, Row], None]


@dataclass(frozen=True)
class Settings:
    """How much is made, and how it is learned."""

    seed: int = 1  # of the weights and the order
    sample: int = 7  # seed of the rooms
    rooms: int = 120
    ways: int = 5  # of links and traits, in a room
    pieces: int = 4  # passages in a room
    hidden: int = 16
    rate: float = 3e-3
    decay: float = 0.1
    epochs: int = 8
    batch: int = 32
    gamma: float = 1.0
    onward: float = 2.0  # what a hop that goes on counts: most are stops


@dataclass(frozen=True)
class Choice:
    """m_0 and the candidates of one hop, as features, and which of them is right."""

    phi: Float[Tensor, "candidates features"]
    right: int  # 0: to stop
    hop: int  # memories found before it


def passages(data: Path) -> list[Passage]:
    """Those whose pieces stand in the rooms."""
    shifts = data / "squadshifts"
    names = ("reddit", "amazon_reviews", "new_wiki")
    found = [one for name in names for one in read_squad(shifts / f"{name}_v1.0.json")]
    return found + read_qamr(data / "qamr", "dev")


def make(data: Path, settings: Settings) -> list[Room]:
    """Rooms out of made-up statements and the question sets in a data folder."""
    return list(
        rooms(
            passages(data), count=settings.rooms, ways=settings.ways, pieces=settings.pieces,
            seed=settings.sample,
        )
    )  # fmt: skip


def bank_of(room: Room, encode: Encode) -> Bank:
    """The statements as they are kept when they are taught."""
    slots = list[Slot]()
    for number, (author, text) in enumerate(room.told):
        witness = Witness(Person(2 + crc32(author.encode()), author), float(number))
        slots.append(Slot(1 + number, _SCOPE, text, is_personal(text), (witness,), float(number)))
    vectors = encode([slot.text for slot in slots])
    bank = Bank(vectors.shape[1], "cpu")
    bank.add(slots, vectors)
    return bank


def questions(room: Room, bank: Bank) -> list[tuple[Question, Reading]]:
    """What is asked in a room, taken apart."""
    visible, audience = bank.visible([_SCOPE.channel_id]), Audience.of(_SCOPE)
    asked = [Question(one.text, _ASKER, audience) for one in room.asked]
    return [(one, read(one, bank.people(one.text, visible))) for one in asked]


def texts(room: Room) -> list[str]:
    """All that is encoded for a room."""
    bank = bank_of(room, lambda some: torch.zeros(len(some), 1))
    asked = [text for _, one in questions(room, bank) for text in (one.text, one.neutral)]
    return [text for _, text in room.told] + asked


def choices(room: Room, encode: Encode) -> list[Choice]:
    """Every hop after the first of every question, with the right memories found so far."""
    bank, found = bank_of(room, encode), list[Choice]()
    visible = bank.visible([_SCOPE.channel_id])
    asked = questions(room, bank)
    vectors = encode([text for _, one in asked for text in (one.text, one.neutral)])
    for (question, reading), pair, one in zip(asked, vectors.split(2), room.asked, strict=True):
        scores = score_all(bank, question, reading, pair, OutputSettings())
        for chosen, right in _hops(one.support, int(scores.total.argmax())):
            so_far = SoFar(bank, question, reading, scores.embedding, visible, chosen)
            found += _choice(so_far, right)
    return found


def _hops(support: tuple[int, ...], first: int) -> Iterator[tuple[tuple[int, ...], int | None]]:
    """What was found at each hop, and what is right then; in reverse where O begins at the end."""
    order = support[::-1] if len(support) > 1 and first == support[-1] else support
    for hop in range(1, len(order) + 1):
        yield order[:hop], order[hop] if hop < len(order) else None


def _choice(so_far: SoFar, right: int | None) -> list[Choice]:
    rows = candidates(so_far, CANDIDATES)
    if right is not None and right not in rows:
        return []
    phi = torch.tensor(hop_features(so_far, rows))
    return [Choice(phi, 0 if right is None else 1 + rows.index(right), len(so_far.chosen))]


def train(
    made: Sequence[Room],
    encode: Encode,
    settings: Settings,
    folder: Path | None = None,
    report: Report | None = None,
) -> tuple[Hops, State, dict[str, float]]:
    """U_O of the later hops, stopped on every fifth room; with what it gets right there."""
    encode([text for room in made for text in texts(room)])  # all at once is quickest
    return train_on([choices(room, encode) for room in made], settings, folder, report)


def train_on(
    found: Sequence[Sequence[Choice]],
    settings: Settings,
    folder: Path | None = None,
    report: Report | None = None,
) -> tuple[Hops, State, dict[str, float]]:
    """The same on hops that are taken apart."""
    kept = [item for number, room in enumerate(found) if number % 5 != 4 for item in room]
    held = [item for number, room in enumerate(found) if number % 5 == 4 for item in room] or kept
    torch.manual_seed(settings.seed)
    network = PairScorer(len(HopFeature), settings.hidden)
    network.standardise_by(torch.cat([item.phi for item in kept]))
    optimiser = torch.optim.AdamW(network.parameters(), settings.rate, weight_decay=settings.decay)

    def epoch(number: int) -> Row:
        rng = random.Random(settings.seed * 1000 + number)  # noqa: S311 - an order, no secret
        order = rng.sample(kept, len(kept))
        total = sum(
            _step(network, optimiser, order[start : start + settings.batch], settings)
            for start in range(0, len(order), settings.batch)
        )
        return {"loss": total / len(order), "validation": balanced(network, held)}

    plan = Plan(settings.epochs, settings.seed, folder=folder, report=report)
    state = fit(network, optimiser, epoch, plan, {**asdict(settings), "choices": len(kept)})
    return Hops(network), state, shares(network, held)


def _step(
    network: PairScorer,
    optimiser: torch.optim.Optimizer,
    some: Sequence[Choice],
    settings: Settings,
) -> float:
    scores = network(torch.cat([item.phi for item in some])).split([len(i.phi) for i in some])
    losses = [
        (settings.onward if item.right else 1.0) * cost(one, item.right, settings.gamma)
        for one, item in zip(scores, some, strict=True)
    ]
    loss = torch.stack(losses).sum() / len(some)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return float(loss.detach()) * len(some)


def cost(scores: Float[Tensor, " candidates"], right: int, gamma: float) -> Float[Tensor, ""]:
    """sum_f max(0, gamma - s_O([x, m_o1], m_o2) + s_O([x, m_o1], f))   [MemNN, eq. 7]."""
    wrong = torch.cat([scores[:right], scores[right + 1 :]])
    return margin_ranking(scores[right : right + 1], wrong[None], gamma)


def shares(network: PairScorer, some: Sequence[Choice]) -> dict[str, float]:
    """How often it goes on to the right memory, and stops where it should."""
    right: dict[bool, list[bool]] = {True: [], False: []}
    for item in some:
        with torch.no_grad():
            best = int(network(item.phi).argmax())
        right[item.right > 0].append(best == item.right)
    names = {True: "right memory", False: "right stop"}
    return {names[key]: sum(found) / len(found) for key, found in right.items() if found}


def balanced(network: PairScorer, some: Sequence[Choice]) -> float:
    """The mean of both: most hops are stops."""
    found = shares(network, some).values()
    return sum(found) / len(found)
