"""What is forgotten: taken back, deleted, set aside, too old, or of a server that was left.

The disk forgets first, and the bank that is at hand follows.
"""

from collections import deque
from collections.abc import Awaitable, Collection, Iterable

from memory.banks import Banks
from memory.departures import Departures
from memory.policies import Policies
from memory.records import Gone
from memory.removals import Removal, Removals
from memory.retention import Retention, days_ago
from memory.rights import Rights
from memory.slots import Home, Scope
from memory.sources import Sources
from memory.store import Store
from memory.worker import Worker

_DELETED = 1_000  # messages and channels: those deleted while what they say is being stored


class Forgetting:
    """All ways in which memories go, and some come back."""

    def __init__(
        self, store: Store, worker: Worker, banks: Banks, policies: Policies, after_leaving: int
    ) -> None:
        """`after_leaving`: for how many days the memories of a server that was left wait."""
        self.removals = Removals(store.database)
        self.retention = Retention(store.database)
        self.departures = Departures(store.database)
        self.after_leaving = after_leaving
        self._store, self._worker, self._banks, self._policies = store, worker, banks, policies
        self._sources, self._rights = Sources(store.database), Rights(store.database)
        self._deleted: deque[int] = deque(maxlen=_DELETED)

    def is_gone(self, message_id: int | None, scope: Scope) -> bool:
        """Whether the message, its channel or its thread has just been deleted."""
        return message_id in self._deleted or scope.channel_id in self._deleted

    async def withdraw(self, home: Home, slot_ids: Iterable[int], author_id: int) -> set[int]:
        """Take back one person's word. Returns the ids of the memories that are gone with it."""
        wanted = list(slot_ids)
        async with self._banks.changing(home) as bank:
            gone = await self._store.withdraw(home, wanted, author_id)
            if bank is not None:  # who is just being answered from it hears nothing of them, either
                await self._worker.run(bank.remove, wanted)
            if len(gone) < len(wanted):
                self._banks.drop(home)  # some lost a witness only: read them anew
        return gone

    async def erase(self, person_id: int) -> int:
        """Take back all that a person ever said. Returns how many memories that were."""
        slots = await self._rights.everything(person_id)
        for home in {slot.scope.home for slot in slots}:
            said_here = [slot.id for slot in slots if slot.scope.home == home]
            await self.withdraw(home, said_here, person_id)
        return len(slots)

    async def forget(self, home: Home, slot_ids: Iterable[int]) -> int:
        """Delete memories for good. Returns how many there were."""
        wanted = list(slot_ids)
        async with self._banks.changing(home) as bank:
            count = await self._store.delete(home, wanted)
            if bank is not None:
                await self._worker.run(bank.remove, wanted)
        return count

    async def withdraw_messages(self, home: Home, message_ids: Collection[int]) -> int:
        """Take back what was said in these messages. Returns how many memories went."""
        return await self._leave(home, self._sources.withdraw_messages(home, message_ids))

    async def delete_messages(self, home: Home, message_ids: Collection[int]) -> int:
        """The same for messages that are gone: what is being stored of them is refused."""
        self._deleted.extend(message_ids)
        return await self.withdraw_messages(home, message_ids)

    async def delete_channel(self, home: Home, channel_id: int) -> int:
        """Delete what was said in a channel, its threads included. Returns how many there were.

        What is being stored of it is refused.
        """
        self._deleted.extend(await self._sources.within({channel_id}))
        return await self._leave(home, self._sources.delete_channel(home, channel_id))

    async def _leave(self, home: Home, deleting: Awaitable[Gone]) -> int:
        """Delete on disk, then let the bank follow."""
        async with self._banks.changing(home) as bank:
            gone = await deleting
            if bank is not None and gone.slot_ids:
                await self._worker.run(bank.remove, gone.slot_ids)
            if gone.changed:
                self._banks.drop(home)  # some lost a witness only: read them anew
        return len(gone.slot_ids)

    async def set_aside(self, home: Home, slot_ids: Collection[int], at: float) -> Removal:
        """Remove memories so that an admin can bring them back within an hour."""
        async with self._banks.changing(home) as bank:
            removal = await self.removals.set_aside(home, slot_ids, at)
            if bank is not None:
                await self._worker.run(bank.remove, slot_ids)
        return removal

    async def restore(self, home: Home, removal: int) -> int:
        """Bring back what was removed together. Returns how many memories."""
        async with self._banks.changing(home):
            count = await self.removals.restore(home, removal)
            self._banks.drop(home)  # read it anew
        return count

    async def purge(self, now: float) -> int:
        """Delete for good what was set aside over an hour ago, and what of servers left is due.

        Returns how many memories had been set aside.
        """
        for guild in await self.departures.purge(days_ago(self.after_leaving, now)):
            self._drop(guild)
        return await self.removals.purge(now)

    async def depart(self, guild_id: int, at: float) -> None:
        """Let the memories of a server that the bot was removed from wait for their end."""
        await self.departures.leave(guild_id, at)
        self._drop(guild_id)

    async def come_back(self, guild_id: int) -> bool:
        """Use them again. Returns whether the server had been left."""
        self._drop(guild_id)
        return await self.departures.come_back(guild_id)

    def _drop(self, guild_id: int) -> None:
        """Hold nothing of a server at hand."""
        self._banks.drop(Home(guild_id, None))
        self._policies.drop(guild_id)

    async def expire(self, now: float) -> int:
        """Delete what is older than its server's admins want it kept. Returns how many memories."""
        count = 0
        for guild in await self.retention.due(now):
            count += await self._leave(Home(guild, None), self.retention.expire(guild, now))
        return count
