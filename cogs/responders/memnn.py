"""memnn: hop by hop, O finds what supports the answer, and R says it."""

from discord.ext import commands

from cogs.responders import network_of
from memory.lineup import MEMNN


async def setup(bot: commands.Bot) -> None:
    """Offer the responder that comes with the network."""
    network = network_of(bot)
    network.lineup.add(network.responder)


async def teardown(bot: commands.Bot) -> None:
    """Offer it no more."""
    network_of(bot).lineup.remove(MEMNN)
