"""Memories and a question as one stream of words, for networks that read word by word."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from memory.words import FILLER, stem

_WORD = re.compile(r"[^\W_]+(?:['’.:/,&@-][^\W_]+)*")
QUESTION = -1  # in the place of a memory's number
_MOST = 60  # words of one text that are read: a long one would keep all others waiting


class Mark(IntEnum):
    """The columns of a word's traits."""

    MATCH = 0  # the question holds it too: the fewer memories do, the more it says
    SHARE = 1  # of what the question asks about, so much stands in this memory
    BEST = 2  # no other memory has more of it
    AUTHOR = 3
    QUESTION = 4
    CAPITAL = 5
    DIGIT = 6
    LATER = 7  # 0 in the memory that was said first, 1 in the one said last


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the stream."""

    text: str  # as it stands
    of: int  # which memory's, or QUESTION
    start: int  # characters into its text; -1 in the name of an author
    end: int
    traits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A memory as it is read."""

    author: str
    text: str


def scroll(memories: Sequence[Said], question: str) -> list[Word]:
    """Each memory after its author's name, in the order given, and then the question."""
    held = [_stems(f"{memory.author} {memory.text}") for memory in memories]
    worth = _worth(_stems(question), held)
    whole = sum(worth.values()) or 1.0
    shares = [sum(worth[s] for s in stems if s in worth) / whole for stems in held]
    found = list[Word]()
    for number, memory in enumerate(memories):
        best = float(shares[number] > 0 and shares[number] == max(shares))
        later = number / max(1, len(memories) - 1)
        for text, named in ((memory.author, True), (memory.text, False)):
            for match in islice(_WORD.finditer(text), _MOST):
                place = (-1, -1) if named else match.span()
                marks = worth.get(stem(match[0].casefold()), 0.0), shares[number], best
                traits = (*marks, float(named), 0.0, *_looks(match[0]), later)
                found.append(Word(match[0], number, *place, traits))
    for match in islice(_WORD.finditer(question), _MOST):
        traits = (worth.get(stem(match[0].casefold()), 0.0), 0, 0, 0, 1.0, *_looks(match[0]), 1.0)
        found.append(Word(match[0], QUESTION, *match.span(), traits))
    return found


def _looks(word: str) -> tuple[float, float]:
    return float(word[0].isupper()), float(any(sign.isdigit() for sign in word))


def _stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    words = (match[0].casefold().replace("’", "'") for match in _WORD.finditer(text))
    return frozenset(stem(word) for word in words if word.replace("'", "") not in FILLER)


def _worth(asked: frozenset[str], held: Sequence[frozenset[str]]) -> dict[str, float]:
    """What each stem of the question is worth: one that stands in every memory, little."""
    counts = Counter(one for stems in held for one in stems if one in asked)
    return {one: 1 / max(1, counts[one]) ** 0.5 for one in asked}
