"""Who "I" is: a first-person fact said of its author, or back to them.

What is stored is what was said. These functions word it for the encoder ("Ada lives in Oslo") and
for the reader ("You live in Oslo", "Ada lives in Oslo").
"""

import re

from memory.slots import Person, Slot
from memory.verbs import lemmas, past_of, third_person_of

_BEFORE = r"(?<![\w/'’.-])"
_AFTER = r"(?![\w/'’]|[.-]\w)"  # "i.e." and "I-95" are no pronouns
# "the salt mine" is nobody's own; "mine" stands at the beginning, or behind one of these
_BEHIND = "is are was were be of and at to than like with as not or for in on from by but".split()
_MINE = (
    "(?:" + "|".join([r"(?<=^)", r"(?<=[,.;:!?] )", *(rf"(?<=\b{w} )" for w in _BEHIND)]) + ")mine"
)
_I = "(?-i:[Ii])"  # re.I takes the Turkish dotless and dotted i for it
_FIRST = re.compile(
    rf"{_BEFORE}(?:{_I}|{_I}['’](?:m|ve|ll|d)|(?-i:[Ii]m|[Ii]ve)|my|me|{_MINE}|myself){_AFTER}",
    re.I,
)
_NAME = "\0"  # stands for the name until the last step, lest "Henry I" be read as a pronoun
_CONTRACTED = {"m": "am", "ve": "have", "ll": "will", "d": "would"}
_THIRD = {
    "am": "is", "have": "has", "do": "does", "don't": "doesn't", "dont": "doesn't",
    "haven't": "hasn't", "havent": "hasn't", "are": "is", "were": "was", "go": "goes",
}  # fmt: skip
_SECOND = {"myself": "yourself", "mine": "yours", "my": "your", "me": "you", "i": "you"}
_UNCHANGED = frozenset(
    """
    can could will would shall should may might must ought let
    cant couldnt wont wouldnt shouldnt mustnt didnt hadnt wasnt
    """.split()
)
_PAST = frozenset("put hit cut quit shut split hurt spread beat set".split())  # more often so
_HABIT = re.compile(
    r"\b(?:always|usually|often|sometimes|every|each|daily|weekly|\w{3,6}days)\b", re.I
)
_ADVERBS = (
    r"(?:also|always|already|really|never|just|still|usually|often|only|actually|currently|now"
    r"|mostly|sometimes|absolutely|totally|kinda)"
)
_AUXILIARIES = (
    r"(?:am|are|is|do|does|did|don't|didn't|have|has|had|can|could|will|would|shall|should|may"
    r"|might|must|was|were|wasn't|isn't|can't)"
)
_TOGETHER = (  # "Ben and I", and not "on Monday and I"
    r"((?<!\b[aio]n )(?<!\bat )(?<!\bto )(?<!\bby )(?<!\bof )(?<!\bfor )(?<!\bfrom )(?<!\btill )"
    r"(?<!\bwith )(?<!\buntil )"
    r"(?:\b[A-ZÀ-Ý][\w'’-]*|\b(?:my|our|the|his|her) [^\W\d][\w'’-]*) and )?"
)
_NAMED_VERB = re.compile(rf"{_TOGETHER}{_BEFORE}I((?:\s+{_ADVERBS})*)\s+([A-Za-z]+(?:'t)?)(?!\w)")
_INVERTED = re.compile(rf"\b({_AUXILIARIES})\s+{_I}{_AFTER}", re.I)
_I_AM = re.compile(rf"{_BEFORE}I((?:\s+{_ADVERBS})*)\s+(?i:am)\b")
_I_WAS = re.compile(rf"{_BEFORE}I((?:\s+{_ADVERBS})*)\s+(?i:was)(n't)?\b")


def told_to(slot: Slot, listener: Person) -> str:
    """The memory as it is said to `listener`: their own fact as "you …", another's by name."""
    if slot.subject is not None and slot.subject.id == listener.id:
        return second_person(slot.text)
    return as_said_by(slot, listener)


