"""Answers as spans of memories: the trained pointer, from text to text."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from jaxtyping import Bool, Int
from safetensors.torch import load_file
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from memory.checkpoints import Checkpoint, load, restore, save
from memory.encoder import bundled_folder
from memory.nn.spans import Base, SpanPointer, bert_layer, best_span

KIND = "span-pointer"
SHIPPED = Path(__file__).parent / "weights" / "reader"
MOST = 24  # word pieces of an answer
_LENGTH = 128  # word pieces of question and memory together


@dataclass(frozen=True, slots=True)
class Span:
    """The best answer within one text; the score is above 0 when there seems to be one."""

    text: str
    start: int  # characters
    score: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How sure an answer is: log-odds from those of O and from the score of the span."""

    memory: float
    span: float
    offset: float

    def odds(self, memory: float, span: float) -> float:
        """Log P(right) - log P(wrong)."""
        return self.memory * memory + self.span * span + self.offset


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions beside memories, as word pieces."""

    ids: Int[Tensor, "batch length"]
    segments: Int[Tensor, "batch length"]
    allowed: Bool[Tensor, "batch length"]  # those of the memory, and the first
    encodings: Sequence[Encoding]


class Reader:
    """Finds the span of a memory that answers a question."""

    def __init__(self, trained: int = 4) -> None:
        """The network before training: the encoder's own layers under two new logits."""
        folder = bundled_folder()
        weights = load_file(folder / "model.safetensors")
        total = 1 + max(int(n.split(".")[2]) for n in weights if n.startswith("encoder.layer."))
        self._tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens.enable_truncation(_LENGTH, strategy="longest_first")
        self._tokens.enable_padding()
        self.base = Base(weights, total - trained)
        self.pointer = SpanPointer(self.base.words.embedding_dim, trained)
        for number, module in enumerate(self.pointer.layers):
            module.load_state_dict(bert_layer(weights, total - trained + number))
        self.pointer.eval()
        self.calibration = Calibration(0.0, 1.0, 0.0)

    @classmethod
    def load(cls, folder: Path) -> "Reader":
        """The trained reader. Raises CheckpointError."""
        found = load(folder, KIND)
        reader = cls(int(found.config["layers"]))
        names = ("memory", "span", "offset")
        reader.calibration = Calibration(*(float(found.config[name]) for name in names))
        weights = {name: value.float() for name, value in found.weights.items()}
        whole = Checkpoint(KIND, found.config, found.vocabulary, weights, found.metrics)
        restore(reader.pointer, whole, folder)
        return reader

    def save(
        self, folder: Path, config: Mapping[str, object], metrics: Mapping[str, object]
    ) -> None:
        """Write the trained layers, in half precision, and the calibration."""
        weights = {name: value.half() for name, value in self.pointer.state_dict().items()}
        whole = {**config, **asdict(self.calibration), "layers": len(self.pointer.layers)}
        save(folder, Checkpoint(KIND, whole, [], weights, metrics))

    def batch(self, questions: Sequence[str], texts: Sequence[str]) -> Batch:
        """Each question beside its text."""
        pairs = self._tokens.encode_batch([*zip(questions, texts, strict=True)])
        ids, segments = (
            torch.tensor([getattr(pair, name) for pair in pairs]) for name in ("ids", "type_ids")
        )
        inside = torch.tensor([pair.special_tokens_mask for pair in pairs]) == 0
        allowed = (segments == 1) & inside
        allowed[:, 0] = True
        return Batch(ids, segments, allowed, pairs)

    def logits(self, batch: Batch) -> Tensor:
        """Start and end of every piece."""
        with torch.autocast("cpu", torch.bfloat16):  # several times as fast where there are tiles
            with torch.no_grad():
                states = self.base(batch.ids, batch.segments)
            found: Tensor = self.pointer(states, batch.ids == 0, batch.allowed)
        return found.float()

    @torch.inference_mode()
    def read(self, question: str, texts: Sequence[str]) -> list[Span]:
        """The best span of each text, in their order."""
        if not texts:
            return []
        batch = self.batch([question] * len(texts), texts)
        scores, places = best_span(self.logits(batch), MOST)
        found = []
        for row, text in enumerate(texts):
            first, last = places[row].tolist()
            offsets = batch.encodings[row].offsets
            start, end = offsets[first][0], offsets[last][1]
            found.append(Span(text[start:end], start, float(scores[row])))
        return found
