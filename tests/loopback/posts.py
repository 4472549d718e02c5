"""Writing, changing and removing messages, with the news of it."""

from tests.loopback.channels import Channel
from tests.loopback.errors import Json
from tests.loopback.intents import delete_event, message_event
from tests.loopback.mentions import resolve
from tests.loopback.messages import (
    EPHEMERAL,
    Attachment,
    Cause,
    Message,
    components_as_kept,
    embeds_as_kept,
)
from tests.loopback.world import User


def post(
    channel: Channel,
    author: User,
    body: Json,
    *,
    files: list[Attachment] | None = None,
    reply_to: Message | None = None,
    replies_to_deleted: int | None = None,
    cause: Cause | None = None,
) -> Message:
    """Store a message and announce it, unless only one person may see it."""
    clock = channel.world.clock
    message = Message(clock.next_id(), channel, author, clock.stamp(), reply_to=reply_to)
    message.replies_to_deleted = replies_to_deleted
    message.cause = cause
    message.flags = body.get("flags") or 0
    message.attachments = files or []
    if message.ephemeral and cause is not None:
        message.visible_to = cause.user
    _write(message, body)
    channel.messages[message.id] = message
    _announce("MESSAGE_CREATE", message)
    return message


def edit(message: Message, body: Json, *, files: list[Attachment] | None = None) -> None:
    """Change what the body names, and leave the rest."""
    message.attachments = kept_attachments(message, body) + (files or [])
    message.edited_at = message.channel.world.clock.stamp()
    _write(message, body)
    _announce("MESSAGE_UPDATE", message)


def fill(message: Message, body: Json, *, files: list[Attachment] | None = None) -> None:
    """Turn "is thinking" into the answer; ephemeral stays what it was."""
    message.flags = (body.get("flags") or 0) & ~EPHEMERAL | message.flags & EPHEMERAL
    message.attachments = files or []
    _write(message, body)
    _announce("MESSAGE_UPDATE", message)


def kept_attachments(message: Message, body: Json) -> list[Attachment]:
    """Return the attachments that an edit with this body leaves."""
    if body.get("attachments") is None:
        return message.attachments
    kept = {int(each["id"]) for each in body["attachments"]}
    return [each for each in message.attachments if each.id in kept]


def delete(message: Message) -> None:
    """Remove one message."""
    _remove(message)
    if not message.ephemeral:
        world, data = message.channel.world, {"id": str(message.id)}
        world.announce(delete_event("MESSAGE_DELETE", message, data))


def delete_many(messages: list[Message]) -> None:
    """Remove messages of one channel at once."""
    for message in messages:
        _remove(message)
    data = {"ids": [str(message.id) for message in messages]}
    world = messages[0].channel.world
    world.announce(delete_event("MESSAGE_DELETE_BULK", messages[0], data))


def react(message: Message, user: User, emoji: str) -> None:
    """Add a reaction."""
    if user not in message.reactions.setdefault(emoji, []):
        message.reactions[emoji].append(user)
        _announce_reaction("MESSAGE_REACTION_ADD", message, user, emoji)


def unreact(message: Message, user: User, emoji: str) -> None:
    """Take a reaction back."""
    if user in message.reactions.get(emoji, []):
        message.reactions[emoji].remove(user)
        _announce_reaction("MESSAGE_REACTION_REMOVE", message, user, emoji)


def _write(message: Message, body: Json) -> None:
    if "embeds" in body:
        message.embeds = embeds_as_kept(body["embeds"] or [])
    if "components" in body:
        message.components = components_as_kept(body["components"] or [])
    if "content" in body:
        message.content = body["content"] or ""
    if "content" in body or message.reply_to is not None:
        allowed = body.get("allowed_mentions")
        message.pings = resolve(
            message.content, message.channel, message.author, allowed, message.reply_to
        )


def _remove(message: Message) -> None:
    message.deleted = True
    del message.channel.messages[message.id]


def _announce(name: str, message: Message) -> None:
    if not message.ephemeral:
        message.channel.world.announce(message_event(name, message))


def _announce_reaction(name: str, message: Message, user: User, emoji: str) -> None:
    data: Json = {
        "message_id": str(message.id),
        "user_id": str(user.id),
        "emoji": {"id": None, "name": emoji},
        "type": 0,
        "burst": False,
        "message_author_id": str(message.author.id),
    }
    guild = message.channel.guild
    member = guild.members.get(user.id) if guild else None
    if member is not None and name == "MESSAGE_REACTION_ADD":
        data["member"] = member.to_payload()
    message.channel.world.announce(delete_event(name, message, data))
