"""Whether a memory answers a question: both are read together, and one number tells.

The encoder's layers over [CLS] question [SEP] memory [SEP], and one logit at the first place
(Nogueira and Cho 2019), as a verifier of what was found (Hu et al. 2019, "Read + Verify").
"""

from jaxtyping import Float, Int
from torch import Tensor, nn

from memory.nn.spans import Layer, attends


class CrossScorer(nn.Module):
    """The trained layers, and the logit."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))
        self.answers = nn.Linear(width, 1)

    def forward(
        self, states: Float[Tensor, "pairs length width"], ids: Int[Tensor, "pairs length"]
    ) -> Float[Tensor, " pairs"]:
        """Log-odds that the memory answers; `states` are those under the trained layers."""
        mask, last = attends(ids), len(self.layers) - 1
        for number, module in enumerate(self.layers):
            states = module(states, mask, 1 if number == last else None)
        found: Float[Tensor, " pairs"] = self.answers(states[:, 0].float())[:, 0]
        return found
