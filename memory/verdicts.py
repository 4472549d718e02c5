"""Yes and no: R where one memory settles a question.

It is only said where words alone decide. Everywhere else the memory speaks for itself.
"""

import re

from memory.bank import statement
from memory.naming import is_named
from memory.several import NOT, predicate
from memory.slots import Question, Slot
from memory.words import FILLER, stems, words

_CLOSED = re.compile(
    r"(?:and |so |but )?(?:is|are|am|was|were|do|does|did|has|have|had|can|could|will)\b(?!n['’]t)",
    re.I,
)
_INDIRECT = re.compile(
    r"^was (?:ist|sind|hat|haben|macht|kostet|soll|kann|war|gibt)\b"  # German for "what is"
    r"|\b(?:or|who|what|when|where|why|how|which|whose|know|remember|tell|remind|any idea)\b",
    re.I,
)
_TURNED = re.compile(  # words that turn round, or weaken, what is said
    r"\b(?:if|unless|except|without|but|only|maybe|perhaps|might|may|should|probably|hardly|rarely"
    r"|used to|no longer|any ?more|stopp?(?:ed|s)?|quit|gave up|forbidden|banned|prohibited|broken"
    r"|cancel+ed|called off|closed|hates?|dislikes?|allergic|avoids?|refuses?|forgot|lost|sold"
    r"|neither|nor|thinks?|thought|believes?|guess(?:es|ed)?|sa(?:ys?|id)|claims?|claimed|den(?:y|ies|ied)|until"
    r"|almost|nearly|too|wish|want(?:s|ed)?|hop(?:e|es|ing)|plan(?:s|ned|ning)?)\b|\?",
    re.I,
)
_CLAUSES = re.compile(r"[,;:.!?]+|\b(?:and|but|so)\b", re.I)
_RELATIVE = re.compile(  # what is so on one day, and not on the next
    r"\b(?:today|tomorrow|tonight|yesterday|(?:next|last|this|in (?:a|two|three)) \w+|\w+ ago)\b",
    re.I,
)
_NOW = re.compile(r"(?:and |so |but )?(?:is|are|am|do|does|can|will)\b", re.I)
_PAST = re.compile(r"\b(?:was|were|had)\b", re.I)
_OF_ONESELF = re.compile(r"\w+ i\b", re.I)  # "can I …?", "will I …?"
_OF_ME_ALONE = re.compile(r"(?:am|was|do|did|have|had) i\b", re.I)  # "can I park here?" is anybody
_NAME = re.compile(r"(?<!\A)(?<!\w)[A-ZÀ-Ý][\w-]+")


def verdict(question: Question, slot: Slot) -> bool | None:
    """Yes or no, where the memory says the same as the question, or the same with a "not".

    None: it is no such question, or more than words decide.
    """
    asked = question.text
    if not _CLOSED.match(asked) or _INDIRECT.search(asked) or NOT.search(asked):
        return None
    text = statement(slot)
    wanted, negated = predicate(asked), len(NOT.findall(text))
    clauses = [one for one in _CLAUSES.split(text) if wanted <= stems(one)]
    if not clauses or negated > 1 or _turns(asked, text):
        return None
    if _of_another(question, slot, clauses[0]):  # "do I sing?": Ada sings, and I play
        return None
    if negated and not NOT.search(clauses[0]):  # "I am allergic to nuts, no cake for me"
        return None
    return negated == 0


def _turns(asked: str, text: str) -> bool:
    """Whether something in it may turn the answer round."""
    turned = _TURNED.search(_unturned(text, asked)) or _RELATIVE.search(text)
    past = _NOW.match(asked) and _PAST.search(text)
    return bool(turned or past) or _swapped(asked, text) or _only_owns(asked, text)


def _unturned(text: str, asked: str) -> str:
    """The text without the words of the question: "is the pool closed?" asks about "closed"."""
    known = set(words(asked))
    return " ".join(word for word in words(text) if word not in known) + "?" * ("?" in text)


def _of_another(question: Question, slot: Slot, clause: str) -> bool:
    """Whether the asker asks about themself, and it is somebody else who is, can or will."""
    if not _OF_ONESELF.match(question.text):
        return False
    if slot.personal:
        return slot.author.id != question.asker.id
    if is_named(question.asker.name, clause):
        return False
    firsts = [part.split()[0] for part in (statement(slot), clause) if part.strip()]
    named = any(one[0].isupper() and one.casefold() not in FILLER for one in firsts)
    return named or _OF_ME_ALONE.match(question.text) is not None


def _swapped(asked: str, text: str) -> bool:
    """Whether names stand in another order: it is not Ben who reports to Emma then."""
    places = [text.casefold().find(name) for name in _names(asked)]
    return places != sorted(places)


def _only_owns(asked: str, text: str) -> bool:
    """Whether whom it asks about is only told of as an owner: Ben's sister is not Ben."""
    plain = set(_names(asked)) & set(words(asked))
    held = set(words(text))
    return any(f"{name}'s" in held and name not in held for name in plain)


def _names(asked: str) -> list[str]:
    return [name.casefold() for name in _NAME.findall(asked)]
