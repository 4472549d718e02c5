"""Two buttons for what cannot be undone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord

from cogs.errors import on_command_error
from cogs.speaking import speak_to
from cogs.wording import parts
from memory.phrases import say

Action = Callable[[], Awaitable["Done"]]
_DO, _KEEP = "engram:do", "engram:keep"


@dataclass(frozen=True, slots=True)
class Done:
    """What is shown when it is done."""

    text: str
    view: discord.ui.View | None = None


class Confirm(discord.ui.View):
    """Does it when the person who asked says so, once; and lapses after three minutes.

    With a name, they must type it first.
    """

    def __init__(
        self,
        person_id: int,
        action: Action,
        label: str,
        name: str = "",
        *,
        for_admins: bool = False,
    ) -> None:
        super().__init__(timeout=180)
        self._for_admins = for_admins
        self._name = name
        self._person_id = person_id
        self._action = action
        self._clicked = False  # further clicks may be on their way
        self.do.label = label
        self.keep.label = say("keep_button")
        self.shown: discord.InteractionMessage | discord.WebhookMessage | None = None

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        """Only the person who asked may press, and an admin only while they are one."""
        speak_to(interaction)
        if interaction.user.id != self._person_id:
            await interaction.response.send_message(say("not_yours"), ephemeral=True)
            return False
        if self._for_admins and not interaction.permissions.manage_guild:
            await interaction.response.send_message(say("not_allowed"), ephemeral=True)
            return False
        return True

    @discord.ui.button(style=discord.ButtonStyle.danger, custom_id=_DO)
    async def do(
        self, interaction: discord.Interaction, _button: discord.ui.Button["Confirm"]
    ) -> None:
        """Do it, or ask for the name first."""
        if self._name:
            await interaction.response.send_modal(_Name(self._name, self))
        else:
            await self.go(interaction)

    async def go(self, interaction: discord.Interaction) -> None:
        """Do it."""
        if await self._is_first(interaction):
            try:
                await interaction.response.defer()
                done = await self._action()
            except BaseException:
                self._clicked = False  # it may be tried again
                raise
            await _show(interaction, done)

    @discord.ui.button(style=discord.ButtonStyle.secondary, custom_id=_KEEP)
    async def keep(
        self, interaction: discord.Interaction, _button: discord.ui.Button["Confirm"]
    ) -> None:
        """Leave everything as it is."""
        if await self._is_first(interaction):
            await interaction.response.edit_message(content=say("kept"), view=None)

    async def _is_first(self, interaction: discord.Interaction) -> bool:
        """Whether nothing was clicked before; a later click is taken, and changes nothing."""
        first, self._clicked = not self._clicked, True
        if not first:
            await interaction.response.defer()
        return first

    async def on_timeout(self) -> None:
        """Take the buttons away: they do nothing any more."""
        if self.shown is not None and not self._clicked:
            try:
                await self.shown.edit(content=say("lapsed"), view=None)
            except discord.HTTPException:
                return  # the message is gone, and its buttons with it

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _item: discord.ui.Item[Any]
    ) -> None:
        """Word the failure."""
        await on_command_error(interaction, error)


class _Name(discord.ui.Modal):
    """Asks for the name of what would be lost."""

    def __init__(self, name: str, confirm: Confirm) -> None:
        super().__init__(title=say("name_title"))
        self._expected, self._confirm = name, confirm
        self._typed: discord.ui.TextInput[_Name] = discord.ui.TextInput(max_length=100)
        self.add_item(discord.ui.Label(text=say("name_label"), component=self._typed))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        """Do it if the name is right."""
        speak_to(interaction)
        if _folded(self._typed.value) != _folded(self._expected):
            await interaction.response.send_message(say("name_differs"), ephemeral=True)
        elif await self._confirm.interaction_check(interaction):
            await self._confirm.go(interaction)

    async def on_error(  # type: ignore[override] # discord.py types a modal as a view here
        self, interaction: discord.Interaction, error: Exception, /
    ) -> None:
        """Word the failure."""
        await on_command_error(interaction, error)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


async def _show(interaction: discord.Interaction, done: Done) -> None:
    """Put the text in the place of the question and its buttons, or below if that is gone."""
    text = next(parts(done.text))
    try:
        await interaction.edit_original_response(content=text, view=done.view)
    except discord.NotFound:  # dismissed meanwhile
        view = done.view or discord.utils.MISSING
        await interaction.followup.send(text, ephemeral=True, view=view)


class Lapsed(discord.ui.View):
    """Answers clicks on buttons that outlived their question, as after a restart."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(custom_id=_DO)
    async def do(
        self, interaction: discord.Interaction, _button: discord.ui.Button["Lapsed"]
    ) -> None:
        """Say that it is too late."""
        speak_to(interaction)
        await interaction.response.edit_message(content=say("lapsed"), view=None)

    @discord.ui.button(custom_id=_KEEP)
    async def keep(
        self, interaction: discord.Interaction, _button: discord.ui.Button["Lapsed"]
    ) -> None:
        """Say that nothing happened."""
        speak_to(interaction)
        await interaction.response.edit_message(content=say("kept"), view=None)

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _item: discord.ui.Item[Any]
    ) -> None:
        """Word the failure."""
        await on_command_error(interaction, error)
