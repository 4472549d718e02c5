"""What somebody likes is asked for, and what they hate is told: words that are much alike."""

import re
from collections.abc import Iterable

from memory.traits import asks_yes_no
from memory.words import NOT_IN_SHORT

_LIKING = re.compile(
    rf"(?P<turned>\b(?:not|never|no|{NOT_IN_SHORT}) (?:\w+ ){{0,2}})?"
    r"\b(?:(?P<likes>like[sd]?|love[sd]?|enjoy(?:s|ed)?|adore[sd]?|prefer(?:s|red)?|favou?rites?"
    r"|fond|fans?|keen)|(?P<hates>hate[sd]?|dislike[sd]?|loathe[sd]?|detest(?:s|ed)?))\b"
    r"|\b(?:can['’]?t|cannot|can (?:\w+ )?not|couldn['’]?t) (?P<cannot>stand|bear)\b",
    re.I,
)


def of_other_liking(question: str, told: Iterable[str]) -> bool:
    """Whether it is asked what somebody likes, or who does, and only the opposite is told.

    False of "does Ada like olives?": that she hates them answers it.
    """
    if asks_yes_no(question):
        return False
    asked = _likings(question)
    found = {liking for text in told for liking in _likings(text)}
    return len(asked) == 1 and bool(found) and not asked & found


def _likings(text: str) -> set[bool]:
    """Whether something is liked, or hated, for each word that says so; a "not" turns it round."""
    return {
        bool(one["likes"]) != bool(one["turned"]) and not one["cannot"]
        for one in _LIKING.finditer(text)
    }
