"""Limits, retention, departures, rules and figures, on a real file."""

from dataclasses import replace
from pathlib import Path

import pytest

from memory.errors import (
    LinesError,
    PersonClosedError,
    PersonFullError,
    PlaceClosedError,
    ServerFullError,
)
from memory.generalization import generalize
from memory.network import MemoryNetwork
from memory.policies import Policies, Policy
from memory.slots import Audience, Fact, Home, Kind, Person, Question, Scope, Witness
from memory.statistics import statistics
from memory.store import Learned
from tests.fakes import ADA, BEN, ELSEWHERE, HERE, NEXT_DOOR, WHISPER

DAY = 86_400.0
RAID = "the raid is on Friday"


async def teach(
    network: MemoryNetwork,
    text: str,
    author: Person = ADA,
    *,
    scope: Scope = HERE,
    at: float = 1.0,
    kind: Kind = Kind.TAUGHT,
) -> int:
    slot, _ = await network.learning.observe(text, scope, Witness(author, at), kind=kind)
    return slot.id


async def ruled(network: MemoryNetwork, **values: object) -> None:
    await network.policies.change(1, lambda now: replace(now, **values))  # type: ignore[arg-type] # a policy's


async def texts(network: MemoryNetwork, home: Home = HERE.home) -> list[str]:
    return [slot.text for slot in await network.store.active(home)]


def bytes_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob("engram*")))


def fact(text: str, author: Person = ADA, *, scope: Scope = HERE) -> Fact:
    return generalize(text, scope, Witness(author, 5.0), kind=Kind.IMPORTED, max_length=99)


# -- limits -----------------------------------------------------------------------------------


async def test_each_person_has_room_of_their_own_in_each_server(network: MemoryNetwork) -> None:
    await ruled(network, per_person=2)
    for text in ("one", "two"):
        await teach(network, text)
    with pytest.raises(PersonFullError):
        await teach(network, "three")
    await teach(network, "two", at=9.0)  # said again: no more than before
    await teach(network, "three", kind=Kind.ADDED)
    for elsewhere in (ELSEWHERE, WHISPER):
        for text in ("one", "two", "three"):
            await teach(network, text, scope=elsewhere)
    await teach(network, "one", BEN)
    await teach(network, "four", BEN)
    with pytest.raises(PersonFullError):
        await teach(network, "two", BEN)  # to say so too takes room as well


async def test_what_was_forgotten_or_set_aside_makes_room(network: MemoryNetwork) -> None:
    await ruled(network, per_person=1, per_server=1)
    first = await teach(network, "one")
    await network.forgetting.set_aside(HERE.home, [first], 1.0)
    second = await teach(network, "two")
    with pytest.raises(ServerFullError):
        await teach(network, "three", BEN)
    await network.forgetting.forget(HERE.home, [second])
    await teach(network, "three", BEN)


async def test_a_file_is_learned_whole_or_not_at_all(network: MemoryNetwork) -> None:
    await network.rights.opt_out(BEN.id, 1.0)
    lines = [(1, fact("one")), (2, fact("two", BEN)), (4, fact("One!")), (5, fact("three"))]
    assert await network.learning.learn(HERE.home, lines, {}) == Learned(new=2, known=1, left_out=1)
    assert await texts(network) == ["one", "three"]
    await ruled(network, per_server=3)
    more = [(1, fact("four")), (2, fact("one")), (3, fact("five"))]
    with pytest.raises(LinesError) as caught:
        await network.learning.learn(HERE.home, more, {})
    assert set(caught.value.problems) == {3}
    assert await texts(network) == ["one", "three"]


async def test_a_file_goes_nowhere_that_the_admins_closed(network: MemoryNetwork) -> None:
    await ruled(network, blocked_channels=frozenset({HERE.channel_id}))
    inside = Scope(1, 99)
    lines = [(1, fact("one", scope=NEXT_DOOR)), (2, fact("two", scope=inside)), (3, fact("three"))]
    with pytest.raises(LinesError) as caught:
        await network.learning.learn(HERE.home, lines, {99: HERE.channel_id})
    assert set(caught.value.problems) == {2, 3}
    assert await texts(network) == []


