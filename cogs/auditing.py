"""The log channel: who did what to the memory, for those who manage the server.

It never says what a memory said that is gone, for a log outlives a deletion; and of the others it
says so only where everybody who reads the log can read the channel in which it was told.
"""

import logging
from collections.abc import Iterable

import discord

from cogs import Host
from cogs.places import public_audience
from cogs.wording import parts, quoted
from memory.errors import SlotNotFoundError
from memory.messages import Reply
from memory.phrases import counted, say

log = logging.getLogger(__name__)
_NAMED = 10  # memories that one line names


async def note(
    host: Host,
    guild: discord.Guild | None,
    who: discord.abc.User,
    deed: str,
    slot_ids: Iterable[int] = (),
) -> str:
    """Post what an admin did to memories. Returns what to tell them if that failed, or nothing."""
    policies = host.conversation.network.policies
    place = (await policies.of(guild.id)).log if guild else None
    if guild is None or place is None:
        return ""
    channel = guild.get_channel_or_thread(place)
    if isinstance(channel, discord.TextChannel | discord.Thread):
        head = say("log_line", who=who.mention, deed=deed)
        told = await _told(host, channel, list(slot_ids))
        try:
            for part in parts("\n".join([head, *told])):
                await channel.send(part, suppress_embeds=True)
        except discord.HTTPException as error:
            log.warning("Could not write in the log channel %s: code %s", place, error.code)
        else:
            return ""
    return say("log_failed", channel=f"<#{place}>")


async def note_reply(
    host: Host, guild: discord.Guild | None, who: discord.abc.User, reply: Reply
) -> str:
    """The same for what came of a reply, if it changed or removed what others said."""
    if not reply.others:
        return ""
    count = counted(len(reply.others))
    deed = say("log_corrected") if reply.removal is None else say("log_removed", count=count)
    return await note(host, guild, who, deed, reply.others)


async def noted(
    host: Host,
    interaction: discord.Interaction,
    text: str,
    deed: str,
    slot_ids: Iterable[int] = (),
) -> str:
    """Note what was done with a command or a button. Returns the text, and what failed below it."""
    failed = await note(host, interaction.guild, interaction.user, deed, slot_ids)
    return with_failure(text, failed)


def with_failure(text: str, failed: str) -> str:
    """The text, and below it what kept the deed out of the log, if anything did."""
    return f"{text}\n{failed}" if failed else text


async def _told(
    host: Host, channel: discord.TextChannel | discord.Thread, slot_ids: list[int]
) -> list[str]:
    """The memories by number, and what they say as far as the log's readers may know it."""
    audience = public_audience(channel.guild, channel, channel.id)
    lines = []
    for slot_id in slot_ids[:_NAMED]:
        try:
            slot = await host.conversation.network.store.get(slot_id, audience)
        except SlotNotFoundError:
            lines.append(f"-# `#{slot_id}`")
        else:
            lines.append(f"-# `#{slot_id}` {quoted(slot.text)} · <#{slot.scope.channel_id}>")
    more = len(slot_ids) - _NAMED
    return [*lines, "-# " + say("why_more", count=more)] if more > 0 else lines
