"""R: supporting memories -> a spoken answer. Text in, text out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from memory.perspective import second_person, third_person
from memory.slots import Answer, Person, Question, Slot, Supporting


@dataclass(frozen=True, slots=True)
class Looked:
    """Where a responder looked in a memory: its words, and the attention that each one got."""

    slot: Slot
    words: Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a responder says."""

    text: str
    supporting: Sequence[Supporting]  # those that it is from
    odds: float | None = None  # log-odds that it is right; None: as sure as O is
    looked: Sequence[Looked] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """What one responder answered, in which time, and where in the memories it looked."""

    answer: Answer
    milliseconds: float
    looked: tuple[Looked, ...] = ()


@runtime_checkable  # the checks of the tests ask for it
class Responder(Protocol):
    """Words the answer. Loaded networks stand beside each other under their names."""

    @property
    def name(self) -> str:
        """What people choose it by."""

    @property
    def reads(self) -> int:
        """How many of the nearest memories it reads; 0: the supporting ones that O chose."""

    def prepare(self) -> None:
        """Load what it needs, where nothing waits for it. Raises EngramError."""

    def respond(self, question: Question, supporting: Sequence[Supporting]) -> Spoken:
        """The answer from at least one supporting memory, best first."""


class QuotingResponder:
    """Says the supporting memories themselves (MemNN, 3.1: "return m_ok itself")."""

    name = "memnn"
    reads = 0

    def prepare(self) -> None:
        """There is nothing to load."""

    def respond(self, question: Question, supporting: Sequence[Supporting]) -> Spoken:
        """One sentence for each hop, in the asker's view; of messages the best one."""
        used = [item for item in supporting if item is supporting[0] or item.hop > 1]
        said = " ".join(sentence(told_to(item.slot, question.asker)) for item in used)
        return Spoken(said, used)


def told_to(slot: Slot, listener: Person) -> str:
    """The memory as it is said to `listener`: their own fact as "you …", another's by name."""
    if slot.subject is None:
        return slot.text
    if slot.subject.id == listener.id:
        return second_person(slot.text)
    return third_person(slot.text, slot.subject.name)


def sentence(text: str) -> str:
    """The text with a capital and a full stop where these do no harm."""
    first, _, _ = text.partition(" ")
    return ended(text[0].upper() + text[1:] if first.isalpha() and first.islower() else text)


def ended(text: str) -> str:
    """The text with a full stop, unless it ends in a mark or an address."""
    last = text.rsplit(" ", maxsplit=1)[-1]
    ended = not text[-1].isalnum() or "/" in last or "://" in last
    return text if ended else text + "."
