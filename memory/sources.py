"""The messages that memories were made of: a memory changes with its message, and goes with it."""

import json
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from sqlite3 import Row

from aiosqlite import Connection

from memory import records
from memory.database import Database
from memory.errors import SlotNotFoundError
from memory.records import OF_HOME, ORDER, SLOT, Gone, of_home
from memory.slots import Fact, Former, Home, Scope, Slot, Status


class Sources:
    """Slots by the message, channel or thread in which they were said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_message(self, home: Home, message_id: int) -> list[Slot]:
        """The slots that were said in a message."""
        rows = await self._database.read(
            f"{SLOT} WHERE {OF_HOME} AND s.id IN"
            f" (SELECT slot_id FROM witnesses WHERE message_id = ?) {ORDER}",
            (*of_home(home), message_id),
        )
        return records.slots(rows)

    async def revise(
        self,
        slot: Slot,
        fact: Fact,
        vector: bytes,
        encoder: str,
        *,
        for_others: bool = False,
        mended: bool = False,
    ) -> Slot:
        """Let a person have said something else. Returns the slot that holds it now.

        It is the same slot, with its former words kept, unless others said those words too or
        another slot holds the new ones. With `for_others` somebody who did not say it (an admin)
        puts their word in the place of all others'. `mended`: most of it is as it was, so that it
        goes with the message of the former words, too. Raises SlotNotFoundError when it is not
        there to be corrected, or OptedOutError.
        """
        author = fact.witness.author
        async with self._database.erase() as db:
            await records.refuse_opted_out(db, author.id)
            before = await records.one(db, slot.id)
            own = before.word_of(author.id)
            if before.status is not Status.ACTIVE or not (own or for_others):
                raise SlotNotFoundError(slot.id)
            said = (own,) if own else before.witnesses
            now = await records.same(db, fact)
            if now in {None, slot.id} and len(said) == len(before.witnesses):
                await _reword(db, before, fact, mended=mended)
            else:
                await records.remove_witnesses(db, [(slot.id, word.author.id) for word in said])
                if now is None:
                    await records.insert(db, [fact])
            await records.add_vectors(db, encoder, [(fact, vector)])
            await records.add_witnesses(db, [fact])
            return await records.holding(db, fact)

    async def history(self, slot_id: int) -> list[Former]:
        """What the slot said before, oldest first."""
        rows = await self._database.read(
            "SELECT text, author_id, said_at FROM revisions WHERE slot_id = ? ORDER BY id",
            (slot_id,),
        )
        return [Former(str(row[0]), int(row[1]), float(row[2])) for row in rows]

    async def histories(self, slot_ids: Collection[int]) -> dict[int, list[Former]]:
        """What each of the slots said before, oldest first; the ones never corrected left out."""
        return await self._database.build(
            _histories,
            "SELECT slot_id, text, author_id, said_at FROM revisions"
            " WHERE slot_id IN (SELECT value FROM json_each(?)) ORDER BY slot_id, id",
            (json.dumps(list(slot_ids)),),
        )

    async def withdraw_messages(self, home: Home, message_ids: Collection[int]) -> Gone:
        """Take back what was said in these messages."""
        wanted = json.dumps(sorted(message_ids))
        sql = (
            "SELECT s.id, w.author_id FROM slots AS s JOIN {} AS w ON w.slot_id = s.id"
            f" WHERE {OF_HOME} AND w.message_id IN (SELECT value FROM json_each(?))"
        )
        both = f"{sql.format('witnesses')} UNION ALL {sql.format('revisions')}"
        values = (*of_home(home), wanted)
        if not list(await self._database.read(both, values * 2)):  # most messages told nothing
            return Gone()
        async with self._database.erase() as db:
            former = await records.fetch(db, sql.format("revisions"), *values)
            mended = await records.fetch(db, f"{sql.format('revisions')} AND w.mended", *values)
            await db.execute(
                "DELETE FROM revisions WHERE message_id IN (SELECT value FROM json_each(?))"
                " AND slot_id IN (SELECT value FROM json_each(?))",
                (wanted, json.dumps([row[0] for row in former])),
            )
            rows = await records.fetch(db, sql.format("witnesses"), *values)
            rows = [*rows, *mended]
            gone = await records.remove_witnesses(db, [(row[0], row[1]) for row in rows])
        return Gone(frozenset(gone), changed=len({row[0] for row in rows}) > len(gone))

    async def nest(self, scope: Scope, parent_id: int) -> None:
        """Know the channel that a thread belongs to."""
        async with self._database.write() as db:
            await db.execute(
                "INSERT OR REPLACE INTO threads VALUES (?, ?)", (scope.channel_id, parent_id)
            )

    async def nest_all(self, channel_ids: Collection[int], threads: Mapping[int, int]) -> None:
        """Know the channels that those of these belong to which are threads."""
        known = [(own, threads[own]) for own in channel_ids if own in threads]
        async with self._database.write() as db:
            await db.executemany("INSERT OR REPLACE INTO threads VALUES (?, ?)", known)

    async def within(self, channel_ids: Collection[int]) -> set[int]:
        """These channels, and those of their threads in which something was said."""
        rows = await self._database.read(
            "SELECT id FROM threads WHERE parent_id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(channel_ids)),),
        )
        return {*channel_ids, *(int(row[0]) for row in rows)}

    async def delete_channel(self, home: Home, channel_id: int) -> Gone:
        """Delete all that was said in a channel and in its threads."""
        inside = "(SELECT ? UNION SELECT id FROM threads WHERE parent_id = ?)"
        place = (channel_id, channel_id)
        async with self._database.erase() as db:
            rows = await records.fetch(
                db,
                f"DELETE FROM slots AS s WHERE {OF_HOME} AND s.channel_id IN {inside} RETURNING id",
                *of_home(home), *place,
            )  # fmt: skip
            await db.execute(f"DELETE FROM threads WHERE id IN {inside}", place)
        return Gone(frozenset(int(row[0]) for row in rows))


def _histories(rows: Iterable[Row]) -> dict[int, list[Former]]:
    return {
        slot_id: [Former(str(row[1]), int(row[2]), float(row[3])) for row in run]
        for slot_id, run in groupby(rows, key=lambda row: int(row[0]))
    }


async def _reword(db: Connection, before: Slot, fact: Fact, *, mended: bool) -> None:
    """Put the new words in the place of the old, which are kept, and nobody's word behind them."""
    if not mended:  # what is said now is said anew
        await db.execute("UPDATE revisions SET mended = 0 WHERE slot_id = ?", (before.id,))
    await db.executemany(
        "INSERT INTO revisions (slot_id, author_id, text, said_at, message_id, mended)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (before.id, word.author.id, before.text, word.said_at, word.message_id, mended)
            for word in before.witnesses
        ],
    )
    await db.execute("DELETE FROM witnesses WHERE slot_id = ?", (before.id,))
    await db.execute(
        "UPDATE slots SET text = ?, personal = ?, fingerprint = ? WHERE id = ?",
        (fact.text, fact.personal, fact.fingerprint, before.id),
    )
