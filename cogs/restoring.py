"""The button that brings back what an admin removed, and the clocks that delete what is due."""

import re
from typing import Any, ClassVar, Self

import discord
from discord.ext import commands, tasks

from cogs import Host
from cogs.auditing import noted
from cogs.buttons import ButtonsCog, Lasting
from cogs.errors import guarded, log_failure, tell
from memory.phrases import counted, say
from memory.slots import Home


class RestoreButton(Lasting, template=r"engram:restore:(?P<removal>\d+)"):
    """Brings back what was removed together; for those who manage the server."""

    _underway: ClassVar[set[int]] = set()  # removals that a click is bringing back

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
            if self.removal in self._underway:  # a second click: the first one says what came of it
                return
            self._underway.add(self.removal)
            try:
                text = await self._restore(interaction, interaction.guild.id)
                await interaction.edit_original_response(content=text, view=None)
            finally:
                self._underway.discard(self.removal)

    async def _restore(self, interaction: discord.Interaction[Any], guild_id: int) -> str:
        network = interaction.client.conversation.network
        count = await network.forgetting.restore(Home(guild_id, None), self.removal)
        if not count:
            return say("restored_nothing")
        text = say("restored", count=counted(count))
        deed = say("log_restored", count=counted(count))
        return await noted(interaction.client, interaction, text, deed)


class RestoringCog(ButtonsCog):
    """Hears the buttons; deletes what nobody brought back, and what is older than it may be."""

    kinds = (RestoreButton,)

    def __init__(self, bot: commands.Bot, host: Host) -> None:
        super().__init__(bot)
        self._overdue = host.overdue
        self._network, self._threads = host.conversation.network, host.conversation.threads

    async def cog_load(self) -> None:
        """Listen, and begin with what is due since the last run."""
        await super().cog_load()
        self._purge.start()
        self._expire.start()

    async def cog_unload(self) -> None:
        """Listen no more."""
        await super().cog_unload()
        self._purge.cancel()
        self._expire.cancel()

    @tasks.loop(minutes=1)
    async def _purge(self) -> None:
        try:
            now = discord.utils.utcnow().timestamp()
            self._threads.expire(now)
            await self._overdue.catch_up()
            await self._network.forgetting.purge(now)
        except Exception as error:  # noqa: BLE001 - it must go on, or what is due would stay
            log_failure(error, "Could not delete what is due")

    @tasks.loop(hours=1)
    async def _expire(self) -> None:
        try:
            await self._network.forgetting.expire(discord.utils.utcnow().timestamp())
        except Exception as error:  # noqa: BLE001 - as above
            log_failure(error, "Could not delete what is older than it may be")


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(RestoringCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
