"""m: the slots in SQLite, on a real file."""

import asyncio
import os
import random
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory import records
from memory.errors import EngramError, LinesError, SlotNotFoundError, TooManySlotsError
from memory.generalization import generalize
from memory.records import CachedVector
from memory.removals import Removals
from memory.rights import Rights
from memory.slots import (
    Audience,
    Fact,
    Home,
    Kind,
    Limits,
    Person,
    Scope,
    Slot,
    Status,
    Wanted,
    Witness,
)
from memory.store import Learned, Store
from tests.fakes import ADA, BEN, CLEO, ELSEWHERE, HERE, NEXT_DOOR, WHISPER

VECTOR = b"\0\0\x80?" * 4
ENCODER = "fake@1"


async def add(
    store: Store,
    text: str,
    author: Person = ADA,
    scope: Scope = HERE,
    *,
    at: float = 1.0,
    max_slots: int = 100,
) -> tuple[Slot, bool]:
    fact = generalize(text, scope, Witness(author, at), max_length=2_000)
    return await store.add(fact, VECTOR, ENCODER, limits=Limits(max_slots))


def _texts(slots: list[Slot]) -> list[str]:
    return [slot.text for slot in slots]


async def test_a_slot_comes_back_from_a_reopened_file_as_it_was(database_path: Path) -> None:
    witness = Witness(ADA, 12.5, message_id=2**62)
    fact = generalize("my cat’s name is “Tom” 🐈", HERE, witness, kind=Kind.HEARD, max_length=99)
    async with Store.open(database_path) as store:
        written, new = await store.add(fact, VECTOR, ENCODER, limits=Limits(9))
    async with Store.open(database_path) as store:
        read = await store.get(written.id, Audience.of(HERE))
        assert await store.vectors(HERE.home, ENCODER) == [CachedVector(written.id, VECTOR)]
    assert new
    assert read == written
    assert read.text == "my cat’s name is “Tom” 🐈"
    assert (read.personal, read.kind, read.status) == (True, Kind.HEARD, Status.ACTIVE)
    assert (read.written_at, read.witnesses) == (12.5, (witness,))


async def test_the_same_fact_said_twice_is_one_slot_with_two_witnesses(store: Store) -> None:
    first, _ = await add(store, "the raid is on Friday", ADA, at=1.0)
    second, new = await add(store, "The raid is on friday!", BEN, at=2.0)
    assert not new
    assert second.id == first.id
    assert second.text == first.text
    assert [witness.author for witness in second.witnesses] == [ADA, BEN]
    assert len(await store.active(HERE.home)) == 1


async def test_a_witness_who_says_it_again_is_renewed_and_not_doubled(store: Store) -> None:
    await add(store, "the raid is on Friday", ADA, at=5.0)
    slot, _ = await add(store, "the raid is on Friday", Person(ADA.id, "Ada L."), at=3.0)
    assert slot.witnesses == (Witness(Person(ADA.id, "Ada L."), 5.0),)


@pytest.mark.parametrize("scope", [NEXT_DOOR, ELSEWHERE, WHISPER])
async def test_the_same_fact_in_another_place_is_another_slot(store: Store, scope: Scope) -> None:
    first, _ = await add(store, "the raid is on Friday")
    second, new = await add(store, "the raid is on Friday", scope=scope)
    assert new
    assert second.id != first.id


async def test_a_number_is_never_given_twice(store: Store) -> None:
    first, _ = await add(store, "one")
    await store.delete(HERE.home, [first.id])
    second, _ = await add(store, "two")
    assert second.id > first.id


def _fact(text: str, author: Person = ADA, *, at: float = 1.0, kind: Kind = Kind.IMPORTED) -> Fact:
    return generalize(text, HERE, Witness(author, at, int(at)), kind=kind, max_length=2_000)


async def _one_by_one(store: Store, facts: list[Fact], limits: Limits) -> Learned | int:
    """What comes of facts that are added one after the other, or the number that finds no room."""
    new = 0
    for number, fact in enumerate(facts):
        try:
            new += (await store.add(fact, VECTOR, ENCODER, limits=limits))[1]
        except EngramError:
            return number
    return Learned(new, len(facts) - new)


