"""Times as people say them, made plain by when they were said: "yesterday" -> "7 May 2023".

What is vaguer than a day stays as vague: "last week" -> "the week before 9 June 2023".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dateutil.relativedelta import relativedelta

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_COUNT = rf"(?P<count>\d+|{'|'.join(_COUNTS)})"
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_YEAR = r"(?:19|20)\d\d"
_EXACT = (
    rf"(?:(?:{DAYS}),? (?:the )?)?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTHS})\b(?:,? {_YEAR})?"
    rf"|(?:(?:{DAYS}),? )?(?:{MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? {_YEAR})?"
    rf"|(?:{MONTHS}),? {_YEAR}"
)
_COMING = re.compile(
    r"\b(?:is|are|am|will|shall|going to|moved to|planned|starts?|begins?|leaves?|opens?|meets?)\b"
    r"|['’](?:s|re|m|ll)\b",
    re.I,
)
_FAR = 731  # days within which a Saturday that is a 12th is looked for
_Say = Callable[[re.Match[str], date], str]


@dataclass(frozen=True, slots=True)
class Told:
    """A time in a text, and what it comes to."""

    start: int
    end: int
    plain: str
    moves: bool = False  # what it means hangs on the day on which it was said


def day(seconds: float) -> date:
    """The day of a moment, in UTC."""
    return datetime.fromtimestamp(seconds, tz=UTC).date()


def spelled(when: date) -> str:
    """As in "7 May 2023"."""
    return f"{when.day} {when:%B %Y}"


def _days(count: int) -> _Say:
    return lambda _, said: spelled(said + timedelta(days=count))


def _count(match: re.Match[str]) -> int:
    word = match["count"].lower()
    return _COUNTS.get(word) or int(word)


def _ago(match: re.Match[str], said: date) -> str:
    count, unit = _count(match), match["unit"].lower()
    if count > 200:  # nobody counts so far; and years have an end
        return match[0]
    if unit == "day":
        return spelled(said - timedelta(days=count))
    if unit == "month":
        return f"{said - relativedelta(months=count):%B %Y}"
    if unit == "year":
        return str(said.year - count)
    many = f"{match['count'].lower()} {unit}s" if count > 1 else f"the {unit}"
    return f"{many} before {spelled(said)}"


def _turned(match: re.Match[str], said: date) -> str:
    """Last, this or next week, weekend, Friday, month, year."""
    word, unit = match["turn"].lower(), match["unit"].lower()
    step = {"next": 1, "coming": 1, "this": 0}.get(word.split()[-1], -1)
    if word == "this past":
        step = -1
    if unit == "month":
        return f"{said + relativedelta(months=step):%B %Y}"
    if unit == "year":
        return str(said.year + step)
    if unit in DAYS and word in ("this", "coming") and _is_to_come(match):
        return _next(unit, said)
    name = unit.capitalize() if unit in DAYS else unit
    place = {-1: "before", 0: "of", 1: "after"}[step]
    return f"the {name} {place} {spelled(said)}"


def _weekday(match: re.Match[str], said: date) -> str:
    """The one to come where the words before it are not of the past: "is on", "moved to"."""
    unit = match["unit"].lower()
    if not _is_to_come(match):
        return f"the {unit.capitalize()} before {spelled(said)}"
    return _next(unit, said)


def _is_to_come(match: re.Match[str]) -> bool:
    """Whether the words before it are not of the past."""
    return _COMING.search(match.string[: match.start()]) is not None


def _next(unit: str, said: date) -> str:
    """The next such day of the week after that day."""
    ahead = (DAYS.split("|").index(unit) - said.weekday() - 1) % 7 + 1
    return f"{unit.capitalize()} {spelled(said + timedelta(days=ahead))}"


def _numbered(match: re.Match[str], said: date) -> str:
    """The Saturday that is a 12th, to come or last; as it was said where there is none."""
    step = 1 if _is_to_come(match) else -1
    wanted = DAYS.split("|").index(match["unit"].lower()), int(match["number"])
    days = (said + timedelta(days=step * away) for away in range(_FAR))
    found = (when for when in days if (when.weekday(), when.day) == wanted)
    return next((f"{match['unit'].capitalize()} {spelled(when)}" for when in found), match[0])


def _month(match: re.Match[str], said: date) -> str:
    return f"{match['unit'].capitalize()} {said.year}"


def _exact(match: re.Match[str], said: date) -> str:
    text = match[0]
    return text if re.search(_YEAR, text) else f"{text} {said.year}"


def _ahead(match: re.Match[str], said: date) -> str:
    """In three days, in two weeks, in a month; "I read it in two days" tells of no day."""
    count, unit = _count(match), match["unit"].lower()
    if count > 200 or not _is_to_come(match):
        return match[0]
    if unit == "month":
        return f"{said + relativedelta(months=count):%B %Y}"
    return spelled(said + timedelta(days=count * (7 if unit == "week" else 1)))


_MOVING: tuple[tuple[str, _Say], ...] = (
    (r"(?:the )?day before yesterday", _days(-2)),
    (r"yesterday|last night", _days(-1)),
    (r"(?:the )?day after tomorrow", _days(2)),
    (r"tomorrow", _days(1)),
    (rf"{_COUNT} (?P<unit>day|week|weekend|month|year)s? ago", _ago),
    (rf"in {_COUNT} (?P<unit>day|week|month)s?(?:['’] time| from now)?", _ahead),
    (
        r"(?P<turn>this past|last|past|previous|this|next|coming)"
        rf" (?P<unit>weekend|week|month|year|{DAYS})(?! of\b)",
        _turned,
    ),
    (
        r"(?:a )?(?:few|couple of|couple) days ago",
        lambda _, said: f"a few days before {spelled(said)}",
    ),
    (
        r"(?:a )?(?:few|couple of|couple) weeks ago",
        lambda _, said: f"a few weeks before {spelled(said)}",
    ),
    (r"today|tonight|this (?:morning|afternoon|evening)|just now", _days(0)),
)
_LASTING: tuple[tuple[str, _Say], ...] = (
    (rf"(?:in|since|last|back in|this|of) (?P<unit>{MONTHS})", _month),
    (rf"(?:on )?(?P<unit>{DAYS}),? (?:the )?(?P<number>\d{{1,2}})(?:st|nd|rd|th)", _numbered),
    (rf"on (?P<unit>{DAYS})", _weekday),
    (rf"(?:in|since|back in) {_YEAR}", lambda m, _: m[0].split()[-1]),
)
_RULES = ((_EXACT, _exact), *_MOVING, *_LASTING)
_PATTERNS = [
    (re.compile(rf"\b(?:{text})\b", re.I), say, (text, say) in _MOVING) for text, say in _RULES
]


def times(text: str, said_at: float) -> list[Told]:
    """The times in a text, in their order; of those that overlap the first rule's."""
    said, found = day(said_at), list[Told]()
    for pattern, say, moves in _PATTERNS:
        for match in pattern.finditer(text):
            if all(match.end() <= one.start or match.start() >= one.end for one in found):
                found.append(Told(match.start(), match.end(), say(match, said), moves))
    return sorted(found, key=lambda one: one.start)


def dated(text: str, said_at: float, *, moving: bool = False) -> str:
    """The text with what its times come to behind them: "tomorrow (9 May 2023)".

    `moving`: only of those whose meaning hangs on the day on which it was said.
    """
    for one in reversed(times(text, said_at)):
        if (one.moves or not moving) and one.plain not in text:
            end = one.end + (2 if text.startswith(("'s", "’s"), one.end) else 0)
            text = f"{text[:end]} ({one.plain}){text[end:]}"
    return text
