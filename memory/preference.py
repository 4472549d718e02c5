"""U_R: which of two memories holds now (MemNN, eq. 10), trained."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from memory.checkpoints import Checkpoint, load_features, restore, save
from memory.nn.scoring import PairScorer
from memory.pairs import PairFeature

KIND = "write-time"
SHIPPED = Path(__file__).parent / "weights" / "write-time"


class Preference:
    """g(x, m_i, m_j) of a newer memory over an older one, as log-odds that it takes its place."""

    def __init__(self, network: PairScorer) -> None:
        self.network = network.eval()

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> "Preference":
        """The preference in a folder. Raises CheckpointError."""
        found = load_features(folder, KIND, PairFeature)
        network = PairScorer(len(PairFeature), int(found.config["hidden"]))
        restore(network, found, folder)
        return cls(network)

    def save(
        self, folder: Path, config: Mapping[str, object], metrics: Mapping[str, object]
    ) -> None:
        """Write the folder."""
        names = [feature.name for feature in PairFeature]
        whole = {**config, "hidden": self.network.score.U_O.out_features}
        save(folder, Checkpoint(KIND, whole, names, self.network.state_dict(), metrics))

    @torch.inference_mode()
    def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """Log P(the newer one takes the older one's place) - log P(it does not), a pair a row."""
        if not phi:
            return []
        found: list[float] = self.network(torch.tensor(phi)).tolist()
        return found
