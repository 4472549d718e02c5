"""Listening where an admin turned it on, end to end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from discord import Intents

from bot.client import EngramBot
from bot.config import DiscordSettings
from memory.slots import Home
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback.permissions import HISTORY, SEND, VIEW

LISTENING = DiscordSettings(listening=True)


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


@contextlib.asynccontextmanager
async def hearing(scene: Scene) -> AsyncIterator[EngramBot]:
    """The bot with the message content intent, listening in #general."""
    intents = Intents.default()
    intents.message_content = True
    scene.discord.allowed_intents = intents
    async with scene.restarted(LISTENING) as bot:
        said = await scene.slash(scene.mod, "memory listen", on=True)
        assert said.content == f"I listen in {scene.general.mention}, and told everybody there."
        notice = await scene.discord.next_reply(scene.general)
        assert notice.content.startswith("From now on I remember what is stated in this channel")
        yield bot


async def known(scene: Scene) -> list[str]:
    network = scene.conversation.network
    return [slot.text for slot in await network.store.active(Home(scene.guild.id, None))]


async def until_known(scene: Scene, *texts: str) -> None:
    for _ in range(200):
        if await known(scene) == list(texts):
            return
        await asyncio.sleep(0.02)
    assert await known(scene) == list(texts)


async def heard_all(scene: Scene) -> None:
    """Wait until the bot has dealt with all that was said before."""
    await scene.tell(scene.mod, scene.general, "hello")
    await asyncio.sleep(0.05)


async def test_statements_are_kept_silently_with_their_author_and_message(scene: Scene) -> None:
    async with hearing(scene):
        said = await scene.ada.say(scene.general, f"The raid of {scene.ben.mention} is on Friday")
        await until_known(scene, "The raid of Ben is on Friday")
        await scene.discord.silence(scene.general, seconds=0.05)
        shown = await scene.slash(scene.mod, "memory show", number=1)
        assert "kept from a message" in shown.content
        assert f"/{scene.general.id}/{said.id}" in shown.content
        answer = await scene.tell(scene.ben, scene.general, "when is the raid?")
        assert "Friday" in answer.content
        assert "Ada, <t:" in answer.content
        await scene.ada.edit(said, "The raid is on Sunday")
        await until_known(scene, "The raid is on Sunday")
        await scene.ada.delete(said)
        await until_known(scene)


async def test_small_talk_questions_and_commands_are_not_kept(scene: Scene) -> None:
    async with hearing(scene):
        for text in (
            "hello everybody", "lol", "thanks!", "when is the raid?", "!play my favourite song",
            "/roll is 20", "I agree", "I think so too", "nice", "yes", "brb", "🔥🔥🔥",
            "what is the plan", "forget the raid",
        ):  # fmt: skip
            await scene.ada.say(scene.general, text)
        await heard_all(scene)
        assert await known(scene) == []


async def test_other_channels_and_direct_messages_are_not_listened_to(scene: Scene) -> None:
    other = scene.guild.add_channel("other")
    secret = scene.guild.add_thread(scene.general, "secret", scene.ada, private=True)
    secret.invited.append(scene.discord.bot)
    async with hearing(scene) as bot:
        assert bot.get_channel(secret.id) is not None
        for channel in (other, scene.officers, scene.lobby, secret):
            person = scene.mod if channel is scene.officers else scene.ada
            await person.say(channel, "The vault is under the tree")
        await heard_all(scene)
        assert await known(scene) == []


async def test_threads_of_a_channel_are_listened_to(scene: Scene) -> None:
    async with hearing(scene) as bot:
        thread = scene.guild.add_thread(scene.general, "details", scene.ada)
        await scene.discord.until(lambda: bot.get_channel(thread.id), "the thread")
        await scene.ada.say(thread, "The boats are at the pier")
        await until_known(scene, "The boats are at the pier")
        scene.general.delete()
        await until_known(scene)


async def test_an_opt_out_wins(scene: Scene) -> None:
    async with hearing(scene):
        await scene.slash(scene.ada, "mydata optout")
        await scene.ada.say(scene.general, "The raid is on Friday")
        await scene.ben.say(scene.general, "The gate is painted green")
        await until_known(scene, "The gate is painted green")


async def test_it_is_turned_off_again_and_remembered_over_a_restart(scene: Scene) -> None:
    async with hearing(scene):
        await scene.ada.say(scene.general, "The raid is on Friday")
        await until_known(scene, "The raid is on Friday")
        async with scene.restarted(LISTENING):
            await scene.ada.say(scene.general, "The gate is painted green")
            await until_known(scene, "The raid is on Friday", "The gate is painted green")
            off = await scene.slash(scene.mod, "memory listen", on=False)
            assert off.content.startswith(f"I don't listen in {scene.general.mention}.")
            await scene.ada.say(scene.general, "The boats are at the pier")
            await heard_all(scene)
            assert len(await known(scene)) == 2


async def test_without_the_intent_it_says_what_is_missing(scene: Scene) -> None:
    said = await scene.slash(scene.mod, "memory listen", on=True)
    assert "discord.listening = true" in said.content
    assert "Message Content Intent" in said.content
    await scene.discord.silence(scene.general, seconds=0.05)


async def test_it_does_not_listen_where_it_cannot_tell_people(scene: Scene) -> None:
    async with hearing(scene):
        quiet = scene.guild.add_channel("quiet")
        quiet.set_overwrite(scene.discord.bot, allow=VIEW | HISTORY, deny=SEND)
        await scene.discord.until(lambda: scene.bot.get_channel(quiet.id), "the channel")
        with scene.discord.expect_violation("50013"):
            said = await scene.mod.slash(
                scene.general, "memory listen", {"on": True, "channel": quiet}
            )
        assert "I could not tell people there" in said.content
        await scene.ada.say(quiet, "The raid is on Friday")
        await heard_all(scene)
        assert await known(scene) == []


async def test_what_is_said_to_the_bot_is_not_kept_twice(scene: Scene) -> None:
    async with hearing(scene):
        await scene.tell(scene.ada, scene.general, "remember that the raid is on Friday")
        await heard_all(scene)
        assert await known(scene) == ["the raid is on Friday"]
