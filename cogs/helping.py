"""/help: how to use the bot, on one screen; and what it keeps."""

import re
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from cogs.buttons import ButtonsCog, Lasting, below
from cogs.errors import guarded, tell
from memory.phrases import say


class PrivacyButton(Lasting, template=r"engram:privacy"):
    """Shows what is kept and how to have it removed, to whoever presses it."""

    def __init__(self) -> None:
        super().__init__(say("privacy_button"), "engram:privacy")

    @classmethod
    def pressed(cls, _match: re.Match[str]) -> Self:
        """The button."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show it."""
        async with guarded(interaction):
            await tell(interaction, say("privacy"))


class HelpingCog(ButtonsCog):
    """Teaches."""

    kinds = (PrivacyButton,)

    @app_commands.command(name="help", description="How to teach me, ask me and make me forget.")
    async def help(self, interaction: discord.Interaction) -> None:
        """Show the guide to this person alone."""
        me = interaction.client.user.mention if interaction.client.user else ""
        text = say("guide", me=me)
        await interaction.response.send_message(text, view=below(PrivacyButton()), ephemeral=True)


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(HelpingCog(bot))