async def _together(store: Store, facts: list[Fact], limits: Limits) -> Learned | int:
    vectors = {fact.text: VECTOR for fact in facts}
    lines = list(enumerate(facts))
    try:
        return await store.add_all(HERE.home, lines, vectors, ENCODER, limits=limits)
    except LinesError as error:
        return next(iter(error.problems))


@pytest.mark.parametrize("seed", range(6))
async def test_many_facts_at_once_are_what_they_are_one_by_one(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    limits = Limits(chance.choice([9, 99]), chance.choice([None, 8]), chance.choice([None, 5]))
    facts = [
        _fact(
            chance.choice(["raid {}", "Raid {}!", "I like {}"]).format(chance.randrange(5)),
            chance.choice([ADA, BEN, Person(ADA.id, "Countess")]),
            at=float(chance.randrange(1, 9)),
            kind=chance.choice([Kind.IMPORTED, Kind.ADDED]),
        )
        for _ in range(30)
    ]
    async with Store.open(tmp_path / "one") as one, Store.open(tmp_path / "all") as both:
        for start in (0, 10, 20):
            some = facts[start : start + 10]
            before = await both.active(HERE.home)
            expected, found = (
                await _one_by_one(one, some, limits),
                await _together(both, some, limits),
            )
            assert found == expected
            if isinstance(found, int):
                assert await both.active(HERE.home) == before
                return
            assert await both.active(HERE.home) == await one.active(HERE.home)
            vectors = await one.vectors(HERE.home, ENCODER)
            assert await both.vectors(HERE.home, ENCODER) == vectors


async def test_many_facts_take_sqlite_no_more_calls_than_few(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, calls = store.database._writer, list[str]()
    call = writer._execute

    async def counted(work: Callable[..., object], *args: object) -> object:
        calls.append(str(work))
        return await call(work, *args)  # type: ignore[no-untyped-call] # aiosqlite's own

    monkeypatch.setattr(writer, "_execute", counted)
    limits, took = Limits(999, per_person=999), list[int]()
    for count in (2, 200):
        calls.clear()
        people = [Person(number, "Ada") for number in range(1, count + 1)]
        await _together(store, [_fact(f"fact {one.id}", one) for one in people], limits)
        took.append(len(calls))
    assert took[0] == took[1]


async def test_a_full_home_takes_witnesses_but_no_slots(store: Store) -> None:
    await add(store, "one", max_slots=1)
    with pytest.raises(TooManySlotsError):
        await add(store, "two", scope=NEXT_DOOR, max_slots=1)
    _, new = await add(store, "one", BEN, max_slots=1)
    assert not new
    await add(store, "two", scope=ELSEWHERE, max_slots=1)
    await add(store, "two", scope=WHISPER, max_slots=1)
    await add(store, "two", scope=Scope(None, 32), max_slots=1)


async def test_only_what_the_audience_sees_is_shown(store: Store) -> None:
    slots = {
        scope: (await add(store, "the raid is on Friday", scope=scope))[0]
        for scope in (HERE, NEXT_DOOR, ELSEWHERE, WHISPER)
    }
    everywhere = [scope.channel_id for scope in slots]
    for audience, seen in (
        (Audience.of(HERE), [HERE]),
        (Audience.of(HERE, *everywhere), [NEXT_DOOR, HERE]),
        (Audience.of(ELSEWHERE, *everywhere), [ELSEWHERE]),
        (Audience.of(WHISPER, *everywhere), [WHISPER]),
    ):
        ids = [slots[scope].id for scope in seen]
        assert [slot.id for slot in await store.page(audience, limit=9)] == ids
        assert {slot.id for slot in await store.search("raid", audience, limit=9)} == set(ids)
        assert [slot.id for slot in await store.said_by(ADA.id, audience)] == ids
        assert await store.count(audience) == len(ids)
        for scope, slot in slots.items():
            if scope in seen:
                assert await store.get(slot.id, audience) == slot
            else:
                with pytest.raises(SlotNotFoundError):
                    await store.get(slot.id, audience)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(author_id=BEN.id), ["the key", "the raid"]),
        (Wanted(since=4.0), ["the key", "the raid"]),
        (Wanted(author_id=ADA.id, since=2.0), ["the gate"]),
        (Wanted("raid", author_id=BEN.id), ["the raid"]),
        (Wanted("gate", since=4.0), []),
        (Wanted(), ["the gate", "the key", "the raid"]),
    ],
)
async def test_what_is_wanted_is_found_without_reading_what_everybody_said(
    store: Store, wanted: Wanted, found: list[str]
) -> None:
    await add(store, "the raid", ADA, at=1.0)
    await add(store, "the raid", BEN, at=4.0)
    await add(store, "the key", BEN, at=5.0)
    await add(store, "the gate", ADA, at=3.0)
    audience = Audience.of(HERE)
    assert _texts(await store.page(audience, wanted, limit=9)) == found
    place, order, values = records.chosen(audience, wanted)
    sql = f"EXPLAIN QUERY PLAN SELECT s.id FROM {place} ORDER BY {order}"  # noqa: S608 - our own text
    plan = await store.database.read(sql, values)
    assert not [row for row in plan if "SCAN witnesses" in row["detail"]]


