"""Discord's channels as the library sees them: where something was said, and who may read it.

A reply that others read may only draw on channels that all of them can read. Without a list of
members this is decided by the rules themselves: a channel that everybody on the server reads, or
one whose permission overwrites are the same as those of the channel in which the reply stands.
"""

from collections.abc import Iterator

import discord

from memory.slots import Audience, Person, Scope

# Without VIEW_CHANNEL a channel is not there; without READ_MESSAGE_HISTORY its past is not.
_READING = discord.Permissions(view_channel=True, read_message_history=True)
Place = discord.abc.Messageable | discord.abc.GuildChannel | discord.Thread
_Overwrites = dict[int, tuple[int, int]]


def person(user: discord.abc.User) -> Person:
    """The person, under the name that this server sees."""
    return Person(user.id, user.display_name)


def scope_of(guild: discord.Guild | None, channel_id: int) -> Scope:
    """Where something is said."""
    return Scope(guild.id if guild else None, channel_id)


def public_audience(guild: discord.Guild | None, channel: Place, channel_id: int) -> Audience:
    """What may support a reply that everybody in the channel reads."""
    scope = scope_of(guild, channel_id)
    if guild is None:
        return Audience.of(scope)
    parent = _parent(channel)
    readable = [other for other in _text_channels(guild) if parent and _at_least(other, parent)]
    return Audience.of(scope, *_with_threads(guild, readable))


def private_audience(
    guild: discord.Guild | None, member: discord.abc.User, channel_id: int
) -> Audience:
    """What may support a reply that only this member reads: the channels that they can read."""
    scope = scope_of(guild, channel_id)
    if guild is None or not isinstance(member, discord.Member):
        return Audience.of(scope)
    readable = [
        channel
        for channel in _text_channels(guild)
        if channel.permissions_for(member).is_superset(_READING)
    ]
    return Audience.of(scope, *_with_threads(guild, readable))


def _parent(channel: Place) -> discord.abc.GuildChannel | None:
    """The channel whose permissions count: a thread has its parent's."""
    if isinstance(channel, discord.Thread):
        return channel.parent
    return channel if isinstance(channel, discord.abc.GuildChannel) else None


def _text_channels(guild: discord.Guild) -> Iterator[discord.abc.GuildChannel]:
    """The channels that people write in and that the bot itself can read.

    Hidden ones, which Discord sends with their contents blotted out, are not among them; nor are
    voice channels, where reading needs more than these two permissions.
    """
    for channel in guild.channels:
        written = isinstance(channel, discord.TextChannel | discord.ForumChannel)
        if written and channel.permissions_for(guild.me).is_superset(_READING):
            yield channel


def _at_least(other: discord.abc.GuildChannel, channel: discord.abc.GuildChannel) -> bool:
    """Whether all who read `channel` read `other` too, as far as the rules alone can tell."""
    if other.id == channel.id:
        return True
    rules = _reading_overwrites(other)
    everyone = other.guild.default_role
    open_to_all = not any(denied for _, denied in rules.values())
    if open_to_all and everyone.permissions.is_superset(_READING):
        return True
    return rules == _reading_overwrites(channel)


def _reading_overwrites(channel: discord.abc.GuildChannel) -> _Overwrites:
    """Who is allowed and denied to read, besides what their roles say; neutral ones left out."""
    found: _Overwrites = {}
    for target, overwrite in channel.overwrites.items():
        allowed, denied = overwrite.pair()
        pair = allowed.value & _READING.value, denied.value & _READING.value
        if any(pair):
            found[target.id] = pair
    return found


def _with_threads(guild: discord.Guild, channels: list[discord.abc.GuildChannel]) -> Iterator[int]:
    """The channels' ids, and those of their public threads: who reads the one reads the other."""
    ids = {channel.id for channel in channels}
    yield from ids
    for thread in guild.threads:
        if not thread.is_private() and thread.parent_id in ids:
            yield thread.id
