"""What is older than a server's admins want it kept: physically gone, word by word."""

from memory import records
from memory.database import Database
from memory.records import Gone
from memory.slots import Home

_DAY = 86_400.0  # seconds
# a server without a retention compares with NULL, and nothing is due
_DUE = (
    "said_at < :now - 86400 * (SELECT json_extract(policy, '$.retention') FROM policies"
    " WHERE guild_id = {})"
)
_SAID = (
    "SELECT s.id, w.author_id FROM slots AS s JOIN {} AS w ON w.slot_id = s.id"
    f" WHERE s.guild_id = :guild AND w.{_DUE.format(':guild')}"
)


class Retention:
    """Finds what is due, and deletes it: a person's words, and slots that nobody else said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def overdue(self, home: Home, before: float) -> int:
        """How many memories of a server were last said before that time, in Unix seconds."""
        rows = await self._database.read(
            "SELECT count(*) FROM (SELECT s.id FROM slots AS s JOIN witnesses AS w"
            " ON w.slot_id = s.id WHERE s.guild_id = ? AND s.status = 'active'"
            " GROUP BY s.id HAVING max(w.said_at) < ?)",
            (home.guild_id, before),
        )
        return int(next(iter(rows))[0])

    async def due(self, now: float) -> list[int]:
        """The servers of which something is due."""
        keeping = await self._database.read(
            "SELECT guild_id FROM policies WHERE json_extract(policy, '$.retention') > 0"
        )
        found = []
        for (guild,) in keeping:
            sql = " UNION ALL ".join(_SAID.format(table) for table in ("witnesses", "revisions"))
            if list(await self._database.read(f"{sql} LIMIT 1", {"guild": guild, "now": now})):
                found.append(int(guild))
        return found

    async def expire(self, guild_id: int, now: float) -> Gone:
        """Delete what is due in a server: row, vector, index and log."""
        values = {"guild": guild_id, "now": now}
        async with self._database.erase() as db:
            former = list(await db.execute_fetchall(_SAID.format("revisions"), values))
            await db.executemany(
                f"DELETE FROM revisions WHERE slot_id = :slot AND {_DUE.format(':guild')}",
                [values | {"slot": row[0]} for row in former],
            )
            rows = list(await db.execute_fetchall(_SAID.format("witnesses"), values))
            gone = await records.remove_witnesses(db, [(row[0], row[1]) for row in rows])
        return Gone(frozenset(gone), changed=len({row[0] for row in rows}) > len(gone))


def days_ago(days: int, now: float) -> float:
    """That long before now, in Unix seconds."""
    return now - _DAY * days
