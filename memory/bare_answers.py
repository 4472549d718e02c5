"""Bare answers, as people give them to what the bot could not answer: "friday at 8", "me".

Plain rules: whether a text can be one, and what it says then.
"""

import re
from dataclasses import dataclass, replace

from memory.asking import TIME, WH, Asked, take_apart
from memory.declaring import ME, agreed, labelled, repeated, stated
from memory.fitting import MOST, fits, is_bare, says_something
from memory.haste import mended
from memory.leads import bare
from memory.spoken_of import DETERMINED
from memory.telling import is_hedged, laughs
from memory.values import PLACE
from memory.wanted import wanted

_LISTED, _READ = 300, 200  # characters of a list that answers, and of a question
_LEAD = re.compile(
    r"(?:(?:oh|uh+m*|um+|hm+|well|it['’]?s|it is|that['’]?s|they['’]?re|i (?:think|guess|believe)"
    r"|iirc|afaik|pretty sure|still|probably|prob|maybe|perhaps)\b[\s,]*)+",
    re.I,
)
_BEHIND = re.compile(
    r"[\s,]*(?:,? (?:i (?:think|guess|believe)|iirc|afaik|right now|as (?:always|usual)|again|mate"
    r"|obvs|obviously|ofc|of course|for sure)|[.!]+)+$",
    re.I,
)
_OF_IT = re.compile(r"it|he|she|they|him|them|his|their|its", re.I)
_YES = re.compile(
    r"(?:yes+|yep|yeah|yup|yea|yh|ye|it is|they are|it does|they do|of course)\b[\s,.!]*", re.I
)
_NO = re.compile(
    r"(?:no(?! (?:idea|clue|one)\b)|nope|nah|it isn['’]?t"
    r"|not(?= (?:after|before|on|in|at|until|till?|with|for|today|tomorrow|this|yet)\b))\b[\s,.!]*",
    re.I,
)
_BUT = re.compile(r"(?:but|and|though|tho)\b[\s,]*", re.I)
_NOT = re.compile(r"\b(?:not|no|never|only|except|unless|if)\b|n['’]t\b", re.I)
_LIMITS = re.compile(  # it is so, but not always
    rf"(?:only|just|til|till|until|from|after|before|every|all|{TIME})\b", re.I
)
_ADDS = re.compile(  # says when or where
    rf"(?:only |just )?(?:{PLACE}|til|every|all (?:day|week|night|year)|week(?:day|end)s|{TIME})\b"
    r"|\d",
    re.I,
)
_FIRST = re.compile(r"(?P<first>[^,;]{1,60}?)(?:,| then\b| -|;) ?\S")  # "7, we play at 9"
_OF_YOU = re.compile(  # of whoever answers; "do you need tickets?" is of anybody
    r"\b(?P<does>did|do|have|are|were|will) (?:you|u)(?P<all> guys| all)?\b"
    r"(?! (?:need|have to|get|want|know|remember|say|think|pay)\b)",
    re.I,
)
_AGAIN = re.compile(r"[\s,]+(?:again|please|exactly|then|atm|rn|pls|yet|or (?:not|what))\W*$", re.I)
_ANYBODY = re.compile(r"(?:any|some)(?:one|body) ", re.I)
_ANYONE_HAS = re.compile(
    r"^(?:(?:does|has|did) )?(?:any|some)(?:one|body) (?:got|have|has|has got) (?=\S)", re.I
)
_VOLUNTEERS = re.compile(rf"(?:(?:yes|yeah|yep|sure|ok),? )?{ME}\b[.! ]*", re.I)
_UNCLEAR = re.compile(  # whom it is asked of, or about what; or it is asked in two sentences
    r"\b(?:your|yours|ur|(?<!^)(?:you|u)|it|he|she|they|him|them|his|their|its)\b"
    r"|\b(?:that|this)(?! \w)"
    r"|[.!?;]\s|^(?:wants?|else)\b",
    re.I,
)
_THERE = re.compile(r"there (?:an?|any|some) ", re.I)
_CODE = re.compile(r"(?=\S*[\d/_@])\S{3,}")
_EITHER = re.compile(r"(\S+) or (\S+)$", re.I)  # "is Maja vegetarian or vegan?"
_JESTS = re.compile(r"\b(?:obviously|ofc|of course|duh)\b", re.I)
_ANYTHING = re.compile(r"\b(?:any|some)thing\b", re.I)
_NAMED = re.compile(rf"^@?[\w'’-]+, (?={WH}\b|(?:is|are|can|do|does|should|will|has|have)\b)", re.I)


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact that a question and a bare answer make; not `sure`: somebody is asked first."""

    fact: str
    sure: bool


def declared(question: str, answer: str) -> Declared | None:
    """What is told by a bare answer to a question; None: nothing, or it is not clear what."""
    if len(question) > _READ:
        return None
    question = _ANYONE_HAS.sub("who has ", _NAMED.sub("", _AGAIN.sub("", question)))
    question = _OF_YOU.sub(_of_me, question)
    answer, asked = mended(" ".join(answer.split())), take_apart(question)
    if len(answer) > _LISTED or _is_unclear(asked.rest):
        return None
    fact, sure = _fact(question, asked, answer)
    if re.match(r"(?:you|u|i|they)\b", asked.rest, re.I):  # of whom may not be clear
        sure = False
    jests = laughs(answer) or (_JESTS.search(answer) and not _VOLUNTEERS.match(answer))
    if not fact or (jests and not sure):
        return None
    return Declared(fact, sure and not is_hedged(answer) and not jests)


def _fact(question: str, asked: Asked, answer: str) -> tuple[str, bool]:
    """The fact, and whether it is sure."""
    if asked.aux and not asked.head:
        return _agreement(asked, answer)
    if listed := _list(asked, answer):
        return listed, False
    short = len(answer) <= MOST
    return _value(question, asked, _without_lead(bare(answer))) if short else ("", False)


def _list(asked: Asked, answer: str) -> str:
    """As in "the recipe for the plum cake: 200g flour, 3 eggs, …"; empty where it is none."""
    long = MOST // 2 < len(answer) <= _LISTED and answer.count(",") > 1
    if not long or answer.endswith("?") or says_something(answer):
        return ""
    return labelled(asked, answer)


def _agreement(asked: Asked, answer: str) -> tuple[str, bool]:
    """What a yes or a no says, and perhaps when or where; and whether that is sure.

    To "can someone be here?" "I can" says who. "only on weekdays" and "till March" say yes.
    """
    if _ANYBODY.match(asked.rest) and _VOLUNTEERS.fullmatch(answer):
        whose = replace(asked, head="who", rest=_ANYBODY.sub("", asked.rest))
        return stated(whose, "me", None), True
    if (chosen := _EITHER.search(asked.rest)) and answer.lower() in chosen.groups():
        one = asked.rest[: chosen.start()].strip()
        return agreed(replace(asked, rest=one), answer, yes=True), True
    yes = _YES.match(answer)
    if _ANYBODY.match(asked.rest):  # a mere yes does not tell who
        return "", False
    found = yes or _NO.match(answer)
    more = _without_lead(answer[found.end() :] if found else answer)
    but = _BUT.match(more)
    more = more[but.end() :] if but else more
    if more and not (is_bare(more) and _ADDS.match(more) and not _CODE.fullmatch(more)):
        return _with_more(asked, more, yes=yes is not None, but=but is not None)
    if found is None and not _LIMITS.match(more):
        return "", False
    return agreed(asked, more, yes=yes is not None or found is None), found is not None


def _with_more(asked: Asked, more: str, *, yes: bool, but: bool) -> tuple[str, bool]:
    """What is said with a yes, or for one: "yes but its crap", "yep, time and a half"."""
    there = _THERE.match(asked.rest)
    if there and not yes and _CODE.fullmatch(more):  # "is there a code for the gate?"
        return f"the {asked.rest[there.end() :]} is {more}", True
    anything = _ANYTHING.search(asked.rest)
    if anything and is_bare(more):  # "should we bring anything?"
        rest = _ANYTHING.sub(lambda _: more, asked.rest, count=1)
        return agreed(replace(asked, rest=rest), "", yes=True), False
    if not yes or _NOT.search(more) or not (but or is_bare(more)):
        return "", False
    fact = agreed(asked, "", yes=True)
    return (f"{fact}: {more}" if fact and not but else fact), False


def _value(question: str, asked: Asked, said: str) -> tuple[str, bool]:
    """The fact, and whether what is said is of the kind that is wanted."""
    if again := repeated(asked, said):
        return again, bool(fits(question, said))
    said = "me" if _VOLUNTEERS.fullmatch(said) else said
    first = None if is_bare(said) else _FIRST.match(said)
    said = first["first"] if first else said  # what is said besides is left out
    sure = fits(question, said) if is_bare(said) else None
    if sure is None or (first and sure is False and " " in said):
        return "", False
    return stated(asked, said, wanted(question)), sure and not first


def _of_me(match: re.Match[str]) -> str:
    """Asked of who answers: "which paint did you use?" as "which paint did I use?"."""
    does = match["does"]
    if match["all"]:
        return f"{does} we"
    return f"{ {'are': 'am', 'were': 'was'}.get(does.lower(), does) } I"


def _is_unclear(rest: str) -> bool:
    """Whether it is not told of whom or what; "sand it" after "the epoxy" is told."""
    return any(
        not _OF_IT.fullmatch(one[0]) or not DETERMINED.search(rest[: one.start()])
        for one in _UNCLEAR.finditer(rest)
    )


def _without_lead(text: str) -> str:
    lead = _LEAD.match(text)
    return _BEHIND.sub("", text[lead.end() :] if lead else text)
