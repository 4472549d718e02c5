"""Two texts are read together, and a number tells how they belong to each other.

The encoder's layers over [CLS] question [SEP] memory [SEP], and one logit at the first place
(Nogueira and Cho 2019), as a verifier of what was found (Hu et al. 2019, "Read + Verify"). Over
[CLS] older memory [SEP] newer memory [SEP] another logit tells whether the newer one takes the
older one's place.
"""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from memory.nn.spans import Layer, attends


class CrossScorer(nn.Module):
    """The trained layers, and the logits."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))
        self.answers = nn.Linear(width, 1)
        self.replaces = nn.Linear(width, 1)

    def forward(
        self, states: Float[Tensor, "pairs length width"], ids: Int[Tensor, "pairs length"]
    ) -> Float[Tensor, "pairs 2"]:
        """Log-odds that the second text answers the first, and that it takes its place.

        `states` are those under the trained layers.
        """
        mask, last = attends(ids), len(self.layers) - 1
        for number, module in enumerate(self.layers):
            states = module(states, mask, 1 if number == last else None)
        first = states[:, 0].float()
        return torch.cat([self.answers(first), self.replaces(first)], 1)
