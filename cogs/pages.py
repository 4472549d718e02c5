"""Lists that are longer than a message: pages with buttons, for whoever asked."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from cogs.buttons import unhurried
from cogs.errors import on_command_error
from cogs.speaking import speak_to
from cogs.wording import LIMIT, parts
from memory.phrases import say

PER_PAGE = 8  # memories on a page: eight quotations and their sources fit into one message
# whoever asks, as Discord knows them by now, and a page from 1 -> its text, and how many
Page = Callable[[discord.Interaction, int], Awaitable[tuple[str, int]]]


class Pages(discord.ui.View):
    """Turns pages for the person who asked; the buttons go after some minutes."""

    def __init__(self, person_id: int, page: Page, number: int = 1) -> None:
        super().__init__(timeout=300)
        self._person_id = person_id
        self._page = page
        self._number = number
        self.shown: discord.WebhookMessage | None = None

    async def send(self, interaction: discord.Interaction) -> None:
        """Answer a deferred command with the first page, for this person alone."""
        text = await self._turned(interaction, self._number)
        many = not (self.earlier.disabled and self.later.disabled)
        self.shown = await interaction.followup.send(
            text,
            view=self if many else discord.utils.MISSING,
            ephemeral=True,
            suppress_embeds=True,
            wait=True,
        )
        if not many:
            self.stop()

    async def _turned(self, interaction: discord.Interaction, number: int) -> str:
        text, pages = await self._page(interaction, number)
        if number > pages:  # some were forgotten meanwhile
            number = pages
            text, pages = await self._page(interaction, number)
        self._number = number
        self.earlier.disabled, self.later.disabled = number <= 1, number >= pages
        return next(parts(text, LIMIT))

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        """Only the person who asked may turn them."""
        speak_to(interaction)
        if interaction.user.id == self._person_id:
            return await unhurried(interaction)
        await interaction.response.send_message(say("not_yours"), ephemeral=True)
        return False

    @discord.ui.button(label="◀", custom_id="engram:earlier")
    async def earlier(
        self, interaction: discord.Interaction, _button: discord.ui.Button["Pages"]
    ) -> None:
        """The page before."""
        await self._turn(interaction, max(1, self._number - 1))

    @discord.ui.button(label="▶", custom_id="engram:later")
    async def later(
        self, interaction: discord.Interaction, _button: discord.ui.Button["Pages"]
    ) -> None:
        """The page after."""
        await self._turn(interaction, self._number + 1)

    async def _turn(self, interaction: discord.Interaction, number: int) -> None:
        await interaction.response.defer()
        text = await self._turned(interaction, number)
        await interaction.edit_original_response(content=text, view=self)

    async def on_timeout(self) -> None:
        """Take the buttons away: they do nothing any more."""
        if self.shown is not None:
            try:
                await self.shown.edit(view=None)
            except discord.HTTPException:
                return  # the message is gone, and its buttons with it

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _item: discord.ui.Item[Any]
    ) -> None:
        """Word the failure."""
        await on_command_error(interaction, error)


class LapsedPages(discord.ui.View):
    """Answers clicks on pages that outlived a restart."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="◀", custom_id="engram:earlier")
    async def earlier(
        self, interaction: discord.Interaction, _button: discord.ui.Button["LapsedPages"]
    ) -> None:
        """Take the buttons away, and say why."""
        await _lapse(interaction)

    @discord.ui.button(label="▶", custom_id="engram:later")
    async def later(
        self, interaction: discord.Interaction, _button: discord.ui.Button["LapsedPages"]
    ) -> None:
        """Take the buttons away, and say why."""
        await _lapse(interaction)

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _item: discord.ui.Item[Any]
    ) -> None:
        """Word the failure."""
        await on_command_error(interaction, error)


async def _lapse(interaction: discord.Interaction) -> None:
    speak_to(interaction)
    await interaction.response.edit_message(view=None)
    await interaction.followup.send(say("pages_lapsed"), ephemeral=True)
