"""Neural Turing Machine, eq. 2-9: a memory that a controller reads and writes by attention.

`M` is (batch, N, M): N slots of width M. A weighting `w` is (batch, heads, N). All heads of a step
address the memory that the last step left; then they write, then they read.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from memory.nn.controllers import Controller, ControllerState, LSTMController

EMPTY = 1e-6  # what an unwritten memory holds; constant, as Collier and Beel 2018 found best
SHIFTS = 3  # by -1, 0 and +1
_TINY = 1e-16  # keeps the logarithm of a weighting finite
_SMALL = 1e-8  # keeps the norm of an empty slot, and its gradient, finite


def read(
    M: Float[Tensor, "batch N M"], w: Float[Tensor, "batch H N"]
) -> Float[Tensor, "batch H M"]:
    """r = sum_i w(i) M(i)   [NTM, eq. 2]."""
    return w @ M


def write(
    M: Float[Tensor, "batch N M"],
    w: Float[Tensor, "batch H N"],
    erase: Float[Tensor, "batch H M"],
    add: Float[Tensor, "batch H M"],
) -> Float[Tensor, "batch N M"]:
    """M'(i) = M(i) [1 - w(i) e] + w(i) a, all heads erasing before any adds   [NTM, eq. 3-4]."""
    for head in range(w.shape[1]):
        M = M - M * (w[:, head, :, None] * erase[:, head, None])
    return M + w.transpose(1, 2) @ add


def cosine(
    k: Float[Tensor, "batch H M"], M: Float[Tensor, "batch N M"]
) -> Float[Tensor, "batch H N"]:
    """K[k, M(i)] = k . M(i) / (|k| |M(i)|)   [NTM, eq. 6]."""
    k = k / (k.square().sum(-1, keepdim=True) + _SMALL).sqrt()
    length = (M.square().sum(-1) + _SMALL).sqrt()  # (batch, N)
    return k @ M.transpose(1, 2) / length[:, None]


def content(
    K: Float[Tensor, "batch H N"], beta: Float[Tensor, "batch H"]
) -> Float[Tensor, "batch H N"]:
    """w_c(i) = exp(beta K(i)) / sum_j exp(beta K(j))   [NTM, eq. 5]."""
    return (beta[:, :, None] * K).softmax(-1)


def interpolate(
    w_c: Float[Tensor, "batch H N"], w_prev: Float[Tensor, "batch H N"], g: Float[Tensor, "batch H"]
) -> Float[Tensor, "batch H N"]:
    """w_g = g w_c + (1 - g) w_prev   [NTM, eq. 7]."""
    return w_prev + g[:, :, None] * (w_c - w_prev)


def shift(
    w_g: Float[Tensor, "batch H N"], s: Float[Tensor, "batch H S"]
) -> Float[Tensor, "batch H N"]:
    """w~(i) = sum_j w_g(j) s(i - j mod N), s over -1, 0, +1 (S odd, 0 in its middle)   [eq. 8]."""
    middle = s.shape[-1] // 2
    moved = [w_g.roll(by - middle, -1) * s[:, :, by, None] for by in range(s.shape[-1])]
    return sum(moved[1:], moved[0])


def sharpen(
    w: Float[Tensor, "batch H N"], gamma: Float[Tensor, "batch H"]
) -> Float[Tensor, "batch H N"]:
    """w(i) = w~(i)^gamma / sum_j w~(j)^gamma, in logarithms: no power underflows   [NTM, eq. 9]."""
    return (gamma[:, :, None] * (w + _TINY).log()).softmax(-1)


class Heads(NamedTuple):
    """What the controller tells its heads; read heads come first, write heads after them."""

    k: Float[Tensor, "batch H M"]
    beta: Float[Tensor, "batch H"]
    g: Float[Tensor, "batch H"]
    s: Float[Tensor, "batch H S"]
    gamma: Float[Tensor, "batch H"]
    erase: Float[Tensor, "batch W M"]
    add: Float[Tensor, "batch W M"]


def address(
    M: Float[Tensor, "batch N M"], w_prev: Float[Tensor, "batch H N"], heads: Heads
) -> Float[Tensor, "batch H N"]:
    """The new weightings: content, interpolation, shift, sharpening   [NTM, eq. 5-9]."""
    w_c = content(cosine(heads.k, M), heads.beta)
    w_g = interpolate(w_c, w_prev, heads.g)
    return sharpen(shift(w_g, heads.s), heads.gamma)


