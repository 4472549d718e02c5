"""Slots as rows: the SQL that all who read and write them share.

What takes a connection runs inside the transaction of whoever calls it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from sqlite3 import Row

from aiosqlite import Connection

from memory.errors import OptedOutError, SlotNotFoundError
from memory.slots import (
    Audience,
    Fact,
    FactKey,
    Home,
    Kind,
    Person,
    Scope,
    Slot,
    Status,
    Wanted,
    Witness,
)
from memory.words import telling

SLOT = """
SELECT s.id, s.guild_id, s.channel_id, s.text, s.personal, s.kind, s.status, s.written_at,
       w.author_id, w.author_name, w.message_id, w.said_at
FROM slots AS s JOIN witnesses AS w ON w.slot_id = s.id
"""
ORDER = " ORDER BY s.id, w.id"
OF_HOME = "s.guild_id IS ? AND (? IS NULL OR s.channel_id = ?)"
AT_HOME = OF_HOME + " AND s.status = 'active'"
VISIBLE = AT_HOME + " AND s.channel_id IN (SELECT value FROM json_each(?))"
_WANTED = """
s.guild_id IS :guild AND (:home IS NULL OR s.channel_id = :home) AND s.status = 'active'
AND s.channel_id IN (SELECT value FROM json_each(:channels))
AND (:channel IS NULL OR s.channel_id = :channel) AND (:kind IS NULL OR s.kind = :kind)
"""
ONE = f"{SLOT} WHERE s.id = ? {ORDER}"
_HOLDS = (
    "ifnull(s.guild_id, 0) = {} AND s.channel_id = {} AND s.fingerprint = {}"
    " AND s.status = 'active'"
)
_SAME = _HOLDS.format("?", "?", "?")

Value = int | float | str | bytes | None


@dataclass(frozen=True, slots=True)
class CachedVector:
    """A slot's features as they lie on disk."""

    slot_id: int
    vector: bytes  # float32, little-endian


@dataclass(frozen=True, slots=True)
class Gone:
    """What deletions left: slots that are no more, and whether others lost a witness."""

    slot_ids: frozenset[int] = frozenset()
    changed: bool = False


def of_home(home: Home) -> tuple[int | None, ...]:
    """The values of OF_HOME and AT_HOME."""
    return (home.guild_id, home.channel_id, home.channel_id)


def visible(audience: Audience) -> tuple[int | str | None, ...]:
    """The values of VISIBLE."""
    return (*of_home(audience.home), json.dumps(sorted(audience.channel_ids)))


def chosen(audience: Audience, wanted: Wanted) -> tuple[str, str, dict[str, Value]]:
    """Where the wanted slots that this audience may see stand, in which order, and the values."""
    words = " OR ".join(f'"{word}"*' for word in telling(wanted.text))
    values: dict[str, Value] = {
        "guild": audience.home.guild_id, "home": audience.home.channel_id,
        "channels": json.dumps(sorted(audience.channel_ids)), "words": words,
        "channel": wanted.channel_id, "kind": wanted.kind, "author": wanted.author_id,
        "since": wanted.since,
    }  # fmt: skip
    fits = _WANTED + _said(wanted)
    if not wanted.text:
        return f"slots AS s WHERE {fits}", "s.id DESC", values
    if not words:
        return "slots AS s WHERE 0", "s.id", values
    table = "slots_text JOIN slots AS s ON s.id = slots_text.rowid"
    return f"{table} WHERE slots_text MATCH :words AND {fits}", "bm25(slots_text)", values


def _said(wanted: Wanted) -> str:
    """By whom and since when: asked only where it is wanted, so that an index finds it."""
    since = "" if wanted.since is None else " AND said_at >= :since"
    if wanted.author_id is not None:
        words = f"SELECT slot_id FROM witnesses WHERE author_id = :author{since}"
        return f" AND s.id IN ({words})"
    return since and f" AND EXISTS (SELECT 1 FROM witnesses WHERE slot_id = s.id{since})"


def only(rows: Iterable[Row], slot_id: int) -> Slot:
    """The slot that the rows hold. Raises SlotNotFoundError."""
    for slot in slots(rows):
        return slot
    raise SlotNotFoundError(slot_id)


def slots(rows: Iterable[Row]) -> list[Slot]:
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


async def fetch(db: Connection, sql: str, *values: Value) -> list[Row]:
    """All rows of a query."""
    return list(await db.execute_fetchall(sql, values))


async def one(db: Connection, slot_id: int) -> Slot:
    """The slot of that number, wherever it is. Raises SlotNotFoundError."""
    return only(await fetch(db, ONE, slot_id), slot_id)


