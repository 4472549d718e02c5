"""The five tasks of Neural Turing Machines, sec. 4: bits in, bits out, as many as anyone wants.

An episode is a batch of one size; what the network should say stands at its last steps.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Generator, Tensor
from torch.nn import functional

Shape = tuple[int, ...]  # how large an episode is, in the task's own terms

BITS = 8  # of a vector, but in associative recall
ITEM = (3, 6)  # associative recall: three vectors of six bits
CONTEXT = 5  # n-grams: bits that decide how likely the next one is
SORTED = (20, 16)  # priority sort: vectors shown, and said


class Episode(NamedTuple):
    """Inputs step by step, and the targets of the last steps."""

    inputs: Float[Tensor, "time batch inputs"]
    targets: Float[Tensor, "answers batch outputs"]

    def to(self, device: torch.device) -> "Episode":
        """The same elsewhere; they are drawn on the processor, so that seeds hold anywhere."""
        return Episode(self.inputs.to(device), self.targets.to(device))


@dataclass(frozen=True)
class Task:
    """A task: its channels, how large its episodes may be, and how to draw one."""

    name: str
    inputs: int
    outputs: int
    shapes: tuple[Shape, ...]  # drawn alike often in training
    draw: Callable[[Shape, int, Generator], Episode]
    longer: tuple[Shape, ...] = ()  # also measured, never trained on
    optimum: Callable[[Episode], Tensor] | None = None  # bits a sequence, where it is not 0

    def episode(self, batch: int, generator: Generator) -> Episode:
        """A batch of some shape of training."""
        chosen = int(torch.randint(len(self.shapes), (1,), generator=generator))
        return self.draw(self.shapes[chosen], batch, generator)


def bits(logits: Float[Tensor, "time batch outputs"], episode: Episode) -> Float[Tensor, " batch"]:
    """Bits a sequence: the cross-entropy of all that the network should say   [sec. 4]."""
    said = logits[-len(episode.targets) :]
    loss = functional.binary_cross_entropy_with_logits(said, episode.targets, reduction="none")
    return loss.sum((0, 2)) / math.log(2)


def mistakes(
    logits: Float[Tensor, "time batch outputs"], episode: Episode
) -> Float[Tensor, " batch"]:
    """How many bits of a sequence are on the wrong side of one half."""
    said = logits[-len(episode.targets) :]
    return ((said > 0) != (episode.targets > 0.5)).float().sum((0, 2))


def _coins(*shape: int, generator: Generator) -> Tensor:
    return torch.randint(0, 2, shape, generator=generator).float()


def copy(shape: Shape, batch: int, generator: Generator) -> Episode:
    """(length): vectors, a delimiter, then the same vectors   [sec. 4.1]."""
    (length,) = shape
    targets = _coins(length, batch, BITS, generator=generator)
    inputs = torch.zeros(2 * length + 1, batch, BITS + 1)
    inputs[:length, :, :BITS] = targets
    inputs[length, :, BITS] = 1
    return Episode(inputs, targets)


def repeat_copy(shape: Shape, batch: int, generator: Generator) -> Episode:
    """(length, repeats): vectors, how often, then the copies and an end marker   [sec. 4.2].

    The number has mean 0 and variance 1 over 1 to 10.
    """
    length, repeats = shape
    vectors = _coins(length, batch, BITS, generator=generator)
    targets = torch.zeros(length * repeats + 1, batch, BITS + 1)
    targets[:-1, :, :BITS] = vectors.repeat(repeats, 1, 1)
    targets[-1, :, BITS] = 1
    inputs = torch.zeros(length + 1 + len(targets), batch, BITS + 1)
    inputs[:length, :, :BITS] = vectors
    inputs[length, :, BITS] = (repeats - 5.5) / math.sqrt(8.25)
    return Episode(inputs, targets)


def associative_recall(shape: Shape, batch: int, generator: Generator) -> Episode:
    """(items): items between delimiters, one of them between others, then its next   [sec. 4.3]."""
    (items,) = shape
    rows, width = ITEM
    shown = _coins(items, rows, batch, width, generator=generator)
    asked = torch.randint(0, items - 1, (batch,), generator=generator)
    lanes = torch.arange(batch)
    inputs = torch.zeros((items + 1) * (rows + 1) + 1 + rows, batch, width + 2)
    for item in range(items):
        start = item * (rows + 1)
        inputs[start, :, width] = 1
        inputs[start + 1 : start + 1 + rows, :, :width] = shown[item]
    start = items * (rows + 1)
    inputs[[start, start + rows + 1], :, width + 1] = 1
    query, answer = shown[asked, :, lanes], shown[asked + 1, :, lanes]  # (batch, rows, width)
    inputs[start + 1 : start + 1 + rows, :, :width] = query.transpose(0, 1)
    return Episode(inputs, answer.transpose(0, 1).contiguous())


def n_grams(shape: Shape, batch: int, generator: Generator) -> Episode:
    """(length): bits to predict, each as likely as the five before it say   [sec. 4.4].

    Five coins come first; the optimum over 200 bits after them is that of figure 13.
    """
    (length,) = shape
    chances = _beta(2**CONTEXT, batch, generator)
    stream = [_coins(batch, generator=generator) for _ in range(CONTEXT)]
    for _ in range(length):
        chance = chances.gather(0, _context(stream[-CONTEXT:])[None])[0]
        stream.append((torch.rand(batch, generator=generator) < chance).float())
    whole = torch.stack(stream)[:, :, None]
    return Episode(whole[:-1], whole[CONTEXT:])


def _beta(count: int, batch: int, generator: Generator) -> Float[Tensor, "count batch"]:
    """Draws from Beta(1/2, 1/2), the arcsine law, by its inverse."""
    return (torch.rand(count, batch, generator=generator) * math.pi / 2).sin().square()


def _context(last: list[Tensor]) -> Tensor:
    """The number that the last bits spell."""
    return sum((bit.long() << place for place, bit in enumerate(last)), torch.tensor(0))


def n_gram_optimum(episode: Episode) -> Float[Tensor, " batch"]:
    """Bits of the best estimator, P(1) = (N1 + 1/2) / (N0 + N1 + 1)   [sec. 4.4]."""
    bits = torch.cat([episode.inputs, episode.targets[-1:]])[:, :, 0]  # (time, batch)
    counts = torch.full((2, 2**CONTEXT, bits.shape[1]), 0.5)
    lanes, total = torch.arange(bits.shape[1]), torch.zeros(bits.shape[1])
    for at in range(CONTEXT, len(bits)):
        context, bit = _context(list(bits[at - CONTEXT : at])), bits[at].long()
        total -= (counts[bit, context, lanes] / counts[:, context, lanes].sum(0)).log2()
        counts[bit, context, lanes] += 1
    return total


def priority_sort(shape: Shape, batch: int, generator: Generator) -> Episode:
    """(shown, said): vectors with priorities in (-1, 1), then the highest in order   [sec. 4.5]."""
    shown, said = shape
    vectors = _coins(shown, batch, BITS, generator=generator)
    priority = 2 * torch.rand(shown, batch, generator=generator) - 1
    order = priority.argsort(0, descending=True)[:said]
    inputs = torch.zeros(shown + 1 + said, batch, BITS + 2)
    inputs[:shown, :, :BITS] = vectors
    inputs[:shown, :, BITS] = priority
    inputs[shown, :, BITS + 1] = 1
    return Episode(inputs, vectors.gather(0, order[:, :, None].expand(-1, -1, BITS)))


def _ones(*counts: int) -> tuple[Shape, ...]:
    return tuple((count,) for count in counts)


TASKS = {
    task.name: task
    for task in (
        Task(
            "copy", BITS + 1, BITS, _ones(*range(1, 21)), copy,
            longer=_ones(30, 50, 120),
        ),
        Task(
            "repeat-copy", BITS + 1, BITS + 1,
            tuple((length, n) for length in range(1, 11) for n in range(1, 11)), repeat_copy,
            longer=((20, 10), (10, 20)),
        ),
        Task(
            "associative-recall", ITEM[1] + 2, ITEM[1], _ones(*range(2, 7)), associative_recall,
            longer=_ones(8, 10, 12, 15, 20),
        ),
        Task("n-grams", 1, 1, _ones(200), n_grams, optimum=n_gram_optimum),
        Task("priority-sort", BITS + 2, BITS, (SORTED,), priority_sort),
    )
}  # fmt: skip
