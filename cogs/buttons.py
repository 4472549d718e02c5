"""Buttons that outlive a restart: all that they have to know stands in their custom_id."""

import re
from typing import Any, ClassVar, Self

import discord
from discord.ext import commands

from cogs.errors import guarded, slow_down, tell
from cogs.speaking import speak_to


class Lasting(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"(?!)"):
    """What they share; each kind has a template of its own, and this one matches nothing."""

    def __init__(self, label: str, custom_id: str) -> None:
        style = discord.ButtonStyle.secondary
        super().__init__(discord.ui.Button(label=label, style=style, custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        _item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """The button as it was pressed, by somebody who reads this language."""
        speak_to(interaction)
        return cls.pressed(match)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let nobody press too many at once."""
        return await unhurried(interaction)

    @classmethod
    def pressed(cls, match: re.Match[str]) -> Self:
        """The button that has this custom_id."""
        raise NotImplementedError


async def unhurried(interaction: discord.Interaction[Any]) -> bool:
    """Count a press like a command; whoever gave too many of either is asked for patience."""
    async with guarded(interaction):
        at = interaction.created_at.timestamp()
        wait = interaction.client.cooldowns.wait(interaction.guild_id, interaction.user.id, at)
        if wait:
            await tell(interaction, slow_down(wait))
        return not wait
    return False


def below(*buttons: Lasting) -> discord.ui.View:
    """These buttons under a message. The process keeps nothing of them: their cogs hear them.

    Of a view that is not stopped, discord.py keeps a task for a quarter of an hour.
    """
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    view.stop()
    return view


class ButtonsCog(commands.Cog):
    """Hears kinds of buttons, those from before a restart included."""

    kinds: ClassVar[tuple[type[Lasting], ...]]

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Listen."""
        self._bot.add_dynamic_items(*self.kinds)

    async def cog_unload(self) -> None:
        """Listen no more."""
        self._bot.remove_dynamic_items(*self.kinds)
