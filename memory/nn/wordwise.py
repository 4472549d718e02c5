"""Networks that read a chat word by word, and say words of it: a Pointer Network, an LSTM, an NTM.

All read the same stream: memories, then the question. Padding (word 0) comes first, so that every
stream ends with the last word of its question. What is special about a word beside its meaning, as
that the question holds it too (MemNN, 3.6), comes as traits.
"""

from typing import Any, NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from memory.nn.lstm import StackedLSTM, attention, attention_sum, generate_or_copy
from memory.nn.ntm import NTM
from memory.nn.pointer import Encoded, Pointer

_BEGUN = 0.3  # spread of a vector before training
PADDING, STOP = 0, 0  # as a word that is read, and as a word that is said


class Stream(NamedTuple):
    """A batch of streams."""

    ids: Int[Tensor, "batch L"]  # of embeddings
    traits: Float[Tensor, "batch L traits"]
    said: Int[Tensor, "batch L"]  # as words that can be said; those never shown lie behind the rest

    @property
    def unwritten(self) -> Tensor:
        """Where there is padding."""
        return self.ids == PADDING


class Words(nn.Module):
    """Vectors of words: learned ones, and a few that all words share that training did not show."""

    def __init__(self, words: int, width: int, traits: int, drop: float) -> None:
        super().__init__()
        self.word = nn.Embedding(words, width, padding_idx=PADDING)
        nn.init.normal_(self.word.weight, std=_BEGUN)
        self.drop = nn.Dropout(drop)
        self.width = width + traits

    @torch.no_grad()
    def known(self, vectors: Float[Tensor, "known width"]) -> None:
        """Begin with these vectors for the last words."""
        self.word.weight[-len(vectors) :] = _BEGUN * vectors

    def forward(
        self, ids: Int[Tensor, "batch L"], traits: Float[Tensor, "batch L traits"]
    ) -> Float[Tensor, "batch L width"]:
        """The vectors."""
        return torch.cat([self.drop(self.word(ids)), traits], 2)


class PointingReader(nn.Module):
    """A Pointer Network [PtrNet] over the words of the stream, read in both directions before."""

    def __init__(
        self, words: int, traits: int, width: int = 64, hidden: int = 96, drop: float = 0.2
    ) -> None:
        super().__init__()
        self.words = Words(words, width, traits, drop)
        self.both = nn.LSTM(self.words.width, hidden // 2, batch_first=True, bidirectional=True)
        self.pointer = Pointer(hidden + self.words.width, hidden)

    def points(self, stream: Stream) -> Float[Tensor, "batch L inputs"]:
        """What is pointed at: each word, with what stands on both sides of it."""
        vectors = self.words(stream.ids, stream.traits)
        around, _ = self.both(vectors)
        return torch.cat([vectors, around], 2)

    def forward(
        self, stream: Stream, targets: Int[Tensor, "batch T"]
    ) -> Float[Tensor, "batch T places"]:
        """Scores of the end (0) and of each place (from 1), after the right places before."""
        u: Tensor = self.pointer(self.points(stream), targets)
        never = torch.cat([torch.zeros_like(stream.unwritten[:, :1]), stream.unwritten], 1)
        return u.masked_fill(never[:, None], -torch.inf)

    def encode(self, stream: Stream) -> tuple[Float[Tensor, "batch L inputs"], Encoded]:
        """The points, and what the decoder starts from."""
        points = self.points(stream)
        return points, self.pointer.read(points)


class Heard(NamedTuple):
    """What is left of a stream that was read."""

    keys: Float[Tensor, "batch L H"]
    put_out: Float[Tensor, "batch L H"]  # by the machine, after each word
    state: Any  # the machine's own


class SpeakingReader(nn.Module):
    """A machine with a state reads the stream and goes on to the answer: the LSTM and the NTM.

    Each word said is generated, or copied from the stream by attention over what the machine put
    out there [PtrGen]; P(w) is summed over the places of w [ASReader].
    """

    def __init__(
        self,
        words: int,
        traits: int,
        machine: NTM | StackedLSTM,
        generated: int,
        width: int = 64,
        outputs: int = 96,
        drop: float = 0.2,
    ) -> None:
        super().__init__()
        self.words = Words(words, width, traits, drop)
        self.machine = machine
        self.key = nn.Linear(outputs + self.words.width, outputs, bias=False)
        self.query = nn.Linear(outputs, outputs, bias=False)
        self.generate = nn.Linear(2 * outputs, generated)
        self.choose = nn.Linear(2 * outputs, 1)

    def forward(
        self, stream: Stream, said: Stream, size: int
    ) -> tuple[Float[Tensor, "batch T size"], Float[Tensor, "batch T L"]]:
        """Probabilities of the words 0 to size - 1, each after the words said before it; attention.

        The first is due after the question; word 0 ends the answer.
        """
        heard = self.read(stream)
        following, _ = self.hear(said, heard.state)
        due = torch.cat([heard.put_out[:, -1:], following], 1)
        found = [self.say(heard, g, stream, size) for g in due.unbind(1)]
        probabilities, looked = zip(*found, strict=True)
        return torch.stack(probabilities, 1), torch.stack(looked, 1)

    def read(self, stream: Stream) -> Heard:
        """Read the stream to its end."""
        vectors = self.words(stream.ids, stream.traits)
        put_out, state = self._run(vectors, None)
        return Heard(self.key(torch.cat([put_out, vectors], 2)), put_out, state)

    def hear(self, said: Stream, state: Any) -> tuple[Float[Tensor, "batch T H"], Any]:  # noqa: ANN401 the machine's own
        """Go on with words that were said: what the machine puts out after each."""
        if not said.ids.shape[1]:
            return self.key.weight.new_zeros(len(said.ids), 0, self.query.in_features), state
        return self._run(self.words(said.ids, said.traits), state)

    def _run(self, vectors: Float[Tensor, "batch L width"], state: Any) -> tuple[Tensor, Any]:  # noqa: ANN401 the machine's own
        put_out, state = self.machine(vectors.transpose(0, 1), state)
        return put_out.transpose(0, 1).tanh(), state

    def say(
        self, heard: Heard, g: Float[Tensor, "batch H"], stream: Stream, size: int
    ) -> tuple[Float[Tensor, "batch size"], Float[Tensor, "batch L"]]:
        """One word, and where in the stream it was looked for."""
        s = attention(heard.keys, self.query(g), ~stream.unwritten)
        both = torch.cat([g, (s[:, None] @ heard.put_out)[:, 0]], 1)
        generated = self.generate(both).softmax(1)
        generated = nn.functional.pad(generated, (0, size - generated.shape[1]))
        copied = attention_sum(s, stream.said, size)
        return generate_or_copy(generated, copied, self.choose(both)[:, 0].sigmoid()), s