class Size(NamedTuple):
    """Memory of `slots` x `width`, and how many heads read and write it."""

    slots: int = 128
    width: int = 20
    reads: int = 1
    writes: int = 1


def parts(size: Size) -> list[int]:
    """How a controller's output splits: by non-linearity, so that each is applied once."""
    heads = size.reads + size.writes
    tanh, sigmoid = (heads + size.writes) * size.width, heads + size.writes * size.width
    return [tanh, sigmoid, 2 * heads, SHIFTS * heads]


def split(raw: Float[Tensor, "batch P"], size: Size) -> Heads:
    """k, a by tanh; g, e by the logistic function; beta, gamma by softplus; s by softmax."""
    heads, width = size.reads + size.writes, size.width
    tanh, sigmoid, plus, soft = raw.split(parts(size), 1)
    vectors = tanh.tanh().unflatten(1, (-1, width))  # (batch, H + W, M)
    sigmoid, plus = sigmoid.sigmoid(), functional.softplus(plus)
    return Heads(
        k=vectors[:, :heads], add=vectors[:, heads:],
        g=sigmoid[:, :heads], erase=sigmoid[:, heads:].unflatten(1, (-1, width)),
        beta=plus[:, :heads], gamma=1 + plus[:, heads:],
        s=soft.unflatten(1, (heads, SHIFTS)).softmax(-1),
    )  # fmt: skip


class State(NamedTuple):
    """All that passes from step to step."""

    memory: Float[Tensor, "batch N M"]
    reads: Float[Tensor, "batch R M"]
    weightings: Float[Tensor, "batch H N"]
    controller: ControllerState


class Cell(nn.Module):
    """One step; apart from the sequence, so that it can be compiled."""

    def __init__(self, controller: Controller, size: Size) -> None:
        super().__init__()
        self.size, self.controller = size, controller
        self.heads = nn.Linear(controller.hidden, sum(parts(size)))
        nn.init.xavier_uniform_(self.heads.weight)
        nn.init.zeros_(self.heads.bias)

    def forward(self, projected: Float[Tensor, "batch width"], state: State) -> State:
        """The state after an input that the controller has projected."""
        steered = self.controller(projected, state.reads.flatten(1), state.controller)
        heads = split(self.heads(steered.hidden[:, -1]), self.size)
        w = address(state.memory, state.weightings, heads)
        reads = self.size.reads
        memory = write(state.memory, w[:, reads:], heads.erase, heads.add)
        return State(memory, read(memory, w[:, :reads]), w, steered)


class NTM(nn.Module):
    """A sequence of vectors in, one of logits out."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        size: Size,
        controller: Literal["lstm", "feedforward"] = "lstm",
        hidden: int = 100,
        layers: int = 1,
    ) -> None:
        super().__init__()
        kind = LSTMController if controller == "lstm" else Controller
        self.cell = Cell(kind(inputs, size.reads * size.width, hidden, layers), size)
        self.answer = nn.Linear(hidden + size.reads * size.width, outputs)
        self.first_reads = nn.Parameter(torch.zeros(size.reads, size.width))
        self.first_weightings = nn.Parameter(torch.zeros(size.reads + size.writes, size.slots))
        with torch.no_grad():  # equal slots could never be told apart: heads start near the first
            self.first_weightings[:, 0] = 5.0

    def initial(self, batch: int) -> State:
        """The state at the start of every sequence: all but the memory is learned   [sec. 4]."""
        size = self.cell.size
        return State(
            torch.full((batch, size.slots, size.width), EMPTY, device=self.first_reads.device),
            self.first_reads.tanh().expand(batch, -1, -1),
            self.first_weightings.softmax(-1).expand(batch, -1, -1),
            self.cell.controller.initial(batch),
        )

    def steps(
        self, inputs: Float[Tensor, "time batch inputs"], state: State | None = None
    ) -> Iterator[State]:
        """The state after each input."""
        state = state or self.initial(inputs.shape[1])
        for projected in self.cell.controller.project(inputs):
            state = self.cell(projected, state)
            yield state

    def forward(
        self, inputs: Float[Tensor, "time batch inputs"], state: State | None = None
    ) -> tuple[Float[Tensor, "time batch outputs"], State | None]:
        """Logits after each input, and the last state."""
        said = []
        for state in self.steps(inputs, state):  # noqa: B020, PLR1704 it is the same state
            said.append(torch.cat([state.controller.hidden[:, -1], state.reads.flatten(1)], 1))
        return self.answer(torch.stack(said)), state
