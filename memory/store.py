"""m: the slots in SQLite. Texts, witnesses and cached vectors; one writer; deletion is physical."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Row

from aiosqlite import Connection

from memory import records
from memory.database import Database, Parameters, open_database
from memory.errors import EngramError, LinesError, SlotNotFoundError
from memory.records import (
    AT_HOME,
    OF_HOME,
    ONE,
    ORDER,
    SLOT,
    VISIBLE,
    CachedVector,
    of_home,
    visible,
)
from memory.room import Room
from memory.slots import EVERYTHING, Audience, Fact, FactKey, Home, Limits, Slot, Status, Wanted

NumberedFact = tuple[int, Fact]  # the line of the file in which it stands


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of the facts of a file."""

    new: int = 0
    known: int = 0  # somebody else is a witness now, or nothing changed
    left_out: int = 0  # said by people who opted out


class Store:
    """Slots on disk. What a method that writes has returned from is there after a power cut."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["Store"]:
        """Open, or make, the database in `path`. Raises DatabaseError."""
        async with open_database(path) as database:
            yield cls(database)

    async def add(
        self, fact: Fact, vector: bytes, encoder: str, *, limits: Limits
    ) -> tuple[Slot, bool]:
        """Write a fact into the next slot, or make its author a witness of the slot that holds it.

        Returns the slot, and whether it is new. Raises TooManySlotsError, ServerFullError,
        PersonFullError or OptedOutError.
        """
        async with self.database.write() as db:
            await records.refuse_opted_out(db, fact.witness.author.id)
            room = await Room.of(db, fact.scope.home, limits, [fact])
            new = _is_new(fact, room, await records.said(db, [fact]))
            await _write(db, [fact], [fact] if new else [], {fact.text: vector}, encoder)
            return await records.holding(db, fact), new

    async def add_all(
        self,
        home: Home,
        lines: Sequence[NumberedFact],
        vectors: Mapping[str, bytes],
        encoder: str,
        *,
        limits: Limits,
    ) -> Learned:
        """Write all facts of a file, those of people who opted out left out; or none of them.

        Raises LinesError, which names the line.
        """
        async with self.database.write() as db:
            out = {row[0] for row in await records.fetch(db, "SELECT person_id FROM optouts")}
            kept = [line for line in lines if line[1].witness.author.id not in out]
            facts = [fact for _, fact in kept]
            room = await Room.of(db, home, limits, facts)
            new = await asyncio.to_thread(_new, kept, room, await records.said(db, facts))
            await _write(db, facts, new, vectors, encoder)
        return Learned(len(new), len(facts) - len(new), len(lines) - len(facts))

    async def cache(self, encoder: str, vectors: Sequence[CachedVector]) -> None:
        """Keep the vectors that `encoder` made."""
        async with self.database.write() as db:
            await records.cache(db, encoder, vectors)

    async def get(self, slot_id: int, audience: Audience) -> Slot:
        """The slot of that number. Raises SlotNotFoundError when there is none to see."""
        slot = records.only(await self.database.read(ONE, (slot_id,)), slot_id)
        if slot.status is not Status.ACTIVE or not audience.sees(slot.scope):
            raise SlotNotFoundError(slot_id)
        return slot

    async def seen(self, slot_ids: Iterable[int], audience: Audience) -> list[Slot]:
        """Those of these slots that are there, and this audience may see, in their order."""
        found = []
        for slot_id in slot_ids:
            try:
                found.append(await self.get(slot_id, audience))
            except SlotNotFoundError:
                continue  # forgotten, or out of sight
        return found

    async def active(self, home: Home) -> list[Slot]:
        """All active slots of a server or direct conversation, oldest first."""
        sql = f"{SLOT} WHERE {AT_HOME} {ORDER}"
        return await self.database.build(records.slots, sql, of_home(home))

    async def ids(self, home: Home, channel_ids: Collection[int] | None = None) -> list[int]:
        """The numbers of all active slots of a home, or of some of its channels, oldest first."""
        places = None if channel_ids is None else json.dumps(sorted(channel_ids))
        rows = await self.database.read(
            f"SELECT s.id FROM slots AS s WHERE {AT_HOME} AND"
            " (? IS NULL OR s.channel_id IN (SELECT value FROM json_each(?))) ORDER BY s.id",
            (*of_home(home), places, places),
        )
        return [int(row[0]) for row in rows]

    async def page(
        self, audience: Audience, wanted: Wanted = EVERYTHING, *, limit: int, offset: int = 0
    ) -> list[Slot]:
        """The wanted slots that the audience may see: newest first, or those that match best.

        All of them when the limit is -1.
        """
        place, order, values = records.chosen(audience, wanted)
        sql = f"SELECT s.id FROM {place} ORDER BY {order} LIMIT :limit OFFSET :offset"
        return await self._in_order(sql, values | {"limit": limit, "offset": offset})

    async def search(self, text: str, audience: Audience, *, limit: int) -> list[Slot]:
        """The slots that hold words of the text, best match first, by the full-text index."""
        return await self.page(audience, Wanted(text), limit=limit) if text else []

    async def count(self, audience: Audience, wanted: Wanted = EVERYTHING) -> int:
        """How many wanted slots the audience may see."""
        place, _, values = records.chosen(audience, wanted)
        rows = await self.database.read(f"SELECT count(*) FROM {place}", values)
        return int(next(iter(rows))[0])

    async def total(self) -> int:
        """How many active slots there are in all places together."""
        rows = await self.database.read("SELECT count(*) FROM slots WHERE status = 'active'")
        return int(next(iter(rows))[0])

    async def _in_order(self, sql: str, parameters: Parameters) -> list[Slot]:
        """The slots whose ids the query gives, in its order."""
        ids = [int(row[0]) for row in await self.database.read(sql, parameters)]

        def in_order(rows: Iterable[Row]) -> list[Slot]:
            found = {slot.id: slot for slot in records.slots(rows)}
            return [found[slot_id] for slot_id in ids if slot_id in found]

        wanted = f"{SLOT} WHERE s.id IN (SELECT value FROM json_each(?)) {ORDER}"
        return await self.database.build(in_order, wanted, (json.dumps(ids),))

    async def vectors(self, home: Home, encoder: str) -> list[CachedVector]:
        """The cached vectors of a home's active slots that `encoder` made."""
        sql = (
            "SELECT s.id, v.vector FROM slots AS s JOIN vectors AS v ON v.slot_id = s.id"
            f" WHERE {AT_HOME} AND v.encoder = ?"
        )
        return await self.database.build(_cached, sql, (*of_home(home), encoder))

    async def stale(self, encoder: str, *, limit: int) -> list[Slot]:
        """Some slots whose vector is missing or another encoder's."""
        return await self.database.build(
            records.slots,
            f"{SLOT} WHERE s.id IN (SELECT id FROM slots WHERE id NOT IN"
            f" (SELECT slot_id FROM vectors WHERE encoder = ?) LIMIT ?) {ORDER}",
            (encoder, limit),
        )

    async def count_stale(self, encoder: str) -> int:
        """How many slots have a vector that is missing or another encoder's."""
        rows = await self.database.read(
            "SELECT (SELECT count(*) FROM slots) -"
            " (SELECT count(*) FROM vectors WHERE encoder = ?)",
            (encoder,),
        )
        return int(next(iter(rows))[0])

    async def said_by(self, author_id: int, audience: Audience) -> list[Slot]:
        """The slots that the audience may see and that this person said, newest first."""
        return await self._in_order(
            "SELECT s.id FROM slots AS s JOIN witnesses AS w ON w.slot_id = s.id"
            f" WHERE w.author_id = ? AND {VISIBLE} ORDER BY s.id DESC",
            (author_id, *visible(audience)),
        )

    async def withdraw(self, home: Home, slot_ids: Iterable[int], author_id: int) -> set[int]:
        """Take back one person's word. Returns the slots that are gone: nobody else said them."""
        wanted = json.dumps(list(slot_ids))
        async with self.database.erase() as db:
            rows = await records.fetch(
                db,
                f"SELECT s.id FROM slots AS s WHERE {OF_HOME}"
                " AND s.id IN (SELECT value FROM json_each(?))",
                *of_home(home), wanted,
            )  # fmt: skip
            return await records.remove_witnesses(db, [(row[0], author_id) for row in rows])

    async def delete(self, home: Home, slot_ids: Iterable[int]) -> int:
        """Delete slots of a home: row, witnesses, vector, index and log. Returns how many."""
        async with self.database.erase() as db:
            cursor = await db.execute(
                "DELETE FROM slots AS s WHERE s.id IN (SELECT value FROM json_each(?))"
                f" AND {AT_HOME}",
                (json.dumps(list(slot_ids)), *of_home(home)),
            )
        return cursor.rowcount

    async def note(self, key: str) -> str | None:
        """A small thing that the process wants to know after a restart."""
        rows = await self.database.read("SELECT value FROM notes WHERE key = ?", (key,))
        return next((str(row[0]) for row in rows), None)

    async def take_note(self, key: str, value: str) -> None:
        """Keep a small thing for after a restart."""
        async with self.database.write() as db:
            await db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, value))


