"""U_R: which of two memories holds now (MemNN, eq. 10), trained."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from memory.pairs import PairFeature
from memory.trained_pairs import TrainedPairs


class Preference(TrainedPairs):
    """g(x, m_i, m_j) of a newer memory over an older one, as log-odds that it takes its place."""

    KIND = "write-time"
    FEATURES = PairFeature
    reads: ClassVar[bool] = True  # what it holds possible is read, too

    @classmethod
    def load(cls, folder: Path | None = None) -> "Preference":
        """The network in a folder, or the one that ships. Raises CheckpointError."""
        return cls(cls.kept(folder))

    def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """Log P(the newer one takes the older one's place) - log P(it does not), a pair a row."""
        return self.scores(phi)
