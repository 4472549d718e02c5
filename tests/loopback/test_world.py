"""Permissions, hidden channels, pings, and how changes reach the bot."""

import discord
import pytest

from tests.loopback import ImpossibleError, Overwrite, running
from tests.loopback.conftest import Scene
from tests.loopback.permissions import (
    ADMINISTRATOR,
    ALL,
    EMBED,
    HISTORY,
    MENTION_EVERYONE,
    SEND,
    USUAL,
    VIEW,
)
from tests.loopback.plain_bot import PlainBot

# -- permissions ----------------------------------------------------------------------------------


def test_owner_and_administrator_may_do_everything(scene: Scene) -> None:
    admin = scene.guild.add_role("Admin", permissions=ADMINISTRATOR)
    assert not scene.officers.permissions_for(scene.ada)
    scene.guild.set_roles(scene.ada, [admin])
    assert scene.guild.permissions_of(scene.ada) == ALL
    assert scene.officers.permissions_for(scene.ada) == ALL
    assert scene.officers.permissions_for(scene.guild.owner) == ALL


def test_roles_add_up(scene: Scene) -> None:
    scene.guild.set_permissions(scene.guild.everyone, VIEW)
    roles = [scene.guild.add_role("A", permissions=SEND), scene.guild.add_role("B")]
    scene.guild.set_roles(scene.ada, roles)
    assert scene.general.permissions_for(scene.ada) == VIEW | SEND


@pytest.mark.parametrize(
    ("everyone", "role", "member", "granted"),
    [
        (Overwrite(), Overwrite(), Overwrite(), VIEW | SEND | EMBED | HISTORY),
        (Overwrite(deny=SEND), Overwrite(), Overwrite(), VIEW | HISTORY),
        (Overwrite(deny=SEND), Overwrite(allow=SEND), Overwrite(), VIEW | SEND | EMBED | HISTORY),
        (Overwrite(), Overwrite(allow=SEND), Overwrite(deny=SEND), VIEW | HISTORY),
        (Overwrite(), Overwrite(deny=HISTORY), Overwrite(), VIEW | SEND | EMBED),
        (
            Overwrite(),
            Overwrite(deny=SEND),
            Overwrite(allow=SEND),
            VIEW | SEND | EMBED | HISTORY,
        ),
        (Overwrite(deny=VIEW), Overwrite(allow=SEND), Overwrite(), 0),
        (Overwrite(deny=VIEW), Overwrite(), Overwrite(allow=VIEW), VIEW | SEND | EMBED | HISTORY),
    ],
)
def test_overwrites_apply_in_discords_order(
    scene: Scene, everyone: Overwrite, role: Overwrite, member: Overwrite, granted: int
) -> None:
    scene.guild.set_permissions(scene.guild.everyone, VIEW | SEND | EMBED | HISTORY)
    squad = scene.guild.add_role("Squad")
    scene.guild.set_roles(scene.ada, [squad])
    overwrites = {scene.guild.everyone.id: everyone, squad.id: role, scene.ada.id: member}
    scene.general.overwrites = overwrites
    assert scene.general.permissions_for(scene.ada) == granted


def test_one_roles_permission_outweighs_anothers_denial(scene: Scene) -> None:
    yes, no = scene.guild.add_role("Yes"), scene.guild.add_role("No")
    scene.guild.set_roles(scene.ada, [yes, no])
    scene.general.set_overwrite(yes, allow=SEND)
    scene.general.set_overwrite(no, deny=SEND)
    assert scene.general.allows(scene.ada, SEND)


async def test_discord_py_computes_the_same(scene: Scene, bot: PlainBot) -> None:
    scene.general.set_overwrite(scene.guild.everyone, deny=SEND)
    scene.general.set_overwrite(scene.guild.bot_role, allow=SEND, deny=EMBED)
    scene.general.set_overwrite(scene.discord.bot, deny=HISTORY)
    guild = bot.get_guild(scene.guild.id)
    assert guild is not None
    channel = guild.get_channel(scene.general.id)
    assert channel is not None
    expected = scene.general.permissions_for(scene.discord.bot)
    await scene.discord.until(
        lambda: channel.permissions_for(guild.me).value == expected, "the same permissions"
    )


