"""The first message in a server, end to end."""

import pytest
from discord import Intents, Permissions

from bot.config import DiscordSettings
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import Channel, Guild, Message
from tests.loopback.permissions import SEND, USUAL


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


async def invited(scene: Scene) -> tuple[Guild, Channel, Message]:
    """A server that the bot joins while it runs, and what it says there."""
    guild = scene.discord.add_guild("Weavers")
    channel = guild.add_channel("loom")
    guild.invite_bot_again()
    return guild, channel, await scene.discord.next_reply(channel)


async def test_it_greets_once_with_three_buttons(scene: Scene) -> None:
    guild, channel, said = await invited(scene)
    assert said.content.startswith("Hello! I'm Engram")
    labels = [button["label"] for row in said.components for button in row["components"]]
    assert labels == ["Listen here", "Only when mentioned", "What I keep"]
    guild.invite_bot_again()
    await scene.discord.silence(channel, seconds=0.2)
    async with scene.restarted():
        guild.invite_bot_again()
        await scene.discord.silence(channel, seconds=0.2)


async def test_who_invited_it_while_it_was_off_is_greeted_at_the_start(scene: Scene) -> None:
    async with scene.restarted():
        before = scene.discord.add_guild("Smiths")  # as if it had been there all along
        old = before.add_channel("forge")
        before.members[scene.discord.bot.id].joined_at = "2020-01-01T00:00:00+00:00"
    await scene.bot.close()
    guild = scene.discord.add_guild("Weavers")
    channel = guild.add_channel("loom")
    async with scene.restarted():
        said = await scene.discord.next_reply(channel)
        assert said.content.startswith("Hello! I'm Engram")
        await scene.discord.silence(old, seconds=0.2)
    async with scene.restarted():
        await scene.discord.silence(channel, seconds=0.2)


async def test_a_server_that_is_down_at_the_start_is_greeted_later_and_the_others_now(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scene.restarted():
        pass
    await scene.bot.close()
    down, up = scene.discord.add_guild("Smiths"), scene.discord.add_guild("Weavers")
    forge, loom = down.add_channel("forge"), up.add_channel("loom")
    whole = type(down).to_create_payload

    def payload(self: Guild) -> dict[str, object]:
        return whole(self) | ({"unavailable": True} if self is down else {})

    with monkeypatch.context() as outage:
        outage.setattr(Guild, "to_create_payload", payload)
        async with scene.restarted():
            assert "Engram" in (await scene.discord.next_reply(loom)).content
            await scene.discord.silence(forge, seconds=0.2)
            outage.undo()
            scene.discord.send_raw("GUILD_CREATE", down.to_create_payload())
            assert "Engram" in (await scene.discord.next_reply(forge)).content


async def test_a_server_that_was_not_down_is_greeted_once_it_is_joined(scene: Scene) -> None:
    async with scene.restarted():  # not its first run
        await scene.discord.silence(scene.general, seconds=0.5)  # and it has caught up
        guild = scene.discord.add_guild("Weavers")
        channel = guild.add_channel("loom")
        guild.members[scene.discord.bot.id].joined_at = "2099-01-01T00:00:00+00:00"
        scene.discord.send_raw("GUILD_CREATE", guild.to_create_payload())
        await scene.discord.silence(channel, seconds=0.2)
        guild.invite_bot_again()
        assert "Engram" in (await scene.discord.next_reply(channel)).content


async def test_the_choice_is_the_admins_and_the_note_is_everybodys(scene: Scene) -> None:
    guild, _, said = await invited(scene)
    guild.add_member(scene.ben)
    for label in ("Listen here", "Only when mentioned"):
        refused = await scene.ben.click(said, label=label)
        assert refused.ephemeral
        assert refused.content == "You need the Manage Server permission for that."
    note = await scene.ben.click(said, label="What I keep")
    assert note.ephemeral
    assert "/mydata" in note.content


async def test_the_buttons_work_after_a_restart(scene: Scene) -> None:
    guild, channel, said = await invited(scene)
    scene.discord.allowed_intents = Intents.all()
    async with scene.restarted(DiscordSettings(listening=True)):
        policies = scene.conversation.network.policies
        on = await guild.owner.click(said, label="Listen here")
        assert on.ephemeral
        assert on.content.startswith("I listen in")
        assert (await policies.of(guild.id)).listening == {channel.id}
        assert "From now on I remember" in (await scene.discord.next_reply(channel)).content
        off = await guild.owner.click(said, label="Only when mentioned")
        assert off.content == "All right: in this server I hear only what is said to me."
        assert (await policies.of(guild.id)).listening == set()


async def test_without_the_intent_it_says_what_is_missing(scene: Scene) -> None:
    guild, _, said = await invited(scene)
    refused = await guild.owner.click(said, label="Listen here")
    assert "discord.listening = true" in refused.content


async def test_where_it_may_not_speak_it_goes_to_the_next_channel(scene: Scene) -> None:
    guild = scene.discord.add_guild("Weavers")
    first, second = guild.add_channel("rules"), guild.add_channel("chat")
    first.set_overwrite(guild.everyone, deny=SEND)
    guild.invite_bot_again()
    assert "Hello! I'm Engram" in (await scene.discord.next_reply(second)).content


async def test_where_it_may_speak_nowhere_it_writes_to_the_owner(scene: Scene) -> None:
    guild = scene.discord.add_guild("Weavers", everyone=Permissions(USUAL & ~SEND))
    guild.add_channel("rules")
    guild.invite_bot_again()
    said = await scene.discord.next_reply(await guild.owner.open_dm())
    assert "you have me in Weavers now" in said.content
    note = await guild.owner.click(said, label="What I keep")
    assert "/mydata" in note.content


async def test_where_it_reaches_nobody_it_goes_on(scene: Scene) -> None:
    guild = scene.discord.add_guild("Weavers", everyone=Permissions(USUAL & ~SEND))
    guild.owner.dms_closed = True
    with scene.discord.expect_violation("50007"):
        guild.invite_bot_again()
        await scene.discord.until(
            lambda: any("/users/@me/channels" in r.path for r in scene.discord.requests), "the try"
        )
        assert "Hello" in (await scene.tell(scene.ada, scene.general, "hello")).content
