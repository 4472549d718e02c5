"""How much room is left: the limits, asked in the transaction that writes."""

from aiosqlite import Connection

from memory import records
from memory.errors import PersonFullError, ServerFullError, TooManySlotsError
from memory.records import AT_HOME, Value, of_home
from memory.slots import Fact, Home, Kind, Limits

_SLOTS = f"SELECT count(*) FROM slots AS s WHERE {AT_HOME}"
# what an admin adds for the whole server is nobody's own
_WORDS = (
    "SELECT count(*) FROM witnesses AS w JOIN slots AS s ON s.id = w.slot_id"
    f" WHERE w.author_id = ? AND s.kind != '{Kind.ADDED}' AND {AT_HOME}"
)


class Room:
    """Counts a home's memories, and each person's, once, and then along with what is written."""

    def __init__(self, db: Connection, home: Home, limits: Limits) -> None:
        self._db, self._home, self._limits = db, home, limits
        self._ever: int | None = None  # at least as many slots as there are anywhere
        self._slots: int | None = None
        self._words: dict[int, int] = {}

    async def take(self, fact: Fact, slot_id: int | None) -> None:
        """Make room for a fact, which this slot holds already.

        Raises TooManySlotsError, ServerFullError or PersonFullError.
        """
        person = fact.witness.author.id
        if slot_id is not None and await self._has_said(person, slot_id):
            return
        if fact.kind is not Kind.ADDED:
            await self._take_word(person)
        if slot_id is None:
            await self._take_slot()

    async def _has_said(self, person: int, slot_id: int) -> bool:
        sql = "SELECT count(*) FROM witnesses WHERE author_id = ? AND slot_id = ?"
        return await self._count(sql, person, slot_id) > 0

    async def _take_word(self, person: int) -> None:
        limit = self._limits.per_person
        if limit is None:
            return
        if person not in self._words:
            self._words[person] = await self._count(_WORDS, person, *of_home(self._home))
        self._words[person] += 1
        if self._words[person] > limit:
            raise PersonFullError(limit)

    async def _take_slot(self) -> None:
        most, own = self._limits.slots, self._limits.per_server
        if self._slots is None:
            if self._ever is None:
                self._ever = await self._count("SELECT ifnull(max(id), 0) FROM slots")
            self._ever += 1
            if self._ever <= min(most, most if own is None else own):
                return  # then no home has so many: do not count them all
            self._slots = await self._count(_SLOTS, *of_home(self._home))
        self._slots += 1
        if own is not None and self._slots > own:
            raise ServerFullError(own)
        if self._slots > most:
            raise TooManySlotsError(most)

    async def _count(self, sql: str, *values: Value) -> int:
        return int((await records.fetch(self._db, sql, *values))[0][0])
