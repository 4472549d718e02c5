"""Words as ids, those that training never showed among them, and scrolls of them as tensors."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import torch
from jaxtyping import Int
from torch import Tensor

from memory.nn.wordwise import Stream
from memory.scrolls import Mark, Word

_SHARED = 256  # vectors of words that training did not show


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
