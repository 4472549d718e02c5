"""One extension for each responder: loaded, it is offered; unloaded, it is gone."""

from discord.ext import commands

from memory.lineup import Lineup
from memory.network import MemoryNetwork


def network_of(bot: commands.Bot) -> MemoryNetwork:
    """The memory of the bot that loads the extension."""
    network: MemoryNetwork = bot.conversation.network  # type: ignore[attr-defined] # a Host
    return network


def lineup_of(bot: commands.Bot) -> Lineup:
    """The responders of the bot that loads the extension."""
    return network_of(bot).lineup
