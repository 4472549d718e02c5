"""What people are called for short: "Ada" of "Ada Lovelace", "Cleo" of "Cleo_99 | Oslo".

On Discord somebody's name is whatever they like; who asks about them types the part of it that is
a name.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from memory.dates import DAYS, MONTHS
from memory.slots import Person
from memory.words import FILLER, one_of, stems

_PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NEVER = re.compile(
    rf"(?:{MONTHS}|{DAYS}|mr|mrs|ms|miss|dr|sir|lady|lord|king|queen"
    r"|prince|princess|captain|big|little|old|new|real|team|mod|admin|bot)$",
    re.I,
)
# Where no capital tells a name from a word: "where does ada live", never "the dark paint".
_BEFORE = one_of("""
    is are was were does did do has have had can could will would should may might must isnt doesnt
    didnt isn't doesn't didn't about with for to from and or of by than if that tell ask told asked
    gave give lend lent owe owes whats what's whos who's wheres where's whens when's hows how's
""")
_BEFORE_NAME = re.compile(rf"\b{_BEFORE}\s+@?$", re.I)
_DETERMINED = re.compile(
    r"\b(?:an?|the|this|these|those|my|our|your|his|her|its|their|some|any|no|every)\s+@?$", re.I
)


@lru_cache(maxsize=65_536)  # a server has thousands of names, each looked for in every question
def call_name(name: str) -> str | None:
    """The first part of a name that may be one; None where there is no other than the name itself.

    A part has three letters or more, or two like "Jo"; "xX", titles, months and words that are in
    every question are no names.
    """
    for part in _PART.findall(name):
        if _is_name(part):
            return part if part != name else None
    return None


def _is_name(part: str) -> bool:
    long = len(part) > 2 or (len(part) == 2 and part.istitle())
    return long and part.casefold() not in FILLER and _NEVER.match(part) is None


def names_of(name: str) -> tuple[str, ...]:
    """A name, and what its bearer is called for short, if that is another."""
    short = call_name(name)
    return (name,) if short is None else (name, short)


def called(name: str, text: str) -> str:
    """What a text calls somebody, should it name them: for short, unless it has the whole name."""
    return name if mention(name).search(text) else call_name(name) or name


def is_named(name: str, text: str) -> bool:
    """Whether the words of a text hold somebody's name, whole or short."""
    held = stems(text)
    return any(one <= held for one in name_stems(name))


def name_stems(name: str) -> list[frozenset[str]]:
    """The stems of each name of somebody; none of one that has no letters."""
    return [found for one in names_of(name) if (found := stems(one))]


@lru_cache(maxsize=65_536)
def mention(name: str) -> re.Pattern[str]:
    """Where a text names somebody; the group "owner" is the "'s" behind it."""
    return re.compile(rf"(?<!\w)@?{re.escape(name)}(?P<owner>['’]?s)?(?!\w)", re.I)


def named(text: str, people: Iterable[Person]) -> dict[Person, str]:
    """Whom a text names, and the name that it has for each.

    A short name counts where it is no part of somebody's whole name.
    """
    folded, known = text.casefold(), [*people]
    found = {one: one.name for one in known if _holds(text, folded, one.name)}
    left = text
    for name in sorted(found.values(), key=len, reverse=True):
        left = mention(name).sub(",", left)
    ids = {person.id for person in found}
    for person in known:
        short = None if person.id in ids else call_name(person.name)
        if short and short.casefold() in folded and _is_called(short, left):
            found[person] = short
    return found


def _holds(text: str, folded: str, name: str) -> bool:
    """Whether the text holds the name; few names need the pattern."""
    return name.casefold() in folded and mention(name).search(text) is not None


def _is_called(name: str, text: str) -> bool:
    """Whether a word is meant as somebody's name, and not "the dark" of a Dark Knight."""
    for match in mention(name).finditer(text):
        before = text[: match.start()]
        capital = bool(before.strip()) and match[0].lstrip("@")[0].isupper()
        if not _DETERMINED.search(before) and (
            match["owner"] or capital or _BEFORE_NAME.search(before)
        ):
            return True
    return False