def as_said_by(slot: Slot, person: Person) -> str:
    """The memory in the words of this person: their own as they said it, another's by name."""
    own = slot.subject is not None and slot.subject.id == person.id
    return slot.text if own else told_to_others(slot)


def told_to_others(slot: Slot) -> str:
    """The memory as anybody is told it who did not say it of themself: by name."""
    return third_person(slot.text, slot.subject.name) if slot.subject else slot.text


def is_personal(text: str) -> bool:
    """Whether the text speaks of the person who says it ("I", "my", "me")."""
    return _FIRST.search(text) is not None


def _spelled_out(text: str) -> str:
    """The text with "I'm", "im", "i've" and the like as two words, and "i" as "I"."""
    text = text.replace("’", "'")
    text = re.sub(
        r"(?<![\w'])i'(m|ve|ll|d)\b", lambda m: f"I {_CONTRACTED[m[1].lower()]}", text, flags=re.I
    )
    text = re.sub(rf"{_BEFORE}[Ii]m{_AFTER}", "I am", text)  # "IM" is a message
    text = re.sub(rf"{_BEFORE}[Ii]ve{_AFTER}", "I have", text)
    return re.sub(rf"{_BEFORE}i{_AFTER}", "I", text)


def _third_person_verb(verb: str) -> str:
    """The verb that follows a name where `verb` followed "I"."""
    low = verb.lower()
    if low in _THIRD:
        return _THIRD[low]
    found = lemmas(low)
    if low in _UNCHANGED or low not in found or any(_is_past_of(low, one) for one in found):
        return verb  # a modal, a past tense, or no verb at all
    return next(iter(third_person_of(low)), verb)


def _is_past_of(verb: str, lemma: str) -> bool:
    """Whether it is the past of another verb: "I found it" is of "find". Of "rend" nobody tells."""
    return past_of(lemma)[:1] == (verb,) and lemma not in (verb, "rend")


def _named_verb(match: re.Match[str]) -> str:
    """The name with its verb; of two people the verb stays as it is."""
    together, adverbs, verb = match.groups()
    past = verb.lower() in _PAST and not _HABIT.search(match.string)
    verb = verb if together or past else _third_person_verb(verb)
    return f"{together or ''}{_NAME}{adverbs} {verb}"


def _pronouns(text: str, words: dict[str, str]) -> str:
    found = "|".join({"mine": _MINE, "i": _I}.get(word, word) for word in words)
    pattern = re.compile(rf"{_BEFORE}({found}){_AFTER}", re.I)
    return pattern.sub(lambda match: words.get(match[1].lower(), match[1]), text)


def third_person(text: str, name: str) -> str:
    """The text as somebody else would say it of `name`: "I live" -> "Ada lives"."""
    if not is_personal(text):
        return text
    text = _spelled_out(text.replace(_NAME, " "))
    text = _INVERTED.sub(lambda m: f"{_THIRD.get(m[1].lower(), m[1])} {_NAME}", text)
    text = _NAMED_VERB.sub(_named_verb, text)
    own = f"{_NAME}'s"
    words = {"myself": "themself", "mine": own, "my": own, "me": _NAME, "i": _NAME}
    return _pronouns(text, words).replace(_NAME, name)


def second_person(text: str) -> str:
    """The text said back to the person who said it: "I'm in my room" -> "you are in your room"."""
    if not is_personal(text):
        return text
    text = _I_AM.sub(r"you\1 are", _spelled_out(text))
    text = _I_WAS.sub(r"you\1 were\2", text)
    text = re.sub(rf"\bam I{_AFTER}", "are you", text, flags=re.I)
    text = re.sub(rf"\bwas(n't)? I{_AFTER}", r"were\1 you", text, flags=re.I)
    return _pronouns(text, _SECOND)
