"""How sure R is in short chats, whose messages O scores by its fixed rule.

Tried are questions of made-up rooms cut short, the three ways of `memory.training.calibration`, and
those of written conversations, whose facts are heard for it. R reads what it reads in the bot.
Whether a span answers is learned from both. An answer is said from P(right) = 1/3 on, where a wrong
one costs half of what a right one brings, or later: from where as many questions without an answer
are declined as O alone would decline.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from memory.addressing import OutputSettings
from memory.intents import Ask, Offer, Teach, understand
from memory.output import supporting_memories
from memory.preference import Preference
from memory.reading import read
from memory.slots import Audience, Question, Slot, Supporting
from memory.spans import Calibration, Reader, Span
from memory.speaking import as_read
from memory.supports import Trained
from memory.training.answers import f1
from memory.training.calibration import Kind, Tried, answering, best, of_another
from memory.training.contradictions import said_at
from memory.training.conversations import read_conversations
from memory.training.dialogues import Asked, Dialogue, Turn, person
from memory.training.scoring import SCOPE, Encode, bank_of
from memory.training.windows import Sizes, chats

_LENGTHS = (6, 10, 15, 20, 25, 30, 35, 40, 45)  # messages of a room
LEAST = 1 / 3
_O = OutputSettings()


@dataclass(frozen=True)
class Settings:
    """How much is tried."""

    seed: int = 3
    rooms: int = 80
    asked: int = 3  # of a room
    turns: int = 60  # of the rooms that are cut


@dataclass(frozen=True)
class Trial:
    """A question after a chat; without evidence nothing answers it."""

    chat: Dialogue
    asked: Asked
    kind: Kind


def rooms(data: Path, settings: Settings) -> list[Trial]:
    """Questions of rooms of held-out posts, each room cut to a length at random."""
    rng = random.Random(settings.seed)  # noqa: S311 - a choice, no secret
    whole, _ = chats(data, Sizes(turns=settings.turns), settings.seed, out=True)
    chosen = rng.sample(whole, min(settings.rooms, len(whole)))
    cuts = [_cut(room, rng) for room in chosen]
    return [
        trial
        for room in cuts
        for asked in rng.sample(room.questions, min(settings.asked, len(room.questions)))
        for trial in _three(room, asked, rng.randrange(1 << 30))
    ]


def _cut(room: Dialogue, rng: random.Random) -> Dialogue:
    """Some messages in a row, and the questions that they answer."""
    length = rng.choice(_LENGTHS)
    start = rng.randrange(max(1, len(room.turns) - length + 1))
    asked = tuple(
        replace(item, evidence=tuple(place - start for place in item.evidence))
        for item in room.questions
        if item.answer and all(start <= place < start + length for place in item.evidence)
    )
    return Dialogue(room.name, room.turns[start : start + length], asked)


def _three(room: Dialogue, asked: Asked, seed: int) -> Iterator[Trial]:
    """As it is, with what answers out of sight, and of somebody else."""
    yield Trial(room, asked, Kind.ASKED)
    seen = tuple(turn for place, turn in enumerate(room.turns) if place not in asked.evidence)
    if seen:
        yield Trial(replace(room, turns=seen), replace(asked, evidence=()), Kind.HIDDEN)
    other = of_another(room, asked, seed)
    if other.text != asked.text:
        yield Trial(room, replace(other, evidence=()), Kind.SWAPPED)


def written(path: Path) -> list[Trial]:
    """The questions of a file of conversations that one memory answers, or none."""
    return [trial for one in read_conversations(path) for trial in _of_written(one["turns"])]


def _of_written(turns: Sequence[Mapping[str, Any]]) -> Iterator[Trial]:
    told = dict[int, Turn]()
    for number, turn in enumerate(turns):
        expect = turn.get("expect")
        if expect is None:
            told[number] = Turn(str(number), 1, turn["as"], _fact(turn["say"]), said_at(number))
        elif {"small_talk", "chain"}.isdisjoint(expect):
            asked, places = understand(turn["say"]), [*told]
            if isinstance(asked, Ask):
                evidence = tuple(places.index(one) for one in expect.get("support", ()))
                kind = Kind.ASKED if evidence else Kind.HIDDEN
                question = Asked(asked.question, "", evidence, 1, turn["as"])
                yield Trial(Dialogue("written", tuple(told.values()), ()), question, kind)


def _fact(text: str) -> str:
    """Without "remember that": nobody says so to a room that is only heard."""
    meant = understand(text)
    return meant.fact if isinstance(meant, Teach | Offer) else text


def tried(
    reader: Reader, trials: Sequence[Trial], encode: Encode, preference: Preference
) -> list[Tried]:
    """What O and R think of each; what is quoted, or finds nothing, tells nothing."""
    found = (_tried(reader, trial, encode, preference) for trial in trials)
    return [one for one in found if one is not None]


def _tried(reader: Reader, trial: Trial, encode: Encode, preference: Preference) -> Tried | None:
    found = _support(trial, encode, preference)
    if not found or found[0].replaces:
        return None
    support = sorted(found, key=lambda item: item.slot.id)  # as they were said
    spans = reader.read(trial.asked.text, [as_read(item) for item in support])
    slots = [item.slot for item in support]
    scores = [_right(trial, slot, span) for slot, span in zip(slots, spans, strict=True)]
    odds = [item.odds for item in support]
    return Tried(odds, [span.score for span in spans], scores, 0.0, trial.kind)


def _support(trial: Trial, encode: Encode, preference: Preference) -> list[Supporting]:
    """What R reads in the bot, the best first."""
    bank = bank_of(trial.chat, encode)
    question = Question(trial.asked.text, person(trial.asked.asker), Audience.of(SCOPE))
    reading = read(question, bank.people(question.text, bank.visible({SCOPE.channel_id})))
    vectors = encode([reading.text, reading.neutral])
    trained = Trained(preference=preference)
    return supporting_memories(bank, question, reading, vectors, _O, trained)


def _right(trial: Trial, slot: Slot, span: Span) -> float:
    """Token F1; of a written question whether it is the memory that answers."""
    if not trial.asked.answer:
        return float(slot.id - 1 in trial.asked.evidence)
    return f1(span.text, trial.asked.answer) if trial.kind is Kind.ASKED else 0.0


def fitted(*sets: Sequence[Tried]) -> Calibration | None:
    """Weights of all sets, and the threshold; none where too little is asked to tell."""
    weights = answering([one for some in sets for one in some if one.kind is not Kind.SWAPPED])
    if weights is None:
        return None
    found = Calibration(*weights)
    return replace(found, least=max([LEAST, *(_least(found, some) for some in sets if some)]))


def _least(calibration: Calibration, some: Sequence[Tried]) -> float:
    """From where as many questions without an answer are declined as O alone would decline."""
    lacking = [one for one in some if one.kind is Kind.HIDDEN]
    if not lacking:
        return 0.0
    alone = sum(max(one.odds) < 0 for one in lacking) / len(lacking)
    return float(np.quantile([best(calibration, one)[0] for one in lacking], alone))


def summary(calibration: Calibration, some: Sequence[Tried]) -> dict[str, float]:
    """Shares in per cent: how often each kind is declined, and how right is what is said."""
    rows = dict[str, list[float]]()
    for one in some:
        gain, right = best(calibration, one)
        said, kind = gain >= calibration.least, one.kind.name.lower()
        rows.setdefault(f"declined, {kind}", []).append(not said)
        rows.setdefault(f"declined by O alone, {kind}", []).append(max(one.odds) < 0)
        if one.kind is Kind.ASKED:
            rows.setdefault("right, asked", []).append(said * right)
    return {name: round(100 * float(np.mean(row)), 1) for name, row in rows.items()}