def _cached(rows: Iterable[Row]) -> list[CachedVector]:
    return [CachedVector(int(row[0]), bytes(row[1])) for row in rows]


def _new(lines: Iterable[NumberedFact], room: Room, said: dict[FactKey, set[int]]) -> list[Fact]:
    """The facts that no slot holds. Raises LinesError with the line for which there is no room."""
    found: list[Fact] = []
    for number, fact in lines:
        try:
            found += [fact] if _is_new(fact, room, said) else []
        except EngramError as error:
            raise LinesError({number: str(error)}) from error
    return found


def _is_new(fact: Fact, room: Room, said: dict[FactKey, set[int]]) -> bool:
    """Whether no slot holds the fact; from here on one does, and there is room for it."""
    authors = said.get(fact.key)
    room.take(fact, authors)
    said.setdefault(fact.key, set()).add(fact.witness.author.id)
    return authors is None


async def _write(
    db: Connection,
    facts: Iterable[Fact],
    new: Iterable[Fact],
    vectors: Mapping[str, bytes],
    encoder: str,
) -> None:
    """A slot for each new fact, and a witness for every one: the same few steps for any number."""
    await records.insert(db, new)
    await records.add_vectors(db, encoder, ((fact, vectors[fact.text]) for fact in new))
    await records.add_witnesses(db, facts)
