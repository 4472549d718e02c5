"""What is typed in haste, as it is meant: "ill bring tea", "were meeting", "spent 80 on fabric"."""

import re

from memory.verbs import lemmas, past_of
from memory.words import one_of

_MOST = 2000  # characters, of a message; what is longer is left as it is
_MISSPELT = {
    "wat": "what", "wht": "what", "waht": "what", "whst": "what", "wats": "what's",
    "whn": "when", "wehn": "when", "wehre": "where", "wher": "where", "whre": "where",
    "whos": "who's", "whats": "what's", "wheres": "where's", "whens": "when's", "hows": "how's",
    "hwo": "how", "wich": "which", "whihc": "which", "woh": "who",
}  # fmt: skip
_MISSPELLING = re.compile(
    r"^(\W*(?:(?:hey|hi|ok|okay|so|well|and|also|but|engram|wait|um+|uh+|hm+|yo|omg|lol|guys)\W+)*)"
    rf"({'|'.join(_MISSPELT)})\b",
    re.I,
)
_SHORTENED = {
    "thur": "thursday", "thurs": "thursday", "tues": "tuesday", "weds": "wednesday",
    "tmr": "tomorrow", "tmrw": "tomorrow", "pw": "password", "pwd": "password",
    "xmas": "Christmas", "bday": "birthday", "appt": "appointment", "any1": "anyone",
    "some1": "someone", "every1": "everyone",
}  # fmt: skip
_SHORTENING = re.compile(rf"(?<![\w.@:/#-])({'|'.join(_SHORTENED)})(?![\w@:/-])", re.I)
_BEGINS = r"(?:(?:ok|okay|so|and|also|but|btw|well|oh|ah|yeah|yes|hey|then)\W+)*"
_WE_ARE = re.compile(
    rf"^({_BEGINS})were(?= (?:(?:not |all |still |now )?\w+ing|down to|out of|short of|low on)\b)",
    re.I,
)
_I_WILL = re.compile(  # "ill cover for Yas", and no "ill with a cold"
    rf"(^{_BEGINS}|[,.;!?]\s+|\b(?:and|but|so|or|then|think|guess)\s+)ill"
    r"(?= (?:(?:also|just|probably|maybe|never|always|only|still|definitely)\s+)?([a-z]+)\b)",
    re.I,
)
_OFTEN = 4  # that somebody will do something, in one text
_NO_VERB = frozenset({"people", "health", "feeling", "patient", "man", "will", "use"})
_I_LEFT_OUT = re.compile(  # what somebody did
    r"(?:(?:just|already|finally) )?"
    + one_of("""
        spent paid bought booked ordered found lost sold fixed borrowed lent returned put left
        finished took used made got met sent picked\\sup signed\\sup
    """)
    + rf" (?:\d|[£$€]|{one_of('you him her them')} back\b"
    + rf"|{one_of('the an? my our all some two three half for it')}\b)",
    re.I,
)
_I_DID = re.compile(  # the same with any verb: "twisted my knee"; and "started learning Welsh"
    r"(?:(?:just|already|finally) )?"
    r"(?:(?P<verb>[a-z]{2,}) (?:my|our)|(?:started|began|stopped|quit) [a-z]+ing)\b(?!.*\?)",
    re.I,
)
_I_CAN = re.compile(  # "can drive to Larkfield, three places in my car"
    r"can (?:drive|bring|take|help|host|cover|lend|cook|bake|pick|give|offer|make)\b"
    r"(?! (?:me|us|you)\b)(?!.*\?).+",
    re.I,
)
_I_CANNOT = re.compile(  # "cant raid on Tuesdays any more"; no question has a subject behind it
    r"(?:can['’]?t|cannot|won['’]?t|couldn['’]?t) "
    rf"(?!{one_of('wait believe even we you i he she they it the someone anyone')}\b)[a-z]+ \w",
    re.I,
)


_MINE = re.compile(  # "mines the 22nd", and no "mines are dangerous"
    rf"^({_BEGINS})mine['’]?s"
    r"(?= (?:the|an?|on|in|at|not|also|called|just|still|now|next|\w+day)\b| \d)",
    re.I,
)


def mended(text: str) -> str:
    """The text with what is typed in haste as it is spelt: "wat is", "ill bring the wine"."""
    if len(text) > _MOST:
        return text
    if not text.endswith("?"):
        text = _WE_ARE.sub(r"\1we're", text)
    text = _SHORTENING.sub(lambda match: _whole(match[1]), text)
    text = _MINE.sub(r"\1mine is", text)
    text = _I_WILL.sub(_i_will, text, count=_OFTEN)
    return _MISSPELLING.sub(lambda match: match[1] + _MISSPELT[match[2].lower()], text)


def _whole(short: str) -> str:
    """The word, begun with a capital letter where it was."""
    word = _SHORTENED[short.lower()]
    return word.capitalize() if short[0].isupper() else word


def _i_will(match: re.Match[str]) -> str:
    verb = match[2].lower()
    return f"{match[1]}I'll" if verb in lemmas(verb) and verb not in _NO_VERB else match[0]


def with_i(fact: str) -> str:
    """The fact with the "I" that was left out: "spent 80 on fabric"."""
    left_out = _I_LEFT_OUT.match(fact) or _I_CANNOT.match(fact) or _I_CAN.match(fact)
    return f"I {fact[:1].lower()}{fact[1:]}" if left_out or _i_did(fact) else fact


def _i_did(fact: str) -> bool:
    found = _I_DID.match(fact)
    return found is not None and (found["verb"] is None or _is_past(found["verb"].lower()))


def _is_past(verb: str) -> bool:
    """Whether it is a verb's past alone: "broke", and not "cut"."""
    found = lemmas(verb)
    return verb not in found and any(verb in past_of(lemma) for lemma in found)
