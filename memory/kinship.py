"""Whose brother is asked for, and whose boyfriend is told of: people and pets near to somebody."""

import re
from collections.abc import Iterable

from memory.words import words

_KINDS = """
mother mum mom mam mama | father dad papa | brother bro | sister sis | husband hubby | wife
boyfriend bf | girlfriend gf | fiancé fiancée fiance fiancee | son | daughter | cousin | niece
nephew | uncle | aunt auntie | grandmother grandma gran granny nan nana
grandfather grandpa grandad granddad | boss manager | landlord landlady | neighbour neighbor
colleague coworker | teacher | doctor | vet | flatmate roommate housemate roomie
dog puppy pup | cat kitten | hamster | rabbit bunny | parrot | horse pony
"""
_WIDER = """
parent: mother father | sibling: brother sister | kid child: son daughter
partner spouse: husband wife boyfriend girlfriend fiancé | grandparent: grandmother grandfather
pet: dog cat hamster rabbit parrot horse
relative: mother father brother sister cousin niece nephew uncle aunt
"""


def _table() -> dict[str, frozenset[str]]:
    """For each word the kinds that it may be of."""
    found = dict[str, frozenset[str]]()
    for kind in re.split(r"[|\n]", _KINDS.strip()):
        first, *others = kind.split()
        found |= {word: frozenset({first}) for word in (first, *others)}
    for row in re.split(r"[|\n]", _WIDER.strip()):
        names, _, kinds = row.partition(":")
        found |= {name: frozenset(kinds.split()) for name in names.split()}
    return found


_KIND = _table()
_OWNER = (
    r"(?!(?:what|who|where|when|how|that|it|he|she|there|here)['’])"
    r"(?:[\w-]+['’]s?|my|your|our|his|her|their)"
)
OWNED = (  # "Ada's little sister"; the group "who" is what she is to Ada
    rf"\b{_OWNER} (?:(?:older|elder|younger|little|big|new|old|twin|step) ?)?(?P<who>[\w]+)"
)
_OWNED = re.compile(OWNED, re.I)


def of_another_kind(question: str, told: Iterable[str]) -> bool:
    """Whether somebody's brother is asked for, and only their boyfriend is told of.

    The memories are as the asker is told them. False where either names nobody's relation.
    """
    asked = [kinds for one in _OWNED.finditer(question) if (kinds := _kinds(one["who"]))]
    if len(asked) != 1:
        return False
    texts = [*told]
    held = [_kinds(word) for text in texts for word in words(text)]
    begins = [one for text in texts if (one := _OWNED.match(text)) and _kinds(one["who"])]
    return bool(begins) and not any(asked[0] & kinds for kinds in held)


def is_kin(word: str) -> bool:
    """Whether it is what people, or pets, are to somebody."""
    return bool(_kinds(word))


def _kinds(word: str) -> frozenset[str]:
    word = re.sub(r"['’]s?$", "", word.lower())
    word = "child" if word == "children" else word
    return _KIND.get(word) or _KIND.get(word.removesuffix("s")) or frozenset()
