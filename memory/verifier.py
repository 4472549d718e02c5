"""O asks once more whether what it found answers: a trained network reads question and memory.

A memory of the same person or thing resembles a question as much as its answer does ("how much rent
does Ben pay?" and "Ben cleans the bathroom"). The network is a second look at the best memories
alone; how sure they are is learned from both looks.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from memory.checkpoints import Checkpoint, load, restore, save
from memory.nn.spans import Base
from memory.nn.verifying import CrossScorer
from memory.spans import Pieces, Reader, batch

KIND = "verifier"
SHIPPED = Path(__file__).parent / "weights" / "verifier"
_STEP = 8  # word pieces between two lengths of a batch


class Verifier:
    """Log-odds that memories answer; it goes on from what R has learned about questions."""

    def __init__(self, reader: Reader) -> None:
        """The network before training: R's layers under a new logit. It shares R's lower layers."""
        self.base: Base = reader.base
        self.network = CrossScorer(self.base.words.embedding_dim, len(reader.pointer.layers))
        self.network.layers.load_state_dict(reader.pointer.layers.state_dict())
        self.second, self.first, self.offset = 1.0, 0.0, 0.0  # what counts how much
        self._pieces: Pieces = reader.pieces
        self._device = self.base.words.weight.device
        self.network.to(self._device).eval()

    @classmethod
    def load(cls, reader: Reader, folder: Path = SHIPPED) -> "Verifier":
        """The trained verifier. Raises CheckpointError."""
        found = load(folder, KIND)
        verifier = cls(reader)
        restore(verifier.network, found, folder)
        names = ("second", "first", "offset")
        verifier.second, verifier.first, verifier.offset = (float(found.config[n]) for n in names)
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
        sure = {"second": self.second, "first": self.first, "offset": self.offset}
        save(folder, Checkpoint(KIND, {**config, **sure}, [], weights, metrics))

    def logits(self, question: str, texts: Sequence[str]) -> torch.Tensor:
        """(texts,) what the network thinks of each."""
        return self.of_pairs([(question, text) for text in texts])

    def of_pairs(self, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
        """(pairs,) the same of several questions; of a long memory the beginning is read."""
        windows = [self._pieces.windows(question, [text])[0] for question, text in pairs]
        some = batch(windows, _STEP)
        ids, segments = some.ids.to(self._device), some.segments.to(self._device)
        with torch.no_grad():
            states = self.base(ids, segments)
        found: torch.Tensor = self.network(states, ids)
        return found.cpu()

    def sure(self, second: float, first: float) -> float:
        """Log-odds that a memory answers, by both looks: the network's and O's."""
        return self.second * second + self.first * first + self.offset

    @torch.inference_mode()
    def odds(self, question: str, texts: Sequence[str], first: Sequence[float]) -> list[float]:
        """Log-odds that each text answers, where O had `first` of them."""
        second = self.logits(question, texts).tolist()
        return [self.sure(*both) for both in zip(second, first, strict=True)]