async def test_a_number_that_never_was_is_not_found(store: Store) -> None:
    with pytest.raises(SlotNotFoundError) as caught:
        await store.get(404, Audience.of(HERE))
    assert caught.value.slot_id == 404


async def test_pages_go_from_new_to_old_without_gaps(store: Store) -> None:
    for number in range(5):
        await add(store, f"fact {number}")
    audience = Audience.of(HERE)
    pages = [await store.page(audience, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [_texts(page) for page in pages] == [
        ["fact 4", "fact 3"],
        ["fact 2", "fact 1"],
        ["fact 0"],
        [],
    ]


async def test_slots_are_made_off_the_event_loop(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(store, "the raid")
    real, threads = records.slots, list[threading.Thread]()

    def made(rows: Iterable[sqlite3.Row]) -> list[Slot]:
        threads.append(threading.current_thread())
        return real(rows)

    monkeypatch.setattr(records, "slots", made)
    here = Audience.of(HERE)
    assert len(await store.active(HERE.home)) == 1
    assert len(await store.page(here, limit=-1)) == 1
    assert len(await store.said_by(ADA.id, here)) == 1
    assert len(await store.stale("other@1", limit=9)) == 1
    assert len(await Rights(store.database).everything(ADA.id)) == 1
    assert len(threads) == 5
    assert threading.current_thread() not in threads


async def test_the_numbers_of_a_home_are_those_of_its_active_slots(store: Store) -> None:
    for scope in (HERE, NEXT_DOOR, HERE, ELSEWHERE):
        number = (await store.ids(scope.home))[-1:]
        await add(store, f"fact {number}", scope=scope)
    assert await store.ids(HERE.home) == [1, 2, 3]
    assert await store.ids(HERE.home, {HERE.channel_id}) == [1, 3]
    await Removals(store.database).set_aside(HERE.home, [1], 9.0)
    assert await store.ids(HERE.home) == [2, 3]


async def test_the_full_text_index_follows_insert_update_and_delete(store: Store) -> None:
    slot, _ = await add(store, "the zebra sleeps")
    audience = Audience.of(HERE)
    assert _texts(await store.search("zebras", audience, limit=9)) == ["the zebra sleeps"]
    async with store.database.write() as db:
        await db.execute("UPDATE slots SET text = 'the giraffe sleeps' WHERE id = ?", (slot.id,))
    assert await store.search("zebra", audience, limit=9) == []
    assert len(await store.search("giraffe", audience, limit=9)) == 1
    assert await store.database.problems() == []
    await store.delete(HERE.home, [slot.id])
    assert await store.search("giraffe", audience, limit=9) == []
    assert await store.database.problems() == []


async def test_a_better_match_stands_first(store: Store) -> None:
    await add(store, "the raid is on Friday")
    await add(store, "the boss of the Friday raid is a dragon")
    found = await store.search("dragon boss", Audience.of(HERE), limit=1)
    assert _texts(found) == ["the boss of the Friday raid is a dragon"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=80) | st.sampled_from(['"', "a OR", "NEAR(x", "text:x", "a*b", "-x", "①"]))
async def test_no_text_breaks_the_search(store: Store, text: str) -> None:
    await store.search(text, Audience.of(HERE), limit=3)


async def test_a_very_long_text_can_be_searched_for(store: Store) -> None:
    await add(store, "the zebra sleeps")
    text = " ".join(f"word{number}" for number in range(5_000)) + " zebra"
    assert isinstance(await store.search(text, Audience.of(HERE), limit=3), list)


async def test_stale_vectors_are_those_of_another_encoder_or_none(store: Store) -> None:
    slots = [(await add(store, f"fact {number}"))[0] for number in range(3)]
    assert await store.count_stale(ENCODER) == 0
    assert await store.count_stale("other@1") == 3
    async with store.database.write() as db:
        await db.execute("DELETE FROM vectors WHERE slot_id = ?", (slots[0].id,))
    assert await store.stale(ENCODER, limit=9) == [slots[0]]
    assert len(await store.stale("other@1", limit=2)) == 2
    await store.cache("other@1", [CachedVector(slot.id, VECTOR) for slot in slots])
    assert await store.count_stale("other@1") == 0
    assert await store.count_stale(ENCODER) == 3
    assert await store.vectors(HERE.home, ENCODER) == []


async def test_a_slot_deleted_meanwhile_gets_no_vector(store: Store) -> None:
    slot, _ = await add(store, "one")
    await store.delete(HERE.home, [slot.id])
    await store.cache(ENCODER, [CachedVector(slot.id, VECTOR)])
    assert await store.count_stale(ENCODER) == 0
    assert await store.database.problems() == []


async def test_one_persons_word_is_taken_back_and_the_others_remains(store: Store) -> None:
    shared, _ = await add(store, "the raid is on Friday", ADA)
    await add(store, "the raid is on Friday", BEN)
    own, _ = await add(store, "the lift is broken", ADA)
    others, _ = await add(store, "the key is lost", BEN)
    ids = [shared.id, own.id, others.id]
    assert await store.withdraw(HERE.home, ids, ADA.id) == {own.id}
    left = await store.active(HERE.home)
    assert [(slot.id, [w.author for w in slot.witnesses]) for slot in left] == [
        (shared.id, [BEN]),
        (others.id, [BEN]),
    ]


async def test_nobody_reaches_into_another_home(store: Store) -> None:
    slot, _ = await add(store, "the raid is on Friday")
    for home in (ELSEWHERE.home, WHISPER.home, Home(None, HERE.channel_id)):
        assert await store.withdraw(home, [slot.id], ADA.id) == set()
        assert await store.delete(home, [slot.id]) == 0
    assert await store.active(HERE.home) == [slot]


async def test_deleting_counts_what_was_there(store: Store) -> None:
    slots = [(await add(store, f"fact {number}"))[0] for number in range(3)]
    assert await store.delete(HERE.home, [slots[0].id, slots[1].id, 404]) == 2
    assert await store.delete(HERE.home, []) == 0
    assert _texts(await store.active(HERE.home)) == ["fact 2"]


def _bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir())).lower()


