"""How like the right answer an answer is: token F1 and exact match, by LoCoMo's rules."""

import re
import string
from collections import Counter

import snowballstemmer

from memory.training.dialogues import ADVERSARIAL

_MULTI_HOP, _OPEN_DOMAIN = 1, 3
_ARTICLES = re.compile(r"\b(?:a|an|the|and)\b")
_STEM = snowballstemmer.stemmer("porter")


def tokens(text: str) -> list[str]:
    """Stems of the words, without case, punctuation and articles."""
    bare = "".join(c for c in text.lower() if c not in string.punctuation)
    found: list[str] = _STEM.stemWords(_ARTICLES.sub(" ", bare).split())
    return found


def f1(answer: str, right: str) -> float:
    """Harmonic mean of precision and recall over tokens."""
    said, wanted = Counter(tokens(answer)), Counter(tokens(right))
    common = (said & wanted).total()
    return 2 * common / (said.total() + wanted.total()) if common else 0.0


def exact(answer: str, right: str) -> bool:
    """Whether the tokens are the same."""
    return tokens(answer) == tokens(right)


def locomo_f1(answer: str | None, right: str, category: int) -> float:
    """LoCoMo's score of one answer; None is "there is no such information"."""
    if category == ADVERSARIAL or answer is None:
        return float(category == ADVERSARIAL and answer is None)
    if category == _MULTI_HOP:
        said = answer.split(",")
        parts = right.split(",")
        return sum(max(f1(one, part) for one in said) for part in parts) / len(parts)
    if category == _OPEN_DOMAIN:
        right = right.split(";", maxsplit=1)[0]
    return f1(answer, right)
