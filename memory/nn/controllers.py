"""What steers an NTM's heads: an LSTM or a feed-forward layer   [NTM, sec. 3.4].

The input's share of a layer does not depend on memory: `project` does it for all steps at once.
"""

from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor, nn


class ControllerState(NamedTuple):
    """What a controller hands on: outputs of its layers, and the cells of an LSTM."""

    hidden: Float[Tensor, "batch layers C"]
    cell: Float[Tensor, "batch layers C"]


class Controller(nn.Module):
    """A stack of layers; the first reads the input and what the heads read."""

    gates = 1

    def __init__(self, inputs: int, reads: int, hidden: int, layers: int = 1) -> None:
        super().__init__()
        self.hidden, self.layers = hidden, layers
        width, own = self.gates * hidden, hidden if self.gates > 1 else 0
        self.project = nn.Linear(inputs, width)
        self.first = nn.Linear(reads + own, width, bias=False)
        self.above = nn.ModuleList(nn.Linear(hidden + own, width) for _ in range(layers - 1))
        # a feed-forward layer has no use for a state
        self.start = nn.Parameter(torch.zeros(2, layers, hidden), requires_grad=self.gates > 1)

    def initial(self, batch: int) -> ControllerState:
        """The learned state at the start of a sequence."""
        hidden, cell = self.start.tanh()[:, None].expand(2, batch, -1, -1)
        return ControllerState(hidden, cell)

    def forward(
        self,
        projected: Float[Tensor, "batch width"],
        reads: Float[Tensor, "batch RM"],
        state: ControllerState,
    ) -> ControllerState:
        """The next state, from the projected input and the vectors read last."""
        below, steps = reads, []
        for layer, (hidden, cell) in enumerate(zip(*map(_layers, state), strict=True)):
            linear = self.above[layer - 1] if layer else self.first
            drive = linear(torch.cat([below, hidden], 1) if self.gates > 1 else below)
            steps.append(self.cell(drive if layer else drive + projected, cell))
            below = steps[-1][0]
        hidden, cell = (torch.stack(values, 1) for values in zip(*steps, strict=True))
        return ControllerState(hidden, cell)

    def cell(
        self, drive: Float[Tensor, "batch width"], cell: Float[Tensor, "batch C"]
    ) -> tuple[Float[Tensor, "batch C"], Float[Tensor, "batch C"]]:
        """Output and cell of one layer; a feed-forward layer has no use for a cell."""
        return drive.tanh(), cell


class LSTMController(Controller):
    """Gates in the order input, forget, output, candidate."""

    gates = 4

    def remember(self) -> None:
        """Begin with forget gates that let little go, as long stories need."""
        with torch.no_grad():
            for layer in (self.project, *self.above):
                layer.bias[self.hidden : 2 * self.hidden] += 1.0

    def cell(
        self, drive: Float[Tensor, "batch width"], cell: Float[Tensor, "batch C"]
    ) -> tuple[Float[Tensor, "batch C"], Float[Tensor, "batch C"]]:
        """h = o tanh(c), c = f c_prev + i g."""
        return lstm_cell(drive, cell)


def lstm_cell(
    drive: Float[Tensor, "batch width"], cell: Float[Tensor, "batch C"]
) -> tuple[Float[Tensor, "batch C"], Float[Tensor, "batch C"]]:
    """h = o tanh(c), c = f c_prev + i g, from the four gates before their non-linearities."""
    size = cell.shape[1]
    i, f, o = drive[:, : 3 * size].sigmoid().chunk(3, 1)
    cell = f * cell + i * drive[:, 3 * size :].tanh()
    return o * cell.tanh(), cell


def _layers(value: Float[Tensor, "batch layers C"]) -> tuple[Float[Tensor, "batch C"], ...]:
    return value.unbind(1)
