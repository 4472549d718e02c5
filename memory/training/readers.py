"""LSTM, NTM and Pointer Network read stories word by word and answer; no supporting fact is told.

`lstm` and `ntm` read one stream with the questions in it and choose an answer of a list; `copying`
(an LSTM with attention over what it read) and `pointer` read a story for each question, and can say
words that training never showed.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from memory.nn.controllers import LSTMController
from memory.nn.lstm import CopyingReader, StackedLSTM, begin
from memory.nn.ntm import NTM, Size
from memory.nn.readers import STOP, PointerReader, StreamReader
from memory.training import wordstreams
from memory.training.babi import Example
from memory.training.chains import hold_out
from memory.training.loop import Plan, Row, fit
from memory.training.vocabulary import UNKNOWN, Vocabulary, pad
from memory.training.wordstreams import ASKED, END, Stream

Kind = Literal["lstm", "ntm", "copying", "pointer"]
KINDS: tuple[Kind, ...] = ("lstm", "ntm", "copying", "pointer")
_CLIP = 1.0
_LONGEST = 4  # words of an answer that is pointed at
_TINY = 1e-9


@dataclass(frozen=True)
class Settings:
    """How to train one reader."""

    kind: Kind = "lstm"
    hidden: int = 128
    width: int = 64  # of the embedding, where it is not `hidden`
    slots: int = 32  # of the NTM, 20 wide
    drop: float = 0.1
    unseen: float = 0.0  # share of the words of a batch that are as if never seen
    rate: float = 3e-3
    batch: int = 32
    epochs: int = 30
    seed: int = 1


@dataclass(frozen=True)
class Asked:
    """One question with its story as words."""

    story: tuple[str, ...]
    question: tuple[str, ...]
    of: int


Item = Stream | Asked


def items(examples: Sequence[Example], kind: Kind) -> list[Item]:
    """What a reader of this kind reads of bAbI questions."""
    if kind in {"lstm", "ntm"}:
        return list(wordstreams.of_stories(examples))
    return alone(examples)


def alone(examples: Sequence[Example]) -> list[Item]:
    """Each question by itself, with its whole story."""
    return [
        Asked(tuple(wordstreams.flat(e)), (*e.question, ASKED), n) for n, e in enumerate(examples)
    ]


class Reader:
    """A network with what it needs to read words and to say answers."""

    def __init__(
        self,
        words: Iterable[str],
        answers: Sequence[str],
        settings: Settings,
        device: str = "cpu",
    ) -> None:
        torch.manual_seed(settings.seed)
        self.settings, self.answers = settings, list(answers)
        self.vocabulary, self.device = Vocabulary(words), device
        self.network = self._build().to(device)

    def _build(self) -> nn.Module:
        s, known = self.settings, len(self.vocabulary)
        if s.kind == "copying":
            return CopyingReader(known, s.hidden)
        if s.kind == "pointer":
            return PointerReader(known, s.hidden, s.drop)
        sizes = s.width, len(self.answers), s.hidden
        if s.kind == "lstm":
            lstm = StackedLSTM(*sizes, layers=1)
            begin(lstm)
            return StreamReader(known, s.width, lstm, s.drop)
        machine = NTM(*sizes[:2], Size(s.slots), hidden=s.hidden)
        if isinstance(steering := machine.cell.controller, LSTMController):
            steering.remember()
        return StreamReader(known, s.width, machine, s.drop)

    @classmethod
    def of(
        cls,
        items: Sequence[Item],
        answers: Sequence[str],
        settings: Settings,
        device: str = "cpu",
    ) -> "Reader":
        """The untrained reader of these words and answers."""
        words = dict.fromkeys(w for item in items for w in _words(item))
        said = dict.fromkeys(answers)
        if settings.kind == "pointer":
            said = dict.fromkeys(w for item in items for w in _lacking(item, answers))
        return cls([END, ASKED, *words, *said], list(said), settings, device)

    @property
    def speaks(self) -> frozenset[str]:
        """The words that an answer can have."""
        whole = (*self.vocabulary.words, *self.answers)
        return frozenset(word for item in whole for word in item.replace(",", " ").split())

    def loss(self, items: Sequence[Item], answers: Sequence[str]) -> Tensor:
        """Cross-entropy of the answers, the mean over questions."""
        kind = self.settings.kind
        if kind in {"lstm", "ntm"}:
            index = {answer: i for i, answer in enumerate(self.answers)}
            target = self._tensor([index[answers[n]] for n in _numbers(items)])
            return functional.cross_entropy(self._scores(items), target)
        ids = Ids(self.vocabulary, self._hidden(items))
        if kind == "copying":
            target = self._tensor([ids[answers[n]] for n in _numbers(items)])
            found = self._copied(items, ids).gather(1, target[:, None])
            return -found.clamp_min(_TINY).log().mean()
        said = [[ids[w] for w in answers[n].split(",")] for n in _numbers(items)]
        target = pad([[*row, STOP] for row in said]).to(self.device)
        found = self._pointed(items, pad(said).to(self.device), ids).gather(2, target[:, :, None])[
            :, :, 0
        ]
        return -(found.clamp_min(_TINY).log() * (target != 0)).sum() / len(items)

    def _hidden(self, items: Sequence[Item]) -> frozenset[str]:
        """Words of these stories that shall be unknown this once; none that answers lack there."""
        words = {w for item in items if isinstance(item, Asked) for w in item.story}
        words -= {END, *self.answers}
        chance = torch.rand(len(words)).tolist()
        return frozenset(
            w for w, c in zip(sorted(words), chance, strict=True) if c < self.settings.unseen
        )

    @torch.no_grad()
    def say(self, items: Sequence[Item]) -> Iterator[tuple[int, str]]:
        """The answer to each question, by its number."""
        kind, ids = self.settings.kind, Ids(self.vocabulary)
        if kind in {"lstm", "ntm"}:
            best = [self.answers[i] for i in self._scores(items).argmax(1).tolist()]
        elif kind == "copying":
            best = [ids.words[i] for i in self._copied(items, ids).argmax(1).tolist()]
        else:
            best = self._spoken(items, ids)
        return zip(_numbers(items), best, strict=True)

    def _scores(self, items: Sequence[Item]) -> Tensor:
        words = pad([self.vocabulary.encode(_words(item)) for item in items]).to(self.device)
        due = [(b, place) for b, item in enumerate(items) for place in _due(item)]
        places = self._tensor(due).T
        found: Tensor = self.network(words, (places[0], places[1]))
        return found

    def _copied(self, items: Sequence[Item], ids: "Ids") -> Tensor:
        found: Tensor = self.network(*self.apart(items, ids), len(ids.words))
        return found

    def apart(self, items: Sequence[Item], ids: "Ids") -> tuple[Tensor, Tensor]:
        """Stories and questions, for the copying reader."""
        both = [item for item in items if isinstance(item, Asked)]
        story = pad([[ids[w] for w in item.story] for item in both], 1)
        question = pad([[ids[w] for w in item.question] for item in both])
        return story.to(self.device), question.to(self.device)

    def _pointed(self, items: Sequence[Item], said: Tensor, ids: "Ids") -> Tensor:
        found: Tensor = self.network(self.whole(items, ids), said, len(ids.words))
        return found

    def whole(self, items: Sequence[Item], ids: "Ids") -> Tensor:
        """Words that answers have and stories may lack come first, for the pointer to point at."""
        first = [ids[w] for w in self.answers]
        rows = [[*first, *(ids[w] for w in _words(item))] for item in items]
        return pad([row[::-1] for row in rows]).flip(1).to(self.device)  # padding before

    def _tensor(self, numbers: Sequence[object]) -> Tensor:
        return torch.tensor(numbers, device=self.device)

    def _spoken(self, items: Sequence[Item], ids: "Ids") -> list[str]:
        said = torch.zeros(len(items), 0, dtype=torch.long, device=self.device)
        for _ in range(_LONGEST):
            following = self._pointed(items, said, ids)[:, -1].argmax(1)
            said = torch.cat([said, following[:, None]], 1)
            if (said == STOP).any(1).all():
                break
        rows = [row[: row.index(STOP)] if STOP in row else row for row in said.tolist()]
        return [",".join(ids.words[i] for i in row) for row in rows]


class Ids:
    """Ids of words; those that training did not show get some behind the others."""

    def __init__(self, vocabulary: Vocabulary, hidden: frozenset[str] = frozenset()) -> None:
        self._vocabulary, self._hidden = vocabulary, hidden
        self.words = list(vocabulary.words)
        self._more: dict[str, int] = {}

    def __getitem__(self, word: str) -> int:
        known = self._vocabulary.encode([word])[0]
        if known != UNKNOWN and word not in self._hidden:
            return known
        if word not in self._more:
            self._more[word] = len(self.words)
            self.words.append(word)
        return self._more[word]


def _lacking(item: Item, answers: Sequence[str]) -> Iterator[str]:
    """Words of the answers that cannot be pointed at."""
    words = set(_words(item))
    return (w for n in _numbers([item]) for w in answers[n].split(",") if w not in words)


def _words(item: Item) -> tuple[str, ...]:
    return item.words if isinstance(item, Stream) else (*item.story, *item.question)


def _due(item: Item) -> tuple[int, ...]:
    return item.due if isinstance(item, Stream) else (len(_words(item)) - 1,)


def _numbers(items: Iterable[Item]) -> list[int]:
    """Of the questions, in the order of their answers."""
    numbers = ((item.of if isinstance(item, Stream) else (item.of,)) for item in items)
    return [number for each in numbers for number in each]


def train(
    learning: tuple[Sequence[Item], Sequence[str]],
    held_out: tuple[Sequence[Item], Sequence[str]],
    settings: Settings,
    plan: Plan | None = None,
    device: str = "cpu",
    *,
    compiled: bool = False,
) -> Reader:
    """A reader of items and answers, as it was when it answered the held-out ones best."""
    (read, answers), reader = learning, Reader.of(*learning, settings, device)
    optimiser = torch.optim.Adam(reader.network.parameters(), lr=settings.rate)
    plan = plan or Plan(settings.epochs, settings.seed)
    network = reader.network
    if compiled and isinstance(network, StreamReader) and isinstance(network.machine, NTM):
        network.machine.cell.compile(dynamic=False)  # nearly all batches have one size

    def epoch(number: int) -> Row:
        now = settings.rate * (1 + math.cos(math.pi * number / settings.epochs)) / 2
        optimiser.param_groups[0]["lr"] = now
        reader.network.train()
        losses = [_step(reader, optimiser, b, answers) for b in _batches(read, settings.batch)]
        row = {"loss": sum(losses) / len(losses)}
        with torch.compiler.set_stance("force_eager"):  # batches of other sizes
            return row | {"validation": accuracy(reader, *held_out)}

    sizes = {"words": len(reader.vocabulary), "answers": len(reader.answers), "items": len(read)}
    fit(reader.network, optimiser, epoch, plan, {**asdict(settings), **sizes})
    return reader


def _step(
    reader: Reader,
    optimiser: torch.optim.Optimizer,
    batch: Sequence[Item],
    answers: Sequence[str],
) -> float:
    loss = reader.loss(batch, answers)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(reader.network.parameters(), _CLIP)
    optimiser.step()
    return loss.item()


def _batches(items: Sequence[Item], size: int, *, shuffled: bool = True) -> Iterator[list[Item]]:
    """Items of about one length together; without a question, an item teaches nothing."""
    lengths = torch.tensor([len(_words(item)) for item in items], dtype=torch.float)
    lengths = lengths * (1 + 0.1 * torch.rand(len(items))) if shuffled else lengths
    batches = lengths.argsort().split(size)
    for at in torch.randperm(len(batches)).tolist() if shuffled else range(len(batches)):
        batch = [items[i] for i in batches[at].tolist()]
        if _numbers(batch):
            yield batch


def answer(reader: Reader, items: Sequence[Item]) -> dict[int, str]:
    """The answers to all questions, by their numbers."""
    reader.network.eval()
    batches = _batches(items, 100, shuffled=False)
    return {n: said for batch in batches for n, said in reader.say(batch)}


def accuracy(reader: Reader, items: Sequence[Item], answers: Sequence[str]) -> float:
    """Share of questions answered rightly."""
    found = answer(reader, items)
    return sum(answers[n] == said for n, said in found.items()) / max(len(found), 1)


def of_examples(
    tasks: Sequence[Sequence[Example]],
    settings: Settings,
    plan: Plan | None = None,
    device: str = "cpu",
    *,
    compiled: bool = False,
) -> Reader:
    """Train on the questions of one or several tasks, a tenth of each one's stories held out."""
    parts = list(zip(*map(hold_out, tasks), strict=True))
    both = [[example for task in part for example in task] for part in parts]
    learning, held_out = ((items(p, settings.kind), [e.answer for e in p]) for p in both)
    return train(learning, held_out, settings, plan, device, compiled=compiled)
