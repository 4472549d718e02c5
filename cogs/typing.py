"""The bot shows that it types where an answer takes long."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import discord

T = TypeVar("T")
_PATIENCE = 0.7  # seconds that an answer may take before people wonder


async def typing_meanwhile(channel: discord.abc.Messageable, work: Coroutine[Any, Any, T]) -> T:
    """What the work returns; whoever waits longer for it sees that the bot types."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task}, timeout=_PATIENCE)
        if not task.done():
            await _typing(channel, task)
        return await task
    except asyncio.CancelledError:
        task.cancel()
        raise


async def _typing(channel: discord.abc.Messageable, task: asyncio.Task[Any]) -> None:
    try:
        async with channel.typing():
            await asyncio.wait({task})
    except discord.HTTPException:
        return  # where it may not write, the answer will say so to the log
