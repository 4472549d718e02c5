"""Counts and lists: R where several memories answer.

Nothing is guessed: a memory counts when it holds every word of the question, each person once.
"""

import re
from collections.abc import Iterable, Sequence

from memory.bank import statement
from memory.slots import Slot
from memory.words import NOT_IN_SHORT, stem, stems, telling, words

_COUNT = re.compile(r"\bhow many\b", re.I)
_MANY = re.compile(
    r"\b(?:who(?:['’]?s)?|how many|which (?:people|players|members|ones|of us|games|days|languages)"
    r"|what (?:languages|instruments|games|kinds|sorts)|list|name (?:all|every)"
    r"|(?:any|some)(?:one|body))\b",
    re.I,
)
_OPEN = re.compile(  # "what do you know about Ben?"
    r"(?:(?:and|so|ok|okay|hey|please|engram|can you|could you)\b[,!]? )*"
    r"(?:what (?:do|can|could) (?:you|u|we) (?:know|remember|recall|tell (?:me|us)|have)"
    r"|tell (?:me|us)(?: (?:everything|all|more|something))?(?: (?:that )?you know)?"
    r"|what(?:['’]?s| is) known|(?:do you know )?anything|everything(?: you know)?)"
    r" (?:about|of|on) (?P<thing>[\w'’ -]+?)\W*",
    re.I,
)
NOT = re.compile(rf"\b(?:no|not|never|nobody|none|neither|nor|cannot|{NOT_IN_SHORT})\b", re.I)
_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|both|couple)\b", re.I
)
_TOGETHER = re.compile(r",|\b(?:and|we|both|all|everybody|everyone|others|some)\b", re.I)
_ONE = re.compile(  # "Ben plays bass and guitar"; not "Ben plays bass, and Mia", "Ben and Mia"
    r"[A-ZÀ-Ý][\w-]* (?!and\b)[a-z]+(?!.*(?:,|\band)\s+(?:[A-ZÀ-Ý]|(?:his|her|their|the|he|she)\b))"
    r"(?!.*\b(?:we|both|all|every(?:body|one)|others|some)\b)"
)
_GENERIC = frozenset(
    stem(word)
    for word in """
    many people person persons players player members member folks folk guys ones list name every
    currently now altogether total here names count there
    """.split()
)
_AGENT = re.compile(r"(?:ers?|ors?)$")  # a player is who plays


def asks_for_several(question: str) -> bool:
    """Whether more than one memory may be its answer."""
    return _MANY.search(question) is not None


def asked_about(question: str) -> str:
    """Of whom or what all that is known is asked for; empty: something certain is."""
    found = _OPEN.fullmatch(question.strip())
    return found["thing"] if found else ""


def predicate(question: str, names: Iterable[str] = ()) -> frozenset[str]:
    """The stems that a memory has to hold to be an answer."""
    found = (word for word in words(question) if word not in _GENERIC)
    return frozenset(stem(word) for word in telling(" ".join(found))) - _GENERIC - frozenset(names)


def holds(slot: Slot, wanted: frozenset[str]) -> bool:
    """Whether a memory has all of these words, and says that it is so."""
    text = statement(slot)
    had = stems(text)
    return bool(wanted) and all(variants(one) & had for one in wanted) and not NOT.search(text)


def variants(wanted: str) -> frozenset[str]:
    """The stem and, where it is of somebody who does something, of what is done: "singer"."""
    return frozenset({wanted, _AGENT.sub("", wanted) if len(wanted) > 4 else wanted})


def told_apart(question: str, slots: Sequence[Slot]) -> list[Slot]:
    """Those of the memories that answer, one for each person or thing that they speak of."""
    wanted, found = predicate(question), dict[tuple[str, ...], Slot]()
    for slot in slots:
        if holds(slot, wanted):
            found.setdefault(_speaks_of(slot, wanted), slot)
    return list(found.values())


def _speaks_of(slot: Slot, wanted: frozenset[str]) -> tuple[str, ...]:
    """The words before the first that was asked about: "Tariq" plays bass."""
    text = statement(slot)
    before = list[str]()
    for word in telling(text):
        if stem(word) in wanted:
            break
        before.append(stem(word))
    return tuple(before)


def is_count(question: str, best: Slot) -> bool:
    """Whether it asks for a number that no memory states."""
    return _COUNT.search(question) is not None and not _FIGURE.search(best.text)


def of_several(slot: Slot) -> bool:
    """Whether one memory may speak of more than one person or thing."""
    text = statement(slot)
    return _TOGETHER.search(text) is not None and not _ONE.match(text)
