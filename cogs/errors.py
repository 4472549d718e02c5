"""The only place that words failures for Discord. A traceback goes to the log alone."""

import logging
import secrets

import discord
from discord import app_commands

from memory.errors import EngramError
from memory.phrases import say

log = logging.getLogger(__name__)


def explain(error: BaseException) -> str:
    """What the person is told. A failure of ours gets a number, and a traceback in the log."""
    original = getattr(error, "original", error)
    if isinstance(original, EngramError):
        return str(original)
    if isinstance(error, app_commands.CheckFailure):
        return say("not_allowed")
    number = secrets.token_hex(3)
    log.error("Failure %s: %s", number, type(original).__name__, exc_info=original)
    return say("failure", number=number)


async def on_command_error(interaction: discord.Interaction, error: BaseException) -> None:
    """Tell the person who gave the command, and nobody else."""
    if _is_too_late(error):
        log.warning("An interaction was answered too late for Discord")
        return
    await tell(interaction, explain(error))


async def tell(interaction: discord.Interaction, text: str) -> None:
    """Say it to this person alone, whether or not the command was answered already."""
    try:
        if interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)
    except discord.HTTPException as error:
        log.warning("Could not answer an interaction: HTTP %s, code %s", error.status, error.code)


def _is_too_late(error: BaseException) -> bool:
    original = getattr(error, "original", error)
    return isinstance(original, discord.NotFound) and original.code == 10062
