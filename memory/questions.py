"""What makes a text a question, with a question mark or without one."""

import re

from memory.words import words

_QUESTION = re.compile(
    r"(?:(?:who|what|when|where|how)(?:'?s)?|whom|whose|which|why|am|was|were|can|could|will|would"
    r"|should|shall|has|have|had|may|(?:is|are|do|does|did)(?:n'?t|'nt)?|tell|remind|any|anyone"
    r"|anybody|know|ask)$"
)
_AFTER_PREPOSITION = re.compile(  # "by when must we go", "at what time is it"
    r"(?:about|after|at|before|by|for|from|in|of|on|since|til|till|to|until|with) "
    r"(?:what|which|when|where|whom|whose|how)\b"
)
_REQUEST = (
    r"(?:so |and |but )?(?:can|could|would|will|shall|should) (?:some(?:one|body)|any(?:one|body)"
    r"|we|you|u)\b"
    r"(?! (?:tell|remind|say|know|remember))[^?]*|(?:is|are) (?:that|you|everyone) (?:ok(?:ay)?"
    r"|alright|fine)\b[^?]*"
    r"|ok(?:ay)?|right|alright|who(?:['’]?s| is) in|any(?:one|body) (?:free|up for it|around"
    r"|interested|keen)"
)
_MOST = 2000  # characters, of a message; what is longer is left as it is
_SHORT = 300  # characters; what is longer is no request in passing
_TOLD_FIRST = re.compile(rf"(?P<told>[^?]+?)\s*[,.;!-]+\s+(?:{_REQUEST})\?+", re.I)
_TOLD_LAST = re.compile(rf"(?:{_REQUEST})\?+\s+(?P<told>[^?]+)", re.I)
_MISSPELT = {
    "wat": "what", "wht": "what", "waht": "what", "whst": "what", "wats": "what's",
    "whn": "when", "wehn": "when", "wehre": "where", "wher": "where", "whre": "where",
    "hwo": "how", "wich": "which", "whihc": "which", "woh": "who",
}  # fmt: skip
_MISSPELLING = re.compile(
    rf"^(\W*(?:(?:hey|hi|ok|okay|so|well|and|also|but|engram)\W+)*)({'|'.join(_MISSPELT)})\b", re.I
)
_BEGINS = r"(?:(?:ok|okay|so|and|also|but|btw|well|oh|ah|yeah|yes|hey|then)\W+)*"
_WE_ARE = re.compile(rf"^({_BEGINS})were(?= (?:not |all |still |now )?\w+ing\b)", re.I)
_I_WILL = re.compile(  # "ill cover for Yas", and no "ill with a cold"
    rf"(^{_BEGINS}|[,.;!?]\s+|\b(?:and|but|so|or|then|think|guess)\s+)ill"
    r"(?= (?:(?:also|just|probably|maybe|never|always|only|still|definitely)\s+)?([a-z]+)\b)",
    re.I,
)
_OFTEN = 4  # that somebody will do something, in one text
_NO_VERB = frozenset({"people", "health", "feeling", "patient", "man", "will", "use"})
_IN_THE_END = re.compile(  # "I cut my hand, where's the first aid kit"
    r"[,.!;]\s*(?:and |so |but )?"
    r"(?:(?:who|what|where|when|how)"
    r"(?:['’]?s| (?:is|are|do|does|did|has|have|can|should|must|will))"
    r"|(?:can|should|could|may|do|does|must) (?:i|we|it|he|she|they|you|any(?:one|body)))\b",
    re.I,
)
_INDIRECT = re.compile(
    r"\b(?:do you (?:know|remember)|does (?:any|some)(?:one|body) (?:know|remember)"
    r"|any (?:idea|clue)|(?:tell|remind) (?:me|us)|let me know"
    r"|(?:i )?(?:forgot|forget|wonder|(?:was|am|i['’]?m) wondering|can['’]?t remember|need to know"
    r"|want to know)\s+(?:who|what|when|where|which|how|whose|whether|if|the))\b",
    re.I,
)


def mended(text: str) -> str:
    """The text with what is typed in haste as it is spelt: "wat is", "ill bring the wine"."""
    if len(text) > _MOST:
        return text
    if not text.endswith("?"):
        text = _WE_ARE.sub(r"\1we're", text)
    text = _I_WILL.sub(_i_will, text, count=_OFTEN)
    return _MISSPELLING.sub(lambda match: match[1] + _MISSPELT[match[2].lower()], text)


def _i_will(match: re.Match[str]) -> str:
    import lemminflect  # noqa: PLC0415 - reads its tables on import, which is only worth it here

    verb = match[2].lower()
    is_base = verb in lemminflect.getAllLemmas(verb, upos="VERB").get("VERB", ())
    return f"{match[1]}I'll" if is_base and verb not in _NO_VERB else match[0]


def beside_request(text: str) -> str:
    """What is told beside a request of people: "the plumber comes at 9, can someone be in?".

    Empty: nothing is, or something is asked.
    """
    if len(text) > _SHORT:
        return ""
    found = _TOLD_FIRST.fullmatch(text) or _TOLD_LAST.fullmatch(text)
    told = found["told"] if found else ""
    return told if len(told.split()) > 1 and not is_question(told) else ""


def asks(text: str, plain: str) -> bool:
    """Whether its beginning, its end or what it asks for by the way makes it a question.

    `plain`: its words, in lower case.
    """
    starts = _QUESTION.match(plain.partition(" ")[0]) or _AFTER_PREPOSITION.match(plain)
    ends = text.rstrip("!. )").endswith("?") or _IN_THE_END.search(text)
    return bool(starts or ends or _INDIRECT.search(text))


def is_question(text: str) -> bool:
    """The same of a text alone."""
    return asks(text, " ".join(words(text)))
