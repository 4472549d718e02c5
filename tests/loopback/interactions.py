"""One interaction: what a person did with the bot, and what the bot made of it."""

import secrets
from dataclasses import dataclass, field

from tests.loopback.channels import Channel
from tests.loopback.errors import ImpossibleError, Json
from tests.loopback.messages import EPHEMERAL, Cause, Message, walk
from tests.loopback.permissions import ALL
from tests.loopback.world import User

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5

# the types of acknowledgement
ANSWER, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: {ANSWER, DEFER, MODAL},
    COMPONENT: {ANSWER, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {ANSWER, DEFER, DEFER_UPDATE, UPDATE},
}


@dataclass(frozen=True)
class Modal:
    """A form that the bot opened for a person."""

    title: str
    custom_id: str
    components: list[Json]
    opened_by: "Interaction"

    @property
    def fields(self) -> dict[str, Json]:
        """What can be filled in: by label where there is one, else by custom_id."""
        found: dict[str, Json] = {}
        for outer in walk(self.components):
            inner = outer.get("component", outer)
            if "custom_id" in inner:
                found.setdefault(inner["custom_id"], inner)
            if "custom_id" in inner and outer.get("label"):
                found[outer["label"]] = inner
        return found


@dataclass(eq=False, repr=False)
class Interaction:
    """What slash, click, submit... return: content, embeds, components, ephemeral, modal."""

    id: int
    kind: int
    user: User
    channel: Channel
    data: Json
    started: float  # seconds, of the world's clock
    source: Message | None = None  # the message that was clicked on, or whose modal this was
    command: str = ""
    acknowledged: int | None = None
    failed: bool = False  # "The application did not respond"
    message: Message | None = None  # what "@original" names
    updated: bool = False  # whether the source was edited after a silent acknowledgement
    modal: Modal | None = None
    choices: list[Json] | None = None
    followups: list[Message] = field(default_factory=list)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def __repr__(self) -> str:
        return f"<{self.user!r} {self.command or self.data.get('custom_id')}: {self.message}>"

    @property
    def content(self) -> str:
        """The text of the answer."""
        return self.message.content if self.message else ""

    @property
    def embeds(self) -> list[Json]:
        """The embeds of the answer."""
        return self.message.embeds if self.message else []

    @property
    def components(self) -> list[Json]:
        """The rows of buttons and menus below the answer."""
        return self.message.components if self.message else []

    @property
    def ephemeral(self) -> bool:
        """Whether the answer is for the person's eyes only."""
        return self.message is not None and bool(self.message.flags & EPHEMERAL)

    @property
    def deferred(self) -> bool:
        """Whether the bot first said that it is thinking, or acknowledged silently."""
        return self.acknowledged in (DEFER, DEFER_UPDATE)

    @property
    def thinking(self) -> bool:
        """Whether the answer is still to come."""
        message = self.message
        return self.acknowledged == DEFER and message is not None and bool(message.flags & 1 << 7)

    @property
    def final(self) -> bool:
        """Whether the person has nothing more to wait for."""
        if self.acknowledged == DEFER_UPDATE:
            return self.updated or bool(self.followups)
        return self.failed or (self.acknowledged is not None and not self.thinking)

    @property
    def cause(self) -> Cause:
        """What the messages that answer it say about it."""
        menu = self.data.get("type", 1) != 1
        target = self.source.id if self.source else None
        return Cause(self.id, self.kind, self.user, self.command, menu, target)


def to_event(interaction: Interaction) -> Json:
    """INTERACTION_CREATE."""
    channel, user = interaction.channel, interaction.user
    bot = channel.world.bot
    granted = channel.permissions_for(user)
    payload: Json = {
        "id": str(interaction.id),
        "application_id": str(bot.id),
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": channel.to_payload() | {"permissions": str(granted)},
        "app_permissions": str(channel.permissions_for(bot)),
        "locale": user.locale,
        "entitlements": [],
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    payload |= _in_guild(interaction, granted) if channel.guild else _in_dm(interaction)
    if interaction.source is not None:
        payload["message"] = interaction.source.to_payload()
    return payload


def _in_guild(interaction: Interaction, granted: int) -> Json:
    guild = interaction.channel.guild
    if guild is None or interaction.user.id not in guild.members:
        raise ImpossibleError(f"{interaction.user} is no member of {guild}")
    member = guild.members[interaction.user.id]
    return {
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "member": member.to_payload() | {"permissions": str(granted & ALL)},
        "context": 0,
        "authorizing_integration_owners": {"0": str(guild.id)},
    }


def _in_dm(interaction: Interaction) -> Json:
    user = interaction.user
    return {
        "user": user.to_payload(),
        "context": 1,
        "authorizing_integration_owners": {"0": "0"},
    }
