"""How an answer stands in a fact: "at 9", "in the drawer", "12 chairs"."""

import re

from memory.asking import PREPOSITION, Asked
from memory.dates import MONTHS
from memory.spoken_of import ENDS_OPEN, NAME
from memory.wanted import Wanted

PLACE = (  # what a place begins with
    rf"(?:{PREPOSITION}|under|behind|inside|outside|beside|above|below|opposite|next to|down|up"
    r"|into|over|around|upstairs|downstairs|home)"
)
_AT = re.compile(  # a place, and not in it
    rf"{NAME}['’]s|.*\b(?:station|place|house|office|entrance|door|gate|desk|stop|beach|pub|club|bar"
    r"|park|gym|corner|counter|reception|pier|airport)$",
    re.I,
)
_THEIRS = re.compile(r"[\w-]+s (?:place|house|flat|room|car|garden)$", re.I)  # "lottes place"
_DETERMINED = re.compile(rf"(?:the|an?|my|our|his|her|their) |{NAME}|\W*\d", re.I)
_CLOCK = re.compile(
    r"(?:\d{1,2}(?:[.:]\d\d)?(?: ?[ap]\.?m\.?)?|noon|midnight|half \w+)(?:$|[ ,])", re.I
)
_LASTING = re.compile(r"\d+ ?(?:min|hour|h\b|day|week|month|year|sec|st\b|nd\b|rd\b|th\b)", re.I)
_COUNTED = re.compile(r"(?:how many|which|what) (?P<what>[\w'’-]+(?: [\w'’-]+)?)$", re.I)


def in_place(asked: Asked, said: str, kind: Wanted | None) -> str:
    """The answer as it stands in the fact: "at 9", "12 chairs"."""
    if kind is not Wanted.TIME and (number := number_of(asked, said)):
        return number
    placed = re.match(rf"{PLACE}\b|https?:", said, re.I) or ENDS_OPEN.search(asked.rest)
    if kind is Wanted.PLACE and not placed:
        article = "" if _THEIRS.match(said) or _DETERMINED.match(said) else "the "
        return f"{'at' if _AT.match(said) else 'in'} {article}{said}"
    clock = kind is Wanted.TIME and _CLOCK.match(said) and not _LASTING.match(said)
    if clock and asked.head.lower() == "how late":
        return f"until {said}"
    return f"at {said}" if clock and not re.match(rf"\d+\.? ?(?:{MONTHS})", said, re.I) else said


def number_of(asked: Asked, said: str) -> str:
    """The number with what it is of: "12 chairs", "bus 42"; empty where it is of nothing."""
    counted = _COUNTED.match(asked.head)
    if not counted or not re.fullmatch(r"\d+", said):
        return ""
    many = asked.head.lower().startswith("how many")
    return f"{said} {counted['what']}" if many else f"{counted['what']} {said}"
