"""Which session hears of what, and how much of it."""

from dataclasses import dataclass

from discord import Intents

from tests.loopback.errors import Json
from tests.loopback.messages import Message, with_referenced
from tests.loopback.world import Event, User

_PRIVILEGED = ("members", "presences", "message_content")


@dataclass(frozen=True)
class MessageEvent(Event):
    """A dispatch about a message, whose text depends on the intents of the session."""

    message: Message | None = None


def refused(asked: Intents, allowed: Intents) -> list[str]:
    """Return the privileged intents that were asked for without being allowed."""
    return [name for name in _PRIVILEGED if getattr(asked, name) and not getattr(allowed, name)]


def message_event(name: str, message: Message) -> MessageEvent:
    """MESSAGE_CREATE or MESSAGE_UPDATE."""
    guild = message.channel.guild
    extra: Json = {}
    if guild is not None:
        extra["guild_id"] = str(guild.id)
        member = guild.members.get(message.author.id)
        if member is not None:
            extra["member"] = member.to_payload(with_user=False)
    guild_id = guild.id if guild else None
    return MessageEvent(name, extra, _message_intent(message), guild_id, message.channel, message)


def delete_event(name: str, message: Message, data: Json) -> Event:
    """MESSAGE_DELETE, MESSAGE_DELETE_BULK and events of reactions."""
    guild = message.channel.guild
    data = data | {"channel_id": str(message.channel.id)}
    if guild is not None:
        data["guild_id"] = str(guild.id)
    kind = _message_intent(message)
    intent = kind.replace("messages", "reactions") if "REACTION" in name else kind
    return Event(name, data, intent, guild.id if guild else None, message.channel)


def data_for(event: Event, asked: Intents, bot: User) -> Json | None:
    """Return what a session with these intents gets; None: nothing."""
    if event.intent and not getattr(asked, event.intent):
        return None
    if not isinstance(event, MessageEvent) or event.message is None:
        return event.data
    message = event.message
    payload = with_referenced(message, bot, intent=asked.message_content) | event.data
    payload["mentions"] = [_mention(user, message) for user in message.pings.users]
    return payload


def _message_intent(message: Message) -> str:
    return "dm_messages" if message.channel.guild is None else "guild_messages"


def _mention(user: User, message: Message) -> Json:
    guild = message.channel.guild
    member = guild.members.get(user.id) if guild else None
    payload = user.to_payload()
    return payload | {"member": member.to_payload(with_user=False)} if member else payload
