"""One SQLite file: what is refused, and what a transaction promises."""

import asyncio
import os
import sqlite3
import sys
from pathlib import Path

import aiosqlite
import pytest

from memory import database
from memory.database import Database, open_database
from memory.errors import DatabaseError
from memory.store import Store

_INSERT = "INSERT INTO notes VALUES (?, 'x')"


async def _refusal(path: Path) -> str:
    with pytest.raises(DatabaseError) as caught:
        async with open_database(path):
            pass
    assert caught.value.path == path
    assert str(path) in str(caught.value)
    return str(caught.value)


async def _notes(opened: Database) -> list[str]:
    rows = await opened.reader.execute_fetchall("SELECT key FROM notes ORDER BY key")
    return [str(row[0]) for row in rows]


@pytest.mark.parametrize("content", [b"no database at all, but a text", b"SQLite format 3\0" * 99])
async def test_a_file_that_is_not_a_database_is_refused_untouched(
    database_path: Path, content: bytes
) -> None:
    database_path.write_bytes(content)
    assert "not a database" in await _refusal(database_path)
    assert database_path.read_bytes() == content


async def test_another_programs_database_is_refused_untouched(database_path: Path) -> None:
    db = sqlite3.connect(database_path)
    db.execute("CREATE TABLE slots (id INTEGER)")
    db.close()
    before = database_path.read_bytes()
    assert "another program" in await _refusal(database_path)
    assert database_path.read_bytes() == before


async def test_a_newer_schema_is_refused(database_path: Path) -> None:
    async with open_database(database_path) as opened, opened.write() as db:
        await db.execute("PRAGMA user_version = 99")
    text = await _refusal(database_path)
    assert "99" in text
    assert "Update Engram" in text


async def test_a_new_file_is_for_its_owners_eyes_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "engram.db"
    async with Store.open(file):
        assert file.stat().st_mode & 0o077 == 0
        assert file.parent.stat().st_mode & 0o077 == 0


async def test_a_folder_is_made_when_it_is_missing(tmp_path: Path) -> None:
    async with open_database(tmp_path / "some" / "where" / "engram.db") as opened:
        assert await opened.problems() == []


async def test_a_parent_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "its folder cannot be made" in await _refusal(tmp_path / "file" / "engram.db")


