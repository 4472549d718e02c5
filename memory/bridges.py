"""phi([x, m_o1 ...], m_i): what a further memory has to do with a question and those found so far.

"Ada has the drill" and "Ada is home after six" hang together by Ada, whom the question "when can we
fetch the drill?" does not name: she is the bridge. What tells a memory that goes on from there from
one that looks alike: which words of the earlier ones it takes up, and where they stand, what the
question asks that they leave open, the kind of answer that is wanted, and who says it of whom.
Staying with what was found is one more candidate, m_0, with features of its own.
"""

import math
import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import torch

from memory.bank import statement
from memory.several import asks_for_several
from memory.slots import Slot
from memory.so_far import SoFar
from memory.traits import Trait
from memory.wanted import has, noun, wanted
from memory.words import FILLER, NOT_IN_SHORT, stem, stems, telling, words

_TINY = 1e-6  # keeps two memories with one vector apart from a division by zero
_NAME = re.compile(r"(?<!\w)[A-ZÀ-Ý][\w'’-]+")
_NOT = re.compile(rf"\b(?:no|not|never|nobody|none|without|cannot|{NOT_IN_SHORT})\b", re.I)
_CLOSED = re.compile(
    r"(?:and |so |but )?(?:is|are|am|was|were|do|does|did|has|have|had|can|could|will)\b", re.I
)
_NESTED = re.compile(
    r"\b(?:who|whose|whom|whoever|where|wherever|that|which|what|whatever)(?:['’]\w+)?\b"
    r"|\bthe (?:one|person|people|guy|man|woman|place|thing|owner|host|holder)\b",
    re.I,
)
_OF = re.compile(r"['’]s\b|s['’](?= )|\bof (?:the|our|my)\b", re.I)


class HopFeature(IntEnum):
    """The columns of phi."""

    STOP = 0  # it is m_0; of the others that follow it has none up to FIRST
    ASKED = 1  # cosine of the question and the memory
    LAST = 2  # of the last memory found and the memory
    LIST = 3  # of [x, m_o1 ...] as a sum and the memory
    PARTIAL = 4  # of question and memory without what both share with the last one
    OPEN = 5  # share of the question's open words that it brings
    GAINED = 6  # their share in the whole question
    REPEATED = 7  # share of the question's other words that it repeats
    BRIDGE = 8  # share of the words beyond the question that it takes up
    RAREST = 9  # how rare the rarest of them is
    LINKS = 10  # their number
    NAME = 11  # one of them is a name
    BEGINS = 12  # it begins with one of them
    ENDS = 13  # the last memory ends with one of them
    ALIKE = 14  # the words that both hold, of all that either does
    BRINGS = 15  # share of its words that are new
    HAS = 16  # the kind of answer that is wanted
    GIVES = 17  # the same, where those found so far lack it
    NOUN = 18  # the thing that is asked for by name, where those found lack it
    OWNER = 19  # somebody's own fact, and they are named in what was found, but not asked about
    STRANGER = 20  # somebody's own fact, and they are named nowhere
    SPEAKER = 21  # said by who said the last one
    NEWER = 22
    NEGATED = 23
    WORDS = 24  # logarithm
    CLOSER = 25  # by how much it is nearer to the question than the last one is
    FIRST = 26  # cosine of the question and the last memory found
    LEFT = 27  # share of the question's words that are open
    WANTS = 28  # a kind of answer is wanted
    LACKS = 29  # and those found lack it
    LACKS_NOUN = 30  # they lack the thing that is asked for by name
    NESTED = 31  # the question describes one thing by another
    OF = 32  # ... by possessives
    SEVERAL = 33  # it asks for several
    CLOSED = 34  # it asks whether
    LENGTH = 35  # of the question: logarithm of its words
    HOPS = 36  # memories found so far beyond the first
    OWN = 37  # the last one is somebody's own fact


class Said(NamedTuple):
    """A statement, taken apart."""

    order: tuple[str, ...]  # stems that carry meaning
    names: frozenset[str]  # stems of capitalised words
    negated: bool


@lru_cache(maxsize=8192)
def _taken_apart(text: str) -> Said:
    names = (word for word in _NAME.findall(text) if word.casefold() not in FILLER)
    return Said(
        tuple(stem(word) for word in telling(text)),
        frozenset(stem(word) for name in names for word in words(name)),
        _NOT.search(text) is not None,
    )


def _said(slot: Slot) -> Said:
    return _taken_apart(statement(slot))


def hop_features(so_far: SoFar, rows: Sequence[int]) -> list[list[float]]:
    """phi([x, m_o1 ...], m) of m_0, and then of each row."""
    state = _state(so_far)
    found = [{**state, HopFeature.STOP: 1.0}]
    if rows:
        cosines = _cosines(so_far, rows)
        found += [
            {**state, **near, **_bridge(so_far, row), **_content(so_far, row)}
            for row, near in zip(rows, cosines, strict=True)
        ]
    return [[float(row.get(feature, 0.0)) for feature in HopFeature] for row in found]


