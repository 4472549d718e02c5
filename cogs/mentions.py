"""Mentions as names: what is remembered is read by people, and pings nobody."""

import re

import discord

_MENTION = re.compile(r"<(@!?|@&|#|a?:(\w+):)(\d+)>")
_ADDRESSED = re.compile(r"^\s*[,:]\s")  # "@Engram: when …"
_MOST = 5  # people that one command looks up


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
        names |= {channel.id: f"#{channel.name}" for channel in message.channel_mentions}
    return names


async def in_names(text: str, guild: discord.Guild | None) -> str:
    """A command's text with all that it mentions by name."""
    return with_names(text, await _names_in_text(text, guild))


async def _names_in_text(text: str, guild: discord.Guild | None) -> dict[int, str]:
    """The names of all that a command's text mentions: Discord sends ids alone."""
    names: dict[int, str] = {}
    if guild is None:
        return names
    for kind, _, number in list(dict.fromkeys(_MENTION.findall(text)))[:_MOST]:
        found = await _name(kind, int(number), guild)
        if found:
            names[int(number)] = found
    return names


async def _name(kind: str, id_: int, guild: discord.Guild) -> str:
    if kind == "#":
        channel = guild.get_channel_or_thread(id_)
        return f"#{channel.name}" if channel else ""
    if kind == "@&":
        role = guild.get_role(id_)
        return role.name if role else ""
    if kind not in {"@", "@!"}:  # an emoji, which has its name with it
        return ""
    try:
        return (guild.get_member(id_) or await guild.fetch_member(id_)).display_name
    except discord.HTTPException:  # nobody of this server
        return ""
