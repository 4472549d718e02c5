"""Where a few words belong in a text: laid beside it, word by word, by what kind of word each is.

A time goes on a time, a number on a number, any word on itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from memory.dates import MONTHS
from memory.words import stem

_PIECE = re.compile(
    r"(?:half past|half(?= \d)|quarter (?:past|to)) [^\W_]+"
    r"|\d+(?:[.:,]\d+)*(?:st|nd|rd|th)?(?:\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock))?(?![^\W_])"
    r"|[^\W_]+(?:['’-][^\W_]+)*",
    re.I,
)
_CLOCK = re.compile(
    r"\d.*(?::\d\d|[ap]\.?m\.?)$|.*o['’]clock$|half past .+|half \d+|quarter .+|noon|midnight", re.I
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.I)
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
    r"|half|dozen",
    re.I,
)
_DAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tonight|tomorrow|yesterday", re.I
)
_PREPOSITION = re.compile(
    r"in|on|at|from|to|by|under|behind|near|into|until|till|after|before|with|for|of|over", re.I
)
_SMALL = re.compile(
    r"an?|the|my|our|your|his|her|its|their|this|that|is|are|am|was|were|be|and|or|some"
    r"|every|it|them|him",
    re.I,
)
_KINDS = (
    ("clock", _CLOCK), ("ordinal", _ORDINAL), ("number", _NUMBER), ("day", _DAY),
    ("month", re.compile(MONTHS, re.I)), ("preposition", _PREPOSITION), ("small", _SMALL),
)  # fmt: skip
TIMED = frozenset({"clock", "ordinal", "number", "day", "month"})
_TYPED = TIMED | {"name"}
_NEVER = 9.0
_KIN, _OTHER = 0.4, 0.9  # cost of what is of one kind, at most; of some other word
_COSTS = {  # of two words of such kinds
    frozenset({"number", "clock"}): _KIN, frozenset({"number", "ordinal"}): 0.5,
    frozenset({"preposition"}): 0.5, frozenset({"small"}): 0.5,
}  # fmt: skip
ALIKE = 0.62  # cost of a word up to which what is said instead resembles a part of a fact
_LIKE = 0.65  # cost of a word up to which a part of a value is like another
_LEFT_OUT = 0.5  # of a word of the text between two
_ADDED = 0.7  # of one that the text has not, which tells of time or place
_BEGINS = 4  # letters at least with which both begin that are one word, spelt in two ways
_SKIPPED = 3  # words of the text between two, at most


@dataclass(frozen=True, slots=True)
class _Path:
    """New words laid beside the text from one of its words on."""

    cost: float
    first: int  # word of the text
    steps: tuple[float, ...]  # the cost of each new word

    def before(self, other: "_Path | None") -> bool:
        """Whether it is better; of two alike the one that begins later."""
        return other is None or (self.cost, -self.first) < (other.cost, -other.first)


Rows = dict[int, _Path]  # the best, by the word of the text that they have come to


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or what is said in several: "half past 8"."""

    text: str
    start: int  # characters
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class At:
    """Where in the text the words belong, and how unlike it they are."""

    start: int  # characters
    end: int
    cost: float  # of a word
    anchored: bool  # something is the same, or of the same kind
    typed: bool  # everything is
    ends: bool  # the last word is the same


def pieces(text: str) -> list[Piece]:
    """The words of a text, each with its kind."""
    found = _PIECE.finditer(text)
    return [Piece(one[0], one.start(), one.end(), _kind(one[0])) for one in found]


def _kind(text: str) -> str:
    kind = next((name for name, pattern in _KINDS if pattern.fullmatch(text)), "")
    return kind or ("name" if text[0].isupper() and len(text) > 1 else "word")


def aligned(text: Sequence[Piece], new: Sequence[Piece]) -> At | None:
    """The part of the text that the new words, one at least, cost least to replace.

    By the cost of the words laid beside it (Smith and Waterman 1981). Of several alike the last;
    None: there is none.
    """
    rows: Rows = {}
    for place, piece in enumerate(text):
        begun = _unlike(piece, new[0])
        _keep(rows, place, _Path(begun, place, (begun,)))
    for piece in new[1:]:
        rows = _further(text, piece, rows)
    paths = [(path, last) for last, path in rows.items() if path.cost < _NEVER]
    if not paths:
        return None
    path, last = min(reversed(paths), key=lambda one: (one[0].cost, -one[0].first))
    return _at(text, new, path, last)


def _at(text: Sequence[Piece], new: Sequence[Piece], path: _Path, last: int) -> At:
    """What a path comes to."""
    if path.steps[-1] > 0:
        last = _to_the_end(text, last)
    kin = [step <= _KIN for step in path.steps]
    anchored = any(k and piece.kind != "small" for k, piece in zip(kin, new, strict=True))
    start, end = text[path.first].start, text[last].end
    return At(start, end, path.cost / len(new), anchored, all(kin), path.steps[-1] == 0)


def like(value: str, old: str) -> str:
    """Of a value the part that is of the kind of what is not so: "9.30" of "9.30 tonight"."""
    found, wanted = pieces(value), pieces(old)
    at = aligned(found, wanted) if found and wanted else None
    typed = any(piece.kind in _TYPED for piece in wanted)
    return value[at.start : at.end] if at and typed and at.cost <= _LIKE else value


def _further(text: Sequence[Piece], piece: Piece, rows: Rows) -> Rows:
    """The ways with one more word."""
    after: Rows = {}
    added = 1.0 if piece.kind in ("word", "name") else _ADDED
    for last, path in rows.items():
        more = _Path(path.cost + added, path.first, (*path.steps, added))
        _keep(after, last, more)
        for there in range(last + 1, min(last + 1 + _SKIPPED, len(text))):
            step = _unlike(text[there], piece)
            cost = path.cost + step + _LEFT_OUT * (there - last - 1)
            _keep(after, there, _Path(cost, path.first, (*path.steps, step)))
    return after


def _keep(rows: Rows, place: int, path: _Path) -> None:
    if path.cost < _NEVER and path.before(rows.get(place)):
        rows[place] = path


def _unlike(told: Piece, new: Piece) -> float:
    """What it costs to put one word in the place of another."""
    if told.text.casefold() == new.text.casefold():
        return 0.0 if new.kind != "small" else 0.2
    if told.kind == new.kind and told.kind in _TYPED:
        longer = abs(len(told.text) - len(new.text))
        return 0.3 + 0.03 * longer if longer <= 1 or told.kind != "number" else 0.6
    kinds = frozenset({told.kind, new.kind})
    if kinds <= {"word", "name"}:
        return _unlike_words(told.text.lower(), new.text.lower())
    return _COSTS.get(kinds, _NEVER)


def _unlike_words(told: str, new: str) -> float:
    """Of two words: the same in another form, spelt otherwise ("pumpkin-77"), or another one."""
    if stem(told) == stem(new):
        return 0.1
    same = takewhile(lambda both: both[0] == both[1], zip(told, new, strict=False))
    begins = len([*same])
    return _KIN if begins >= max(_BEGINS, 0.6 * max(len(told), len(new))) else _OTHER


def _to_the_end(text: Sequence[Piece], last: int) -> int:
    """The last word of the things that a word begins: "glass room"."""
    while last + 1 < len(text) and _goes_on(text[last], text[last + 1]):
        last += 1
    return last


def _goes_on(one: Piece, after: Piece) -> bool:
    """Whether both belong together: "glass room", "Wendy's place"."""
    owned = one.kind == "name" and one.text.endswith("s") and after.kind == "word"
    return owned or one.kind == after.kind in ("word", "name")
