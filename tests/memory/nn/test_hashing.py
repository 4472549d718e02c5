import torch

from memory.nn.hashing import Buckets, cluster_hash, kmeans, word_hash


def test_word_hash_finds_exactly_the_memories_that_share_a_word() -> None:
    buckets = Buckets(word_hash([1, 2, 3, 4]))
    for slot, words in enumerate([[1, 2], [3], [2, 2, 4], []]):
        buckets.write(slot, words)
    assert buckets.candidates([2, 9]) == [0, 2]
    assert buckets.candidates([9]) == []
    assert buckets.candidates([]) == []


def test_cluster_hash_finds_synonyms_and_still_every_exact_match() -> None:
    vectors = torch.tensor([[0.0, 0], [1, 0], [1.1, 0], [9, 9], [9.1, 9]])
    buckets = Buckets(cluster_hash(vectors, [1, 2, 3, 4], buckets=2, seed=0))
    buckets.write(0, [1])
    buckets.write(1, [4])
    assert buckets.candidates([2]) == [0]
    assert buckets.candidates([4]) == [1]


def test_kmeans_is_a_fixed_point_of_lloyds_round() -> None:
    points = torch.randn(40, 3, generator=torch.Generator().manual_seed(0))
    labels = kmeans(points, 4, seed=1)
    centres = torch.stack([points[labels == k].mean(0) for k in range(4)])
    assert torch.equal(torch.cdist(points, centres).argmin(1), labels)


def test_kmeans_of_equal_points_is_finite() -> None:
    assert kmeans(torch.ones(5, 2), 3, seed=0).shape == (5,)
