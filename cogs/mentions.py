"""Mentions as names: what is remembered is read by people, and pings nobody."""

import re

import discord

_MENTION = re.compile(r"<(@!?|@&|#|a?:(\w+):)(\d+)>")
_ADDRESSED = re.compile(r"^\s*[,:]\s")  # "@Engram: when …"
_SOMEBODY, _CHANNEL = "somebody", "a channel"  # whose name is not known, or not for the speaker
_MOST = 5  # people that one command has Discord look up


def with_names(text: str, names: dict[int, str], me: int = 0) -> str:
    """The text with the people, roles and channels that it mentions by name, without the bot."""

    def name(found: re.Match[str]) -> str:
        if found[2]:  # a custom emoji
            return f":{found[2]}:"
        return "" if int(found[3]) == me else names.get(int(found[3]), "")

    return _ADDRESSED.sub("", _MENTION.sub(name, text)).strip()


def text_of(message: discord.Message, me: int = 0) -> str:
    """What a message says, in names."""
    return with_names(message.content, names_in_message(message), me)


def names_in_message(message: discord.Message) -> dict[int, str]:
    """The names of all that a message mentions: Discord sends them along."""
    names = {user.id: user.display_name for user in message.mentions}
    names |= {role.id: role.name for role in message.role_mentions}
    if message.guild:
        names |= {
            channel.id: _shown(channel, message.author) for channel in message.channel_mentions
        }
    return names


def _shown(channel: discord.abc.GuildChannel | discord.Thread, speaker: object) -> str:
    """A channel's name, as far as whoever mentions it sees that there is such a channel."""
    sees = isinstance(speaker, discord.Member) and channel.permissions_for(speaker).view_channel
    return f"#{channel.name}" if sees else _CHANNEL


async def in_names(text: str, guild: discord.Guild | None, speaker: object) -> str:
    """A command's text with all that it mentions by name."""
    return with_names(text, await _names_in_text(text, guild, speaker))


async def _names_in_text(text: str, guild: discord.Guild | None, speaker: object) -> dict[int, str]:
    """The names of all that a command's text mentions: Discord sends ids alone."""
    names: dict[int, str] = {}
    if guild is None:
        return names
    for kind, _, number in dict.fromkeys(_MENTION.findall(text)):
        names[int(number)] = _name(kind, int(number), guild, speaker)
    unknown = [id_ for id_, name in names.items() if name == _SOMEBODY]
    for id_ in unknown[:_MOST]:
        names[id_] = await _fetched(id_, guild)
    return names


def _name(kind: str, id_: int, guild: discord.Guild, speaker: object) -> str:
    """What it is called, as far as that is at hand."""
    if kind == "#":
        channel = guild.get_channel_or_thread(id_)
        return _shown(channel, speaker) if channel else _CHANNEL
    if kind == "@&":
        role = guild.get_role(id_)
        return role.name if role else "a role"
    if kind not in {"@", "@!"}:  # an emoji, which has its name with it
        return ""
    member = guild.get_member(id_)
    return member.display_name if member else _SOMEBODY


async def _fetched(id_: int, guild: discord.Guild) -> str:
    try:
        return (await guild.fetch_member(id_)).display_name
    except discord.HTTPException:  # nobody of this server
        return _SOMEBODY