# -- rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "places", "roles", "error"),
    [
        (Policy(), {1}, set(), None),
        (Policy(blocked_channels=frozenset({1})), {1}, set(), PlaceClosedError),
        (Policy(blocked_channels=frozenset({1})), {2, 1}, set(), PlaceClosedError),
        (Policy(blocked_channels=frozenset({1})), {2}, set(), None),
        (Policy(allowed_channels=frozenset({1})), {2}, set(), PlaceClosedError),
        (Policy(allowed_channels=frozenset({1})), {2, 1}, set(), None),
        (
            Policy(allowed_channels=frozenset({1}), blocked_channels=frozenset({2})),
            {2, 1}, set(), PlaceClosedError,
        ),
        (Policy(blocked_roles=frozenset({5})), {1}, {5, 6}, PersonClosedError),
        (Policy(blocked_roles=frozenset({5})), {1}, {6}, None),
        (Policy(allowed_roles=frozenset({5})), {1}, set(), PersonClosedError),
        (Policy(allowed_roles=frozenset({5})), {1}, {5, 6}, None),
    ],
)  # fmt: skip
def test_who_is_admitted_where(
    policy: Policy, places: set[int], roles: set[int], error: type[Exception] | None
) -> None:
    for is_admin in (False, True):
        expected = None if is_admin and error is PersonClosedError else error
        if expected is None:
            policy.admit(frozenset(places), frozenset(roles), is_admin=is_admin)
        else:
            with pytest.raises(expected):
                policy.admit(frozenset(places), frozenset(roles), is_admin=is_admin)


async def test_a_policy_comes_back_from_disk_as_it_was(network: MemoryNetwork) -> None:
    policy = Policy(frozenset({1}), 2, 3, 4, frozenset({5}), blocked_roles=frozenset({6}), log=7)
    await network.policies.change(1, lambda _: policy)
    again = Policies(network.store.database)
    assert await again.of(1) == policy
    assert await again.of(2) == Policy()


# -- retention --------------------------------------------------------------------------------


async def test_each_word_goes_when_its_days_are_over(
    network: MemoryNetwork, database_path: Path
) -> None:
    await ruled(network, retention=10)
    slot = await teach(network, RAID, ADA, at=0.0)
    await teach(network, RAID, BEN, at=5 * DAY)
    await teach(network, "the gate is green", at=0.0)
    await teach(network, "the bread is baked", scope=ELSEWHERE, at=0.0)
    assert await network.forgetting.expire(10 * DAY) == 0
    assert await network.forgetting.expire(11 * DAY) == 1
    left = await network.store.get(slot, Audience.of(HERE))
    assert [word.author for word in left.witnesses] == [BEN]
    assert b"gate" not in bytes_on_disk(database_path)
    assert await network.forgetting.expire(16 * DAY) == 1
    assert RAID.encode() not in bytes_on_disk(database_path)
    assert await texts(network, ELSEWHERE.home) == ["the bread is baked"]
    assert await network.forgetting.expire(99 * DAY) == 0


async def test_former_words_and_what_was_set_aside_go_too(
    network: MemoryNetwork, database_path: Path
) -> None:
    await ruled(network, retention=10)
    first = await teach(network, RAID, at=0.0)
    slot = await network.store.get(first, Audience.of(HERE))
    await network.learning.revise(slot, "the raid is on Sunday", Witness(ADA, 8 * DAY))
    second = await teach(network, "the gate is green", at=0.0)
    await network.forgetting.set_aside(HERE.home, [second], 10.9 * DAY)
    await network.forgetting.expire(11 * DAY)
    assert await network.sources.history(first) == []
    assert await texts(network) == ["the raid is on Sunday"]
    for words in (b"Friday", b"green"):
        assert words not in bytes_on_disk(database_path)
    assert await network.forgetting.restore(HERE.home, 1) == 0


async def test_an_answer_never_rests_on_what_is_gone(network: MemoryNetwork) -> None:
    await ruled(network, retention=10)
    await teach(network, RAID, at=0.0)
    asked = Audience.of(HERE)
    assert await network.recall.nearest(_question(asked), limit=5)
    await network.forgetting.expire(11 * DAY)
    assert await network.recall.nearest(_question(asked), limit=5) == []


