"""A statement, taken apart: its words, its values, and what in it tells of a change."""

import re
from functools import lru_cache
from typing import NamedTuple

from memory.words import NOT_IN_SHORT, stem, telling, words

_CHANGE = re.compile(
    r"\b(?:now|nowadays|instead|actually|correct(?:ion|ed)|update[ds]?|upgraded?"
    r"|chang(?:e|es|ed|ing)|mov(?:e|es|ed|ing)|shift(?:s|ed)?|slip(?:s|ped)?|push(?:es|ed)"
    r"|postponed?|delayed|put off|rescheduled?|(?:brought|pulled) forward|extended|prolonged"
    r"|cancel(?:s|led|ed)?|called off|scrapped|renamed?|rebranded|relocated?"
    r"|switch(?:es|ed)?|swap(?:s|ped)?|transferred|replac(?:e|es|ed|ing)|succeed(?:s|ed)?"
    r"|tak(?:e|es|en|ing) over|took over|handed|passed|step(?:s|ped) down|resign(?:s|ed)"
    r"|elected|promoted|appointed|chosen|gave|given|sold|traded|inherited|returned|lent"
    r"|borrowed|stop(?:s|ped)?|quits?|left|started|began|becomes?|became"
    r"|turn(?:s|ed) (?:out|into)|rais(?:e|es|ed)|rose|risen|w(?:e|o)nt (?:up|down|for)"
    r"|go(?:es|ne)? (?:up|down|by)|drop(?:s|ped)?|lower(?:s|ed)|reduced?|increase[ds]?"
    r"|nerfed|buffed|no longer|any ?more|any longer|not (?:on|at|in|the) .* but|rather than"
    r"|in place of|in the end|after all|from now on|as of|as from|these days|at the moment"
    r"|for the time being|currently|from (?:today|tomorrow|next \w+"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day on)"
    r"|(?:starting|beginning|effective) (?:today|tomorrow|next)|this (?:year|season|term)"
    r"|wrong|mistaken?|misheard|misread|mixed up|sorry|scratch that|my bad|forget|oops|meanwh)\b",
    re.I,
)
_HINT = re.compile(  # words that stand in changes, and elsewhere
    r"\b(?:new|newly|recently|since|has been|have been|got|only|will|better|best|ex|already|but|so"
    r"|today|this|after|put|brought|took|taken|carried|hung|placed|hangs|went|gone|comes?|came|ill"
    r"|won['’]t|isn['’]t|can['’]t)\b",
    re.I,
)
_ADDS = re.compile(
    r"\b(?:also|too|as well|additionally|another|both|besides|in addition|second)\b", re.I
)
_NOT = re.compile(rf"\b(?:no|not|never|nobody|none|without|cannot|{NOT_IN_SHORT})\b", re.I)
_PLACE = re.compile(
    r"\b(?:in|at|on|under|behind|by|near|to|from|inside|outside|beside|above|below|up|down|here|there"
    r"|home|upstairs|downstairs)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:old|former(?:ly)?|previous(?:ly)?|used to|was|were|had|back then|once|until"
    r"|(?:years?|months?|weeks?) ago|last (?:year|season|month))\b",
    re.I,
)
_MANY = frozenset(  # stems of verbs: one may do several things of these at once
    stem(verb)
    for verb in """
    like love hate enjoy prefer owe have has had own collect borrow borrowed lend lent need want
    visit visited been teach taught learn study play sing speak know eat drink cook bake grow read
    watch row run bring can can't cannot allergic afraid
    """.split()
)
_NAME = re.compile(r"(?<!\w)[A-ZÀ-Ý][\w'’-]+")
_NUMBER = re.compile(
    r"#?\d[\d.,:]*(?:st|nd|rd|th)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|thousand|first|second|third|\w+(?:nth|fth|rth|xth|hth|ieth)|once"
    r"|twice|thrice|half|quarter|noon|midnight|double|dozen",
    re.I,
)
_DAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|tonight|weekends?|morning|evening"
    r"|jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|winter",
    re.I,
)
_SIGNS = (_CHANGE, _HINT, _ADDS, _NOT, _PLACE, _PAST)


class Said(NamedTuple):
    """A text, taken apart."""

    order: tuple[str, ...]  # stems that carry meaning
    held: frozenset[str]  # all stems
    values: tuple[frozenset[str], frozenset[str], frozenset[str]]  # numbers, days, names
    figures: frozenset[str]  # the stems of its values
    many: frozenset[str]  # verbs: one may do several things of these
    change: bool
    hint: bool
    adds: bool
    negated: bool
    place: bool
    past: bool


@lru_cache(maxsize=4096)
def taken_apart(text: str) -> Said:
    """The text as pairs of memories are compared."""
    found = frozenset(words(text))
    numbers = frozenset(word for word in found if _NUMBER.fullmatch(word))
    days = frozenset(word for word in found if _DAY.fullmatch(word))
    names = frozenset(name.casefold() for name in _NAME.findall(text) if not _DAY.fullmatch(name))
    held = frozenset(stem(word) for word in found)
    return Said(
        tuple(dict.fromkeys(stem(word) for word in telling(_CHANGE.sub(" ", text)))) or ("",),
        held,
        (numbers, days, names),
        frozenset(stem(word) for word in numbers | days | names),
        held & _MANY,
        *(pattern.search(text) is not None for pattern in _SIGNS),
    )
