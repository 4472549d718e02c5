import math

import pytest
import torch
from torch import Tensor, nn

from memory.nn import ntm
from memory.nn.controllers import Controller, LSTMController
from memory.nn.ntm import NTM, Heads, Size

BATCH, SLOTS, WIDTH, HEADS, READS = 2, 7, 3, 5, 3
SMALL = Size(SLOTS, WIDTH, READS, HEADS - READS)


def _random(*shape: int, seed: int = 0) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def _weighting(seed: int = 1, heads: int = HEADS) -> Tensor:
    return (3 * _random(BATCH, heads, SLOTS, seed=seed)).softmax(-1)


def _memory(seed: int = 2) -> Tensor:
    return 2 * _random(BATCH, SLOTS, WIDTH, seed=seed) - 1


def test_eq_2_read_matches_the_sum() -> None:
    m, w = _memory(), _weighting()
    r = ntm.read(m, w)
    for b in range(BATCH):
        for h in range(HEADS):
            expected = sum(w[b, h, i] * m[b, i] for i in range(SLOTS))
            torch.testing.assert_close(r[b, h], expected)


def test_eq_3_4_write_erases_with_every_head_and_then_adds() -> None:
    m, w = _memory(), _weighting()
    erase, add = _random(BATCH, HEADS, WIDTH), _random(BATCH, HEADS, WIDTH, seed=3)
    written = ntm.write(m, w, erase, add)
    for b in range(BATCH):
        for i in range(SLOTS):
            row = m[b, i]
            for h in range(HEADS):
                row = row * (1 - w[b, h, i] * erase[b, h])
            for h in range(HEADS):
                row = row + w[b, h, i] * add[b, h]
            torch.testing.assert_close(written[b, i], row)


def test_eq_6_is_the_cosine() -> None:
    k, m = 2 * _random(BATCH, HEADS, WIDTH) - 1, _memory()
    found = ntm.cosine(k, m)
    for b in range(BATCH):
        for h in range(HEADS):
            for i in range(SLOTS):
                norms = k[b, h].norm() * m[b, i].norm()
                assert found[b, h, i].item() == pytest.approx(
                    float(k[b, h] @ m[b, i] / norms), abs=1e-5
                )


def test_eq_5_content_sharpens_with_beta() -> None:
    match, beta = 2 * _random(BATCH, HEADS, SLOTS) - 1, 9 * _random(BATCH, HEADS, seed=1)
    w = ntm.content(match, beta)
    for b in range(BATCH):
        for h in range(HEADS):
            powers = [math.exp(beta[b, h] * match[b, h, i]) for i in range(SLOTS)]
            expected = torch.tensor([power / sum(powers) for power in powers])
            torch.testing.assert_close(w[b, h], expected)


def test_eq_7_interpolates_between_content_and_the_weighting_before() -> None:
    w_c, w_prev, g = _weighting(), _weighting(seed=4), _random(BATCH, HEADS)
    w = ntm.interpolate(w_c, w_prev, g)
    for b in range(BATCH):
        for h in range(HEADS):
            expected = g[b, h] * w_c[b, h] + (1 - g[b, h]) * w_prev[b, h]
            torch.testing.assert_close(w[b, h], expected)