async def test_a_path_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in await _refusal(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "cannot be made" in await _refusal(tmp_path / "engram.db")
    finally:
        tmp_path.chmod(0o700)


async def test_a_database_that_is_locked_says_so(database_path: Path) -> None:
    async with open_database(database_path) as opened:
        await opened._writer.execute("PRAGMA busy_timeout = 1")
        other = sqlite3.connect(database_path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="locked"):
            async with opened.write():
                pass
        other.close()
        async with opened.write() as db:
            await db.execute(_INSERT, ("a",))
        assert await _notes(opened) == ["a"]


async def test_a_transaction_is_undone_on_an_error(database_path: Path) -> None:
    async with open_database(database_path) as opened:

        async def write() -> None:
            async with opened.write() as db:
                await db.execute(_INSERT, ("lost",))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await write()
        async with opened.write() as db:
            await db.execute(_INSERT, ("kept",))
        assert await _notes(opened) == ["kept"]


async def test_a_transaction_is_undone_on_cancellation(database_path: Path) -> None:
    async with open_database(database_path) as opened:
        inside = asyncio.Event()

        async def write() -> None:
            async with opened.write() as db:
                await db.execute(_INSERT, ("lost",))
                inside.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(write())
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with opened.write() as db:
            await db.execute(_INSERT, ("kept",))
        assert await _notes(opened) == ["kept"]


async def test_cancelled_at_any_step_a_write_is_whole_or_not_there(database_path: Path) -> None:
    async with open_database(database_path) as opened:

        async def write(number: int) -> None:
            async with opened.write() as db:
                await db.execute(_INSERT, (f"{number} a",))
                await db.execute(_INSERT, (f"{number} b",))

        for number in range(30):
            task = asyncio.create_task(write(number))
            for _ in range(number):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        async with opened.write() as db:
            await db.execute(_INSERT, ("last",))
        keys = await _notes(opened)
    assert keys.pop() == "last"
    assert all(f"{key.split()[0]} {other}" in keys for key in keys for other in "ab")


async def test_the_reader_sees_nothing_uncommitted_and_writes_nothing(database_path: Path) -> None:
    async with open_database(database_path) as opened:
        async with opened.write() as db:
            await db.execute(_INSERT, ("a",))
            assert await _notes(opened) == []
        assert await _notes(opened) == ["a"]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await opened.reader.execute(_INSERT, ("b",))


async def test_another_processs_write_is_noticed_and_our_own_is_not(database_path: Path) -> None:
    async with open_database(database_path) as opened:
        before = await opened.foreign_version()
        async with opened.write() as db:
            await db.execute(_INSERT, ("a",))
        assert await opened.foreign_version() == before
        other = sqlite3.connect(database_path)
        other.execute(_INSERT, ("b",))
        other.commit()
        other.close()
        assert await opened.foreign_version() != before


async def test_a_sound_database_has_no_problems(store: Store) -> None:
    assert await store.database.problems() == []


async def test_a_row_that_refers_to_nothing_is_a_problem(store: Store, database_path: Path) -> None:
    db = sqlite3.connect(database_path)
    db.execute("INSERT INTO vectors VALUES (404, 'e', x'00')")
    db.commit()
    db.close()
    assert await store.database.problems() == ["a row of vectors refers to nothing"]


async def test_an_index_that_disagrees_with_the_slots_is_a_problem(
    store: Store, database_path: Path
) -> None:
    db = sqlite3.connect(database_path)
    db.execute("INSERT INTO slots_text (rowid, text) VALUES (404, 'ghost')")
    db.commit()
    db.close()
    (problem,) = await store.database.problems()
    assert "full-text index" in problem


async def test_a_damaged_page_is_a_problem_and_no_crash(database_path: Path) -> None:
    async with open_database(database_path) as opened, opened.write() as db:
        await db.executemany(_INSERT, [(f"key {number}" * 20,) for number in range(800)])
    damaged = bytearray(database_path.read_bytes())
    for page in range(len(damaged) // 8192, len(damaged) // 4096):  # the schema lies before
        damaged[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    database_path.write_bytes(damaged)
    async with open_database(database_path) as opened:
        assert await opened.problems() != []


async def test_a_step_that_another_process_took_meanwhile_is_not_an_error(
    database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_database(database_path):
        pass
    real, versions = database._number, iter([0])

    async def read_too_early(db: aiosqlite.Connection, sql: str) -> int:
        number = await real(db, sql)
        return next(versions, number) if sql == "PRAGMA user_version" else number

    monkeypatch.setattr(database, "_number", read_too_early)
    async with open_database(database_path) as opened:
        assert await opened.problems() == []
    assert next(versions, None) is None


@pytest.mark.parametrize(("times", "opens"), [(2, True), (99, False)])
async def test_while_another_process_makes_the_file_it_waits(
    database_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, *, opens: bool
) -> None:
    refuse, left = database._refuse_strangers, iter(range(times))

    async def locked(path: Path, db: aiosqlite.Connection) -> None:
        if next(left, None) is not None:
            raise sqlite3.OperationalError("database is locked")
        await refuse(path, db)

    monkeypatch.setattr(database, "_refuse_strangers", locked)
    monkeypatch.setattr(database, "_WAITS", (0.0, 0.0, 0.0))
    if opens:
        async with open_database(database_path) as opened:
            assert await opened.problems() == []
    else:
        with pytest.raises(DatabaseError, match="locked"):
            await open_database(database_path).__aenter__()


_OPENER = """
import asyncio, sys
from pathlib import Path
from memory.database import open_database

async def main():
    sys.stdin.readline()
    async with open_database(Path(sys.argv[1])) as opened:
        print(await opened.problems())

asyncio.run(main())
"""


async def test_two_processes_may_make_the_database_at_the_same_moment(database_path: Path) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", _OPENER, str(database_path),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        for _ in range(4)
    ]  # fmt: skip
    results = await asyncio.gather(*(process.communicate(b"\n") for process in processes))
    assert [out for out, _ in results] == [b"[]\n"] * 4, results
