"""Follow-ups: "and where?" after "when is the raid?" made into a question of its own.

Plain rules. What they do not recognise stays as it is, so that a whole question is asked as it was
typed. What was answered before helps with "he" and "she" alone.
"""

import re
from dataclasses import replace

from memory.asking import POSSESSOR, PREPOSITION, TIME, WH, Asked, take_apart
from memory.dates import MONTHS
from memory.people import is_person
from memory.perspective import third_person
from memory.slots import Person
from memory.threads import Exchange
from memory.words import FILLER

_LEAD = re.compile(
    r"^(?:(?:and|so|but|also|or|then|ok|okay|hm+)\b[,:]? )*"
    r"(?:(?:and )?(?:what|how) about |(?:and|so|but|also|or|then)\b[,:]? )?",
    re.I,
)
_BARE = re.compile(
    rf"(?P<head>(?:{PREPOSITION} )?"
    rf"(?:{WH}|(?:which|what) (?!else|about|for|now|then|next|the)[a-z]+)"
    r"(?: with| for| from| to)?)"
    r"(?: exactly| then| again| precisely)?",
    re.I,
)
_SOURCE = re.compile(
    r"(?:and |so |but |ok |okay )*"
    r"(?:who (?:said|says|told you|wrote|claims)(?: (?:that|so|this|it))?"
    r"|says who|according to who(?:m)?|how do you know(?: (?:that|this))?|where is that from"
    r"|when (?:was|did) (?:that|they|he|she)(?: (?:said|say))?(?: (?:that|so|it))?"
    r"|where did you (?:hear|get) (?:that|this|it)(?: from)?|(?:are you|you) (?:really )?sure|why"
    r"|why do you (?:say|think) (?:that|so)|what makes you (?:say|think) (?:that|so)|source)",
    re.I,
)
_IN_HASTE = re.compile(r"[a-z]{2,}s")  # "hanas", "mareks"
_OWNED_IN_HASTE = re.compile(r"(?!this |his )[a-z]{2,}s (?=[a-z])")
_NAME_OF = re.compile(r"['’]?s (?:(?:first|last|real|full) )?name$", re.I)
_PHRASE = re.compile(rf"(?P<prep>{PREPOSITION}) (?P<noun>.+)", re.I)
_OWN = {
    "mine": "my",
    "yours": "your",
    "his": "his",
    "hers": "her",
    "ours": "our",
    "theirs": "their",
}
_SELF = {"me": "I", "us": "we", "him": "he", "her": "she", "them": "they"}
_OF = {
    "i": "my",
    "me": "my",
    "we": "our",
    "he": "his",
    "she": "her",
    "they": "their",
    "you": "your",
}
_NAME = re.compile(r"(?-i:[A-Z])[\w'’-]*(?: (?-i:[A-Z])[\w'’-]*)*")
_DETERMINED = re.compile(rf"(?:the|a|an|this|that|these|those|{POSSESSOR})\b .+", re.I)
_OWNED = re.compile(rf"(?:the|a|an|{POSSESSOR}) ", re.I)
_MANY = re.compile(r"[\w'’-]+(?:s|en)\b", re.I)
_ARTICLES = frozenset({"the", "a", "an"})
_FRAGMENT = re.compile(
    rf"{TIME}|{PREPOSITION} .+|{_NAME.pattern}|mine|yours|hers|ours|theirs"
    rf"|(?:the|a|an|{POSSESSOR}) [\w'’-]+(?: [\w'’-]+)?",
    re.I,
)
_STARTS_WHOLE = re.compile(rf"{WH}\b|{PREPOSITION} (?:which|what|whose|whom|how) \w", re.I)
_READ = 200  # characters of a question: a longer one is a story
_LONGEST = 6  # words of a fragment
_AGREEING = {  # with I, with we and they, with others
    "is": ("am", "are", "is"), "am": ("am", "are", "is"), "are": ("am", "are", "are"),
    "was": ("was", "were", "was"), "were": ("was", "were", "were"),
    "does": ("do", "do", "does"), "has": ("have", "have", "has"),
    "do": ("do", "do", "does"), "have": ("have", "have", "has"),
}  # fmt: skip
_VERB = re.compile(
    r"\b(?:is|are|was|were|am|do|does|did|can|could|will|would|should|has|have|had)\b", re.I
)
_PEOPLE = re.compile(r"\b(?:he|she|him)\b|\bher\b(?! \w)", re.I)
_THEIRS = re.compile(r"\b(?:his|her)(?= \w)", re.I)
_THING = re.compile(r"\b(?:it|they|them)\b|\b(?:that|this|those|these)$", re.I)
_ITS = re.compile(r"\b(?:its|their)(?= \w)", re.I)
_EXPLETIVE = re.compile(
    r"\bwhat (?:time|day|date) is it\b|\bis it (?:true|possible|raining|snowing|cold|hot|ok|okay"
    r"|late|time)\b|\bit (?:rains?|snows?|matters?)\b|\bis there\b|\bhow is it going\b",
    re.I,
)
_DOES = re.compile(r"do|does|did", re.I)
_OF_ITS_OWN = re.compile(  # "when does mia have her exam": hers is Mia's
    r"\b(?:do|does|did|has|have|had|can|could|will|would|should|is|are|was|were) "
    r"(?!(?:he|she|they|it|the|an?|my|our|your|his|her|their|i|we|you|this|that|there|any|some"
    r"|[\w-]+ing)\b)[\w'’-]+ (?:[\w'’-]+ )*?(?:his|her|him|he|she)\b",
    re.I,
)
_COUNTED = re.compile(r"(?:how many|which|what|whose) (?P<what>[\w'’-]+s(?: of [\w'’-]+)?)", re.I)
_SEVERAL = re.compile(r"\b(?:they|them|those|these)\b", re.I)
_WHOSE = re.compile(r"whose [\w'’-]+ (?:is|are|was|were) (?:it|they|that|those)", re.I)
_CALENDAR = re.compile(rf"{TIME}|{MONTHS}", re.I)


