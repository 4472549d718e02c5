"""Which memory is meant: by its number, in sight of who asks."""

from dataclasses import replace

import pytest

from memory.finding import find
from memory.phrases import say
from memory.slots import Slot
from memory.training.contradictions import Rule
from tests.fakes import ADA, BEN, ELSEWHERE, HERE, NEXT_DOOR, WHISPER, Talk


async def test_a_memory_is_forgotten_by_its_number(conversation: Talk) -> None:
    slots = list[Slot | None]()
    for text in ("remember that the raid is on Friday", "remember that the lift is broken"):
        slots.append((await conversation.say(text)).stored)
    assert slots[1] is not None
    asked = await conversation.say(f"forget #{slots[1].id}")
    assert "the lift is broken" in asked.text
    assert (await conversation.say("yes")).forgotten == 1
    assert await conversation.texts() == ["the raid is on Friday"]


@pytest.mark.parametrize("number", ["#404", "#0", "memory 999999999999999999"])
async def test_a_number_that_is_not_there(conversation: Talk, number: str) -> None:
    assert (await conversation.say(f"forget {number}")).text == say("forget_nothing")


@pytest.mark.parametrize("scope", [NEXT_DOOR, ELSEWHERE, WHISPER])
async def test_a_number_of_another_place_is_not_there(conversation: Talk, scope: object) -> None:
    taught = await conversation.say("remember that the raid is on Friday", ADA, HERE)
    assert taught.stored is not None
    assert isinstance(scope, type(HERE))
    reply = await conversation.say(f"forget #{taught.stored.id}", ADA, scope, admin=True)
    assert reply.text == say("forget_nothing")


async def test_the_words_that_were_said_are_meant_and_not_what_took_their_place(
    conversation: Talk,
) -> None:
    for text in ("the raid is on Friday", "the raid moved to Saturday"):
        await conversation.say(f"remember that {text}")
    conversation.network.recall.preference = Rule(-1.0, 9.0)
    asked = await conversation.say("when is the raid?")
    assert "Saturday" in asked.text
    assert "Friday" in (await conversation.say("forget that the raid is on Friday")).text
    assert "Saturday" in (await conversation.say("forget the raid")).text


@pytest.mark.parametrize(
    "rules", [{"blocked_roles": frozenset({5})}, {"blocked_channels": frozenset({HERE.channel_id})}]
)
async def test_who_may_not_ask_finds_their_own_alone(
    conversation: Talk, rules: dict[str, frozenset[int]]
) -> None:
    await conversation.say("the vault code is 1234", ADA)
    await conversation.say("the moat code is 77", BEN)
    network = conversation.network
    await network.policies.change(1, lambda now: replace(now, **rules))  # type: ignore[arg-type] # a policy's
    for about, meant in (("the vault code", False), ("#1", False), ("the moat code", True)):
        message = replace(conversation.message("forget it", BEN), role_ids=frozenset({5}))
        assert (await find(network, message, about) is not None) is meant
