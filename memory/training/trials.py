"""What the verifier learns from: questions, and what O finds for them, as it is told.

What does not answer is near enough to be mistaken for an answer: the best memories by s_O, and the
best pairs of two by U_O of the second hop, wrong ones among them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memory.addressing import OutputSettings, best_rows, log_odds, score_all
from memory.bank import Bank
from memory.holding import Holding
from memory.hops import Hops
from memory.intents import Ask, Offer, Teach, understand
from memory.onward import first_found
from memory.reading import read
from memory.second_look import told
from memory.slots import Audience, Question, Slot
from memory.supports import Asked, Trained
from memory.training.contradictions import SCOPE, said_at, taught
from memory.training.conversations import read_conversations
from memory.training.dialogues import person
from memory.training.scoring import Encode
from memory.verifier import Told

_O = OutputSettings()
_READ = 2  # memories behind the first
_BEHIND = 3.0  # by how much m_0 may be better in U_O's eyes: more than what is read later


@dataclass(frozen=True)
class Trial:
    """A question, and memories that may answer it, or rows of two; the best by O comes first."""

    question: str
    told: tuple[Told, ...]
    odds: tuple[float, ...]  # log-odds of O; of two in a row the lead over m_0
    right: tuple[bool, ...]

    @property
    def together(self) -> bool:
        """Whether it is of two in a row."""
        return len(self.told[0]) > 1


@dataclass(frozen=True)
class _Labelled:
    """A question of a room, and the rows that answer it: each, or together where `chain`."""

    asked: Asked
    gold: tuple[int, ...]
    chain: bool


def trials(
    paths: Sequence[Path], encode: Encode, beside: int, hops: Hops | None = None
) -> list[Trial]:
    """The questions of files of conversations: read beside the best so many memories, and two."""
    rooms = (room["turns"] for path in paths for room in read_conversations(path))
    asked = (one for turns in rooms for one in _of_room(turns, encode))  # more is told after it
    return [trial for one in asked for trial in (*_alone(one, beside), *_together(one, hops))]


def _of_room(turns: Sequence[Mapping[str, Any]], encode: Encode) -> Iterator[_Labelled]:
    slots = {number: one for number, turn in enumerate(turns) if (one := _told(number, turn))}
    vectors = dict(zip(slots, encode([slot.text for slot in slots.values()]), strict=True))
    bank, rows = Bank(len(next(iter(vectors.values()))), "cpu"), dict[int, int]()
    for number, turn in enumerate(turns):
        if number in slots:
            rows[number] = len(bank)
            bank.add([slots[number]], vectors[number][None])
        elif len(bank) and (asked := _asked(bank, turn, rows, encode)):
            yield asked


def _told(number: int, turn: Mapping[str, Any]) -> Slot | None:
    meant = understand(turn["say"])
    if "expect" in turn or not isinstance(meant, Teach | Offer):
        return None
    return taught(number, meant.fact, person(turn["as"]), said_at(number))


def _asked(
    bank: Bank, turn: Mapping[str, Any], rows: Mapping[int, int], encode: Encode
) -> _Labelled | None:
    """Nothing of what is no question."""
    meant, expect = understand(turn["say"]), turn.get("expect", {"small_talk": True})
    if not isinstance(meant, Ask) or "small_talk" in expect:
        return None
    question = Question(meant.question, person(turn["as"]), Audience.of(SCOPE))
    reading = read(question, bank.people(question.text, bank.visible({SCOPE.channel_id})))
    vectors = encode([reading.text, reading.neutral])
    scores = score_all(bank, question, reading, vectors, _O)
    gold = tuple(rows[number] for number in expect.get("support", ()) if number in rows)
    asked = Asked(bank, question, reading, scores, _O, Trained())
    return _Labelled(asked, gold, "chain" in expect)


def _alone(one: _Labelled, beside: int) -> Iterator[Trial]:
    """Nothing where what answers is not found; the end of a chain is neither right nor wrong."""
    end = one.gold[1:] if one.chain else ()
    best = best_rows(one.asked.scores.total, beside)
    found = {row: score for row, score in best.items() if row not in end}
    gold = () if one.chain else one.gold
    if found and (not gold or not found.keys().isdisjoint(gold)):
        yield Trial(
            one.asked.question.text,
            tuple(told(one.asked, row) for row in found),
            tuple(log_odds(score, _O) for score in found.values()),
            tuple(row in gold for row in found),
        )


def _together(one: _Labelled, hops: Hops | None) -> Iterator[Trial]:
    """The first memory with those that may go on from it; of a chain with its first, or its end."""
    if hops is None:
        return
    first = int(one.asked.scores.total.argmax())
    if one.chain and first not in one.gold:
        first = next(iter(one.gold), first)
    likely = hops.likely(first_found(one.asked, Holding(first, ())))[:_READ]
    steps = [s for s in likely if s.lead > -_BEHIND and not _either(one, first, s.row)]
    if steps:
        pairs = [(first, step.row) for step in steps]
        right = tuple(one.chain and set(pair) == set(one.gold) for pair in pairs)
        leads = tuple(step.lead for step in steps)
        pairs_told = tuple(told(one.asked, *pair) for pair in pairs)
        yield Trial(one.asked.question.text, pairs_told, leads, right)


def _either(one: _Labelled, first: int, second: int) -> bool:
    """Whether one of the two answers, and it is not the first: neither right nor wrong."""
    return not one.chain and second in one.gold and first not in one.gold
