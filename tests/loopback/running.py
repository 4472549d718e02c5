"""Connecting a plain discord.py client to the loopback, without a configuration."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.loopback.server import LoopbackDiscord

Client = TypeVar("Client", bound=discord.Client)


@asynccontextmanager
async def pointed_at(loopback: LoopbackDiscord) -> AsyncIterator[None]:
    """Let discord.py talk to the loopback, and to Discord again afterwards."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = loopback.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(loopback.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def running(loopback: LoopbackDiscord, client: Client) -> AsyncIterator[Client]:
    """Run the client until the context closes; what it raises meanwhile is raised here."""
    async with pointed_at(loopback), client:
        task = asyncio.create_task(client.start(loopback.token))
        ready = asyncio.create_task(client.wait_until_ready())
        await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            ready.cancel()
        try:
            if not task.done():
                yield client
        finally:
            await client.close()
            await task
