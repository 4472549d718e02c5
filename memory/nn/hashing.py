"""Scoring only the memories that share a bucket with the input   [MemNN, sec. 3.3]."""

from collections.abc import Iterable, Mapping, Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor


class Buckets:
    """Memories by bucket; a sentence lies in the buckets of all its words."""

    def __init__(self, bucket: Mapping[int, int]) -> None:
        self._bucket = bucket  # word -> bucket; a word that is missing opens none
        self._members: dict[int, list[int]] = {}

    def write(self, slot: int, words: Iterable[int]) -> None:
        """File a memory under the buckets of its words."""
        for key in self._keys(words):
            self._members.setdefault(key, []).append(slot)

    def candidates(self, words: Iterable[int]) -> list[int]:
        """Slots that share a bucket with these words, each once, in order of writing."""
        found: set[int] = set()
        for key in self._keys(words):
            found.update(self._members.get(key, ()))
        return sorted(found)

    def _keys(self, words: Iterable[int]) -> set[int]:
        return {self._bucket[word] for word in words if word in self._bucket}


def word_hash(words: Iterable[int]) -> dict[int, int]:
    """One bucket per word of the dictionary   [sec. 3.3 (i)]."""
    return {word: word for word in words}


def cluster_hash(
    vectors: Float[Tensor, "W n"], words: Sequence[int], buckets: int, seed: int
) -> dict[int, int]:
    """One bucket per cluster of word vectors (U_O)_i   [sec. 3.3 (ii)]."""
    labels = kmeans(vectors[list(words)], min(buckets, len(words)), seed)
    return dict(zip(words, labels.tolist(), strict=True))


def kmeans(
    points: Float[Tensor, "P n"], clusters: int, seed: int, rounds: int = 50
) -> Int[Tensor, " P"]:
    """Cluster of each point, by Lloyd's rounds from spread-out starts."""
    centres = _spread(points, clusters, torch.Generator().manual_seed(seed))
    labels = torch.full((len(points),), -1)
    for _ in range(rounds):
        nearest = torch.cdist(points, centres).argmin(1)
        if torch.equal(nearest, labels):
            break
        labels = nearest
        for k in sorted(set(labels.tolist())):  # an empty cluster keeps its centre
            centres[k] = points[labels == k].mean(0)
    return labels


def _spread(
    points: Float[Tensor, "P n"], clusters: int, generator: torch.Generator
) -> Float[Tensor, "K n"]:
    """Start each centre far from those before it (k-means++)."""
    chosen = [int(torch.randint(len(points), (1,), generator=generator))]
    while len(chosen) < clusters:
        gap = torch.cdist(points, points[chosen]).amin(1).square()
        gap = gap + 1e-12  # when all points coincide, any will do
        gap[chosen] = 0
        chosen.append(int(torch.multinomial(gap, 1, generator=generator)))
    return points[chosen].clone()
