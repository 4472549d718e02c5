"""Discord's channels as the library sees them: where something was said, and who may read it.

A reply that others read may only draw on channels that all of them can read, besides the one in
which it stands. Without a list of members this is decided by the rules themselves: a channel that
everybody on the server reads, or one whose permission overwrites are the same as those of the
channel in which the reply stands, if they let nobody see it who cannot read its past.
"""

from collections.abc import Iterator

import discord

from memory.slots import Audience, Person, Scope

# Without VIEW_CHANNEL a channel is not there; without READ_MESSAGE_HISTORY its past is not.
_READING = discord.Permissions(view_channel=True, read_message_history=True)
_SEEING = discord.Permissions(view_channel=True).value
_PAST = discord.Permissions(read_message_history=True).value
Place = discord.abc.Messageable | discord.abc.GuildChannel | discord.Thread
_Overwrites = dict[int, tuple[int, int]]


def person(user: discord.abc.User) -> Person:
    """The person, under the name that this server sees, on one line."""
    return Person(user.id, " ".join(user.display_name.split()) or user.name)


def roles_of(user: discord.abc.User) -> frozenset[int]:
    """The roles that somebody holds in the server in which they speak."""
    roles = user.roles if isinstance(user, discord.Member) else ()
    return frozenset(role.id for role in roles)


def is_admin(user: discord.abc.User) -> bool:
    """Whether somebody manages the server in which they speak."""
    return isinstance(user, discord.Member) and user.guild_permissions.manage_guild


def scope_of(guild: discord.Guild | None, channel_id: int) -> Scope:
    """Where something is said."""
    return Scope(guild.id if guild else None, channel_id)


def parent_of(channel: object) -> int | None:
    """The channel that a thread belongs to; None for what is no thread."""
    return channel.parent_id if isinstance(channel, discord.Thread) else None


def public_audience(
    guild: discord.Guild | None, channel: Place | None, channel_id: int
) -> Audience:
    """What may support a reply that everybody in the channel reads; None: one that nobody knows."""
    scope = scope_of(guild, channel_id)
    if guild is None or channel is None:
        return Audience.of(scope)
    parent = _parent(guild, channel)
    readable = _read_by_all_in(parent) if parent else []
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
        if _reads(guild.me, channel) and _reads(member, channel)
    ]
    return Audience.of(scope, *_with_threads(guild, readable))


def _parent(guild: discord.Guild, channel: Place) -> discord.abc.GuildChannel | None:
    """The channel whose permissions count, if the bot sees them: a thread has its parent's.

    What comes with a command has no overwrites: the gateway's channel of that id has them.
    """
    place = channel.parent_id if isinstance(channel, discord.Thread) else getattr(channel, "id", 0)
    found = guild.get_channel(place)
    return found if found and found.permissions_for(guild.me).view_channel else None


def _text_channels(guild: discord.Guild) -> Iterator[discord.abc.GuildChannel]:
    """The channels that people write in; not voice, where reading needs more permissions."""
    for channel in guild.channels:
        if isinstance(channel, discord.TextChannel | discord.ForumChannel):
            yield channel


def _reads(member: discord.Member, channel: discord.abc.GuildChannel) -> bool:
    """Whether somebody reads a channel. The bot does not read one that Discord blotted out."""
    return channel.permissions_for(member).is_superset(_READING)


def _read_by_all_in(place: discord.abc.GuildChannel) -> list[discord.abc.GuildChannel]:
    """The channels that all who see `place` can read, as far as the rules alone can tell.

    The bot itself must read them, too, which is looked at last: it takes longest.
    """
    guild, rules = place.guild, _reading_overwrites(place)
    everybody_reads = guild.default_role.permissions.is_superset(_READING)
    past_is_open = _past_is_open(guild, rules)

    def at_least(other: discord.abc.GuildChannel) -> bool:
        theirs = _reading_overwrites(other)
        if everybody_reads and not any(denied for _, denied in theirs.values()):
            return True
        return past_is_open and theirs == rules

    return [c for c in _text_channels(guild) if at_least(c) and _reads(guild.me, c)]


def _past_is_open(guild: discord.Guild, rules: _Overwrites) -> bool:
    """Whether all who see a channel with these rules can read its past.

    Who cannot still sees a reply as it arrives. A bot's own role is nobody else's.
    """
    if any(denied & _PAST for _, denied in rules.values()):
        return False
    if guild.default_role.permissions.value & _PAST:
        return True
    roles = (role.permissions.value for role in guild.roles if not role.is_bot_managed())
    granting = (*roles, *(allowed for allowed, _ in rules.values()))
    return all(granted & _PAST for granted in granting if granted & _SEEING)


def _reading_overwrites(channel: discord.abc.GuildChannel) -> _Overwrites:
    """Who is allowed and denied to read, besides what their roles say; neutral ones left out."""
    found = {
        rule.id: (rule.allow & ~rule.deny & _READING.value, rule.deny & _READING.value)
        for rule in channel._overwrites  # noqa: SLF001 - `overwrites` goes through all flags, for 1 s
    }
    return {target: pair for target, pair in found.items() if any(pair)}


def _with_threads(guild: discord.Guild, channels: list[discord.abc.GuildChannel]) -> Iterator[int]:
    """The channels' ids, and those of their public threads: who reads the one reads the other."""
    ids = {channel.id for channel in channels}
    yield from ids
    for thread in guild.threads:
        if not thread.is_private() and thread.parent_id in ids:
            yield thread.id
