"""[x, m_o1 ...]: a question and the memories found for it, and what their words weigh."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from jaxtyping import Bool, Float
from torch import Tensor

from memory.bank import Bank, statement
from memory.reading import Reading
from memory.slots import Question
from memory.wanted import has, wanted
from memory.words import rarity

_TINY = 1e-6  # keeps a share of no words at all from a division by zero


class Whole(NamedTuple):
    """Weights of words, which shares are taken of."""

    open: float
    repeated: float
    beyond: float
    asked: float


@dataclass(frozen=True)
class SoFar:
    """A question and the memories found for it: [x, m_o1 ...]."""

    bank: Bank
    question: Question
    reading: Reading
    asked: Float[Tensor, " rows"]  # cosine of the question and each row
    visible: Bool[Tensor, " rows"]
    chosen: tuple[int, ...]
    past: tuple[int, ...] = ()  # rows whose place a newer one took

    @property
    def last(self) -> int:
        """The memory found last."""
        return self.chosen[-1]

    @cached_property
    def words(self) -> frozenset[str]:
        """Stems of the question, names included."""
        return self.reading.stems | self.reading.names

    @cached_property
    def found(self) -> frozenset[str]:
        """Stems of the memories found."""
        return frozenset[str]().union(*(self.bank.stems[row] for row in self.chosen))

    @cached_property
    def beyond(self) -> frozenset[str]:
        """Those that the question does not have: what a bridge is made of."""
        return self.found - self.words

    @cached_property
    def open(self) -> frozenset[str]:
        """Those of the question that no memory found has."""
        return self.words - self.found

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How rare each of these words is among the visible rows, from 1 (MemNN, 3.6)."""
        count = int(self.visible.sum())
        return {
            stem: 1 + rarity(count, int(self.visible[self.bank.bucket(stem)].sum()))
            for stem in self.words | self.beyond
        }

    def near(self, rows: Sequence[int]) -> Float[Tensor, "rows found"]:
        """Cosine of each of these rows and each memory found."""
        return self.bank.vectors[list(rows)] @ self.bank.vectors[list(self.chosen)].T

    @cached_property
    def lacks(self) -> bool:
        """Whether the memories found lack the kind of answer that is wanted."""
        kind = wanted(self.reading.text)
        texts = (statement(self.bank.slots[row]) for row in self.chosen)
        return kind is not None and not any(has(kind, text) for text in texts)

    @cached_property
    def whole(self) -> Whole:
        """The weight of all words of each kind."""
        kinds = (self.open, self.words & self.found, self.beyond, self.words)
        return Whole(*(max(self.weight(some), _TINY) for some in kinds))

    def weight(self, some: Iterable[str]) -> float:
        """Of these words together, rare ones counting more."""
        return sum(map(self.rarity.__getitem__, some))