def asks_source(text: str) -> bool:
    """Whether it asks who said what was answered last: "who said that?"."""
    return _SOURCE.fullmatch(_bare(text)) is not None


def as_asked_by(exchange: Exchange, person: Person) -> str:
    """The question of an exchange as this person would ask it."""
    own = exchange.asker.id == person.id
    return exchange.question if own else third_person(exchange.question, exchange.asker.name)


def has_pronouns(question: str) -> bool:
    """Whether it speaks of somebody or something without saying of whom or what."""
    if len(question) > _READ:
        return False
    text = _bare(question)
    return any(pattern.search(text) for pattern in (_PEOPLE, _THEIRS, _THING, _ITS))


def asks_more(text: str) -> str:
    """What is asked for by a bare "what time?", which leans on what somebody just said."""
    bare = _BARE.fullmatch(_bare(text)) if len(text) <= _READ else None
    return bare["head"].lower() if bare else ""


def whole(text: str, before: str, answer: str = "") -> str:
    """The follow-up as a question of its own, after the question `before`; else the text itself."""
    if max(len(text), len(before)) > _READ:
        return text
    body = _bare(text)
    lead = _LEAD.match(body)
    led = bool(lead and lead[0])
    body = body[len(lead[0]) :] if lead else body
    asked = take_apart(before)
    bare = _BARE.fullmatch(body)
    if bare:
        return _asking(asked, bare["head"].lower())
    if _is_fragment(body, led=led, questioned=text.rstrip().endswith("?")):
        return _with_fragment(asked, body) or text
    return _resolved(body, asked, answer) or text


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip("?!. ")


def _asking(asked: Asked, head: str) -> str:
    """The same, asked for something else."""
    if asked.aux:
        return replace(asked, head=head).text
    return f"{head} is {asked.topic}?" if asked.topic else f"{head} {asked.rest}?"


def _is_fragment(body: str, *, led: bool, questioned: bool) -> bool:
    """Whether it is a part of a question that another has to complete."""
    short = 0 < len(body.split()) <= _LONGEST
    if not short or _VERB.search(body) or _STARTS_WHOLE.match(body):
        return False
    return led or (questioned and _FRAGMENT.fullmatch(body) is not None)


def _with_fragment(asked: Asked, body: str) -> str:
    """The question with the fragment in its place; empty when it has none."""
    phrase = _PHRASE.fullmatch(body)
    if re.fullmatch(TIME, body, re.I) or (phrase and re.fullmatch(TIME, phrase["noun"], re.I)):
        return _replaced_or_added(asked, rf"(?:on )?{TIME}", body)
    if phrase and phrase["prep"].lower() == "for" and _is_person(phrase["noun"]):
        return _for_person(asked, phrase["noun"], body)
    if phrase:
        ends = rf"(?= {PREPOSITION}\b| {TIME}$|$)"
        return _replaced_or_added(asked, rf"{phrase['prep']} .+?{ends}", body)
    if body.lower() in _OWN or re.search(r"['’]s$", body):
        return _with_owner(asked, _OWN.get(body.lower(), body))
    if _is_person(body):
        return _about_person(asked, body)
    return _about_thing(asked, body)


def _replaced_or_added(asked: Asked, pattern: str, body: str) -> str:
    rest, count = re.subn(rf"\b{pattern}", lambda _: body, asked.rest, count=1, flags=re.I)
    return replace(asked, rest=rest if count else f"{asked.rest} {body}").text


def _is_person(text: str) -> bool:
    return text.lower() in _SELF or _NAME.fullmatch(text) is not None


def _for_person(asked: Asked, noun: str, body: str) -> str:
    """The same for Tom: in the place of "for Ben", of "Ben's" or of "Ben"; else at the end."""
    if re.search(r"\bfor (?!the\b)\w", asked.rest, re.I):
        return _replaced_or_added(asked, r"for [\w'’-]+", body)
    if _owner(asked.topic) or _is_person(asked.topic):
        return _about_person(asked, noun)
    return _replaced_or_added(asked, r"\0", body)


