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
_MISSPELT = {
    "wat": "what", "wht": "what", "waht": "what", "whst": "what", "wats": "what's",
    "whn": "when", "wehn": "when", "wehre": "where", "wher": "where", "whre": "where",
    "hwo": "how", "wich": "which", "whihc": "which", "woh": "who",
}  # fmt: skip
_MISSPELLING = re.compile(
    rf"^(\W*(?:(?:hey|hi|ok|okay|so|well|and|also|but|engram)\W+)*)({'|'.join(_MISSPELT)})\b", re.I
)
_WE_ARE = re.compile(r"^were(?= (?:not |all |still |now )?\w+ing\b)", re.I)
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
    """The text with the word at its beginning as it is spelt: "wat is", "were meeting at 8"."""
    if not text.endswith("?"):
        text = _WE_ARE.sub("we're", text)
    return _MISSPELLING.sub(lambda match: match[1] + _MISSPELT[match[2].lower()], text)


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
