"""Who "I" is: a first-person fact said of its author, or back to them.

What is stored is what was said. These functions word it for the encoder ("Ada lives in Oslo") and
for the reader ("You live in Oslo", "Ada lives in Oslo").
"""

import re
from functools import lru_cache

_FIRST = re.compile(
    r"(?<![\w/'’.-])(?:i|i['’](?:m|ve|ll|d)|im|ive|my|me|mine|myself)(?![\w/'’]|\.\w)", re.I
)
_CONTRACTED = {"m": "am", "ve": "have", "ll": "will", "d": "would"}
_THIRD = {
    "am": "is", "have": "has", "do": "does", "don't": "doesn't", "dont": "doesn't",
    "haven't": "hasn't", "havent": "hasn't", "are": "is", "were": "was", "go": "goes",
}  # fmt: skip
_SECOND = {"myself": "yourself", "mine": "yours", "my": "your", "me": "you", "i": "you"}
_UNCHANGED = frozenset(
    """
    can could will would shall should may might must need ought let
    """.split()
)
_ADVERBS = (
    r"(?:also|always|already|really|never|just|still|usually|often|only|actually|currently|now"
    r"|mostly|sometimes|absolutely|totally|kinda)"
)
_AUXILIARIES = (
    r"(?:am|are|is|do|does|did|don't|didn't|have|has|had|can|could|will|would|shall|should|may"
    r"|might|must|was|were|wasn't|isn't|can't)"
)
_NAMED_VERB = re.compile(rf"\bI\b((?:\s+{_ADVERBS})*)\s+([A-Za-z]+(?:'t)?)")
_INVERTED = re.compile(rf"\b({_AUXILIARIES})\s+I\b", re.I)


def is_personal(text: str) -> bool:
    """Whether the text speaks of the person who says it ("I", "my", "me")."""
    return _FIRST.search(text) is not None


def _spelled_out(text: str) -> str:
    """The text with "I'm", "im", "i've" and the like as two words, and "i" as "I"."""
    text = text.replace("’", "'")
    text = re.sub(
        r"(?<![\w'])i'(m|ve|ll|d)\b", lambda m: f"I {_CONTRACTED[m[1].lower()]}", text, flags=re.I
    )
    text = re.sub(r"(?<![\w'])(?:im)\b", "I am", text, flags=re.I)
    text = re.sub(r"(?<![\w'])(?:ive)\b", "I have", text, flags=re.I)
    return re.sub(r"(?<![\w/'.-])i(?![\w/'.])", "I", text)


@lru_cache(maxsize=4096)
def _third_person_verb(verb: str) -> str:
    """The verb that follows a name where `verb` followed "I"."""
    import lemminflect  # noqa: PLC0415 - reads its tables on import, which is only worth it here

    low = verb.lower()
    if low in _THIRD:
        return _THIRD[low]
    if low in _UNCHANGED or low not in lemminflect.getAllLemmas(low, upos="VERB").get("VERB", ()):
        return verb  # a modal, a past tense, or no verb at all
    return str(next(iter(lemminflect.getInflection(low, tag="VBZ")), verb))


def _pronouns(text: str, words: dict[str, str]) -> str:
    pattern = re.compile(rf"(?<![\w/'.-])({'|'.join(words)})(?![\w/']|\.\w)", re.I)
    return pattern.sub(lambda match: words[match[1].lower()], text)


def third_person(text: str, name: str) -> str:
    """The text as somebody else would say it of `name`: "I live" -> "Ada lives"."""
    if not is_personal(text):
        return text
    text = _spelled_out(text)
    text = _INVERTED.sub(lambda m: f"{_THIRD.get(m[1].lower(), m[1])} {name}", text)
    text = _NAMED_VERB.sub(lambda m: f"{name}{m[1]} {_third_person_verb(m[2])}", text)
    own = f"{name}'s"
    words = {"myself": "themself", "mine": own, "my": own, "me": name, "i": name}
    return _pronouns(text, words)


def second_person(text: str) -> str:
    """The text said back to the person who said it: "I'm in my room" -> "you are in your room"."""
    if not is_personal(text):
        return text
    text = re.sub(rf"\bI((?:\s+{_ADVERBS})*)\s+am\b", r"you\1 are", _spelled_out(text))
    text = re.sub(rf"\bI((?:\s+{_ADVERBS})*)\s+was\b", r"you\1 were", text)
    text = re.sub(r"\bam I\b", "are you", text)
    return _pronouns(text, _SECOND)