async def test_how_much_would_go_is_told_before(network: MemoryNetwork) -> None:
    await teach(network, RAID, ADA, at=0.0)
    await teach(network, RAID, BEN, at=20 * DAY)
    await teach(network, "the gate is green", at=0.0)
    await teach(network, "the bread is baked", scope=ELSEWHERE, at=0.0)
    assert await network.forgetting.retention.overdue(HERE.home, 10 * DAY) == 1
    assert await network.forgetting.retention.overdue(HERE.home, 30 * DAY) == 2


def _question(audience: Audience) -> Question:
    return Question("when is the raid?", ADA, audience)


# -- servers that were left -------------------------------------------------------------------


async def test_all_that_is_kept_of_a_server_goes_after_its_days(
    network: MemoryNetwork, database_path: Path
) -> None:
    await ruled(network, per_person=5)
    slot = await network.store.get(await teach(network, RAID), Audience.of(HERE))
    await network.learning.revise(slot, "the raid is on Sunday", Witness(ADA, 2.0))
    await teach(network, "the gate is green", scope=Scope(1, 99))
    await network.sources.nest(Scope(1, 99), HERE.channel_id)
    await teach(network, "the bread is baked", scope=ELSEWHERE)
    await network.forgetting.depart(1, 100.0)
    await network.forgetting.depart(1, 5 * DAY)  # a second goodbye does not begin it anew
    await network.forgetting.purge(100.0 + 7 * DAY - 1)
    assert await network.forgetting.departures.left() == {1}
    await network.forgetting.purge(100.0 + 7 * DAY)
    assert await network.forgetting.departures.left() == set()
    for words in (b"Friday", b"Sunday", b"green", b'per_person": 5'):
        assert words not in bytes_on_disk(database_path)
    assert await network.forgetting.departures.guilds() == {2}
    assert await network.policies.of(1) == Policy()
    assert list(await network.store.database.read("SELECT * FROM threads")) == []


async def test_who_comes_back_in_time_loses_nothing(network: MemoryNetwork) -> None:
    await teach(network, RAID)
    assert not await network.forgetting.come_back(1)
    await network.forgetting.depart(1, 100.0)
    assert await network.forgetting.come_back(1)
    await network.forgetting.purge(100.0 + 99 * DAY)
    assert await texts(network) == [RAID]


# -- figures ----------------------------------------------------------------------------------


async def test_the_figures_of_a_home_count_nobody_elses(network: MemoryNetwork) -> None:
    empty = await statistics(network.store.database, HERE.home)
    assert (empty.memories, empty.people, empty.size, empty.oldest) == (0, 0, 0, None)
    await teach(network, "café", ADA, at=3.0)
    await teach(network, "café", BEN, at=9.0)
    await teach(network, "two", scope=NEXT_DOOR, at=4.0, kind=Kind.HEARD)
    gone = await teach(network, "three", BEN)
    await teach(network, "four", scope=ELSEWHERE, at=1.0)
    await network.forgetting.set_aside(HERE.home, [gone], 1.0)
    found = await statistics(network.store.database, HERE.home)
    assert found.channels == {HERE.channel_id: 1, NEXT_DOOR.channel_id: 1}
    assert found.kinds == {Kind.TAUGHT: 1, Kind.HEARD: 1}
    assert (found.memories, found.people, found.set_aside) == (2, 2, 1)
    assert (found.oldest, found.newest) == (3.0, 9.0)
    assert found.size == len("café".encode()) + len("two") + 2 * 4 * 64
    whispered = await statistics(network.store.database, WHISPER.home)
    assert whispered.memories == 0


async def test_who_is_just_being_answered_hears_nothing_of_what_is_gone(
    network: MemoryNetwork,
) -> None:
    both = await teach(network, RAID)
    await teach(network, RAID, BEN)
    mine = await teach(network, "the code is 1234")
    bank = await network.recall._banks.of(HERE.home)  # in the hands of a question
    await network.forgetting.withdraw(HERE.home, [both, mine], ADA.id)
    vector = await network.vector("the code is 1234")
    assert mine not in bank.nearest(vector, Audience.of(HERE), 5)
