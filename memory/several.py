"""Counts, several answers, yes and no: R where several memories answer, or one settles a question.

Nothing is guessed: a memory counts when it holds every word of the question, each person once, and
yes or no is only said where words alone decide. Everywhere else the memories speak for themselves.
"""

import re
from collections.abc import Iterable, Sequence

from memory.perspective import third_person
from memory.slots import Question, Slot
from memory.words import stem, stems, telling, words

_COUNT = re.compile(r"\bhow many\b", re.I)
_MANY = re.compile(
    r"\b(?:who|how many|which (?:people|players|members|ones|of us|games|days|languages)"
    r"|what (?:languages|instruments|games|kinds|sorts)|list|name (?:all|every)"
    r"|(?:any|some)(?:one|body))\b",
    re.I,
)
_CLOSED = re.compile(
    r"(?:and |so |but )?(?:is|are|am|was|were|do|does|did|has|have|had|can|could|will)\b(?!n['’]t)",
    re.I,
)
_INDIRECT = re.compile(
    r"\b(?:or|who|what|when|where|why|how|which|whose|know|remember|tell|remind|any idea)\b", re.I
)
_NOT = re.compile(r"\b(?:no|not|never|nobody|none|cannot|cant|dont|doesnt|\w+n['’]t)\b", re.I)
_TURNED = re.compile(  # words that turn round, or weaken, what is said
    r"\b(?:if|unless|except|without|but|only|maybe|perhaps|might|may|should|probably|hardly|rarely"
    r"|used to|no longer|any ?more|stopp?(?:ed|s)?|quit|gave up|forbidden|banned|prohibited|broken"
    r"|cancel+ed|called off|closed|hates?|dislikes?|allergic|avoids?|refuses?|forgot|lost|sold"
    r"|almost|nearly|too|wish|want(?:s|ed)?|hop(?:e|es|ing)|plan(?:s|ned|ning)?)\b|\?",
    re.I,
)
_CLAUSES = re.compile(r"[,;:.!?]+|\b(?:and|but|so)\b", re.I)
_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|both|couple)\b", re.I
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


def predicate(question: str, names: Iterable[str] = ()) -> frozenset[str]:
    """The stems that a memory has to hold to be an answer."""
    found = (word for word in words(question) if word not in _GENERIC)
    return frozenset(stem(word) for word in telling(" ".join(found))) - _GENERIC - frozenset(names)


def holds(slot: Slot, wanted: frozenset[str]) -> bool:
    """Whether a memory has all of these words, and says that it is so."""
    text = third_person(slot.text, slot.author.name) if slot.personal else slot.text
    had = stems(text)
    return bool(wanted) and all(variants(one) & had for one in wanted) and not _NOT.search(text)


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
    text = third_person(slot.text, slot.author.name) if slot.personal else slot.text
    before = list[str]()
    for word in telling(text):
        if stem(word) in wanted:
            break
        before.append(stem(word))
    return tuple(before)


def is_count(question: str, best: Slot) -> bool:
    """Whether it asks for a number that no memory states."""
    return _COUNT.search(question) is not None and not _FIGURE.search(best.text)


def verdict(question: Question, slot: Slot) -> bool | None:
    """Yes or no, where the memory says the same as the question, or the same with a "not".

    None: it is no such question, or more than words decide.
    """
    asked = question.text
    if not _CLOSED.match(asked) or _INDIRECT.search(asked) or _NOT.search(asked):
        return None
    text = third_person(slot.text, slot.author.name) if slot.personal else slot.text
    wanted, negated = predicate(asked), len(_NOT.findall(text))
    if not wanted <= stems(text) or _TURNED.search(_unturned(text, asked)) or negated > 1:
        return None
    clause = next((one for one in _CLAUSES.split(text) if wanted <= stems(one)), text)
    if negated and not _NOT.search(clause):  # "I am allergic to nuts, no cake with nuts for me"
        return None
    return negated == 0


def _unturned(text: str, asked: str) -> str:
    """The text without the words of the question: "is the pool closed?" asks about "closed"."""
    known = set(words(asked))
    return " ".join(word for word in words(text) if word not in known) + "?" * ("?" in text)
