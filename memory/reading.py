"""What a question asks for: whose fact, about whom, and which words must be matched."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from memory.each import NOBODY, One, each
from memory.naming import mention
from memory.perspective import is_personal
from memory.slots import Person, Question
from memory.words import stem, stems, words

_LEAD_IN = re.compile(
    r"\b(?:(?:can|could|would) (?:you|u|someone|anyone) )?(?:please )?"
    r"(?:tell|remind|give|show|help) (?:me|us)\b"
    r"|\b(?:do|can) (?:you|u) (?:know|remember)\b"
    r"|\bi (?:forgot|forget|wonder|need to know|want to know)\b"
    r"|\b(?:does|do) (?:any|some)(?:one|body) (?:know|remember)\b"
    r"|\bany (?:idea|clue)\b|\blet me know\b",
    re.I,
)
_OWN = re.compile(r"\b(?:my|mine|me|myself)\b", re.I)
# "can I park there?", "how do I get in?": I is anybody; the rule that answers is the server's.
_ANYBODY = re.compile(
    r"\b(?:(?:can|could|should|may|must|would|will|shall)(?:n['’]?t)?|(?:how|where|when) do) i\b"
    r"(?! (?:like|love|live|have|own|drive|play|work|hate|study|prefer|want)\b)"
    r"|\bdo i (?:have|need|get) to\b|\bam i (?:allowed|supposed) to\b"
    r"|\bdo i (?:need|tune|press|type|dial|enter|click|contact|call|ask|email|set|mix|join|register"
    r"|submit|apply|sign up|report|pay for)\b",
    re.I,
)
_NOUN = re.compile(
    r"\b(?:the|our|this|that|a|an|these|those|any|some)\s+((?:[\w'-]+\s*){1,3})", re.I
)
_NOT_A_NAME = frozenset(
    """
    it's what's who's that's there's let's here's where's when's how's he's she's why's
    everyone's someone's anyone's everybody's today's tomorrow's
    """.split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, taken apart."""

    text: str
    neutral: (
        str  # the same with the named people as "I": it meets their own facts as they said them
    )
    stems: frozenset[str]  # what is asked about; names are a condition, not evidence
    names: frozenset[str]  # stems of the people and owners that an answer must be about
    people: frozenset[int]  # ids of those named whose own facts are known
    personal: bool  # about the asker
    nouns: frozenset[str]  # stems of "the car", "our router": things that anybody may have told of
    each: tuple[One, ...] = ()  # what it asks of each of several people
    alone: bool = False  # of these people's own facts alone: others have the same name


def read(question: Question, known: Iterable[Person], told: Sequence[Person] = ()) -> Reading:
    """Take a question apart. `known`: the people whose own facts the asker may see.

    `told`: those of whom they may see what others told.
    """
    text = question.text
    named = [person for person in known if mention(person.name).search(text)]
    names = frozenset(stem for person in named for stem in stems(person.name)) | _owners(text)
    asked = _LEAD_IN.sub(" ", text)
    found = stems(asked)
    return Reading(
        text=text,
        neutral=_neutral(text, named),
        stems=found - names or found,
        names=names,
        people=frozenset(person.id for person in named),
        personal=_is_about_asker(asked),
        nouns=frozenset(stem for nouns in _NOUN.findall(asked) for stem in stems(nouns)),
        each=tuple(each(question, named, told)),
    )


def read_one(question: Question, one: One) -> Reading:
    """The same of what a question asks of one of several people."""
    known = [person for person in one.people if person.id != NOBODY]
    reading = read(replace(question, text=one.text), known)
    return replace(reading, each=(), alone=one.alone)


def _owners(text: str) -> frozenset[str]:
    """The stems of possessive words: "Ben's" favourite is nobody else's."""
    found = (word for word in words(text) if word.endswith("'s") and word not in _NOT_A_NAME)
    return frozenset(stem(word) for word in found)


def _neutral(text: str, named: Iterable[Person]) -> str:
    for person in named:
        text = mention(person.name).sub(lambda m: "my" if m["owner"] else "I", text)
    return text


def _is_about_asker(asked: str) -> bool:
    if not is_personal(asked):
        return False
    return _OWN.search(asked) is not None or _ANYBODY.search(asked) is None
