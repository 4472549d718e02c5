"""Evaluation on long chats: what is retrieved, what is answered, what is declined, how fast."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

from memory.lineup import MEMNN
from memory.network import MemoryNetwork, NetworkSettings
from memory.slots import Audience, Kind, Person, Question, Scope, Slot, Witness
from memory.store import Store
from memory.training.answers import exact, locomo_f1
from memory.training.dialogues import ADVERSARIAL, Asked, Dialogue
from memory.training.retrieval import DEPTHS, baselines, order, recall
from memory.wordwise import load_into
from memory.worker import Worker

_ASKER = Person(1, "the reader of this chat")
_SCOPE = Scope(1, 1)
_SURE = 1e6


@dataclass(frozen=True)
class Judged:
    """One question and what came of it."""

    asked: Asked
    ranked: Sequence[int]  # turns, best first
    answer: str | None
    worth: float  # whether the answer was to be said
    milliseconds: float


async def evaluate(
    dialogues: Sequence[Dialogue],
    worker: Worker,
    settings: NetworkSettings,
    *,
    responder: str = MEMNN,
) -> dict[str, Any]:
    """Figures of the bot's own network over all chats, beside plain rankings."""
    judged, plain = list[Judged](), defaultdict[str, list[Judged]](list)
    for dialogue in dialogues:
        with TemporaryDirectory() as folder:
            async with Store.open(Path(folder) / "engram.db") as store:
                network = MemoryNetwork(store, worker, settings)
                network.lineup.preferred = load_into(network.lineup, responder)
                judged += await _ask(dialogue, network)
        encoder = await worker.encoder()
        for name, rank in baselines(dialogue, encoder).items():
            for asked in dialogue.questions:
                ranked = order(rank(asked))
                first = dialogue.turns[ranked[0]].text if ranked else None
                plain[name].append(Judged(asked, ranked, first, 1.0, 0.0))
    unmatched = [id_ for dialogue in dialogues for id_ in dialogue.unmatched]
    return {
        **summary(judged),
        "ms_per_question": round(median(item.milliseconds for item in judged), 2),
        "by_category": {
            str(category): summary([item for item in judged if item.asked.category == category])
            for category in sorted({item.asked.category for item in judged})
        },
        "abstention": abstention(judged),
        "baselines": {name: summary(rows) for name, rows in plain.items()},
        "unmatched_evidence": unmatched,
    }


async def _ask(dialogue: Dialogue, network: MemoryNetwork) -> list[Judged]:
    """Let every turn be heard as what its author said, then ask."""
    turns = defaultdict[int, list[int]](list)  # of a slot: what is said twice shares one
    for index, turn in enumerate(dialogue.turns):
        author = Person(2 + crc32(turn.author.encode()), turn.author)
        said = Witness(author, turn.said_at, index)
        slot, _ = await network.observe(turn.text, _SCOPE, said, kind=Kind.HEARD)
        turns[slot.id].append(index)
    await network.recall(_question(dialogue.questions[0]))  # what is read once is not timed
    return [await _judge(asked, network, turns) for asked in dialogue.questions]


async def _judge(
    asked: Asked, network: MemoryNetwork, turns: Mapping[int, Sequence[int]]
) -> Judged:
    begun = time.perf_counter()
    answer = await network.answer(_question(asked))
    elapsed = 1000 * (time.perf_counter() - begun)
    ranked: list[Slot] = await network.ranked(_question(asked), limit=DEPTHS[-1])
    indices = [index for slot in ranked for index in turns[slot.id]]
    return Judged(asked, indices, answer.text, answer.worth, elapsed)


def _question(asked: Asked) -> Question:
    return Question(asked.text, _ASKER, Audience.of(_SCOPE))


def summary(rows: Sequence[Judged]) -> dict[str, Any]:
    """Mean recalls over the questions with evidence; mean F1 and exact match over all."""
    found = [row for row in rows if row.asked.evidence]
    recalls = {
        f"recall@{depth}": _percent(recall(row.asked.evidence, row.ranked, depth) for row in found)
        for depth in DEPTHS
    }
    return {
        "questions": len(rows),
        **recalls,
        "f1": _percent(locomo_f1(r.answer, r.asked.answer, r.asked.category) for r in rows),
        "exact_match": _percent(_exactly(row) for row in rows),
    }


def _exactly(row: Judged) -> bool:
    if row.asked.category == ADVERSARIAL or row.answer is None:
        return row.asked.category == ADVERSARIAL and row.answer is None
    return exact(row.answer, row.asked.answer)


def _percent(shares: Any) -> float:  # noqa: ANN401 any numbers
    return round(100 * mean([*map(float, shares)] or [0.0]), 2)


def abstention(rows: Sequence[Judged]) -> dict[str, float]:
    """Whether the questions that cannot be answered are those that were declined."""
    cannot = np.array([row.asked.category == ADVERSARIAL for row in rows])
    declined = np.array([row.answer is None for row in rows])
    precision, found, _, _ = precision_recall_fscore_support(
        cannot, declined, average="binary", zero_division=0
    )
    both = len({*cannot.tolist()}) == 2
    doubt = np.clip([-row.worth for row in rows], -_SURE, _SURE)  # nothing found: endlessly
    area = roc_auc_score(cannot, doubt) if both else float("nan")
    return {
        "precision": round(100 * float(precision), 2),
        "recall": round(100 * float(found), 2),
        "auroc": round(float(area), 4),
    }
