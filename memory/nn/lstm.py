"""The LSTMs that memory networks and NTMs are compared with."""

from jaxtyping import Float
from torch import Tensor, nn

LSTMState = tuple[Tensor, Tensor]


class StackedLSTM(nn.Module):
    """A sequence of vectors in, one of logits out: the baseline of NTM, sec. 4."""

    def __init__(self, inputs: int, outputs: int, hidden: int = 256, layers: int = 3) -> None:
        super().__init__()
        self.read = nn.LSTM(inputs, hidden, layers)
        self.answer = nn.Linear(hidden, outputs)

    def forward(
        self, inputs: Float[Tensor, "time batch inputs"], state: LSTMState | None = None
    ) -> tuple[Float[Tensor, "time batch outputs"], LSTMState]:
        """Logits after each input, and the last state."""
        hidden, state = self.read(inputs, state)
        return self.answer(hidden), state
