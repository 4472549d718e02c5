"""Messages as they are stored, and as each reader may see them."""

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.loopback.errors import Json

if TYPE_CHECKING:  # the world imports this module
    from tests.loopback.channels import Channel
    from tests.loopback.world import Role, User

EPHEMERAL = 1 << 6
LOADING = 1 << 7  # "Engram is thinking..."
COMPONENTS_V2 = 1 << 15

_DEFAULT, _REPLY, _SLASH, _CONTEXT_MENU = 0, 19, 20, 23
_GATED = {"content": "", "embeds": [], "attachments": [], "components": []}


@dataclass(frozen=True)
class Pings:
    """Whom a message notified."""

    users: "tuple[User, ...]" = ()
    roles: "tuple[Role, ...]" = ()
    everyone: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file on a message or in an option of a command."""

    id: int
    filename: str
    data: bytes
    url: str

    def to_payload(self) -> Json:
        """Return an attachment object."""
        return {
            "id": str(self.id),
            "filename": self.filename,
            "size": len(self.data),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": "application/octet-stream",
        }


@dataclass(frozen=True)
class Cause:
    """The interaction that a message answers."""

    id: int
    kind: int  # of interaction: 2 command, 3 component, 5 modal
    user: "User"
    command: str = ""
    menu: bool = False  # a context menu rather than a slash command
    target_id: int | None = None  # the message that was interacted with

    def to_payload(self) -> Json:
        """Return the keys that tell of it in a message object."""
        metadata: Json = {
            "id": str(self.id),
            "type": self.kind,
            "user": self.user.to_payload(),
            "authorizing_integration_owners": {},
        }
        clicked = {"type": 3, "interacted_message_id": str(self.target_id)}
        if self.kind == 3:
            return {"interaction_metadata": metadata | clicked}
        if self.kind == 5:
            opened_by = metadata | (clicked if self.target_id else {"type": 2})
            metadata |= {"triggering_interaction_metadata": opened_by}
            return {"interaction_metadata": metadata}
        legacy = {key: metadata[key] for key in ("id", "type", "user")} | {"name": self.command}
        return {"interaction_metadata": metadata, "interaction": legacy}


@dataclass(eq=False)
class Message:
    """One message. What a test looks at: content, embeds, components, files and who was pinged."""

    id: int
    channel: "Channel"
    author: "User"
    sent_at: str
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    pings: Pings = Pings()
    reply_to: "Message | None" = None
    replies_to_deleted: int | None = None  # id of a message that was gone already
    cause: Cause | None = None
    visible_to: "User | None" = None  # set on ephemeral messages
    edited_at: str | None = None
    deleted: bool = False
    reactions: dict[str, list["User"]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<message {self.id} of {self.author!r}: {self.content[:60]!r}>"

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def pinged_users(self) -> "tuple[User, ...]":
        """The users that were notified."""
        return self.pings.users

    @property
    def pinged_roles(self) -> "tuple[Role, ...]":
        """The roles whose members were notified."""
        return self.pings.roles

    @property
    def pinged_everyone(self) -> bool:
        """Whether @everyone or @here was notified."""
        return self.pings.everyone

    @property
    def files(self) -> dict[str, bytes]:
        """What is attached, by file name."""
        return {attachment.filename: attachment.data for attachment in self.attachments}

    @property
    def buttons(self) -> list[Json]:
        """The buttons below it, in order."""
        return [found for found in walk(self.components) if found["type"] == 2]

    def shows_content_without_intent(self, bot: "User") -> bool:
        """Whether the bot may read it without the message content intent."""
        return self.author is bot or self.channel.guild is None or bot in self.pings.users

    def to_payload(self, *, readable: bool = True) -> Json:
        """Return a message object; unreadable ones are stripped of what people wrote."""
        payload: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": self._type(),
            "author": self.author.to_payload(),
            "content": self.content,
            "timestamp": self.sent_at,
            "edited_timestamp": self.edited_at,
            "tts": False,
            "pinned": False,
            "mention_everyone": self.pings.everyone,
            "mentions": [user.to_payload() for user in self.pings.users],
            "mention_roles": [str(role.id) for role in self.pings.roles],
            "attachments": [attachment.to_payload() for attachment in self.attachments],
            "embeds": self.embeds,
            "components": self.components,
            "flags": self.flags,
        }
        payload |= self._reference() | (self.cause.to_payload() if self.cause else {})
        return payload if readable else payload | _GATED

    def _type(self) -> int:
        if self.cause is not None and self.cause.kind == 2:
            return _CONTEXT_MENU if self.cause.menu else _SLASH
        replies = self.reply_to is not None or self.replies_to_deleted is not None
        return _REPLY if replies else _DEFAULT

    def _reference(self) -> Json:
        target = self.reply_to.id if self.reply_to else self.replies_to_deleted
        if target is None:
            return {}
        guild = self.channel.guild
        reference = {"type": 0, "message_id": str(target), "channel_id": str(self.channel.id)}
        return {"message_reference": reference | ({"guild_id": str(guild.id)} if guild else {})}


def with_referenced(message: Message, bot: "User", *, intent: bool) -> Json:
    """Return a message object with its referenced one, each as far as the bot may read it."""
    payload = message.to_payload(readable=intent or message.shows_content_without_intent(bot))
    target = message.reply_to
    if target is not None and not target.deleted:
        readable = intent or target.shows_content_without_intent(bot)
        payload["referenced_message"] = target.to_payload(readable=readable)
    elif "message_reference" in payload:
        payload["referenced_message"] = None
    return payload


def walk(components: list[Json]) -> list[Json]:
    """All components, the outer ones before those within."""
    found: list[Json] = []
    for component in components:
        inner = component.get("components", [])
        alone = [component[key] for key in ("component", "accessory") if key in component]
        found += [component, *walk([*inner, *alone])]
    return found


def embeds_as_kept(embeds: list[Json]) -> list[Json]:
    """Return the embeds as Discord keeps them, without empty parts."""
    kept = []
    for embed in embeds:
        shown = {key: value for key, value in embed.items() if value is not None}
        if "fields" in shown:
            shown["fields"] = [{"inline": False} | each for each in shown["fields"]]
        kept.append({"type": "rich"} | shown)
    return kept


def components_as_kept(components: list[Json]) -> list[Json]:
    """Return the components as Discord keeps them, each with an id."""
    copied = copy.deepcopy(components)
    for number, component in enumerate(walk(copied), 1):
        component.setdefault("id", number)
        component.pop("required", None)  # means something in modals only
    return copied
