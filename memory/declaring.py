"""Questions turned around, with the answer in its place: "the meetup is friday at 8"."""

import re

from memory.asking import PREPOSITION, TIME, Asked
from memory.spoken_of import DETERMINED, ENDS_OPEN, FIRST, subject_of
from memory.telling import VERB
from memory.values import PLACE, in_place, number_of
from memory.verbs import lemmas, past_of, third_person_of
from memory.wanted import Wanted
from memory.words import one_of

ME = r"(?:me|i (?:do|am|can|will|have|did)|mine)"
_MEASURED = re.compile(
    r"how (?:much|many|long|far|old|big|tall|heavy|high|late|early|often)\b", re.I
)
_SUBJECT = re.compile(r"(?:we|i|you|u|they|there|people|everyone|everybody)\b", re.I)
_SAID_OF_IT = re.compile(  # where, of "the dentist coming", something is said of it
    rf" (?=(?:being|due|called|named|kept|held|made|(?:open|closed|shut|ready|broken|free|back)"
    rf"(?=$| (?:{PREPOSITION}|{TIME})\b)|going|coming|allowed|planned|still|already|usually"
    rf"|normally|{PREPOSITION}|[a-z]{{3,}}ing$|[a-z]{{3,}}ing (?!of\b)"
    rf"|[a-z]{{3,}}ed(?=$| {PREPOSITION}\b)|{TIME}(?=$| {PREPOSITION}\b))\b)",
    re.I,
)
_NO_DOING = frozenset(
    """
    meeting building wedding training morning evening thing anything something everything parking
    painting swimming gaming reading screening booking opening ceiling outing cleaning gathering
    housing string king ring spring clothing lighting drawing dressing
    """.split()
)
_UNFINISHED = one_of("the a an my our his her their this next last first new old big annual weekly")
_BE = {"is": "am", "are": "am", "was": "was", "were": "was", "has": "have", "does": "do"}
_MANY = {"is": "are", "was": "were", "has": "have", "does": "do"}
_AUXILIARIES = frozenset("is are was were will can has have had should would could".split())
_DO = frozenset({"do", "does", "did"})
_MODALS = frozenset({"can", "could", "will", "would", "should", "shall", "has", "have", "had"})


def stated(asked: Asked, said: str, kind: Wanted | None) -> str:
    """The question turned around, with the answer in its place; empty where no rule does it."""
    head = asked.head.lower()
    if re.match(r"(?:why|how)\b", head) and not _MEASURED.match(head):
        return ""
    if not asked.aux and head.startswith("how") and head != "how many":
        return ""
    if not asked.aux and not head:  # "the wifi password?"
        return f"{asked.rest} is {said}" if not re.search(rf"\b{VERB}\b", asked.rest) else ""
    if _of_subject(asked, head):
        return _as_subject(asked, said)
    subject, tail = _parted(asked)
    return _as_object(asked, subject, tail, in_place(asked, said, kind)) if subject else ""


def _of_subject(asked: Asked, head: str) -> bool:
    """Whether what is asked for does it: "who leads", "which team is playing"."""
    first = asked.rest.partition(" ")[0]
    if not asked.aux or re.match(rf"{PREPOSITION}\b", first, re.I):
        return True
    if _SUBJECT.match(first) or ENDS_OPEN.search(asked.rest):
        return False
    if head.partition(" ")[0] in ("who", "whose"):
        does = asked.aux.lower() not in _DO or not _finite(_parted(asked)[1], "do")
        modal = asked.aux.lower() in _MODALS and asked.aux.lower()[0] != "h"
        return does and (not modal or bool(lemmas(first.lower())))
    doing = re.fullmatch(r"[a-z]{3,}ing", first, re.I)
    return " " in head and bool(doing) and not head.startswith("what time")


def _as_subject(asked: Asked, said: str) -> str:
    """As in "Carla has the keys"."""
    me = re.fullmatch(ME, said, re.I) is not None
    many = not me and re.search(r" (?:and|&) ", said) is not None
    who = re.sub(r"\bme\b", "I", "I" if me else said)
    who = number_of(asked, said) or who
    if whose := re.match(r"whose (?P<what>.+)", asked.head, re.I):
        me, who = False, f"{'my' if me else _own(said)} {whose['what']}"
    verb, _, rest = asked.rest.partition(" ") if not asked.aux else (asked.aux, "", asked.rest)
    base = next(iter(lemmas(verb.lower())), verb)
    finite = verb.lower() in third_person_of(base)
    if not asked.aux and not finite and verb.lower() not in past_of(base):
        return ""
    if me:
        verb = _BE.get(verb.lower(), base if finite else verb)
    elif many:
        verb = _MANY.get(verb.lower(), base if finite else verb)
    return f"{who} {verb} {rest}".strip()


