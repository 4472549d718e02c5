"""Threads: they hang on a text channel, whose permissions they share, and go with it."""

from dataclasses import dataclass, field

from tests.loopback import permissions
from tests.loopback.channels import Channel
from tests.loopback.errors import Json
from tests.loopback.world import Event, User

_PUBLIC, _PRIVATE = 11, 12


@dataclass(eq=False, repr=False)
class Thread(Channel):
    """A public thread, or a private one that its members alone see."""

    parent: Channel = field(kw_only=True)
    owner: User = field(kw_only=True)
    private: bool = False
    invited: list[User] = field(default_factory=list)

    def permissions_for(self, user: User) -> int:
        """Return what the parent allows; to write takes a permission of its own."""
        granted = self.parent.permissions_for(user)
        members = (self.owner, *self.invited)
        if self.private and user not in members and not granted & permissions.MANAGE_THREADS:
            return 0
        writes = granted & permissions.SEND_IN_THREADS
        return granted | permissions.SEND if writes else granted & ~permissions.SEND

    def delete(self) -> None:
        """Remove the thread alone."""
        data = {"parent_id": str(self.parent.id), "type": self._type()}
        self._announce("THREAD_DELETE", data)
        self.vanish()

    def vanish(self) -> None:
        """Go with the parent, without a word of its own."""
        del self.world.channels[self.id]
        if self.guild is not None:
            del self.guild.threads[self.id]

    def announce(self, name: str) -> None:
        """Tell the bot, if it may see the thread."""
        self._announce(name.replace("CHANNEL", "THREAD"), self.to_payload())

    def _announce(self, name: str, data: Json) -> None:
        if self.guild is not None:
            about = {"id": str(self.id), "guild_id": str(self.guild.id)}
            self.world.announce(Event(name, data | about, "guilds", self.guild.id, self))

    def to_payload(self) -> Json:
        """Return a thread object."""
        stamp = self.world.clock.stamp()
        metadata = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": stamp}
        return {
            "id": str(self.id),
            "guild_id": str(self.guild.id) if self.guild else None,
            "parent_id": str(self.parent.id),
            "owner_id": str(self.owner.id),
            "type": self._type(),
            "name": self.name,
            "flags": 0,
            "last_message_id": str(max(self.messages)) if self.messages else None,
            "rate_limit_per_user": 0,
            "message_count": len(self.messages),
            "total_message_sent": len(self.messages),
            "member_count": 1 + len(self.invited),
            "thread_metadata": metadata | {"locked": False, "create_timestamp": stamp},
        }

    def _type(self) -> int:
        return _PRIVATE if self.private else _PUBLIC