async def same(db: Connection, fact: Fact) -> int | None:
    """The slot that holds this fact already."""
    rows = await fetch(db, f"SELECT s.id FROM slots AS s WHERE {_SAME}", *fact.key)
    return next((int(row[0]) for row in rows), None)


async def holding(db: Connection, fact: Fact) -> Slot:
    """The slot that holds this fact."""
    rows = await fetch(db, f"{SLOT} WHERE {_SAME} {ORDER}", *fact.key)
    return slots(rows)[0]


async def said(db: Connection, facts: Iterable[Fact]) -> dict[FactKey, set[int]]:
    """Who said each of these facts that a slot holds already."""
    parts = (f"json_extract(f.value, '$[{place}]')" for place in range(3))
    rows = await fetch(
        db,
        "SELECT ifnull(s.guild_id, 0), s.channel_id, s.fingerprint, w.author_id"
        f" FROM json_each(?) AS f CROSS JOIN slots AS s ON {_HOLDS.format(*parts)}"
        " JOIN witnesses AS w ON w.slot_id = s.id",
        json.dumps(list({fact.key for fact in facts})),
    )
    found: dict[FactKey, set[int]] = {}
    for *key, author in rows:
        found.setdefault((key[0], key[1], key[2]), set()).add(author)
    return found


async def refuse_opted_out(db: Connection, person_id: int) -> None:
    """Asked in the transaction that writes. Raises OptedOutError."""
    if await fetch(db, "SELECT 1 FROM optouts WHERE person_id = ?", person_id):
        raise OptedOutError(person_id)


async def insert(db: Connection, facts: Iterable[Fact]) -> None:
    """Write each of these facts into the next slot."""
    await db.executemany(
        "INSERT INTO slots (guild_id, channel_id, text, personal, fingerprint, kind, status,"
        " written_at) VALUES (?, ?, ?, ?, ?, ?, 'active', ?)",
        (
            (
                fact.scope.guild_id, fact.scope.channel_id, fact.text, fact.personal,
                fact.fingerprint, fact.kind, fact.witness.said_at,
            )
            for fact in facts
        ),
    )  # fmt: skip


async def add_vectors(db: Connection, encoder: str, facts: Iterable[tuple[Fact, bytes]]) -> None:
    """Keep the vectors that `encoder` made of the slots that hold these facts."""
    await db.executemany(
        "INSERT OR REPLACE INTO vectors (slot_id, encoder, vector)"
        f" SELECT s.id, ?, ? FROM slots AS s WHERE {_SAME}",
        ((encoder, vector, *fact.key) for fact, vector in facts),
    )


async def add_witnesses(db: Connection, facts: Iterable[Fact]) -> None:
    """Let whoever said each of these facts be a witness of the slot that holds it."""
    await db.executemany(
        "INSERT INTO witnesses (slot_id, author_id, author_name, message_id, said_at)"
        f" SELECT s.id, ?, ?, ?, ? FROM slots AS s WHERE {_SAME}"
        " ON CONFLICT (slot_id, author_id) DO UPDATE SET"
        " author_name = excluded.author_name, said_at = max(said_at, excluded.said_at),"
        # an older word, or one without a message, cuts no link to the message that is known
        " message_id = CASE WHEN excluded.message_id IS NULL OR excluded.said_at < said_at"
        " THEN ifnull(message_id, excluded.message_id) ELSE excluded.message_id END",
        (
            (word.author.id, word.author.name, word.message_id, word.said_at, *fact.key)
            for fact in facts
            for word in (fact.witness,)
        ),
    )


async def remove_witnesses(db: Connection, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Take back words: slot and author of each. Returns the slots that nobody is left to say."""
    await db.executemany("DELETE FROM witnesses WHERE slot_id = ? AND author_id = ?", pairs)
    await db.executemany("DELETE FROM revisions WHERE slot_id = ? AND author_id = ?", pairs)
    rows = await fetch(
        db,
        "DELETE FROM slots WHERE id IN (SELECT value FROM json_each(?))"
        " AND id NOT IN (SELECT slot_id FROM witnesses) RETURNING id",
        json.dumps([slot_id for slot_id, _ in pairs]),
    )
    return {int(row[0]) for row in rows}


async def cache(db: Connection, encoder: str, vectors: Iterable[CachedVector]) -> None:
    """Keep the vectors that `encoder` made."""
    await db.executemany(
        "INSERT OR REPLACE INTO vectors (slot_id, encoder, vector)"
        " SELECT id, ?, ? FROM slots WHERE id = ?",  # a slot deleted meanwhile gets none
        [(encoder, cached.vector, cached.slot_id) for cached in vectors],
    )
