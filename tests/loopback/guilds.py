"""Servers: their roles, members and channels."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from discord import Permissions

from tests.loopback import permissions
from tests.loopback.channels import Channel
from tests.loopback.errors import Json
from tests.loopback.permissions import Overwrite
from tests.loopback.threads import Thread
from tests.loopback.world import Event, Member, Role, User, World

if TYPE_CHECKING:  # people need all that a guild is made of
    from tests.loopback.people import Person

RoleOrUser = TypeVar("RoleOrUser", bound=Role | User)


class Guild:
    """A server. The bot is a member from the start."""

    def __init__(
        self, world: World, name: str, owner: "Person", everyone: int, bot_permissions: int
    ) -> None:
        self.world, self.name, self.owner = world, name, owner
        self.locale = "en-US"
        self.id = world.clock.next_id()
        self.everyone = Role(self.id, "@everyone", everyone, 0)
        self.bot_role = Role(world.clock.next_id(), world.bot.name, bot_permissions, 1)
        self.roles = {role.id: role for role in (self.everyone, self.bot_role)}
        self.channels: dict[int, Channel] = {}
        self.threads: dict[int, Thread] = {}
        self.members: dict[int, Member] = {}
        joined_at = world.clock.stamp()
        self.members[owner.id] = Member(owner, [], None, joined_at)
        self.members[world.bot.id] = Member(world.bot, [self.bot_role], None, joined_at)
        world.guilds[self.id] = self
        world.announce(Event("GUILD_CREATE", self.to_create_payload(), "guilds", self.id))

    def __repr__(self) -> str:
        return f"<{self.name}>"

    # -- what a test sets up ------------------------------------------------------------------

    def add_channel(
        self,
        name: str,
        *,
        hidden_from_everyone: bool = False,
        overwrites: dict[RoleOrUser, Overwrite] | None = None,
    ) -> Channel:
        """Make a text channel."""
        channel = Channel(self.world, self.world.clock.next_id(), name, guild=self)
        if hidden_from_everyone:
            channel.overwrites[self.id] = Overwrite(deny=permissions.VIEW)
        for who, overwrite in (overwrites or {}).items():
            channel.overwrites[who.id] = overwrite
        self.channels[channel.id] = self.world.channels[channel.id] = channel
        channel.announce("CHANNEL_CREATE")
        return channel

    def add_thread(
        self, parent: Channel, name: str, owner: User, *, private: bool = False
    ) -> Thread:
        """Let somebody start a thread in a channel."""
        number = self.world.clock.next_id()
        thread = Thread(
            self.world, number, name, guild=self, parent=parent, owner=owner, private=private
        )
        self.threads[number] = self.world.channels[number] = thread
        thread.announce("CHANNEL_CREATE")
        return thread

    def add_role(
        self, name: str, *, permissions: Permissions | int = 0, mentionable: bool = False
    ) -> Role:
        """Make a role, above the others."""
        granted = permissions if isinstance(permissions, int) else permissions.value
        role = Role(self.world.clock.next_id(), name, granted, len(self.roles), mentionable)
        self.roles[role.id] = role
        self._announce("GUILD_ROLE_CREATE", {"role": role.to_payload()})
        return role

    def set_permissions(self, role: Role, permissions: Permissions | int) -> None:
        """Change what a role may do; guild.everyone is one too."""
        with self.announcing_visibility():
            granted = permissions if isinstance(permissions, int) else permissions.value
            role.permissions = granted
            self._announce("GUILD_ROLE_UPDATE", {"role": role.to_payload()})

    def delete_role(self, role: Role) -> None:
        """Remove a role, also from its members."""
        with self.announcing_visibility():
            del self.roles[role.id]
            for member in self.members.values():
                member.roles = [held for held in member.roles if held is not role]
            self._announce("GUILD_ROLE_DELETE", {"role_id": str(role.id)})

    def add_member(
        self, user: User, *, roles: Iterable[Role] = (), nick: str | None = None
    ) -> Member:
        """Let somebody join; the bot, when it is invited again, is told of the whole guild."""
        member = Member(user, list(roles), nick, self.world.clock.stamp())
        self.members[user.id] = member
        if user is self.world.bot:
            created = Event("GUILD_CREATE", self.to_create_payload(), "guilds", self.id)
            self.world.announce(created)
        else:
            self._announce("GUILD_MEMBER_ADD", member.to_payload(), "members")
        return member

    def set_roles(self, user: User, roles: Iterable[Role]) -> None:
        """Change the roles that a member holds; the bot is a member like others."""
        with self.announcing_visibility():
            member = self.members[user.id]
            member.roles = list(roles)
            # the bot hears of itself without the privileged intent
            intent = "guilds" if user is self.world.bot else "members"
            self._announce("GUILD_MEMBER_UPDATE", member.to_payload(), intent)

    def invite_bot_again(self) -> None:
        """Let the bot leave and join: only then Discord does not say "unavailable"."""
        self._announce("GUILD_DELETE", {"id": str(self.id)})
        payload = self.to_create_payload()
        del payload["unavailable"]
        self.world.announce(Event("GUILD_CREATE", payload, "guilds", self.id))

    def remove_member(self, user: User) -> None:
        """Let somebody leave; when it is the bot, the guild is gone for it."""
        del self.members[user.id]
        if user is self.world.bot:
            self._announce("GUILD_DELETE", {"id": str(self.id)})
        else:
            self._announce("GUILD_MEMBER_REMOVE", {"user": user.to_payload()}, "members")

    # -- permissions ----------------------------------------------------------------------------

    def permissions_of(self, user: User) -> int:
        """Return what the user may do in the guild, channels aside."""
        if user is self.owner:
            return permissions.ALL
        member = self.members.get(user.id)
        if member is None:
            return 0
        return permissions.base(self.everyone.permissions, [r.permissions for r in member.roles])

    def permissions_in(self, channel: Channel, user: User) -> int:
        """Return what the user may do in one of the channels."""
        member = self.members.get(user.id)
        if member is None:
            return 0
        nothing = Overwrite()
        return permissions.in_channel(
            self.permissions_of(user),
            channel.overwrites.get(self.id, nothing),
            [channel.overwrites.get(role.id, nothing) for role in member.roles],
            channel.overwrites.get(user.id, nothing),
        )

    @contextmanager
    def announcing_visibility(self, but: Channel | None = None) -> Iterator[None]:
        """Update the bot about each channel that the change shows to it or hides from it."""
        before = self._channels_seen_by_bot()
        yield
        for channel in before ^ self._channels_seen_by_bot():
            if channel is not but:
                channel.announce("CHANNEL_UPDATE")

    def _channels_seen_by_bot(self) -> set[Channel]:
        bot = self.world.bot
        return {c for c in self.channels.values() if c.allows(bot, permissions.VIEW)}

    # -- payloads -------------------------------------------------------------------------------

    def _announce(self, name: str, data: Json, intent: str = "guilds") -> None:
        self.world.announce(Event(name, {"guild_id": str(self.id)} | data, intent, self.id))

    def to_create_payload(self) -> Json:
        """GUILD_CREATE: the only member in it is the bot, as without the presences intent."""
        bot = self.members.get(self.world.bot.id)
        return self.to_payload() | {
            "joined_at": self.members[self.owner.id].joined_at,
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "members": [bot.to_payload()] if bot else [],
            "channels": [channel.payload_for_bot() for channel in self.channels.values()],
            "threads": [
                thread.to_payload()
                for thread in self.threads.values()
                if thread.allows(self.world.bot, permissions.VIEW)
            ],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def to_payload(self) -> Json:
        """Return a guild object."""
        nothing = (
            "icon description home_header splash discovery_splash banner application_id "
            "afk_channel_id system_channel_id widget_channel_id max_presences vanity_url_code "
            "public_updates_channel_id rules_channel_id safety_alerts_channel_id incidents_data"
        )
        zeros = (
            "system_channel_flags verification_level default_message_notifications mfa_level "
            "explicit_content_filter premium_tier premium_subscription_count nsfw_level"
        )
        return (
            dict.fromkeys(nothing.split())
            | dict.fromkeys(zeros.split(), 0)
            | {
                "id": str(self.id),
                "name": self.name,
                "owner_id": str(self.owner.id),
                "roles": [role.to_payload() for role in self.roles.values()],
                "features": [],
                "emojis": [],
                "stickers": [],
                "region": "deprecated",
                "preferred_locale": self.locale,
                "afk_timeout": 300,
                "max_members": 500_000,
                "max_video_channel_users": 25,
                "max_stage_video_channel_users": 50,
                "nsfw": False,
                "widget_enabled": False,
                "premium_progress_bar_enabled": False,
            }
        )
