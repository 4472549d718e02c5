"""What the verifier learns of write time from: pairs of memories, read one after the other.

Every change of written rooms, and beside each memory the older ones that resemble it most; and
made-up pairs (`memory.training.changes`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memory.intents import Offer, Teach, understand
from memory.perspective import told_to_others
from memory.preference import Preference
from memory.slots import Slot
from memory.training.changes import pairs
from memory.training.contradictions import changed, said_at, taught
from memory.training.conversations import read_conversations
from memory.training.dialogues import person
from memory.training.preference import bank_of, candidates
from memory.training.scoring import Encode

_BESIDE = 3  # older memories that a newer one is read behind
_POSSIBLE = -3.0  # log-odds by U_R from which a pair tells something of how sure it is
_CANDIDATES = 12  # memories of a question, whose pairs are compared


@dataclass(frozen=True, slots=True)
class Two:
    """An older memory and a newer one, as anybody else is told them."""

    older: str
    newer: str
    replaces: bool


def written(paths: Sequence[Path], encode: Encode) -> list[Two]:
    """The pairs of all rooms of these files."""
    rooms = (room["turns"] for path in paths for room in read_conversations(path))
    return [two for turns in rooms for two in _of_room(turns, encode)]


def made_up(count: int, seed: int) -> list[Two]:
    """So many made-up pairs."""
    some = ((one, _both(one.speakers, one.older, one.newer)) for one in pairs(count, seed))
    return [
        Two(told_to_others(older), told_to_others(newer), one.replaces)
        for one, (older, newer) in some
    ]


def compared(
    paths: Sequence[Path], encode: Encode, preference: Preference
) -> list[tuple[Two, float]]:
    """The pairs that questions have read, and the log-odds that U_R has of each.

    Of the rooms in which something changes: of others it is not known.
    """
    rooms = (room["turns"] for path in paths for room in read_conversations(path))
    return [one for turns in rooms for one in _asked_of(turns, encode, preference)]


def _asked_of(
    turns: Sequence[Mapping[str, Any]], encode: Encode, preference: Preference
) -> Iterator[tuple[Two, float]]:
    told, found = _told(turns), changed(turns)
    bank = bank_of(list(told.values()), encode)
    for turn in turns if found else ():
        if "small_talk" in turn.get("expect", {"small_talk": True}):
            continue
        pairs = candidates(bank, turn, encode, _CANDIDATES)
        odds = preference.log_odds([phi for _, _, phi in pairs])
        for (older, newer, _), first in zip(pairs, odds, strict=True):
            if first > _POSSIBLE:
                both = (older.id, newer.id) in found
                yield Two(told_to_others(older), told_to_others(newer), both), first


def _both(speakers: tuple[str, str], older: str, newer: str) -> tuple[Slot, Slot]:
    first, second = (person(name) for name in speakers)
    return taught(0, older, first, 0.0), taught(1, newer, second, 1.0)


def _told(turns: Sequence[Mapping[str, Any]]) -> dict[int, Slot]:
    said = ((number, turn) for number, turn in enumerate(turns) if "expect" not in turn)
    return {number: _slot(number, turn) for number, turn in said}


def _slot(number: int, turn: Mapping[str, Any]) -> Slot:
    meant = understand(turn["say"])
    fact = meant.fact if isinstance(meant, Teach | Offer) else turn["say"]
    return taught(number, fact, person(turn["as"]), said_at(number))


def _of_room(turns: Sequence[Mapping[str, Any]], encode: Encode) -> Iterator[Two]:
    slots, found = _told(turns), changed(turns)
    vectors = dict(zip(slots, encode([slot.text for slot in slots.values()]), strict=True))
    for newer in slots:
        older = [number for number in slots if number < newer]
        older.sort(key=lambda number: -float(vectors[number] @ vectors[newer]))
        near = {*older[:_BESIDE], *(first for first, second in found if second == newer)}
        for one in sorted(near):
            texts = told_to_others(slots[one]), told_to_others(slots[newer])
            yield Two(*texts, (one, newer) in found)
