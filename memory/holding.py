"""Which memory holds now: Algorithm 1 of MemNN, with a trained preference (eq. 10).

Of what was taught, the likeliest pair is read, one memory after the other.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from jaxtyping import Float
from torch import Tensor

from memory.bank import Bank
from memory.pairs import Cosines, pair_features
from memory.perspective import told_to_others
from memory.preference import Preference
from memory.reading import Reading

_NEARLY = -2.0  # log-odds from which what is newer may have taken a place
_READ = (
    -1.5
)  # log-odds from which a pair is read: one at a time, for that takes as long as an answer
_AMONG = 6  # of the rows that answer best, whose newer one is read
Pair = tuple[int, int]  # rows of an older memory and of a newer one
# log-odds that a newer memory takes an older one's place, where the features had these
Replacing = Callable[[Sequence[tuple[str, str]], Sequence[float]], list[float]]


@dataclass(frozen=True, slots=True)
class Holding:
    """What is answered from, after the newer of each pair had its say."""

    row: int  # the best, or what took its place
    past: tuple[int, ...]  # the rows whose place it took, newest first
    perhaps: tuple[int, ...] = ()  # newer rows that may have taken its place, the likeliest first


@dataclass(frozen=True, slots=True)
class Scan:
    """Looks for what took the place of what, among the candidates for one question."""

    bank: Bank
    reading: Reading
    asked: Float[Tensor, " rows"]  # cosine of the question and each row
    preference: Preference
    least: float  # probability from which a newer memory takes an older one's place
    replacing: Replacing | None = None
    _known: dict[Pair, float] = field(default_factory=dict)

    def holding(self, rows: list[int]) -> Holding:
        """From the best row on: what took its place, what took that one's, and what they took."""
        chain = rows[:1]
        odds = self._newer(chain[-1], rows)
        while takers := [newer for (_, newer), value in odds.items() if value > 0]:
            chain.append(max(takers, key=self._age))
            odds = self._newer(chain[-1], rows)
        taken = self._odds((row, newer) for newer in chain for row in rows)
        past = {older for (older, _), value in taken.items() if value > 0} | set(chain[:-1])
        perhaps = {newer: value for (_, newer), value in odds.items() if value > _NEARLY}
        return Holding(
            chain[-1],
            tuple(sorted(past, key=self._age, reverse=True)),
            tuple(sorted(perhaps, key=perhaps.__getitem__, reverse=True)),
        )

    def _age(self, row: int) -> tuple[float, int]:
        return self.bank.slots[row].said_at, self.bank.slots[row].id

    def _newer(self, older: int, rows: Sequence[int]) -> dict[Pair, float]:
        """Log-odds of a row with each newer one; the first few may be read."""
        return self._odds(((older, row) for row in rows), read=rows[:_AMONG])

    def _odds(self, pairs: Iterable[Pair], read: Sequence[int] = ()) -> dict[Pair, float]:
        """Log-odds of pairs of an older row and a newer one; above 0 it takes its place.

        The likeliest with a newer one among `read` is read, where it may be.
        """
        fit = [pair for pair in pairs if self._comparable(*pair)]
        new = [pair for pair in fit if pair not in self._known]
        odds = self.preference.log_odds([self._phi(*pair) for pair in new])
        found = dict(zip(new, odds, strict=True))
        may = {p: found[p] for p in found if p[1] in read} if self.preference.reads else {}
        self._known.update(found | self._read(may))
        least = math.log(self.least / (1 - self.least))
        return {pair: self._known[pair] - least for pair in fit}

    def _read(self, odds: dict[Pair, float]) -> dict[Pair, float]:
        """Log-odds of the likeliest of these once it was read; of what was heard none is."""
        heard, slots = self.bank.heard, self.bank.slots
        taught = [pair for pair in odds if not any(bool(heard[row]) for row in pair)]
        best = max(taught, key=odds.__getitem__, default=None)
        if self.replacing is None or best is None or odds[best] <= _READ:
            return {}
        older, newer = (told_to_others(slots[row]) for row in best)
        return {best: self.replacing([(older, newer)], [odds[best]])[0]}

    def _comparable(self, older: int, newer: int) -> bool:
        """Whether it is newer, and not what another person says of themself."""
        one, other = self.bank.slots[older].subject, self.bank.slots[newer].subject
        strangers = one is not None and other is not None and one.id != other.id
        return self._age(older) < self._age(newer) and not strangers

    def _phi(self, older: int, newer: int) -> list[float]:
        bank, asked = self.bank, self.asked
        near = float(bank.vectors[older] @ bank.vectors[newer])
        return pair_features(
            self.reading.text, self.reading.stems, bank.slots[older], bank.slots[newer],
            Cosines(near, float(asked[older]), float(asked[newer])),
        )  # fmt: skip
