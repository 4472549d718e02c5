"""Routes of channels: messages, reactions, typing."""

from tests.loopback import limits, permissions, posts
from tests.loopback.channels import Channel
from tests.loopback.clock import age_of
from tests.loopback.errors import Form, Json, RefusalError
from tests.loopback.messages import Message, with_referenced
from tests.loopback.rest import Call, Routes, as_object

_TWO_WEEKS = 14 * 24 * 3600  # seconds


def get_channel(call: Call) -> Json:
    return call.channel().to_payload()


def list_messages(call: Call) -> list[Json]:
    channel = call.channel()
    if not channel.allows(call.backend.world.bot, permissions.HISTORY):
        return []
    before = int(call.query.get("before", 1 << 63))
    after = int(call.query.get("after", 0))
    limit = int(call.query.get("limit", 50))
    found = [m for m in channel.messages.values() if after < m.id < before and not m.ephemeral]
    chosen = found[:limit] if "after" in call.query else found[-limit:]
    return [_shown(call, message) for message in reversed(chosen)]


def get_message(call: Call) -> Json:
    return _shown(call, call.message(permissions.HISTORY))


def create_message(call: Call) -> Json:
    body = as_object(call.body)
    channel = call.channel(_needed(call, body))
    if channel.recipient is not None and channel.recipient.dms_closed:
        raise RefusalError(50007)
    limits.check_message(body, files=len(call.files))
    target, gone = _reply_target(call, channel, body)
    files = call.attach_files()
    message = posts.post(
        channel, call.backend.world.bot, body, files=files, reply_to=target, replies_to_deleted=gone
    )
    call.backend.unread.setdefault(channel.id, []).append(message)
    return _shown(call, message)


def _needed(call: Call, body: Json) -> int:
    needed = permissions.SEND
    needed |= permissions.EMBED if body.get("embeds") else 0
    return needed | (permissions.ATTACH if call.files else 0)


def _reply_target(call: Call, channel: Channel, body: Json) -> tuple[Message | None, int | None]:
    """Return the message that is replied to, or the id of one that is gone."""
    reference = body.get("message_reference")
    if reference is None:
        return None, None
    if not channel.allows(call.backend.world.bot, permissions.HISTORY):
        raise RefusalError(160002)
    target = channel.messages.get(int(reference["message_id"]))
    if target is not None and not target.ephemeral:
        return target, None
    if reference.get("fail_if_not_exists", True):
        form = Form()
        form.fail("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.refuse()
    return None, int(reference["message_id"])


def edit_message(call: Call) -> Json:
    message = call.message()
    if message.author is not call.backend.world.bot:
        raise RefusalError(50005)
    edit_checked(call, message, as_object(call.body))
    return _shown(call, message)


def edit_checked(call: Call, message: Message, body: Json) -> None:
    """Apply an edit to a message of the bot, if Discord would."""
    left: Json = {"content": message.content, "embeds": message.embeds}
    left |= {key: body[key] for key in left if key in body}
    files = bool(call.files or posts.kept_attachments(message, body))
    v2 = (body.get("flags") or message.flags) & 1 << 15
    limits.check_edit(body, left_over=any(left.values()) or files or bool(v2))
    posts.edit(message, body, files=call.attach_files())


def delete_message(call: Call) -> None:
    message = call.message()
    bot = call.backend.world.bot
    if message.author is not bot and message.channel.guild is None:
        raise RefusalError(50003)
    if message.author is not bot:
        call.channel(permissions.MANAGE_MESSAGES)
    posts.delete(message)


def delete_messages(call: Call) -> None:
    channel = call.channel(permissions.MANAGE_MESSAGES)
    form = Form()
    ids = [int(each) for each in call.body["messages"]]
    form.count("messages", ids, 100, 2)
    form.refuse()
    now = call.backend.world.clock.now()
    if any(age_of(each, now) > _TWO_WEEKS for each in ids):
        raise RefusalError(50034)
    found = [channel.messages[each] for each in ids if each in channel.messages]
    if found:
        posts.delete_many(found)


def type_in(call: Call) -> None:
    call.backend.typing.append(call.channel(permissions.SEND))


def add_reaction(call: Call) -> None:
    message = call.message(permissions.HISTORY)
    if not message.reactions.get(call.params["emoji"]):  # joining in needs no permission
        call.channel(permissions.REACT)
    posts.react(message, call.backend.world.bot, call.params["emoji"])


def remove_own_reaction(call: Call) -> None:
    posts.unreact(call.message(), call.backend.world.bot, call.params["emoji"])


def remove_reaction(call: Call) -> None:
    user = call.backend.world.users[int(call.params["user_id"])]
    posts.unreact(call.message(permissions.MANAGE_MESSAGES), user, call.params["emoji"])


def _shown(call: Call, message: Message) -> Json:
    allowed = call.backend.gateway.allowed_intents.message_content
    payload = with_referenced(message, call.backend.world.bot, intent=allowed)
    if message.reactions:
        payload["reactions"] = [
            _reaction(emoji, [user.id for user in users], call.backend.world.bot.id)
            for emoji, users in message.reactions.items()
            if users
        ]
    return payload


def _reaction(emoji: str, users: list[int], bot: int) -> Json:
    return {
        "emoji": {"id": None, "name": emoji},
        "count": len(users),
        "count_details": {"burst": 0, "normal": len(users)},
        "burst_colors": [],
        "me_burst": False,
        "me": bot in users,
    }


_MESSAGES = "/channels/{channel_id}/messages"
_REACTIONS = _MESSAGES + "/{message_id}/reactions/{emoji}"

ROUTES: Routes = [
    ("GET", "/channels/{channel_id}", get_channel),
    ("POST", "/channels/{channel_id}/typing", type_in),
    ("GET", _MESSAGES, list_messages),
    ("POST", _MESSAGES, create_message),
    ("POST", _MESSAGES + "/bulk-delete", delete_messages),
    ("GET", _MESSAGES + "/{message_id}", get_message),
    ("PATCH", _MESSAGES + "/{message_id}", edit_message),
    ("DELETE", _MESSAGES + "/{message_id}", delete_message),
    ("PUT", _REACTIONS + "/@me", add_reaction),
    ("DELETE", _REACTIONS + "/@me", remove_own_reaction),
    ("DELETE", _REACTIONS + "/{user_id}", remove_reaction),
]
