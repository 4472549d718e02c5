"""Networks that read a story as a stream of words, and say the answer.

Word 0 is padding. The stream reader chooses from a list of answers, the pointer reader from the
words that it read, so also from words that training did not show.
"""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from memory.nn.lstm import UNSEEN, StackedLSTM
from memory.nn.ntm import NTM
from memory.nn.pointer import Pointer

PADDING, STOP = 0, 2


class StreamReader(nn.Module):
    """Embedding, a machine with a state, answer: the LSTM and the NTM of the comparisons.

    The machine's inputs are the embeddings, its outputs the scores of the answers.
    """

    def __init__(self, words: int, width: int, machine: NTM | StackedLSTM, drop: float = 0) -> None:
        super().__init__()
        self.word = nn.Embedding(words, width, padding_idx=PADDING)
        self.machine = machine
        self.drop = nn.Dropout(drop)

    def forward(
        self, words: Int[Tensor, "batch length"], due: tuple[Tensor, Tensor]
    ) -> Float[Tensor, "asked answers"]:
        """Scores of the answers after the words (b, place) that are due; padding comes last."""
        scores, _ = self.machine(self.drop(self.word(words.T)))
        found: Tensor = scores[due[1], due[0]]
        return found


class PointerReader(nn.Module):
    """A Pointer Network over words: each answer word is one that was read, until the end.

    Words from `known` on share one embedding. P(w) is summed over the places of w, as in [ASReader,
    eq. 2]: the labels tell words, not places.
    """

    def __init__(self, known: int, hidden: int = 100, drop: float = 0) -> None:
        super().__init__()
        self.known = known
        self.word = nn.Embedding(known, hidden, padding_idx=PADDING)
        self.pointer = Pointer(hidden, hidden)
        self.drop = nn.Dropout(drop)

    def forward(
        self, words: Int[Tensor, "batch n"], said: Int[Tensor, "batch T"], size: int
    ) -> Float[Tensor, "batch T+1 size"]:
        """Probabilities of the words 0 to size - 1 after each word said; STOP ends the answer.

        Padding comes first in `words`, so that the encoder ends with the question.
        """
        s = self.attend(words, said)
        places = torch.cat([torch.full_like(words[:, :1], STOP), words], 1)[:, None]
        return s.new_zeros(*s.shape[:2], size).scatter_add(2, places.expand_as(s), s)

    def attend(
        self, words: Int[Tensor, "batch n"], said: Int[Tensor, "batch T"]
    ) -> Float[Tensor, "batch T+1 n+1"]:
        """Where each step points: at the end, first, or at a word."""
        net = self.pointer
        encoded = net.read(self._embed(words))
        fed = torch.cat([net.start.expand(len(said), 1, -1), self._embed(said)], 1)
        u = net.scores(encoded, net.decode(fed, encoded.state)[0])
        written = torch.cat([torch.ones_like(words[:, :1]), words], 1) != PADDING
        return u.masked_fill(~written[:, None], -torch.inf).softmax(-1)

    def _embed(self, words: Int[Tensor, "batch L"]) -> Float[Tensor, "batch L H"]:
        vectors: Tensor = self.drop(self.word(words.where(words < self.known, UNSEEN)))
        return vectors
