"""R as networks that read the nearest memories word by word: pointer, lstm and ntm.

The pointer answers with a span of one memory. The LSTM and the NTM say one word after the other,
generated or copied from what they read. None of them asks O which memory it is.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal
from zlib import crc32

import torch
from jaxtyping import Bool, Int
from torch import Tensor

from memory.checkpoints import CONFIG, Checkpoint, CheckpointError, load, restore, save
from memory.lineup import Lineup
from memory.nn.lstm import StackedLSTM
from memory.nn.ntm import NTM, Size
from memory.nn.pointer import search
from memory.nn.wordwise import STOP, PointingReader, SpeakingReader, Stream
from memory.responders import Looked, Spoken, told_to
from memory.scrolls import QUESTION, Mark, Said, Word, scroll
from memory.slots import Question, Slot, Supporting

Kind = Literal["pointer", "lstm", "ntm"]
KINDS: tuple[Kind, ...] = ("pointer", "lstm", "ntm")
SHIPPED = Path(__file__).parent / "weights"
READS = 8  # memories
LONGEST = 12  # words of an answer
_SHARED = 256  # vectors of words that training did not show
_BEAMS = 3
_SURE = 1e-6  # keeps the log-odds of a probability of 1 finite


@dataclass(frozen=True)
class Shape:
    """How large a network is."""

    width: int = 64  # of a word's vector
    hidden: int = 96
    slots: int = 32  # of the NTM
    generated: int = 500  # words that lstm and ntm can say without having read them


class Lexicon:
    """Ids of words: 0 is padding, then come those shared by unknown words, then the known ones.

    What can be said has ids of its own: 0 ends the answer, the first few known words follow, and
    behind them come the others of a stream, as they are met.
    """

    def __init__(self, words: Sequence[str], generated: int) -> None:
        self.words = list(words)
        self.generated = ["", *self.words[:generated]]
        self._ids = {word: 1 + _SHARED + place for place, word in enumerate(self.words)}

    def __len__(self) -> int:
        """How many embeddings there are."""
        return 1 + _SHARED + len(self.words)

    def id(self, word: str, unseen: Collection[str] = ()) -> int:
        """The id of its embedding."""
        known = self._ids.get(word, 0) if word not in unseen else 0
        return known or 1 + crc32(word.encode()) % _SHARED

    def sayable(self, words: Sequence[str]) -> dict[str, int]:
        """What can be said after reading these words."""
        found = {word: number for number, word in enumerate(self.generated)}
        for word in words:
            found.setdefault(word, len(found))
        return found


def folded(word: Word) -> str:
    """The word as it is looked up."""
    return word.text.casefold().replace("’", "'")


@dataclass(frozen=True)
class Batch:
    """Streams as tensors, and what can be said after each."""

    stream: Stream
    sayable: Sequence[Mapping[str, int]]

    @property
    def size(self) -> int:
        """How many words can be said, at most."""
        return max(map(len, self.sayable))


def batched(
    lexicon: Lexicon, scrolls: Sequence[Sequence[Word]], unseen: Collection[str] = ()
) -> Batch:
    """Streams of about one length as a batch; the unseen words are as if training lacked them."""
    length = max(map(len, scrolls))
    shape = len(scrolls), length
    ids, said = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    traits = torch.zeros(*shape, len(Mark))
    sayable = list[Mapping[str, int]]()
    for row, words in enumerate(scrolls):
        texts = [folded(word) for word in words]
        can = lexicon.sayable(texts)
        start = length - len(words)
        ids[row, start:] = torch.tensor([lexicon.id(text, unseen) for text in texts])
        said[row, start:] = torch.tensor([can[text] for text in texts])
        traits[row, start:] = torch.tensor([word.traits for word in words])
        sayable.append(can)
    return Batch(Stream(ids, traits, said), sayable)


def said_stream(ids: Int[Tensor, "batch T"]) -> Stream:
    """Words that were said, as the network hears itself."""
    return Stream(ids, torch.zeros(*ids.shape, len(Mark)), torch.zeros_like(ids))


@dataclass(frozen=True, slots=True)
class Saying:
    """What a network says of a stream."""

    words: tuple[str, ...]  # as they stand; none: it found no answer
    probability: float  # of all of it
    places: tuple[int, ...]  # where in the stream each word was looked for most
    attention: tuple[float, ...]  # on each word of the stream, summed over the answer


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
            return _pointed(self.network, batch.stream, words)
        return _spoken(self.network, batch, words, self.lexicon)

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


def _pointed(network: PointingReader, stream: Stream, words: Sequence[Word]) -> Saying:
    points = network.points(stream)
    rule = _Spans(words)
    found = search(network.pointer, points, rule, _BEAMS, LONGEST + 1)[0].tolist()
    places = found[: found.index(0)] if 0 in found else found
    targets = torch.tensor([[*places, 0]])
    u = network(stream, targets)[0]  # (time, places)
    chances = u.softmax(1)
    probability = chances.gather(1, targets.T).prod().item()
    looked = chances[: max(1, len(places)), 1:].sum(0)
    at = tuple(place - 1 for place in places)
    said = tuple(words[place].text for place in at)
    return Saying(said, probability, at, tuple(looked.tolist()))


class _Spans:
    """Where an answer may go: on with the next word of the same memory, or to its end."""

    def __init__(self, words: Sequence[Word]) -> None:
        of = [QUESTION, *(word.of for word in words)]
        self._first = torch.tensor([True, *(number != QUESTION for number in of[1:])])
        self._next = torch.tensor([*(a == b != QUESTION for a, b in pairwise(of)), False])

    def __call__(
        self, chosen: Int[Tensor, "rows steps"], count: int
    ) -> Bool[Tensor, "rows places"]:
        if not chosen.shape[1]:
            return self._first.expand(len(chosen), -1)
        last = chosen[:, -1]
        allowed = torch.zeros(len(chosen), count + 1, dtype=torch.bool)
        allowed[:, 0] = True
        after = (last + 1).clamp_max(count)
        allowed[torch.arange(len(chosen)), after] |= self._next[last] & (last > 0)
        return allowed


def _spoken(
    network: SpeakingReader, batch: Batch, words: Sequence[Word], lexicon: Lexicon
) -> Saying:
    stream, said = batch.stream, list(batch.sayable[0])
    heard = network.read(stream)
    g, state = heard.put_out[:, -1], heard.state
    texts, places = list[str](), list[int]()
    probability, looked = 1.0, torch.zeros(len(words))
    for _ in range(LONGEST + 1):
        chances, s = network.say(heard, g, stream, batch.size)
        best = int(chances[0].argmax())
        probability *= float(chances[0, best])
        looked += s[0] if best != STOP or not texts else 0
        if best == STOP:
            break
        here = s[0].masked_fill(stream.said[0] != best, -1.0)
        place = int(here.argmax()) if float(here.max()) >= 0 else int(s[0].argmax())
        places.append(place)
        texts.append(words[place].text if folded(words[place]) == said[best] else said[best])
        heard_now = said_stream(torch.tensor([[lexicon.id(said[best])]]))
        put_out, state = network.hear(heard_now, state)
        g = put_out[:, -1]
    return Saying(tuple(texts), probability, tuple(places), tuple(looked.tolist()))


class WordwiseResponder:
    """Reads the nearest memories in the order in which they were said, and then the question."""

    reads = READS

    def __init__(self, name: Kind, folder: Path | None = None) -> None:
        """Nothing is loaded before it is needed. Raises CheckpointError when there is nothing."""
        self.name: str = name
        self._kind, self._folder = name, folder or SHIPPED / name
        self._trained: Wordwise | None = None
        if not (self._folder / CONFIG).is_file():
            problem = f"there is no trained {name}: make one with engram train responder {name}"
            raise CheckpointError(self._folder, problem)

    def prepare(self) -> None:
        """Load it, once."""
        self._trained = self._trained or Wordwise.load(self._kind, self._folder)

    def respond(self, question: Question, supporting: Sequence[Supporting]) -> Spoken:
        """What it says, from the memory in which it found most of it."""
        self.prepare()
        assert self._trained is not None  # noqa: S101 for the type checker
        read = sorted(supporting, key=lambda item: (item.slot.said_at, item.slot.id))
        texts = [Said(i.slot.author.name, told_to(i.slot, question.asker)) for i in read]
        words = scroll(texts, question.text)
        saying = self._trained.answer(words)
        looked = _looked([item.slot for item in read], words, saying)
        if not saying.words:
            return Spoken("", (), -abs(self._trained.odds(saying.probability)), looked)
        places = [words[place].of for place in saying.places if words[place].of != QUESTION]
        used = [read[number] for number in dict.fromkeys(places)]
        text = in_words(saying, words, texts)
        return Spoken(text, used, self._trained.odds(saying.probability), looked)


def in_words(saying: Saying, words: Sequence[Word], texts: Sequence[Said]) -> str:
    """The answer as it stands where it is one span of a memory, else its words."""
    found = [words[place] for place in saying.places]
    if all(place.start >= 0 and place.of != QUESTION for place in found):
        row = all(b - a == 1 for a, b in pairwise(saying.places))
        same = tuple(word.text for word in found) == saying.words
        if row and same and len({word.of for word in found}) == 1:
            return texts[found[0].of].text[found[0].start : found[-1].end]
    return " ".join(saying.words)


def _looked(slots: Sequence[Slot], words: Sequence[Word], saying: Saying) -> tuple[Looked, ...]:
    """The attention on each memory, those first that got most."""
    rows: dict[int, list[tuple[str, float]]] = {}
    for word, weight in zip(words, saying.attention, strict=True):
        if word.of != QUESTION:
            rows.setdefault(word.of, []).append((word.text, weight))
    best = sorted(rows, key=lambda number: -sum(weight for _, weight in rows[number]))
    return tuple(Looked(slots[number], rows[number]) for number in best)


def load_into(lineup: Lineup, name: str) -> str:
    """Offer it. Returns its name. Raises CheckpointError or ResponderNotLoadedError."""
    for kind in KINDS:
        if kind == name and name not in lineup.names:
            lineup.add(WordwiseResponder(kind))
    return lineup.named(name).name
