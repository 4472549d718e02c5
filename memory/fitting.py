"""What can be a bare answer: a text that says nothing whole, of the kind that is asked for."""

import re

from memory.asking import TIME
from memory.dates import MONTHS
from memory.declaring import ME
from memory.small_talk import small_talk
from memory.spoken_of import NAME
from memory.telling import VERB
from memory.values import PLACE
from memory.verbs import is_done
from memory.wanted import Wanted, has, wanted
from memory.words import FILLER, one_of, words

_LONGEST, MOST = 9, 100  # words and characters of a bare answer
_NOUN = rf"(?:the|an?|some|my|our|his|her|their|{NAME}['’]s)(?: (?!{VERB}\b)[\w'’-]+){{1,4}}"
_PEOPLE = re.compile(rf"{ME}|(?:me|{NAME}|{_NOUN})(?:(?:, | and | & )(?:me|{NAME}|{_NOUN}))*", re.I)
_THING = re.compile(
    rf"{NAME}(?: .+)?|{_NOUN}\b.*|\W*\d.*|\S*\d\S*|[^\s,]+[.@#:/_-]\w\S*|#\S+|[\"“].+[\"”]", re.I
)
_SOMEBODY = re.compile(  # "kasper and his dad", "ranias cousin"
    r"[\w'’-]+(?: [\w'’-]+)?(?: (?:and|&|or) (?:(?:his|her|my|our|the) )?[\w'’-]+)*", re.I
)
_OFTEN = re.compile(  # how often
    r"\d|\b(?:every|each|once|twice|daily|weekly|monthly|yearly|first|last|always|never|\w+days)\b",
    re.I,
)
_TIMES = re.compile(rf"\d|\b(?:{TIME}|{MONTHS}|noon|midnight|weeks?|months?|days?|soon)\b", re.I)
_NO_VERB = re.compile(r"^(?:left|right) |\blike (?=\d)|\bend of\b", re.I)  # "left drawer"
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


def is_bare(said: str) -> bool:
    """Whether it is short, says nothing whole by itself, and is no small talk."""
    if said.endswith("?") or len(said.split()) > _LONGEST or len(said) > MOST:
        return False
    plain = " ".join(words(said))
    if not plain or re.fullmatch(ME, plain, re.I):
        return bool(plain)
    if says_something(said):
        return False
    return not _NO_ANSWER.match(said) and small_talk(plain) is None


def says_something(said: str) -> bool:
    """Whether it has a subject and a verb: "the Lizzard lies at pier 12"."""
    said = _NO_VERB.sub("", said)
    if " " not in said or _SAYS.search(said):
        return " " in said
    if re.match(rf"{PLACE}\b|{TIME}|\W*\d", said, re.I):
        return False
    return any(is_done(word) for word in words(said)[1:-1])


def fits(question: str, said: str) -> bool | None:
    """Whether it is of the kind that is wanted; None: it can hardly be meant."""
    kind = wanted(question)
    if kind is Wanted.PERSON:
        may_be = _SOMEBODY.fullmatch(said) and words(said)[0] not in FILLER
        return True if _PEOPLE.fullmatch(said) else (False if may_be else None)
    if re.search(r"\bhow often\b", question, re.I):
        return True if _OFTEN.search(said) else None
    if kind is Wanted.TIME:
        return True if _TIMES.search(said) or has(kind, said) else None
    if kind is Wanted.NUMBER and re.search(r"\bhow \w+", question, re.I):
        return True if has(kind, said) else None
    placed = kind is not Wanted.CODE and re.match(rf"{PLACE}\b", said, re.I)
    thing = _THING.fullmatch(said) or (kind not in (None, Wanted.PLACE) and has(kind, said))
    if placed or thing:
        return True
    some = words(said)  # a word or two may be an answer, a place has more: who says it is asked
    few = len(some) < (6 if kind is Wanted.PLACE else 4)
    return False if few and some[0] not in FILLER else None
