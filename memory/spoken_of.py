"""Who and what was spoken of in what was told or asked last.

A subject, what is told of with an article, a number or an owner, and names; no more is understood.
"""

import re
from dataclasses import dataclass

from memory.asking import PREPOSITION, TIME, take_apart
from memory.dates import MONTHS
from memory.people import is_person
from memory.telling import AFTER_DOING, DOING, VERB
from memory.verbs import lemmas

SAID = re.compile(rf"\b{VERB}\b", re.I)  # where a fact begins to say something of its subject
NAME = r"(?-i:[A-ZÀ-Ý])[\w'’-]*(?: (?-i:[A-ZÀ-Ý])[\w'’-]*)*"
_CALLED = re.compile(
    rf"(?:(?:['’]s (?:first |last )?name)? (?:is|are)|['’]s)(?: (?:now )?(?:called|named))?"
    rf"(?: the one (?:called|named))? (?P<name>{NAME})",
    re.I,
)
_LOWER = re.compile(  # "is called biscuit", "her name is mr petersen"
    r"(?:['’]s name is|(?:is|are) (?:called|named)) (?P<name>[\w'’-]+(?: [\w'’-]+)?)$", re.I
)
_KNOWN_AS = re.compile(rf"\b(?:called|named) (?P<name>{NAME})", re.I)
_WHOSE_NAME = re.compile(rf"\b(?:called|named|name is|name['’]?s) (?P<name>{NAME})", re.I)
_CALLS = re.compile(r"^[a-z]+: (?=\S)", re.I)  # "Attention: the exam is …"
_WHEN_FIRST = re.compile(  # "next month we start a campaign"
    rf"^{TIME},? (?=(?:we|i|you|they|he|she|there|the|our|my)\b)", re.I
)
_COUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve)"
DETERMINED = re.compile(
    rf"\b(?:the|an?|my|our|your|his|her|their|its|this|some|{_COUNT}|(?-i:[A-Z])[\w-]*['’]s) "
    rf"(?!(?:{PREPOSITION}|of|[ap]m|{TIME})\b)[\w'’.-]+"
    rf"(?: (?!(?:{PREPOSITION}|and|or|of|but|that|who|which|when|while|next|now|soon|again"
    rf"|under|up|down|out|{VERB}|[a-z]{{3,}}ed)\b|{TIME}|\d)[\w'’.-]+){{0,3}}",
    re.I,
)
_OTHER_NAMES = re.compile(NAME)
_DOES = re.compile(rf"(?<=\w ){DOING} (?=(?:{AFTER_DOING})\b)")
_HALF = re.compile(r"(?:^|\b)(?:the|an?|my|our|your|his|her|their|this|next|last) $", re.I)
_DID = re.compile(r"(?<!\bthe )(?<!\bmy )(?<!\bour )(?<!\ba )(?<!\ban )(?<=\w )[a-z]{3,}ed\b")
_ANOTHER = re.compile(r"\b(?:by|with|of|from|to|for)\b", re.I)  # stands between it and a name
_CALENDAR = re.compile(rf"{TIME}|{MONTHS}|i|i['’]\w+", re.I)
_CLAUSE = re.compile(
    r" (?:(?:that|who|which)\b|i\b|i['’]?m\b|we\b|you\b|he\b|she\b|they\b).*", re.I
)
FIRST = re.compile(r"(?:i|we|im|ive|ill|were|i['’]\w+|we['’]\w+|you|there)\b", re.I)
_PLURAL = re.compile(rf"(?:{_COUNT} .+|.*(?:[^su'’]s|people|children)|.* and .*)$", re.I)
_DOING = re.compile(r"^[\w'’-]{3,}ing (?=\w)", re.I)  # "who is taking photos?"
_WRONG_WITH = re.compile(r"^(?:wrong|up|the matter|going on|new|happening) with ", re.I)
_UNCLEAR = re.compile(r"(?:his|her|its|their)\b", re.I)
_WHO_COMES = re.compile(r"(?:who|how many)$", re.I)  # "how many are coming?"
_STATE = re.compile(  # what is asked for of it
    rf"(?: (?:again|called|named|due|like|now|planned|open|closed|(?:on |at |in )?{TIME}))+$", re.I
)

ENDS_OPEN = re.compile(rf"(?: {PREPOSITION})+$", re.I)  # "what city is otto from?"
_ENDS_NAMED = re.compile(rf"^(?!.*\b{PREPOSITION} ).*\b{NAME}$")
_AGENT = re.compile(
    rf"\bby (?:an? [\w-]+ (?:named|called) )?(?P<name>(?:(?:mr|mrs|ms|dr|professor) )?{NAME}"
    rf"|[\w-]+\d[\w-]*|[\w-]+$)",
    re.I,
)
TITLED = (
    r"(?:old |young )?"
    r"(?:mr|mrs|ms|miss|dr|doctor|prof|professor|herr|frau|madame|aunt|uncle|sir)\.? "
)
_TITLED = re.compile(rf"{TITLED}\w", re.I)
_NOBODY = re.compile(r"(?:some|any|every|no)(?:one|body|thing)(?:['’]?s)?\b", re.I)
_SOMEBODY = re.compile(rf"(?!(?:the|an?|my|our|your|his|her|their|this) )(?:[a-z]+ )?{NAME}$")


@dataclass(frozen=True, slots=True)
class Before:
    """What was told or asked last, as who speaks now would say it."""

    told: str = ""
    question: str = ""  # what was asked, if that was it


