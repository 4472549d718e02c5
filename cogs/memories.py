"""/memory … for admins: look into the memory, and clear it."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs import Host
from cogs.confirm import Confirm
from cogs.places import private_audience
from cogs.wording import escaped, listed, parts, quoted, said_by
from memory.phrases import counted, say
from memory.slots import Audience, Former, Home, Slot

_PAGE = 10  # memories on a page: ten quotations and their sources fit into one message


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class MemoriesCog(
    commands.GroupCog, group_name="memory", group_description="Look into my memory, or clear it."
):
    """The memory of a server, for those who manage it."""

    def __init__(self, host: Host) -> None:
        self._host = host
        super().__init__()

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        """Checked here too: a server's owner may have opened the commands to others."""
        return interaction.guild is not None and interaction.permissions.manage_guild

    @app_commands.command(name="list", description="What I remember here, newest first.")
    @app_commands.describe(page="Which page", search="Only memories with these words")
    async def list_(
        self,
        interaction: discord.Interaction,
        page: app_commands.Range[int, 1, 100_000] = 1,
        search: app_commands.Range[str, 1, 200] | None = None,
    ) -> None:
        """Show a page of memories that this admin can read."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        store, audience = self._host.conversation.network.store, _audience(interaction)
        if search is not None:
            slots = await store.search(search, audience, limit=_PAGE)
            text = listed(slots, len(slots), 1, _PAGE)
        else:
            slots = await store.page(audience, limit=_PAGE, offset=_PAGE * (page - 1))
            text = listed(slots, await store.count(audience), page, _PAGE)
        for part in parts(text):
            await interaction.followup.send(part, ephemeral=True, suppress_embeds=True)

    @app_commands.command(name="show", description="One memory with all that is known of it.")
    @app_commands.describe(number="Its number, as the list and the answers show it")
    async def show(
        self, interaction: discord.Interaction, number: app_commands.Range[int, 1, 2**53 - 1]
    ) -> None:
        """Show one memory."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        store = self._host.conversation.network.store
        slot = await store.get(number, _audience(interaction))
        former = await self._host.conversation.network.sources.history(slot.id)
        for part in parts(_details(slot, former)):
            await interaction.followup.send(part, ephemeral=True, suppress_embeds=True)

    @app_commands.command(name="clear", description="Forget everything that I was told here.")
    @app_commands.describe(channel="Only what was said in this channel")
    async def clear(
        self, interaction: discord.Interaction, channel: discord.TextChannel | None = None
    ) -> None:
        """Forget a server or a channel, once confirmed."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        network = self._host.conversation.network
        home = Home(interaction.guild_id, None)
        found = [
            slot.id
            for slot in await network.store.active(home)
            if channel is None or slot.scope.channel_id == channel.id
        ]
        if not found:
            await interaction.followup.send(say("list_empty"), ephemeral=True)
            return

        async def clear_them() -> str:
            return say("forgotten_all", count=counted(await network.forget(home, found)))

        view = Confirm(interaction.user.id, clear_them, say("clear_button", count=len(found)))
        place = channel.mention if channel else say("whole_server")
        text = say("clear_this", count=counted(len(found)), place=place)
        view.shown = await interaction.followup.send(text, view=view, ephemeral=True, wait=True)


def _audience(interaction: discord.Interaction) -> Audience:
    return private_audience(interaction.guild, interaction.user, interaction.channel_id or 0)


def _details(slot: Slot, history: list[Former]) -> str:
    lines = [escaped(slot.text), f"-# `#{slot.id}` · {slot.kind}", *said_by(slot)[1:]]
    names = {witness.author.id: escaped(witness.author.name) for witness in slot.witnesses}
    for former in reversed(history):
        said = f"{names.get(former.author_id, '')}, <t:{int(former.said_at)}:f>"
        lines.append(say("before", fact=quoted(former.text), said=said))
    return "\n".join(lines)


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(MemoriesCog(bot))  # type: ignore[arg-type] # EngramBot is a Host
