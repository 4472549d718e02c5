"""Evaluation on long chats: what is retrieved, what is answered, what is declined, how fast."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import mean, median
from typing import Any

import numpy as np
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

from memory.lineup import MEMNN
from memory.settings import NetworkSettings
from memory.training.answers import exact, locomo_f1
from memory.training.dialogues import ADVERSARIAL, Dialogue
from memory.training.hearing import Answered, hear, listening
from memory.training.retrieval import DEPTHS, baselines, order, recall
from memory.wordwise_responder import READS
from memory.worker import Worker

_SURE = 1e6


async def evaluate(
    dialogues: Sequence[Dialogue],
    worker: Worker,
    settings: NetworkSettings,
    *,
    responder: str = MEMNN,
) -> dict[str, Any]:
    """Figures of the bot's own network over all chats, beside plain rankings."""
    judged, plain = list[Answered](), defaultdict[str, list[Answered]](list)
    for dialogue in dialogues:
        async with listening(worker, settings, [responder]) as network:
            heard = await hear(network, dialogue)
            for one in dialogue.questions[:1]:
                await heard.answer(one)  # what is read once is not timed
            judged += [await heard.answer(one, ranked=DEPTHS[-1]) for one in dialogue.questions]
        encoder = await worker.encoder()
        for name, rank in baselines(dialogue, encoder).items():
            for asked in dialogue.questions:
                ranked = order(rank(asked))
                first = dialogue.turns[ranked[0]].text if ranked else None
                plain[name].append(Answered(asked, ranked, first, 1.0, 0.0))
    unmatched = [id_ for dialogue in dialogues for id_ in dialogue.unmatched]
    return {
        **summary(judged),
        "ms_per_question": round(median(item.milliseconds for item in judged), 2),
        "by_category": {
            str(category): summary([item for item in judged if item.asked.category == category])
            for category in sorted({item.asked.category for item in judged})
        },
        "never declining": by_evidence(outspoken(judged)),
        "abstention": abstention(judged),
        "baselines": {name: summary(rows) for name, rows in plain.items()},
        "unmatched_evidence": unmatched,
    }


def summary(rows: Sequence[Answered]) -> dict[str, Any]:
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


def outspoken(rows: Sequence[Answered]) -> list[Answered]:
    """The questions that have an answer, and what is said when none is declined."""
    asked = (row for row in rows if row.asked.category != ADVERSARIAL)
    return [replace(row, answer=row.found) for row in asked]


def by_evidence(rows: Sequence[Answered]) -> dict[str, Any]:
    """The figures, and those where some of the evidence was among the messages that R reads."""
    parts: dict[str, list[Answered]] = {"read": [], "not read": []}
    for row in rows:
        if row.asked.evidence:
            read = recall(row.asked.evidence, row.ranked, READS) > 0
            parts["read" if read else "not read"].append(row)
    return {"all": summary(rows), **{name: summary(part) for name, part in parts.items()}}


def _exactly(row: Answered) -> bool:
    if row.asked.category == ADVERSARIAL or row.answer is None:
        return row.asked.category == ADVERSARIAL and row.answer is None
    return exact(row.answer, row.asked.answer)


def _percent(shares: Any) -> float:  # noqa: ANN401 any numbers
    return round(100 * mean([*map(float, shares)] or [0.0]), 2)


def abstention(rows: Sequence[Answered]) -> dict[str, float]:
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
