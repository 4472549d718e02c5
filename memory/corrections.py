"""Short corrections: "no, he comes at 11" after "the plumber is coming on Thursday at 10".

What is said instead takes the place of what is most like it in the fact (`memory.alignment`): a
time of a time, a number of a number, the words between two that are the same. Plain rules; what
they do not place is no correction.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from memory.alignment import At, Piece, aligned, pieces
from memory.perspective import is_personal, third_person
from memory.spoken_of import subject_of
from memory.words import FILLER, stem, words

_SAYS = (  # that something was wrong
    r"no(?=\s*[,.:;!\u2026-]|\s+(?:(?:wait|sorry|actually|no|it|he|she|that)(?:['’]?s)?|they|at|on"
    r"|in|from|until|the|\d+)\b|\s*$)|nope|nah|oops|whoops|sorry"
    r"|wait|hang on|hold on|actually|my (?:bad|mistake)|correction"
    r"|(?:scratch|strike) that|wrong(?=\s*[,.:;!])|typo|i (?:was|got it|got that) wrong|i misspoke"
    r"|(?:or )?rather|make (?:it|that)|i mean(?:t(?: to (?:say|write))?)?"
    r"|(?:it )?should(?: have)? be(?:en)?|(?:i )?changed my mind|not any ?more"
)
_LEAD = re.compile(
    rf"^(?:(?:(?P<wrong>{_SAYS})|oh|ah|ha(?:ha)*|lol|ok(?:ay)?|right(?=,)|yes|yeah|alright|argh|ugh|er+m?|u+h?m+|h+m+|well|and|but|so"
    r"|of course|dear|please|turns out)\b[\s,.:;!…\u2013-]*)+",
    re.I,
)
_TAIL = re.compile(
    r"[\s,]+(?:(?P<wrong>actually|i mean(?:t)?|instead|sorry|sry|oops|rather|surely|even"
    r"|in fact|my (?:bad|mistake)|typo)|(?P<now>now)|then|please"
    r"|lol|haha|though|tho|of course|after all)[\s.!]*$",
    re.I,
)
_SUBJECT = re.compile(
    r"^(?:(?P<be>(?:it|that|he|she|they|there|we|i)(?:['’](?:s|re|m)|(?:['’]ll| will) be"
    r"| (?:is|are|was|were|am))|its|hes|shes|theyre|thats)|(?P<does>it|he|she|they|we|i))\s+"
    r"(?:(?:only|now|actually|really|just|rather)\s+)*",
    re.I,
)
_NOT_LAST = re.compile(r"(?P<new>[^,;]+?),?\s+(?:and )?not (?P<old>[^,;]+)(?:[,;].*)?", re.I | re.S)
_NOT_FIRST = re.compile(
    r"not (?P<old>[^,;]+?)(?:,\s*(?:but |it['’]?s )?|\s+but )(?P<new>[^,;]+)(?:[,;].*)?",
    re.I | re.S,
)
_REASON = re.compile(r"\s*[,;(\u2013]|\s+(?:because|cause|cos|since|as)\s|\s-\s|[.!](?:\s|$)", re.I)
_SAYS_MORE = re.compile(r"\b(?:is|are|am|was|were|has|have|had|will|can|['’]s)\b", re.I)
_OWN = re.compile(r"i\b|we\b|im$|were$", re.I)
_POINT = re.compile(r"[,.:;!…\u2013-]\s*$|\b(?:mean|meant|make (?:it|that))(?: to \w+)?\s*$", re.I)
_DETERMINERS = frozenset({"a", "an", "the", "my", "our", "her", "his"})
_MY_WORDS = re.compile(
    r"\b(?:sorry|oops|whoops|my (?:bad|mistake)|i mean(?:t)?|make (?:it|that)"
    r"|(?:scratch|strike) that|typo|i (?:was|got)|wait|hang on|hold on)\b",
    re.I,
)
_NAMED = re.compile(r"\b(?:called|named)\b", re.I)
_DOES = re.compile(r"(?P<who>[\w'’-]+) (?P<verb>[\w'’-]+)(?: (?:it|them|that|this|him|her))?", re.I)
_ONE = re.compile(r"(?:the|an?) (?P<kind>[\w-]+) one", re.I)
_THING = re.compile(r"\b(?:the|an?|my|our) (?P<kind>[\w-]+)(?= [\w-]+)", re.I)
_ASIDE = re.compile(r"^(?:only|just|now)\s+", re.I)
_ALIKE = 0.62  # cost of a word up to which what is said instead resembles a part of the fact
_SAME_FORM = 0.31  # the same where nothing says that something was wrong
_SAME_THING = 0.5  # the same where a reason follows, and the last word is the same
_MERE = 4  # words of a mere value
_TAILING = 2  # words of "…, i meant"; more are a reason
_LONGEST = 8  # words of what is said instead
_COPULA = re.compile(r"\b(?:is|are|am|was|were|['’](?:s|m|re)|im|its) (?:called |named )?", re.I)
_ENDS = re.compile(r" (?:with|for|at|on|in|from|by|and|because|this|next|every|since)\b|[,;(]")


@dataclass(frozen=True, slots=True)
class _Instead:
    """What is said instead, and of what if that was said; `surely`: that something was wrong."""

    new: str
    old: str = ""
    surely: bool = False
    subject: str = ""  # "he", "it"
    verb: str = ""  # "comes"
    explained: bool = False  # "right ear, I put it on backwards"
    apart: bool = False  # it stands by itself: "no, blue", and no "sorry Ben"


def corrected(fact: str, said: str, *, follows: bool = True, nearest: bool = True) -> str | None:
    """The fact with what is said instead in its place; None: that is no correction of it.

    `follows`: the fact was told just before, so that a mere "room 12" may be one. `nearest`: no
    other fact is as likely to be meant, so that it may get another last word.
    """
    instead = _instead(" ".join(said.split()))
    if instead is None:
        return None
    found = _placed(fact, instead, follows=follows)
    if found is None and nearest and instead.surely and not instead.old:
        return _completed(fact, instead, pieces(instead.new))
    return found


def says_wrong(said: str) -> bool:
    """Whether it begins by saying that something was wrong: "no, Ben fixed it"."""
    lead = _LEAD.match(said)
    return bool(lead and re.search(rf"\b(?:{_SAYS})\b", lead[0], re.I))


def verb_of(said: str) -> str:
    """The verb of "no, he comes at 11": the fact that is meant has it, too."""
    instead = _instead(" ".join(said.split()))
    return instead.verb.lower() if instead else ""


def of_oneself(said: str) -> bool:
    """Whether somebody takes back their own words: "sorry, 30", "I meant 9"."""
    return _MY_WORDS.search(said) is not None


def _instead(said: str) -> _Instead | None:
    """What is said instead."""
    starred = said.startswith("*")  # "*third* channel"
    said = said.replace("*", "") if starred else said
    lead = _LEAD.match(said)
    wrong = starred or says_wrong(said)
    body = said[lead.end() :] if lead else said
    named = _NOT_FIRST.fullmatch(body) or _NOT_LAST.fullmatch(body)
    if named:
        return replace(_value(named["new"]), old=named["old"].rstrip(" .!"), surely=wrong)
    first = _REASON.split(body, maxsplit=1)[0]
    explained = len(body.split()) - len(first.split()) > _TAILING
    whole, found = _value(first if explained else body), _value(first)
    if not found.new or len(pieces(found.new)) > _LONGEST or _SAYS_MORE.search(found.new):
        return None
    apart = bool(lead and _POINT.search(lead[0])) or whole.apart or bool(found.subject)
    surely = wrong or whole.surely or found.surely
    return replace(found, surely=surely, apart=apart, explained=explained)


def _value(body: str) -> _Instead:
    """The words without "it is" and "I meant" around them."""
    wrong = renewed = False
    while tail := _TAIL.search(body):
        wrong, renewed = wrong or bool(tail["wrong"]), renewed or bool(tail["now"])
        body = body[: tail.start()]
    subject, verb = _SUBJECT.match(body), ""
    if subject:
        body = body[subject.end() :]
        if subject["does"]:
            verb, body = _verb(body)
    who = subject[0].split()[0].lower() if subject else ""
    wrong = (wrong or (renewed and bool(who))) and not (who and _OWN.match(who))
    said = _ASIDE.sub("", body).strip(" .!\"“”'")
    return _Instead(said, surely=wrong, subject=who, verb=verb, apart=wrong)


def _verb(body: str) -> tuple[str, str]:
    """Of "comes at 11" the verb and the part behind it."""
    import lemminflect  # noqa: PLC0415 - reads its tables on import, which is only worth it here

    verb, _, rest = body.partition(" ")
    is_verb = rest and lemminflect.getAllLemmas(verb.lower(), upos="VERB")
    return (verb, rest) if is_verb else ("", body)


def _placed(fact: str, instead: _Instead, *, follows: bool) -> str | None:
    """The fact with what is said instead; None: there is no place for it."""
    if _OWN.match(instead.subject) and not is_personal(fact):
        return None  # "no, I'm done at 7" is of no raid
    kinds = {piece.kind for piece in pieces(instead.new)}
    if kinds == {"name"} and not (instead.apart or instead.old):
        return None  # "sorry Ben"
    if kinds == {"name"} and instead.subject.startswith("that") and is_personal(fact):
        return third_person(fact, instead.new)  # "no, that's Oskar"
    found = _by_another(fact, instead) or _of_another_kind(fact, instead)
    return found or _laid_beside(fact, instead, follows=follows)


def _laid_beside(fact: str, instead: _Instead, *, follows: bool) -> str | None:
    """The fact with what is said instead in the place of what is most like it."""
    new = pieces(instead.new)
    named = _NAMED.search(instead.new)
    if (named and named[0] not in fact) or subject_of(instead.new):  # it says a whole fact
        return None
    at, old = aligned(pieces(fact), new), _old(fact, instead)
    if at and _fits(at, new, instead, old, follows=follows):
        return fact[: at.start] + instead.new + fact[at.end :]
    if old:
        return fact[: old.start()] + instead.new + fact[old.end() :]
    return None


def _old(fact: str, instead: _Instead) -> re.Match[str] | None:
    """Where the fact says what it should not."""
    if not instead.old:
        return None
    return re.search(rf"(?<!\w){re.escape(instead.old)}(?!\w)", fact, re.I)


def _fits(
    at: At, new: Sequence[Piece], instead: _Instead, old: re.Match[str] | None, *, follows: bool
) -> bool:
    """Whether what is said instead resembles that part of the fact."""
    if old and not (at.start < old.end() and old.start() < at.end):
        return False
    if instead.surely or old:
        return at.cost <= _ALIKE and (at.anchored or _is_a_thing(new))
    if not follows or instead.subject:
        return False
    same = at.typed and at.cost <= _SAME_FORM and len(new) <= _MERE
    return same or (instead.explained and at.ends and at.cost <= _SAME_THING)


def _by_another(fact: str, instead: _Instead) -> str | None:
    """The fact of somebody else: "Ylva guards the tin", "no, Jules guards it"."""
    said = _DOES.fullmatch(instead.new) if instead.surely else None
    if said is None or said["who"].lower() in FILLER:
        return None
    subject = subject_of(fact)
    does = fact[len(subject) :].lstrip()
    same = subject and does.partition(" ")[0].lower() == said["verb"].lower()
    return f"{said['who']} {does}" if same else None


def _of_another_kind(fact: str, instead: _Instead) -> str | None:
    """The fact with "the black one" in the place of the emerald dress, where there is but one."""
    meant = instead.surely and not instead.subject.startswith("that")
    said = _ONE.fullmatch(instead.new) if meant else None
    things = list(_THING.finditer(fact)) if said else []
    if said is None or len(things) != 1:
        return None
    return fact[: things[0].start("kind")] + said["kind"] + fact[things[0].end("kind") :]


def _is_a_thing(new: Sequence[Piece]) -> bool:
    """Whether it is like "the loft"."""
    return [piece.kind for piece in new] == ["small", "word"]


def _completed(fact: str, instead: _Instead, new: Sequence[Piece]) -> str | None:
    """The fact with another last word: "I'm allergic to walnuts"."""
    kinds = {piece.kind for piece in new}
    if instead.verb and stem(instead.verb.lower()) not in {stem(word) for word in words(fact)}:
        return None
    if not instead.apart or {piece.text.lower() for piece in new} & FILLER - _DETERMINERS:
        return None
    last = _last_word(fact)
    if last is None or len(new) > 2 or not kinds <= {"word", "name", "small"}:
        return None
    return fact[: last.start] + instead.new + fact[last.end :]


def _last_word(fact: str) -> Piece | None:
    """The last word of what is said of the subject, without when, where and why."""
    copula = _COPULA.search(fact)
    start = copula.end() if copula else 0
    ends = _ENDS.search(fact, start)
    if ends and not copula:
        return None
    said = pieces(fact[: ends.start() if ends else len(fact)])
    found = (one for one in reversed(said) if one.kind in ("word", "name") and one.start >= start)
    return next(found, None)
