import pytest
import torch
from torch import Tensor

from memory.nn import memnn
from memory.nn.memnn import Bank

W, N_DIM, BATCH = 7, 5, 3


def _bags(*shape: int, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 3, (*shape, W), generator=generator).float()


def _u(banks: int = 3, seed: int = 1) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(N_DIM, banks * W + 3, generator=generator)


def test_bag_counts_words_and_ignores_padding() -> None:
    counted = memnn.bag(torch.tensor([[2, 2, 5, 0], [0, 0, 0, 0]]), W)
    assert counted.tolist() == [[0, 0, 2, 0, 0, 1, 0], [0] * 7]


@pytest.mark.parametrize("bank", [Bank.CANDIDATE, Bank.INPUT, Bank.SUPPORT])
def test_embed_is_u_times_phi(bank: Bank) -> None:
    u, bags = _u(), _bags(BATCH)
    whole = torch.stack([u @ row for row in memnn.phi(bags, bank, u.shape[1])])
    torch.testing.assert_close(memnn.embed(u, bags, bank), whole)


def test_eq_5_score_matches_the_double_sum() -> None:
    u, x, y = _u(), _bags(BATCH), _bags(BATCH, seed=2)
    phi_x = memnn.phi(x, Bank.INPUT, u.shape[1])
    phi_y = memnn.phi(y, Bank.CANDIDATE, u.shape[1])
    for b in range(BATCH):
        expected = sum(
            float(phi_x[b, i] * phi_y[b, j] * (u[:, i] @ u[:, j]))
            for i in range(u.shape[1])
            for j in range(u.shape[1])
        )
        assert memnn.score(u, phi_x, phi_y)[b].item() == pytest.approx(expected, rel=1e-4)


def test_eq_3_score_of_a_list_is_the_sum_of_its_parts_in_different_banks() -> None:
    u, x, m, y = _u(), _bags(BATCH), _bags(BATCH, seed=2), _bags(BATCH, seed=3)
    features = u.shape[1]
    phi_y = memnn.phi(y, Bank.CANDIDATE, features)
    parts = memnn.score(u, memnn.phi(x, Bank.INPUT, features), phi_y)
    parts = parts + memnn.score(u, memnn.phi(m, Bank.SUPPORT, features), phi_y)
    whole = (memnn.query(u, x, [m]) * memnn.embed(u, y, Bank.CANDIDATE)).sum(-1)
    torch.testing.assert_close(whole, parts)


def test_eq_2_looks_only_at_memories_written_so_far() -> None:
    scores = torch.tensor([[1.0, 2.0, 9.0, 9.0], [4.0, 1.0, 2.0, 3.0]])
    assert memnn.best(scores, torch.tensor([2, 4])).tolist() == [1, 0]


def test_eq_4_never_answers_with_padding() -> None:
    words = torch.tensor([[9.0, 9.0], [1.0, 0.0], [0.0, 1.0]])
    assert memnn.respond(torch.tensor([[1.0, 2.0], [3.0, 0.0]]), words).tolist() == [2, 1]


def test_time_features_say_who_is_older() -> None:
    bits = memnn.time_features(torch.tensor([5, 1]), torch.tensor([2, 2]), torch.tensor([3, 1]))
    assert bits.tolist() == [[0, 0, 1], [1, 0, 0]]


def test_eq_10_without_time_is_a_difference_of_eq_5() -> None:
    u, x = _u(), _bags(BATCH)
    y, y2 = _bags(BATCH, seed=2), _bags(BATCH, seed=3)
    phi_x = memnn.phi(x, Bank.INPUT, u.shape[1])
    expected = memnn.score(u, phi_x, memnn.phi(y, Bank.CANDIDATE, u.shape[1]))
    expected = expected - memnn.score(u, phi_x, memnn.phi(y2, Bank.CANDIDATE, u.shape[1]))
    m, m2 = memnn.embed(u, y, Bank.CANDIDATE), memnn.embed(u, y2, Bank.CANDIDATE)
    pair = memnn.score_pair(phi_x @ u.T, m, m2, torch.zeros(BATCH, N_DIM))
    torch.testing.assert_close(pair, expected, rtol=1e-4, atol=1e-4)


def test_eq_10_time_weighs_by_the_query() -> None:
    u, x, y = _u(), _bags(BATCH), _bags(BATCH, seed=2)
    bits = torch.tensor([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    q, m = memnn.query(u, x, []), memnn.embed(u, y, Bank.CANDIDATE)
    got = memnn.score_pair(q, m, m, memnn.embed_time(u, bits))
    for b in range(BATCH):
        expected = sum(float(bits[b, i] * (q[b] @ u[:, 3 * W + i])) for i in range(3))
        assert got[b].item() == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("order", ["oldest first", "newest first"])
def test_algorithm_1_without_time_is_the_argmax(order: memnn.Order) -> None:
    scores = [0.3, 2.0, -1.0, 1.9]
    assert memnn.scan(4, lambda i, t: scores[i] > scores[t], order) == 1


@pytest.mark.parametrize("order", ["oldest first", "newest first"])
@pytest.mark.parametrize("seed", range(5))
def test_scan_batch_is_algorithm_1_question_by_question(order: memnn.Order, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    batch, count = 4, 11
    match = torch.randn(batch, count, generator=generator)
    time = torch.randn(batch, 3, generator=generator)
    written, length = torch.tensor([11, 2, 5, 0]), torch.tensor([11, 7, 6, 1])
    got = memnn.scan_batch(match, time, written, length, order)
    for b in range(batch):

        def prefers(i: int, t: int, b: int = b) -> bool:
            bits = memnn.time_features(written[b], torch.tensor(i), torch.tensor(t))
            return float(match[b, i] - match[b, t] + bits @ time[b]) > 0

        assert got[b].item() == memnn.scan(int(length[b]), prefers, order)


def test_oldest_first_no_time_feature_of_a_fresh_question_ever_fires() -> None:
    """Then recency cannot be preferred: of two equal matches the older one survives."""
    match, time = torch.zeros(1, 4), torch.tensor([[0.0, 0.0, -1.0]])
    written, length = torch.tensor([9]), torch.tensor([4])
    assert memnn.scan_batch(match, time, written, length, "oldest first").item() == 0
    assert memnn.scan_batch(match, -time, written, length, "newest first").item() == 0
    assert memnn.scan_batch(match, time, written, length, "newest first").item() == 3
