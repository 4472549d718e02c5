"""R as a generator: a recurrent network reads [x, m_o1, m_o2] and emits the answer word by word.

p(r | x, m_o1, m_o2) = prod_t p(r_t | r_1..r_(t-1), x, m_o1, m_o2)   [MemNN, sec. 3.1]. The same
network over a plain stream of words is the language model that the paper compares with.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_sequence

Cell = Literal["RNN", "LSTM"]


class State(NamedTuple):
    """What the network has read so far; only an LSTM has a cell."""

    hidden: Float[Tensor, "1 batch n"]
    cell: Float[Tensor, "1 batch n"] | None = None


class Generator(nn.Module):
    """h_t = tanh(W w_t + U h_(t-1) + b), or an LSTM; p(w_(t+1) | w_1..w_t) = softmax(V h_t + c)."""

    def __init__(self, words: int, n: int = 100, cell: Cell = "LSTM") -> None:
        super().__init__()
        self.word = nn.Embedding(words, n)
        self.read: nn.RNNBase = nn.LSTM(n, n) if cell == "LSTM" else nn.RNN(n, n)
        self.next = nn.Linear(n, words)

    def forward(
        self, words: Int[Tensor, "time batch"], state: State | None = None
    ) -> tuple[Float[Tensor, "time batch n"], State]:
        """What is known after each word, and the state after the last."""
        hidden, last = self.read(self.word(words), _for_torch(state))
        return hidden, _from_torch(last)


def given(generator: Generator, texts: Sequence[Tensor]) -> State:
    """The state after each of these texts, word ids of whatever length."""
    packed = pack_sequence([generator.word(text) for text in texts], enforce_sorted=False)
    return _from_torch(generator.read(packed)[1])


def log_likelihood(
    generator: Generator, state: State, answers: Int[Tensor, "batch R"], padding: int
) -> Float[Tensor, " batch"]:
    """sum_t log p(r_t | r_1..r_(t-1), state), padding aside: it takes the place of eq. 8."""
    later, _ = generator(answers.T[:-1], state)
    hidden = torch.cat([state.hidden, later])  # (R, batch, n)
    scores = generator.next(hidden).permute(1, 2, 0)  # (batch, W, R)
    return -functional.cross_entropy(scores, answers, ignore_index=padding, reduction="none").sum(1)


@torch.no_grad()
def emit(generator: Generator, state: State, stop: int, limit: int) -> Int[Tensor, "batch limit"]:
    """The likeliest word, fed back, and so on; from the word `stop` on, `stop` only."""
    words = [generator.next(state.hidden[0]).argmax(1)]
    while len(words) < limit:
        hidden, state = generator(words[-1][None], state)
        best = generator.next(hidden[0]).argmax(1)
        words.append(torch.where(words[-1] == stop, stop, best))
    return torch.stack(words, 1)


def side_by_side(states: Sequence[State]) -> State:
    """Many states as one batch."""
    hidden = torch.cat([state.hidden for state in states], 1)
    cells = [state.cell for state in states if state.cell is not None]
    return State(hidden, torch.cat(cells, 1) if cells else None)


def detached(state: State) -> State:
    """The same state, cut off from what it was computed from."""
    return State(state.hidden.detach(), None if state.cell is None else state.cell.detach())


def _for_torch(state: State | None) -> Tensor | tuple[Tensor, Tensor] | None:
    if state is None or state.cell is not None:
        return state  # type: ignore[return-value]  # two tensors then
    return state.hidden


def _from_torch(last: Tensor | tuple[Tensor, Tensor]) -> State:
    return State(last) if isinstance(last, Tensor) else State(*last)
