"""A question as rows of tables: words, roles of names, and which memories share them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import torch
from torch import Tensor, nn

from memory.nn.chain import Output, Response, Sentences
from memory.training import roles
from memory.training.babi import Example, Words
from memory.training.vocabulary import UNKNOWN, Vocabulary, pad

_ROLES = 12  # more names than this in one question and its facts share the last role
_NO_HOP = -1
_EMPTY = 0  # the row of no words and no names


@dataclass(frozen=True)
class Settings:
    """How to train one network."""

    names: bool = True  # True: names are their roles alone; False: words with their roles
    mixed: bool = False  # questions of several tasks
    n: int = 64
    rate: float = 0.003
    epochs: int = 40  # over which the rate falls to nothing
    rounds: int = 1  # how often at most, until validation is satisfied
    batch: int = 32
    readings: int = 3  # passes of R over the questions for each of O: it is far the cheaper one
    reading_batch: int = 32
    reading_rate: float = 0.003
    dropout: float = 0.1
    held_out: float = 0.0  # share of the stories that validation asks about
    seed: int = 0


class Table:
    """Distinct sentences with the roles of their names; a sentence is its row."""

    def __init__(self, vocabulary: Vocabulary, names: roles.Names, *, hide: bool) -> None:
        self._vocabulary, self._names, self._hide = vocabulary, names, hide
        self._rows: dict[tuple[Words, tuple[int, ...]], int] = {}
        self._tokens: dict[tuple[tuple[int, int], ...], int] = {}
        self._columns: dict[roles.Phrase, int] = {}
        self._read: list[tuple[int, list[int]]] = []  # of each row, its tokens and its names
        self._padded = Sentences(*torch.zeros(2, 0, 1, dtype=torch.long))
        self._of_row, self._held = torch.zeros(0, dtype=torch.long), torch.zeros(0, 1)
        self.row((), {})

    def row(self, words: Words, numbers: dict[roles.Phrase, int]) -> int:
        """The row of a sentence whose names have these roles; other names have role 1."""
        held = self._names.held(words)
        key = (words, tuple(numbers.get(phrase, 0) for phrase in held))
        if key not in self._rows:
            self._rows[key] = len(self._rows)
            tokens = self._tokens.setdefault(self._encode(words, numbers), len(self._tokens))
            columns = [self._columns.setdefault(p, len(self._columns)) for p in held]
            self._read.append((tokens, columns))
        return self._rows[key]

    def _encode(
        self, words: Words, numbers: dict[roles.Phrase, int]
    ) -> tuple[tuple[int, int], ...]:
        tokens: list[tuple[int, int]] = []
        for phrase, is_name in self._names.split(words):
            role = min(numbers.get(phrase, 0) + 1, _ROLES) if is_name else 0
            known = [UNKNOWN] if is_name and self._hide else self._vocabulary.encode(phrase)
            tokens.extend((word, role) for word in known)
        return tuple(tokens)

    def sentences(self, rows: Tensor) -> tuple[Sentences, Tensor]:
        """Tokens of the distinct sentences among these rows, and where each row went."""
        self._refresh()
        distinct, place = self._of_row[rows].unique(return_inverse=True)
        return Sentences(self._padded.words[distinct], self._padded.roles[distinct]), place

    def held(self, rows: Tensor) -> Tensor:
        """Names in the sentences of these rows, a column a name."""
        self._refresh()
        return self._held[rows]

    def _refresh(self) -> None:
        if len(self._held) == len(self._read):
            return
        columns = ([[token[part] for token in row] for row in self._tokens] for part in (0, 1))
        self._padded = Sentences(*(pad(column, 1) for column in columns))
        self._of_row = torch.tensor([tokens for tokens, _ in self._read])
        self._held = torch.zeros(len(self._read), max(len(self._columns), 1))
        for row, (_, held) in enumerate(self._read):
            self._held[row, held] = 1


@dataclass(frozen=True)
class Hops:
    """Questions as O sees them: rows of its table, stories end to end."""

    question: Tensor  # (Q,)
    length: Tensor  # (Q,) of the story
    start: Tensor  # (Q,) of the story in `memories`
    memories: Tensor
    supports: Tensor  # (Q, H), filled up with -1

    def __len__(self) -> int:
        """How many questions."""
        return len(self.question)

    def take(self, chosen: Tensor) -> "Hops":
        """Some of the questions."""
        question, length, start = self.question[chosen], self.length[chosen], self.start[chosen]
        return Hops(question, length, start, self.memories, self.supports[chosen])

    def stories(self) -> tuple[Tensor, Tensor]:
        """Rows of all memories (batch, N), and which of them are written."""
        place = torch.arange(int(self.length.max()))
        written = place < self.length[:, None]
        rows = self.memories[torch.where(written, self.start[:, None] + place, 0)]
        return torch.where(written, rows, _EMPTY), written


@dataclass(frozen=True)
class Readings:
    """Questions as R sees them: each is one of the distinct readings."""

    of: Tensor  # (Q,)
    rows: Tensor  # (distinct, 1 + K): the question and its facts, K at least 1
    length: Tensor  # (distinct,) how many facts

    def once(self, answers: Tensor) -> tuple["Readings", Tensor]:
        """Each reading with each of its answers once, however many questions say it."""
        of, kept = torch.stack([self.of, answers]).unique(dim=1)
        return Readings(of, self.rows, self.length), kept


class Network:
    """O and R, with all that is needed to read a question."""

    def __init__(
        self, words: Iterable[str], names: frozenset[str], answers: list[str], settings: Settings
    ) -> None:
        torch.manual_seed(settings.seed)
        self.settings, self.answers = settings, answers
        self.vocabulary = Vocabulary(words)
        self.names = roles.Names(names, self.vocabulary)
        self.tables = [Table(self.vocabulary, self.names, hide=settings.names) for _ in ("O", "R")]
        sizes = (len(self.vocabulary), _ROLES + 1)
        self.output = Output(*sizes, settings.n, settings.dropout)
        self.response = Response(*sizes, len(answers), settings.n, settings.dropout)
        self.module = nn.ModuleDict({"O": self.output, "R": self.response})

    @property
    def speaks(self) -> frozenset[str]:
        """The words that an answer can have."""
        answers = (word for answer in self.answers for word in answer.replace(",", " ").split())
        return frozenset((*self.vocabulary.words, *answers))

    @classmethod
    def of(cls, examples: Sequence[Example], settings: Settings) -> "Network":
        """The untrained network of these questions: their words, names and answers."""
        words = [word for e in examples for part in (*e.story, e.question) for word in part]
        find = roles.usual_names if settings.mixed else roles.names
        names = roles.Names(find(examples), frozenset(words))
        answers = [e.answer for e in examples]
        if settings.names:
            chains = [[e.question, *(e.story[i] for i in e.supports)] for e in examples]
            answers = [coded(a, chain, names) for a, chain in zip(answers, chains, strict=True)]
        return cls(words, names.known, list(dict.fromkeys(answers)), settings)

    def chain(self, example: Example, supports: Sequence[int]) -> list[Words]:
        """What R reads: the question and the supporting facts."""
        return [example.question, *(example.story[i] for i in supports)]

    def coded(self, example: Example, supports: Sequence[int]) -> str:
        """The answer with names as their roles, if names are hidden."""
        if not self.settings.names:
            return example.answer
        return coded(example.answer, self.chain(example, supports), self.names)

    def decoded(self, answer: str, example: Example, supports: Sequence[int]) -> str:
        """The words of an answer that may hold roles."""
        numbers = roles.number(self.chain(example, supports), self.names)
        phrase = {f"#{number}": " ".join(words) for words, number in numbers.items()}
        return ",".join(phrase.get(part, part) for part in answer.split(","))

    def hops(self, examples: Sequence[Example]) -> Hops:
        """Encode questions for O."""
        table, length = self.tables[0], [len(example.story) for example in examples]
        questions: list[int] = []
        memories: list[int] = []
        for example in examples:
            numbers = roles.number([example.question], self.names)
            questions.append(table.row(example.question, numbers))
            memories.extend(table.row(statement, numbers) for statement in example.story)
        supports = pad([example.supports for example in examples], filler=_NO_HOP)
        start = torch.tensor([0, *accumulate(length)][:-1])
        rows = torch.tensor(questions), torch.tensor(length)
        return Hops(*rows, start, torch.tensor(memories), supports)

    def readings(self, examples: Sequence[Example], chains: Sequence[Sequence[int]]) -> Readings:
        """Encode questions with facts for R."""
        distinct: dict[tuple[int, ...], int] = {}
        of = []
        for example, supports in zip(examples, chains, strict=True):
            sentences = self.chain(example, supports)
            numbers = roles.number(sentences, self.names)
            rows = tuple(self.tables[1].row(words, numbers) for words in sentences)
            of.append(distinct.setdefault(rows, len(distinct)))
        length = torch.tensor([len(rows) - 1 for rows in distinct])
        return Readings(torch.tensor(of), pad(list(distinct), 2), length)


def coded(answer: str, chain: Iterable[Words], names: roles.Names) -> str:
    """An answer with names as their roles in a chain of question and facts."""
    numbers = roles.number(chain, names)
    parts = (tuple(part.split()) for part in answer.split(","))
    return ",".join(f"#{numbers[p]}" if p in numbers else " ".join(p) for p in parts)
