"""R for messages: the words of a conversation that answer, in the asker's view, with plain dates.

A trained pointer finds the best span of each supporting message (`memory.spans`); rules that need
no training turn it into an answer: "yesterday" becomes a date, "my" becomes "Ada's", and a question
for several things is answered with several spans.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from memory.dates import Told, dated, day, spelled, times
from memory.perspective import second_person, third_person
from memory.slots import Person, Question, Slot, Supporting
from memory.spans import Span
from memory.traits import asks_yes_no, wants_time

_LIST = re.compile(
    r"\b(?:what|which)(?:\s+(?:kinds?|types?|sorts?) of)?(?:\s+[\w-]+){0,2}?\s+"
    r"(?!(?:was|is|does|has|this|his|its|yes|always|perhaps|us)\b)[a-z][\w-]*[^s\W]s\b"
    r"|^\s*(?:who|what|where) (?:all|have|has)\b",
    re.I,
)
_NOT = re.compile(r"\b(?:not|never|no|nobody|nothing|cannot)\b|n['’]t\b", re.I)
_HOW_LONG = re.compile(r"\bhow (?:long|many|much|old|often)\b", re.I)
_CLOCK = re.compile(r"\d\s*(?:[ap]\.?m\b|o['’]clock)|\d:\d\d|\b(?:noon|midnight)\b", re.I)
_MOST, _MUCH = 4, 2.0  # answers of a list, and how much less likely one may be, in log-odds
_EDGES = ' ,.;:!?"“”()-'


@dataclass(frozen=True, slots=True)
class Read:
    """A supporting message, and what the pointer found in it."""

    support: Supporting
    span: Span
    odds: float  # log-odds that this answers


def as_read(item: Supporting) -> str:
    """The message as the pointer reads it, after the question that it follows, if any."""
    said = [item.before, item.slot] if item.before is not None else [item.slot]
    return " ".join(f"{slot.author.name}: {slot.text}" for slot in said)


def spoken(question: Question, reads: Sequence[Read]) -> tuple[str, list[Supporting]]:
    """The answer, and the messages that it is from; `reads` by falling odds."""
    best = reads[0]
    if wants_time(question.text) and not _HOW_LONG.search(question.text):
        return _when(best), [best.support]
    if asks_yes_no(question.text):
        return ("No" if _NOT.search(best.support.slot.text) else "Yes"), [best.support]
    chosen = _several(reads) if _LIST.search(question.text) else [best]
    said = dict.fromkeys(_said(one, question.asker) for one in chosen)
    return ", ".join(said), [one.support for one in chosen]


def _several(reads: Sequence[Read]) -> list[Read]:
    """The best, and further ones that are not much less likely."""
    return [one for one in reads[:_MOST] if one.odds > reads[0].odds - _MUCH]


def _when(read: Read) -> str:
    """The time that the message tells, or else when it was said."""
    slot = read.support.slot
    if _CLOCK.search(read.span.text):  # "Friday at 8pm" says more than its day
        return dated(read.span.text.strip(_EDGES), slot.said_at)
    told = times(slot.text, slot.said_at)
    if not told:
        return spelled(day(slot.said_at))
    offset = len(as_read(read.support)) - len(slot.text)
    start = read.span.start - offset
    return min(told, key=lambda one: _apart(one, start, start + len(read.span.text))).plain


def _apart(one: Told, start: int, end: int) -> int:
    """Characters between a time and the span; 0 where they overlap."""
    return max(0, one.start - end, start - one.end)


def _said(read: Read, asker: Person) -> str:
    """The span as it is said to the asker, with its times made plain."""
    slot = read.support.slot
    return to_asker(dated(read.span.text.strip(_EDGES) or slot.text, slot.said_at), slot, asker)


def to_asker(text: str, slot: Slot, asker: Person) -> str:
    """What an author says of themselves, to the asker: "my boat" -> "your boat", "Ada's boat"."""
    if slot.author.id == asker.id:
        return second_person(text)
    return third_person(text, slot.author.name)
