"""O, learned: s_O of a question and a memory from features of the pair.

MemNN's preferred way to bring matches into the embedding space is a feature map of both, Phi_y(y,
x) [MemNN, sec. 3.6]; here phi(x, m) holds such features alone, so that no word has weights of its
own and words never seen before score as well as any.
"""

from collections.abc import Sequence

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

_EPSILON = 1e-3  # keeps a feature that is the same in every row finite


def standardise(
    phi: Float[Tensor, "rows F"], allowed: Bool[Tensor, " rows"], columns: Int[Tensor, " C"]
) -> Float[Tensor, "rows G"]:
    """phi, and some columns as deviations from their mean over the rows that may answer.

    (phi_j - mean_i phi_ij) / spread_i phi_ij, over the allowed rows i; G = F + C.
    """
    some = phi[allowed][:, columns]
    spread = some.std(0, correction=0).clamp_min(_EPSILON)
    return torch.cat([phi, (phi[:, columns] - some.mean(0)) / spread], dim=1)


class FeatureScorer(nn.Module):
    """U_O: a linear score of the features, and one of what a hidden layer makes of them."""

    def __init__(self, features: int, hidden: int) -> None:
        super().__init__()
        self.direct = nn.Linear(features, 1, bias=False)
        self.U_O = nn.Linear(features, hidden)
        self.out = nn.Linear(hidden, 1, bias=False)
        nn.init.zeros_(self.direct.weight)

    def forward(self, phi: Float[Tensor, "*batch F"]) -> Float[Tensor, "*batch"]:
        """s_O(x, m) = u . phi(x, m) + w . relu(U_O phi(x, m) + b)."""
        found: Float[Tensor, "*batch 1"] = self.direct(phi) + self.out(torch.relu(self.U_O(phi)))
        return found.squeeze(-1)


class PairScorer(nn.Module):
    """U_R of the write time: the same over features of two memories [MemNN, sec. 3.4].

    g(x, m_i, m_j) = u . z + w . relu(U_R z + b), z being phi(x, m_i, m_j) in the mean and spread of
    the training pairs, and a constant. The paper prefers m_i where g(x, m_i, m_j) > 0 (eq. 10). It
    is U_O of the later hops, too: there phi is that of [x, m_o1 ...] and a memory (eq. 3).
    """

    mean: Tensor  # (F,)
    spread: Tensor  # (F,)

    def __init__(self, features: int, hidden: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("spread", torch.ones(features))
        self.score = FeatureScorer(features + 1, hidden)

    def standardise_by(self, phi: Float[Tensor, "pairs F"]) -> None:
        """Take mean and spread from these pairs."""
        self.mean.copy_(phi.mean(0))
        self.spread.copy_(phi.std(0, correction=0).clamp_min(_EPSILON))

    def forward(self, phi: Float[Tensor, "pairs F"]) -> Float[Tensor, " pairs"]:
        """g of each pair."""
        z = (phi - self.mean) / self.spread
        found: Float[Tensor, " pairs"] = self.score(torch.cat([z, torch.ones(len(z), 1)], dim=1))
        return found


@torch.no_grad()
def mean_of(networks: Sequence[PairScorer]) -> PairScorer:
    """One network with the mean of their scores: their hidden units side by side.

    They have the same mean and spread.
    """
    parts = [network.score for network in networks]
    hidden = sum(part.U_O.out_features for part in parts)
    found = PairScorer(len(networks[0].mean), hidden)
    found.mean.copy_(networks[0].mean)
    found.spread.copy_(networks[0].spread)
    found.score.direct.weight.copy_(torch.stack([part.direct.weight for part in parts]).mean(0))
    found.score.U_O.weight.copy_(torch.cat([part.U_O.weight for part in parts]))
    found.score.U_O.bias.copy_(torch.cat([part.U_O.bias for part in parts]))
    found.score.out.weight.copy_(torch.cat([part.out.weight for part in parts], 1) / len(parts))
    return found
