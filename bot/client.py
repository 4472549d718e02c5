"""The Discord client: intents one by one, no pings, commands synced when they changed."""

import hashlib
import json
import logging
import sys

import discord
from discord import app_commands
from discord.ext import commands

from bot.config import DiscordSettings
from cogs import EXTENSIONS
from cogs.confirm import Lapsed
from cogs.cooldowns import Cooldowns
from cogs.errors import log_failure, on_command_error
from cogs.overdue import Overdue
from cogs.pages import LapsedPages
from cogs.speaking import Translator, speak_to
from memory.dialogue import Conversation
from memory.errors import EngramError
from memory.lineup import MEMNN

log = logging.getLogger(__name__)
_COMMANDS = "discord.commands"  # the note with the hash of what Discord was last told


def intents(*, listening: bool) -> discord.Intents:
    """What the bot hears of: servers, and messages. None of it is privileged but message content.

    Without that Discord hands over the text of mentions, of replies that ping the bot and of direct
    messages, which is all that it answers to.
    """
    return discord.Intents(
        guilds=True, guild_messages=True, dm_messages=True, message_content=listening
    )


class _Tree(app_commands.CommandTree["EngramBot"]):
    """The slash commands; their failures are worded in one place."""

    async def on_error(
        self, interaction: discord.Interaction["EngramBot"], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person what went wrong."""
        await on_command_error(interaction, error)

    async def interaction_check(self, interaction: discord.Interaction["EngramBot"], /) -> bool:
        """Let nobody give too many commands at once; what they type in one is no command yet."""
        speak_to(interaction)
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        cooldowns, at = interaction.client.cooldowns, interaction.created_at.timestamp()
        wait = cooldowns.wait(interaction.guild_id, interaction.user.id, at)
        if wait:
            raise app_commands.CommandOnCooldown(cooldowns.cooldown, wait)
        return True


class EngramBot(commands.AutoShardedBot):
    """Loads the cogs, which do the rest."""

    def __init__(
        self,
        conversation: Conversation,
        settings: DiscordSettings,
        *,
        guild_ready_timeout: float = 2.0,  # seconds without a new server that end the start
    ) -> None:
        activity = discord.Activity(type=discord.ActivityType.listening, name=settings.activity)
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=_Tree,
            # else people could take its commands to servers that did not invite it
            allowed_installs=app_commands.AppInstallationType(guild=True),
            intents=intents(listening=settings.listening),
            allowed_mentions=discord.AllowedMentions.none(),  # unset would ping @everyone
            max_messages=None,  # what was said is not ours to keep
            chunk_guilds_at_startup=False,
            guild_ready_timeout=guild_ready_timeout,
            activity=activity if settings.activity else None,
        )
        self.conversation = conversation
        self.started_at = discord.utils.utcnow().timestamp()
        self._responders = settings.responders
        self.cooldowns = Cooldowns(settings.cooldown_uses, settings.cooldown_seconds)
        self.overdue = Overdue()

    async def setup_hook(self) -> None:
        """Load the cogs, and tell Discord of their commands if these have changed."""
        await self.tree.set_translator(Translator())
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        self.conversation.network.lineup.remove(MEMNN)  # its extension brings it back, if wanted
        for name in self._responders:
            await self._load_responder(name)
        self.add_view(Lapsed())
        self.add_view(LapsedPages())
        try:
            await self.sync()
        except discord.HTTPException as error:  # it can talk all the same, and tries at every start
            log.error("Could not tell Discord of the commands: HTTP %s", error.status)  # noqa: TRY400 - says all

    async def _load_responder(self, name: str) -> None:
        """Load it; without one of them the bot talks all the same."""
        try:
            await self.load_extension(f"cogs.responders.{name}")
        except commands.ExtensionFailed as error:
            if not isinstance(error.original, EngramError):
                raise
            log.error("The responder %s is not loaded: %s", name, error.original)  # noqa: TRY400 - says all

    async def sync(self, *, force: bool = False) -> int | None:
        """Register the commands, unless Discord knows them already. Returns how many it did."""
        translator = self.tree.translator or Translator()
        found = [
            await command.get_translated_payload(self.tree, translator)
            for command in self.tree.get_commands(type=None)
        ]
        told = json.dumps([self.application_id, found], sort_keys=True)
        digest = hashlib.sha256(told.encode()).hexdigest()
        store = self.conversation.network.store
        if await store.note(_COMMANDS) == digest and not force:
            return None
        await self.tree.sync()
        await store.take_note(_COMMANDS, digest)
        log.info("Told Discord of %d commands", len(found))
        return len(found)

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log what discord.py caught, without what it says."""
        error = sys.exception()
        if error is not None:
            log_failure(error, f"Failure in {event_method}")

    async def on_ready(self) -> None:
        """Say that the bot is there; this can happen more than once."""
        log.info("Ready as %s in %d servers", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """No prefix commands: the conversation cog hears messages for itself."""
