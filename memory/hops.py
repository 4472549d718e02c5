"""s_O([x, m_o1 ...], m): which memory goes on from those found, or m_0 where they are enough.

MemNN's second hop scores [x, m_o1] as a list (eq. 3), and its extension keeps hopping until a
learned special fact m_0 is chosen (the bAbI paper, app. A). Here the list is made of features of
all of it (`memory.bridges`), so that words never seen before score as well as any.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from memory.bridges import HopFeature, hop_features
from memory.candidates import candidates
from memory.holding import Scan
from memory.so_far import SoFar
from memory.trained_pairs import TrainedPairs

CANDIDATES = 16  # rows whose features are computed: those far below cannot win
_ALIKE = 8  # rows that may have taken the place of the one that goes on, or have been replaced


class Step(NamedTuple):
    """A further memory, and by how much it is better than to stop."""

    row: int
    lead: float
    past: tuple[int, ...] = ()  # rows whose place it took


class Hops(TrainedPairs):
    """The trained U_O of the second hop and all later ones: what m_0 and each candidate score."""

    KIND = "second-hop"
    FEATURES = HopFeature

    @classmethod
    def load(cls, folder: Path | None = None) -> "Hops":
        """The network in a folder, or the one that ships. Raises CheckpointError."""
        return cls(cls.kept(folder))

    def likely(self, so_far: SoFar) -> list[Step]:
        """What may go on, the best first, with its lead over m_0 or what it is behind it."""
        rows = candidates(so_far, CANDIDATES)
        stop, *found = self.scores(hop_features(so_far, rows))
        steps = [Step(row, score - stop) for score, row in zip(found, rows, strict=True)]
        return sorted(steps, key=lambda step: -step.lead)

    def next(self, so_far: SoFar) -> list[Step]:
        """m_o(k+1) = argmax_i s_O([x, m_o1 ... m_ok], m_i)  [MemNN, eq. 3]; empty: it is m_0.

        The best comes first, then whatever else is better than to stop.
        """
        return [step for step in self.likely(so_far) if step.lead > 0]

    def further(
        self,
        so_far: SoFar,
        most: int,
        scan: Scan | None = None,
        known: Sequence[Step] | None = None,
    ) -> list[Step]:
        """At most so many memories after those found, until m_0 is chosen.

        What a newer memory replaces (eq. 10) is left to it on every hop. `known`: what the first
        of them is chosen from, the best first, where that is known.
        """
        steps = list[Step]()
        while len(steps) < most and (found := self.next(so_far) if known is None else known):
            steps.append(_latest(found, scan, so_far))
            past = (*so_far.past, *steps[-1].past)
            so_far = replace(so_far, chosen=(*so_far.chosen, steps[-1].row), past=past)
            known = None
        return steps


def _latest(steps: Sequence[Step], scan: Scan | None, so_far: SoFar) -> Step:
    """The best step, or what took its place: another that would do, or one that is like it."""
    if scan is None:
        return steps[0]
    rows = dict.fromkeys((*(step.row for step in steps), *_alike(steps[0].row, so_far)))
    now = scan.holding([*rows])
    return Step(now.row, steps[0].lead, now.past)


def _alike(row: int, so_far: SoFar) -> list[int]:
    """The rows in sight that are nearest to it, without those that were found before."""
    free = so_far.visible.clone()
    free[[*so_far.chosen, *so_far.past]] = False
    return so_far.bank.alike(so_far.bank.vectors[row], free, _ALIKE)
