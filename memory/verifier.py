"""O asks once more whether what it found answers: a trained network reads question and memory.

A memory of the same person or thing resembles a question as much as its answer does ("how much rent
does Ben pay?" and "Ben cleans the bathroom"). The network is a second look at the best memories
alone, or at two in a row ("Emma's boyfriend is Noah", "Noah lives in Kiel") that answer together;
how sure they are is learned from both looks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import torch

from memory import spans
from memory.checkpoints import Checkpoint, load, restore, save
from memory.nn.spans import Base
from memory.nn.verifying import CrossScorer
from memory.spans import Pieces, Reader, batch

KIND = "verifier"
SHIPPED = Path(__file__).parent / "weights" / "verifier"
Told = tuple[str, ...]  # a memory, or two in a row, as they are told
_SURE = "alone", "together", "newer"  # as they are kept
_STEP = 8  # word pieces between two lengths of a batch


@dataclass(frozen=True, slots=True)
class Sure:
    """Log-odds that something answers, by both looks: a logistic regression (Platt 1999)."""

    second: float = 1.0  # what the network's logit counts
    first: float = 0.0  # of one memory O's log-odds, of a second one its lead over m_0
    offset: float = 0.0

    def odds(self, second: float, first: float) -> float:
        """Above 0 it is to be said."""
        return self.second * second + self.first * first + self.offset


class Verifier:
    """Log-odds that memories answer; it goes on from what R has learned about questions."""

    def __init__(self, reader: Reader) -> None:
        """The network before training: R's layers under a new logit. It shares R's lower layers."""
        self.base: Base = reader.base
        self.network = CrossScorer(self.base.words.embedding_dim, len(reader.pointer.layers))
        self.network.layers.load_state_dict(reader.pointer.layers.state_dict())
        self.alone = self.together = self.newer = Sure()
        self._pieces: Pieces = reader.pieces
        self._device = self.base.words.weight.device
        self.network.to(self._device).eval()

    @classmethod
    def load(cls, reader: Reader, folder: Path = SHIPPED) -> "Verifier":
        """The trained verifier. Raises CheckpointError."""
        found = load(folder, KIND)
        verifier = cls(reader)
        restore(verifier.network, found, folder)
        verifier.alone, verifier.together, verifier.newer = (
            Sure(**found.config[name]) for name in _SURE
        )
        return verifier

    def for_reading(self) -> "Verifier":
        """Itself, with layers as R's lower ones are: in bfloat16 where that is faster."""
        like = next(self.base.layers.parameters(), self.network.answers.weight)
        self.network.layers.to(like.dtype)
        return self

    def save(
        self, folder: Path, config: Mapping[str, object], metrics: Mapping[str, object]
    ) -> None:
        """Write the folder, weights in half precision."""
        weights = {name: value.half() for name, value in self.network.state_dict().items()}
        found = self.alone, self.together, self.newer
        sure = {name: asdict(one) for name, one in zip(_SURE, found, strict=True)}
        save(folder, Checkpoint(KIND, {**config, **sure}, [], weights, metrics))

    def mean_with(self, other: "Verifier") -> None:
        """Take the mean of both networks' weights (Wortsman et al. 2022, "Model soups").

        Both have to come from one beginning; how sure it is has to be fitted anew.
        """
        theirs = other.network.state_dict()
        mean = {n: (value + theirs[n]) / 2 for n, value in self.network.state_dict().items()}
        self.network.load_state_dict(mean)

    def logits(self, pairs: Sequence[tuple[str, Told]]) -> torch.Tensor:
        """(pairs,) whether each answers; of long memories the beginning is read."""
        return self._both(pairs)[:, 0]

    def replacing(self, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
        """(pairs,) whether the newer memory, which comes second, takes the older one's place."""
        return self._both([(older, (newer,)) for older, newer in pairs])[:, 1]

    def _both(self, pairs: Sequence[tuple[str, Told]]) -> torch.Tensor:
        windows = [self._pieces.windows(question, told)[0] for question, told in pairs]
        some = batch(windows, _STEP)
        ids, segments = some.ids.to(self._device), some.segments.to(self._device)
        with torch.no_grad():
            states = self.base(ids, segments)
        found: torch.Tensor = self.network(states, ids)
        return found.cpu()

    @torch.inference_mode()
    def odds(self, pairs: Sequence[tuple[str, Told]], first: Sequence[float]) -> list[float]:
        """Log-odds that each answers its question, where O had `first` of them."""
        second = self.logits(pairs).tolist()
        return [
            (self.alone if len(told) == 1 else self.together).odds(*both)
            for (_, told), *both in zip(pairs, second, first, strict=True)
        ]

    @torch.inference_mode()
    def taking_place(self, pairs: Sequence[tuple[str, str]], first: Sequence[float]) -> list[float]:
        """Log-odds that newer memories take the place of older ones; U_R had `first` of them."""
        both = zip(self.replacing(pairs).tolist(), first, strict=True)
        return [self.newer.odds(*one) for one in both]


@cache
def shipped(device: str) -> Verifier:
    """What looks twice at what was taught, over R's lower layers."""
    return Verifier.load(spans.shipped(device)).for_reading()