async def test_people_need_permissions_too(scene: Scene, bot: PlainBot) -> None:
    with pytest.raises(ImpossibleError):
        await scene.ada.say(scene.officers, "let me in")
    with pytest.raises(ImpossibleError):
        await scene.ada.slash(scene.officers, "probe")
    theirs = await scene.guild.owner.say(scene.general, "mine")
    with pytest.raises(ImpossibleError):
        await scene.ada.delete(theirs)
    with pytest.raises(ImpossibleError):
        await scene.ada.edit(theirs, "yours")


# -- what the bot sees ----------------------------------------------------------------------------


async def test_hidden_channels_arrive_obfuscated(scene: Scene, bot: PlainBot) -> None:
    guild = bot.get_guild(scene.guild.id)
    assert guild is not None
    assert {channel.name for channel in guild.text_channels} == {"general", "___hidden___"}
    assert scene.officers.payload_for_bot()["flags"] == 1 << 17  # discord.py drops them
    assert [each.name for each in await guild.fetch_channels()] == ["general"]
    await scene.guild.owner.say(scene.officers, f"{scene.discord.bot.mention} psst")
    await scene.discord.silence(scene.officers, seconds=0.05)
    assert not bot.heard


async def test_channels_are_unveiled_and_hidden_as_permissions_change(
    scene: Scene, bot: PlainBot
) -> None:
    def name() -> str:
        channel = bot.get_channel(scene.officers.id)
        assert isinstance(channel, discord.TextChannel)
        return channel.name

    officer = scene.guild.add_role("Officer")
    scene.officers.set_overwrite(officer, allow=VIEW)
    assert name() == "___hidden___"
    scene.guild.set_roles(scene.discord.bot, [officer])
    await scene.discord.until(lambda: name() == "officers", "a look at the officers")
    scene.guild.delete_role(officer)
    await scene.discord.until(lambda: name() == "___hidden___", "the mask")
    scene.officers.set_overwrite(scene.discord.bot, allow=VIEW)
    await scene.discord.until(lambda: name() == "officers", "another look")


async def test_a_command_in_a_hidden_channel_is_answered(scene: Scene, bot: PlainBot) -> None:
    result = await scene.guild.owner.slash(scene.officers, "probe")
    assert result.content == "hello"


async def test_changes_reach_the_bot(scene: Scene, bot: PlainBot) -> None:
    guild = bot.get_guild(scene.guild.id)
    assert guild is not None
    role = scene.guild.add_role("Scout")
    await scene.discord.until(lambda: guild.get_role(role.id), "the role")
    scene.guild.set_permissions(role, SEND)
    await scene.discord.until(
        lambda: (seen := guild.get_role(role.id)) and seen.permissions.value == SEND, "its bits"
    )
    scene.guild.delete_role(role)
    await scene.discord.until(lambda: not guild.get_role(role.id), "its end")
    scene.general.rename("lounge")
    await scene.discord.until(lambda: str(bot.get_channel(scene.general.id)) == "lounge", "a name")
    scene.general.delete()
    await scene.discord.until(lambda: not bot.get_channel(scene.general.id), "the channel's end")
    scene.guild.remove_member(scene.discord.bot)
    await scene.discord.until(lambda: not bot.guilds, "the bot's end")


async def test_the_bot_can_leave_a_guild(scene: Scene, bot: PlainBot) -> None:
    await bot.guilds[0].leave()
    await scene.discord.until(lambda: not bot.guilds, "the departure")
    assert scene.discord.bot.id not in scene.guild.members


# -- pings ----------------------------------------------------------------------------------------

_UNSET = None
_NOTHING = discord.AllowedMentions.none()


