"""pointer: a Pointer Network over the words of the nearest memories."""

from discord.ext import commands

from cogs.responders import lineup_of
from memory.wordwise_responder import WordwiseResponder


async def setup(bot: commands.Bot) -> None:
    """Offer it; its weights are read when it is first asked. Raises CheckpointError."""
    lineup_of(bot).add(WordwiseResponder("pointer"))


async def teardown(bot: commands.Bot) -> None:
    """Offer it no more."""
    lineup_of(bot).remove("pointer")