@pytest.mark.parametrize("way", ["delete", "withdraw"])
async def test_no_byte_of_a_forgotten_text_is_left_on_disk(
    store: Store, tmp_path: Path, way: str
) -> None:
    for number in range(40):
        await add(store, f"fact number {number} about the weather {number * 7}", BEN)
    whose = Person(7, "Xanthippe")
    slot, _ = await add(store, "the password of the vault is swordfish " + "quux" * 300, whose)
    async with store.database.write() as db:
        await db.execute(
            "UPDATE vectors SET vector = ? WHERE slot_id = ?", (b"VECTRX" * 9, slot.id)
        )
    assert b"swordfish" in _bytes_on_disk(tmp_path)
    assert b"xanthippe" in _bytes_on_disk(tmp_path)
    if way == "delete":
        await store.delete(HERE.home, [slot.id])
    else:
        await store.withdraw(HERE.home, [slot.id], whose.id)
    left = _bytes_on_disk(tmp_path)
    for trace in (b"swordfish", b"xanthippe", b"quux", b"vectrx", b"vault"):
        assert trace not in left
    assert len(await store.active(HERE.home)) == 40


async def test_no_byte_of_a_withdrawn_witness_is_left_on_disk(store: Store, tmp_path: Path) -> None:
    await add(store, "the raid is on Friday", BEN)
    slot, _ = await add(store, "the raid is on Friday", Person(7, "Xanthippe"))
    assert await store.withdraw(HERE.home, [slot.id], 7) == set()
    assert b"xanthippe" not in _bytes_on_disk(tmp_path)
    assert b"friday" in _bytes_on_disk(tmp_path)


