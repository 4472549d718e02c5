"""One SQLite file: opened, checked and migrated; one writer, one reader."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite

from memory.errors import DatabaseError
from memory.migrations import APPLICATION_ID, MIGRATIONS

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what is acknowledged survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
    "PRAGMA busy_timeout = 5000",
)
_PATIENCE = 4.0  # seconds, less than SQLite's own
_WAITS = (0.1, 0.2, 0.4, 0.8)  # seconds, while another process makes the file

Parameters = Iterable[Any] | Mapping[str, Any]
T = TypeVar("T")


class Database:
    """A writer behind a lock, and a reader that only ever sees what is committed."""

    def __init__(
        self, path: Path, writer: aiosqlite.Connection, reader: aiosqlite.Connection
    ) -> None:
        for connection in (writer, reader):
            connection.row_factory = sqlite3.Row
        self.path = path
        self._writer = writer
        self.reader = reader
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[aiosqlite.Connection]:
        """One transaction: committed when the block ends well, undone otherwise."""
        async with self._writing:  # one connection, many coroutines
            try:
                await self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                await self._writer.commit()
            except sqlite3.OperationalError as error:
                await self._writer.rollback()
                raise _unwritable(self.path, error) from error
            except BaseException:  # cancellation too: what SQLite's thread was given, it will run
                await self._writer.rollback()
                raise

    @asynccontextmanager
    async def erase(self) -> AsyncIterator[aiosqlite.Connection]:
        """One transaction that deletes, and leaves no byte: not in the index, not in the log."""
        async with self.write() as db:
            yield db
            # deleted words stay in the index's segments until these are merged
            await db.execute("INSERT INTO slots_text (slots_text) VALUES ('optimize')")
        async with self._writing:
            await self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def read(self, sql: str, parameters: Parameters = ()) -> Iterable[sqlite3.Row]:
        """The rows of a query, as they were committed last. Raises DatabaseError."""
        try:
            return await self.reader.execute_fetchall(sql, cast("Iterable[Any]", parameters))
        except sqlite3.DatabaseError as error:
            raise DatabaseError(
                self.path, f"it cannot be read ({error})", "Run engram doctor; it says more."
            ) from error

    async def build(
        self, make: Callable[[Iterable[sqlite3.Row]], T], sql: str, parameters: Parameters = ()
    ) -> T:
        """What `make` makes of the rows, off the event loop: of many that takes a while."""
        return await asyncio.to_thread(make, await self.read(sql, parameters))

    async def foreign_version(self) -> int:
        """A number that changes when another process has written to the file."""
        async with self._writing:
            rows = await self._writer.execute_fetchall("PRAGMA data_version")
        return int(next(iter(rows))[0])

    async def problems(self) -> list[str]:
        """What SQLite's own checks, and the full-text index's, find wrong; nothing when sound."""
        try:
            rows = await self.reader.execute_fetchall("PRAGMA integrity_check")
            found = [str(row[0]) for row in rows if row[0] != "ok"]
            broken = await self.reader.execute_fetchall("PRAGMA foreign_key_check")
        except sqlite3.DatabaseError as error:
            return [f"it cannot be read ({error})"]
        found += [f"a row of {row[0]} refers to nothing" for row in broken]
        return found + await self._index_problems()

    async def _index_problems(self) -> list[str]:
        """Whether the full-text index says what the slots say: SQLite's own check does not ask."""
        check = "INSERT INTO slots_text (slots_text, rank) VALUES ('integrity-check', 1)"
        try:
            async with self.write() as db:
                await db.execute(check)
        except sqlite3.DatabaseError as error:
            return [f"the full-text index does not agree with the memories ({error})"]
        return []


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open, or make, Engram's database. Raises DatabaseError with the way out."""
    _make_file(path)
    try:
        # tried first: aiosqlite's thread outlives a connection that fails, and the loop as well
        await asyncio.to_thread(lambda: sqlite3.connect(path).close())
        writer = await aiosqlite.connect(path, isolation_level=None)
    except sqlite3.Error as error:
        raise _unwritable(path, error) from error
    try:
        await _prepare(path, writer)
        reader = await aiosqlite.connect(path, isolation_level=None)
        try:
            await reader.execute("PRAGMA query_only = ON")
            yield Database(path, writer, reader)
        finally:
            await reader.close()
    finally:
        await writer.close()


def _make_file(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)  # what people said is for the owner's eyes alone
    except OSError as error:
        raise DatabaseError(
            path,
            f"the file or its folder cannot be made ({error.strerror})",
            "Choose another place.",
        ) from error


async def _prepare(path: Path, db: aiosqlite.Connection) -> None:
    """Make it ready; again where another process, started at the same moment, was in the way.

    To change to a write-ahead log waits for nobody, whatever the timeout.
    """
    begun = time.monotonic()
    for wait in _WAITS:
        try:
            return await _prepared(path, db)
        except DatabaseError as error:
            refused = "locked" in str(error.__cause__) and time.monotonic() - begun < _PATIENCE
            if not refused:  # after SQLite's own wait it is locked for good
                raise
            await asyncio.sleep(wait)
    return await _prepared(path, db)


async def _prepared(path: Path, db: aiosqlite.Connection) -> None:
    try:
        await _refuse_strangers(path, db)
        for pragma in _PRAGMAS:
            await db.execute(pragma)
        await _migrate(path, db)
        # a process that was killed may have left what it deleted in the log
        await db.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        raise _unwritable(path, error) from error
    except sqlite3.DatabaseError as error:
        raise DatabaseError(
            path,
            f"this is not a database, or it is damaged ({error})",
            "Name another file with --db or data_dir, or restore a copy; "
            "nothing in it was changed.",
        ) from error


async def _number(db: aiosqlite.Connection, sql: str) -> int:
    rows = await db.execute_fetchall(sql)
    return int(next(iter(rows))[0])


async def _refuse_strangers(path: Path, db: aiosqlite.Connection) -> None:
    """Never write into another program's database."""
    tables = await _number(db, "SELECT count(*) FROM sqlite_schema")
    if tables and await _number(db, "PRAGMA application_id") != APPLICATION_ID:
        raise DatabaseError(
            path,
            "this database belongs to another program",
            "Name another file with --db or data_dir; nothing in it was changed.",
        )


async def _migrate(path: Path, db: aiosqlite.Connection) -> None:
    version = await _number(db, "PRAGMA user_version")
    if version > len(MIGRATIONS):
        raise DatabaseError(
            path,
            f"a newer Engram wrote it (schema {version}; this one knows {len(MIGRATIONS)})",
            "Update Engram.",
        )
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        # one script, so that a step that breaks off is undone as a whole
        try:
            await db.executescript(
                f"BEGIN IMMEDIATE; {script}; PRAGMA application_id = {APPLICATION_ID};"
                f"PRAGMA user_version = {number}; COMMIT;"
            )
        except sqlite3.OperationalError:
            await db.rollback()
            if await _number(db, "PRAGMA user_version") < number:
                raise  # or else another process, started at the same moment, took this step


def _unwritable(path: Path, error: sqlite3.Error) -> DatabaseError:
    return DatabaseError(
        path,
        f"it cannot be opened or written ({error})",
        "Check that its folder exists, that you may write there and that the disk is not full.",
    )
