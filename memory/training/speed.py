"""How fast the NTM learns, beside a straightforward implementation of the same equations.

The straightforward one takes the same weights, one sequence at a time and one head at a time, and
projects each parameter of a head by itself. A test holds the two to the same outputs.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import torch
from jaxtyping import Float
from torch import Generator, Tensor
from torch.nn import functional

from memory.nn.controllers import lstm_cell
from memory.nn.ntm import NTM, Size, parts
from memory.training.algorithms import TASKS, Episode, bits

_LENGTH = (10,)  # the mean length of copy


@dataclass(frozen=True)
class Speed:
    """Sequences a second, forward and backward, of computing time."""

    name: str
    batch: int
    per_second: float
    times: float  # the straightforward one's


def plain(net: NTM, inputs: Float[Tensor, "time inputs"]) -> Float[Tensor, "time outputs"]:
    """The logits of an NTM with an LSTM controller of one layer, for one sequence, step by step."""
    state, control = net.initial(1), net.cell.controller
    memory, r, w = state.memory[0], list(state.reads[0]), list(state.weightings[0])
    h, c = state.controller.hidden[0], state.controller.cell[0]
    said = []
    for x in inputs:
        drive = control.project(x[None]) + control.first(torch.cat([*r, h[0]])[None])
        h, c = lstm_cell(drive, c)
        w = [_address(net, head, h[0], memory, w[head]) for head in range(len(w))]
        for head in range(net.cell.size.reads, len(w)):
            memory = _write(net, head, h[0], memory, w[head])
        r = [(w[head][:, None] * memory).sum(0) for head in range(net.cell.size.reads)]
        said.append(net.answer(torch.cat([h[0], *r])))
    return torch.stack(said)


def _part(net: NTM, h: Tensor, kind: int, start: int, length: int) -> Tensor:
    """One parameter of one head, projected by itself."""
    first = sum(parts(net.cell.size)[:kind]) + start
    rows = slice(first, first + length)
    return functional.linear(h, net.cell.heads.weight[rows], net.cell.heads.bias[rows])


def _address(net: NTM, head: int, h: Tensor, memory: Tensor, w_prev: Tensor) -> Tensor:
    size, heads = net.cell.size, len(net.first_weightings)
    k = _part(net, h, 0, head * size.width, size.width).tanh()
    g = _part(net, h, 1, head, 1).sigmoid()
    beta = functional.softplus(_part(net, h, 2, head, 1))
    gamma = 1 + functional.softplus(_part(net, h, 2, heads + head, 1))
    s = _part(net, h, 3, 3 * head, 3).softmax(0)
    similarity = functional.cosine_similarity(k[None], memory, dim=1)
    w = g * (beta * similarity).softmax(0) + (1 - g) * w_prev
    w = s[0] * w.roll(-1) + s[1] * w + s[2] * w.roll(1)
    powers = w**gamma
    return powers / powers.sum()


def _write(net: NTM, head: int, h: Tensor, memory: Tensor, w: Tensor) -> Tensor:
    size, heads = net.cell.size, len(net.first_weightings)
    writer = head - size.reads
    erase = _part(net, h, 1, heads + writer * size.width, size.width).sigmoid()
    add = _part(net, h, 0, (heads + writer) * size.width, size.width).tanh()
    return memory * (1 - torch.outer(w, erase)) + torch.outer(w, add)


def compare(
    batches: tuple[int, ...], *, compiled: bool, rounds: int = 5, size: Size | None = None
) -> list[Speed]:
    """Speeds in one run, the paper's copy network on sequences of the mean length."""
    torch.manual_seed(0)
    task = TASKS["copy"]
    net = NTM(task.inputs, task.outputs, size or Size())

    def one(episode: Episode) -> Tensor:
        return plain(net, episode.inputs[:, 0])[:, None]

    def ours(episode: Episode) -> Tensor:
        logits: Tensor = net(episode.inputs)[0]
        return logits

    slow = _per_second(one, 1, rounds)
    found = [Speed("straightforward", 1, slow, 1.0)]
    rates = [(batch, _per_second(ours, batch, rounds)) for batch in batches]
    found += [Speed("batched", batch, rate, rate / slow) for batch, rate in rates]
    if compiled:
        for batch in batches:
            net.cell.compile(dynamic=False)
            rate = _per_second(ours, batch, rounds)
            found.append(Speed("batched, compiled", batch, rate, rate / slow))
    return found


def _per_second(logits: Callable[[Episode], Tensor], batch: int, rounds: int) -> float:
    episode = TASKS["copy"].draw(_LENGTH, batch, Generator().manual_seed(0))
    best = float("inf")
    for _ in range(rounds + 1):  # the first may compile
        started = time.process_time()
        bits(logits(episode), episode).sum().backward()
        best = min(best, time.process_time() - started)
    return batch / best


def markdown(speeds: list[Speed]) -> str:
    """A table, one line a way to compute."""
    lines = ["| | batch | sequences a second | times |", "| --- | --- | --- | --- |"]
    lines += [f"| {s.name} | {s.batch} | {s.per_second:.1f} | {s.times:.1f} |" for s in speeds]
    return "\n".join(lines)


def rows(speeds: list[Speed]) -> list[dict[str, object]]:
    """For a JSON file."""
    return [asdict(speed) for speed in speeds]
