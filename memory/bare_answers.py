"""Bare answers, as people give them to what the bot could not answer: "friday at 8", "me".

Plain rules: whether a text can be one, and what it says then.
"""

import re
from dataclasses import dataclass, replace

from memory.asking import TIME, WH, Asked, take_apart
from memory.declaring import ME, PLACE, agreed, labelled, repeated, stated
from memory.fitting import MOST, fits, is_bare, says_something
from memory.leads import bare
from memory.spoken_of import DETERMINED
from memory.telling import is_hedged, laughs
from memory.wanted import wanted

_LISTED = 300  # characters of a list that answers
_LEAD = re.compile(
    r"(?:(?:oh|uh+m*|um+|hm+|well|it['’]?s|it is|that['’]?s|they['’]?re|i (?:think|guess|believe)"
    r"|iirc|afaik|pretty sure|probably|prob|maybe|perhaps)\b[\s,]*)+",
    re.I,
)
_BEHIND = re.compile(
    r"[\s,]*(?:,? (?:i (?:think|guess|believe)|iirc|afaik|right now|as (?:always|usual)|again|mate"
    r"|obvs|obviously|ofc|of course|for sure)|[.!]+)+$",
    re.I,
)
_OF_IT = re.compile(r"it|he|she|they|him|them|his|their|its", re.I)
_YES = re.compile(
    r"(?:yes|yep|yeah|yup|yea|it is|they are|it does|they do|of course)\b[\s,.!]*", re.I
)
_NO = re.compile(r"(?:no|nope|nah|it isn['’]?t)\b[\s,.!]*", re.I)
_BUT = re.compile(r"(?:but|and|though|tho)\b[\s,]*", re.I)
_NOT = re.compile(r"\b(?:not|no|never|only|except|unless|if)\b|n['’]t\b", re.I)
_LIMITS = re.compile(r"(?:only|just|til|till|until|from|after|before|every) \S", re.I)
_ADDS = re.compile(
    rf"(?:only |just )?{PLACE}\b|(?:only |just )?(?:til|every|week(?:day|end)s|{TIME})\b|\d", re.I
)  # says when
_AGAIN = re.compile(r"[\s,]+(?:again|please|exactly|then|atm|rn|pls)\W*$", re.I)
_ANYBODY = re.compile(r"(?:any|some)(?:one|body) ", re.I)
_VOLUNTEERS = re.compile(rf"(?:(?:yes|yeah|yep|sure|ok),? )?{ME}[.! ]*", re.I)
_UNCLEAR = re.compile(  # whom it is asked of, or about what; or it is asked in two sentences
    r"\b(?:you|your|yours|u|ur|it|he|she|they|him|them|his|their|its)\b|\b(?:that|this)(?! \w)"
    r"|[.!?;]\s|^(?:wants?|else)\b",
    re.I,
)
_ANYTHING = re.compile(r"\b(?:any|some)thing\b", re.I)
_NAMED = re.compile(rf"^@?[\w'’-]+, (?={WH}\b|(?:is|are|can|do|does|should|will|has|have)\b)", re.I)


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact that a question and a bare answer make; not `sure`: somebody is asked first."""

    fact: str
    sure: bool


def declared(question: str, answer: str) -> Declared | None:
    """What is told by a bare answer to a question; None: nothing, or it is not clear what."""
    question = _NAMED.sub("", _AGAIN.sub("", question))
    answer, asked = " ".join(answer.split()), take_apart(question)
    if _is_unclear(asked.rest):
        return None
    fact, sure = _fact(question, asked, answer)
    if not fact or (laughs(answer) and not sure):
        return None
    return Declared(fact, sure and not is_hedged(answer) and not laughs(answer))


def _fact(question: str, asked: Asked, answer: str) -> tuple[str, bool]:
    """The fact, and whether it is sure."""
    if asked.aux and not asked.head:
        return _agreement(asked, answer)
    found = (
        _value(question, asked, _without_lead(bare(answer))) if len(answer) <= MOST else ("", False)
    )
    return found if found[0] else (_list(asked, answer), False)


def _list(asked: Asked, answer: str) -> str:
    """As in "the recipe for the plum cake: 200g flour, 3 eggs, …"; empty where it is none."""
    if (
        not MOST // 2 < len(answer) <= _LISTED
        or "," not in answer
        or answer.endswith("?")
        or says_something(answer)
    ):
        return ""
    return labelled(asked, answer)


def _agreement(asked: Asked, answer: str) -> tuple[str, bool]:
    """What a yes or a no says, and perhaps when or where; and whether that is sure.

    To "can someone be here?" "I can" says who. "only on weekdays" and "till March" say yes.
    """
    if _ANYBODY.match(asked.rest) and _VOLUNTEERS.fullmatch(answer):
        whose = replace(asked, head="who", rest=_ANYBODY.sub("", asked.rest))
        return stated(whose, "me", None), True
    yes = _YES.match(answer)
    found = yes or _NO.match(answer)
    more = _without_lead(answer[found.end() :] if found else answer)
    more = _BUT.sub("", more)
    if more and not (is_bare(more) and _ADDS.match(more)):
        but = yes is not None and _BUT.match(answer[yes.end() :]) is not None
        return _with_more(asked, more, but=but, new=found is None)
    if found is None and not _LIMITS.match(more):
        return "", False
    return agreed(asked, more, yes=yes is not None or found is None), found is not None


def _with_more(asked: Asked, more: str, *, but: bool, new: bool) -> tuple[str, bool]:
    """The yes of "yes but its crap"; or what to bring, where it was asked whether anything is."""
    if but and not _NOT.search(more):
        return agreed(asked, "", yes=True), False
    if new and _ANYTHING.search(asked.rest) and is_bare(more):
        rest = _ANYTHING.sub(lambda _: more, asked.rest, count=1)
        return agreed(replace(asked, rest=rest), "", yes=True), False
    return "", False


def _value(question: str, asked: Asked, said: str) -> tuple[str, bool]:
    """The fact, and whether what is said is of the kind that is wanted."""
    kind = wanted(question)
    if again := repeated(asked, said):
        return again, bool(fits(question, said))
    sure = fits(question, said) if is_bare(said) else None
    return ("" if sure is None else stated(asked, said, kind)), bool(sure)


def _is_unclear(rest: str) -> bool:
    """Whether it is not told of whom or what; "sand it" after "the epoxy" is told."""
    return any(
        not _OF_IT.fullmatch(one[0]) or not DETERMINED.search(rest[: one.start()])
        for one in _UNCLEAR.finditer(rest)
    )


def _without_lead(text: str) -> str:
    lead = _LEAD.match(text)
    return _BEHIND.sub("", text[lead.end() :] if lead else text)
