"""ntm: a Neural Turing Machine reads the nearest memories, and says or copies words."""

from discord.ext import commands

from cogs.responders import lineup_of
from memory.wordwise_responder import WordwiseResponder


async def setup(bot: commands.Bot) -> None:
    """Offer it; its weights are read when it is first asked. Raises CheckpointError."""
    lineup_of(bot).add(WordwiseResponder("ntm"))


async def teardown(bot: commands.Bot) -> None:
    """Offer it no more."""
    lineup_of(bot).remove("ntm")
