"""What becomes of a server's memories when the bot is removed from it, and when it comes back.

An outage of Discord is no goodbye: a server that is only unavailable is still among the bot's.
"""

import logging

import discord
from discord.ext import commands

from cogs import Host

log = logging.getLogger(__name__)


class LeavingCog(commands.Cog):
    """Hears of servers that come and go, and at the start of those that did meanwhile."""

    def __init__(self, bot: commands.Bot, host: Host) -> None:
        self._bot = bot
        self._network = host.conversation.network

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let the time run."""
        await self._leave(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Bring back what is still there."""
        await self._come_back(guild.id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """The same: Discord says either of a server that it tells of."""
        await self._come_back(guild.id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Catch up: Discord has named all servers by now, the unavailable ones included."""
        here = {guild.id for guild in self._bot.guilds}
        departures = self._network.forgetting.departures
        for guild_id in await departures.guilds() - here - await departures.left():
            await self._leave(guild_id)
        for guild_id in await departures.left() & here:
            await self._come_back(guild_id)

    async def _leave(self, guild_id: int) -> None:
        await self._network.forgetting.depart(guild_id, discord.utils.utcnow().timestamp())
        log.warning(
            "Removed from server %s: its memories go in %d days unless it invites me again",
            guild_id,
            self._network.forgetting.after_leaving,
        )

    async def _come_back(self, guild_id: int) -> None:
        if await self._network.forgetting.come_back(guild_id):
            log.info("Back in server %s, whose memories are used again", guild_id)


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(LeavingCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