@pytest.mark.parametrize(
    ("text", "allowed", "everyone", "users", "roles"),
    [
        ("@everyone", _UNSET, True, 0, 0),
        ("@here", _UNSET, True, 0, 0),
        ("@everyone", _NOTHING, False, 0, 0),
        ("`@everyone`", _UNSET, False, 0, 0),
        ("@everyone", discord.AllowedMentions(everyone=False), False, 0, 0),
        ("@\u200beveryone", _UNSET, False, 0, 0),
        ("{ada}", _UNSET, False, 1, 0),
        ("{ada} {ada}", _UNSET, False, 1, 0),
        ("{ada}", _NOTHING, False, 0, 0),
        ("{ada} {role}", discord.AllowedMentions(users=True, roles=False), False, 1, 0),
        ("```\n{ada}\n```", _UNSET, False, 0, 0),
        ("{role}", _UNSET, False, 0, 1),
        ("{role}", discord.AllowedMentions(users=False), False, 0, 1),
    ],
)
async def test_pings_are_those_that_discord_would_send(
    scene: Scene,
    text: str,
    allowed: discord.AllowedMentions | None,
    *,
    everyone: bool,
    users: int,
    roles: int,
) -> None:
    role = scene.guild.add_role("Squad")
    async with running(scene.discord, PlainBot(allowed_mentions=allowed)) as bot:
        content = text.format(ada=scene.ada.mention, role=role.mention)
        await bot.get_partial_messageable(scene.general.id).send(content)
    reply = await scene.discord.next_reply(scene.general)
    assert reply.pinged_everyone is everyone
    assert len(reply.pinged_users) == users
    assert len(reply.pinged_roles) == roles


async def test_pinging_all_needs_the_permission(scene: Scene, bot: PlainBot) -> None:
    scene.guild.set_permissions(scene.guild.everyone, USUAL & ~MENTION_EVERYONE)
    closed, open_ = scene.guild.add_role("Closed"), scene.guild.add_role("Open", mentionable=True)
    channel = bot.get_partial_messageable(scene.general.id)
    await channel.send(f"@everyone {closed.mention} {open_.mention}")
    reply = await scene.discord.next_reply(scene.general)
    assert not reply.pinged_everyone
    assert reply.pinged_roles == (open_,)


@pytest.mark.parametrize("ping", [True, False, None])
async def test_a_reply_pings_its_addressee_unless_told_not_to(
    scene: Scene, bot: PlainBot, *, ping: bool | None
) -> None:
    sent = await scene.ada.say(scene.general, "hello")
    channel = bot.get_partial_messageable(scene.general.id)
    message = channel.get_partial_message(sent.id)
    if ping is None:
        await message.reply("hi")
    else:
        await message.reply("hi", mention_author=ping)
    reply = await scene.discord.next_reply(scene.general)
    assert reply.pinged_users == (() if ping is False else (scene.ada,))


# -- threads --------------------------------------------------------------------------------------


async def test_threads_share_their_channels_permissions_and_go_with_it(
    scene: Scene, bot: PlainBot
) -> None:
    early = scene.guild.add_thread(scene.general, "early", scene.ada)
    secret = scene.guild.add_thread(scene.general, "secret", scene.ada, private=True)
    guild = bot.get_guild(scene.guild.id)
    assert guild is not None
    await scene.discord.until(lambda: guild.get_thread(early.id), "the thread")
    assert guild.get_thread(secret.id) is None  # the bot is not in it
    assert secret.allows(scene.ada, VIEW)
    scene.general.set_overwrite(scene.ada, deny=VIEW)
    assert not early.allows(scene.ada, VIEW)
    scene.general.set_overwrite(scene.ada, deny=SEND)
    assert early.allows(scene.ada, SEND)  # which in a thread is a permission of its own
    scene.general.delete()
    await scene.discord.until(lambda: not guild.threads, "the thread to be gone")
