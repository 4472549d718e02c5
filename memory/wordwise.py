"""Networks that read word by word, with their lexicon and their calibration: pointer, lstm, ntm.

The pointer answers with a span of one memory. The LSTM and the NTM say one word after the other,
generated or copied from what they read.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import torch

from memory.checkpoints import Checkpoint, load, restore, save
from memory.decoding import Saying, point, speak
from memory.lexicon import Lexicon, batched
from memory.nn.lstm import StackedLSTM
from memory.nn.ntm import NTM, Size
from memory.nn.wordwise import PointingReader, SpeakingReader
from memory.scrolls import Mark, Word

Kind = Literal["pointer", "lstm", "ntm"]
KINDS: tuple[Kind, ...] = ("pointer", "lstm", "ntm")
_SURE = 1e-6  # keeps the log-odds of a probability of 1 finite


@dataclass(frozen=True)
class Shape:
    """How large a network is."""

    width: int = 64  # of a word's vector
    hidden: int = 96
    slots: int = 32  # of the NTM
    generated: int = 500  # words that lstm and ntm can say without having read them


class Wordwise:
    """A network with its lexicon and its calibration."""

    def __init__(self, kind: Kind, lexicon: Lexicon, shape: Shape) -> None:
        self.kind, self.lexicon, self.shape = kind, lexicon, shape
        self.slope, self.offset = 1.0, 0.0
        self.network = _build(kind, lexicon, shape).eval()

    @classmethod
    def load(cls, kind: Kind, folder: Path) -> "Wordwise":
        """The trained network in a folder. Raises CheckpointError."""
        found = load(folder, f"{kind}-responder")
        sizes = {name: int(found.config[name]) for name in asdict(Shape())}
        shape = Shape(**sizes)
        made = cls(kind, Lexicon(found.vocabulary, shape.generated), shape)
        weights = {name: value.float() for name, value in found.weights.items()}
        whole = Checkpoint(found.kind, found.config, found.vocabulary, weights)
        restore(made.network, whole, folder)
        made.slope, made.offset = float(found.config["slope"]), float(found.config["offset"])
        return made

    def save(
        self, folder: Path, config: Mapping[str, object], metrics: Mapping[str, object]
    ) -> None:
        """Write the folder, in half precision."""
        weights = {name: value.half() for name, value in self.network.state_dict().items()}
        sure = {"slope": self.slope, "offset": self.offset}
        whole = {**config, **asdict(self.shape), **sure}
        kind = f"{self.kind}-responder"
        save(folder, Checkpoint(kind, whole, self.lexicon.words, weights, metrics))

    @torch.inference_mode()
    def answer(self, words: Sequence[Word]) -> Saying:
        """What it says after reading the stream."""
        batch = batched(self.lexicon, [words])
        if isinstance(self.network, PointingReader):
            return point(self.network, batch.stream, words)
        return speak(self.network, batch, words, self.lexicon)

    def odds(self, probability: float) -> float:
        """Log-odds that an answer of this probability is right."""
        return self.slope * logit(probability) + self.offset


def logit(probability: float) -> float:
    """Log p - log (1 - p), kept finite."""
    p = min(max(probability, _SURE), 1 - _SURE)
    return math.log(p / (1 - p))


def _build(kind: Kind, lexicon: Lexicon, shape: Shape) -> PointingReader | SpeakingReader:
    if kind == "pointer":
        return PointingReader(len(lexicon), len(Mark), shape.width, shape.hidden)
    inputs, hidden = shape.width + len(Mark), shape.hidden
    machine: StackedLSTM | NTM = (
        StackedLSTM(inputs, hidden, hidden, layers=1)
        if kind == "lstm"
        else NTM(inputs, hidden, Size(shape.slots), hidden=hidden)
    )
    sizes = {"generated": len(lexicon.generated), "width": shape.width, "outputs": hidden}
    return SpeakingReader(len(lexicon), len(Mark), machine, **sizes)
