"""How well spans are found in question sets: SQuAD's layout, FriendsQA, QAMR.

A paragraph is read as one text, a dialogue as one text an utterance; the best span of all is the
answer, unless its score says that there is none. F1 and exact match by SQuAD's rules: the best over
the accepted answers.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import mean
from typing import Any

from memory.network import MemoryNetwork
from memory.spans import Reader, Span
from memory.training.dialogues import Asked, Dialogue, Turn
from memory.training.hearing import hear
from memory.training.passages import Passage, Query
from memory.training.windows import utterances

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
FOLDS = 5


@dataclass(frozen=True)
class Judged:
    """One question and what was found; `text` is that of the passage in which it stands."""

    query: Query
    text: int
    answer: str
    score: float  # above 0: there seems to be an answer
    spoken: bool = False  # in a dialogue, whose texts are its pieces


def normal(text: str) -> list[str]:
    """Words without case, punctuation and articles, as SQuAD compares them."""
    bare = "".join(c for c in text.lower() if c not in string.punctuation)
    return _ARTICLES.sub(" ", bare).split()


def span_f1(answer: str, accepted: Sequence[str]) -> float:
    """Token F1 with the nearest accepted answer; none accepted: 1 for saying nothing."""
    said = Counter(normal(answer))
    if not accepted:
        return float(not answer)
    return max(_overlap(said, Counter(normal(right))) for right in accepted)


def _overlap(said: Counter[str], wanted: Counter[str]) -> float:
    common = (said & wanted).total()
    return 2 * common / (said.total() + wanted.total()) if common else float(said == wanted)


def texts_of(passage: Passage) -> list[str]:
    """A dialogue as utterances with who says them, a paragraph as one text."""
    if not passage.authors:
        return [" ".join(passage.pieces)]
    return [*utterances(passage)]


def judge(
    reader: Reader, passages: Sequence[Passage], report: Callable[[], object] = lambda: None
) -> list[Judged]:
    """Ask all questions of all passages; `report` is called after each passage."""
    found = list[Judged]()
    for passage in passages:
        for query, seen in zip(passage.queries, read(reader, passage), strict=True):
            found.append(said_in(query, seen, surest(seen), spoken=bool(passage.authors)))
        report()
    return found


def read(reader: Reader, passage: Passage) -> list[list[Span]]:
    """The best span of each text of a passage, for each of its questions."""
    texts = texts_of(passage)
    return [reader.read(query.text, texts) for query in passage.queries]


def surest(seen: Sequence[Span]) -> int:
    """Which text's span has the highest score."""
    return max(range(len(seen)), key=lambda place: seen[place].score)


def said_in(query: Query, seen: Sequence[Span], best: int, *, spoken: bool = True) -> Judged:
    """The span of one text as the answer."""
    return Judged(query, best, seen[best].text, seen[best].score, spoken)


async def heard(
    network: MemoryNetwork,
    names: Sequence[str],
    passages: Sequence[Passage],
    report: Callable[[], object] = lambda: None,
) -> dict[str, list[Judged]]:
    """What responders find for all questions once the bot has heard a dialogue."""
    found: dict[str, list[Judged]] = {name: [] for name in names}
    for server, passage in enumerate(passages, start=1):
        chat = as_chat(passage)
        hearing = await hear(network, chat, server)
        for name in names:
            for query, asked in zip(passage.queries, chat.questions, strict=True):
                one = await hearing.answer(asked, by=name)
                place = next(iter(one.supporting), -1)
                sure = 1.0 if one.answer else -1.0
                found[name].append(Judged(query, place, one.found or "", sure, spoken=True))
        report()
    return found


def as_chat(passage: Passage) -> Dialogue:
    """A dialogue as messages, a minute apart, and what is asked of it."""
    said = enumerate(zip(passage.authors, passage.pieces, strict=True))
    turns = (Turn(str(n), 1, author, text, 60.0 * n) for n, (author, text) in said)
    asked = (
        Asked(query.text, next(iter(query.answers), ""), query.pieces, 4)
        for query in passage.queries
    )
    return Dialogue(passage.id, tuple(turns), tuple(asked))


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Per cent over all questions: with an answer to each, and where the reader may decline."""
    found = {"questions": len(judged), **_scores(judged)}
    declining = [j if j.score > 0 else replace(j, text=-1, answer="") for j in judged]
    declined = sum(not one.answer for one in declining)
    return {**found, "may_decline": {**_scores(declining), "declined": declined}}


def _scores(judged: Sequence[Judged]) -> dict[str, float]:
    found = {
        "f1": _percent(span_f1(one.answer, one.query.answers) for one in judged),
        "exact_match": _percent(_exact(one) for one in judged),
    }
    if can := [one for one in judged if one.query.answers and one.spoken]:
        found["utterance_match"] = _percent(one.text in one.query.pieces for one in can)
    return found


def _exact(one: Judged) -> bool:
    if not one.query.answers:
        return not one.answer
    return any(normal(one.answer) == normal(right) for right in one.query.answers)


def _percent(shares: Any) -> float:  # noqa: ANN401 any numbers
    return round(100 * mean([*map(float, shares)] or [0.0]), 2)


def folds(passages: Sequence[Passage]) -> list[tuple[list[Passage], list[Passage]]]:
    """(the others, those of one fold), five times; the dialogues of an episode stay together.

    FriendsQA names a dialogue after season, episode and scene: s01_e02_c03.
    """
    episodes = sorted({_episode(one) for one in passages})
    found = []
    for fold in range(FOLDS):
        own = set(episodes[fold::FOLDS])
        others = [one for one in passages if _episode(one) not in own]
        found.append((others, [one for one in passages if _episode(one) in own]))
    return found


def _episode(passage: Passage) -> str:
    return passage.id.rpartition("_c")[0] or passage.id
