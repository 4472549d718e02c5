"""The only place that words failures for Discord. Where it happened goes to the log alone."""

import logging
import math
import secrets
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
from discord import app_commands

from memory.checkpoints import CheckpointError
from memory.errors import DatabaseError, DeviceError, EncoderError, EngramError
from memory.phrases import complaint, say

log = logging.getLogger(__name__)
_OPERATORS = (
    CheckpointError,
    DatabaseError,
    DeviceError,
    EncoderError,
)  # nothing that a member could mend


def explain(error: BaseException) -> str:
    """What the person is told. A failure of ours gets a number, under which the log has more."""
    original = getattr(error, "original", error)
    if isinstance(original, EngramError) and not isinstance(original, _OPERATORS):
        return complaint(original)
    if isinstance(error, app_commands.CommandOnCooldown):
        return slow_down(error.retry_after)
    if isinstance(error, app_commands.CheckFailure):
        return say("not_allowed")
    number = secrets.token_hex(3)
    log_failure(original, f"Failure {number}")
    return say("failure", number=number)


def slow_down(wait: float) -> str:
    """Ask for so many seconds of patience."""
    return say("slow_down", seconds=math.ceil(wait))


def log_failure(error: BaseException, what: str) -> None:
    """Log the kind of error and where it happened: its words may hold message text."""
    kind = str(error) if isinstance(error, EngramError) else type(error).__name__
    log.error("%s: %s\n%s", what, kind, "".join(traceback.format_tb(error.__traceback__)))


async def on_command_error(interaction: discord.Interaction, error: BaseException) -> None:
    """Tell the person who gave the command, and nobody else."""
    if _is_too_late(error):
        log.warning("An interaction was answered too late for Discord")
        return
    await tell(interaction, explain(error))


@asynccontextmanager
async def guarded(interaction: discord.Interaction) -> AsyncIterator[None]:
    """Word what fails inside: discord.py would log it with the words of whoever spoke."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it was, the person hears of it
        await on_command_error(interaction, error)


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
