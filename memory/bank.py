"""The slots of one home as O reads them: cached vectors on the device, and a word hash.

Vectors, channels and owners are rows of growing tensors; every stem has a bucket with the rows
whose text holds it (the word hash of MemNN, 3.3). Nothing here is computed twice: a new slot
appends a row, a question reads.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from memory.naming import named
from memory.perspective import third_person
from memory.slots import Audience, Kind, Person, Scope, Slot, Witness
from memory.traits import Trait, traits
from memory.words import stems

_FIRST_CAPACITY = 64
_COLUMNS = (
    "_vectors", "_channels", "_subjects", "_names", "_alive", "_authors", "_written", "_heard",
    "_traits",
)  # fmt: skip
_PAUSE = 3600.0  # seconds of silence in a channel after which another session begins
# what stands in a row once its slot was removed
_NOTHING = Slot(
    0, Scope(None, 0), "", personal=False, witnesses=(Witness(Person(0, ""), 0),), written_at=0
)


class Context(NamedTuple):
    """What stands around each row in its channel, on the CPU; what was taught stands alone."""

    before: Int[Tensor, " rows"]  # the row said just before in the session; itself at the end
    after: Int[Tensor, " rows"]
    session: Int[Tensor, " rows"]  # numbered from 0


def statement(slot: Slot) -> str:
    """The slot's text with its owner's name, as everybody may read it."""
    return third_person(slot.text, slot.author.name) if slot.personal else slot.text


class Bank:
    """Rows of slots. Used from one thread only; holds nothing that the store does not."""

    def __init__(self, dimension: int, device: str) -> None:
        self.device = device
        self.slots: list[Slot] = []
        self.stems: list[frozenset[str]] = []
        self._rows: dict[int, int] = {}
        self._people: dict[Person, int] = {}  # numbered as they come
        self._numbers = count()  # no number is given twice
        self._buckets: dict[str, array[int]] = defaultdict(lambda: array("q"))
        self._vectors = torch.empty(_FIRST_CAPACITY, dimension, device=device)
        self._channels = torch.empty(_FIRST_CAPACITY, dtype=torch.int64, device=device)
        self._subjects = torch.empty(_FIRST_CAPACITY, dtype=torch.int64, device=device)
        self._names = torch.empty(_FIRST_CAPACITY, dtype=torch.int64, device=device)
        self._alive = torch.zeros(_FIRST_CAPACITY, dtype=torch.bool, device=device)
        self._heard = torch.zeros(_FIRST_CAPACITY, dtype=torch.bool, device=device)
        # what features are made of stays where they are made: small steps, on the CPU
        self._authors = torch.empty(_FIRST_CAPACITY, dtype=torch.int64)
        self._written = torch.empty(_FIRST_CAPACITY, dtype=torch.float64)
        self._traits = torch.empty(_FIRST_CAPACITY, len(Trait))
        self._context: Context | None = None  # made when it is asked for

    def __len__(self) -> int:
        """The number of rows, those of removed slots included until they are closed up."""
        return len(self.slots)

    @property
    def vectors(self) -> Float[Tensor, "rows d"]:
        """The unit vector of each row."""
        return self._vectors[: len(self.slots)]

    @property
    def subjects(self) -> Int[Tensor, " rows"]:
        """Whose own fact a row is; 0 for nobody's."""
        return self._subjects[: len(self.slots)]

    @property
    def authors(self) -> Int[Tensor, " rows"]:
        """Who said each row first."""
        return self._authors[: len(self.slots)]

    @property
    def written(self) -> Float[Tensor, " rows"]:
        """When each row was first said, in Unix seconds."""
        return self._written[: len(self.slots)]

    @property
    def heard(self) -> Bool[Tensor, " rows"]:
        """The rows that are messages of a conversation rather than facts that somebody taught."""
        return self._heard[: len(self.slots)]

    @property
    def traits(self) -> Float[Tensor, "rows traits"]:
        """What each row's text is like."""
        return self._traits[: len(self.slots)]

    def context(self) -> Context:
        """The neighbours and the session of each row."""
        if self._context is None:
            self._context = self._neighbours()
        return self._context

    def _neighbours(self) -> Context:
        count = len(self.slots)
        lone = ~(self._heard & self._alive)[:count].cpu().numpy()
        channels = self._channels[:count].cpu().numpy()
        written = self.written.numpy()
        order = np.lexsort((np.arange(count), written, channels, lone))
        breaks = np.ones(count, dtype=bool)  # whether a session begins with order[i]
        same = np.diff(channels[order]) == 0
        near = np.diff(written[order]) <= _PAUSE
        breaks[1:] = ~(same & near) | lone[order][1:]
        before, after = np.arange(count), np.arange(count)
        joins = np.flatnonzero(~breaks)
        before[order[joins]] = order[joins - 1]
        after[order[joins - 1]] = order[joins]
        session = np.empty(count, dtype=np.int64)
        session[order] = np.cumsum(breaks) - 1
        return Context(*(torch.from_numpy(part) for part in (before, after, session)))

    def add(self, slots: Sequence[Slot], vectors: Float[Tensor, "n d"]) -> None:
        """Append slots; one that is here already (a new witness) keeps its row."""
        fresh = [i for i, slot in enumerate(slots) if not self._renew(slot)]
        if not fresh:
            return
        start, stop = len(self.slots), len(self.slots) + len(fresh)
        self._reserve(stop)
        new = [slots[i] for i in fresh]
        self._vectors[start:stop] = vectors[fresh].to(self.device)
        self._channels[start:stop] = torch.tensor([slot.scope.channel_id for slot in new])
        self._subjects[start:stop] = torch.tensor(
            [slot.subject.id if slot.subject else 0 for slot in new]
        )
        self._names[start:stop] = torch.tensor([self._name(slot) for slot in new])
        self._authors[start:stop] = torch.tensor([slot.author.id for slot in new])
        self._written[start:stop] = torch.tensor(
            [slot.written_at for slot in new], dtype=torch.float64
        )
        self._heard[start:stop] = torch.tensor([slot.kind is Kind.HEARD for slot in new])
        self._traits[start:stop] = torch.tensor([traits(slot.text) for slot in new])
        self._alive[start:stop] = True
        self._context = None
        for row, slot in enumerate(new, start=start):
            self._file(row, slot)

    def _renew(self, slot: Slot) -> bool:
        row = self._rows.get(slot.id)
        if row is not None:
            self.slots[row] = slot
            self._names[row] = self._name(slot)
        return row is not None

    def _name(self, slot: Slot) -> int:
        """A number for the name under which somebody told their own fact; -1 for nobody's."""
        return self._people.setdefault(slot.subject, next(self._numbers)) if slot.subject else -1

    def _file(self, row: int, slot: Slot) -> None:
        self.slots.append(slot)
        self._rows[slot.id] = row
        found = stems(statement(slot))
        self.stems.append(found)
        for stem in found:
            self._buckets[stem].append(row)

    def _reserve(self, rows: int) -> None:
        capacity = max(len(self._vectors), _FIRST_CAPACITY)
        while capacity < rows:
            capacity *= 2  # each row is moved a constant number of times, however many come
        for name in _COLUMNS:
            old: Tensor = getattr(self, name)
            if capacity > len(old):
                grown = old.new_zeros(capacity, *old.shape[1:])
                grown[: len(old)] = old
                setattr(self, name, grown)

    def remove(self, slot_ids: Iterable[int]) -> None:
        """Forget rows: no question finds them again, and all that stood in them is overwritten."""
        found = (self._rows.pop(slot_id, None) for slot_id in slot_ids)
        rows = [row for row in found if row is not None]
        if not rows:
            return
        gone = frozenset[str]().union(*(self.stems[row] for row in rows))
        for name in _COLUMNS:
            getattr(self, name)[rows] = 0
        for row in rows:
            self.slots[row], self.stems[row] = _NOTHING, frozenset()
        self._context = None
        self._unfile(gone)
        self._forget_names()
        if len(self.slots) - len(self._rows) > max(_FIRST_CAPACITY, len(self.slots) // 4):
            self._close_up()

    def _unfile(self, gone: Iterable[str]) -> None:
        """Leave the living rows in the buckets of these stems, each gone through once."""
        alive = self._alive.cpu().numpy()
        for stem in gone:
            rows = np.frombuffer(self._buckets.pop(stem), dtype=np.int64)
            left = rows[alive[rows]]
            if len(left):
                self._buckets[stem] = array("q", left.tobytes())

    def _forget_names(self) -> None:
        """Know nobody of whom no own fact is left."""
        left = set(self._names[self._alive].tolist())
        self._people = {one: number for one, number in self._people.items() if number in left}

    def _close_up(self) -> None:
        """Give the rows of removed slots back; the others keep their order."""
        alive = self._alive[: len(self.slots)].cpu()
        kept = alive.nonzero().flatten()
        for name in _COLUMNS:
            column: Tensor = getattr(self, name)
            setattr(self, name, column[kept.to(column.device)])
        self.slots = [self.slots[row] for row in kept.tolist()]
        self.stems = [self.stems[row] for row in kept.tolist()]
        self._rows = {slot.id: row for row, slot in enumerate(self.slots)}
        moved = (alive.cumsum(0) - 1).numpy()
        for stem, rows in self._buckets.items():
            self._buckets[stem] = array("q", moved[np.frombuffer(rows, dtype=np.int64)].tobytes())

    def visible(self, channel_ids: Iterable[int]) -> Bool[Tensor, " rows"]:
        """The rows whose memories were made in these channels."""
        wanted = torch.tensor(sorted(channel_ids), dtype=torch.int64, device=self.device)
        rows = slice(len(self.slots))
        return self._alive[rows] & torch.isin(self._channels[rows], wanted)

    def nearest(self, vector: Float[Tensor, " d"], audience: Audience, limit: int) -> list[int]:
        """The ids of the visible slots with the highest cosine, highest first."""
        rows = self.alike(vector.to(self.device), self.visible(audience.channel_ids), limit)
        return [self.slots[row].id for row in rows]

    def alike(
        self, vector: Float[Tensor, " d"], allowed: Bool[Tensor, " rows"], limit: int
    ) -> list[int]:
        """The allowed rows with the highest cosine, highest first."""
        scores = (self.vectors @ vector).masked_fill(~allowed, -2)
        rows = scores.topk(min(limit, len(scores))).indices.tolist()
        return [row for row in rows if float(scores[row]) >= -1.01]

    def people(self, text: str, visible: Bool[Tensor, " rows"]) -> list[Person]:
        """Those whose own facts stand in these rows, under the names that the text has for them."""
        names = self._names[: len(self.slots)]
        found = [
            Person(one.id, name)
            for one, name in named(text, self._people).items()
            if bool((visible & (names == self._people[one])).any())
        ]
        return list(dict.fromkeys(found))

    def bucket(self, stem: str) -> Int[Tensor, " found"]:
        """The rows whose text holds the stem."""
        rows = self._buckets.get(stem)
        if not rows:
            return torch.empty(0, dtype=torch.int64, device=self.device)
        return torch.frombuffer(rows, dtype=torch.int64).to(self.device, copy=True)

    def told_of(self, names: Iterable[str], visible: Bool[Tensor, " rows"]) -> list[str]:
        """Those of the names that a fact in these rows holds, with a capital."""
        facts = visible & ~self._heard[: len(self.slots)]
        return [name for name in names if self._holds(name, facts)]

    def _holds(self, name: str, rows: Bool[Tensor, " rows"]) -> bool:
        written = re.compile(rf"(?<!\w){re.escape(name[:1].upper() + name[1:])}(?!\w)")
        found = [self.bucket(one) for one in stems(name)]
        held = (row for of_it in found for row in of_it[rows[of_it]].tolist())
        return any(written.search(self.slots[row].text) for row in held)
