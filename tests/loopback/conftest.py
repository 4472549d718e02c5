"""A loopback with a guild, two channels and Ada in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.loopback import Channel, Guild, LoopbackDiscord, Person, running
from tests.loopback.plain_bot import PlainBot


@dataclass
class Scene:
    """What most tests start from."""

    discord: LoopbackDiscord
    guild: Guild
    general: Channel
    officers: Channel  # hidden from everyone
    ada: Person


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Build the scene before the bot has connected."""
    async with LoopbackDiscord() as discord:
        guild = discord.add_guild("Raiders")
        ada = discord.add_user("Ada")
        guild.add_member(ada)
        general = guild.add_channel("general")
        officers = guild.add_channel("officers", hidden_from_everyone=True)
        yield Scene(discord, guild, general, officers, ada)


@pytest.fixture
async def bot(scene: Scene) -> AsyncIterator[PlainBot]:
    """Connect a plain bot to the scene."""
    async with running(scene.discord, PlainBot()) as bot:
        yield bot
