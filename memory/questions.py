"""What makes a text a question, with a question mark or without one."""

import re

from memory.words import words

_QUESTION = re.compile(
    r"(?:(?:who|what|when|where|why|how)(?:'?s)?|whom|whose|which|am|was|were|can|could|will|would"
    r"|should|shall|has|have|had|may|(?:is|are|do|does|did)(?:n'?t|'nt)?|tell|remind|any|anyone"
    r"|anybody|know|ask)$"
)
_NO_QUESTION = re.compile(  # "dont park behind the school", "had the man in", "what a day it was"
    r"don'?t (?!(?:you|u|we|they|i|the|your|my|our|people|any\w*|some\w*|know|remember)\b)[a-z]+\b"
    r"|do not (?!(?:you|u|we|they|i|the|any\w*|some\w*|forget)\b)[a-z]+ [a-z]"
    r"|can (?:drive|bring|host|cover|lend|cook|bake|give|offer) (?!(?:me|us|you|any\w*)\b)"
    r"|had (?:the|an?|my|our|to|some|two|three) "
    r"|what an? (?:\w+ )+(?:it|this|that|he|she|they|we|you) (?:is|was|are|were|had?)\b"
)
_AFTER_PREPOSITION = re.compile(  # "by when must we go", "at what time is it"
    r"(?:about|after|at|before|by|for|from|in|of|on|since|til|till|to|until|with) "
    r"(?:what|which|when|where|whom|whose|how)\b"
)
_REQUEST = (  # of people, and of no bot
    r"(?:so |and |but )?(?:can|could|would|will|shall|should)"
    r" (?:some(?:one|body)|any(?:one|body)|we|you|u)\b"
    r"(?! (?:tell|remind|say|know|remember))[^?]*"
    r"|(?:is|are) (?:that|you|everyone) (?:ok(?:ay)?|alright|fine)\b[^?]*"
    r"|ok(?:ay)?|right|alright|who(?:['’]?s| is) in"
    r"|(?:can|could|may) i (?:swap|borrow|crash|join|come (?:with|along))\b[^?]*"
    r"|any(?:one|body) (?:free|up for it|around|interested|keen)"
)
_SHORT = 300  # characters; what is longer is no request in passing
_TOLD_FIRST = re.compile(rf"(?P<told>[^?]+?)\s*[,.;!-]+\s+(?:[\w'’-]+,\s+)?(?:{_REQUEST})\?+", re.I)
_TOLD_LAST = re.compile(rf"(?:{_REQUEST})\?+\s+(?P<told>[^?]+)", re.I)
_IN_THE_END = re.compile(  # "I cut my hand, where's the first aid kit"
    r"(?:[,.!;]|\s-+)\s*(?:and |so |but )?"
    r"(?:(?:who|what|where|when|how|how (?:many|much|long|late|old|far|often))"
    r"(?:['’]?s| (?:is|are|do|does|did|has|have|can|should|must|will|may))"
    r"|(?:which|what) (?!(?:is|are|was|were|has|had|i|we|he|she|it|they|you|can|will)\b)[a-z]+"
    r" (?:is|are|do|does|did|can|should|must|will|may|i|we)"
    r"|(?:can|should|could|may|do|does|must|will|would) (?:i|we|it|he|she|they|there"
    r"|you(?! (?:believe|imagine))|any(?:one|body))"
    r"|(?:is|are) (?:there|any\w*|some(?:one|body)|it(?! (?:ok|okay|fine|alright)\W*$)))\b",
    re.I,
)
_IF = re.compile(  # "if I want a blade who do I ask"
    r"^(?:if|apart from|besides|except for) .+ (?:who|what|where|when|how|which)(?: \w+)?"
    r"(?:['’]?s| (?:is|are|do|does|did|can|should|must|will|may))\b",
    re.I,
)
_FOR_ANOTHER = re.compile(  # "a guest asks how late he can come"
    r"^(?:an?|the|some|my|our) (?:[\w'’-]+ ){1,3}(?:asks?|wants to know) "
    r"(?:who|what|where|when|how|which|if|whether)\b",
    re.I,
)
_MUST = re.compile(
    r"must (?:i|we|you|he|she|it|they|the|my|our|any\w*|some\w*|every\w*)\b(?! be\b)", re.I
)
_OF_SOMEBODY = re.compile(  # "Lou can you look at it"
    r"^@?[\w'’-]+,? (?:can|could|would|will) (?:you|u)\b(?! (?:believe|imagine)\b)", re.I
)
_INDIRECT = re.compile(
    r"\b(?:do you (?:know|remember)|does (?:any|some)(?:one|body) (?:know|remember)"
    r"|any (?:idea|clue)|(?:tell|remind) (?:me|us)(?! (?:quietly|later|so|if)\b)(?!\W*$)"
    r"|let me know(?! if\b)"
    r"|(?:i )?(?:forgot|forget|wonder|(?:was|am|i['’]?m) wondering|can['’]?t remember|need to know"
    r"|want to know)\s+(?:who|what|when|where|which|how|whose|whether|if|the))\b",
    re.I,
)
_MORE = re.compile(  # and no "what's the code? the one for the gate"
    r"(?P<asked>(?:[^\s?]+ ){2,}[^\s?]+\s?\?+) "
    r"(?!(?:for|i mean|it|its|it['’]s|the|that|this|those|these|in|at|on|of|about|as|not|or|and|if"
    r"|my|our|his|her|their|he|she|they)\b)[^?]+",
    re.I,
)
_BY_THE_WAY = re.compile(
    r"(?:[\s,]+(?:lol|(?:ha){2,}h?|lmao|xd|btw|pls|plz|thx|:\)|:D))+(?P<mark>[?!. ]*)$", re.I
)


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
    first = _QUESTION.match(plain.partition(" ")[0]) and not _NO_QUESTION.match(plain)
    starts = first or any(one.match(plain) for one in (_AFTER_PREPOSITION, _MUST, _IF))
    ends = text.rstrip("!. )").endswith("?") or _IN_THE_END.search(text)
    by_the_way = _INDIRECT.search(text) or _OF_SOMEBODY.match(text) or _FOR_ANOTHER.match(text)
    return bool(starts or ends or by_the_way)


def alone(text: str) -> str:
    """The question without what is said behind it: "who can't have nuts? Making satay."."""
    more = _MORE.fullmatch(text) if len(text) <= _SHORT else None
    asked = more["asked"] if more and is_question(more["asked"]) else text
    behind = _BY_THE_WAY.search(asked)
    return f"{asked[: behind.start()]}{behind['mark']}" if behind and behind.start() else asked


def is_question(text: str) -> bool:
    """The same of a text alone."""
    return asks(text, " ".join(words(text)))
