import pytest
import torch

from memory.nn.segmenter import Segmenter, cut, seg


def test_eq_9_matches_the_double_sum() -> None:
    generator = torch.Generator().manual_seed(0)
    w, u = torch.randn(3, generator=generator), torch.randn(3, 5, generator=generator)
    c = torch.tensor([0.0, 2.0, 0.0, 1.0, 1.0])
    expected = sum(float(w[i] * u[i, j] * c[j]) for i in range(3) for j in range(5))
    assert seg(w, u, c).item() == pytest.approx(expected, rel=1e-4)


def test_cut_closes_a_segment_each_time_the_margin_is_passed() -> None:
    worth = [0.0, -0.5, 0.2, 1.0, 0.04]
    assert cut(worth, [1, 2, 3, 3, 1, 3, 2, 2], gamma=0.1) == [3, 4, 6, 7, 8]
    assert cut(worth, [4, 4, 4, 4], gamma=0.1) == [3]
    assert cut(worth, [], gamma=0.1) == []
    assert cut(worth, [1, 1], gamma=0.1) == []


def test_a_segments_score_is_the_sum_of_its_words_scores() -> None:
    torch.manual_seed(0)
    segmenter = Segmenter(words=5, n=3)
    worth = segmenter(torch.eye(5))
    segment = torch.tensor([1.0, 0.0, 2.0, 0.0, 1.0])
    torch.testing.assert_close(segmenter(segment), (worth * segment).sum())
