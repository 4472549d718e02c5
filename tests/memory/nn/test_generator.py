import math

import pytest
import torch
from torch import Tensor

from memory.nn.generator import (
    Cell,
    Generator,
    State,
    detached,
    emit,
    given,
    log_likelihood,
    side_by_side,
)

CELLS: tuple[Cell, ...] = ("RNN", "LSTM")
STOP = 2


def _generator(cell: Cell, words: int = 7, n: int = 5) -> Generator:
    torch.manual_seed(0)
    return Generator(words, n, cell)


def _weights(generator: Generator) -> tuple[Tensor, Tensor, Tensor]:
    read = generator.read
    bias = read.bias_ih_l0 + read.bias_hh_l0  # type: ignore[operator]  # torch names them at run time
    return read.weight_ih_l0, read.weight_hh_l0, bias  # type: ignore[return-value]  # likewise


def _loop(generator: Generator, cell: Cell, text: list[int]) -> tuple[Tensor, Tensor]:
    on_word, on_state, bias = _weights(generator)
    h = c = torch.zeros(generator.word.embedding_dim)
    for word in text:
        inner = on_word @ generator.word.weight[word] + on_state @ h + bias
        if cell == "RNN":
            h = torch.tanh(inner)
            continue
        i, f, g, o = inner.chunk(4)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
    return h, c


@pytest.mark.parametrize("cell", CELLS)
def test_texts_of_several_lengths_are_read_as_a_plain_loop_reads_each(cell: Cell) -> None:
    generator, texts = _generator(cell), [[1, 4], [3], [6, 5, 1, 1]]
    state = given(generator, [torch.tensor(text) for text in texts])
    assert state.hidden.shape == (1, 3, 5)
    for row, text in enumerate(texts):
        hidden, inner = _loop(generator, cell, text)
        torch.testing.assert_close(state.hidden[0, row], hidden)
        if state.cell is not None:
            torch.testing.assert_close(state.cell[0, row], inner)
    assert (state.cell is None) == (cell == "RNN")


@pytest.mark.parametrize("cell", CELLS)
def test_the_likelihood_is_the_product_of_the_words_and_leaves_padding_out(cell: Cell) -> None:
    generator, texts = _generator(cell), [[1, 4], [3]]
    answers = [[5, 2], [4, 1, 2]]
    padded = torch.tensor([[5, 2, 0], [4, 1, 2]])
    state = given(generator, [torch.tensor(text) for text in texts])
    found = log_likelihood(generator, state, padded, padding=0)
    for row, (text, answer) in enumerate(zip(texts, answers, strict=True)):
        total = 0.0
        for t, word in enumerate(answer):
            scores = generator.next(_loop(generator, cell, [*text, *answer[:t]])[0])
            total += math.log(scores.softmax(0)[word].item())
        assert found[row].item() == pytest.approx(total, abs=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_a_generator_emits_the_likeliest_word_each_time_and_nothing_after_the_stop(
    cell: Cell,
) -> None:
    generator, texts = _generator(cell), [[1, 4], [3], [6, 5]]
    said = emit(generator, given(generator, [torch.tensor(t) for t in texts]), STOP, limit=9)
    assert said.shape == (3, 9)
    for text, row in zip(texts, said.tolist(), strict=True):
        ended = False
        for t, word in enumerate(row):
            best = int(generator.next(_loop(generator, cell, [*text, *row[:t]])[0]).argmax())
            assert word == (STOP if ended else best)
            ended = ended or word == STOP


@pytest.mark.parametrize("cell", CELLS)
def test_a_generator_overfits_answers_that_depend_on_the_first_word_read(cell: Cell) -> None:
    generator = _generator(cell, n=16)
    texts = [torch.tensor(text) for text in ([3, 1, 1], [4, 1], [5, 1, 1, 1], [6, 1, 1])]
    answers = torch.tensor([[3, 3, 2, 0], [4, 1, 4, 2], [5, 2, 0, 0], [1, 6, 6, 2]])
    optimiser = torch.optim.Adam(generator.parameters(), lr=0.02)
    for _ in range(100):
        loss = -log_likelihood(generator, given(generator, texts), answers, padding=0).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    said = emit(generator, given(generator, texts), STOP, limit=4)
    assert said.tolist() == [[3, 3, 2, 2], [4, 1, 4, 2], [5, 2, 2, 2], [1, 6, 6, 2]]


def test_after_the_stop_a_generator_that_would_go_on_is_silent() -> None:
    generator = _generator("RNN")
    with torch.no_grad():
        generator.next.weight.zero_()
        generator.next.bias[:] = torch.eye(7)[STOP]
    state = given(generator, [torch.tensor([1])])
    with torch.no_grad():
        first = emit(generator, state, STOP, 4)
        generator.next.bias[:] = torch.eye(7)[3]
        assert emit(generator, state, STOP, 4).tolist() == [[3, 3, 3, 3]]
    assert first.tolist() == [[STOP] * 4]


@pytest.mark.parametrize("cell", CELLS)
def test_reading_in_two_parts_is_reading_in_one(cell: Cell) -> None:
    generator = _generator(cell)
    words = torch.tensor([[1, 2], [3, 4], [5, 6]])
    whole, _ = generator(words)
    first, state = generator(words[:2])
    second, _ = generator(words[2:], detached(state))
    torch.testing.assert_close(torch.cat([first, second]), whole)


def test_states_side_by_side_are_a_batch_in_order() -> None:
    one, two = (State(torch.full((1, b, 3), float(b)), torch.zeros(1, b, 3)) for b in (1, 2))
    both = side_by_side([one, two])
    assert both.hidden[0, :, 0].tolist() == [1, 2, 2]
    assert both.cell is not None
    assert both.cell.shape == (1, 3, 3)
    assert side_by_side([State(one.hidden)]).cell is None
