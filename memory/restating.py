"""Corrections that say whole what they correct: "sorry, opening night is on the 21st".

They come a while after the fact, and name what they are about. Of the memories that resemble one,
the first is meant that speaks of the same and holds something of the kind that is said instead.
"""

import re
from dataclasses import dataclass

from memory.alignment import ALIKE, TIMED, aligned, like, pieces
from memory.corrections import corrected
from memory.instead import Instead, stated
from memory.spoken_of import subject_of
from memory.words import stem, stems

_REASON = re.compile(
    r"\s*[,;(\u2013]|\s+(?:because|cause|cos|since|as|so|and|but)\s|[.!](?:\s|$)", re.I
)
_DENIED = re.compile(
    r"(?P<subject>[^,;]+?) (?P<verb>is|are|was|will)(?: not|n['’]?t) (?:be )?(?P<old>[^,;]+?)"
    r"(?: any ?more)?[,;]\s*(?:but |now )?"
    r"(?:it|he|she|they|that)(?:['’]?(?:s|re|ll)| is| are| will)(?: be)?(?: now)?"
    r" (?P<new>[^,;]+?)(?: now| instead)?",
    re.I,
)
_SORRY = re.compile(r"^(?:(?:sorry|oops|ok|so|hey|all|guys|everyone)\b[,:]?\s+)+", re.I)
_CHANGED = re.compile(
    r"(?P<subject>[^,;]+?) (?:has |was |is )?changed(?: again)?[,;:]?\s+"
    r"(?:(?:it['’]?s|it is|to)(?: now)?|now(?: it['’]?s)?) (?P<new>[^,;]+?)(?: now)?",
    re.I,
)
_LONGER = 3  # words more that a fact may have whose subject and verb are the same
_BE = frozenset({"is", "are", "was", "were", "'s", "’s"})


@dataclass(frozen=True, slots=True)
class Restated:
    """A whole fact that is said instead of another."""

    fact: str
    subject: str
    verb: str
    value: str  # what is said of the subject, without a reason
    old: str = ""  # what is not so: "tuesdays"


def _denied(said: str) -> Restated | None:
    """As in "the mechanic isnt coming monday, hes coming wednesday now"."""
    found = _DENIED.fullmatch(said.strip(" .!"))
    if found is None:
        return None
    subject, verb, new = found["subject"], found["verb"], found["new"]
    if not subject_of(f"{subject} is so"):
        return None
    return Restated(f"{subject} {verb} {new}", subject, verb, new, found["old"])


def _changed(said: str) -> Restated | None:
    """As in "the shed code changed, its 9023 now"."""
    found = _CHANGED.fullmatch(_SORRY.sub("", said).strip(" .!"))
    if found is None or not subject_of(f"{found['subject']} is so"):
        return None
    subject, new = found["subject"], found["new"]
    return Restated(f"{subject} is {new}", subject, "is", new)


def restated(said: str) -> Restated | None:
    """What is said whole; None: nothing is said to be wrong, or it is no whole fact."""
    if whole := _denied(said) or _changed(said):
        return whole
    found = stated(said)
    if found is None:
        return None
    fact, old = found
    subject = subject_of(fact)
    if not subject:
        return None
    verb, _, rest = fact[len(subject) :].lstrip().partition(" ")
    value = like(rest, old) if old else rest  # "Ben is ill, so it's on Friday, not Monday"
    value = _REASON.split(value, maxsplit=1)[0].strip(" .!")
    return Restated(fact, subject, verb, value, old) if pieces(value) else None


def named_by(said: Restated | Instead) -> tuple[str, frozenset[str]]:
    """What a correction says without its lead, and the stems of what that is about.

    By these the fact that it corrects is found; none: it names nothing.
    """
    if isinstance(said, Restated):
        return said.fact, stems(said.subject)
    found = pieces(said.new)
    named = frozenset(stem(piece.text) for piece in found if piece.kind == "word")
    names = said.surely and any(piece.kind in TIMED for piece in found)
    return said.new, named if names else frozenset()


def anew(fact: str, said: Restated | Instead) -> str | None:
    """The fact with what is said instead in its place; None: that is no correction of it."""
    if isinstance(said, Instead):
        return corrected(fact, said, follows=False, nearest=False)
    if said.old:
        return _in_place_of(fact, said)
    return _same_kind(fact, said) or _same_of_the_same(fact, said)


def _in_place_of(fact: str, whole: Restated) -> str | None:
    """The fact with the value in the place of what is not so."""
    old = re.sub(r"^(?:on|at|in) ", "", whole.old, flags=re.I)
    value = re.sub(r"^(?:on|at|in|for|to) ", "", whole.value, flags=re.I)
    for one in (like(old, value), old, re.sub(r"^the ", "", old, flags=re.I), _bare(_typed(old))):
        found = _find(fact, one) if one else None
        if found:
            return fact[: found.start()] + like(value, one) + fact[found.end() :]
    return None


def _bare(typed: str) -> str:
    """Without what leads up to it."""
    return re.sub(r"^(?:(?:on|at|in|from|by|the) )+", "", typed, flags=re.I)


def _find(fact: str, old: str) -> re.Match[str] | None:
    """Where the fact says it, in one or in many."""
    bare = re.escape(re.sub(r"s$", "", old))
    hour = r"(?=\s?[ap]m\b)|" if old.isdigit() else ""  # "8" of "8pm"
    return re.search(rf"(?<![^\W_:.]){bare}(?:{hour}s?(?![^\W_]|[:.]\d))", fact, re.I)


def _same_of_the_same(fact: str, whole: Restated) -> str | None:
    """What is said instead, where the fact says hardly more, of the same and with the same verb."""
    subject = subject_of(fact)
    verb = fact[len(subject) :].lstrip().partition(" ")[0].lower()
    same = verb == whole.verb.lower() or {verb, whole.verb.lower()} <= _BE
    if not subject or not same or stems(subject) != stems(whole.subject):
        return None
    return whole.fact if len(fact.split()) <= len(whole.fact.split()) + _LONGER else None


def _same_kind(fact: str, whole: Restated) -> str | None:
    """The fact with the value in the place of one of its kind."""
    value = _typed(whole.value)
    at = aligned(pieces(fact), pieces(value)) if value else None
    if at is None or not at.anchored or at.cost > ALIKE:
        return None
    verb = re.match(r"(?:is|are|was|were) ", fact[at.start :], re.I)  # laid beside a "the"
    start = at.start + (verb.end() if verb else 0)
    return fact[:start] + value + fact[at.end :]


def _typed(value: str) -> str:
    """From the first word of a kind, and what leads up to it, to the last: "on the 18th"."""
    found = pieces(value)
    places = [n for n, piece in enumerate(found) if piece.kind in TIMED]
    if not places:
        return ""
    first = places[0]
    while first and found[first - 1].kind in ("small", "preposition"):
        first -= 1
    if found[first].kind == "preposition" and found[first].text.lower() in ("to", "for"):
        first += 1
    return value[found[first].start : found[places[-1]].end]
