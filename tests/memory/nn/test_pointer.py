import itertools

import pytest
import torch
from torch import Tensor

from memory.nn import pointer
from memory.nn.pointer import END, PADDING, Pointer, Rule

BATCH, POINTS, HIDDEN, TIME = 2, 5, 7, 3


def _random(*shape: int, seed: int = 0) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed)) * 2 - 1


def _net(kind: pointer.Kind = "pointer", seed: int = 0) -> Pointer:
    torch.manual_seed(seed)
    net = Pointer(2, HIDDEN, kind, POINTS + 1)
    with torch.no_grad():
        for value in net.parameters():
            value.mul_(10)
    return net


def test_eq_3_pointing_matches_a_plain_loop() -> None:
    e, d, v = _random(BATCH, POINTS, 4), _random(BATCH, TIME, 6, seed=1), _random(HIDDEN, seed=2)
    w1, w2 = _random(HIDDEN, 4, seed=3), _random(HIDDEN, 6, seed=4)
    u = pointer.point(e @ w1.T, d @ w2.T, v)
    assert u.shape == (BATCH, TIME, POINTS)
    for b, i, j in itertools.product(range(BATCH), range(TIME), range(POINTS)):
        expected = v @ torch.tanh(w1 @ e[b, j] + w2 @ d[b, i])
        torch.testing.assert_close(u[b, i, j], expected)


def test_eq_2_blends_by_the_softmax() -> None:
    u, e = _random(BATCH, TIME, POINTS), _random(BATCH, POINTS, HIDDEN, seed=1)
    blended = pointer.blend(u, e)
    for b, i in itertools.product(range(BATCH), range(TIME)):
        powers = u[b, i].exp()
        expected = sum(powers[j] / powers.sum() * e[b, j] for j in range(POINTS))
        torch.testing.assert_close(blended[b, i], expected)


@pytest.mark.parametrize("kind", ["pointer", "attention", "lstm"])
def test_scores_are_fed_the_right_choices_one_step_late(kind: pointer.Kind) -> None:
    net, points = _net(kind), _random(BATCH, POINTS, 2)
    targets = torch.tensor([[2, 4, 1, END], [3, 1, END, PADDING]])
    whole = net(points, targets)
    assert whole.shape == (BATCH, 4, POINTS + 1)
    encoded = net.read(points)
    state, fed = encoded.state, net.start.expand(BATCH, 1, -1)
    for step in range(3):  # one at a time
        d, state = net.decode(fed, state)
        torch.testing.assert_close(net.scores(encoded, d)[:, 0], whole[:, step])
        fed = points[torch.arange(BATCH), targets[:, step].clamp_min(1) - 1][:, None]


def test_a_pointer_network_takes_any_number_of_points() -> None:
    net = _net()
    for count in (1, 4, 9):
        assert net(_random(BATCH, count, 2), torch.ones(BATCH, 2).long()).shape[2] == count + 1


@pytest.mark.parametrize("kind", ["pointer", "attention", "lstm"])
def test_gradients_are_finite_when_all_points_coincide(kind: pointer.Kind) -> None:
    net = _net(kind)
    net(torch.zeros(BATCH, POINTS, 2), torch.ones(BATCH, 4).long()).square().sum().backward()
    for name, value in net.named_parameters():
        assert value.grad is None or value.grad.isfinite().all(), name


def _worth(net: Pointer, points: Tensor, output: tuple[int, ...], rule: Rule) -> float:
    """How likely an output is, as log p; what the rule forbids is not."""
    scores = net(points, torch.tensor([output])).log_softmax(-1)[0].detach()
    total = 0.0
    for step, place in enumerate(output):
        so_far = torch.tensor([output[:step]], dtype=torch.long)
        if not rule(so_far, points.shape[1])[0, place]:
            return -torch.inf
        total += float(scores[step, place])
    return total


def _all_outputs(count: int) -> list[tuple[int, ...]]:
    numbers = range(1, count + 1)
    return [
        (*order, END)
        for size in range(1, count + 1)
        for order in itertools.permutations(numbers, size)
    ]


@pytest.mark.parametrize("rule", [pointer.polygon, pointer.tour], ids=["polygon", "tour"])
def test_a_wide_beam_finds_the_likeliest_valid_output(rule: Rule) -> None:
    net, points = _net(seed=3), _random(1, 4, 2)
    best = max(_all_outputs(4), key=lambda output: _worth(net, points, output, rule))
    found = pointer.search(net, points, rule, 100, 5)[0].tolist()
    assert tuple(found[: len(best)]) == best
    assert not any(found[len(best) :])


@pytest.mark.parametrize("width", [1, 4])
def test_a_search_in_a_batch_is_the_search_alone(width: int) -> None:
    net, points = _net(), _random(3, POINTS, 2)
    together = pointer.search(net, points, pointer.tour, width, POINTS + 1)
    for b in range(3):
        alone = pointer.search(net, points[b : b + 1], pointer.tour, width, POINTS + 1)
        assert together[b].tolist() == alone[0].tolist()


def test_tours_are_tours_even_untrained() -> None:
    for seed in range(5):
        found = pointer.search(_net(seed=seed), _random(4, POINTS, 2), pointer.tour, 2, POINTS + 1)
        for row in found.tolist():
            assert row[0] == 1
            assert sorted(row[:-1]) == [1, 2, 3, 4, 5]
            assert row[-1] == END


def test_hulls_repeat_no_point_and_have_three() -> None:
    for seed in range(5):
        net, points = _net(seed=seed), _random(4, POINTS, 2)
        for row in pointer.search(net, points, pointer.polygon, 2, POINTS + 1).tolist():
            corners = [place for place in row if place]
            assert len(set(corners)) == len(corners) >= 3


def test_triangulations_are_rising_triples() -> None:
    for seed in range(5):
        net, points = _net(seed=seed), _random(4, POINTS, 2)
        for row in pointer.search(net, points, pointer.triangles, 2, 16).tolist():
            said = [place for place in row if place]
            assert len(said) % 3 == 0
            assert said
            for at in range(0, len(said), 3):
                assert said[at] < said[at + 1] < said[at + 2]


@pytest.mark.parametrize("rule", [pointer.polygon, pointer.tour, pointer.triangles])
def test_what_a_search_makes_lies_where_the_points_are(rule: Rule) -> None:
    net, points = _net(), _random(3, POINTS, 2)
    wanted = pointer.search(net, points, rule, 2, 16)
    with torch.device("meta"):  # a tensor without a device of its own would come to nothing
        assert pointer.search(net, points, rule, 2, 16).equal(wanted)


def test_weights_begin_orthogonal_from_state_to_state_and_forget_little() -> None:
    net = Pointer(2, HIDDEN)
    for lstm in (net.encode, net.decode):
        values = dict(lstm.named_parameters())
        for gate in values["weight_hh_l0"].chunk(4):
            torch.testing.assert_close(gate @ gate.T, torch.eye(HIDDEN), atol=1e-5, rtol=0)
        _, forget, *_ = values["bias_ih_l0"].chunk(4)
        assert (forget > 1 - (3 / (4 * HIDDEN)) ** 0.5).all()
    assert not net.v.allclose(Pointer(2, HIDDEN).v)
