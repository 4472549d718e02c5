"""What there is on this Discord, by id; users, roles and members. Every change is announced."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.loopback.clock import Clock
from tests.loopback.errors import Json

if TYPE_CHECKING:  # channels and guilds import this module
    from tests.loopback.channels import Channel
    from tests.loopback.guilds import Guild


@dataclass(frozen=True)
class Event:
    """One dispatch of the gateway; a session gets it when it asked for the intent."""

    name: str
    data: Json
    intent: str = ""  # a flag of discord.Intents; empty: everybody gets it
    guild_id: int | None = None  # picks the shard
    channel: "Channel | None" = None  # set when only those who see it may hear


class World:
    """Everything by id, and one way out for the news."""

    def __init__(self, announce: Callable[[Event], None]) -> None:
        self.announce = announce
        self.clock = Clock()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.bot = User(self, "Engram", bot=True)


class User:
    """Somebody: a person or the bot."""

    def __init__(self, world: World, name: str, *, bot: bool = False) -> None:
        self.world, self.name, self.bot = world, name, bot
        self.id = world.clock.next_id()
        self.dms_closed = False
        self.locale = "en-US"  # the language of their Discord
        world.users[self.id] = self

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def mention(self) -> str:
        """What to write to ping the user."""
        return f"<@{self.id}>"

    def to_payload(self) -> Json:
        """Return a user object."""
        return {
            "id": str(self.id),
            "username": self.name.lower().replace(" ", "_"),
            "global_name": None if self.bot else self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "flags": 0,
            "public_flags": 0,
            "primary_guild": None,
        }


@dataclass(eq=False)
class Role:
    """A role of a guild; @everyone has the guild's id."""

    id: int
    name: str
    permissions: int
    position: int
    mentionable: bool = False

    @property
    def mention(self) -> str:
        """What to write to ping the role."""
        return f"<@&{self.id}>"

    def to_payload(self) -> Json:
        """Return a role object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "mentionable": self.mentionable,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }


@dataclass(eq=False)
class Member:
    """A user in a guild."""

    user: User
    roles: list[Role]
    nick: str | None
    joined_at: str

    def to_payload(self, *, with_user: bool = True) -> Json:
        """Return a member object; messages carry it without the user."""
        payload: Json = {
            "roles": [str(role.id) for role in self.roles],
            "nick": self.nick,
            "joined_at": self.joined_at,
            "avatar": None,
            "banner": None,
            "communication_disabled_until": None,
            "premium_since": None,
            "pending": False,
            "mute": False,
            "deaf": False,
            "flags": 0,
        }
        return payload | {"user": self.user.to_payload()} if with_user else payload
