"""Memories by the messages, channels and threads in which they were said, on a real file."""

import asyncio

import pytest

from memory.errors import MessageGoneError, SlotNotFoundError
from memory.messages import Edit, Message
from memory.slots import Audience, Home, Scope, Slot, Witness
from tests.fakes import ADA, BEN, ELSEWHERE, HERE, NEXT_DOOR, Talk

EVERYWHERE = Home(1, None)


async def told(
    talk: Talk, text: str, message_id: int, *, at: float = 10.0, scope: Scope = HERE
) -> Slot:
    slot, _ = await talk.network.learning.observe(text, scope, Witness(ADA, at, message_id))
    return slot


async def texts(talk: Talk) -> list[str]:
    return [slot.text for slot in await talk.network.store.active(EVERYWHERE)]


async def test_a_corrected_memory_is_found_by_its_new_words_alone(conversation: Talk) -> None:
    await told(conversation, "the raid is on Friday", 1)
    assert (await conversation.say("when is the raid?")).text == "The raid is on Friday."
    edit = Edit(1, ADA, HERE, "remember that the picnic is on Sunday", 20.0)
    await conversation.conversation.edited(edit)
    assert (await conversation.say("when is the picnic?")).text == "The picnic is on Sunday."
    assert "Friday" not in (await conversation.say("when is the raid?")).text
    assert [slot.text for slot in await conversation.network.store.active(EVERYWHERE)] == [
        "the picnic is on Sunday"
    ]


async def test_corrections_keep_their_number_and_their_history(conversation: Talk) -> None:
    slot = await told(conversation, "the raid is on Friday", 1)
    for day, at in (("Saturday", 20.0), ("Sunday", 30.0)):
        edit = Edit(1, ADA, HERE, f"remember that the raid is on {day}", at)
        await conversation.conversation.edited(edit)
    (now,) = await conversation.network.store.active(EVERYWHERE)
    assert (now.id, now.text, now.said_at) == (slot.id, "the raid is on Sunday", 30.0)
    history = await conversation.network.sources.history(slot.id)
    assert [(former.text, former.author_id, former.said_at) for former in history] == [
        ("the raid is on Friday", ADA.id, 10.0),
        ("the raid is on Saturday", ADA.id, 20.0),
    ]


@pytest.mark.parametrize("at", [5.0, 10.0])
async def test_an_event_that_is_no_newer_than_what_is_known_changes_nothing(
    conversation: Talk, at: float
) -> None:
    """A pin or a preview of a message that was edited long ago."""
    await told(conversation, "the raid is on Friday", 1)
    await conversation.conversation.edited(Edit(1, ADA, HERE, None, at))
    assert await texts(conversation) == ["the raid is on Friday"]


async def test_a_correction_into_what_another_slot_says_joins_it(conversation: Talk) -> None:
    first = await told(conversation, "the raid is on Friday", 1)
    await told(conversation, "the raid is on Sunday", 2)
    edit = Edit(2, ADA, HERE, "remember that the raid is on Friday", 20.0)
    await conversation.conversation.edited(edit)
    (slot,) = await conversation.network.store.active(EVERYWHERE)
    assert slot.id == first.id
    assert (await conversation.say("when is the raid?")).text == "The raid is on Friday."


async def test_what_a_person_takes_back_goes_with_its_history(conversation: Talk) -> None:
    slot = await told(conversation, "the raid is on Friday", 1)
    revised = await conversation.network.learning.revise(
        slot, "the raid is on Sunday", Witness(ADA, 20.0)
    )
    await conversation.network.learning.observe("the raid is on Sunday", HERE, Witness(BEN, 30.0))
    await conversation.network.forgetting.withdraw(EVERYWHERE, [revised.id], ADA.id)
    assert await texts(conversation) == ["the raid is on Sunday"]
    assert await conversation.network.sources.history(slot.id) == []


async def test_a_memory_that_is_gone_cannot_be_corrected(conversation: Talk) -> None:
    slot = await told(conversation, "the raid is on Friday", 1)
    await conversation.network.forgetting.forget(EVERYWHERE, [slot.id])
    with pytest.raises(SlotNotFoundError):
        await conversation.network.learning.revise(
            slot, "the raid is on Sunday", Witness(ADA, 20.0)
        )


async def test_a_deleted_message_is_not_stored_afterwards(conversation: Talk) -> None:
    await conversation.conversation.deleted(HERE, {1})
    with pytest.raises(MessageGoneError):
        await told(conversation, "the raid is on Friday", 1)
    assert await texts(conversation) == []