def _parted(asked: Asked) -> tuple[str, str]:
    """What it is asked of, and what is said of that: "the shop", "open"."""
    rest, aux = asked.rest, asked.aux.lower()
    if pronoun := _SUBJECT.match(rest):
        return pronoun[0], rest[pronoun.end() :].strip()
    if aux not in ("is", "are", "was", "were", "am"):
        topic = re.split(r" (?:be|been)\b", asked.topic)[0]
        return (topic, rest[len(topic) :].strip()) if topic and rest.startswith(topic) else ("", "")
    for gap in _SAID_OF_IT.finditer(rest):
        if _parts(rest[: gap.start()], rest[gap.end() :]):
            return rest[: gap.start()], rest[gap.end() :]
    return rest, ""


def _parts(before: str, behind: str) -> bool:
    """Whether the second half says something of the first: "coming" of "the dentist"."""
    first, _, more = behind.lower().partition(" ")
    if re.fullmatch(PREPOSITION, first) and more:  # "the meetup in June"
        return False
    if first.endswith("ed") and (first in lemmas(first) or not lemmas(first)):  # "the speed"
        return False
    named = first in _NO_DOING or re.search(rf"(?:^|\b){_UNFINISHED}$", before, re.I)
    return not (first.endswith("ing") and named) and not ENDS_OPEN.search(before)


def _as_object(asked: Asked, subject: str, tail: str, said: str) -> str:
    """As in "the shop opens at 9", "we are meeting at the station"."""
    aux = asked.aux.lower()
    if re.match(rf"{PLACE}\b", said, re.I):
        tail = re.sub(rf"(?:^| ){PREPOSITION}$", "", tail)
    if aux not in _DO:
        return " ".join(part for part in (subject, asked.aux, _before(tail, said, asked)) if part)
    does = _finite(tail, aux)
    return f"{subject} {_before(does, said, asked)}" if does else ""


def _finite(tail: str, aux: str) -> str:
    """What is done, without "does" and "did": "opens early"; empty where no verb begins it."""
    verb, _, rest = tail.partition(" ")
    if not verb.isalpha() or not lemmas(verb.lower()):
        return ""
    form = {"does": third_person_of, "did": past_of}.get(aux)
    verb = next(iter(form(verb.lower())), verb) if form else verb
    return f"{verb} {rest}".strip()


def _before(tail: str, said: str, asked: Asked) -> str:
    """The answer behind the verb, where only a place or a time follows that."""
    verb, _, rest = tail.partition(" ")
    thing = re.match(r"(?:what|which|who|how)\b", asked.head, re.I)
    to_do = re.match(r"to (\w+)", rest, re.I)
    if to_do and lemmas(to_do[1].lower()):  # "we are meant to read for history"
        return f"{tail} {said}"
    if thing and " " in rest and re.match(rf"(?:{PLACE}|about|of)\b|{TIME}$", rest, re.I):
        return f"{verb} {said} {rest}"
    return f"{tail} {said}".strip()


def labelled(asked: Asked, said: str) -> str:
    """As in "the recipe for the plum cake: 200g flour"; empty where nothing is asked of it."""
    of_it = asked.aux.lower() in ("is", "are", "was", "were") and not _SUBJECT.match(asked.rest)
    thing = asked.rest.partition(",")[0]
    if asked.head.lower() not in ("what", "which") or not of_it or not DETERMINED.match(thing):
        return ""
    return f"{thing}: {said}"


def repeated(asked: Asked, said: str) -> str:
    """The same where the answer has the verb again: "opens at 9", "due on Tuesday"."""
    aux = asked.aux.lower()
    subject, tail = _parted(asked)
    if not asked.head or not aux or not tail:
        return ""
    does = _finite(tail, aux) if aux in _DO else tail
    first, _, rest = said.partition(" ")
    if not rest or first.lower() != does.partition(" ")[0].lower():
        return ""
    return f"{subject} {said}" if aux in _DO else f"{subject} {aux} {said}"


def asked_of(told: str, head: str) -> str:
    """A fact as the question for something of it: "what time is the landlord coming friday?".

    Empty where it is not clear what the fact says of what.
    """
    subject = subject_of(told)
    verb, _, rest = told[len(subject) :].strip().partition(" ")
    rest = re.split(r"[,;.!]| (?:and|but|so|because)\b", rest)[0]
    if not subject or FIRST.match(subject) or "," in subject:
        return ""
    if verb.lower() in _AUXILIARIES:
        return f"{head} {verb} {subject} {rest}".strip() + "?"
    base = next(iter(lemmas(verb.lower())), "")
    if not base or verb.lower() == base:
        return ""
    did = verb.lower() in past_of(base)
    return f"{head} {'did' if did else 'does'} {subject} {base} {rest}".strip() + "?"


def agreed(asked: Asked, more: str, *, yes: bool) -> str:
    """What a yes or a no to a question says: "the pool is open on Sunday"."""
    subject, tail = _parted(asked)
    tail = re.sub(r"^any ", "", tail)  # "are there any vegans?"
    said, aux = f"{tail} {more}".strip(), asked.aux.lower()
    if not subject or not said:
        return ""
    if not yes:
        return f"{subject} {aux} not {said}"
    does = _finite(said, aux) if aux in _DO else f"{aux} {said}"
    return f"{subject} {does}" if does else ""


def _own(name: str) -> str:
    return name if name.endswith(("'s", "’s")) else f"{name}'s"
