"""A question as tensors: words, roles of names, and which memories share them."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from memory.nn.chain import Output, Response, Sentences
from memory.training import roles
from memory.training.babi import Example, Words
from memory.training.vocabulary import UNKNOWN, Vocabulary, pad

_ROLES = 12  # more names than this in one question and its facts share the last role


@dataclass(frozen=True)
class Settings:
    """How to train one task."""

    names: bool = True  # True: names are their roles alone; False: words with their roles
    n: int = 64
    rate: float = 0.003
    epochs: int = 40
    batch: int = 32
    readings: int = 3  # passes of R over the questions for each of O: it is far the cheaper one
    dropout: float = 0.1
    seed: int = 0


class Table:
    """Distinct tokenised sentences; a sentence is its row."""

    def __init__(self, vocabulary: Vocabulary, names: roles.Names, *, hide: bool) -> None:
        self._vocabulary, self._names, self._hide = vocabulary, names, hide
        self._rows: dict[tuple[tuple[int, int], ...], int] = {}
        self._padded = Sentences(*torch.zeros(2, 0, 1, dtype=torch.long))

    def row(self, words: Words, numbers: dict[roles.Phrase, int]) -> int:
        """The row of a sentence whose names have these roles; other names have role 1."""
        tokens: list[tuple[int, int]] = []
        for phrase, is_name in roles.split(words, self._names):
            role = min(numbers.get(phrase, 0) + 1, _ROLES) if is_name else 0
            known = [UNKNOWN] if is_name and self._hide else self._vocabulary.encode(phrase)
            tokens.extend((word, role) for word in known)
        return self._rows.setdefault(tuple(tokens), len(self._rows))

    def sentences(self, rows: Tensor) -> tuple[Sentences, Tensor]:
        """Tokens of the distinct rows among these, and where each row went."""
        if len(self._rows) > len(self._padded.words):
            columns = ([[token[part] for token in row] for row in self._rows] for part in (0, 1))
            self._padded = Sentences(*(pad(column, 1) for column in columns))
        distinct, place = rows.unique(return_inverse=True)
        return Sentences(self._padded.words[distinct], self._padded.roles[distinct]), place


@dataclass(frozen=True)
class Hops:
    """A question as O sees it: rows of a table, and names shared."""

    question: int
    memories: list[int]
    asked: Tensor
    shared: Tensor
    fresh: Tensor
    supports: tuple[int, ...]


class Network:
    """O and R of one task, with all that is needed to read a question."""

    def __init__(self, examples: Sequence[Example], settings: Settings) -> None:
        torch.manual_seed(settings.seed)
        self.settings = settings
        self.vocabulary = Vocabulary(
            word for e in examples for words in (*e.story, e.question) for word in words
        )
        self.names = roles.Names(roles.names(examples), self.vocabulary)
        self.tables = [Table(self.vocabulary, self.names, hide=settings.names) for _ in ("O", "R")]
        self.answers = list(dict.fromkeys(self.coded(e, e.supports) for e in examples))
        sizes = (len(self.vocabulary), _ROLES + 1)
        self.output = Output(*sizes, settings.n, settings.dropout)
        self.response = Response(*sizes, len(self.answers), settings.n, settings.dropout)
        self.module = nn.ModuleDict({"O": self.output, "R": self.response})

    def chain(self, example: Example, supports: Sequence[int]) -> list[Words]:
        """What R reads: the question and the supporting facts."""
        return [example.question, *(example.story[i] for i in supports)]

    def coded(self, example: Example, supports: Sequence[int]) -> str:
        """The answer with names as their roles, if names are hidden."""
        if not self.settings.names:
            return example.answer
        numbers = roles.number(self.chain(example, supports), self.names)
        parts = (tuple(part.split()) for part in example.answer.split(","))
        return ",".join(f"#{numbers[p]}" if p in numbers else " ".join(p) for p in parts)

    def decoded(self, answer: str, example: Example, supports: Sequence[int]) -> str:
        """The words of an answer that may hold roles."""
        numbers = roles.number(self.chain(example, supports), self.names)
        phrase = {f"#{number}": " ".join(words) for words, number in numbers.items()}
        return ",".join(phrase.get(part, part) for part in answer.split(","))

    def hops(self, example: Example) -> Hops:
        """Encode a question for O."""
        numbers = roles.number([example.question], self.names)
        table = self.tables[0]
        held = [roles.phrases(statement, self.names) for statement in example.story]
        every = {p: i for i, p in enumerate(sorted(set().union(*held)))}
        incidence = torch.zeros(len(held), max(len(every), 1))
        for row, found in enumerate(held):
            incidence[row, [every[p] for p in found]] = 1
        asked = torch.zeros(incidence.shape[1])
        asked[[every[p] for p in numbers if p in every]] = 1
        other = incidence * (1 - asked)
        return Hops(
            table.row(example.question, numbers),
            [table.row(statement, numbers) for statement in example.story],
            incidence @ asked,
            incidence @ incidence.T,
            other @ other.T,
            example.supports,
        )

    def reading(self, example: Example, supports: Sequence[int]) -> list[int]:
        """Encode question and facts for R."""
        sentences = self.chain(example, supports)
        numbers = roles.number(sentences, self.names)
        return [self.tables[1].row(words, numbers) for words in sentences]
