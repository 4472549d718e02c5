"""A trained network over features of pairs, as it is kept in a folder and asked for scores."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import ClassVar

import torch

from memory.checkpoints import Checkpoint, load_features, restore, save
from memory.nn.scoring import PairScorer

WEIGHTS = Path(__file__).parent / "weights"  # what ships


class TrainedPairs:
    """A `PairScorer` with the names of its features."""

    KIND: ClassVar[str]
    FEATURES: ClassVar[type[IntEnum]]

    def __init__(self, network: PairScorer) -> None:
        self.network = network.eval()

    @classmethod
    def kept(cls, folder: Path | None) -> PairScorer:
        """The network in a folder, or the one that ships. Raises CheckpointError."""
        folder = folder or WEIGHTS / cls.KIND
        found = load_features(folder, cls.KIND, cls.FEATURES)
        network = PairScorer(len(cls.FEATURES), int(found.config["hidden"]))
        restore(network, found, folder)
        return network

    def save(
        self, folder: Path, config: Mapping[str, object], metrics: Mapping[str, object]
    ) -> None:
        """Write the folder."""
        names = [feature.name for feature in self.FEATURES]
        whole = {**config, "hidden": self.network.score.U_O.out_features}
        save(folder, Checkpoint(self.KIND, whole, names, self.network.state_dict(), metrics))

    @torch.inference_mode()
    def scores(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """What the network gives each pair: its g, or s_O."""
        if not phi:
            return []
        found: list[float] = self.network(torch.tensor(phi)).tolist()
        return found