async def test_what_a_killed_process_deleted_leaves_no_byte_after_the_next_start(
    store: Store, tmp_path: Path, database_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    slot, _ = await add(store, "the password is swordfish")
    async with store.database.write() as db:
        await db.execute("DELETE FROM slots WHERE id = ?", (slot.id,))
        await db.execute("INSERT INTO slots_text (slots_text) VALUES ('optimize')")
    for path in (database_path, database_path.with_name("engram.db-wal")):
        (copy / path.name).write_bytes(path.read_bytes())  # as the kill would leave them
    assert b"swordfish" in _bytes_on_disk(copy)
    async with Store.open(copy / "engram.db"):
        assert b"swordfish" not in _bytes_on_disk(copy)


async def test_a_note_is_there_after_a_restart(database_path: Path) -> None:
    async with Store.open(database_path) as store:
        assert await store.note("commands") is None
        await store.take_note("commands", "a1")
        await store.take_note("commands", "b2")
    async with Store.open(database_path) as store:
        assert await store.note("commands") == "b2"


async def test_many_writers_at_once_lose_nothing(store: Store) -> None:
    people = (ADA, BEN, CLEO)
    await asyncio.gather(
        *(add(store, f"fact {number % 20}", people[number % 3]) for number in range(60))
    )
    slots = await store.active(HERE.home)
    assert sorted(_texts(slots)) == sorted(f"fact {number}" for number in range(20))
    assert sum(len(slot.witnesses) for slot in slots) == 60


_WRITER = """
import asyncio, sys
from pathlib import Path
from memory.generalization import generalize
from memory.slots import Limits, Person, Scope, Witness
from memory.store import Store

async def main():
    async with Store.open(Path(sys.argv[1])) as store:
        for number in range(100_000):
            witness = Witness(Person(1, "Ada"), float(number))
            fact = generalize(f"fact {number} " + "x" * 200, Scope(1, 1), witness, max_length=999)
            slot, _ = await store.add(fact, b"1234", "fake@1", limits=Limits(10**6))
            print(slot.id, number, flush=True)

asyncio.run(main())
"""


async def test_every_acknowledged_slot_survives_a_kill(database_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITER, str(database_path),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert process.stdout is not None
    lines = [await process.stdout.readline() for _ in range(150)]
    process.send_signal(signal.SIGKILL)
    rest, _ = await process.communicate()
    acknowledged = [line.split() for line in b"".join([*lines, rest]).splitlines(keepends=True)
                    if line.endswith(b"\n")]  # fmt: skip
    assert process.returncode == -signal.SIGKILL
    assert len(acknowledged) >= 150
    async with Store.open(database_path) as store:
        assert await store.database.problems() == []
        found = {slot.id: slot.text for slot in await store.active(Home(1, None))}
        assert len(await store.vectors(Home(1, None), ENCODER)) == len(found)
    for id_, number in acknowledged:
        assert found[int(id_)].startswith(f"fact {int(number)} ")


def test_the_tables_are_strict_and_the_journal_is_wal(tmp_path: Path) -> None:
    async def make() -> None:
        async with Store.open(tmp_path / "engram.db") as store:
            await add(store, "one")

    asyncio.run(make())
    with sqlite3.connect(tmp_path / "engram.db") as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        names = "('slots', 'witnesses', 'vectors', 'notes')"
        rows = db.execute(f"SELECT strict FROM pragma_table_list WHERE name IN {names}")  # noqa: S608 - our own text
        assert rows.fetchall() == [(1,)] * 4
    db.close()
