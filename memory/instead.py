"""What is said instead: "11" of "no, he comes at 11", "Friday" of "friday, not thursday"."""

import re
from dataclasses import dataclass, replace

from memory.alignment import TIMED, pieces
from memory.verbs import lemmas

_SAYS = (  # that something was wrong
    r"no(?=\s*[,.:;!\u2026-]|\s+(?:(?:wait|sorry|actually|no|it|he|she|that)(?:['’]?s)?|they|at|on"
    r"|in|from|until|the|\d+)\b|\s*$)|nope|nah|oops|whoops|sorry|sr?ry"
    r"|wait|hang on|hold on|actually|my (?:bad|mistake)|correction"
    r"|(?:scratch|strike) that|wrong(?=\s*[,.:;!])|typo|i (?:was|got it|got that) wrong|i misspoke"
    r"|(?:or )?rather|make (?:it|that)|i mean(?:t(?: to (?:say|write))?)?|meant"
    r"|(?:it )?should(?: have)? be(?:en)?|(?:i )?changed my mind|not any ?more"
)
_LEAD = re.compile(
    rf"^(?:(?:(?P<wrong>{_SAYS})|all|guys|everyone|folks|change of plans?"
    r"|oh|ah|ha(?:ha)*|lol|ok(?:ay)?|right(?=,)|yes|yeah|alright|argh|ugh|er+m?|u+h?m+|h+m+|well|and|but|so"
    r"|of course|dear|please|turns out)\b[\s,.:;!…\u2013-]*)+",
    re.I,
)
_ALAS = re.compile(  # "oh no, I have three!"
    r"(?:oh+|aw+|ah+|argh|ugh) no+\b"
    r"(?!\W+(?:wait|sorry|sr?ry|actually|i mean|(?:it|that)(?:['’]?s)?)\b)",
    re.I,
)
_MOVED = re.compile(  # "pushed to wednesday", said of what was spoken of
    r"(?:(?:got|been|just|has been) )*(?:moved|pushed|shifted|postponed|rescheduled|delayed|changed"
    r"|switched|brought forward)(?: back)? (?:to|until|till) (?=\S)",
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
_GIVES_UP = re.compile(r"(?:scrap|forget|cancel|skip|drop|ignore|delete|remove|leave)\b", re.I)
_OWN = re.compile(r"i\b|we\b|im$|were$", re.I)
_POINT = re.compile(r"[,.:;!…\u2013-]\s*$|\b(?:mean|meant|make (?:it|that))(?: to \w+)?\s*$", re.I)
_MY_WORDS = re.compile(
    r"\b(?:sorry|sr?ry|oops|whoops|my (?:bad|mistake)|i mean(?:t)?|make (?:it|that)"
    r"|(?:scratch|strike) that|typo|i (?:was|got)|wait|hang on|hold on)\b",
    re.I,
)
_BY_THE_WAY = re.compile(r",? (?:btw|by the way|anymore|any more|after all)$", re.I)
_ASIDE = re.compile(r"^(?:only|just|now)\s+", re.I)
_TAILING = 2  # words of "…, i meant"; more are a reason
_LONGEST = 8  # words of what is said instead


@dataclass(frozen=True, slots=True)
class Instead:
    """What is said instead, and of what if that was said."""

    new: str
    old: str = ""
    surely: bool = False  # something is said to be wrong
    subject: str = ""  # "he", "it"
    verb: str = ""  # "comes"
    explained: bool = False  # "right ear, I put it on backwards"
    apart: bool = False  # it stands by itself: "no, blue", and no "sorry Ben"

    @property
    def of_oneself(self) -> bool:
        """Whether it is said of whoever says it: "no, I'm done at 7"."""
        return _OWN.match(self.subject) is not None


def says_wrong(said: str) -> bool:
    """Whether it begins by saying that something was wrong: "no, Ben fixed it"."""
    lead = _LEAD.match(said)
    return bool(lead and lead["wrong"]) and not _ALAS.match(said)


def of_oneself(said: str) -> bool:
    """Whether somebody takes back their own words: "sorry, 30", "I meant 9"."""
    return _MY_WORDS.search(said) is not None


def parsed(said: str) -> Instead | None:
    """What is said instead; None: no word is, or too many, or a whole fact."""
    said = " ".join(said.split())
    if _ALAS.match(said):
        return None
    starred = said.startswith("*")  # "*third* channel"
    said = said.replace("*", "") if starred else said
    lead = _LEAD.match(said)
    wrong = starred or bool(lead and lead["wrong"])
    body = said[lead.end() :] if lead else said
    if moved := _MOVED.match(body):
        return _moved(body[moved.end() :])
    named = _NOT_FIRST.fullmatch(body) or _NOT_LAST.fullmatch(body)
    if named:
        value = replace(_value(named["new"]), old=named["old"].rstrip(" .!"), surely=wrong)
        return value if pieces(value.new) and len(pieces(value.old)) <= _LONGEST else None
    first = _REASON.split(body, maxsplit=1)[0]
    explained = len(body.split()) - len(first.split()) > _TAILING
    whole, found = _value(first if explained else body), _value(first)
    if not 0 < len(pieces(found.new)) <= _LONGEST or _SAYS_MORE.search(found.new):
        return None
    if _GIVES_UP.match(found.new):
        return None
    apart = bool(lead and _POINT.search(lead[0])) or whole.apart or bool(found.subject)
    surely = wrong or whole.surely or found.surely
    return replace(found, surely=surely, apart=apart, explained=explained)


def _moved(to: str) -> Instead | None:
    """Where it was moved to, which is some time: "moved to Hamburg" is said of whoever says it."""
    found = _value(_REASON.split(to, maxsplit=1)[0])
    timed = any(piece.kind in TIMED for piece in pieces(found.new))
    return replace(found, surely=True, apart=True) if timed else None


def stated(said: str) -> tuple[str, str] | None:
    """The whole fact that is said instead, and what is not so ("tuesdays"), if that is said.

    None: nothing is said to be wrong.
    """
    said = " ".join(said.split())
    if _ALAS.match(said):
        return None
    lead = _LEAD.match(said)
    body = said[lead.end() :] if lead else said
    named = _NOT_FIRST.fullmatch(body) or _NOT_LAST.fullmatch(body)
    if named and len(pieces(named["old"])) <= _LONGEST:
        return named["new"].strip(" .!"), _BY_THE_WAY.sub("", named["old"]).strip(" .!")
    tail = _TAIL.search(body)
    wrong = bool((lead and lead["wrong"]) or (tail and tail["wrong"]))
    return (body[: tail.start()] if tail else body, "") if wrong else None


def _value(body: str) -> Instead:
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
    wrong = (wrong or (renewed and bool(who))) and not _OWN.match(who)
    said = _ASIDE.sub("", body).strip(" .!\"“”'")
    return Instead(said, surely=wrong, subject=who, verb=verb, apart=wrong)


def _verb(body: str) -> tuple[str, str]:
    """Of "comes at 11" the verb and the part behind it."""
    verb, _, rest = body.partition(" ")
    return (verb, rest) if rest and lemmas(verb.lower()) else ("", body)
