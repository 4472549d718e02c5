"""What everybody may ask of the memory: to see all that it keeps of them, and to be left out."""

import json
from collections.abc import Iterable

from memory import records
from memory.database import Database
from memory.records import ORDER, SLOT
from memory.slots import Slot


class Rights:
    """One person's own, wherever it was said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def everything(self, person_id: int) -> list[Slot]:
        """All slots that this person said, now or before a correction, anywhere, newest first."""
        found = await self._database.build(
            records.slots,
            f"{SLOT} WHERE s.id IN (SELECT slot_id FROM witnesses WHERE author_id = ?"
            f" UNION SELECT slot_id FROM revisions WHERE author_id = ?) {ORDER}",
            (person_id, person_id),
        )
        return found[::-1]

    async def opted_out_at(self, person_id: int) -> float | None:
        """Since when nothing that they say is kept, in Unix seconds; None when it may be."""
        rows = await self._database.read(
            "SELECT since FROM optouts WHERE person_id = ?", (person_id,)
        )
        return next((float(row[0]) for row in rows), None)

    async def opted_out(self, person_ids: Iterable[int]) -> set[int]:
        """Which of these people opted out."""
        rows = await self._database.read(
            "SELECT person_id FROM optouts WHERE person_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(person_ids)),),
        )
        return {int(row[0]) for row in rows}

    async def opt_out(self, person_id: int, at: float) -> None:
        """Keep nothing more that this person says."""
        async with self._database.write() as db:
            await db.execute("INSERT OR IGNORE INTO optouts VALUES (?, ?)", (person_id, at))

    async def opt_in(self, person_id: int) -> None:
        """Let it be kept again."""
        async with self._database.erase() as db:
            await db.execute("DELETE FROM optouts WHERE person_id = ?", (person_id,))
