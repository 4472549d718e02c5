"""The second look: whether what O found answers, once it was read with the question.

A memory of the same person or thing resembles a question as much as its answer does; the trained
verifier (`memory.verifier`) tells them apart, and finds the answer among the best few.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from memory.addressing import NEVER, best_rows, log_odds
from memory.holding import Holding
from memory.hops import Step
from memory.kinship import of_another_kind
from memory.liking import of_other_liking
from memory.naming import called, mention
from memory.perspective import third_person, told_to
from memory.slots import Slot, Supporting
from memory.supports import Asked, Verify, held, likely, supporting
from memory.tellings import tellings, wordings
from memory.traits import asks_yes_no
from memory.verdicts import verdict
from memory.wanted import lacks

_AGAIN = 2  # memories that are looked at twice: the third answers as seldom as it misleads
_PAST = 3  # the same of those whose place was taken
_SURE = 2.0  # log-odds from which no other memory is looked at
_APART = 4.0  # log-odds by which what speaks of another thing, and was not replaced, answers less
_TAKER = 5.0  # the same of what is held to have taken a place: changes are worded in many ways
_ASTRAY = 3.0  # the same where the taker itself is held to answer nothing
_BESIDE = 2  # memories that may have taken its place that are read
_OPPOSED = 6.0  # log-odds by which less is answered by who is not meant, or by what is hated
_LACKING = 4.0  # the same of what tells no amount, or no hour, where one is asked for
_NEAR = 1.0  # log-odds by which one of them may answer less
_TESTED = 3.0  # the same where it is asked whether something is so
_LISTED = 8  # of several memories that may answer together, those that are read
_ASKS = re.compile(
    r"\?\W*$|^\W*(?:\w+\W+){0,3}(?:who|whom|whose|what|when|where|which|why|how)(?:['’]?s)?\b"
    r"|^\W*(?:is|are|am|was|were|do|does|did|can|could|will|would|should|has|have|had|may|must)\b",
    re.I,
)
_OPENLY = re.compile(r"\babout\s+\w", re.I)  # "what do you know about Ben?"


class Looks:
    """Second looks at memories, alone or two in a row, at each of them once."""

    def __init__(self, asked: Asked, verify: Verify) -> None:
        self._asked, self._verify = asked, verify
        self._first = asked.scores.total.tolist()
        self._odds = dict[tuple[int, ...], float]()

    def at(self, *rows: int) -> dict[int, float]:
        """Log-odds that each of these rows answers, by both looks."""
        self._read(self._alone(rows))
        return {row: self._odds[(row,)] for row in rows}

    def behind(self, row: int, step: Step) -> float:
        """The same of a row and another one behind it."""
        self._read({(row, step.row): step.lead})
        return self._odds[row, step.row]

    def ahead(self, now: Holding, step: Step | None, first: Supporting) -> None:
        """Read at once what is going to be looked at: one short text takes as long as a few."""
        rows = self.family(now) + (_best(self._asked) if first.odds < _SURE else [])
        behind = {(now.row, step.row): step.lead} if step else {}
        self._read(self._alone(rows) | behind)

    def family(self, now: Holding) -> list[int]:
        """What holds now, and the best few of those whose place it took."""
        past = sorted(now.past, key=self._first.__getitem__, reverse=True)
        return [now.row, *past[:_PAST]]

    def _alone(self, rows: Sequence[int]) -> dict[tuple[int, ...], float]:
        """O's log-odds of these rows."""
        return {(row,): log_odds(self._first[row], self._asked.settings) for row in rows}

    def _read(self, looked: Mapping[tuple[int, ...], float]) -> None:
        """Read what was not read yet; where nothing certain is asked, either look is enough."""
        new = {rows: first for rows, first in looked.items() if rows not in self._odds}
        if not new:
            return
        text, first = self._asked.question.text, [*new.values()]
        texts = [told(self._asked, *rows) for rows in new]
        found = self._verified(text, texts, first)
        odds = found if asks_one_thing(text) else self._either(new, found)
        odds = [self._settled(*one) for one in zip(new, first, odds, strict=True)]
        odds = [one - _unlike(text, some) for one, some in zip(odds, texts, strict=True)]
        self._odds |= zip(new, odds, strict=True)

    def _verified(
        self, text: str, texts: Sequence[tuple[str, ...]], first: Sequence[float]
    ) -> list[float]:
        """The most that the verifier says of each, however it and the question are worded."""
        ways = [(number, one) for number, some in enumerate(texts) for one in _ways(some)]
        asked = [*wordings(text, self._asked.question.asker.name)]
        pairs = [(question, one) for question in asked for _, one in ways]
        numbers = [number for number, _ in ways] * len(asked)
        odds = [-math.inf] * len(texts)
        found = self._verify(pairs, [first[number] for number in numbers])
        for number, value in zip(numbers, found, strict=True):
            odds[number] = max(odds[number], value)
        return odds

    def _settled(self, rows: tuple[int, ...], first: float, odds: float) -> float:
        """Sure enough where words alone settle a question: "is Ida a soloist?"."""
        slots = [self._asked.bank.slots[row] for row in rows]
        if len(slots) > 1 or odds >= 0 or verdict(self._asked.question, slots[0]) is None:
            return odds
        return max(odds, min(first, _SURE))

    def _either(
        self, looked: Mapping[tuple[int, ...], float], found: Sequence[float]
    ) -> list[float]:
        """The better of both looks, where a word is shared; "gotcha" asks for nothing."""
        words, stems = self._asked.reading.stems, self._asked.bank.stems
        both = zip(looked.items(), found, strict=True)
        return [
            max(first, odds) if any(words & stems[row] for row in rows) else min(first, odds)
            for (rows, first), odds in both
        ]


