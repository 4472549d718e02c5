"""What is said around a fact, and is no part of it: "sorry all, …", "ok … then", "… lol"."""

import re

from memory.words import one_of

_GREETING = one_of("hey hi hello ok okay so well and also btw engram now ah+ oh+ haha yeah right")
_MUSING = one_of("um+ uh+m* er+m+ hm+")
_WH = r" (?:who|what|when|where|why|how|which|whose)(?:'?s)?\b"
_ASKED_OF = (  # before a question alone: "wait for me", "nice people live here", "all are welcome"
    rf"(?:(?:guys|all|everyone|people|team)(?={_WH})"
    r"|(?:wait|yo|oi|omg|lol|lmao|cool|nice|great|quick question)"
    rf"(?={_WH}| (?:is|are|does|do|did|can|has) ))"
)
_LEADING = re.compile(rf"^(?:(?:{_GREETING}|{_MUSING}|{_ASKED_OF}) )+")
_TO_ALL = r"(?:,? (?:all|guys|everyone|everybody|folks|team|again))?"
_PARTED = "|".join(  # from the fact, by a comma or the like
    (
        one_of("no wait well hey hi hello sure alright thanks actually update correction reminder"),
        r"good (?:day|morning|evening)",
        r"change of plans?",
        r"heads[ -]up",
        r"(?:good|bad|great) news",
        r"quick (?:note|one)",
        r"actually (?:scrap|forget|skip|cancel) [^,.;]{1,40}",
        rf"(?:sorry|sr?ry|oops|whoops|my bad){_TO_ALL}",
        r"(?:(?:sorry|oops|no|wait),? ){0,3}i (?:was|got (?:it|that)) wrong",
        r"(?:sorry|oops),? my (?:bad|mistake)",
    )
)
_SIMPLY = one_of(  # needs no comma
    "ah+a? oh+ aw+ ooh+ argh+ ugh+ hm+ um+ uh+m* erm+ so ok okay and also oops lol lmao (?:ha){2,}"
)
_SAID_OF = one_of(
    "the my our your his her their i im i'm we it its it's he hes he's she shes they this that"
    " there theres"
)
_NO = rf"no+[,:.!]+\s+|noo+\s+|no\s+(?={_SAID_OF}\b)"  # and not that of "no dogs allowed"
_TO_ONE = (  # a sentence of its own: "ok mum. …", "ty Winston!! …", "Good evening everyone. …"
    r"(?:ok(?:ay)?|thanks|thank (?:you|u)|thx|ty|ta|cheers|noted|got it|sure|hi|hey|hello|congrats"
    r"|good (?:morning|afternoon|evening|day))(?: (?:so|very) much)?(?:,? [\w'’@-]+)?[.!]+\s+"
)
_AHEAD = re.compile(
    rf"^(?:that['’]?s me, *|{_TO_ONE}"
    r"|(?:btw|by the way|fyi|til(?: that)?|p\.?s\.?)\b[,:]?\s*"
    rf"|(?:{_PARTED})\b(?: wait)?(?:[,:.!]+\s*|\s+-+\s+)"
    r"|no(?:pe)?,? (?:wait|sorry)[,:.!]*\s+"
    rf"|{_SIMPLY}\b[,:.!]*\s+(?:{_NO})?)+",
    re.I,
)
_WELL_THEN = re.compile(r"^(?:ok(?:ay)?|so|alright|right)\b.*(?P<then>,? then)[.! ]*$", re.I)
_BEHIND = re.compile(
    r"(?:[\s,]+(?:btw|by the way|actually|fyi|tho|though|lol|haha|lmao|thx|thanks|pls|:\)|:D|;\)|xD"
    r"|<3))+[.!]*$",
    re.I,
)


def without_lead(plain: str) -> str:
    """Its words without those that only lead up to it."""
    return _LEADING.sub("", plain) or plain


def bare(text: str) -> str:
    """The fact without what is said by the way."""
    then = _WELL_THEN.match(text)
    said = text[: then.start("then")] if then else text
    return _BEHIND.sub("", _AHEAD.sub("", said)) or text
