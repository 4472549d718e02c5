"""Two buttons for what cannot be undone."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from cogs.errors import on_command_error
from memory.phrases import say

Action = Callable[[], Awaitable[str]]
Button = discord.ui.Button["Confirm"]


class Confirm(discord.ui.View):
    """Does it when the person who asked says so, once; and lapses after three minutes."""

    def __init__(self, person_id: int, action: Action, label: str) -> None:
        super().__init__(timeout=180)
        self._person_id = person_id
        self._action = action
        self.do.label = label
        self.shown: discord.InteractionMessage | discord.WebhookMessage | None = None

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        """Only the person who asked may press."""
        if interaction.user.id == self._person_id:
            return True
        await interaction.response.send_message(say("not_yours"), ephemeral=True)
        return False

    @discord.ui.button(style=discord.ButtonStyle.danger)
    async def do(self, interaction: discord.Interaction, _button: Button) -> None:
        """Do it."""
        if self.is_finished():  # a second click on its way while the first is at work
            await interaction.response.defer()
            return
        self.stop()
        await interaction.response.defer()
        text = await self._action()
        await interaction.edit_original_response(content=text, view=None)

    @discord.ui.button(label=say("keep_button"), style=discord.ButtonStyle.secondary)
    async def keep(self, interaction: discord.Interaction, _button: Button) -> None:
        """Leave everything as it is."""
        self.stop()
        await interaction.response.edit_message(content=say("kept"), view=None)

    async def on_timeout(self) -> None:
        """Take the buttons away: they do nothing any more."""
        if self.shown is not None:
            try:
                await self.shown.edit(content=say("lapsed"), view=None)
            except discord.HTTPException:
                return  # the message is gone, and its buttons with it

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _item: discord.ui.Item[Any]
    ) -> None:
        """Word the failure."""
        await on_command_error(interaction, error)
