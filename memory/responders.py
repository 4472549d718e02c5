"""R: supporting memories -> a spoken answer. Text in, text out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, runtime_checkable

from memory.dates import dated
from memory.perspective import told_to
from memory.several import asked_about, asks_for_several, is_count, of_several, told_apart
from memory.slots import Answer, Kind, Person, Question, Slot, Supporting
from memory.spans import Calibration, Span
from memory.speaking import Read, as_read, spoken
from memory.traits import asks_yes_no
from memory.verdicts import verdict

_WITHIN = re.compile("['’]")


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
    worth: float | None = None  # it is said from 0 on; None: where it is likelier right than wrong

    def judged(self, read: Sequence[Supporting]) -> tuple[float, float]:
        """Log-odds that it is right, and its worth, where O has a say in what was left open."""
        odds = read[0].odds if self.odds is None else self.odds
        return odds, odds if self.worth is None else self.worth


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

    name = "quote"
    reads = 0

    def prepare(self) -> None:
        """There is nothing to load."""

    def respond(self, question: Question, supporting: Sequence[Supporting]) -> Spoken:
        """One sentence for each hop, in the asker's view; of messages the best one.

        Several memories that answer are counted or listed, and what words decide gets a yes or no.
        """
        if several := _several(question, supporting):
            return several
        used = [item for item in supporting if item is supporting[0] or item.hop > 1]
        said = _quoted(used, question.asker)
        yes = verdict(question, used[0].slot) if len(used) == 1 else None
        return Spoken(said if yes is None else f"{'Yes' if yes else 'No'}: {said}", used)


def _quoted(used: Sequence[Supporting], asker: Person) -> str:
    """A sentence for each memory; of "tomorrow" and the like it tells which day that is."""
    said = ((sentence(told_to(one.slot, asker)), one.slot.said_at) for one in used)
    return " ".join(dated(text, at, moving=True) for text, at in said)


def _several(question: Question, supporting: Sequence[Supporting]) -> Spoken | None:
    """All memories that answer, with their number where that was asked."""
    if asked_about(question.text):
        return _all_of(question, supporting)
    best = supporting[0].slot
    counts = is_count(question.text, best)
    if not counts and not asks_for_several(question.text):
        return None
    found = told_apart(question.text, [item.slot for item in supporting])
    if best not in found or (len(found) < 2 and not counts):
        return None
    used = [item for item in supporting if item.slot in found]
    said = _quoted(used, question.asker)
    counts = counts and not any(of_several(item.slot) for item in used)
    return Spoken(f"{len(used)} that I know of: {said}" if counts else said, used)


@runtime_checkable
class Pointer(Protocol):
    """What finds the words of memories that answer."""

    calibration: Calibration
    short: Calibration  # of conversations too short for a lead

    def read(self, question: str, texts: Sequence[str]) -> list[Span]:
        """The best span of each text, in their order."""


class MemNNResponder:
    """Points at the words that answer in what was heard; quotes what was taught."""

    name = "memnn"
    reads = 0

    def __init__(self, load: Callable[[], Pointer]) -> None:
        """The reader is loaded when a message is to be read for the first time."""
        self._reader = cache(load)
        self._quoting = QuotingResponder()

    def prepare(self) -> None:
        """Most answers need no reader: it is loaded for the first that does."""

    def respond(self, question: Question, supporting: Sequence[Supporting]) -> Spoken:
        """Words of the best message of a conversation, else whole memories."""
        if supporting[0].slot.kind is not Kind.HEARD:
            return self._quoting.respond(question, supporting)
        if supporting[0].lead is None:
            return self._of_few(question, supporting)
        calibration = self._reader().calibration
        reads = self._read(question, supporting, calibration)
        text, used = spoken(question, reads)
        return Spoken(text, used, reads[0].odds, worth=_worth(reads[0], calibration))

    def _of_few(self, question: Question, supporting: Sequence[Supporting]) -> Spoken:
        """The same of a short conversation; lists, counts, yes, no and what changed are quoted."""
        if supporting[0].replaces:
            return self._quoting.respond(question, supporting[:1])
        if several := _several(question, supporting):
            return several
        calibration = self._reader().short
        reads = self._read(question, supporting, calibration)
        text, used = spoken(question, reads)
        if asks_yes_no(question.text):
            text = self._quoting.respond(question, used).text
        return Spoken(text, used, reads[0].odds, worth=_worth(reads[0], calibration))

    def _read(
        self, question: Question, supporting: Sequence[Supporting], calibration: Calibration
    ) -> list[Read]:
        """What each message says to it, the likeliest first; they are read as they were said."""
        ordered = sorted(supporting, key=lambda item: (item.slot.said_at, item.slot.id))
        spans = self._reader().read(question.text, [as_read(item) for item in ordered])
        reads = [
            Read(item, span, calibration.odds(item.odds, span.score, item.lead or 0.0))
            for item, span in zip(ordered, spans, strict=True)
        ]
        return sorted(reads, key=lambda read: -read.odds)


def _all_of(question: Question, supporting: Sequence[Supporting]) -> Spoken | None:
    """What is known of whom or what is asked about, where it is more than one memory."""
    taught = [one for one in supporting if one.hop == 1 and one.slot.kind is not Kind.HEARD]
    return Spoken(_quoted(taught, question.asker), taught) if len(taught) > 1 else None


def _worth(best: Read, calibration: Calibration) -> float:
    """Whether it is to be said: from 0 on."""
    lead = best.support.lead or 0.0
    return calibration.gain(best.support.odds, best.span.score, lead) - calibration.least


def sentence(text: str) -> str:
    """The text with a capital and a full stop where these do no harm."""
    first = _WITHIN.sub("", text.partition(" ")[0])  # "we're", and no "x2go"
    return ended(text[0].upper() + text[1:] if first.isalpha() and first.islower() else text)


def ended(text: str) -> str:
    """The text with a full stop, unless it ends in a mark or an address."""
    last = text.rsplit(" ", maxsplit=1)[-1]
    ended = not text[-1].isalnum() or "/" in last or "://" in last
    return text if ended else text + "."
