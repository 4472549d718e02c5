"""The LSTMs that memory networks and NTMs are compared with; one can answer with words never seen.

Word 0 is padding.
"""

import math

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

LSTMState = tuple[Tensor, Tensor]
UNSEEN = 1  # the embedding of every word that training did not show


def begin(net: nn.Module) -> None:
    """Weights to start from: Glorot's, orthogonal from state to state; LSTMs that forget little.

    From PyTorch's own, or U[-0.08, 0.08] [PtrNet, sec. 4.1], small networks hardly move at first.
    """
    for name, value in net.named_parameters():
        if value.dim() == 1:
            bound = math.sqrt(3 / len(value))  # a length of about 1
            nn.init.uniform_(value, -bound, bound)
        elif name.rpartition(".")[2].startswith("weight_hh"):
            for gate in value.data.chunk(4):
                nn.init.orthogonal_(gate)
        else:
            nn.init.xavier_uniform_(value)
        if name.rpartition(".")[2].startswith("bias_ih"):
            value.data[len(value) // 4 : len(value) // 2] += 1.0  # gates: input, forget, ...


class StackedLSTM(nn.Module):
    """A sequence of vectors in, one of logits out: the baseline of NTM, sec. 4."""

    def __init__(self, inputs: int, outputs: int, hidden: int = 256, layers: int = 3) -> None:
        super().__init__()
        self.read = nn.LSTM(inputs, hidden, layers)
        self.answer = nn.Linear(hidden, outputs)
        begin(self)

    def forward(
        self, inputs: Float[Tensor, "time batch inputs"], state: LSTMState | None = None
    ) -> tuple[Float[Tensor, "time batch outputs"], LSTMState]:
        """Logits after each input, and the last state."""
        hidden, state = self.read(inputs, state)
        return self.answer(hidden), state


def attention(
    f: Float[Tensor, "batch L H"], g: Float[Tensor, "batch H"], written: Bool[Tensor, "batch L"]
) -> Float[Tensor, "batch L"]:
    """s_i = exp(f_i . g) / sum_j exp(f_j . g), over the positions written   [ASReader, eq. 1].

    Where nothing is written, nothing is attended to.
    """
    scores = (f @ g[:, :, None])[..., 0]  # (batch, L)
    lowest = torch.finfo(scores.dtype).min  # infinity would leave an empty story without a number
    return scores.masked_fill(~written, lowest).softmax(1) * written


def attention_sum(
    s: Float[Tensor, "batch L"], words: Int[Tensor, "batch L"], size: int
) -> Float[Tensor, "batch size"]:
    """P(w | q, d) = sum of s_i over all positions i of w   [ASReader, eq. 2]."""
    return s.new_zeros(len(s), size).scatter_add(1, words, s)


def generate_or_copy(
    generated: Float[Tensor, "batch size"],
    copied: Float[Tensor, "batch size"],
    p_gen: Float[Tensor, " batch"],
) -> Float[Tensor, "batch size"]:
    """P(w) = p_gen P_vocab(w) + (1 - p_gen) sum of s_i over positions of w   [PtrGen, eq. 9]."""
    return p_gen[:, None] * generated + (1 - p_gen[:, None]) * copied


class CopyingReader(nn.Module):
    """Answers from a dictionary or from the story itself, so also with words it never saw.

    Words from `known` on share one embedding; what they are shows in their neighbours alone.
    """

    def __init__(self, known: int, hidden: int = 100) -> None:
        super().__init__()
        self.known = known
        self.word = nn.Embedding(known, hidden, padding_idx=0)
        self.story = nn.LSTM(hidden, hidden, batch_first=True, bidirectional=True)
        self.question = nn.LSTM(hidden, hidden, batch_first=True, bidirectional=True)
        self.answer = nn.Linear(2 * hidden, known)
        self.choose = nn.Linear(2 * hidden, 1)

    def forward(
        self, story: Int[Tensor, "batch L"], question: Int[Tensor, "batch Q"], size: int
    ) -> Float[Tensor, "batch size"]:
        """Probabilities of the words 0 to size - 1, those never seen among them."""
        s, read = self.attend(story, question)
        generated = nn.functional.pad(self.answer(read).softmax(1), (0, size - self.known))
        copied = attention_sum(s, story, size)
        p_gen = self.choose(read)[:, 0].sigmoid().where((story != 0).any(1), 1.0)
        return generate_or_copy(generated, copied, p_gen)

    def attend(
        self, story: Int[Tensor, "batch L"], question: Int[Tensor, "batch Q"]
    ) -> tuple[Float[Tensor, "batch L"], Float[Tensor, "batch HH"]]:
        """Where the question looks, and the question with what it found there."""
        f, _ = self._read(self.story, story)
        _, g = self._read(self.question, question)
        s = attention(f, g, story != 0)
        return s, g + (s[:, None] @ f)[:, 0]

    def _read(
        self, lstm: nn.LSTM, words: Int[Tensor, "batch L"]
    ) -> tuple[Float[Tensor, "batch L HH"], Float[Tensor, "batch HH"]]:
        """States at every word, and the last ones of both directions."""
        vectors = self.word(words.where(words < self.known, UNSEEN))
        states, (last, _) = lstm(packed(vectors, words))
        whole, _ = pad_packed_sequence(states, batch_first=True, total_length=words.shape[1])
        return whole, last.transpose(0, 1).flatten(1)


def packed(vectors: Float[Tensor, "batch L H"], words: Int[Tensor, "batch L"]) -> PackedSequence:
    """Without the padding at the end, so that the last state is that of the last word."""
    length = (words != 0).sum(1).clamp_min(1).cpu()
    return pack_padded_sequence(vectors, length, batch_first=True, enforce_sorted=False)
