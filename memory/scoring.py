"""The trained s_O of messages, as log-odds that a message supports the answer."""

from collections.abc import Mapping
from pathlib import Path

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from memory.checkpoints import Checkpoint, load_features, restore, save
from memory.features import Feature, of_others
from memory.nn.scoring import FeatureScorer, standardise

KIND = "chat-scorer"
SHIPPED = Path(__file__).parent / "weights" / "chat"
# Those that depend on the size and the topic of a bank: they are standardised, and stay beside
# their standardised selves, for the best message may be no good.
_RELATIVE = (
    Feature.COSINE, Feature.COSINE_NEUTRAL, Feature.COSINE_NEAR, Feature.BM25, Feature.BM25_AROUND,
    Feature.BM25_NEAR, Feature.SESSION_COSINE, Feature.SESSION_BM25, Feature.SESSION_HOLDS,
    Feature.WORDS, Feature.ANSWERS,
)  # fmt: skip
COLUMNS = torch.tensor(_RELATIVE)
_LEADING = 3  # messages of a person that tell how well they fit: one may resemble by chance


class Scorer:
    """U_O with its calibration."""

    def __init__(self, network: FeatureScorer, slope: float = 1.0, offset: float = 0.0) -> None:
        self.network, self.slope, self.offset = network.eval(), slope, offset

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> "Scorer":
        """The scorer in a folder. Raises CheckpointError."""
        found = load_features(folder, KIND, Feature)
        network = FeatureScorer(len(Feature) + len(COLUMNS), int(found.config["hidden"]))
        restore(network, found, folder)
        return cls(network, float(found.config["slope"]), float(found.config["offset"]))

    def save(
        self, folder: Path, config: Mapping[str, object], metrics: Mapping[str, object]
    ) -> None:
        """Write the folder."""
        calibrated = {**config, "slope": self.slope, "offset": self.offset}
        names = [feature.name for feature in Feature]
        save(folder, Checkpoint(KIND, calibrated, names, self.network.state_dict(), metrics))

    @torch.inference_mode()
    def log_odds(
        self, phi: Float[Tensor, "rows features"], allowed: Bool[Tensor, " rows"]
    ) -> Float[Tensor, " rows"]:
        """Log P(m_i supports the answer) - log P(it does not), calibrated on held-out rooms."""
        scores: Float[Tensor, " rows"] = self.network(standardise(phi, allowed, COLUMNS))
        return self.slope * scores + self.offset

    def lead(
        self,
        odds: Float[Tensor, " rows"],
        phi: Float[Tensor, "rows features"],
        allowed: Bool[Tensor, " rows"],
    ) -> float:
        """By how much whom the question names fits it better than all others.

        The mean log-odds of their best messages, less that of the others' best ones were they asked
        about. 0 where no author is named, or nobody else wrote.
        """
        own = phi[:, Feature.AUTHOR_NAMED] > 0
        if not bool((allowed & own).any()) or not bool((allowed & ~own).any()):
            return 0.0
        others = self.log_odds(of_others(phi), allowed)
        return _best(odds[allowed & own]) - _best(others[allowed & ~own])


def _best(odds: Float[Tensor, " rows"]) -> float:
    return float(odds.topk(min(_LEADING, len(odds))).values.mean())
