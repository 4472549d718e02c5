"""Servers that the bot was removed from: their memories wait for a while, and are then gone."""

import json

from memory import records
from memory.database import Database


class Departures:
    """Knows which servers were left and when, and deletes all that is kept of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def leave(self, guild_id: int, at: float) -> None:
        """Let the time run, from now on; a second goodbye does not begin it anew."""
        async with self._database.write() as db:
            await db.execute("INSERT OR IGNORE INTO departures VALUES (?, ?)", (guild_id, at))

    async def come_back(self, guild_id: int) -> bool:
        """Let it be as it was. Returns whether the server had been left."""
        if guild_id not in await self.left():  # most that come were never gone: do not write
            return False
        async with self._database.write() as db:
            await db.execute("DELETE FROM departures WHERE guild_id = ?", (guild_id,))
        return True

    async def left(self) -> set[int]:
        """The servers that were left and of which something is kept."""
        rows = await self._database.read("SELECT guild_id FROM departures")
        return {int(row[0]) for row in rows}

    async def guilds(self) -> set[int]:
        """All servers of which something is kept."""
        rows = await self._database.read(
            "SELECT guild_id FROM slots WHERE guild_id IS NOT NULL"
            " UNION SELECT guild_id FROM policies"
        )
        return {int(row[0]) for row in rows}

    async def purge(self, before: float) -> list[int]:
        """Delete all that is kept of servers left before that time. Returns them."""
        rows = await self._database.read(
            "SELECT guild_id FROM departures WHERE left_at <= ?", (before,)
        )
        due = [int(row[0]) for row in rows]
        if not due:
            return []
        theirs = "guild_id IN (SELECT value FROM json_each(?))"
        async with self._database.erase() as db:
            # asked again: they may have come back
            sql = "SELECT guild_id FROM departures WHERE left_at <= ?"
            gone = [int(row[0]) for row in await records.fetch(db, sql, before)]
            channels = f"SELECT channel_id FROM slots WHERE {theirs}"
            values = (json.dumps(gone),)
            await db.execute(f"DELETE FROM threads WHERE id IN ({channels})", values)
            greeted = "SELECT 'discord.greeted.' || value FROM json_each(?)"
            await db.execute(f"DELETE FROM notes WHERE key IN ({greeted})", values)
            for table in ("slots", "policies", "answers", "departures"):
                await db.execute(f"DELETE FROM {table} WHERE {theirs}", values)
        return gone
