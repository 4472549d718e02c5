"""What happens between people and the bot, written down as they see it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.cogs.conftest import Scene
from tests.loopback import Channel, Interaction, Message, Modal, Person, Role, User
from tests.loopback.errors import Json
from tests.loopback.messages import EPHEMERAL, Attachment, walk

_BUTTON = 2
_PATIENCE = 120  # seconds: nothing here is about speed
_SMALL = re.compile(r"^-# (.*)$", re.M)
_LINK = re.compile(r"https://discord\.com/channels/\S+?/\d+/\d+")
_TIME = re.compile(r"<t:\d+:(\w)>")
_MENTION = re.compile(r"<[@#]!?(\d+)>")

Step = Callable[["Walk"], Awaitable[None]]


@dataclass
class Walk:
    """Acts for people, and keeps the minutes."""

    scene: Scene
    lines: list[str] = field(default_factory=list)
    commands: set[str] = field(default_factory=set)  # that were shown
    masks: dict[str, str] = field(  # what differs from day to day, and from machine to machine
        default_factory=lambda: {r"\d{4}-W\d\d": "2026-W47", r"· \d+ ms": "· 40 ms"}
    )

    def heading(self, text: str) -> None:
        """Begin a chapter."""
        self.lines += ["", f"## {text}", ""]

    def prose(self, text: str) -> None:
        """Say what is about to be seen."""
        self.lines += ["", text, ""]

    # -- what people do -------------------------------------------------------------------------

    async def tell(self, person: Person, channel: Channel, text: str) -> Message:
        """Say it to the bot."""
        mention = "@Engram " if channel.guild else ""
        self._act(person, f"{mention}{text}".strip())
        in_guild = channel.guild is not None
        await person.say(channel, f"{self.scene.discord.bot.mention} {text}" if in_guild else text)
        reply = await self.scene.discord.next_reply(channel, timeout=_PATIENCE)
        self.shown(reply)
        return reply

    async def say(self, person: Person, channel: Channel, text: str) -> Message:
        """Say it, not to the bot."""
        self._act(person, text)
        return await person.say(channel, text)

    async def reply(self, person: Person, to: Message, text: str) -> Message:
        """Reply to a message of the bot."""
        self._act(person, f"*(in reply)* {text}")
        await person.say(to.channel, text, reply_to=to)
        answer = await self.scene.discord.next_reply(to.channel, timeout=_PATIENCE)
        self.shown(answer)
        return answer

    async def slash(
        self, person: Person, command: str, where: Channel | None = None, /, **options: object
    ) -> Interaction:
        """Give a command."""
        self.commands.add(command)
        typed = " ".join(f"{key}:{_value(value)}" for key, value in options.items())
        self._act(person, f"`/{command} {typed}`".replace(" `", "`"))
        channel = where or self.scene.general
        found = await person.slash(channel, command, options)
        self._answered(found)
        return found

    async def menu(self, person: Person, name: str, message: Message) -> Interaction:
        """Choose an entry of a message's menu."""
        self.commands.add(name)
        self._act(person, f"*Apps → {name}*")
        found = await person.context_menu(message.channel, name, message)
        if person is not message.author:
            await self.scene.discord.until(lambda: found.followups, "what the channel is told")
        self._answered(found)
        return found

    async def click(self, person: Person, on: Message | Interaction, label: str) -> Interaction:
        """Press a button."""
        self._act(person, f"presses **[{label}]**")
        found = await person.click(on, label=label)
        if found.updated and found.source is not None:
            self.shown(found.source)
        self._answered(found)
        return found

    async def submit(self, person: Person, modal: Modal | None, answers: dict[str, str]) -> None:
        """Fill in a form."""
        for field_, text in answers.items():
            self._act(person, f"writes under “{field_}”: {text}")
        found = await person.submit(modal, answers)
        if found.updated and found.source is not None:
            self.shown(found.source)
        self._answered(found)

    # -- how it looks ---------------------------------------------------------------------------

    def _act(self, person: User, text: str) -> None:
        self.lines.append(f"> **{person.name}** {self._plain(text)}  ")

    def _answered(self, interaction: Interaction) -> None:
        if interaction.modal is not None:
            self.lines.append(f"> *a form opens: {', '.join(_labels(interaction.modal))}*  ")
        if interaction.message is not None and interaction.message is not interaction.source:
            self.shown(interaction.message)
        for message in interaction.followups:
            self.shown(message)

    def shown(self, message: Message) -> None:
        """Write down a message of the bot."""
        private = " *(only they see this)*" if message.flags & EPHEMERAL else ""
        self.lines.append(f"> **Engram**{private}  ")
        self.lines += [f"> {line}  " for line in self._plain(message.content).split("\n")]
        for embed in message.embeds:
            self.lines += [f"> {line}  " for line in self._plain(_embedded(embed)).split("\n")]
        for file in message.attachments:
            self.lines.append(f"> 📎 {file.filename}  ")
        labels = [c["label"] for c in walk(message.components) if c["type"] == _BUTTON]
        if labels:
            self.lines.append("> " + " ".join(f"**[{label}]**" for label in labels) + "  ")
        self.lines.append(">")

    def _plain(self, text: str) -> str:
        """The text as it looks: names for ids, and nothing that another run would not show."""
        text = _LINK.sub("https://discord.com/channels/…", text)
        text = _TIME.sub(lambda t: "just now" if t[1] == "R" else "today", text)
        text = _MENTION.sub(self._name, text)
        text = _SMALL.sub(r"<sub>\1</sub>", text)
        for pattern, mask in self.masks.items():
            text = re.sub(pattern, mask, text)
        return text

    def _name(self, found: re.Match[str]) -> str:
        world = self.scene.general.world
        number = int(found[1])
        if number in world.channels:
            return f"#{world.channels[number].name}"
        return f"@{world.users[number].name}" if number in world.users else found[0]

    def text(self) -> str:
        """All of it, as Markdown."""
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip() + "\n"


def _embedded(embed: Json) -> str:
    """An embed as text."""
    fields = (f"**{field['name']}**\n{field['value']}" for field in embed.get("fields") or [])
    return "\n".join([f"**{embed.get('title', '')}**", *fields])


def _value(value: object) -> str:
    if isinstance(value, Channel):
        return f"#{value.name}"
    if isinstance(value, Attachment):
        return f"📎 {value.filename}"
    return f"@{value.name}" if isinstance(value, User | Role) else str(value)


def _labels(modal: Modal) -> list[str]:
    return [f"“{key}”" for key, item in modal.fields.items() if key != item["custom_id"]]
