"""Bare answers, as people give them to what the bot could not answer: "friday at 8", "me".

Plain rules: whether a text can be one, and what it says then.
"""

import re
from dataclasses import dataclass, replace

from memory.asking import TIME, take_apart
from memory.dates import MONTHS
from memory.declaring import ME, PLACE, agreed, repeated, stated
from memory.leads import bare
from memory.small_talk import small_talk
from memory.spoken_of import DETERMINED, NAME
from memory.telling import VERB, is_hedged, laughs
from memory.verbs import is_done
from memory.wanted import Wanted, has, wanted
from memory.words import FILLER, one_of, words

_LONGEST, _MOST = 9, 100  # words and characters of a bare answer
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
_NOUN = rf"(?:the|an?|my|our|his|her|their|{NAME}['’]s)(?: (?!{VERB}\b)[\w'’-]+){{1,4}}"
_PEOPLE = re.compile(rf"{ME}|(?:me|{NAME}|{_NOUN})(?:(?:, | and | & )(?:me|{NAME}|{_NOUN}))*", re.I)
_THING = re.compile(
    rf"{NAME}(?: .+)?|{_NOUN}\b.*|\W*\d.*|\S*\d\S*|[^\s,]+[.@#:/_-]\w\S*|#\S+|[\"“].+[\"”]", re.I
)
_TIMES = re.compile(rf"\d|\b(?:{TIME}|{MONTHS}|noon|midnight|weeks?|months?|days?|soon)\b", re.I)
_SAYS = re.compile(rf"\b(?:{VERB}|(?:i|we|they|he|she|you)['’]?(?:m|ve|ll|re|s))\b(?<!\bill)", re.I)
_NO_ANSWER = re.compile(
    one_of("""
        ask check see google try look same nobody none nothing anyone who what when where which why
        how idk dunno no not sure good please pls tell let you your u it this that they he she we
        depends dont lol if
    """)
    + r"\b",
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


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact that a question and a bare answer make; not `sure`: somebody is asked first."""

    fact: str
    sure: bool


def declared(question: str, answer: str) -> Declared | None:
    """What is told by a bare answer to a question; None: nothing, or it is not clear what."""
    question = _AGAIN.sub("", question)
    answer, asked = " ".join(answer.split()), take_apart(question)
    if len(answer) > _MOST or _is_unclear(asked.rest):
        return None
    if asked.aux and not asked.head:
        fact, sure = _agreement(question, answer)
    else:
        fact, sure = _value(question, _without_lead(bare(answer)))
    if not fact or (laughs(answer) and not sure):
        return None
    return Declared(fact, sure and not is_hedged(answer) and not laughs(answer))


def _is_unclear(rest: str) -> bool:
    """Whether it is not told of whom or what; "sand it" after "the epoxy" is told."""
    return any(
        not _OF_IT.fullmatch(one[0]) or not DETERMINED.search(rest[: one.start()])
        for one in _UNCLEAR.finditer(rest)
    )


def _agreement(question: str, answer: str) -> tuple[str, bool]:
    """What a yes or a no says, and perhaps when or where; and whether that is sure.

    To "can someone be here?" "I can" says who. "only on weekdays" and "till March" say yes.
    """
    asked = take_apart(question)
    if _ANYBODY.match(asked.rest) and _VOLUNTEERS.fullmatch(answer):
        whose = replace(asked, head="who", rest=_ANYBODY.sub("", asked.rest))
        return stated(whose, "me", None), True
    found = _YES.match(answer) or _NO.match(answer)
    more = _without_lead(answer[found.end() :] if found else answer)
    more = _BUT.sub("", more)
    if more and not (is_bare(more) and _ADDS.match(more)):
        beside = found and found.re is _YES and _BUT.match(answer[found.end() :])
        return (
            (agreed(asked, "", yes=True), False)
            if beside and not _NOT.search(more)
            else ("", False)
        )
    if found is None and not _LIMITS.match(more):
        return "", False
    return agreed(asked, more, yes=found is None or found.re is _YES), found is not None


def _value(question: str, said: str) -> tuple[str, bool]:
    """The fact, and whether what is said is of the kind that is wanted."""
    asked, kind = take_apart(question), wanted(question)
    if again := repeated(asked, said):
        return again, bool(_fits(question, said))
    sure = _fits(question, said) if is_bare(said) else None
    return ("" if sure is None else stated(asked, said, kind)), bool(sure)


def _without_lead(text: str) -> str:
    lead = _LEAD.match(text)
    return _BEHIND.sub("", text[lead.end() :] if lead else text)


def is_bare(said: str) -> bool:
    """Whether it is short, says nothing whole by itself, and is no small talk."""
    if said.endswith("?") or len(said.split()) > _LONGEST or len(said) > _MOST:
        return False
    plain = " ".join(words(said))
    if not plain or re.fullmatch(ME, plain, re.I):
        return bool(plain)
    if " " in said and (_SAYS.search(said) or _says_what_is_done(said)):
        return False
    return not _NO_ANSWER.match(said) and small_talk(plain) is None


def _says_what_is_done(said: str) -> bool:
    """Whether it has a subject and a verb: "the Lizzard lies at pier 12"."""
    if re.match(rf"{PLACE}\b|{TIME}|\W*\d", said, re.I):
        return False
    return any(is_done(word) for word in words(said)[1:-1])


def _fits(question: str, said: str) -> bool | None:
    """Whether it is of the kind that is wanted; None: it can hardly be meant."""
    kind = wanted(question)
    if kind is Wanted.PERSON:
        return _or_a_word(said, fits=_PEOPLE.fullmatch(said) is not None)
    if kind is Wanted.TIME:
        return True if _TIMES.search(said) or has(kind, said) else None
    if kind is Wanted.NUMBER and re.search(r"\bhow \w+", question, re.I):
        return True if has(kind, said) else None
    placed = kind is not Wanted.CODE and re.match(rf"{PLACE}\b", said, re.I)
    thing = _THING.fullmatch(said) or (kind not in (None, Wanted.PLACE) and has(kind, said))
    if kind is Wanted.PLACE and has(kind, said) and not thing and not placed:
        return False  # "shoebox under the stairs"
    return _or_a_word(said, fits=bool(placed or thing))


def _or_a_word(said: str, *, fits: bool) -> bool | None:
    """A word or two may be an answer: whoever says it is asked."""
    some = words(said)
    return True if fits else (False if len(some) < 4 and some[0] not in FILLER else None)
