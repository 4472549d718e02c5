"""phi(x, m_i, m_j): whether a newer memory takes an older one's place (MemNN, eq. 10), as features.

"the raid moved to Saturday" is newer than "the raid is on Friday" and takes its place; "the party
is on Saturday" is newer and takes nobody's. What tells them apart: how near the two are, which
words they share and where, words of change, values of one kind that differ, whose facts they are,
and what the question asks that only one of them speaks of.
"""

import re
from enum import IntEnum
from typing import NamedTuple

from memory.claims import Said, taken_apart
from memory.slots import Slot
from memory.traits import asks_yes_no, wants_number, wants_time
from memory.words import stem

_WHERE = re.compile(r"\bwhere\b", re.I)
_WHO = re.compile(r"\bwho(?:se)?\b", re.I)


class PairFeature(IntEnum):
    """The columns of phi."""

    COSINE = 0
    KEPT = 1  # share of the older one's words that the newer one holds
    KEPT_BACK = 2  # the other way round
    SUBJECT = 3  # the newer one holds the older one's first word
    SUBJECT_BACK = 4
    CHANGE = 5  # the newer one has words of change
    ADDS = 6  # the newer one says "also", "too"
    SWAPS = 7  # values of one kind differ
    NAMES_OLD = 8  # the newer one holds the older one's last word, and differs
    NEGATES = 9  # one of them is negated
    LOST = 10  # share of the question's words that the older one alone holds
    BOTH = 11
    GAINED = 12
    SPEAKER = 13  # the same
    OWN = 14  # facts of the same person about themself
    CHANGE_NEAR = 15  # products
    CHANGE_KEPT = 16
    CHANGE_OTHER = 17  # a change, and another subject
    SWAPS_SUBJECT = 18
    FORM = 19  # share of the older one's words with which the newer one begins, too
    HINT = 20  # the newer one has words that stand in changes, and elsewhere
    ASKED = 21  # cosine of the question and the newer one
    ASKED_MORE = 22  # by how much that is more than of the older one
    WANTED = 23  # the newer one has what the question wants: a time, a number, a place, a person
    MISSED = 24  # the older one alone has it
    WANTING = 25  # the older one lacks it
    CONTRAST = 26  # both begin with a word of their own, and nothing changes
    ALIKE = 27  # they hold values of the same kinds
    HEAD = 28  # share of the older one's words before its values that the newer one holds
    HEAD_WHOLE = 29  # all of them
    HEAD_CHANGE = 30
    HEAD_ASKED = 31  # share of them that stand in the question
    OTHER = 32  # the question has a name or a number that the older one alone holds
    PAST = 33  # the newer one speaks of what was, and not of a change
    MANY = 34  # both say what one may do several things of, and the newer one no change
    HEAD_BACK = 35  # share of the newer one's words before its values that the older one holds
    DENIES_OTHER = 36  # one of them is negated, their values differ, and nothing changes
    DENIED = 37  # the newer one is negated: share of its words that the older one holds
    ONE_OWN = 38  # one of them is what somebody says of themself
    TESTED = 39  # it is asked whether a value of the older one holds that the newer one changes


class Cosines(NamedTuple):
    """How near two memories are to each other, and each to the question."""

    pair: float
    older: float
    newer: float


