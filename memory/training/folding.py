"""FriendsQA in five folds: R goes on with the others' dialogues, and is weighed with O's features.

The weights are fitted to what the base says of the others' questions, which it never saw: what R
says of those that it was tuned on is no measure of how sure it is elsewhere.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from memory.spans import Reader, Span
from memory.training.extraction import Judged, said_in, texts_of
from memory.training.passages import Passage, Query
from memory.training.scoring import Encode
from memory.training.weighing import Case, Weighing, features, spread_of


@dataclass(frozen=True)
class Look:
    """A question of a dialogue: the best span of each utterance, and how they are weighed."""

    query: Query
    spans: tuple[Span, ...]
    case: Case


def looks(
    reader: Reader,
    dialogues: Sequence[Passage],
    encode: Encode,
    report: Callable[[], object] = lambda: None,
) -> dict[str, list[Look]]:
    """What a reader finds for the questions of each dialogue, by its name."""
    found = dict[str, list[Look]]()
    for dialogue in dialogues:
        phi = features(dialogue, encode)
        cases = zip(dialogue.queries, _read(reader, dialogue), phi, strict=True)
        found[dialogue.id] = [
            Look(query, spans, Case(one, _scores(spans), query.pieces))
            for query, spans, one in cases
        ]
        report()
    return found


def answered(
    tuned: Reader, own: Sequence[Passage], base: dict[str, list[Look]], weighing: Weighing
) -> tuple[list[Judged], list[Judged]]:
    """One fold's answers: by the tuned reader alone, and in the utterance that weighs most.

    What is weighed of R is the sum of the base's score and the tuned reader's.
    """
    first = [look for dialogue in own for look in base[dialogue.id]]
    spans = [found for dialogue in own for found in _read(tuned, dialogue)]
    sure = [
        one + other
        for one, other in zip(
            _even([look.case.scores for look in first]), _even(map(_scores, spans)), strict=True
        )
    ]
    alone, weighed = list[Judged](), list[Judged]()
    for look, found, scores in zip(first, spans, sure, strict=True):
        by_score = max(range(len(found)), key=lambda place: found[place].score)
        by_weight = int(weighing.score(replace(look.case, scores=scores), 1.0).argmax())
        alone.append(said_in(look.query, found, by_score))
        weighed.append(said_in(look.query, found, by_weight))
    return alone, weighed


def _even(scores: Iterable[Tensor]) -> list[Tensor]:
    """A reader's scores in their own spread, so that two readers count alike."""
    some = [*scores]
    spread = spread_of(some)
    return [one / spread for one in some]


def _read(reader: Reader, dialogue: Passage) -> list[tuple[Span, ...]]:
    texts = texts_of(dialogue)
    return [tuple(reader.read(query.text, texts)) for query in dialogue.queries]


def _scores(spans: Sequence[Span]) -> Tensor:
    return torch.tensor([span.score for span in spans])
