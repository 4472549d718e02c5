"""The slots of each home at hand: banks that never hold what the disk does not.

A bank is read at its first use. Every write goes to disk first and to the bank second, under the
home's lock; what another process wrote is noticed, and read anew.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from memory.bank import Bank
from memory.devices import choose_device
from memory.records import CachedVector
from memory.slots import Home, Slot
from memory.store import Store
from memory.worker import Worker

Progress = Callable[[int, int], None]  # done, of how many
_Version = tuple[int, int]  # of what is on disk: other processes' writes, our own encodings


class Banks:
    """The banks of the homes that were used last."""

    def __init__(self, store: Store, worker: Worker, device: str, most: int) -> None:
        """`device` as settings name it; `most`: how many are kept."""
        self._store, self._worker, self._device, self._most = store, worker, device, most
        self._banks: OrderedDict[Home, tuple[_Version, Bank]] = OrderedDict()
        self._locks: defaultdict[Home, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._reencoded = 0  # how often the vectors on disk were renewed

    def __len__(self) -> int:
        """How many are at hand."""
        return len(self._banks)

    def drop(self, home: Home) -> None:
        """Read it anew the next time."""
        self._banks.pop(home, None)

    @asynccontextmanager
    async def changing(self, home: Home) -> AsyncIterator[Bank | None]:
        """The home's bank, if it is loaded, while disk and bank change together."""
        async with self._locks[home]:
            try:
                yield self._banks[home][1] if home in self._banks else None
            except BaseException:  # cancelled in between, they may differ: the disk is right
                self._banks.pop(home, None)
                raise

    async def of(self, home: Home) -> Bank:
        """The home's slots, ready to be searched; read anew when another process wrote to them."""
        async with self._locks[home]:
            # taken before the slots are read: what is written meanwhile is seen next time
            version = (await self._store.database.foreign_version(), self._reencoded)
            known, bank = self._banks.get(home, (None, None))
            if bank is None or known != version:
                bank = await self._load(home)
                self._banks[home] = (version, bank)
            self._banks.move_to_end(home)
            while len(self._banks) > self._most:
                self._banks.popitem(last=False)
            return bank

    async def _load(self, home: Home) -> Bank:
        encoder = await self._worker.encoder()
        slots = await self._store.active(home)
        cached = await self._store.vectors(home, encoder.id)
        device = choose_device(self._device)
        return await self._worker.run(_build, slots, cached, encoder.dimension, device)

    async def reencode(self, progress: Progress = lambda _done, _all: None) -> int:
        """Give every slot a vector of the present encoder. Stops and goes on at any point."""
        encoder = await self._worker.encoder()
        total, done = await self._store.count_stale(encoder.id), 0
        try:
            while slots := await self._store.stale(encoder.id, limit=256):
                vectors = await self._worker.encode([slot.text for slot in slots])
                pairs = zip(slots, vectors, strict=True)
                await self._store.cache(
                    encoder.id, [CachedVector(slot.id, to_bytes(vector)) for slot, vector in pairs]
                )
                done += len(slots)
                progress(done, max(total, done))
        finally:
            self._reencoded += 1  # what was loaded before lacks the new vectors
        return done


def _build(slots: list[Slot], cached: list[CachedVector], dimension: int, device: str) -> Bank:
    by_id = {slot.id: slot for slot in slots}
    present = [item for item in cached if item.slot_id in by_id]
    vectors = np.frombuffer(b"".join(item.vector for item in present), dtype="<f4")
    bank = Bank(dimension, device)
    tensor = torch.from_numpy(vectors.reshape(len(present), dimension).copy())
    bank.add([by_id[item.slot_id] for item in present], tensor)
    return bank


def to_bytes(vector: Float[Tensor, " d"]) -> bytes:
    """A vector as it lies on the disk."""
    return np.ascontiguousarray(vector.numpy(), dtype="<f4").tobytes()
