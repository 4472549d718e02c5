"""The websocket: intents, resuming, and what can go wrong on the line."""

import asyncio

import discord
import pytest
from discord.ext import commands

from tests.loopback import pointed_at, running
from tests.loopback.conftest import Scene
from tests.loopback.plain_bot import PlainBot


def _with(**flags: bool) -> discord.Intents:
    intents = discord.Intents.default()
    for name, value in flags.items():
        setattr(intents, name, value)
    return intents


@pytest.mark.parametrize("name", ["message_content", "members", "presences"])
async def test_a_privileged_intent_that_is_not_allowed_closes_with_4014(
    scene: Scene, name: str
) -> None:
    intents = _with(**{name: True})
    with (
        scene.discord.expect_violation("4014"),
        pytest.raises(discord.PrivilegedIntentsRequired),
    ):
        async with running(scene.discord, PlainBot(intents=intents)):
            pass
    scene.discord.allowed_intents = intents
    async with running(scene.discord, PlainBot(intents=intents)) as bot:
        assert bot.is_ready()


@pytest.mark.parametrize("content_allowed", [True, False])
async def test_content_is_stripped_without_the_intent(
    scene: Scene, *, content_allowed: bool
) -> None:
    intents = scene.discord.allowed_intents = _with(message_content=content_allowed)
    async with running(scene.discord, PlainBot(intents=intents)) as bot:
        plain = await scene.ada.say(scene.general, "not for the bot", files={"a.txt": b"a"})
        await scene.discord.until(lambda: bot.heard, "the message")
        fetched = await bot.get_partial_messageable(scene.general.id).fetch_message(plain.id)
    for seen in (bot.heard[0], fetched):
        assert (seen.content == "not for the bot") is content_allowed
        assert bool(seen.attachments) is content_allowed


async def test_mentions_dms_and_own_messages_are_never_stripped(
    scene: Scene, bot: PlainBot
) -> None:
    bot.note("message_edit")
    quoted = await scene.ada.say(scene.general, "not for the bot")
    asked = f"{scene.discord.bot.mention} what is that?"
    await scene.ada.say(scene.general, asked, reply_to=quoted)
    await scene.discord.next_reply(scene.general)
    dm = await scene.ada.open_dm()
    await scene.ada.say(dm, "between us")
    reply = await scene.discord.next_reply(dm)
    await (await bot.fetch_channel(dm.id)).get_partial_message(reply.id).edit(content="mine")  # type: ignore[union-attr] # a DM has messages
    await scene.discord.until(lambda: bot.events, "the edit")
    assert [each.content for each in bot.heard] == ["", asked, "between us"]
    reference = bot.heard[1].reference
    assert reference is not None
    assert isinstance(reference.resolved, discord.Message)
    assert reference.resolved.content == "", "what it replies to was not for the bot either"
    edited = bot.events[0][1]
    assert isinstance(edited, discord.Message)
    assert edited.content == "mine"


async def test_events_without_their_intent_do_not_come(scene: Scene) -> None:
    async with running(scene.discord, PlainBot(intents=_with(guild_messages=False))) as bot:
        await scene.ada.say(scene.general, f"{scene.discord.bot.mention} hello?")
        dm = await scene.ada.open_dm()
        await scene.ada.say(dm, "hello!")
        await scene.discord.next_reply(dm)
        assert [message.content for message in bot.heard] == ["hello!"]


async def test_members_come_with_their_intent(scene: Scene) -> None:
    intents = scene.discord.allowed_intents = _with(members=True)
    async with running(scene.discord, PlainBot(intents=intents)) as bot:
        guild = bot.get_guild(scene.guild.id)
        assert guild is not None
        assert {each.id for each in guild.members} == set(scene.guild.members)
        scene.guild.add_member(bob := scene.discord.add_user("Bob"), nick="Bobby")
        await scene.discord.until(lambda: guild.get_member(bob.id), "Bob")
        scene.guild.remove_member(bob)
        await scene.discord.until(lambda: not guild.get_member(bob.id), "his departure")


# -- the line breaks ------------------------------------------------------------------------------


async def test_a_dropped_session_is_resumed_with_a_replay(scene: Scene, bot: PlainBot) -> None:
    bot.note("resumed")
    await scene.discord.drop_gateway()
    # said while nobody listens
    await scene.ada.say(scene.general, f"{scene.discord.bot.mention} still there?")
    assert "still there?" in (await scene.discord.next_reply(scene.general)).content
    assert len(scene.discord._backend.gateway.sessions) == 1


