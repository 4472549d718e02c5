"""What kind of answer a question wants, and whether a text holds one: a time, a street."""

import re
from enum import Enum
from functools import lru_cache

from memory.dates import MONTHS
from memory.traits import Trait, traits
from memory.words import FILLER, stem


class Wanted(Enum):
    """Kinds of answers that words tell apart."""

    STREET = "street"
    TOWN = "town"
    CODE = "code"
    COLOUR = "colour"
    TIME = "time"
    NUMBER = "number"
    PLACE = "place"
    PERSON = "person"


_WHICH = r"\b(?:which|what)(?:['’]s)?(?: (?:is|was|are))?(?: \w+)? "
_NARROW = {  # named by a noun: they go before the wider ones
    Wanted.STREET: re.compile(rf"{_WHICH}(?:streets?|road|lane|avenue|address|square)\b", re.I),
    Wanted.TOWN: re.compile(
        rf"{_WHICH}(?:city|town|country|village|district|neighbou?rhood|region|state|suburb)\b",
        re.I,
    ),
    Wanted.CODE: re.compile(
        rf"{_WHICH}(?:\S+ )?(?:password|code|pin|phone|e-?mail|handle|combination|number)\b",
        re.I,
    ),
    Wanted.COLOUR: re.compile(rf"{_WHICH}colou?rs?\b", re.I),
}
_WIDE = {
    Wanted.TIME: re.compile(
        r"\b(?:when|(?:what|which) (?:time|day|date|month|year|night|hour|evening"
        r"|morning|week(?:day)?)"
        r"|how (?:early|late|soon))\b",
        re.I,
    ),
    Wanted.NUMBER: re.compile(
        r"\bhow (?:many|much|old|long|far|big|tall|often|heavy|large|high|wide|fast|deep|hot)\b"
        r"|\b(?:which|what) (?:number|price|size|age|floor|plot|platform|table|shelf|row|page|seat"
        r"|bus|line|room|gate|level)\b",
        re.I,
    ),
    Wanted.PLACE: re.compile(
        r"\bwhere(?:abouts)?\b"
        r"|\b(?:which|what) (?:place|building|spot|corner|shop|restaurant|hall)\b",
        re.I,
    ),
    Wanted.PERSON: re.compile(
        r"\bwho(?:se|m)?\b"
        r"|\b(?:which|what) (?:person|player|member|man|woman|guy|girl|boy|friend|teacher|coach)\b",
        re.I,
    ),
}  # fmt: skip
_DAY = rf"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|{MONTHS}|time|noon|midnight|\d"
_HELD = {
    Wanted.TIME: re.compile(
        r"\b(?:at|after|before|until|till|by|from|since|around|past|to)"
        r" (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter)\b",
        re.I,
    ),
    Wanted.STREET: re.compile(
        r"\b[A-ZÀ-Ý]\w+(?: [A-ZÀ-Ý]\w+)? (?:St|Rd|Street|Road|Lane|Avenue|Row|Square|Way|Close"
        r"|Drive|Court|Alley|Quay|Terrace|Hill|Crescent|Boulevard|Gardens?|Walk|Mews|Parade)\b"
        r"|\b\d+[a-z]? [A-ZÀ-Ý]\w+"
    ),
    Wanted.TOWN: re.compile(
        r"\b(?:in|from|to|near|of|at|around|outside|is|via|towards) (?!I\b)[A-ZÀ-Ý]\w+"
    ),
    Wanted.CODE: re.compile(r"\d|@|\w[-_]\w|[\"“']\w"),
    Wanted.COLOUR: re.compile(
        r"\b(?:red|green|blue|yellow|orange|purple|pink|brown|black|white|gr[ea]y|gold(?:en)?|silver"
        r"|turquoise|beige|violet|navy|teal|maroon|crimson|scarlet)\b",
        re.I,
    ),
    Wanted.PLACE: re.compile(
        r"\b(?:in|at|on|under|behind|by|near|inside|outside|beside|above|below|between|opposite|from"
        rf"|to|into|next to) (?!(?:{_DAY})\b)|\b(?:up|down)stairs\b|\bhome\b",
        re.I,
    ),
    Wanted.PERSON: re.compile(r"\b(?!I\b)[A-ZÀ-Ý][\w'’-]+"),
}  # fmt: skip
_AMOUNT = re.compile(r"\bhow (?:much|many|old|tall|heavy)\b", re.I)
_SOME = re.compile(  # amounts without a number
    r"\b(?:free|nothing|none|no|all|half|few|some|lots?|several|enough|plenty|couple|dozens?|full"
    r"|every\w*|expensive|cheap|once|twice|double|pair|both|baby|adult|teenager|hundreds?|much|many"
    r"|an?|each|any|birthday|born|age)\b",
    re.I,
)
_CLOCK = re.compile(r"\bwhat time\b", re.I)
_HOURS = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter|noon"
    r"|midnight|lunch\w*|breakfast|dinner|mornings?|evenings?|afternoons?|nights?|tonight|dawn|dusk"
    r"|sun(?:rise|set)|early|earlier|late|later|after|before|until|till|when|once|now|soon|school"
    r"|work|same time)\b",
    re.I,
)
_NOUN = re.compile(r"\b(?:which|what|how many|how much) (\w+)", re.I)


@lru_cache(maxsize=1024)
def wanted(question: str) -> Wanted | None:
    """The kind of answer that it wants, as far as its words tell."""
    for kind, pattern in _NARROW.items():
        if pattern.search(question):
            return kind
    found = {kind: match.start() for kind, p in _WIDE.items() if (match := p.search(question))}
    return min(found, key=found.__getitem__) if found else None


@lru_cache(maxsize=8192)
def has(kind: Wanted, text: str) -> bool:
    """Whether a text holds an answer of this kind."""
    if kind is Wanted.TIME:
        return bool(traits(text)[Trait.TIME] or _HELD[kind].search(text))
    if kind is Wanted.NUMBER:
        return bool(traits(text)[Trait.NUMBER])
    if kind is Wanted.PERSON:
        names = (name.lower() for name in _HELD[kind].findall(text))
        return any(name not in FILLER for name in names)
    return _HELD[kind].search(text) is not None


def lacks(question: str, text: str) -> bool:
    """Whether an amount or an hour is asked for, and the text tells none: "Ida pays for it"."""
    if _AMOUNT.search(question):
        return not traits(text)[Trait.NUMBER] and not _SOME.search(text)
    return bool(_CLOCK.search(question)) and not _HOURS.search(text)


def noun(question: str) -> str | None:
    """The stem of what is asked for by name: "which terminal", "how many tables"."""
    found = (word.lower() for word in _NOUN.findall(question))
    return next((stem(word) for word in found if word not in FILLER), None)
