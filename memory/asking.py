"""A question taken apart as far as a follow-up needs it: what it asks for, and about what."""

import re
from dataclasses import dataclass

from memory.verbs import lemmas
from memory.words import FILLER

PREPOSITION = (
    r"(?:for|with|in|on|at|from|to|by|after|before|until|till|since|near|during|between|without)"
)
_AUXILIARY = r"(?:is|are|was|were|am|do|does|did|can|could|will|would|should|shall|has|have|had)"
WH = (
    r"(?:what time|(?:what|which) (?:day|date|place|room|channel)|how (?:long|many|much|often|far"
    r"|old|big|late|early)|who|whom|whose|what|when|where|which|why|how)"
)
TIME = (
    r"(?:(?:today|tomorrow|tonight|yesterday|now)|(?:(?:this|next|last|every|on) )?(?:week|month"
    r"|year|weekend|morning|evening|night|(?:mon|tues|wednes|thurs|fri|satur|sun)days?))"
)
POSSESSOR = r"(?:[\w-]+['’]s|my|your|his|her|its|our|their)"
_LEAD_IN = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay|so|well|and|also|but|now|engram|please|um+|uh+m*|hm+"
    r"|wait|guys|yo|omg|lol)[,:]? )*"
    r"(?:(?:(?:can|could|would) you )?(?:please )?(?:tell|remind) (?:me|us)"
    r"|do you (?:know|remember)|(?:does )?(?:any|some)(?:one|body) (?:know|remember)s?|any idea"
    r"|i (?:forgot|wonder|want to know|need to know))? ?(?=\S)",
    re.I,
)
_CONTRACTED = re.compile(r"^(who|what|when|where|why|how)['’]?s\b", re.I)
_EMBEDDED = re.compile(rf"(?P<head>{WH}) (?P<rest>.+) (?P<aux>is|are|was|were)", re.I)
_DIRECT = re.compile(
    rf"(?P<head>(?:{PREPOSITION} )?(?:{WH}|(?:what|which|whose|how many|how much)"
    rf"(?: (?!{_AUXILIARY}\b)[\w'’-]+){{1,3}}?)) (?P<aux>{_AUXILIARY}n?['’]?t?) (?P<rest>.+)",
    re.I,
)
_OF_SUBJECT = re.compile(
    rf"(?P<head>(?:what|which|whose|how many) [\w'’-]+(?= \w+s )|{WH})"
    r" (?P<verb>[\w'’-]+) (?P<rest>.+)",
    re.I,
)
_YES_NO = re.compile(rf"(?P<aux>{_AUXILIARY}) (?P<rest>.+)", re.I)
_DETERMINED = re.compile(rf"\b(?:the|this|that|a|an|these|those|{POSSESSOR}) .+", re.I)
_DOING = re.compile(rf"[\w'’-]{{3,}}ing (?=(?:the|this|that|an?|{POSSESSOR})\b)", re.I)
_NAMED = re.compile(r"\b[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")
_SAID_OF_IT = re.compile(
    r"(?<=\w) (?=(?:still|already|again|now|yet|really|ever|also|always|usually|supposed|going"
    r"|allowed|able)\b)",
    re.I,
)
_THEY_DO = re.compile(  # "zayd swimming again", and no "the climbing wall"
    r"(?!(?:the|an?|this|that|next|last|my|our|your|his|her|their)\b)(?P<who>(?:[\w’'-]+ ){1,2}?)"
    r"\w{2,}ing \w",
    re.I,
)
_STATES = re.compile(
    r"(?<=\w)(?: (?:open|closed|shut|ready|broken|free|done|finished|fixed|working|available|booked"
    r"|full|empty|here|back|gone|on|off|ok|okay))+$",
    re.I,
)
_MODAL = frozenset({"can", "could", "will", "would", "should", "shall"})
_BEHIND_VERB = re.compile(rf"(?:{PREPOSITION} )?(?:the|this|that|an?|{POSSESSOR}) ", re.I)
_BE = frozenset({"is", "are", "was", "were", "am"})
_NO_TOPIC = frozenset({"i", "you", "we", "he", "she", "it", "they", "there", "this", "that"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its parts; joined by blanks they are the question again."""

    head: str  # "when", "which day"; empty for what is answered by yes or no
    aux: str  # "is", "does"; empty where the head is the subject: "who leads …"
    rest: str
    topic: str  # what it is about, as it stands in `rest`; empty when that is not clear

    @property
    def text(self) -> str:
        """The question."""
        return " ".join(part for part in (self.head, self.aux, self.rest) if part) + "?"


def take_apart(question: str) -> Asked:
    """The parts of a question, as far as plain rules see them."""
    text = " ".join(question.split()).rstrip("?!. ")
    text = _CONTRACTED.sub(r"\1 is", _LEAD_IN.sub("", text))
    found = _DIRECT.fullmatch(text) or _EMBEDDED.fullmatch(text)
    if found:
        aux, rest = found["aux"], found["rest"]
        return Asked(found["head"], aux, rest, _done(aux, rest) or _topic(aux, rest))
    found = _YES_NO.fullmatch(text)
    if found:
        return Asked("", found["aux"], found["rest"], _topic(found["aux"], found["rest"]))
    found = _OF_SUBJECT.fullmatch(text)
    if found:
        rest = f"{found['verb']} {found['rest']}"
        return Asked(found["head"], "", rest, _object(found["rest"]))
    return Asked("", "", text, _object(text))


def _done(aux: str, rest: str) -> str:
    """What those who are asked for do something with: "how many can come on the trip?"."""
    verb, _, behind = rest.partition(" ")
    does = aux.lower() in _MODAL and _BEHIND_VERB.match(behind) and verb.lower() not in _NO_TOPIC
    return _object(behind) if does and lemmas(verb.lower()) else ""


def _topic(aux: str, rest: str) -> str:
    """The subject, which stands before the verb, or before what is said of it."""
    if doing := _DOING.match(rest):  # "who is running the tournament?"
        rest = rest[doing.end() :]
    name = _NAMED.match(rest)
    if name and not re.search(r"['’]s$", name[0]):
        return "" if name[0].lower() in _NO_TOPIC else name[0]
    topic = _of_what_is(rest) if aux.lower() in _BE else _before_verb(rest)
    return "" if topic.partition(" ")[0].lower() in _NO_TOPIC else topic


def _of_what_is(rest: str) -> str:
    """What something is said of: "the lift" of "the lift working again"."""
    if doing := _THEY_DO.match(rest):
        return doing["who"].strip()
    topic = _SAID_OF_IT.split(_before_time(rest), maxsplit=1)[0]
    return _STATES.sub("", topic)


def _before_time(rest: str) -> str:
    return re.split(rf" (?={PREPOSITION}\b|{TIME}$)", rest, maxsplit=1, flags=re.I)[0]


def _before_verb(rest: str) -> str:
    """The words up to the first verb after which nothing or something else begins."""
    found = rest.split()
    for place in range(1, len(found)):
        after = found[place + 1].lower() if place + 1 < len(found) else ""
        closed = not after or after in FILLER or re.fullmatch(rf"{PREPOSITION}|{TIME}", after)
        if closed and lemmas(found[place].lower()) and found[place - 1].lower() != "the":
            return " ".join(found[:place])
    return _before_time(rest)


def _object(rest: str) -> str:
    """The thing or the name that comes after a verb."""
    found = _DETERMINED.search(rest) or _NAMED.search(rest)
    return _before_time(found[0]) if found else ""