def _with_owner(asked: Asked, owner: str) -> str:
    """The same thing of somebody else's."""
    owned = _OWNED.match(asked.topic)
    if not owned:
        return ""
    return _with_topic(asked, f"{owner} {asked.topic[owned.end() :]}")


def _about_person(asked: Asked, name: str) -> str:
    """The same asked about a person: theirs, where it was somebody's."""
    if _owner(asked.topic):
        return _with_owner(asked, _OF.get(name.lower(), f"{name}'s"))
    return _with_topic(asked, _SELF.get(name.lower(), name))


def _about_thing(asked: Asked, body: str) -> str:
    """The same asked about a thing; a bare noun takes the place of the last word."""
    if (hasty := _OWNED_IN_HASTE.match(asked.topic)) and _IN_HASTE.fullmatch(body):
        return _with_topic(asked, f"{body} {asked.topic[hasty.end() :]}")
    owned = _OWNED.match(asked.topic)
    if _is_person(asked.topic) and len(asked.rest.split()) > len(asked.topic.split()) + 1:
        return replace(asked, rest=f"{asked.rest.rpartition(' ')[0]} {body}").text
    if owned and owned[0].lower() in ("a ", "an ") and _MANY.match(body):
        return _with_topic(asked, body)  # "children" after "an adult"
    if _DETERMINED.fullmatch(body) or not owned:
        return _with_topic(asked, body if not owned else _theirs(body, owned[0].strip()))
    kept = asked.topic.split()[: -len(body.split())] or [owned[0].strip()]
    return _with_topic(asked, " ".join([*kept, body]))


def _owner(topic: str) -> str:
    """Whose it is: "Ada's", "my"; empty when it is nobody's."""
    owned = _OWNED.match(topic)
    found = owned[0].strip() if owned else ""
    return "" if found.lower() in _ARTICLES else found


def _theirs(body: str, owner: str) -> str:
    """What belongs to somebody named before: "her shift" as "Ada's shift"."""
    return re.sub(r"^(?:his|her|its|their)\b", lambda _: owner, body, flags=re.I)


def _with_topic(asked: Asked, topic: str) -> str:
    """The question about another topic; empty when it is not clear what it was about."""
    if not asked.topic:
        return ""
    rest = asked.rest.replace(asked.topic, topic, 1)
    return replace(asked, aux=_agreeing(asked.aux, topic), rest=rest).text


def _agreeing(aux: str, topic: str) -> str:
    """The auxiliary in the person of its new subject."""
    row = _AGREEING.get(aux.lower())
    if row is None:
        return aux
    first, other, third = row
    return {"i": first, "we": other, "they": other, "you": other}.get(topic.lower(), third)


def _resolved(body: str, asked: Asked, answer: str) -> str:
    """The question with what its pronouns stand for; empty when it has none that need it."""
    return with_names(body, _person_in(asked, answer), _thing_in(asked, body))


def _thing_in(asked: Asked, body: str) -> str:
    """What "it" or "they" are: what was asked about, or counted; empty where that is somebody."""
    counted = _COUNTED.fullmatch(asked.head)
    if counted and _SEVERAL.search(body):  # "how many scones does she want?", "who picks them up?"
        return f"the {counted['what']}"
    return "" if _is_person(asked.topic) or _WHOSE.fullmatch(body) else asked.topic


def with_names(question: str, person: str, thing: str) -> str:
    """The question with who and what its pronouns stand for; empty when it has none that need it.

    Empty names stand for nobody and nothing.
    """
    body = text = _bare(question)
    if len(question) > _READ or _EXPLETIVE.search(body):
        return ""
    if _OF_ITS_OWN.search(body):
        person = ""
    if person and not _NAME.search(body.partition(" ")[2]):
        text = _THEIRS.sub(lambda _: f"{person}'s", _PEOPLE.sub(lambda _: person, text))
    if thing and not _DETERMINED.search(_ITS.sub("", body)):
        text = _ITS.sub(lambda _: f"{thing}'s", _THING.sub(lambda _: thing, text))
    return f"{text}?" if text != body else ""


def _person_in(asked: Asked, answer: str) -> str:
    """Who was spoken of: in the question, or else in the answer to it."""
    topic = _NAME_OF.sub("", asked.topic)
    if " " in topic and is_person(topic.split()[-1]):  # "Jonas's mum", "our tester"
        return topic
    owner = re.sub(r"['’]s$", "", _owner(asked.topic) or asked.topic)
    does = _DOES.fullmatch(asked.aux) and re.fullmatch(r"[a-z]+", owner)
    if _NAME.fullmatch(owner) or does:
        return owner  # "what does lena play?"
    names = (name for name in _NAME.findall(answer) if not _CALENDAR.fullmatch(name))
    return next((re.sub(r"['’]s$", "", n) for n in names if n.lower() not in FILLER), "")
