"""What the bot does where it may do little, end to end."""

import asyncio

import pytest
from discord import Permissions

from memory.messages import Message, Reply
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback.permissions import SEND, USE_COMMANDS, VIEW

RAID = "remember that the raid is on Friday"
ASKED = "when is the raid?"
UNKNOWN = "I don't remember anything about that."
INVITED = 274877975552  # of the README's invitation


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


async def test_it_needs_no_more_than_its_invitation_gives(scene: Scene) -> None:
    everyone = scene.guild.everyone
    scene.guild.set_permissions(everyone, Permissions(INVITED | USE_COMMANDS))  # nor embeds
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    await scene.discord.until(
        lambda: not guild.default_role.permissions.embed_links, "the permissions"
    )
    await scene.tell(scene.ada, scene.general, f"{RAID} https://example.org")
    answer = await scene.tell(scene.ben, scene.general, ASKED)
    assert "Friday" in answer.content
    assert "Friday" in (await scene.ben.click(answer, label="Why?")).content


async def test_where_it_may_not_write_commands_are_answered(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, RAID)
    scene.general.set_overwrite(scene.discord.bot, deny=SEND)
    with scene.discord.expect_violation("50013"):
        await scene.ben.say(scene.general, f"{scene.discord.bot.mention} {ASKED}")
        await scene.discord.silence(scene.general, seconds=0.2)
    assert "Friday" in (await scene.slash(scene.ben, "ask", question=ASKED)).content


async def test_a_channel_that_is_hidden_from_it_answers_within_itself_alone(scene: Scene) -> None:
    await scene.tell(scene.mod, scene.officers, RAID)
    scene.officers.set_overwrite(scene.discord.bot, deny=VIEW)
    place = scene.bot.get_channel(scene.officers.id)
    await scene.discord.until(lambda: place and place.name == "___hidden___", "the mask")  # type: ignore[union-attr] # a text channel
    assert (await scene.slash(scene.mod, "ask", question=ASKED)).content == UNKNOWN
    listed = await scene.slash(scene.mod, "memory list")
    assert listed.content == "I remember nothing here that you can read."
    within = await scene.mod.slash(scene.officers, "ask", {"question": ASKED})
    assert "Friday" in within.content
    scene.officers.set_overwrite(scene.discord.bot, allow=VIEW)
    await scene.discord.until(lambda: place and place.name == "officers", "another look")  # type: ignore[union-attr] # a text channel
    assert "Friday" in (await scene.slash(scene.mod, "ask", question=ASKED)).content


async def test_an_answer_may_take_longer_than_discord_waits_for_a_sign(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, RAID)
    ask = scene.conversation.answering.ask

    async def late(message: Message, question: str) -> Reply:
        await asyncio.sleep(0.4)
        return await ask(message, question)

    scene.discord.ack_seconds = 0.2
    scene.conversation.answering.ask = late  # type: ignore[method-assign] # slow on purpose
    assert "Friday" in (await scene.slash(scene.ben, "ask", question=ASKED)).content


async def test_a_sign_that_comes_too_late_is_logged_and_it_goes_on(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    gone = {"code": 10062, "message": "Unknown interaction"}
    path = r"/interactions/.*/callback"
    scene.discord.ack_seconds = 0.1
    scene.discord.fail("POST", path, status=404, body=gone)
    with scene.discord.expect_violation("10062"):
        assert (await scene.slash(scene.ben, "ask", question=ASKED)).failed
    assert "answered too late for Discord" in caplog.text
    assert "raid" not in caplog.text
    scene.discord.ack_seconds = 3.0
    assert (await scene.slash(scene.ben, "ask", question=ASKED)).content == UNKNOWN
