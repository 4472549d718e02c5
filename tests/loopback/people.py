"""What a person does in Discord's client: writing, slash commands, clicks, forms."""

from collections.abc import Collection, Sequence

from tests.loopback import interactions, permissions, posts
from tests.loopback.backend import Backend
from tests.loopback.channels import Channel
from tests.loopback.commands import MESSAGE_MENU, SLASH, USER_MENU
from tests.loopback.errors import ImpossibleError, Json
from tests.loopback.forms import MENUS, chosen_from, filled_in
from tests.loopback.interactions import Interaction, Modal
from tests.loopback.messages import Attachment, Message, walk
from tests.loopback.options import Values, find_command, menu_data, slash_data
from tests.loopback.world import Event, Role, User

_BUTTON, _LINK = 2, 5


class Person(User):
    """Somebody who is not the bot. What Discord's client would not offer is an ImpossibleError."""

    def __init__(self, backend: Backend, name: str) -> None:
        super().__init__(backend.world, name)
        self._backend = backend

    # -- messages -------------------------------------------------------------------------------

    async def say(
        self,
        channel: Channel,
        content: str,
        *,
        reply_to: Message | None = None,
        ping_author: bool = True,
        files: dict[str, bytes] | None = None,
    ) -> Message:
        """Write a message; a reply pings whom it replies to, unless told not to."""
        self._need(channel, permissions.VIEW | permissions.SEND)
        if len(content) > 2000 or not (content.strip() or files):
            raise ImpossibleError("a message has 1 to 2000 characters")
        body: Json = {"content": content}
        if reply_to is not None and not ping_author:
            body["allowed_mentions"] = {"parse": ["users", "roles", "everyone"]}
        attached = [self._backend.attach(name, data) for name, data in (files or {}).items()]
        return posts.post(channel, self, body, files=attached, reply_to=reply_to)

    async def edit(self, message: Message, content: str) -> None:
        """Rewrite an own message."""
        if message.author is not self or message.deleted:
            raise ImpossibleError(f"{self} cannot edit {message}")
        posts.edit(message, {"content": content})

    async def delete(self, *messages: Message) -> None:
        """Delete a message, or several of one channel at once."""
        for message in messages:
            if message.author is not self or len(messages) > 1:
                self._need(message.channel, permissions.MANAGE_MESSAGES)
        if len(messages) == 1:
            posts.delete(messages[0])
        else:
            posts.delete_many(list(messages))

    async def react(self, message: Message, emoji: str) -> None:
        """Add a reaction to a message."""
        self._need(message.channel, permissions.HISTORY)
        posts.react(message, self, emoji)

    async def unreact(self, message: Message, emoji: str) -> None:
        """Take a reaction back."""
        posts.unreact(message, self, emoji)

    async def open_dm(self) -> Channel:
        """Open the direct messages with the bot."""
        return self._backend.dm_with(self)

    def upload(self, filename: str, data: bytes) -> Attachment:
        """Upload a file for an option of a slash command."""
        return self._backend.attach(filename, data)

    # -- interactions ---------------------------------------------------------------------------

    async def slash(
        self, channel: Channel, name: str, options: Values | None = None
    ) -> Interaction:
        """Run a slash command, such as "memory list", and wait for the final answer."""
        path = name.split()
        command = find_command(self._backend.commands, channel, self, path[0], SLASH)
        data = slash_data(command, path, options or {}, channel.guild)
        return await self._interact(interactions.COMMAND, channel, data, name)

    async def autocomplete(
        self, channel: Channel, name: str, options: Values, *, focused: str
    ) -> list[Json]:
        """Ask what the bot suggests for the focused option: a list of name and value."""
        path = name.split()
        command = find_command(self._backend.commands, channel, self, path[0], SLASH)
        data = slash_data(command, path, options, channel.guild, focused)
        interaction = await self._interact(interactions.AUTOCOMPLETE, channel, data, name)
        return interaction.choices or []

    async def context_menu(
        self, channel: Channel, name: str, target: Message | User
    ) -> Interaction:
        """Choose an entry of the menu on a message or on somebody."""
        kind = MESSAGE_MENU if isinstance(target, Message) else USER_MENU
        if isinstance(target, Message):
            self._see(target)
        command = find_command(self._backend.commands, channel, self, name, kind)
        data = menu_data(command, target, channel.guild)
        return await self._interact(interactions.COMMAND, channel, data, name)

    async def click(
        self,
        on: Message | Interaction,
        *,
        label: str | None = None,
        custom_id: str | None = None,
        final: bool = True,
    ) -> Interaction:
        """Press a button, named by its label or custom_id.

        With final=False, return as soon as the bot acknowledged, though it may edit later.
        """
        message = self._shown(on)
        button = _pick(message, {"label": label, "custom_id": custom_id})
        if button["style"] == _LINK:
            raise ImpossibleError(f"{button} leads away from Discord")
        return await self._use(message, button, {}, final=final)

    async def select(
        self,
        on: Message | Interaction,
        values: Sequence[str | User | Role | Channel],
        *,
        custom_id: str | None = None,
        placeholder: str | None = None,
    ) -> Interaction:
        """Choose from a menu: options by label or value, or users, roles or channels."""
        message = self._shown(on)
        wanted = {"custom_id": custom_id, "placeholder": placeholder}
        menu = _pick(message, wanted, kinds=MENUS)
        return await self._use(message, menu, chosen_from(menu, values, message.channel.guild))

    async def submit(self, modal: Modal | None, answers: dict[str, str]) -> Interaction:
        """Fill in a form, its fields named by label or custom_id, and send it."""
        if modal is None:
            raise ImpossibleError("no form is open")
        opened_by = modal.opened_by
        data = {"custom_id": modal.custom_id, "components": filled_in(modal, answers)}
        return await self._interact(
            interactions.MODAL_SUBMIT, opened_by.channel, data, source=opened_by.source
        )

    # -- what they share ------------------------------------------------------------------------

    async def _use(
        self, message: Message, component: Json, chosen: Json, *, final: bool = True
    ) -> Interaction:
        if component.get("disabled"):
            raise ImpossibleError(f"{component} is disabled")
        data = {"custom_id": component["custom_id"], "component_type": component["type"]}
        return await self._interact(
            interactions.COMPONENT, message.channel, data | chosen, source=message, final=final
        )

    async def _interact(
        self,
        kind: int,
        channel: Channel,
        data: Json,
        command: str = "",
        source: Message | None = None,
        *,
        final: bool = True,
    ) -> Interaction:
        backend, clock = self._backend, self.world.clock
        interaction = Interaction(clock.next_id(), kind, self, channel, data, clock.now(), source)
        interaction.command = command
        backend.interactions[interaction.token] = interaction
        guild_id = channel.guild.id if channel.guild else None
        event = interactions.to_event(interaction)
        self.world.announce(Event("INTERACTION_CREATE", event, "", guild_id))
        await self._wait(interaction, final=final)
        return interaction

    async def _wait(self, interaction: Interaction, *, final: bool) -> None:
        backend = self._backend
        what = f"the answer to {interaction.command or interaction.data}"
        try:
            await backend.until(
                lambda: interaction.acknowledged is not None, what, backend.ack_seconds
            )
        except TimeoutError:
            interaction.failed = True
            backend.violate("10062", f"interaction {interaction.id}", f"too late: {what}")
            return
        if final:
            await backend.until(lambda: interaction.final, what, backend.patience)

    def _need(self, channel: Channel, wanted: int) -> None:
        if not channel.allows(self, wanted):
            raise ImpossibleError(f"{self} lacks the permission for that in #{channel.name}")

    def _see(self, message: Message) -> None:
        self._need(message.channel, permissions.VIEW)
        if message.deleted or message.visible_to not in (None, self):
            raise ImpossibleError(f"{self} does not see {message}")

    def _shown(self, on: Message | Interaction) -> Message:
        message = on.message if isinstance(on, Interaction) else on
        if message is None:
            raise ImpossibleError("the bot did not answer with a message")
        self._see(message)
        return message


def _pick(
    message: Message, wanted: dict[str, str | None], kinds: Collection[int] = (_BUTTON,)
) -> Json:
    asked = {key: value for key, value in wanted.items() if value is not None}
    for component in walk(message.components):
        if component["type"] in kinds and asked.items() <= component.items():
            return component
    raise ImpossibleError(f"{message} has no component {asked}")
