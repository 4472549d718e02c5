"""What others tell of a thing that is the asker's: "I found red glasses", "I have Rory's drill".

What they tell of their own ("my favourite food is sushi") never answers for somebody else.
"""

import re

from memory.naming import is_named
from memory.words import one_of, stems

_MINE = re.compile(r"\bmy ((?:[\w'’-]+ ?){1,2})", re.I)
_OWN = re.compile(r"\b(?:my|mine|our|ours)\b", re.I)
_BY_ME = re.compile(r"\b(?:do|did|am|was|have|had|can|could|will|would|should) i\b", re.I)
_DONE = one_of("""
    found left put took taken brought moved booked rebooked ordered reordered collected fixed
    repaired mended returned saw seen cancelled rescheduled cleaned washed fed walked watered
""")
_HANDLED = re.compile(
    r"\b(?:i|we)(?:['’]?ve| have| had| just| already| also)* "
    rf"(?:{_DONE}|(?:picked|handed|gave) \w+)\b",
    re.I,
)
_HAS = re.compile(r"\b(?:i|we)(?:['’]?ve)? (?:still |also )?(?:have|has|got|borrowed|kept)\b", re.I)


def of_mine(question: str) -> frozenset[str]:
    """Stems of what the asker calls theirs, where it is asked what others did with it."""
    found = _MINE.search(question)
    return stems(found[1]) if found and not _BY_ME.search(question) else frozenset()


def handled(text: str, asker: str) -> bool:
    """Whether who says it, in the first person, did something with a thing that is not theirs."""
    if _OWN.search(text):
        return False
    theirs = _HAS.search(text) and is_named(asker, text)
    return bool(theirs or _HANDLED.search(text))
