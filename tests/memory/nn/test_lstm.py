import itertools

import pytest
import torch
from torch import Tensor

from memory.nn import lstm
from memory.nn.lstm import CopyingReader, StackedLSTM

BATCH, LENGTH, HIDDEN, WORDS = 2, 5, 4, 9


def _random(*shape: int, seed: int = 0) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed)) * 2 - 1


def test_attention_is_the_softmax_over_written_positions() -> None:
    f, g = _random(BATCH, LENGTH, HIDDEN), _random(BATCH, HIDDEN, seed=1)
    written = torch.tensor([[True] * 5, [True, True, False, False, False]])
    s = lstm.attention(f, g, written)
    assert not lstm.attention(f, g, torch.zeros_like(written)).any()
    for b in range(BATCH):
        powers = [float((f[b, i] @ g[b]).exp()) for i in range(LENGTH) if written[b, i]]
        for i, power in enumerate(powers):
            assert s[b, i].item() == pytest.approx(power / sum(powers), rel=1e-5)
        assert not s[b, len(powers) :].any()


def test_attention_sum_adds_all_positions_of_a_word() -> None:
    s, words = _random(BATCH, LENGTH).softmax(1), torch.tensor([[3, 8, 3, 0, 3], [1, 2, 3, 4, 5]])
    found = lstm.attention_sum(s, words, WORDS)
    assert found.shape == (BATCH, WORDS)
    for b, w in itertools.product(range(BATCH), range(WORDS)):
        expected = sum(float(s[b, i]) for i in range(LENGTH) if words[b, i] == w)
        assert found[b, w].item() == pytest.approx(expected, abs=1e-6)


def test_a_mixture_is_weighed_by_p_gen() -> None:
    one, other = _random(BATCH, WORDS).softmax(1), _random(BATCH, WORDS, seed=1).softmax(1)
    mixed = lstm.generate_or_copy(one, other, torch.tensor([1.0, 0.25]))
    torch.testing.assert_close(mixed[0], one[0])
    torch.testing.assert_close(mixed[1], 0.25 * one[1] + 0.75 * other[1])


def test_padding_changes_no_answer() -> None:
    torch.manual_seed(0)
    copying = CopyingReader(WORDS, HIDDEN)
    question = torch.tensor([[2, 0]])
    alone = copying(torch.tensor([[3, 4, 5]]), question[:, :1], WORDS)
    torch.testing.assert_close(copying(torch.tensor([[3, 4, 5, 0]]), question, WORDS), alone)


def test_answers_are_probabilities_and_none_of_them_padding_from_the_story() -> None:
    torch.manual_seed(0)
    net = CopyingReader(WORDS, HIDDEN)
    story = torch.tensor([[3, 12, 5, 0], [0, 0, 0, 0]])  # an empty story too
    answers = net(story, torch.tensor([[4, 2, 0], [4, 2, 3]]), 14)
    torch.testing.assert_close(answers.sum(1), torch.ones(2))
    assert answers[0, 12] > 0
    assert not answers[0, 9:12].any()
    answers[:, 3].log().sum().backward()
    assert all(value.grad is None or value.grad.isfinite().all() for value in net.parameters())


def test_a_name_never_seen_is_answered_from_its_neighbours() -> None:
    """Learns "the word after 2", and answers with words that it never saw."""
    torch.manual_seed(0)
    net = CopyingReader(20, 16)
    generator = torch.Generator().manual_seed(0)
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)

    def draw(low: int, high: int) -> tuple[Tensor, Tensor]:
        story = torch.randint(low, high, (32, 7), generator=generator)
        place = torch.randint(0, 6, (32,), generator=generator)
        story[torch.arange(32), place] = 2
        return story, story[torch.arange(32), place + 1]

    question = torch.full((32, 1), 3)
    for step in range(200):
        story, answer = draw(10, 40) if step % 2 else draw(10, 20)
        loss = -net(story, question, 40)[torch.arange(32), answer].clamp_min(1e-9).log().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    story, answer = draw(20, 40)
    assert (net(story, question, 40).argmax(1) == answer).float().mean() > 0.9


def test_a_stacked_lstm_goes_on_from_its_state() -> None:
    torch.manual_seed(0)
    net, inputs = StackedLSTM(3, 4, 5, 2), _random(6, BATCH, 3)
    whole, _ = net(inputs)
    first, state = net(inputs[:2])
    torch.testing.assert_close(torch.cat([first, net(inputs[2:], state)[0]]), whole)
