"""Memories that people want forgotten: asked about first, and gone."""

import pytest

from memory.phrases import counted, say
from memory.slots import Audience, Person, Witness
from tests.fakes import ADA, BEN, CLEO, HERE, NEXT_DOOR, Talk


async def test_forgetting_asks_first_and_is_for_good(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday")
    asked = await conversation.say("forget the raid")
    assert "Shall I forget “the raid is on Friday”?" in asked.text
    assert await conversation.texts() == ["the raid is on Friday"]
    reply = await conversation.say("yes")
    assert (reply.text, reply.forgotten) == (say("forgotten"), 1)
    assert (await conversation.say("when is the raid?")).text == say("unknown")
    assert await conversation.texts() == []


async def test_only_who_said_it_or_an_admin_can_forget_it(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday", ADA)
    refused = await conversation.say("forget the raid", BEN)
    assert refused.text == say("forget_others", fact="the raid is on Friday", author="Ada")
    assert (await conversation.say("yes", BEN)).forgotten == 0
    await conversation.say("forget the raid", CLEO, admin=True)
    assert (await conversation.say("yes", CLEO, admin=True)).forgotten == 1
    assert await conversation.texts() == []


async def test_a_witness_withdraws_and_the_other_keeps_it(conversation: Talk) -> None:
    for person in (ADA, BEN):
        await conversation.say("remember that the raid is on Friday", person)
    await conversation.say("forget the raid", ADA)
    reply = await conversation.say("yes", Person(ADA.id, "Ada Renamed"))
    assert reply.text == say("withdrawn", author="Ben")
    assert reply.forgotten == 0
    asked = await conversation.say("when is the raid?", ADA)
    assert asked.answer is not None
    assert asked.answer.supporting[0].slot.author == BEN


async def test_what_somebody_else_forgot_meanwhile_is_forgotten(conversation: Talk) -> None:
    taught = await conversation.say("remember that the raid is on Friday", ADA)
    assert taught.stored is not None
    await conversation.say("forget the raid", ADA)
    await conversation.network.forgetting.forget(HERE.home, [taught.stored.id])
    assert (await conversation.say("yes", ADA)).text == say("forgotten")


@pytest.mark.parametrize("text", ["forget", "forget it all the time?", "forget that", "forget 🔥"])
async def test_forgetting_nothing_in_particular(conversation: Talk, text: str) -> None:
    await conversation.say("remember that the raid is on Friday")
    assert (await conversation.say(text)).text in {say("forget_what"), say("unknown")}
    assert (await conversation.say("yes")).forgotten == 0


async def test_forgetting_everything_is_ones_own_word_in_sight(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday", ADA)
    await conversation.say("my cat is Tom", ADA)
    await conversation.say("remember that the raid is on Friday", BEN)
    await conversation.say("remember that the lift is broken", BEN)
    await conversation.say("remember that dinner is at 8", ADA, NEXT_DOOR)
    asked = await conversation.say("forget everything", ADA)
    assert asked.text == say("forget_all_confirm", count=counted(2))
    reply = await conversation.say("yes", ADA)
    assert (reply.text, reply.forgotten) == (say("forgotten_all", count=counted(1)), 1)
    left = await conversation.network.store.active(HERE.home)
    assert [(slot.text, slot.author) for slot in left] == [
        ("the raid is on Friday", BEN),
        ("the lift is broken", BEN),
        ("dinner is at 8", ADA),
    ]
    assert (await conversation.say("forget everything", ADA)).text == say("forget_nothing")


async def test_an_admins_everything_is_their_own(conversation: Talk) -> None:
    await conversation.say("remember that the lift is broken", BEN)
    reply = await conversation.say("forget everything", ADA, admin=True)
    assert reply.text == say("forget_nothing")


async def test_a_great_many_memories_are_forgotten_at_once(conversation: Talk) -> None:
    audience = Audience.of(HERE)
    witness = Witness(ADA, 1.0)
    for number in range(120):
        await conversation.network.learning.observe(f"fact number {number}", HERE, witness)
    await conversation.say("forget everything")
    assert (await conversation.say("yes")).forgotten == 120
    assert await conversation.network.store.count(audience) == 0
