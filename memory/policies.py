"""What the admins of a server allow."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields

from memory.database import Database
from memory.errors import PersonClosedError, PlaceClosedError


@dataclass(frozen=True, slots=True)
class Policy:
    """One server's rules. The defaults: hear only what is said to the bot."""

    listening: frozenset[int] = frozenset()  # channels in which statements are kept
    per_server: int | None = None  # memories; None: as many as the configuration lets it
    per_person: int | None = None  # of these, that one person said
    retention: int | None = None  # days that a memory is kept; None: until it is forgotten
    allowed_channels: frozenset[int] = frozenset()  # empty: all
    blocked_channels: frozenset[int] = frozenset()
    allowed_roles: frozenset[int] = frozenset()  # empty: all
    blocked_roles: frozenset[int] = frozenset()
    log: int | None = None  # the channel in which it is noted what admins do
    responder: str | None = None  # who answers; None: memnn

    def admit(
        self, places: frozenset[int], roles: frozenset[int], *, is_admin: bool = False
    ) -> None:
        """Whether somebody with these roles may teach and ask in a channel, or its thread.

        Raises PlaceClosedError or PersonClosedError.
        """
        if not _admits(self.allowed_channels, self.blocked_channels, places):
            raise PlaceClosedError
        if not is_admin and not _admits(self.allowed_roles, self.blocked_roles, roles):
            raise PersonClosedError

    @property
    def asks_for_roles(self) -> bool:
        """Whether it matters which roles somebody holds."""
        return bool(self.allowed_roles or self.blocked_roles)


def _admits(allowed: frozenset[int], blocked: frozenset[int], found: frozenset[int]) -> bool:
    return not found & blocked and (not allowed or bool(found & allowed))


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

    async def change(self, guild_id: int, change: Callable[[Policy], Policy]) -> Policy:
        """Let the policy of a server be what `change` makes of it. Returns what it is now."""
        async with self._database.write() as db:  # of two admins at once, none undoes the other
            policy = change(await self.of(guild_id))
            await db.execute(
                "INSERT OR REPLACE INTO policies VALUES (?, ?)", (guild_id, _written(policy))
            )
        self._known[guild_id] = policy
        return policy

    def drop(self, guild_id: int) -> None:
        """Read it anew when it is asked for."""
        self._known.pop(guild_id, None)


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
