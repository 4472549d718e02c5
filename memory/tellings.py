"""The same in other words, for the second look: it knows less of language than who speaks it.

"my girlfriend Tess is a nurse" tells who Tess is, and that Tess is a nurse; who asks where somebody
lives is also content with an address.
"""

import re
from collections.abc import Iterator

from memory.dates import DAYS, MONTHS
from memory.kinship import OWNED, is_kin
from memory.perspective import is_personal, third_person

_NAME = rf"(?!(?i:{DAYS}|{MONTHS})\b)(?-i:[A-ZÀ-Ý])[^\W\d_]+"
_CALLED = re.compile(rf"{OWNED},? (?P<name>{_NAME})(?![\w'’])(?P<rest>,? [a-z].*)?", re.I)
_BETWEEN = re.compile(
    r"(?<=[.!?;])\s+|(?:,?\s+btw)?,?\s+(?:so|but|cos|cuz|because|since)\s+|,?\s+btw\b,?\s*", re.I
)
_LEAST = 3  # words of a clause that tells something
_LIVES = re.compile(r"\bwhere (?=(?:do|does) \S+(?: \S+)? live\b)", re.I)
_CLOSED = re.compile(r"(?:is|are|am|was|were|do|does|did|has|have|had|can|will)\b", re.I)
_EITHER = re.compile(
    r"\b(?P<how>(?:in|on|at|to|with) )?(?P<one>[\w:.-]+) or (?:(?P=how))?(?=\w)", re.I
)


def tellings(text: str) -> Iterator[str]:
    """A memory as it is told; each of its clauses; and who somebody is, and what they do.

    "Paul's girlfriend Tess is a nurse": "Tess is Paul's girlfriend", "Tess is a nurse", and what
    Paul's girlfriend is called.
    """
    yield text
    yield from _clauses(text)
    for found in _CALLED.finditer(text):
        if not is_kin(found["who"]):
            continue
        whose = found[0][: found.start("name") - found.start()].rstrip(" ,")
        yield f"{found['name']} is {whose}"
        yield f"{whose} is called {found['name']}"
        if found.start() == 0 and found["rest"]:
            yield f"{found['name']} {found['rest'].lstrip(' ,')}"


def _clauses(text: str) -> list[str]:
    """What a text of several clauses tells: "Ben can't eat gluten btw, so no cake for him"."""
    found = [one for one in _BETWEEN.split(text) if len(one.split()) >= _LEAST]
    return [one for one in found if one != text]


def wordings(question: str, asker: str) -> Iterator[str]:
    """A question as it is asked; with its mark; and what else it asks for.

    "where does Gus live?": "at which address does Gus live?"; "is it on Friday or Saturday?": on
    either day; "what do I play?": what others told of the asker.
    """
    yield question
    if not question.rstrip().endswith(("?", ".", "!")):
        question = f"{question.rstrip()}?"
        yield question
    if is_personal(question):
        yield third_person(question, asker)
    if _LIVES.search(question):
        yield _LIVES.sub("at which address ", question)
    if _CLOSED.match(question) and (either := _EITHER.search(question)):
        before, how = question[: either.start()], either["how"] or ""
        yield f"{before}{how}{question[either.end() :]}"
        yield re.sub(r"\s*\?*$", "?", f"{before}{how}{either['one']}")
