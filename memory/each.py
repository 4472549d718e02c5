"""Several people whom one question names: each of them is asked for.

"where do Ada and Ben live?" is answered by one memory of each, unless one tells of both; so is
"what does Tom drive?" where two are called Tom.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from memory.naming import is_named
from memory.perspective import told_to_others
from memory.slots import Kind, Person, Question, Supporting

NOBODY = -1  # the id of who is named, and is not known to have told anything of themself
_MOST = 4  # people that are asked for one by one
_AND = ("and", "und", "&")
_CAPITAL = r"(?<!\A)(?<!\A@)[A-ZÀ-Ý][^\W\d_]+"
_OWNS = r"(?:['’]s)?"
_BETWEEN = re.compile(r"\b(?:between|both)\s+$", re.I)
_WORD = r"(?<!\A)(?<!\A@)(?<!\w)@?[^\W\d_]{2,}(?!\w)"
# of whom something is asked who tells nothing themself: "where do Ada and Ben live?"
_ASKED_OF = re.compile(
    r"\b(?:do|did|are|were|have|had|will|can|could|would|should|must|about|of)\s+$", re.I
)
_OF_MANY = re.compile(r"\b(?:do|are|were|have)(?=\s+$)", re.I)
_ME = ("i", "me")
_OF_ME = {"are": "am", "were": "was"}
_OF_ONE = {"do": "does", "are": "is", "were": "was", "have": "has"}


@dataclass(frozen=True, slots=True)
class One:
    """What is asked of one of several people."""

    text: str
    people: tuple[Person, ...]  # who are called so
    alone: bool = False  # of others with this name nothing is asked


def each(question: Question, known: Sequence[Person], told: Sequence[Person] = ()) -> list[One]:
    """The questions that one question asks for; empty where it asks for one person, or nobody.

    `known`: those whom it names, with the names that it has for them; `told`: those of whom only
    others told something.
    """
    text = question.text
    found = [*_joined(question, [*known, *told])] or [*_namesakes(text, known)]
    return found if len(found) <= _MOST else []


def joined(text: str) -> list[str]:
    """The words of a question that may name several people, of whom something is asked."""
    found = re.search(_several(_WORD), text)
    if found is None or not (found["owner"] or _ASKED_OF.search(text[: found.start()])):
        return []
    return [one for one in _names(_WORD, found) if one not in _AND]


def _several(name: str) -> str:
    """The pattern of "Ada, Ben and Cleo", and of what is theirs."""
    return rf"{name}{_OWNS}(?:, {name}{_OWNS})*,? (?i:{'|'.join(_AND)}) {name}(?P<owner>{_OWNS})"


def _joined(question: Question, known: Sequence[Person]) -> Iterator[One]:
    """Of "Ada and Ben", of whom one at least is known, or "Ben and I"."""
    text, name = question.text, _name(known)
    found = re.search(_several(name), text)
    if found is None or _BETWEEN.search(text[: found.start()]):
        return
    called = [(me, question.asker) for me in _ME] + [(one.name.casefold(), one) for one in known]
    names = _names(name, found)
    if {one.casefold() for one in names}.isdisjoint(who for who, _ in called):
        return
    for one in names:
        bearers = tuple(person for who, person in called if who == one.casefold())
        yield One(_of_one(found, one), bearers or (Person(NOBODY, one),))


def _names(pattern: str, found: re.Match[str]) -> list[str]:
    """The single names of several that were found."""
    some = re.compile(pattern).findall(found.string, *found.span())
    return [name.lstrip("@") for name in some]


def _of_one(found: re.Match[str], name: str) -> str:
    """What is asked of several, asked of one of them: "where does Ada live?"."""
    before, behind = found.string[: found.start()], found.string[found.end() :]
    if not found["owner"]:
        verbs = _OF_ME if name.casefold() in _ME else _OF_ONE
        before = _OF_MANY.sub(lambda verb: verbs.get(verb[0].casefold(), verb[0]), before)
    return f"{before}{name}{found['owner']}{behind}"


def _name(known: Sequence[Person]) -> str:
    """The pattern of a name: of somebody known in any letters, else with a capital."""
    names = sorted({person.name for person in known}, key=len, reverse=True)
    some = "|".join(map(re.escape, [*names, *_ME]))
    return rf"(?<!\w)@?(?:(?i:{some})|{_CAPITAL})(?!\w)"


def _namesakes(text: str, known: Sequence[Person]) -> Iterator[One]:
    """Of each of those who have one name."""
    for name in dict.fromkeys(person.name.casefold() for person in known):
        bearers = {person.id: person for person in known if person.name.casefold() == name}
        if len(bearers) > 1:
            yield from (One(text, (person,), alone=True) for person in bearers.values())
            return


def of_each(
    people: Sequence[One], whole: Sequence[Supporting], parts: Sequence[Sequence[Supporting]]
) -> list[Supporting]:
    """What answers for each, as far as it is known, unless one memory tells of all of them.

    `whole`: what answers the question as it is; `parts`: what answers for each one.
    """
    sure = [part for one, part in zip(people, parts, strict=True) if _answers(one, part)]
    firsts = {part[0].slot.id for part in sure}
    answered = any(one.odds >= 0 for one in whole[:1])
    of_all = answered and all(_tells_of(whole[0], one) and not one.alone for one in people)
    if of_all or len(firsts) < 1 + answered:
        return [*whole]
    found = dict[int, Supporting]()
    for one in chain(*sure):
        found.setdefault(one.slot.id, replace(one, hop=max(one.hop, 2) if found else 1))
    return [*found.values()]


def _answers(asked: One, part: Sequence[Supporting]) -> bool:
    """Whether something taught answers, and tells of the one who is asked for."""
    taught = all(one.slot.kind is not Kind.HEARD for one in part)
    return bool(part) and taught and part[0].odds >= 0 and _tells_of(part[0], asked)


def _tells_of(found: Supporting, asked: One) -> bool:
    """Whether a memory names somebody, in its words or as who told it of themself."""
    text = told_to_others(found.slot)
    return any(is_named(person.name, text) for person in asked.people)
