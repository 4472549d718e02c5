"""Text channels and direct messages, and how the bot is told of those that it may not see."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from discord import Permissions

from tests.loopback import permissions
from tests.loopback.errors import Json
from tests.loopback.messages import Message
from tests.loopback.permissions import Overwrite
from tests.loopback.world import Event, Role, User, World

if TYPE_CHECKING:  # guilds import this module
    from tests.loopback.guilds import Guild

_OBFUSCATED = 1 << 17
_PERMISSIONS_IN_DM = (
    permissions.VIEW
    | permissions.SEND
    | permissions.EMBED
    | permissions.ATTACH
    | permissions.REACT
    | permissions.HISTORY
    | permissions.USE_COMMANDS
)


@dataclass(eq=False, repr=False)
class Channel:
    """A text channel of a guild, or a direct-message channel between the bot and a person."""

    world: World
    id: int
    name: str
    guild: "Guild | None" = None
    recipient: User | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<DM with {self.name}>" if self.guild is None else f"<#{self.name}>"

    @property
    def mention(self) -> str:
        """What to write to link the channel."""
        return f"<#{self.id}>"

    def permissions_for(self, user: User) -> int:
        """Return what the user may do here, as bits; nothing for outsiders."""
        if self.guild is not None:
            return self.guild.permissions_in(self, user)
        return _PERMISSIONS_IN_DM if user in (self.recipient, self.world.bot) else 0

    def allows(self, user: User, wanted: int) -> bool:
        """Whether the user holds all of the wanted permissions here."""
        return self.permissions_for(user) & wanted == wanted

    def set_overwrite(
        self, who: Role | User, *, allow: Permissions | int = 0, deny: Permissions | int = 0
    ) -> None:
        """Change what a role or a member may do here."""
        if self.guild is None:
            raise ValueError("a direct-message channel has no overwrites")
        with self.guild.announcing_visibility(but=self):
            self.overwrites[who.id] = Overwrite(permissions.bits(allow), permissions.bits(deny))
        self.announce("CHANNEL_UPDATE")

    def rename(self, name: str) -> None:
        """Give the channel another name."""
        self.name = name
        self.announce("CHANNEL_UPDATE")

    def delete(self) -> None:
        """Remove the channel with all its messages and threads."""
        if self.guild is None:
            raise ValueError("a direct-message channel cannot be deleted")
        for thread in [each for each in self.guild.threads.values() if each.parent is self]:
            thread.vanish()
        del self.guild.channels[self.id], self.world.channels[self.id]
        self.announce("CHANNEL_DELETE")

    def announce(self, name: str) -> None:
        """Tell the bot about the channel, under a mask when the bot may not see it."""
        if self.guild is not None:
            event = Event(name, self.payload_for_bot(), "guilds", self.guild.id)
            self.world.announce(event)

    def payload_for_bot(self) -> Json:
        """Return a channel object as the gateway sends it; hidden channels come obfuscated."""
        payload = self.to_payload()
        if self.allows(self.world.bot, permissions.VIEW):
            return payload
        mask = {"name": "___hidden___", "topic": None, "last_message_id": None}
        return payload | mask | {"flags": _OBFUSCATED}

    def to_payload(self) -> Json:
        """Return a channel object, unmasked."""
        last = str(max(self.messages)) if self.messages else None
        shared: Json = {"id": str(self.id), "flags": 0, "last_message_id": last}
        if self.guild is None:
            people = [self.recipient.to_payload()] if self.recipient else []
            return shared | {"type": 1, "recipients": people}
        return shared | {
            "type": 0,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "topic": None,
            "parent_id": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "position": list(self.guild.channels).index(self.id)
            if self.id in self.guild.channels
            else 0,
            "permission_overwrites": self._overwrite_payloads(self.guild),
        }

    def _overwrite_payloads(self, guild: "Guild") -> list[Json]:
        return [
            {
                "id": str(target),
                "type": 0 if target in guild.roles else 1,
                "allow": str(overwrite.allow),
                "deny": str(overwrite.deny),
            }
            for target, overwrite in self.overwrites.items()
        ]
