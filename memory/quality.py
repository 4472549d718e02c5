"""How good the answers are: counted by server, week and responder, and what people thought.

Neither a question nor an answer is kept, nor who asked; of a vote, whose it is, so that it can be
changed and taken back. No network is trained on any of it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from memory.database import Database
from memory.records import fetch, refuse_opted_out


@dataclass(frozen=True, slots=True)
class Vote:
    """What a person thought of an answer."""

    guild_id: int
    up: bool
    at: float  # Unix seconds, UTC


@dataclass(frozen=True, slots=True)
class Figures:
    """One week of one responder in one server."""

    week: str  # "2026-W47", of ISO 8601, UTC
    responder: str
    answered: int
    abstained: int
    up: int
    down: int


class Quality:
    """Counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, guild_id: int, responder: str, at: float, *, answered: bool) -> int:
        """Count a question. Returns the number under which its answer can be voted on."""
        async with self._database.write() as db:
            cursor = await db.execute(
                "INSERT INTO answers (guild_id, responder, week, answered) VALUES (?, ?, ?, ?)",
                (guild_id, responder, week_of(at), answered),
            )
        return int(cursor.lastrowid or 0)

    async def vote(
        self, guild_id: int, answer_id: int, person_id: int, at: float, *, up: bool
    ) -> bool | None:
        """Note what a person thinks of an answer; the same again takes it back.

        Returns whether it stands now, or None when there is no such answer here. Raises
        OptedOutError.
        """
        changing = "SELECT up FROM votes WHERE answer_id = ? AND person_id = ?"
        rows = await self._database.read(changing, (answer_id, person_id))
        gone = [bool(row[0]) for row in rows] == [up]  # taken back: no byte is to be left
        async with self._database.erase() if gone else self._database.write() as db:
            if not await fetch(
                db, "SELECT 1 FROM answers WHERE id = ? AND guild_id = ?", answer_id, guild_id
            ):
                return None
            cursor = await db.execute(
                "DELETE FROM votes WHERE answer_id = ? AND person_id = ? AND up = ?",
                (answer_id, person_id, up),
            )
            if cursor.rowcount:
                return False  # those who opted out take theirs back, too
            await refuse_opted_out(db, person_id)
            await db.execute(
                "INSERT OR REPLACE INTO votes (answer_id, person_id, up, at) VALUES (?, ?, ?, ?)",
                (answer_id, person_id, up, at),
            )
            return True

    async def figures(self, guild_id: int, *, weeks: int) -> list[Figures]:
        """The newest weeks in which something was asked, newest first."""
        rows = await self._database.read(
            "SELECT a.week, a.responder, sum(a.answered), sum(1 - a.answered),"
            " sum((SELECT count(*) FROM votes WHERE answer_id = a.id AND up = 1)),"
            " sum((SELECT count(*) FROM votes WHERE answer_id = a.id AND up = 0))"
            " FROM answers AS a WHERE a.guild_id = :guild AND a.week IN"
            " (SELECT DISTINCT week FROM answers WHERE guild_id = :guild"
            " ORDER BY week DESC LIMIT :weeks)"
            " GROUP BY a.week, a.responder ORDER BY a.week DESC, a.responder",
            {"guild": guild_id, "weeks": weeks},
        )
        return [Figures(*row) for row in rows]

    async def votes_of(self, person_id: int) -> list[Vote]:
        """All that a person thought of answers, anywhere, newest first."""
        rows = await self._database.read(
            "SELECT a.guild_id, v.up, v.at FROM votes AS v JOIN answers AS a ON a.id = v.answer_id"
            " WHERE v.person_id = ? ORDER BY v.at DESC",
            (person_id,),
        )
        return [Vote(guild_id, bool(up), at) for guild_id, up, at in rows]

    async def erase(self, person_id: int) -> int:
        """Take back all votes of a person. Returns how many there were."""
        async with self._database.erase() as db:
            cursor = await db.execute("DELETE FROM votes WHERE person_id = ?", (person_id,))
        return cursor.rowcount


def week_of(at: float) -> str:
    """The week of ISO 8601, such as "2026-W47"."""
    year, week, _ = datetime.fromtimestamp(at, UTC).isocalendar()
    return f"{year}-W{week:02}"
