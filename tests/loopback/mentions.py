"""Whom a text pings, given what its author may ping and what was allowed."""

import re
from collections.abc import Iterable

from tests.loopback import permissions
from tests.loopback.channels import Channel
from tests.loopback.errors import Json
from tests.loopback.messages import Message, Pings
from tests.loopback.world import Role, User

_CODE = re.compile(r"```.*?```|``.*?``|`[^`]*`", re.DOTALL)  # nothing in code pings
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(everyone|here)\b")
_PARSE_ALL: Json = {"parse": ["users", "roles", "everyone"], "replied_user": True}


def resolve(
    content: str,
    channel: Channel,
    author: User,
    allowed: Json | None = None,
    reply_to: Message | None = None,
) -> Pings:
    """Return the pings of a message; without allowed_mentions everything is parsed."""
    rules = _PARSE_ALL if allowed is None else allowed
    text = _CODE.sub("", content)
    users = _mentioned_users(text, channel, rules)
    if reply_to is not None and rules.get("replied_user"):
        users = [reply_to.author, *users]
    others = dict.fromkeys(user for user in users if user is not author)
    return Pings(
        tuple(others),
        tuple(_mentioned_roles(text, channel, author, rules)),
        _pings_everyone(text, channel, author, rules),
    )


def _mentioned_users(text: str, channel: Channel, rules: Json) -> list[User]:
    known = channel.world.users
    ids = _chosen(_USER.findall(text), "users", rules)
    return [known[found] for found in ids if found in known]


def _mentioned_roles(text: str, channel: Channel, author: User, rules: Json) -> list[Role]:
    if channel.guild is None:
        return []
    any_role = channel.allows(author, permissions.MENTION_EVERYONE)
    known = channel.guild.roles
    roles = [
        known[found] for found in _chosen(_ROLE.findall(text), "roles", rules) if found in known
    ]
    return [role for role in roles if role.mentionable or any_role]


def _pings_everyone(text: str, channel: Channel, author: User, rules: Json) -> bool:
    may = channel.guild is not None and channel.allows(author, permissions.MENTION_EVERYONE)
    return may and "everyone" in (rules.get("parse") or []) and bool(_EVERYONE.search(text))


def _chosen(found: Iterable[str], kind: str, rules: Json) -> list[int]:
    ids = list(dict.fromkeys(int(each) for each in found))
    if kind in (rules.get("parse") or []):
        return ids
    listed = {int(each) for each in rules.get(kind) or []}
    return [each for each in ids if each in listed]
