"""How much room is left: the limits, asked in the transaction that writes."""

import json
from collections.abc import Collection

from aiosqlite import Connection

from memory import records
from memory.errors import PersonFullError, ServerFullError, TooManySlotsError
from memory.records import AT_HOME, Value, of_home
from memory.slots import Fact, Home, Kind, Limits

_SLOTS = f"SELECT count(*) FROM slots AS s WHERE {AT_HOME}"
# what an admin adds for the whole server is nobody's own
_WORDS = (
    "SELECT w.author_id, count(*) FROM witnesses AS w JOIN slots AS s ON s.id = w.slot_id"
    " WHERE w.author_id IN (SELECT value FROM json_each(?))"
    f" AND s.kind != '{Kind.ADDED}' AND {AT_HOME} GROUP BY w.author_id"
)


class Room:
    """Counts a home's memories, and each person's, along with what is about to be written."""

    def __init__(self, limits: Limits, slots: int, words: dict[int, int]) -> None:
        """`slots`: how many there are; `words`: how many of them each person said."""
        self._limits, self._slots, self._words = limits, slots, words

    @classmethod
    async def of(
        cls, db: Connection, home: Home, limits: Limits, facts: Collection[Fact]
    ) -> "Room":
        """The room for these facts."""
        people = {fact.witness.author.id for fact in facts}
        words = {} if limits.per_person is None else await _words(db, home, people)
        return cls(limits, await _slots(db, home, limits, len(facts)), words)

    def take(self, fact: Fact, said_by: Collection[int] | None) -> None:
        """Make room for a fact, which these people said already; None: no slot holds it.

        Raises TooManySlotsError, ServerFullError or PersonFullError.
        """
        person = fact.witness.author.id
        if said_by is not None and person in said_by:
            return
        if fact.kind is not Kind.ADDED:
            self._take_word(person)
        if said_by is None:
            self._take_slot()

    def _take_word(self, person: int) -> None:
        limit = self._limits.per_person
        self._words[person] = self._words.get(person, 0) + 1
        if limit is not None and self._words[person] > limit:
            raise PersonFullError(limit)

    def _take_slot(self) -> None:
        most, own = self._limits.slots, self._limits.per_server
        self._slots += 1
        if own is not None and self._slots > own:
            raise ServerFullError(own)
        if self._slots > most:
            raise TooManySlotsError(most)


async def _words(db: Connection, home: Home, people: Collection[int]) -> dict[int, int]:
    rows = await records.fetch(db, _WORDS, json.dumps(list(people)), *of_home(home))
    return {int(row[0]): int(row[1]) for row in rows}


async def _slots(db: Connection, home: Home, limits: Limits, more: int) -> int:
    """How many slots a home has, or more where no limit is near: then they are not all counted."""
    ever = await _number(db, "SELECT ifnull(max(id), 0) FROM slots")
    own = limits.slots if limits.per_server is None else limits.per_server
    if ever + more <= min(limits.slots, own):
        return ever
    return await _number(db, _SLOTS, *of_home(home))


async def _number(db: Connection, sql: str, *values: Value) -> int:
    return int((await records.fetch(db, sql, *values))[0][0])
