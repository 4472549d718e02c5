"""The real bot on the loopback Discord: two servers, three people, a real database and encoder."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from discord import Intents, Permissions

from bot.client import EngramBot
from bot.config import DiscordSettings
from memory.dialogue import Conversation
from memory.encoder import Encoder
from memory.network import open_network
from memory.perspective import third_person
from memory.settings import NetworkSettings
from memory.store import Store
from tests.loopback import (
    Channel,
    Guild,
    Interaction,
    LoopbackDiscord,
    Message,
    Overwrite,
    Person,
    Role,
    User,
    running,
)
from tests.loopback.permissions import VIEW


@dataclass
class Scene:
    """What the tests speak to."""

    discord: LoopbackDiscord
    guild: Guild
    general: Channel
    officers: Channel  # hidden from everyone but officers
    other_guild: Guild
    lobby: Channel
    ada: Person
    ben: Person
    mod: Person  # manages the server, and is an officer
    bot: EngramBot
    conversation: Conversation

    async def tell(self, person: Person, channel: Channel, text: str) -> Message:
        """Say it to the bot, and return what it replies."""
        in_guild = channel.guild is not None
        await person.say(channel, f"{self.discord.bot.mention} {text}" if in_guild else text)
        return await self.discord.next_reply(channel)

    @contextlib.asynccontextmanager
    async def restarted(
        self,
        settings: DiscordSettings = DiscordSettings(),  # noqa: B008 - frozen
    ) -> AsyncIterator[EngramBot]:
        """The bot as a new process over the same database."""
        await self.bot.close()
        self.bot = EngramBot(self.conversation, settings, guild_ready_timeout=0.05)
        async with running(self.discord, self.bot):
            yield self.bot

    async def slash(self, person: Person, command: str, **options: str | int | bool) -> Interaction:
        """Give a command in #general."""
        return await person.slash(self.general, command, dict(options))


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """The tables of verbs are read at their first use, which takes seconds on a busy machine."""
    third_person("I live in Oslo", "Ada")


@pytest.fixture
async def conversation(tmp_path: Path, encoder: Encoder) -> AsyncIterator[Conversation]:
    """A conversation over an empty database."""
    async with (
        Store.open(tmp_path / "engram.db") as store,
        open_network(store, NetworkSettings(), load=lambda: encoder) as network,
    ):
        yield Conversation(network)


@contextlib.asynccontextmanager
async def opened(
    conversation: Conversation,
    settings: DiscordSettings = DiscordSettings(),  # noqa: B008 - frozen
    intents: Intents | None = None,
) -> AsyncIterator[Scene]:
    """The bot, connected."""
    async with contextlib.AsyncExitStack() as stack:
        discord = await stack.enter_async_context(LoopbackDiscord(allowed_intents=intents))
        guild, other = discord.add_guild("Raiders"), discord.add_guild("Bakers")
        officer = guild.add_role("Officer")
        ada, ben, mod = (discord.add_user(name) for name in ("Ada", "Ben", "Mod"))
        manager = guild.add_role("Manager", permissions=Permissions(manage_guild=True))
        guild.add_member(ada)
        guild.add_member(ben)
        guild.add_member(mod, roles=[officer, manager])
        other.add_member(ada)
        general = guild.add_channel("general")
        hidden_but_for: dict[Role | User, Overwrite] = {
            officer: Overwrite(allow=VIEW),
            discord.bot: Overwrite(allow=VIEW),
        }
        officers = guild.add_channel(
            "officers", hidden_from_everyone=True, overwrites=hidden_but_for
        )
        bot = EngramBot(conversation, settings, guild_ready_timeout=0.05)
        scene = Scene(
            discord, guild, general, officers, other, other.add_channel("lobby"), ada, ben, mod,
            bot, conversation,
        )  # fmt: skip
        await stack.enter_async_context(running(discord, bot))
        yield scene


@pytest.fixture
async def scene(conversation: Conversation) -> AsyncIterator[Scene]:
    """The bot, connected."""
    async with opened(conversation) as scene:
        yield scene
