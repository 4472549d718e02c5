"""m: the slots in SQLite. Texts, witnesses and cached vectors; one writer; deletion is physical."""

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from sqlite3 import Row

import aiosqlite

from memory.database import Database, open_database
from memory.errors import SlotNotFoundError, TooManySlotsError
from memory.slots import Audience, Fact, Home, Kind, Person, Scope, Slot, Status, Witness
from memory.words import telling

_SLOT = """
SELECT s.id, s.guild_id, s.channel_id, s.text, s.personal, s.kind, s.status, s.written_at,
       w.author_id, w.author_name, w.message_id, w.said_at
FROM slots AS s JOIN witnesses AS w ON w.slot_id = s.id
"""
_ORDER = " ORDER BY s.id, w.id"
_ONE = f"{_SLOT} WHERE s.id = ? {_ORDER}"
_AT_HOME = "s.guild_id IS ? AND (? IS NULL OR s.channel_id = ?) AND s.status = 'active'"
_VISIBLE = _AT_HOME + " AND s.channel_id IN (SELECT value FROM json_each(?))"


def _home(home: Home) -> tuple[int | None, ...]:
    return (home.guild_id, home.channel_id, home.channel_id)


def _visible(audience: Audience) -> tuple[int | str | None, ...]:
    return (*_home(audience.home), json.dumps(sorted(audience.channel_ids)))


