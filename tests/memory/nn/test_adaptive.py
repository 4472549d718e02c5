import math

import torch
from torch import Tensor

from memory.nn import memnn
from memory.nn.adaptive import Adaptive, Bags, embed, follow, ngrams, scan


def test_ngrams_are_all_runs_up_to_the_longest() -> None:
    assert ngrams("a b c d".split(), 3) == [
        ("a",), ("b",), ("c",), ("d",), ("a", "b"), ("b", "c"), ("c", "d"),
        ("a", "b", "c"), ("b", "c", "d"),
    ]  # fmt: skip
    assert ngrams(["a"], 3) == [("a",)]
    assert ngrams([], 3) == []


def test_nl_matches_the_plain_loop() -> None:
    x, matrix = torch.randn(2, 3), torch.randn(3, 3)
    out = embed(x, matrix)
    for b in range(2):
        for i in range(3):
            total = sum(matrix[i, j].item() * math.tanh(x[b, j].item()) for j in range(3))
            assert math.isclose(out[b, i].item(), math.tanh(total), abs_tol=1e-6)
    assert embed(x, None) is x
    assert embed(torch.zeros(1, 3), matrix).abs().sum() == 0


def test_bags_sum_the_columns_of_their_bank_and_skip_padding() -> None:
    bags = Bags(5, 4, banks=2)
    out = bags(torch.tensor([[1, 3, 3], [2, 0, 0], [0, 0, 0]]), 1)
    torch.testing.assert_close(out[0], bags.U[1, 1] + 2 * bags.U[1, 3])
    torch.testing.assert_close(out[1], bags.U[1, 2])
    assert out[2].abs().sum() == 0
    torch.testing.assert_close(bags(torch.tensor([[1]]), 5)[0], bags.U[1, 1])  # past the last


def test_without_nl_a_pair_is_scored_as_in_eq_10() -> None:
    network = Adaptive(5, 4, 2, 6, nonlinear=False)
    query, y, y2 = torch.randn(3, 2, 6)
    bits = torch.tensor([[1.0, 0, 1], [0, 1, 0]])
    expected = memnn.score_pair(query, y, y2, bits @ network.time)
    torch.testing.assert_close(network.prefers(query, y, y2, bits), expected)


def test_with_nl_a_pair_is_scored_between_embeddings() -> None:
    network = Adaptive(5, 4, 2, 6, nonlinear=True)
    query, y, y2 = torch.randn(3, 2, 6)
    bits = torch.tensor([[1.0, 0, 1], [0, 1, 0]])
    assert network.W is not None
    found = network.prefers(query, y, y2, bits)
    for b in range(2):
        inner = torch.tanh(y[b] - y2[b] + bits[b] @ network.time)
        expected = query[b] @ torch.tanh(network.W[0] @ inner)
        torch.testing.assert_close(found[b], expected)


def test_scan_leaves_what_algorithm_1_leaves() -> None:
    wins = torch.rand(3, 7, 7) - 0.8
    wins[2, 4:, 3] = 1  # not written yet, or it would win
    length = torch.tensor([7, 1, 4])

    def prefers(y: Tensor, y2: Tensor) -> Tensor:
        return wins[torch.arange(3), y, y2]

    found = scan(prefers, length)
    for b, count in enumerate(length.tolist()):

        def beats(i: int, j: int, b: int = b) -> bool:
            return bool(wins[b, i, j] > 0)

        assert found[b] == memnn.scan(count, beats, "newest first")


def test_am_hops_until_the_stop_each_row_for_itself() -> None:
    plan = torch.tensor([[3, 4, 0, 0], [0, 0, 0, 0], [2, 0, 5, 0]])  # 0 is the stop

    def choose(chain: Tensor) -> Tensor:
        return plan[:, chain.shape[1]]

    assert follow(choose, 3, stop=0).tolist() == [[3, 4], [-1, -1], [2, -1]]
    assert follow(choose, 3, stop=None, cap=2).tolist() == [[3, 4], [0, 0], [2, 0]]


def test_am_ends_after_ten_hops() -> None:
    def one(chain: Tensor) -> Tensor:
        return torch.ones(len(chain), dtype=torch.long)

    assert follow(one, 2, stop=0).shape == (2, 10)
