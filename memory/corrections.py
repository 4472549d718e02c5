"""Short corrections: "no, he comes at 11" after "the plumber is coming on Thursday at 10".

What is said instead takes the place of what is most like it in the fact (`memory.alignment`): a
time of a time, a number of a number, the words between two that are the same. Plain rules; what
they do not place is no correction.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from memory.alignment import ALIKE, At, Piece, aligned, like, pieces
from memory.instead import Instead
from memory.perspective import is_personal, third_person
from memory.spoken_of import subject_of
from memory.words import FILLER, stem, words

_DETERMINERS = frozenset({"a", "an", "the", "my", "our", "her", "his"})
_NAMED = re.compile(r"\b(?:called|named)\b", re.I)
_DOES = re.compile(r"(?P<who>[\w'’-]+) (?P<verb>[\w'’-]+)(?: (?:it|them|that|this|him|her))?", re.I)
_ONE = re.compile(r"(?:the|an?) (?P<kind>[\w-]+) one", re.I)
_THING = re.compile(r"\b(?:the|an?|my|our) (?P<kind>[\w-]+)(?= [\w-]+)", re.I)
_FOR = re.compile(r"(?P<value>[£$€]?\d[\w.,:%£$€]*) for (?:the )?(?P<what>[\w'’-]+)", re.I)
_SAME_FORM = 0.31  # the same where nothing says that something was wrong
_SAME_THING = 0.5  # the same where a reason follows, and the last word is the same
_MERE = 4  # words of a mere value
_COPULA = re.compile(r"\b(?:is|are|am|was|were|['’](?:s|m|re)|im|its) (?:called |named )?", re.I)
_ENDS = re.compile(r" (?:with|for|at|on|in|from|by|and|because|this|next|every|since)\b|[,;(]")


def corrected(
    fact: str, instead: Instead, *, follows: bool = True, nearest: bool = True
) -> str | None:
    """The fact with what is said instead in its place; None: that is no correction of it.

    `follows`: the fact was told just before, so that a mere "room 12" may be one. `nearest`: no
    other fact is as likely to be meant, so that it may get another last word.
    """
    if instead.old and not subject_of(instead.new):  # "the bus comes Tuesday" says its own
        instead = replace(instead, new=like(instead.new, instead.old))
    new = pieces(instead.new)
    found = _placed(fact, instead, new, follows=follows)
    if found is None and nearest and instead.surely and not instead.old:
        return _completed(fact, instead, new)
    return found


def _placed(fact: str, instead: Instead, new: Sequence[Piece], *, follows: bool) -> str | None:
    """The fact with what is said instead; None: there is no place for it."""
    if instead.of_oneself and not is_personal(fact):
        return None  # "no, I'm done at 7" is of no raid
    kinds = {piece.kind for piece in new}
    if kinds == {"name"} and not (instead.apart or instead.old):
        return None  # "sorry Ben"
    if kinds == {"name"} and instead.subject.startswith("that") and is_personal(fact):
        return third_person(fact, instead.new)  # "no, that's Oskar"
    found = _of_one(fact, instead) or _by_another(fact, instead) or _of_another_kind(fact, instead)
    return found or _laid_beside(fact, instead, new, follows=follows)


def _laid_beside(fact: str, instead: Instead, new: Sequence[Piece], *, follows: bool) -> str | None:
    """The fact with what is said instead in the place of what is most like it."""
    named = _NAMED.search(instead.new)
    if (named and named[0] not in fact) or subject_of(instead.new):  # it says a whole fact
        return None
    at, old = aligned(pieces(fact), new), _old(fact, instead)
    if at and _fits(at, new, instead, old, follows=follows):
        return fact[: at.start] + instead.new + fact[at.end :]
    if old:
        return fact[: old.start()] + instead.new + fact[old.end() :]
    return None


def _old(fact: str, instead: Instead) -> re.Match[str] | None:
    """Where the fact says what it should not."""
    if not instead.old:
        return None
    return re.search(rf"(?<!\w){re.escape(instead.old)}(?!\w)", fact, re.I)


def _fits(
    at: At, new: Sequence[Piece], instead: Instead, old: re.Match[str] | None, *, follows: bool
) -> bool:
    """Whether what is said instead resembles that part of the fact."""
    if old and not (at.start < old.end() and old.start() < at.end):
        return False
    if instead.surely or old:
        return at.cost <= ALIKE and (at.anchored or _is_a_thing(new))
    if not follows or instead.subject:
        return False
    same = at.typed and at.cost <= _SAME_FORM and len(new) <= _MERE
    return same or (instead.explained and at.ends and at.cost <= _SAME_THING)


def _of_one(fact: str, instead: Instead) -> str | None:
    """Of several numbers the one beside what is named: "make that 22 for shirts"."""
    said = _FOR.fullmatch(instead.new) if instead.surely else None
    if said is None:
        return None
    what, number = re.escape(said["what"]), r"[£$€]?\d[\w.%£$€]*"
    places = re.finditer(rf"\b{what}\W{{1,3}}({number})|({number}) (?:for )?{what}\b", fact, re.I)
    spans = [at.span(1) if at[1] else at.span(2) for at in places]
    return fact[: spans[0][0]] + said["value"] + fact[spans[0][1] :] if len(spans) == 1 else None


def _by_another(fact: str, instead: Instead) -> str | None:
    """The fact of somebody else: "Ylva guards the tin", "no, Jules guards it"."""
    said = _DOES.fullmatch(instead.new) if instead.surely else None
    if said is None or said["who"].lower() in FILLER:
        return None
    subject = subject_of(fact)
    does = fact[len(subject) :].lstrip()
    same = subject and does.partition(" ")[0].lower() == said["verb"].lower()
    return f"{said['who']} {does}" if same else None


def _of_another_kind(fact: str, instead: Instead) -> str | None:
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


def _completed(fact: str, instead: Instead, new: Sequence[Piece]) -> str | None:
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
