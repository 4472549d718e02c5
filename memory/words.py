"""Words as the exact match features see them (MemNN, 3.6): folded, stemmed, without filler."""

import math
import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
NOT_IN_SHORT = (  # "don't", and as it is typed in haste
    r"(?:\w+n['’]t|(?:have|has|had|is|are|was|were|do|does|did|could|should|would|ca|wo)nt)"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_STEMMER = snowballstemmer.stemmer("english")

# What a question is made of rather than about: these words match everything and mean nothing.
FILLER = frozenset(
    """
    a about actually again all also am an and any anybody anyone anything are around as ask at
    be been being but by can cant could d did didnt do does doesnt doing dont else engram every
    for forget from get got had has have having he hello her hers hey hi him his how i id idea
    if ill im in into is isnt it its ive just know let ll m may me might mine must my myself
    need no not of off oh ok okay on one or our ours out over own please r re really remember
    remembers remind s said say says shall she should so some somebody someone something still
    such t tell than thank thanks that thats the their theirs them then there theres these they
    thing things this those to too u up us ve very want was wasnt we well were what whats when
    whens where wheres which who whom whos whose why will with wont would yeah yes yet you your
    yours
    """.split()
)


def one_of(patterns: str) -> str:
    """A pattern of any of these, which are set apart by blanks."""
    return f"(?:{'|'.join(patterns.split())})"


def words(text: str) -> list[str]:
    """The words of a text, in order, lower-case; apostrophes kept."""
    folded = unicodedata.normalize("NFC", text).casefold()  # an accent is no end of a word
    return [word.replace("’", "'") for word in _WORD.findall(folded)]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem under which a word is matched: "raiders'" and "raider" agree."""
    bare = _POSSESSIVE.sub("", word).replace("'", "")
    return str(_STEMMER.stemWord(bare))


def rarity(count: int, frequency: int) -> float:
    """How much a word tells that stands in so many of `count` texts: its weight in BM25."""
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


def telling(text: str) -> list[str]:
    """The words that carry meaning, in order; all of them when none does."""
    found = words(text)
    return [word for word in found if word.replace("'", "") not in FILLER] or found


def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(word) for word in telling(text))
