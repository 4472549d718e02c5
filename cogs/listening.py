"""Listening: statements kept in channels where an admin turned it on, and told everybody so."""

import logging
from dataclasses import replace

import discord
from discord.ext import commands

from cogs import Host
from cogs.errors import log_failure
from cogs.hearing import overheard
from cogs.places import parent_of
from cogs.speaking import speak_in, speak_to
from memory.errors import EngramError
from memory.phrases import say
from memory.policies import Policies

log = logging.getLogger(__name__)


class ListeningCog(commands.Cog):
    """Hears what is not said to the bot, where it may."""

    def __init__(self, bot: commands.Bot, host: Host) -> None:
        self._bot = bot
        self._host = host
        self._policies = host.conversation.network.policies

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Keep a statement, without a word about it."""
        guild = message.guild
        if guild is None or message.author.bot or message.is_system() or not message.content:
            return
        if self._bot.user in message.mentions:  # the conversation's
            return
        policy = await self._policies.of(guild.id)
        if _told_place(message.channel) not in policy.listening:
            return
        try:
            await self._host.conversation.overhear(overheard(message))
        except EngramError as error:  # opted out, too long, full: nobody asked for it
            log.debug("Did not keep message %s: %s", message.id, type(error).__name__)
        except Exception as error:  # noqa: BLE001 - nobody spoke to the bot: there is nobody to tell
            log_failure(error, "Could not keep what was said")


def _told_place(channel: object) -> int | None:
    """The channel whose readers were told; people in a private thread may not be among them."""
    if isinstance(channel, discord.Thread):
        return None if channel.is_private() else channel.parent_id
    return getattr(channel, "id", None)


async def turn(
    interaction: discord.Interaction, policies: Policies, channel_id: int | None, *, on: bool
) -> tuple[str, str]:
    """Turn listening on, when everybody there could be told, or off.

    Returns what to say to the admin, and what to note of it: nothing when it stays as it was.
    """
    place = channel_id or parent_of(interaction.channel) or interaction.channel_id
    found = interaction.client.get_channel(place or 0)
    if interaction.guild is None or not isinstance(found, discord.TextChannel):
        return say("listen_where"), ""
    here = {found.id}
    if not on:
        await policies.change(
            interaction.guild.id, lambda now: replace(now, listening=now.listening - here)
        )
        return say("listen_off", channel=found.mention), say("log_deaf", channel=found.mention)
    if not interaction.client.intents.message_content:
        return say("listen_no_intent"), ""
    speak_in(interaction.guild)  # to all who read there
    announced = await _announced(found)
    speak_to(interaction)
    if not announced:
        return say("listen_cannot_tell", channel=found.mention), ""
    await policies.change(
        interaction.guild.id, lambda now: replace(now, listening=now.listening | here)
    )
    return say("listen_on", channel=found.mention), say("log_listens", channel=found.mention)


async def _announced(channel: discord.TextChannel) -> bool:
    try:
        await channel.send(say("listen_notice"))
    except discord.HTTPException:
        return False
    return True


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(ListeningCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
