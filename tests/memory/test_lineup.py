"""Responders come and go, and somebody always answers."""

from dataclasses import replace
from typing import Any

import pytest

from memory.errors import NoResponderError, ResponderNotLoadedError
from memory.lineup import Lineup
from memory.network import MemoryNetwork
from memory.output import ranking
from memory.slots import Audience, Home, Kind, Question, Supporting, Witness
from tests.fakes import ADA, BEN, ELSEWHERE, HERE, NEXT_DOOR, Echo


def test_the_one_that_was_chosen_answers_while_it_is_loaded() -> None:
    lineup = Lineup([Echo("memnn"), Echo("loud")])
    assert lineup.of("loud").name == "loud"
    assert lineup.of(None).name == "memnn"
    lineup.remove("loud")
    assert lineup.of("loud").name == "memnn"
    lineup.add(Echo("late"))
    lineup.remove("memnn")
    assert lineup.of("loud").name == "late"
    lineup.remove("late")
    with pytest.raises(NoResponderError):
        lineup.of("loud")


def test_a_name_that_is_not_loaded_is_named_beside_those_that_are() -> None:
    lineup = Lineup([Echo("memnn"), Echo("loud")])
    with pytest.raises(ResponderNotLoadedError, match=r"ntm is not loaded. Loaded: memnn, loud\."):
        lineup.named("ntm")


def test_one_that_comes_again_takes_its_own_place() -> None:
    first, again = Echo("loud"), Echo("loud")
    lineup = Lineup([first])
    seen = iter(lineup)
    lineup.add(again)
    assert lineup.named("loud") is again
    assert lineup.names == ["loud"]
    assert next(seen) is first, "who goes through them sees them as they were"


async def teach(network: MemoryNetwork) -> None:
    for number, text in enumerate(("the raid is on Friday", "the raid needs ten people")):
        await network.learning.observe(text, HERE, Witness(ADA, 1.0 + number))
    await network.learning.observe("the raid is a secret", NEXT_DOOR, Witness(ADA, 3.0))
    await network.learning.observe("the raid is cancelled", ELSEWHERE, Witness(ADA, 4.0))


async def test_one_that_reads_many_gets_the_nearest_that_the_asker_may_read(
    network: MemoryNetwork,
) -> None:
    await teach(network)
    echo = Echo("loud", reads=3)
    network.lineup.add(echo)
    asked = Question("when is the raid?", BEN, Audience.of(HERE))
    answer = await network.answer(asked, by="loud")
    assert {item.slot.text for item in echo.read} == {
        "the raid is on Friday", "the raid needs ten people",
    }  # fmt: skip
    assert (answer.text, answer.responder) == ("loud", "loud")
    echo.reads = 1
    await network.answer(asked, by="loud")
    assert len(echo.read) == 1
    echo.reads = 0
    await network.answer(asked, by="loud")
    assert list(echo.read) == await network.recall.supports(asked)


async def test_the_admins_choice_answers_on_their_server_alone(network: MemoryNetwork) -> None:
    await teach(network)
    network.lineup.add(Echo("loud", reads=3))
    await network.policies.change(HERE.guild_id or 0, lambda now: replace(now, responder="loud"))
    here = Question("when is the raid?", BEN, Audience.of(HERE))
    elsewhere = Question("is the raid cancelled?", BEN, Audience.of(ELSEWHERE))
    assert (await network.answer(here)).responder == "loud"
    assert (await network.answer(elsewhere)).responder == "memnn"
    network.policies.drop(HERE.guild_id or 0)
    assert (await network.responder_of(HERE.home)).name == "loud", "it is on disk"
    network.lineup.remove("loud")
    assert (await network.answer(here)).responder == "memnn"
    assert (await network.responder_of(Home(None, 7))).name == "memnn"


async def test_all_are_compared_and_who_is_unsure_says_nothing(network: MemoryNetwork) -> None:
    await teach(network)
    network.lineup.add(Echo("loud", reads=3))
    network.lineup.add(Echo("shy", reads=3, odds=-2.0))
    asked = Question("when is the raid?", BEN, Audience.of(HERE))
    found = await network.compare(asked)
    assert [one.answer.responder for one in found] == ["memnn", "loud", "shy"]
    assert [one.answer.text for one in found] == ["The raid is on Friday.", "loud", None]
    assert found[2].answer.supporting == ()
    assert 0 < found[2].answer.confidence < 0.5
    assert all(one.milliseconds > 0 for one in found)


@pytest.mark.parametrize(
    ("odds", "kind", "shown"),
    [(-1.3, Kind.TAUGHT, 1), (-1.5, Kind.TAUGHT, 0), (-1.3, Kind.HEARD, 0)],
)
async def test_where_none_is_sure_the_nearest_is_kept(
    network: MemoryNetwork, odds: float, kind: Kind, shown: int
) -> None:
    slot, _ = await network.learning.observe(
        "the raid is on Friday", HERE, Witness(ADA, 1.0), kind=kind
    )
    network.lineup.add(Echo("shy", reads=3, odds=odds))
    asked = Question("when is the raid?", BEN, Audience.of(HERE))
    answer = await network.answer(asked, by="shy")
    assert (answer.text, answer.supporting) == (None, ())
    assert [near.slot for near in (answer.nearest,) if near] == [slot] * shown
    bare = replace(asked, text="and where?")
    assert (await network.answer(bare, by="shy")).nearest is None


async def test_what_several_read_is_looked_up_once(
    network: MemoryNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    await teach(network)
    readers = [Echo("loud", reads=2), Echo("late", reads=2), Echo("wide", reads=3)]
    for echo in readers:
        network.lineup.add(echo)
    looked, clock = list[int](), iter(range(1000))

    def slowly(*asked: Any, limit: int) -> list[Supporting]:  # noqa: ANN401 as `ranking` has them
        looked.append(limit)
        for _ in range(100):
            next(clock)
        return ranking(*asked, limit=limit)

    monkeypatch.setattr("memory.recall.ranking", slowly)
    monkeypatch.setattr("memory.network.time.perf_counter", lambda: float(next(clock)))
    found = await network.compare(Question("when is the raid?", BEN, Audience.of(HERE)))
    assert looked == [2, 3]
    assert readers[0].read == readers[1].read
    times = {one.answer.responder: one.milliseconds for one in found}
    assert times["late"] >= 100_000, "it would have taken as long alone"
    assert times["memnn"] < 100_000


async def test_with_nothing_to_read_nobody_is_asked(network: MemoryNetwork) -> None:
    echo = Echo("loud", reads=3)
    network.lineup.add(echo)
    asked = Question("when is the raid?", BEN, Audience.of(HERE))
    (_, response) = await network.compare(asked)
    assert response.answer.text is None
    assert echo.read == ()
    assert echo.prepared == 1


async def test_what_was_heard_and_what_was_taught_are_read_alike(network: MemoryNetwork) -> None:
    await network.learning.observe(
        "the raid is on Friday", HERE, Witness(ADA, 1.0), kind=Kind.HEARD
    )
    echo = Echo("loud", reads=3)
    network.lineup.add(echo)
    await network.answer(Question("when is the raid?", BEN, Audience.of(HERE)), by="loud")
    assert [item.slot.kind for item in echo.read] == [Kind.HEARD]
