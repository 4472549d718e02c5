"""What can be a bare answer: a text that says nothing whole, of the kind that is asked for."""

import re

from memory.asking import TIME
from memory.dates import MONTHS
from memory.declaring import ME, PLACE
from memory.small_talk import small_talk
from memory.spoken_of import NAME
from memory.telling import VERB
from memory.verbs import is_done
from memory.wanted import Wanted, has, wanted
from memory.words import FILLER, one_of, words

_LONGEST, MOST = 9, 100  # words and characters of a bare answer
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
    if " " not in said or _SAYS.search(said):
        return " " in said
    if re.match(rf"{PLACE}\b|{TIME}|\W*\d", said, re.I):
        return False
    return any(is_done(word) for word in words(said)[1:-1])


def fits(question: str, said: str) -> bool | None:
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
