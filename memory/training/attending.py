"""Where a reader looked in a story while it answered, for `pictures.attention`."""

from collections.abc import Sequence

import torch
from torch import Tensor

from memory.errors import EngramError
from memory.nn.lstm import CopyingReader
from memory.nn.readers import PointerReader
from memory.training import readers, wordstreams
from memory.training.babi import Example
from memory.training.pictures import Attention
from memory.training.readers import Asked, Ids, Item, Reader
from memory.training.traces import NoSuchQuestionError


class NoAttentionError(EngramError, ValueError):
    """A reader keeps what it reads in its state alone."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"A reader of kind {kind!r} attends to no words; lstm-copying and pointer do."
        )


def of_question(reader: Reader, examples: Sequence[Example], number: int) -> Attention:
    """Question `number` (from 1), as the reader answers it."""
    if not 1 <= number <= len(examples):
        raise NoSuchQuestionError(number, len(examples))
    example = examples[number - 1]
    item = readers.alone([example])[0]
    said = readers.answer(reader, [item])[0]
    return Attention(
        question=" ".join(example.question),
        lines=[(*statement, wordstreams.END) for statement in example.story],
        weights=_weights(reader, item, said).cpu().numpy(),
        said=tuple(said.split(",")),
        expected=tuple(example.answer.split(",")),
    )


@torch.no_grad()
def _weights(reader: Reader, item: Item, said: str) -> Tensor:
    """How much of each answer word's attention is on each word of the story   (words, L)."""
    ids, network = Ids(reader.vocabulary), reader.network.eval()
    if isinstance(network, CopyingReader):
        return network.attend(*reader.apart([item], ids))[0]
    if isinstance(network, PointerReader) and isinstance(item, Asked):
        words = reader.whole([item], ids)
        before = [ids[word] for word in said.split(",")[:-1]]
        spoken = torch.tensor([before], dtype=torch.long, device=reader.device)
        first = 1 + len(reader.answers)  # the end and words of answers stand before the story
        return network.attend(words, spoken)[0, :, first : first + len(item.story)]
    raise NoAttentionError(reader.settings.kind)