@dataclass(frozen=True, slots=True)
class CachedVector:
    """A slot's features as they lie on disk."""

    slot_id: int
    vector: bytes  # float32, little-endian


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
        self, fact: Fact, vector: bytes, encoder: str, *, max_slots: int
    ) -> tuple[Slot, bool]:
        """Write a fact into the next slot, or make its author a witness of the slot that holds it.

        Returns the slot, and whether it is new. Raises TooManySlotsError.
        """
        async with self.database.write() as db:
            slot_id = await self._same(db, fact)
            new = slot_id is None
            if slot_id is None:
                await self._refuse_beyond(db, fact.scope.home, max_slots)
                slot_id = await self._insert(db, fact)
                await self._cache(db, encoder, [CachedVector(slot_id, vector)])
            await self._witness(db, slot_id, fact.witness)
            return await self._get(db, slot_id), new

    @staticmethod
    async def _same(db: aiosqlite.Connection, fact: Fact) -> int | None:
        rows = await db.execute_fetchall(
            "SELECT id FROM slots WHERE ifnull(guild_id, 0) = ? AND channel_id = ?"
            " AND fingerprint = ? AND status = 'active'",
            (fact.scope.guild_id or 0, fact.scope.channel_id, fact.fingerprint),
        )
        return next((int(row[0]) for row in rows), None)

    @staticmethod
    async def _refuse_beyond(db: aiosqlite.Connection, home: Home, limit: int) -> None:
        rows = await db.execute_fetchall("SELECT ifnull(max(id), 0) FROM slots")
        if next(iter(rows))[0] < limit:  # then no home has so many: do not count them all
            return
        sql = f"SELECT count(*) FROM slots AS s WHERE {_AT_HOME}"
        rows = await db.execute_fetchall(sql, _home(home))
        if next(iter(rows))[0] >= limit:
            raise TooManySlotsError(limit)

    @staticmethod
    async def _insert(db: aiosqlite.Connection, fact: Fact) -> int:
        cursor = await db.execute(
            "INSERT INTO slots (guild_id, channel_id, text, personal, fingerprint, kind, status,"
            " written_at) VALUES (?, ?, ?, ?, ?, ?, 'active', ?)",
            (
                fact.scope.guild_id, fact.scope.channel_id, fact.text, fact.personal,
                fact.fingerprint, fact.kind, fact.witness.said_at,
            ),
        )  # fmt: skip
        return int(cursor.lastrowid or 0)

    @staticmethod
    async def _witness(db: aiosqlite.Connection, slot_id: int, witness: Witness) -> None:
        author = witness.author
        await db.execute(
            "INSERT INTO witnesses (slot_id, author_id, author_name, message_id, said_at)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (slot_id, author_id) DO UPDATE SET"
            " author_name = excluded.author_name, message_id = excluded.message_id,"
            " said_at = max(said_at, excluded.said_at)",
            (slot_id, author.id, author.name, witness.message_id, witness.said_at),
        )

    @staticmethod
    async def _cache(
        db: aiosqlite.Connection, encoder: str, vectors: Iterable[CachedVector]
    ) -> None:
        await db.executemany(
            "INSERT OR REPLACE INTO vectors (slot_id, encoder, vector)"
            " SELECT id, ?, ? FROM slots WHERE id = ?",  # a slot deleted meanwhile gets none
            [(encoder, cached.vector, cached.slot_id) for cached in vectors],
        )

    async def cache(self, encoder: str, vectors: Sequence[CachedVector]) -> None:
        """Keep the vectors that `encoder` made."""
        async with self.database.write() as db:
            await self._cache(db, encoder, vectors)

    @staticmethod
    async def _get(db: aiosqlite.Connection, slot_id: int) -> Slot:
        rows = await db.execute_fetchall(_ONE, (slot_id,))
        return _only(rows, slot_id)

    async def get(self, slot_id: int, audience: Audience) -> Slot:
        """The slot of that number. Raises SlotNotFoundError when there is none to see."""
        slot = _only(await self.database.read(_ONE, (slot_id,)), slot_id)
        if slot.status is not Status.ACTIVE or not audience.sees(slot.scope):
            raise SlotNotFoundError(slot_id)
        return slot

    async def active(self, home: Home) -> list[Slot]:
        """All active slots of a server or direct conversation, oldest first."""
        sql = f"{_SLOT} WHERE {_AT_HOME} {_ORDER}"
        return _slots(await self.database.read(sql, _home(home)))

    async def page(self, audience: Audience, *, limit: int, offset: int = 0) -> list[Slot]:
        """The slots that the audience may see, newest first."""
        return await self._in_order(
            f"SELECT s.id FROM slots AS s WHERE {_VISIBLE} ORDER BY s.id DESC LIMIT ? OFFSET ?",
            (*_visible(audience), limit, offset),
        )

    async def search(self, text: str, audience: Audience, *, limit: int) -> list[Slot]:
        """The slots that hold words of the text, best match first, by the full-text index."""
        quoted = " OR ".join(f'"{word}"*' for word in telling(text))
        if not quoted:
            return []
        return await self._in_order(
            "SELECT s.id FROM slots_text JOIN slots AS s ON s.id = slots_text.rowid"
            f" WHERE slots_text MATCH ? AND {_VISIBLE} ORDER BY bm25(slots_text) LIMIT ?",
            (quoted, *_visible(audience), limit),
        )

    async def count(self, audience: Audience) -> int:
        """How many slots the audience may see."""
        sql = f"SELECT count(*) FROM slots AS s WHERE {_VISIBLE}"
        rows = await self.database.read(sql, _visible(audience))
        return int(next(iter(rows))[0])

    async def _in_order(self, sql: str, parameters: tuple[int | str | None, ...]) -> list[Slot]:
        """The slots whose ids the query gives, in its order."""
        ids = [int(row[0]) for row in await self.database.read(sql, parameters)]
        rows = await self.database.read(
            f"{_SLOT} WHERE s.id IN (SELECT value FROM json_each(?)) {_ORDER}", (json.dumps(ids),)
        )
        found = {slot.id: slot for slot in _slots(rows)}
        return [found[slot_id] for slot_id in ids if slot_id in found]

    async def vectors(self, home: Home, encoder: str) -> list[CachedVector]:
        """The cached vectors of a home's active slots that `encoder` made."""
        rows = await self.database.read(
            "SELECT s.id, v.vector FROM slots AS s JOIN vectors AS v ON v.slot_id = s.id"
            f" WHERE {_AT_HOME} AND v.encoder = ?",
            (*_home(home), encoder),
        )
        return [CachedVector(int(row[0]), bytes(row[1])) for row in rows]

    async def stale(self, encoder: str, *, limit: int) -> list[Slot]:
        """Some slots whose vector is missing or another encoder's."""
        rows = await self.database.read(
            f"{_SLOT} WHERE s.id IN (SELECT id FROM slots WHERE id NOT IN"
            f" (SELECT slot_id FROM vectors WHERE encoder = ?) LIMIT ?) {_ORDER}",
            (encoder, limit),
        )
        return _slots(rows)

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
            f" WHERE w.author_id = ? AND {_VISIBLE} ORDER BY s.id DESC",
            (author_id, *_visible(audience)),
        )

    async def withdraw(self, home: Home, slot_ids: Iterable[int], author_id: int) -> set[int]:
        """Take back one person's word. Returns the slots that are gone: nobody else said them."""
        wanted = json.dumps(list(slot_ids))
        async with self.database.erase() as db:
            await db.execute(
                "DELETE FROM witnesses WHERE author_id = ? AND slot_id IN"
                f" (SELECT s.id FROM slots AS s WHERE {_AT_HOME}"
                " AND s.id IN (SELECT value FROM json_each(?)))",
                (author_id, *_home(home), wanted),
            )
            rows = await db.execute_fetchall(
                "DELETE FROM slots WHERE id IN (SELECT value FROM json_each(?))"
                " AND id NOT IN (SELECT slot_id FROM witnesses) RETURNING id",
                (wanted,),
            )
        return {int(row[0]) for row in rows}

    async def delete(self, home: Home, slot_ids: Iterable[int]) -> int:
        """Delete slots of a home: row, witnesses, vector, index and log. Returns how many."""
        async with self.database.erase() as db:
            cursor = await db.execute(
                "DELETE FROM slots AS s WHERE s.id IN (SELECT value FROM json_each(?))"
                f" AND {_AT_HOME}",
                (json.dumps(list(slot_ids)), *_home(home)),
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


def _only(rows: Iterable[Row], slot_id: int) -> Slot:
    for slot in _slots(rows):
        return slot
    raise SlotNotFoundError(slot_id)


def _slots(rows: Iterable[Row]) -> list[Slot]:
    """One slot for each run of rows that share its id, a row for each witness."""
    return [_slot(list(run)) for _, run in groupby(rows, key=lambda row: row[0])]


def _slot(rows: list[Row]) -> Slot:
    id_, guild_id, channel_id, text, personal, kind, status, written_at = rows[0][:8]
    witnesses = tuple(
        Witness(Person(author_id, name), said_at, message_id)
        for author_id, name, message_id, said_at in (row[8:] for row in rows)
    )
    scope = Scope(guild_id, channel_id)
    return Slot(id_, scope, text, bool(personal), witnesses, written_at, Kind(kind), Status(status))
