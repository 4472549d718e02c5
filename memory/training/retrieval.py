"""Which turns of a chat a question needs: plain rankings, and recall@k."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

import numpy as np
from jaxtyping import Float

from memory.encoder import Encoder
from memory.training.dialogues import Asked, Dialogue, texts
from memory.words import words

Scores = Float[np.ndarray, " turns"]
Rank = Callable[[Asked], Scores]  # the higher, the better
DEPTHS = (1, 5, 10, 25, 50)


def recall(evidence: Sequence[int], ranked: Sequence[int], depth: int) -> float:
    """The share of the evidence among the first `depth`."""
    return len({*evidence} & {*ranked[:depth]}) / len({*evidence})


def order(scores: Scores) -> list[int]:
    """Turns by falling score; of equals the earlier first."""
    found: list[int] = np.argsort(-scores, kind="stable").tolist()
    return found


def baselines(dialogue: Dialogue, encoder: Encoder) -> Mapping[str, Rank]:
    """Recency, MiniLM's cosine, SQLite's full-text index, and these fused."""
    count = len(dialogue.turns)
    asked = {question: row for row, question in enumerate(dialogue.questions)}
    turns = encoder.encode(texts(dialogue.turns)).numpy()
    cosine = encoder.encode([question.text for question in asked]).numpy() @ turns.T
    words_found = full_text(texts(dialogue.turns), [question.text for question in asked])
    near = (np.roll(cosine, 1, 1) + np.roll(cosine, -1, 1)) / 2
    fused = sum(_standard(part) for part in (words_found, cosine, cosine + near))
    return {
        "recency": lambda _: np.arange(count, dtype=float),
        "cosine": lambda question: cosine[asked[question]],
        "FTS5": lambda question: words_found[asked[question]],
        "fusion": lambda question: np.asarray(fused)[asked[question]],
    }


def _standard(scores: Float[np.ndarray, "Q turns"]) -> Float[np.ndarray, "Q turns"]:
    spread = scores.std(1, keepdims=True)
    standard: Float[np.ndarray, "Q turns"] = (scores - scores.mean(1, keepdims=True)) / np.where(
        spread > 0, spread, 1
    )
    return standard


def full_text(
    documents: Sequence[str], queries: Sequence[str]
) -> Float[np.ndarray, "queries documents"]:
    """bm25() of SQLite's FTS5 with Porter stems, turned so that higher is better."""
    scores = np.zeros((len(queries), len(documents)))
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='porter unicode61')")
        rows = enumerate(documents, start=1)
        database.executemany("INSERT INTO t(rowid, text) VALUES (?, ?)", rows)
        for row, query in enumerate(queries):
            wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(query)))
            sql = "SELECT rowid, bm25(t) FROM t WHERE t MATCH ?"
            for rowid, score in database.execute(sql, (wanted,)) if wanted else ():
                scores[row, rowid - 1] = -score
    return scores
