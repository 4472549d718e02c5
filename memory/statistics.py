"""A server's memory in figures, without a word of it."""

from collections import Counter
from dataclasses import dataclass

from memory.database import Database
from memory.records import AT_HOME, OF_HOME, of_home
from memory.slots import Home, Kind


@dataclass(frozen=True, slots=True)
class Statistics:
    """What there is, of a server or a direct conversation."""

    channels: Counter[int]  # memories of each channel or thread
    kinds: Counter[Kind]
    people: int  # who said something that is kept
    size: int  # bytes of texts and vectors
    oldest: float | None  # when it was said, in Unix seconds; None when there is nothing
    newest: float | None
    set_aside: int  # removed by an admin, until their hour is over

    @property
    def memories(self) -> int:
        """How many memories there are."""
        return self.channels.total()


async def statistics(database: Database, home: Home) -> Statistics:
    """Count them."""
    place = of_home(home)
    groups = await database.read(
        "SELECT s.channel_id, s.kind, count(*), sum(octet_length) FROM (SELECT *,"
        " length(CAST(text AS BLOB)) + ifnull((SELECT length(vector) FROM vectors"
        " WHERE slot_id = slots.id), 0) AS octet_length FROM slots) AS s"
        f" WHERE {AT_HOME} GROUP BY s.channel_id, s.kind",
        place,
    )
    said = await database.read(
        "SELECT count(DISTINCT w.author_id), min(w.said_at), max(w.said_at)"
        f" FROM slots AS s JOIN witnesses AS w ON w.slot_id = s.id WHERE {AT_HOME}",
        place,
    )
    aside = await database.read(
        f"SELECT count(*) FROM slots AS s WHERE {OF_HOME} AND s.status = 'forgotten'", place
    )
    channels, kinds, size = Counter[int](), Counter[Kind](), 0
    for channel, kind, count, octets in groups:
        channels[channel] += count
        kinds[Kind(kind)] += count
        size += octets
    people, oldest, newest = next(iter(said))
    return Statistics(channels, kinds, people, size, oldest, newest, int(next(iter(aside))[0]))
