"""Who may do what where, computed as Discord documents it."""

from collections.abc import Iterable
from dataclasses import dataclass

from discord import Permissions

VIEW = Permissions(view_channel=True).value
SEND = Permissions(send_messages=True).value
EMBED = Permissions(embed_links=True).value
ATTACH = Permissions(attach_files=True).value
REACT = Permissions(add_reactions=True).value
HISTORY = Permissions(read_message_history=True).value
MANAGE_MESSAGES = Permissions(manage_messages=True).value
MENTION_EVERYONE = Permissions(mention_everyone=True).value
USE_COMMANDS = Permissions(use_application_commands=True).value
SEND_IN_THREADS = Permissions(send_messages_in_threads=True).value
MANAGE_THREADS = Permissions(manage_threads=True).value
ADMINISTRATOR = Permissions(administrator=True).value
ALL = Permissions.all().value

# what @everyone has in a guild that somebody has just made, as far as a text bot is concerned
USUAL = (
    VIEW | SEND | EMBED | ATTACH | REACT | HISTORY | MENTION_EVERYONE | USE_COMMANDS
    | SEND_IN_THREADS
)  # fmt: skip

_LOST_WITHOUT_SEND = MENTION_EVERYONE | EMBED | ATTACH


@dataclass(frozen=True)
class Overwrite:
    """What a channel allows and denies to one role or one member."""

    allow: int = 0
    deny: int = 0


def bits(permissions: Permissions | int) -> int:
    """Return the permissions as a number, whichever way they were written."""
    return permissions if isinstance(permissions, int) else permissions.value


def base(everyone: int, roles: Iterable[int]) -> int:
    """Return what a member who does not own the guild may do in it."""
    granted = everyone
    for role in roles:
        granted |= role
    return ALL if granted & ADMINISTRATOR else granted


def in_channel(
    granted: int, everyone: Overwrite, roles: Iterable[Overwrite], member: Overwrite
) -> int:
    """Return what overwrites leave: @everyone's first, all roles' at once, the member's."""
    if granted & ADMINISTRATOR:
        return ALL
    granted = granted & ~everyone.deny | everyone.allow
    allow = deny = 0
    for overwrite in roles:
        allow |= overwrite.allow
        deny |= overwrite.deny
    granted = granted & ~deny | allow
    return _without_implied(granted & ~member.deny | member.allow)


def _without_implied(granted: int) -> int:
    if not granted & VIEW:
        return 0
    return granted if granted & SEND else granted & ~_LOST_WITHOUT_SEND
