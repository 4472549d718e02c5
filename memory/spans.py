"""Answers as spans of memories: the trained pointer, from text to text.

Memories are read together, in windows of at most `_WINDOW` word pieces after the question, each
closed by [SEP]; one that is longer than a window is read in parts.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

import torch
from jaxtyping import Bool, Int
from safetensors import safe_open
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from memory.checkpoints import Checkpoint, load, restore, save
from memory.encoder import bundled_folder
from memory.nn.spans import Base, SpanPointer, bert_layer, best_spans

KIND = "span-pointer"
SHIPPED = Path(__file__).parent / "weights" / "reader"
_TINY = 1e-300
MOST = 24  # word pieces of an answer
_WINDOW = 320  # word pieces of question and memories together
_QUESTION = 64  # of them at most of the question
_STEP = 32  # word pieces between two lengths of a batch
_FIRST, _BETWEEN = 101, 102  # [CLS], [SEP]


@dataclass(frozen=True, slots=True)
class Span:
    """The best answer within one text; the score is above 0 when there seems to be one."""

    text: str
    start: int  # characters
    score: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How sure an answer is: P(it is asked of the right person) P(the span answers it)."""

    memory: float  # what the log-odds of O count for
    span: float  # what the score of the span counts for
    offset: float
    lead: float = 0.0  # what O's lead of the person asked about counts for
    person: float = 9.0  # log-odds of the right person without a lead
    least: float = 0.0  # what has to be won by an answer for it to be said

    def odds(self, memory: float, span: float, lead: float) -> float:
        """Log P(right) - log P(wrong)."""
        sure = self._answers(memory, span) + self._person(lead)  # log P
        return sure - math.log(max(-math.expm1(sure), _TINY))

    def gain(self, memory: float, span: float, lead: float) -> float:
        """What is won by the answer, less what is won by declining; from -1 to 1.

        Where a right answer counts 1, and so does to decline a question of the wrong person:
        P(right) - P(wrong person).
        """
        right = math.exp(self._answers(memory, span) + self._person(lead))
        return right + math.expm1(self._person(lead))

    def _answers(self, memory: float, span: float) -> float:
        """Log P(the span answers)."""
        return -_log1pexp(-(self.memory * memory + self.span * span + self.offset))

    def _person(self, lead: float) -> float:
        """Log P(it is asked of the right person)."""
        return -_log1pexp(-(self.lead * lead + self.person))


def _alone(calibration: Calibration) -> Calibration:
    """The same where O has no lead."""
    return Calibration(calibration.memory, calibration.span, calibration.offset)


def _log1pexp(x: float) -> float:
    """log(1 + e^x) without overflow."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


@dataclass(frozen=True, slots=True)
class Part:
    """Some word pieces of a memory, in a row."""

    memory: int
    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]  # characters of the memory's text


@dataclass(frozen=True, slots=True)
class Window:
    """A question and the parts of memories that are read with it."""

    question: Sequence[int]
    parts: Sequence[Part]

    def __len__(self) -> int:
        """Word pieces, those that part them included."""
        return 2 + len(self.question) + sum(1 + len(part.ids) for part in self.parts)

    def place(self, number: int) -> int:
        """Where a part begins."""
        return 2 + len(self.question) + sum(1 + len(part.ids) for part in self.parts[:number])


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as tensors."""

    ids: Int[Tensor, "batch length"]
    segments: Int[Tensor, "batch length"]  # 0 of the question, 1 of the memories
    owners: Int[Tensor, "batch length"]  # the memory of each piece; -1: none

    @property
    def allowed(self) -> Bool[Tensor, "batch length"]:
        """The pieces of the memories, and the first."""
        found = self.owners >= 0
        found[:, 0] = True
        return found


class Pieces:
    """Texts as word pieces, and questions with memories as windows."""

    def __init__(self, window: int = _WINDOW) -> None:
        """`window`: word pieces of one at most."""
        self._window = window
        self._tokens = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
        self._tokens.no_truncation()
        self._tokens.no_padding()

    def windows(self, question: str, texts: Sequence[str]) -> list[Window]:
        """As few windows as hold all texts in their order."""
        asked, *told = self._encode([question, *texts])
        words = asked.ids[:_QUESTION]
        room = self._window - 2 - len(words)
        found, left = list[list[Part]](), 0
        for part in _parts(told, room - 1):
            if len(part.ids) + 1 > left:
                found.append([])
                left = room
            found[-1].append(part)
            left -= len(part.ids) + 1
        return [Window(words, parts) for parts in found]

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        found: list[Encoding] = self._tokens.encode_batch(list(texts), add_special_tokens=False)
        return found


def _parts(told: Sequence[Encoding], most: int) -> Iterator[Part]:
    for memory, encoding in enumerate(told):
        for start in range(0, max(1, len(encoding.ids)), most):
            part = slice(start, start + most)
            yield Part(memory, encoding.ids[part], encoding.offsets[part])