Row = dict[HopFeature, float]


def _state(so_far: SoFar) -> Row:
    """What is known of the question and the memories found, whatever comes next."""
    text, last = so_far.reading.text, so_far.bank.slots[so_far.last]
    kind, thing = wanted(text), noun(text)
    return {
        HopFeature.FIRST: float(so_far.asked[so_far.last]),
        HopFeature.LEFT: so_far.weight(so_far.open) / so_far.whole.asked,
        HopFeature.WANTS: kind is not None,
        HopFeature.LACKS: so_far.lacks,
        HopFeature.LACKS_NOUN: thing is not None and thing not in so_far.found,
        HopFeature.NESTED: min(len(_NESTED.findall(text)), 3),
        HopFeature.OF: min(len(_OF.findall(text)), 2),
        HopFeature.SEVERAL: asks_for_several(text),
        HopFeature.CLOSED: _CLOSED.match(text) is not None,
        HopFeature.LENGTH: math.log(1 + len(words(text))),
        HopFeature.HOPS: min(len(so_far.chosen) - 1, 3),
        HopFeature.OWN: last.subject is not None,
    }


def _cosines(so_far: SoFar, rows: Sequence[int]) -> list[Row]:
    """How near each row is to the question, the memories found, and both."""
    chosen = list(so_far.chosen)
    asked, near = so_far.asked[rows].cpu(), so_far.near(rows).cpu()  # (rows,), (rows, found)
    first, last = so_far.asked[chosen].cpu(), near[:, -1]
    length = (1 + 2 * first.sum() + so_far.near(chosen).sum().cpu()).clamp_min(_TINY).sqrt()
    both = (asked + near.sum(1)) / length
    apart = (1 - last.square()).clamp_min(_TINY) * (1 - first[-1].square()).clamp_min(_TINY)
    partial = (asked - first[-1] * last) / apart.sqrt()
    columns = (asked, last, both, partial.clamp(-1, 1), asked - first[-1])
    names = (
        HopFeature.ASKED, HopFeature.LAST, HopFeature.LIST, HopFeature.PARTIAL, HopFeature.CLOSER,
    )  # fmt: skip
    return [
        dict(zip(names, values, strict=True)) for values in torch.stack(columns, dim=1).tolist()
    ]


def _bridge(so_far: SoFar, row: int) -> Row:
    """How it takes up what was found, and what of the question it brings."""
    held, asked, whole = so_far.bank.stems[row], so_far.words, so_far.whole
    before = _said(so_far.bank.slots[so_far.last])
    order = _said(so_far.bank.slots[row]).order
    links, brought = so_far.beyond & held, so_far.weight(held & so_far.open)
    size = max(len(held | so_far.bank.stems[so_far.last]), 1)
    return {
        HopFeature.OPEN: brought / whole.open,
        HopFeature.GAINED: brought / whole.asked,
        HopFeature.REPEATED: so_far.weight(held & asked & so_far.found) / whole.repeated,
        HopFeature.BRIDGE: so_far.weight(links) / whole.beyond,
        HopFeature.RAREST: max((so_far.rarity[word] for word in links), default=0.0),
        HopFeature.LINKS: min(len(links), 3),
        HopFeature.NAME: bool(links & (before.names | _owner(so_far.bank.slots[so_far.last]))),
        HopFeature.BEGINS: bool(links & frozenset(order[:1])),
        HopFeature.ENDS: bool(links & frozenset(before.order[-1:])),
        HopFeature.ALIKE: len(held & so_far.bank.stems[so_far.last]) / size,
        HopFeature.BRINGS: len(held - asked - so_far.found) / max(len(held), 1),
    }


def _owner(slot: Slot) -> frozenset[str]:
    """The stems of the name of whose own fact it is."""
    return stems(slot.subject.name) if slot.subject else frozenset()


def _content(so_far: SoFar, row: int) -> Row:
    """What it says, and who says it."""
    bank, text = so_far.bank, so_far.reading.text
    slot, last = bank.slots[row], bank.slots[so_far.last]
    said, owner = _said(slot), _owner(slot)
    kind, thing = wanted(text), noun(text)
    gives = kind is not None and has(kind, statement(slot))
    asked_about = slot.subject is not None and slot.subject.id in so_far.reading.people
    named = bool(owner) and not asked_about and owner <= so_far.found | _owner(last)
    return {
        HopFeature.HAS: gives,
        HopFeature.GIVES: gives and so_far.lacks,
        HopFeature.NOUN: thing is not None and thing in bank.stems[row] - so_far.found,
        HopFeature.OWNER: named,
        HopFeature.STRANGER: bool(owner) and not named and not asked_about,
        HopFeature.SPEAKER: slot.author.id == last.author.id,
        HopFeature.NEWER: slot.said_at > last.said_at,
        HopFeature.NEGATED: said.negated,
        HopFeature.WORDS: math.log(1 + float(bank.traits[row, Trait.WORDS])),
    }
