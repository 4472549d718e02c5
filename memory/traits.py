"""What a text is like, whatever it says: a question, with a number, with a time, how long."""

import re
from enum import IntEnum

from memory.words import words

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|half|once|twice|double|dozen|couple|several|both)\b",
    re.I,
)
_TIME = re.compile(
    r"\b(?:1[89]|20)\d\d\b|\d\s*(?:am|pm|o'clock)\b|\d:\d\d"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
    r"|\b(?:today|tomorrow|tonight|yesterday|morning|afternoon|evening|night|noon|midnight|weekend"
    r"|week|month|year|day|hour|minute|spring|summer|autumn|fall|winter|christmas|easter|ago|since"
    r"|recently|lately|soon|dawn|dusk|sunset|sunrise)s?\b",
    re.I,
)
_WANTS_TIME = re.compile(
    r"\b(?:when|what (?:time|day|date|month|year|night)|which (?:day|date|month|year|night))\b",
    re.I,
)
_YES_NO = re.compile(
    r"^\s*(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should)\b(?!.*\bor\b)",
    re.I,
)
_WANTS_NUMBER = re.compile(
    r"\b(?:how (?:many|much|old|long|far|big|tall|often)|what number)\b", re.I
)


class Trait(IntEnum):
    """The columns of `traits`."""

    WORDS = 0
    QUESTION = 1
    NUMBER = 2
    TIME = 3


def traits(text: str) -> tuple[float, float, float, float]:
    """Number of words, and 0 or 1 for each further trait."""
    return (
        float(len(words(text))),
        float("?" in text),
        float(_NUMBER.search(text) is not None),
        float(_TIME.search(text) is not None),
    )


def wants_time(question: str) -> bool:
    """Whether it asks when."""
    return _WANTS_TIME.search(question) is not None


def wants_number(question: str) -> bool:
    """Whether it asks how many, how long, how old."""
    return _WANTS_NUMBER.search(question) is not None


def asks_yes_no(question: str) -> bool:
    """Whether yes or no answers it."""
    return bool(_YES_NO.search(question))
