"""Which memory holds now: Algorithm 1 of MemNN, with a trained preference (eq. 10).

Of what was taught, the pairs that it holds possible are read, one memory after the other.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from jaxtyping import Float
from torch import Tensor

from memory.bank import Bank
from memory.pairs import Cosines, pair_features
from memory.perspective import told_to
from memory.preference import Preference
from memory.reading import Reading
from memory.slots import Person

_NEARLY = -2.0  # log-odds from which what is newer may have taken a place
READ = -3.0  # log-odds from which a pair is read
_MOST = 8  # pairs that are read at a time, the likeliest
_NOBODY = Person(0, "")
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
        odds = self._odds((chain[-1], row) for row in rows)
        while takers := [newer for (_, newer), value in odds.items() if value > 0]:
            chain.append(max(takers, key=self._age))
            odds = self._odds((chain[-1], row) for row in rows)
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

    def _odds(self, pairs: Iterable[Pair]) -> dict[Pair, float]:
        """Log-odds of pairs of an older row and a newer one; above 0 it takes its place."""
        fit = [pair for pair in pairs if self._comparable(*pair)]
        new = [pair for pair in fit if pair not in self._known]
        odds = self.preference.log_odds([self._phi(*pair) for pair in new])
        self._known.update(self._read(dict(zip(new, odds, strict=True))))
        least = math.log(self.least / (1 - self.least))
        return {pair: self._known[pair] - least for pair in fit}

    def _read(self, odds: dict[Pair, float]) -> dict[Pair, float]:
        """The same once those that may be were read; of what was heard none is."""
        heard, slots = self.bank.heard, self.bank.slots
        taught = [p for p in odds if odds[p] > READ and not any(bool(heard[row]) for row in p)]
        likely = sorted(taught, key=odds.__getitem__, reverse=True)[:_MOST]
        if self.replacing is None or not self.preference.reads or not likely:
            return odds
        texts = [(told_to(slots[a], _NOBODY), told_to(slots[b], _NOBODY)) for a, b in likely]
        found = self.replacing(texts, [odds[pair] for pair in likely])
        return odds | dict(zip(likely, found, strict=True))

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