@pytest.mark.parametrize(
    ("again", "goes_with"),
    [
        (Witness(ADA, 20.0, None), 1),  # taught by a command, which is no message
        (Witness(ADA, 5.0, None), 1),  # an import into another channel
        (Witness(ADA, 5.0, 9), 1),  # an import of what was said before
        (Witness(ADA, 20.0, 9), 9),
    ],
)
async def test_a_memory_that_is_told_again_goes_with_the_newest_message_that_is_known(
    conversation: Talk, again: Witness, goes_with: int
) -> None:
    await told(conversation, "the raid is on Friday", 1)
    await conversation.network.learning.observe("the raid is on Friday", HERE, again)
    await conversation.conversation.deleted(HERE, {10 - goes_with})
    assert await texts(conversation) == ["the raid is on Friday"]
    await conversation.conversation.deleted(HERE, {goes_with})
    assert await texts(conversation) == []


async def test_a_memory_without_a_message_gains_that_of_an_older_word(conversation: Talk) -> None:
    await conversation.network.learning.observe("the raid is on Friday", HERE, Witness(ADA, 20.0))
    await told(conversation, "the raid is on Friday", 1, at=10.0)
    await conversation.conversation.deleted(HERE, {1})
    assert await texts(conversation) == []


async def test_a_channel_goes_with_its_threads_and_nothing_else(conversation: Talk) -> None:
    thread = Scope(1, 77)
    await told(conversation, "the boats leave at dawn", 1, scope=thread)
    await told(conversation, "the ambush is at the bridge", 2)
    await told(conversation, "the raid is on Friday", 3, scope=NEXT_DOOR)
    await told(conversation, "the bread is baked at four", 4, scope=ELSEWHERE)
    await conversation.network.sources.nest(thread, HERE.channel_id)
    assert await conversation.network.forgetting.delete_channel(EVERYWHERE, HERE.channel_id) == 2
    assert await texts(conversation) == ["the raid is on Friday"]
    assert len(await conversation.network.store.active(ELSEWHERE.home)) == 1
    assert "bridge" not in (await conversation.say("where is the ambush?")).text


async def test_a_correction_that_is_deleted_meanwhile_changes_nothing(conversation: Talk) -> None:
    slot = await told(conversation, "the code is 1234", 1)
    await conversation.network.forgetting.delete_messages(EVERYWHERE, {2})
    said = Witness(ADA, 20.0, 2)
    with pytest.raises(MessageGoneError):
        await conversation.network.learning.revise(slot, "the code is 4321", said, mended=True)
    assert await texts(conversation) == ["the code is 1234"]


async def test_nothing_is_kept_of_a_channel_that_is_deleted_meanwhile(conversation: Talk) -> None:
    thread = Scope(HERE.guild_id, 4711)
    await conversation.network.sources.nest(thread, HERE.channel_id)
    await conversation.network.forgetting.delete_channel(EVERYWHERE, HERE.channel_id)
    for place in (HERE, thread):
        with pytest.raises(MessageGoneError):
            await told(conversation, "the code is 1234", 3, scope=place)
    assert await texts(conversation) == []


async def test_an_edit_of_what_was_set_aside_takes_the_word_back(conversation: Talk) -> None:
    slot = await told(conversation, "the code is 1234", 1)
    removal = await conversation.network.forgetting.set_aside(EVERYWHERE, [slot.id], 15.0)
    await conversation.conversation.edited(Edit(1, ADA, HERE, "the code is 4321", 20.0))
    await conversation.network.forgetting.restore(EVERYWHERE, removal.id)
    assert "the code is 1234" not in await texts(conversation)


async def test_an_edit_waits_for_what_is_being_heard(conversation: Talk) -> None:
    talk, heard = (
        conversation.conversation,
        Message("the vault code is 1234", ADA, HERE, Audience.of(HERE), 10.0, message_id=7),
    )
    async with talk._turn(heard):  # as long as it is being stored
        edited = asyncio.create_task(talk.edited(Edit(7, ADA, HERE, "the vault code is 9", 20.0)))
        kept = asyncio.create_task(talk.overhear(heard))
        await asyncio.sleep(0)
        await talk.teaching.overhear(heard)
    await asyncio.gather(edited, kept)
    assert "the vault code is 1234" not in await texts(conversation)


@pytest.mark.parametrize(("message_id", "at"), [(None, 20.0), (9, 5.0)])
async def test_said_again_elsewhere_it_still_goes_with_its_message(
    conversation: Talk, message_id: int | None, at: float
) -> None:
    await told(conversation, "the code is 1234", 1)
    again = Witness(ADA, at, message_id)  # by a command, or in an older import
    await conversation.network.learning.observe("the code is 1234", HERE, again)
    assert await conversation.network.forgetting.delete_messages(EVERYWHERE, {1}) == 1
    assert await texts(conversation) == []