def _ways(texts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """One memory in its wordings; two in a row as they are."""
    return [(one,) for one in tellings(*texts)] if len(texts) == 1 else [texts]


def _unlike(question: str, texts: Sequence[str]) -> float:
    """Log-odds by which memories answer less for what they plainly do not tell."""
    lacking = all(lacks(question, one) for one in texts)
    other = of_another_kind(question, texts) or of_other_liking(question, texts)
    return _OPPOSED * other + _LACKING * lacking


def of_the_same(asked: Asked, looks: Looks, now: Holding) -> Holding:
    """What holds now, without what speaks of another thing.

    "the deadline for the report is now 7 December" takes the place of no other deadline: where that
    one is asked for, it hardly answers.
    """
    if not _may_be_another(asked, now):
        return now
    family = looks.family(now)
    odds = looks.at(*family)
    best = max(family, key=odds.__getitem__)
    others = {row for row in family if odds[best] - odds[row] > _APART}
    apart = _TAKER if odds[now.row] >= 0 else _ASTRAY
    if odds[best] - odds[now.row] <= apart or asked.scan is None:
        return Holding(now.row, tuple(row for row in now.past if row not in others))
    return asked.scan.holding(
        [best, *(row for row in likely(asked.scores) if row not in others | {best})]
    )


def _may_be_another(asked: Asked, now: Holding) -> bool:
    """Whether that can be told: "is it on Friday?" is answered by what says Saturday, too."""
    text, heard = asked.question.text, asked.bank.heard
    taught = not any(bool(heard[row]) for row in (now.row, *now.past))
    return bool(now.past) and taught and asks_one_thing(text) and not asks_yes_no(text)


def that_answer(looks: Looks, rows: list[int]) -> list[int]:
    """Of several memories with the words that are asked for, those that answer as the best does.

    "the budget for the costumes is 250 pounds" does not tell who makes them.
    """
    if not 1 < len(rows) <= _LISTED:
        return rows
    odds = looks.at(*rows)
    return [row for row in rows if max(odds.values()) - odds[row] <= _APART]


def second_look(asked: Asked, looks: Looks, now: Holding, first: Supporting) -> Supporting:
    """The surest of the best few memories that were taught, once they were read with the question.

    What took another one's place is as sure as the surest of both.
    """
    bank, scores = asked.bank, asked.scores
    family = looks.family(now)
    own = max(looks.at(*family).values())
    odds = looks.at(now.row, *_best(asked)) if own < _SURE else {}
    other = max(odds, key=odds.__getitem__, default=now.row)
    if other in (now.row, *now.past) or odds[other] <= own:
        return replace(first, odds=own)
    rows, scan = [other, *(row for row in likely(scores) if row != other)], asked.scan
    others = scan.holding(rows) if scan else Holding(other, ())
    return replace(held(bank, scores, others, asked.settings), odds=odds[other])


def newer(asked: Asked, looks: Looks, now: Holding, first: Supporting) -> list[Supporting]:
    """What may have taken the first one's place, and answers as well: it is said after it."""
    if first.slot != asked.bank.slots[now.row] or not asks_one_thing(asked.question.text):
        return []
    odds = looks.at(*now.perhaps[:_BESIDE])
    tests = asks_yes_no(asked.question.text)  # "on Monday?" is hardly answered by what says Tuesday
    least = first.odds - _TESTED if tests else max(first.odds - _NEAR, 0.0)
    rows = [row for row, value in odds.items() if value > least]
    return [supporting(asked.bank, asked.scores, row, asked.settings, hop=2) for row in rows[:1]]


def _best(asked: Asked) -> list[int]:
    """The best few of what was taught."""
    return [*best_rows(asked.scores.total.masked_fill(asked.bank.heard, NEVER), _AGAIN)]


def told(asked: Asked, *rows: int) -> tuple[str, ...]:
    """The memories as the asker is told them, of people as the question calls them."""
    return tuple(_told(asked, asked.bank.slots[row]) for row in rows)


def _told(asked: Asked, slot: Slot) -> str:
    question, owner = asked.question, slot.subject
    name = called(owner.name, question.text) if owner else ""
    if owner is None or (owner.id == question.asker.id and not mention(name).search(question.text)):
        return told_to(slot, question.asker)
    return third_person(slot.text, name)


def asks_one_thing(text: str) -> bool:
    """Whether a memory answers or not; "the raid", "tell me about Ben" ask for what there is."""
    return _ASKS.search(text) is not None and _OPENLY.search(text) is None