@pytest.mark.parametrize("shifts", [1, 3, 5])
def test_eq_8_shift_matches_the_double_sum(shifts: int) -> None:
    w, s = _weighting(), _random(BATCH, HEADS, shifts).softmax(-1)
    moved = ntm.shift(w, s)
    by = range(-(shifts // 2), shifts // 2 + 1)
    for b in range(BATCH):
        for h in range(HEADS):
            for i in range(SLOTS):
                expected = sum(
                    w[b, h, j] * s[b, h, place]
                    for j in range(SLOTS)
                    for place, step in enumerate(by)
                    if (i - j - step) % SLOTS == 0
                )
                torch.testing.assert_close(moved[b, h, i], expected)


def test_eq_9_sharpens_to_a_weighting() -> None:
    w, gamma = _weighting(), 1 + 4 * _random(BATCH, HEADS)
    sharp = ntm.sharpen(w, gamma)
    for b in range(BATCH):
        for h in range(HEADS):
            powers = [float(w[b, h, i] ** gamma[b, h]) for i in range(SLOTS)]
            expected = torch.tensor([power / sum(powers) for power in powers])
            torch.testing.assert_close(sharp[b, h], expected)


def test_sharpening_does_not_underflow() -> None:
    even = torch.full((1, 1, 128), 1 / 128)
    torch.testing.assert_close(ntm.sharpen(even, torch.tensor([[50.0]])), even)


def _heads(beta: float, gamma: float) -> Heads:
    reads_and_writes, writes = (BATCH, HEADS), (BATCH, SMALL.writes)
    return Heads(
        k=torch.zeros(*reads_and_writes, WIDTH), beta=torch.full(reads_and_writes, beta),
        g=_random(*reads_and_writes), s=_random(*reads_and_writes, 3).softmax(-1),
        gamma=torch.full(reads_and_writes, gamma),
        erase=_random(*writes, WIDTH), add=torch.zeros(*writes, WIDTH),
    )  # fmt: skip


@pytest.mark.parametrize(("beta", "gamma"), [(0.0, 1.0), (1000.0, 1.0), (0.0, 1000.0), (1e4, 1e4)])
@pytest.mark.parametrize("fill", [0.0, ntm.EMPTY, 1.0])
def test_addressing_has_finite_gradients_over_an_empty_memory(
    beta: float, gamma: float, fill: float
) -> None:
    m = torch.full((BATCH, SLOTS, WIDTH), fill, requires_grad=True)
    w_prev = torch.zeros(BATCH, HEADS, SLOTS)
    w_prev[:, :, 0] = 1
    w_prev.requires_grad_()
    heads = Heads(*(value.requires_grad_() for value in _heads(beta, gamma)))
    w = ntm.address(m, w_prev, heads)
    torch.testing.assert_close(w.sum(-1), torch.ones(BATCH, HEADS))
    w[:, :, 1].sum().backward()
    for value in (m, w_prev, *heads[:5]):
        assert value.grad is not None
        assert value.grad.isfinite().all()


def test_split_gives_every_parameter_its_range() -> None:
    raw = 20 * _random(BATCH, sum(ntm.parts(SMALL))) - 10
    heads = ntm.split(raw, SMALL)
    assert heads.k.shape == (BATCH, HEADS, WIDTH)
    assert heads.erase.shape == heads.add.shape == (BATCH, SMALL.writes, WIDTH)
    assert (heads.beta > 0).all()
    assert (heads.gamma >= 1).all()
    assert ((heads.g > 0) & (heads.g < 1)).all()
    torch.testing.assert_close(heads.s.sum(-1), torch.ones(BATCH, HEADS))


def _ntm(controller: str = "lstm", layers: int = 1) -> NTM:
    torch.manual_seed(0)
    return NTM(4, 6, SMALL, "lstm" if controller == "lstm" else "feedforward", 11, layers)


@pytest.mark.parametrize(("controller", "layers"), [("lstm", 1), ("lstm", 2), ("feedforward", 1)])
def test_a_sequence_in_two_halves_is_the_sequence(controller: str, layers: int) -> None:
    """All that is remembered is in the state: the module keeps nothing."""
    net, inputs = _ntm(controller, layers), _random(9, BATCH, 4)
    whole, _ = net(inputs)
    first, state = net(inputs[:5])
    net(_random(3, BATCH, 4, seed=9))  # somebody else's sequence in between
    second, _ = net(inputs[5:], state)
    torch.testing.assert_close(torch.cat([first, second]), whole)


def test_sequences_of_a_batch_do_not_know_each_other() -> None:
    net, inputs = _ntm(), _random(5, BATCH, 4)
    together, _ = net(inputs)
    for b in range(BATCH):
        alone, _ = net(inputs[:, b : b + 1])
        torch.testing.assert_close(together[:, b : b + 1], alone)


@pytest.mark.parametrize("controller", ["lstm", "feedforward"])
def test_every_parameter_learns(controller: str) -> None:
    net = _ntm(controller)
    net(_random(6, BATCH, 4))[0].square().sum().backward()
    for name, value in net.named_parameters():
        if value.requires_grad:
            assert value.grad is not None, name
            assert value.grad.isfinite().all(), name
            assert value.grad.abs().sum() > 0, name


def test_the_lstm_controller_is_an_lstm() -> None:
    torch.manual_seed(0)
    controller = LSTMController(4, 3, 5)
    reference = nn.LSTMCell(7, 5)
    with torch.no_grad():  # torch orders the gates i, f, g, o
        order = torch.cat([torch.arange(10), torch.arange(15, 20), torch.arange(10, 15)])
        weight = torch.cat([controller.project.weight, controller.first.weight], 1)[order]
        reference.weight_ih.copy_(weight[:, :7])
        reference.weight_hh.copy_(weight[:, 7:])
        reference.bias_ih.copy_(controller.project.bias[order])
        reference.bias_hh.zero_()
    x, r, state = _random(BATCH, 4), _random(BATCH, 3, seed=1), controller.initial(BATCH)
    found = controller(controller.project(x), r, state)
    hidden, cell = reference(torch.cat([x, r], 1), (state.hidden[:, 0], state.cell[:, 0]))
    torch.testing.assert_close(found.hidden[:, 0], hidden)
    torch.testing.assert_close(found.cell[:, 0], cell)


def test_the_feed_forward_controller_remembers_nothing() -> None:
    controller = Controller(4, 3, 5)
    state = controller.initial(BATCH)
    other = type(state)(state.hidden + 1, state.cell + 1)
    x, r = controller.project(_random(BATCH, 4)), _random(BATCH, 3)
    torch.testing.assert_close(controller(x, r, state).hidden, controller(x, r, other).hidden)


def test_an_ntm_learns_one_batch_by_heart() -> None:
    net, inputs = _ntm(), (_random(8, BATCH, 4) > 0.5).float()
    targets = (_random(8, BATCH, 6, seed=5) > 0.5).float()
    optimiser = torch.optim.Adam(net.parameters(), lr=0.02)
    for _ in range(150):
        loss = nn.functional.binary_cross_entropy_with_logits(net(inputs)[0], targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert loss.item() < 0.1


@pytest.mark.parametrize("controller", ["lstm", "feedforward"])
def test_what_a_machine_makes_lies_where_its_weights_are(controller: str) -> None:
    net, inputs = NTM(3, 2, Size(5, 4, 2, 1), controller, 6), torch.rand(4, 2, 3)  # type: ignore[arg-type] # a parameter of the test
    wanted = net(inputs)[0]
    with torch.device("meta"):  # a tensor without a device of its own would come to nothing
        assert net(inputs)[0].equal(wanted)


def test_a_controller_that_remembers_keeps_most_of_an_empty_cell_in_all_its_layers() -> None:
    steering = LSTMController(2, 3, hidden=4, layers=2)
    before = [layer.bias.detach().clone() for layer in (steering.project, *steering.above)]
    steering.remember()
    for layer, old in zip((steering.project, *steering.above), before, strict=True):
        change = (layer.bias.detach() - old).chunk(4)  # input, forget, output, candidate
        assert [float(part.mean()) for part in change] == pytest.approx([0, 1, 0, 0], abs=1e-6)
