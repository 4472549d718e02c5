"""/owner: for whoever runs the bot, and their team."""

import platform
from importlib.metadata import version

import discord
import torch
from discord import app_commands
from discord.ext import commands

from cogs import EXTENSIONS, RESPONDERS, Host
from cogs.wording import escaped
from memory.migrations import MIGRATIONS
from memory.phrases import counted, say

_COGS = [
    app_commands.Choice(name=name.removeprefix("cogs."), value=name)
    for name in (*EXTENSIONS, *RESPONDERS)
][:25]  # Discord shows no more
_RESPONDERS = [app_commands.Choice(name=name.rpartition(".")[2], value=name) for name in RESPONDERS]


@app_commands.default_permissions(administrator=True)
class OwnerCog(
    commands.GroupCog, group_name="owner", group_description="For whoever runs this bot."
):
    """Reload, sync, status."""

    def __init__(self, bot: commands.Bot, host: Host) -> None:
        self._bot = bot
        self._host = host
        super().__init__()

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        """Only the application's owner, or its team: Discord cannot hide it from admins."""
        if await self._bot.is_owner(interaction.user):
            return True
        await interaction.response.send_message(say("not_owner"), ephemeral=True)
        return False

    @app_commands.command(name="reload", description="Load a part of me anew from its file.")
    @app_commands.describe(part="Which; empty: all of them")
    @app_commands.choices(part=_COGS)
    async def reload(
        self, interaction: discord.Interaction, part: app_commands.Choice[str] | None = None
    ) -> None:
        """Reload cogs; Discord is told of the commands if these changed with them."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        loaded = [name for name in (*EXTENSIONS, *RESPONDERS) if name in self._bot.extensions]
        names = [part.value] if part else loaded
        for name in names:
            if name in self._bot.extensions:
                await self._bot.reload_extension(name)
            else:
                await self._bot.load_extension(name)
        told = await self._host.sync()
        text = say("reloaded", parts=", ".join(name.removeprefix("cogs.") for name in names))
        await interaction.followup.send(f"{text} {_synced(told)}", ephemeral=True)

    @app_commands.command(name="load", description="Load a responder.")
    @app_commands.describe(responder="Which responder")
    @app_commands.choices(responder=_RESPONDERS)
    async def load(
        self, interaction: discord.Interaction, responder: app_commands.Choice[str]
    ) -> None:
        """Offer it on every server, from its file as it is now."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if responder.value in self._bot.extensions:
            await self._bot.reload_extension(responder.value)
        else:
            await self._bot.load_extension(responder.value)
        await interaction.followup.send(say("responder_on", name=responder.name), ephemeral=True)

    @app_commands.command(
        name="unload", description="Unload a responder; others answer in its place."
    )
    @app_commands.describe(responder="Which responder")
    @app_commands.choices(responder=_RESPONDERS)
    async def unload(
        self, interaction: discord.Interaction, responder: app_commands.Choice[str]
    ) -> None:
        """Offer it no more; where it was chosen, another one answers."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        lineup = self._host.conversation.network.lineup
        name = lineup.named(responder.name).name
        if lineup.names == [name]:
            await interaction.followup.send(say("responder_last"), ephemeral=True)
            return
        await self._bot.unload_extension(responder.value)
        text = say("responder_off", name=name, answers=lineup.of(None).name)
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(name="sync", description="Tell Discord of my commands.")
    @app_commands.describe(force="Although they have not changed since I last did")
    async def sync(
        self,
        interaction: discord.Interaction,
        force: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        """Sync the commands if they changed, or in any case."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        told = await self._host.sync(force=force)
        await interaction.followup.send(_synced(told), ephemeral=True)

    @app_commands.command(name="status", description="How I am, and what I am made of.")
    async def status(self, interaction: discord.Interaction) -> None:
        """Show figures that an operator asks for first."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        network = self._host.conversation.network
        encoder = await network.ready()
        text = say(
            "status",
            since=f"<t:{int(self._host.started_at)}:R>",
            servers=len(self._bot.guilds),
            shards=self._bot.shard_count or 1,
            memories=counted(await network.store.total()),
            responder=escaped(", ".join(network.lineup.names)),
            encoder=escaped(encoder.id),
            device=network.device,
            milliseconds=round(1000 * self._bot.latency),
            engram=version("engram-bot"),
            schema=len(MIGRATIONS),
            discord=discord.__version__,
            torch=torch.__version__,
            python=platform.python_version(),
        )
        await interaction.followup.send(text, ephemeral=True)


def _synced(told: int | None) -> str:
    return say("not_synced") if told is None else say("synced", count=told)


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(OwnerCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
