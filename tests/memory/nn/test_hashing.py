import numpy as np
import pytest
import torch

from memory.nn.hashing import (
    NO_BUCKET,
    Buckets,
    cluster_hash,
    rare_words,
    scan_candidates,
    word_hash,
)
from memory.nn.memnn import scan_batch

MEMORIES = np.array([[1, 2, 0], [3, 0, 0], [2, 2, 4], [0, 0, 0]])


def test_word_hash_finds_exactly_the_memories_that_share_a_word() -> None:
    buckets = Buckets(word_hash([1, 2, 3, 4], size=10), MEMORIES)
    assert buckets.candidates([2, 9]).tolist() == [0, 2]
    assert buckets.candidates([4, 1, 3]).tolist() == [0, 1, 2]
    assert buckets.candidates([9]).tolist() == []
    assert buckets.candidates([]).tolist() == []


def test_a_word_without_a_bucket_finds_nothing() -> None:
    buckets = Buckets(word_hash([1, 3], size=10), MEMORIES)
    assert buckets.candidates([2]).tolist() == []
    assert buckets.candidates([2, 1]).tolist() == [0]


def test_no_memory_is_found_where_none_was_written() -> None:
    buckets = Buckets(word_hash([1], size=3), np.zeros((0, 4), dtype=np.int64))
    assert buckets.candidates([1]).tolist() == []


def test_posting_lists_agree_with_a_plain_loop() -> None:
    rng = np.random.default_rng(0)
    memories, bucket = rng.integers(0, 30, (200, 5)), rng.integers(-1, 7, 30)
    buckets = Buckets(bucket, memories)
    for words in rng.integers(0, 30, (20, 3)):
        keys = {bucket[word] for word in words} - {NO_BUCKET}
        wanted = [i for i, row in enumerate(memories) if keys & {bucket[w] for w in row}]
        assert buckets.candidates(words.tolist()).tolist() == wanted


def test_cluster_hash_finds_synonyms_and_still_every_exact_match() -> None:
    vectors = np.array([[0.0, 0], [1, 0], [1.1, 0], [9, 9], [9.1, 9]])
    bucket = cluster_hash(vectors, [1, 2, 3, 4], buckets=2, seed=0)
    assert bucket[1] == bucket[2] != bucket[3] == bucket[4]
    assert bucket[0] == NO_BUCKET
    buckets = Buckets(bucket, np.array([[1], [4]]))
    assert buckets.candidates([2]).tolist() == [0]
    assert buckets.candidates([4]).tolist() == [1]


def test_as_many_clusters_as_words_are_a_word_hash() -> None:
    vectors = np.random.default_rng(0).normal(size=(6, 3))
    bucket = cluster_hash(vectors, [1, 2, 3, 4, 5], buckets=99, seed=0)
    assert len(set(bucket[1:].tolist())) == 5


def test_words_with_one_and_the_same_vector_share_one_bucket() -> None:
    bucket = cluster_hash(np.ones((5, 2)), [0, 1, 2, 3, 4], buckets=3, seed=0)
    assert set(bucket.tolist()) == {0}


def test_rare_words_are_counted_once_a_memory_and_padding_never() -> None:
    assert rare_words(MEMORIES, 6, share=0.25) == [1, 3, 4]
    assert rare_words(MEMORIES, 6, share=0.5) == [1, 2, 3, 4]
    assert rare_words(MEMORIES, 6, share=0.1) == []


@pytest.mark.parametrize("seed", range(20))
def test_leaping_from_winner_to_winner_ends_as_algorithm_1_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 700))
    match = rng.normal(size=count).astype(np.float32)
    time = (rng.normal(size=3) * rng.choice([0.1, 1, 3])).astype(np.float32)
    written = int(rng.integers(0, count + 1))
    wanted = scan_batch(
        torch.tensor(match)[None],
        torch.tensor(time)[None],
        torch.tensor([written]),
        torch.tensor([count]),
    )
    slots = np.arange(count)
    assert scan_candidates(match, slots, time, written) == wanted.item()


def test_the_scan_over_some_candidates_is_the_scan_without_the_others() -> None:
    slots, match = np.array([2, 5, 9]), np.array([3.0, 1.0, 2.0])
    recent = np.array([0.0, 0.0, -2.0])  # an older one must be better by more than 2
    assert scan_candidates(match, slots, recent, written=20) == 9
    assert scan_candidates(np.array([3.5, 1.0, 2.0]), slots, recent * 0.5, written=20) == 2
    assert scan_candidates(match, slots, np.array([-2.0, 2.0, 0]), written=5) == 2
