"""Words and their ids."""

from collections.abc import Container, Iterable, Sequence
from typing import Final

import torch
from torch import Tensor

PADDING: Final = 0
UNKNOWN: Final = 1
STOP: Final = 2  # the only word of m_0, the memory that ends a chain of hops   [bAbI, app. A]


class Vocabulary(Container[str]):
    """Ids of words in order of first sight; 0 is padding, 1 any word never seen, 2 the stop."""

    def __init__(self, words: Iterable[str]) -> None:
        self.learned = list(dict.fromkeys(words))
        self.words = ["<pad>", "<unknown>", "<stop>", *self.learned]
        self._ids = {word: index for index, word in enumerate(self.words)}

    def __len__(self) -> int:
        """How many ids there are, the special ones included."""
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        """Whether the word has an id of its own."""
        return word in self._ids

    def encode(self, words: Iterable[str]) -> list[int]:
        """Ids of these words."""
        return [self._ids.get(word, UNKNOWN) for word in words]


def pad(rows: Sequence[Sequence[int]], width: int = 0, filler: int = PADDING) -> Tensor:
    """Rows of ids as one tensor, filled up with padding."""
    width = max([width, *map(len, rows)])
    filled = [[*row, *[filler] * (width - len(row))] for row in rows]
    return torch.tensor(filled, dtype=torch.long).view(len(rows), width)