def pair_features(
    question: str, asked: frozenset[str], older: Slot, newer: Slot, cosines: Cosines
) -> list[float]:
    """phi(x, m_i, m_j), m_j being the newer one; `asked` are the stems of the question."""
    old, new = taken_apart(older.text), taken_apart(newer.text)
    first, second = frozenset(old.order), frozenset(new.order)
    kept = _share(second, first)
    subject, subject_back = float(old.order[0] in second), float(new.order[0] in first)
    swaps = float(any(a - b and b - a for a, b in zip(old.values, new.values, strict=True)))
    change, head, back = float(new.change), _head(old, new), _head(new, old)
    tested = _tested(question, old, new)
    asked -= tested
    begun = next((n for n, stem in enumerate(old.order) if new.order[n : n + 1] != (stem,)), None)
    has_old, has_new = _has(old, question), _has(new, question)
    row = {
        PairFeature.COSINE: cosines.pair,
        PairFeature.KEPT: kept,
        PairFeature.KEPT_BACK: _share(first, second),
        PairFeature.SUBJECT: subject,
        PairFeature.SUBJECT_BACK: subject_back,
        PairFeature.CHANGE: change,
        PairFeature.ADDS: new.adds,
        PairFeature.SWAPS: swaps,
        PairFeature.NAMES_OLD: old.order[-1] in second and first != second,
        PairFeature.NEGATES: old.negated != new.negated,
        PairFeature.LOST: _share(first - second, asked),
        PairFeature.BOTH: _share(first & second, asked),
        PairFeature.GAINED: _share(second - first, asked),
        PairFeature.SPEAKER: older.author.id == newer.author.id,
        PairFeature.OWN: older.subject is not None and older.subject == newer.subject,
        PairFeature.CHANGE_NEAR: change * cosines.pair,
        PairFeature.CHANGE_KEPT: change * kept,
        PairFeature.CHANGE_OTHER: change * (1 - subject),
        PairFeature.SWAPS_SUBJECT: swaps * subject,
        PairFeature.FORM: (len(old.order) if begun is None else begun) / len(old.order),
        PairFeature.HINT: new.hint,
        PairFeature.ASKED: cosines.newer,
        PairFeature.ASKED_MORE: cosines.newer - cosines.older,
        PairFeature.WANTED: has_new is True,
        PairFeature.MISSED: has_old is True and has_new is False,
        PairFeature.WANTING: has_old is False,
        PairFeature.CONTRAST: (1 - subject) * (1 - subject_back) * (1 - change),
        PairFeature.ALIKE: all(
            bool(a) == bool(b) for a, b in zip(old.values, new.values, strict=True)
        ),
        PairFeature.HEAD: _share(second, head),
        PairFeature.HEAD_WHOLE: head <= second,
        PairFeature.HEAD_CHANGE: change * _share(second, head),
        PairFeature.HEAD_ASKED: _share(asked, head),
        PairFeature.OTHER: bool(_of_another(question, old, new) - tested),
        PairFeature.PAST: new.past and not new.change,
        PairFeature.MANY: bool(old.many & new.many) and not new.change,
        PairFeature.HEAD_BACK: _share(first, back),
        PairFeature.DENIES_OTHER: swaps * (1 - change) * (old.negated != new.negated),
        PairFeature.DENIED: new.negated * _share(first, second),
        PairFeature.ONE_OWN: (older.subject is None) != (newer.subject is None),
        PairFeature.TESTED: bool(tested),
    }
    return [float(row[feature]) for feature in PairFeature]


def _share(some: frozenset[str], of: frozenset[str]) -> float:
    return len(some & of) / max(len(of), 1)


def _head(old: Said, new: Said) -> frozenset[str]:
    """What the older one is about: its words without values that differ, or without its last."""
    left = [stem for stem in old.order if stem not in old.figures or stem in new.order]
    return frozenset(left[:-1] if len(left) == len(old.order) > 1 else left)


def _has(said: Said, question: str) -> bool | None:
    """Whether it holds a value of the kind that the question wants; None: it names no kind."""
    numbers, days, names = said.values
    if wants_time(question):
        return bool(days or numbers)
    if wants_number(question):
        return bool(numbers)
    if _WHERE.search(question):
        return said.place
    return bool(names) if _WHO.search(question) else None


def _of_another(question: str, old: Said, new: Said) -> frozenset[str]:
    """Ada's, where the question is of Ben's; the second, where it is of the first."""
    marks = taken_apart(question[:1].lower() + question[1:]).figures  # its first word is no name
    return marks & (old.held | frozenset(old.order)) - new.held


def _tested(question: str, old: Said, new: Said) -> frozenset[str]:
    """Friday, where the question is whether it is on Friday, and the newer one has another day."""
    if not asks_yes_no(question):
        return frozenset()
    swapped = (a - b for a, b in zip(old.values, new.values, strict=True) if b - a)
    found = frozenset(stem(word) for kind in swapped for word in kind)
    return found & taken_apart(question).held - {old.order[0]}