def person(before: Before) -> str:
    """Somebody who was spoken of; empty where that is not clear."""
    subject, named = _spoken_of(before)
    if named:
        return named
    if agent := _AGENT.search(before.told):  # "written by Femke", "run by a woman named Traudl"
        return agent["name"]
    if subject and not FIRST.match(subject):
        owner = re.match(r"(.+?)['’]s (?!.*['’]s)(?P<head>.+)", subject)
        if owner and not is_person(owner["head"].split()[-1]):
            return owner[1]
        if before.question or _is_somebody(subject):
            return subject
        if not owner and (inner := _names(subject)):
            return inner[-1]
    things = [found for found in _things(before.told) if is_person(found.split()[-1])]
    return next(iter([*things, *_names(before.told)]), "")


def _is_somebody(subject: str) -> bool:
    """Whether a subject is a person: by its last word, a name, a title, or a single word."""
    alone = " " not in subject
    named = _ENDS_NAMED.search(subject) or _TITLED.match(subject)
    return bool(alone or named or is_person(_noun(subject).split()[-1]))


def _spoken_of(before: Before) -> tuple[str, str]:
    """The subject, and the same with its name where that was told."""
    asked = _asked_about(before.question) if before.question else ""
    return (asked, "") if asked else _subject(before.told)


def thing(before: Before, *, many: bool) -> str:
    """Something that was spoken of; `many`: several, or people together."""
    subject, named = _spoken_of(before)
    own = subject and not FIRST.match(subject)
    somebody = own and (_SOMEBODY.match(subject) or _TITLED.match(subject))
    things = [found for found in _things(before.told) if found != subject]
    if many:
        several = [one for one in [subject if own else "", *things] if _PLURAL.match(_noun(one))]
        found = next(iter(several), "")
        found = (named if found == subject else found) or found or named
        return found or (subject if before.question else "") or _last_name(before.told)
    if own and not somebody:
        return "" if _PLURAL.match(_noun(subject)) and not before.question else named or subject
    one = (_whose(found, subject) for found in things if not _PLURAL.match(_noun(found)))
    return next(one, "") or named


def _whose(thing: str, subject: str) -> str:
    """Mrs Pohl's, of "her rabbit"; "a boat" is the boat from now on."""
    if re.match(r"(?:his|her|their) ", thing, re.I) and subject and not FIRST.match(subject):
        return f"{subject}'s {thing.partition(' ')[2]}"
    return re.sub(r"^an? ", "the ", thing, flags=re.I)


def _asked_about(question: str) -> str:
    asked = take_apart(question)
    topic = _WRONG_WITH.sub("", asked.topic)
    if (
        _NOBODY.match(topic)
        or _UNCLEAR.match(topic)
        or (_WHO_COMES.match(asked.head) and topic.endswith("ing"))
    ):
        return ""
    doing = _DOING.match(asked.rest)  # "taking photos", and no "brightwing in"
    done = asked.rest[doing.end() :] if doing and lemmas(doing[0].strip()) else asked.rest
    rest = _WRONG_WITH.sub("", done)
    is_of_it = asked.rest.startswith(topic) or rest.startswith(topic)
    if asked.aux.lower() in ("is", "are", "was", "were") and is_of_it:
        topic = _STATE.sub("", rest)
    return ENDS_OPEN.sub("", topic)


def _subject(told: str) -> tuple[str, str]:
    """The subject of what was told, and the same with its name where that was told."""
    told = _WHEN_FIRST.sub("", _CALLS.sub("", told))
    subject = subject_of(told)
    subject = _CLAUSE.sub("", subject) if subject and not FIRST.match(subject) else subject
    if _NOBODY.match(subject):  # "somebody comes by, her name is Judith"
        name = _WHOSE_NAME.search(told)
        return "", name["name"] if name else ""
    if not subject or FIRST.match(subject) or len(subject.split()) > 8:
        return ("" if not subject or not FIRST.match(subject) else subject.split()[0]), ""
    called = _CALLED.search(told) or _LOWER.search(told) or _KNOWN_AS.search(told)
    bare = re.sub(r"['’]s (?:first |last )?name$", "", subject)
    if called is None or called["name"] in subject or _CALENDAR.match(called["name"]):
        return subject, ""
    whole = len(subject_of(told))
    said, between = told[whole:].lstrip(), told[whole : called.start()]
    if (called.re is _CALLED and between) or _ANOTHER.search(between):  # said of something else
        return subject, ""
    plural = re.match(r"are\b", said)
    if plural or re.search(rf" {PREPOSITION} ", bare):
        return subject, f"{bare} ({called['name']})"
    return subject, f"{bare} {called['name']}"


def subject_of(told: str) -> str:
    """The words before those that say something of it; empty when that is not clear."""
    verbs = (*SAID.finditer(told), *_DOES.finditer(told), *_DID.finditer(told))
    found = sorted(one.start() for one in verbs)
    ends = (at for at in found if at and not _HALF.search(told[:at]))  # "our open day"
    return told[: next(ends, 0)].strip()


def _things(told: str) -> list[str]:
    """What was told of with an article, a number or an owner."""
    verb = SAID.search(told)
    found = [match[0].strip() for match in DETERMINED.finditer(told)]
    if verb is None:
        return found
    behind = [match[0].strip() for match in DETERMINED.finditer(told, verb.end())]
    return behind or found


def _noun(thing: str) -> str:
    """Without what is said of where it is: "the people" of "the people on the second floor"."""
    return re.split(rf" {PREPOSITION} ", thing, maxsplit=1, flags=re.I)[0]


def _last_name(told: str) -> str:
    name = next(reversed(_names(told)), "")
    return f"the {name}" if name and f" the {name}" in told else name


def _names(told: str) -> list[str]:
    found = (match[0] for match in _OTHER_NAMES.finditer(told))
    named = (name for name in found if not _CALENDAR.fullmatch(name) and not _NOBODY.match(name))
    bare = (re.sub(r"['’]s$", "", name) for name in named)
    return [name for name in bare if len(name) > 1]