def batch(windows: Sequence[Window], step: int = _STEP) -> Batch:
    """The windows side by side, padded with 0 to one of few lengths: kernels are made for each."""
    longest = max(map(len, windows))
    shape = len(windows), longest + -longest % step
    ids, segments = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    owners = torch.full(shape, -1)
    for row, window in enumerate(windows):
        words = [_FIRST, *window.question, _BETWEEN]
        for number, part in enumerate(window.parts):
            start = window.place(number)
            owners[row, start : start + len(part.ids)] = part.memory
            words += [*part.ids, _BETWEEN]
        ids[row, : len(words)] = torch.tensor(words)
        segments[row, 2 + len(window.question) : len(words)] = 1
    return Batch(ids, segments, owners)


class Reader:
    """Finds the spans of memories that answer a question."""

    def __init__(self, trained: int = 4, device: str = "cpu") -> None:
        """The network before training: the encoder's own layers under two new logits."""
        weights = _bundled()
        total = 1 + max(int(n.split(".")[2]) for n in weights if n.startswith("encoder.layer."))
        self.pieces = Pieces()
        self._device = device
        self.base = Base(weights, total - trained)
        self.pointer = SpanPointer(self.base.words.embedding_dim, trained)
        for number, module in enumerate(self.pointer.layers):
            module.load_state_dict(bert_layer(weights, total - trained + number))
        self.base.to(device)
        self.pointer.to(device).eval()
        self.calibration = self.short = Calibration(0.0, 1.0, 0.0)
        self._half = device != "cpu" or bool(torch.cpu.get_capabilities().get("avx512_bf16"))

    @classmethod
    def load(cls, folder: Path = SHIPPED, device: str = "cpu") -> "Reader":
        """The trained reader. Raises CheckpointError."""
        found = load(folder, KIND)
        reader = cls(int(found.config["layers"]), device)
        names = (part.name for part in fields(Calibration))
        reader.calibration = Calibration(*(float(found.config[name]) for name in names))
        short = found.config.get("short")
        reader.short = Calibration(**short) if short else _alone(reader.calibration)
        restore(reader.pointer, found, folder)
        return reader

    def save(
        self, folder: Path, config: Mapping[str, object], metrics: Mapping[str, object]
    ) -> None:
        """Write the trained layers, in half precision, and how sure it is."""
        weights = {name: value.half() for name, value in self.pointer.state_dict().items()}
        sure = {**asdict(self.calibration), "short": asdict(self.short)}
        whole = {**config, **sure, "layers": len(self.pointer.layers)}
        save(folder, Checkpoint(KIND, whole, [], weights, metrics))

    def for_reading(self) -> "Reader":
        """Itself, with layers in bfloat16 where that is faster: no weight is cast for each answer.

        It is not trained any further.
        """
        if self._half:
            for module in (*self.base.layers, *self.pointer.layers):
                module.to(torch.bfloat16)
        return self

    def logits(self, some: Batch) -> Tensor:
        """Start and end of every piece, on the CPU; in bfloat16 where the processor has it."""
        ids, segments = some.ids.to(self._device), some.segments.to(self._device)
        with torch.autocast(ids.device.type, torch.bfloat16, enabled=self._half):
            with torch.no_grad():
                states = self.base(ids, segments)
            found: Tensor = self.pointer(states, ids, some.allowed.to(self._device))
        return found.cpu()

    @torch.inference_mode()
    def read(self, question: str, texts: Sequence[str]) -> list[Span]:
        """The best span of each text, in their order."""
        windows = self.pieces.windows(question, texts) if texts else []
        found = dict[int, Span]()
        for window in windows:
            some = batch([window])
            scores, places = best_spans(self.logits(some), some.owners, len(texts), MOST)
            for number, part in enumerate(window.parts):
                score = float(scores[0, part.memory])
                if part.memory not in found or score > found[part.memory].score:
                    first, last = (places[0, part.memory] - window.place(number)).tolist()
                    found[part.memory] = _span(texts[part.memory], part, first, last, score)
        return [found[memory] for memory in range(len(texts))]


@cache
def shipped(device: str) -> Reader:
    """R's pointer, as it is loaded for the first answer that needs it."""
    return Reader.load(device=device).for_reading()


def _bundled() -> dict[str, Tensor]:
    """The encoder's weights, each as a view of the file of its own.

    What is copied can go, and of the table of words only what is looked up comes into memory.
    """
    path = bundled_folder() / "model.safetensors"
    with safe_open(path, "pt") as file:
        names = list(file.keys())
    return {name: _tensor(path, name) for name in names}


def _tensor(path: Path, name: str) -> Tensor:
    with safe_open(path, "pt") as file:
        found: Tensor = file.get_tensor(name)
    return found


def _span(text: str, part: Part, first: int, last: int, score: float) -> Span:
    if not part.ids:
        return Span("", 0, score)
    start, end = part.offsets[first][0], part.offsets[last][1]
    return Span(text[start:end], start, score)
