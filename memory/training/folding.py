"""FriendsQA in five folds: R goes on with the others' dialogues, and is weighed with O's features.

The weights are fitted to what the base says of the others' questions, which it never saw: what R
says of those that it was tuned on is no measure of how sure it is elsewhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from memory.spans import Reader, Span
from memory.training.extraction import Judged, read, said_in, surest
from memory.training.passages import Passage, Query
from memory.training.scoring import Encode
from memory.training.weighing import Case, Weighing, even, features


@dataclass(frozen=True)
class Look:
    """A question of a dialogue, and what its utterances are weighed by."""

    query: Query
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
        cases = zip(
            dialogue.queries, read(reader, dialogue), features(dialogue, encode), strict=True
        )
        found[dialogue.id] = [
            Look(query, Case(phi, _scores(seen), query.pieces)) for query, seen, phi in cases
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
    spans = [seen for dialogue in own for seen in read(tuned, dialogue)]
    pairs = zip(
        even([look.case.scores for look in first]), even([*map(_scores, spans)]), strict=True
    )
    alone, weighed = list[Judged](), list[Judged]()
    for look, seen, (one, other) in zip(first, spans, pairs, strict=True):
        weight = weighing.score(replace(look.case, scores=one + other))
        alone.append(said_in(look.query, seen, surest(seen)))
        weighed.append(said_in(look.query, seen, int(weight.argmax())))
    return alone, weighed


def _scores(spans: Sequence[Span]) -> Tensor:
    return torch.tensor([span.score for span in spans])
