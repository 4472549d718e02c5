"""Scoring only the memories that share a bucket with the input   [MemNN, sec. 3.3].

Arrays throughout: a posting list of a million slots is one array, not a million objects.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from jaxtyping import Bool, Float, Int
from numpy import ndarray
from sklearn.cluster import KMeans

NO_BUCKET = -1
_LEAP = 256  # memories looked at first for the next winner; four times as many each time after


class Buckets:
    """Memories by bucket; a sentence lies in the buckets of all its words."""

    def __init__(self, bucket: Int[ndarray, " W"], memories: Int[ndarray, "N L"]) -> None:
        """`bucket[w]` is word w's; rows of `memories` are words, in order of writing."""
        self._bucket = bucket
        keys = bucket[memories]
        slots = np.broadcast_to(np.arange(len(memories))[:, None], keys.shape)
        filed = keys != NO_BUCKET
        order = np.argsort(keys[filed], kind="stable")  # within a bucket, by slot
        self._slots = slots[filed][order].astype(np.int32)
        count = int(bucket.max(initial=0)) + 1
        self._starts = np.searchsorted(keys[filed][order], np.arange(count + 1))

    def candidates(self, words: Iterable[int]) -> Int[ndarray, " C"]:
        """Slots that share a bucket with these words, each once, in order of writing."""
        keys = {int(self._bucket[word]) for word in words} - {NO_BUCKET}
        found = [self._slots[self._starts[key] : self._starts[key + 1]] for key in sorted(keys)]
        return np.unique(np.concatenate([np.zeros(0, np.int32), *found]))


def word_hash(words: Sequence[int], size: int) -> Int[ndarray, " W"]:
    """One bucket per word of the dictionary   [sec. 3.3 (i)]."""
    bucket = np.full(size, NO_BUCKET)
    bucket[list(words)] = list(words)
    return bucket


def cluster_hash(
    vectors: Float[ndarray, "W n"], words: Sequence[int], buckets: int, seed: int
) -> Int[ndarray, " W"]:
    """One bucket per cluster of word vectors (U_O)_i, by k-means   [sec. 3.3 (ii)].

    A word shares its own cluster: what has the very word is always scored.
    """
    points = vectors[list(words)]
    clusters = min(buckets, len(np.unique(points, axis=0)))
    bucket = np.full(len(vectors), NO_BUCKET)
    bucket[list(words)] = KMeans(clusters, n_init=1, random_state=seed).fit_predict(points)
    return bucket


def rare_words(memories: Int[ndarray, "N L"], size: int, share: float) -> list[int]:
    """Words in at most this share of all memories: a bucket of "the" would hold them all."""
    ordered = np.sort(memories, 1)
    repeated: Bool[ndarray, "N L"] = np.zeros(ordered.shape, dtype=bool)
    repeated[:, 1:] = ordered[:, 1:] == ordered[:, :-1]
    within = np.bincount(ordered[~repeated], minlength=size)
    within[0] = 0  # padding is no word
    return np.flatnonzero((within > 0) & (within <= share * len(memories))).tolist()


def scan_candidates(
    match: Float[ndarray, " C"], slots: Int[ndarray, " C"], time: Float[ndarray, " 3"], written: int
) -> int:
    """The slot that Algorithm 1 ends with, from the newest candidate to the oldest   [sec. 3.4].

    As `memory.nn.memnn.scan_batch` over these slots alone; it leaps from winner to winner.
    """
    worth = match + (slots > written) * time[0]
    winner = len(slots) - 1
    while (older := _last_above(worth[:winner], _bar(match, slots, time, written, winner))) >= 0:
        winner = older
    return int(slots[winner])


def _bar(
    match: Float[ndarray, " C"],
    slots: Int[ndarray, " C"],
    time: Float[ndarray, " 3"],
    written: int,
    winner: int,
) -> float:
    """What an older candidate must be worth to beat the winner: s_Ot > 0   [eq. 10]."""
    return float(match[winner] - (slots[winner] > written) * time[1] - time[2])


def _last_above(worth: Float[ndarray, " C"], bar: float) -> int:
    """Index of the last value above the bar, or -1."""
    end, size = len(worth), _LEAP
    while end > 0:
        start = max(0, end - size)
        above = np.flatnonzero(worth[start:end] > bar)
        if len(above):
            return start + int(above[-1])
        end, size = start, 4 * size
    return -1
