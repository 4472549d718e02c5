"""The button that brings back what an admin removed, and the clock that ends its hour."""

import re
from typing import Any, Self

import discord
from discord.ext import commands, tasks

from cogs import Host
from cogs.buttons import Lasting
from cogs.errors import guarded, log_failure, tell
from memory.phrases import counted, say
from memory.slots import Home


class RestoreButton(Lasting, template=r"engram:restore:(?P<removal>\d+)"):
    """Brings back what was removed together; for those who manage the server."""

    def __init__(self, removal: int) -> None:
        self.removal = removal
        super().__init__(say("restore_button"), f"engram:restore:{removal}")

    @classmethod
    def pressed(cls, match: re.Match[str]) -> Self:
        """The button that has this custom_id."""
        return cls(int(match["removal"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Bring it back, if its hour is not over."""
        async with guarded(interaction):
            if interaction.guild is None or not interaction.permissions.manage_guild:
                await tell(interaction, say("not_allowed"))
                return
            await interaction.response.defer()
            network = interaction.client.conversation.network
            count = await network.restore(Home(interaction.guild.id, None), self.removal)
            text = say("restored", count=counted(count)) if count else say("restored_nothing")
            await interaction.edit_original_response(content=text, view=None)


class RestoringCog(commands.Cog):
    """Hears the buttons; deletes for good what nobody brought back."""

    def __init__(self, bot: commands.Bot, host: Host) -> None:
        self._bot = bot
        self._network = host.conversation.network

    async def cog_load(self) -> None:
        """Listen, and begin with what is due since the last run."""
        self._bot.add_dynamic_items(RestoreButton)
        self._purge.start()

    async def cog_unload(self) -> None:
        """Listen no more."""
        self._bot.remove_dynamic_items(RestoreButton)
        self._purge.cancel()

    @tasks.loop(minutes=1)
    async def _purge(self) -> None:
        try:
            await self._network.purge(discord.utils.utcnow().timestamp())
        except Exception as error:  # noqa: BLE001 - it must go on, or what is due would stay
            log_failure(error, "Could not delete what was set aside")


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(RestoringCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
