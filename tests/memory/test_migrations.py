"""The schema, step by step."""

import sqlite3
from pathlib import Path

import pytest

from memory import database, migrations
from memory.database import open_database
from memory.errors import DatabaseError


async def test_a_new_file_has_the_newest_schema_and_our_mark(database_path: Path) -> None:
    async with open_database(database_path):
        pass
    db = sqlite3.connect(database_path)
    assert db.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS),)
    assert db.execute("PRAGMA application_id").fetchone() == (migrations.APPLICATION_ID,)
    db.close()


async def test_an_old_file_takes_the_missing_steps_and_keeps_its_rows(
    database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_database(database_path) as opened, opened.write() as db:
        await db.execute("INSERT INTO notes VALUES ('a', 'b')")
    longer = (*migrations.MIGRATIONS, "ALTER TABLE notes ADD COLUMN at REAL")
    monkeypatch.setattr(database, "MIGRATIONS", longer)
    for _ in range(2):  # the second time there is nothing to do
        async with open_database(database_path) as opened:
            rows = await opened.reader.execute_fetchall("SELECT key, value, at FROM notes")
            assert [tuple(row) for row in rows] == [("a", "b", None)]


async def test_a_step_that_breaks_off_is_undone_as_a_whole(
    database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_database(database_path):
        pass
    broken = (*migrations.MIGRATIONS, "CREATE TABLE half (a INTEGER); CREATE TABLE notes (a TEXT)")
    monkeypatch.setattr(database, "MIGRATIONS", broken)
    with pytest.raises(DatabaseError):
        async with open_database(database_path):
            pass
    db = sqlite3.connect(database_path)
    assert db.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS),)
    assert db.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone() == (0,)
    db.close()


async def test_slots_from_before_may_be_added_by_admins_and_lose_nothing(
    database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = (
        "INSERT INTO slots (channel_id, text, personal, fingerprint, kind, status, written_at)"
        " VALUES (1, ?, 0, ?, ?, 'active', 1)"
    )
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", migrations.MIGRATIONS[:6])
        async with open_database(database_path) as opened, opened.write() as db:
            await db.execute(insert, ("the gate", "a", "heard"))
            await db.execute("INSERT INTO witnesses VALUES (1, 1, 5, 'Ada', NULL, 2.0)")
    async with open_database(database_path) as opened:
        async with opened.write() as db:
            await db.execute(insert, ("the raid", "b", "added"))
            with pytest.raises(sqlite3.IntegrityError):
                await db.execute(insert, ("the pier", "c", "invented"))
        rows = await opened.read("SELECT text, kind FROM slots ORDER BY id")
        assert [tuple(row) for row in rows] == [("the gate", "heard"), ("the raid", "added")]
        assert len(list(await opened.read("SELECT * FROM witnesses"))) == 1
        assert await opened.problems() == []