@pytest.mark.parametrize("how", ["4000", "reconnect", "resumable"])
async def test_other_ways_to_lose_the_connection(scene: Scene, bot: PlainBot, how: str) -> None:
    session = scene.discord._backend.gateway.sessions.copy()
    before = scene.discord.heartbeats
    if how == "4000":
        await scene.discord.drop_gateway(4000)
    elif how == "reconnect":
        scene.discord.ask_to_reconnect()
    else:
        scene.discord.invalidate_session(resumable=True)
    await scene.discord.until(lambda: scene.discord.heartbeats > before, "the new connection")
    await scene.ada.say(scene.general, f"{scene.discord.bot.mention} again")
    await scene.discord.next_reply(scene.general)
    assert scene.discord._backend.gateway.sessions == session, "resumed, not begun anew"


class _Hasty(PlainBot):
    """Identifies again at once, where discord.py would wait for 5 seconds."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for nothing."""


async def test_an_invalidated_session_is_begun_anew(scene: Scene) -> None:
    async with running(scene.discord, _Hasty()) as bot:
        scene.discord.invalidate_session()
        await scene.discord.until(lambda: scene.discord.connected, "the new session")
        await scene.ada.say(scene.general, f"{scene.discord.bot.mention} again")
        await scene.discord.next_reply(scene.general)
        assert bot.is_ready()


async def test_a_refused_handshake_raises_out_of_start(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda backoff: 0.0)
    scene.discord.refuse_handshakes()
    # discord.py issue 10520: it asks the websocket that it never had
    with pytest.raises(AttributeError):
        async with running(scene.discord, PlainBot()):
            pass
    async with running(scene.discord, PlainBot()) as bot:
        assert bot.is_ready()


async def test_a_malformed_event_raises_out_of_start(scene: Scene) -> None:
    async with pointed_at(scene.discord), PlainBot() as bot:
        started = asyncio.create_task(bot.start(scene.discord.token))
        await scene.discord.until(lambda: scene.discord.connected, "the bot")
        scene.discord.send_raw("MESSAGE_CREATE", {"id": "1"})
        with pytest.raises(KeyError):
            await started


async def test_commands_while_nobody_is_connected_fail(scene: Scene) -> None:
    async with running(scene.discord, PlainBot()):
        pass
    assert not scene.discord.connected
    scene.discord.ack_seconds = 0.05
    with scene.discord.expect_violation("10062"):
        assert (await scene.ada.slash(scene.general, "probe")).failed


# -- forms of connection --------------------------------------------------------------------------


class _Sharded(commands.AutoShardedBot):
    async def on_message(self, message: discord.Message, /) -> None:
        if message.guild is None and message.author != self.user:
            await message.channel.send("from the first shard")


async def test_an_auto_sharded_bot_connects(scene: Scene) -> None:
    bot = _Sharded("!", intents=discord.Intents.default(), guild_ready_timeout=0.05)
    async with running(scene.discord, bot):
        dm = await scene.ada.open_dm()
        await scene.ada.say(dm, "hi")
        assert (await scene.discord.next_reply(dm)).content == "from the first shard"
        assert bot.shard_count == 1
        assert [guild.id for guild in bot.guilds] == [scene.guild.id]


async def test_guilds_are_divided_among_shards(scene: Scene) -> None:
    for shard in (0, 1):
        bot = PlainBot()
        bot.shard_id, bot.shard_count = shard, 2
        bot._connection.shard_count = 2
        async with running(scene.discord, bot):
            mine = (scene.guild.id >> 22) % 2 == shard
            assert [guild.id for guild in bot.guilds] == ([scene.guild.id] if mine else [])


@pytest.mark.parametrize("compression", ["zlib-stream", "zstd-stream", None])
async def test_compression_is_as_the_client_asks(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, compression: str | None
) -> None:
    offered = discord.utils._ActiveDecompressionContext.COMPRESSION_TYPE
    if compression not in (offered, None):
        pytest.skip(f"this discord.py asks for {offered}")
    if compression is None:
        plain = discord.gateway.DiscordWebSocket.from_client.__func__  # type: ignore[attr-defined] # of the class method

        async def from_client(*args: object, **keys: object) -> object:
            return await plain(discord.gateway.DiscordWebSocket, *args, compress=False, **keys)

        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "from_client", from_client)
    async with running(scene.discord, PlainBot()):
        await scene.ada.say(scene.general, f"{scene.discord.bot.mention} hi")
        await scene.discord.next_reply(scene.general)
        connection = scene.discord._backend.gateway.connections[0]
        assert connection._request.query.get("compress") == compression
