"""What the admins of a server allow."""

import json
from dataclasses import asdict, dataclass, fields

from memory.database import Database


@dataclass(frozen=True, slots=True)
class Policy:
    """One server's rules. The defaults: hear only what is said to the bot."""

    listening: frozenset[int] = frozenset()  # channels in which statements are kept


class Policies:
    """Reads a server's policy once, and keeps it at hand: every message asks for it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, Policy] = {}

    async def of(self, guild_id: int) -> Policy:
        """The policy of a server."""
        if guild_id not in self._known:
            rows = await self._database.read(
                "SELECT policy FROM policies WHERE guild_id = ?", (guild_id,)
            )
            found = next((str(row[0]) for row in rows), "{}")
            self._known.setdefault(guild_id, _read(json.loads(found)))
        return self._known[guild_id]

    async def change(self, guild_id: int, policy: Policy) -> None:
        """Let this be the policy of a server."""
        async with self._database.write() as db:
            await db.execute(
                "INSERT OR REPLACE INTO policies VALUES (?, ?)", (guild_id, _written(policy))
            )
            self._known[guild_id] = policy


def _written(policy: Policy) -> str:
    values = {
        key: sorted(value) if isinstance(value, frozenset) else value
        for key, value in asdict(policy).items()
    }
    return json.dumps(values)


def _read(values: dict[str, object]) -> Policy:
    known = {item.name for item in fields(Policy)}
    kept = {
        key: frozenset(value) if isinstance(value, list) else value
        for key, value in values.items()
        if key in known
    }
    return Policy(**kept)  # type: ignore[arg-type] # only `_written` wrote them
