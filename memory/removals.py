"""What an admin removed: set aside for an hour, used for nothing, then physically gone."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from aiosqlite import Connection

from memory import records
from memory.database import Database
from memory.records import AT_HOME, OF_HOME, of_home
from memory.slots import Home

KEPT = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Removal:
    """Slots that were removed together."""

    id: int
    count: int


class Removals:
    """Sets slots aside, brings them back, and deletes them when their time is up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set_aside(self, home: Home, slot_ids: Collection[int], at: float) -> Removal:
        """Let these slots support nothing any more."""
        async with self._database.write() as db:
            cursor = await db.execute("INSERT INTO removals (removed_at) VALUES (?)", (at,))
            removal = int(cursor.lastrowid or 0)
            rows = await records.fetch(
                db,
                f"UPDATE slots AS s SET status = 'forgotten' WHERE {AT_HOME}"
                " AND s.id IN (SELECT value FROM json_each(?)) RETURNING id",
                *of_home(home), json.dumps(list(slot_ids)),
            )  # fmt: skip
            await db.executemany(
                "INSERT INTO removed VALUES (?, ?)", [(row[0], removal) for row in rows]
            )
        return Removal(removal, len(rows))

    async def restore(self, home: Home, removal: int) -> int:
        """Bring back what was removed together and is still there. Returns how many."""
        async with self._database.erase() as db:
            rows = await records.fetch(
                db,
                "SELECT s.id FROM slots AS s JOIN removed AS r ON r.slot_id = s.id"
                f" WHERE {OF_HOME} AND r.removal_id = ?",
                *of_home(home), removal,
            )  # fmt: skip
            for row in rows:
                await _bring_back(db, int(row[0]))
        return len(rows)

    async def waiting(self, home: Home) -> int:
        """How many slots of a home are set aside."""
        rows = await self._database.read(
            f"SELECT count(*) FROM slots AS s WHERE {OF_HOME} AND s.status = 'forgotten'",
            of_home(home),
        )
        return int(next(iter(rows))[0])

    async def purge(self, now: float) -> int:
        """Delete for good what was set aside more than an hour ago. Returns how many slots."""
        due = "SELECT id FROM removals WHERE removed_at <= ?"
        if not list(await self._database.read(due, (now - KEPT,))):
            return 0
        async with self._database.erase() as db:
            cursor = await db.execute(
                "DELETE FROM slots WHERE id IN"
                f" (SELECT slot_id FROM removed WHERE removal_id IN ({due}))",
                (now - KEPT,),
            )
            await db.execute("DELETE FROM removals WHERE removed_at <= ?", (now - KEPT,))
        return cursor.rowcount


async def _bring_back(db: Connection, slot_id: int) -> None:
    """Activate a slot; when the same was told anew meanwhile, its witnesses join that slot."""
    rows = await records.fetch(
        db,
        "SELECT new.id FROM slots AS new JOIN slots AS old ON old.id = ?"
        " WHERE new.status = 'active' AND new.fingerprint = old.fingerprint"
        " AND new.guild_id IS old.guild_id AND new.channel_id = old.channel_id",
        slot_id,
    )
    await db.execute("DELETE FROM removed WHERE slot_id = ?", (slot_id,))
    if not rows:
        await db.execute("UPDATE slots SET status = 'active' WHERE id = ?", (slot_id,))
        return
    await db.execute(
        "UPDATE OR IGNORE witnesses SET slot_id = ? WHERE slot_id = ?", (rows[0][0], slot_id)
    )
    await db.execute("DELETE FROM slots WHERE id = ?", (slot_id,))
