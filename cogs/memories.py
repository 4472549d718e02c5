"""/memory … for admins: look into the memory, and clear it."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs import Host
from cogs.auditing import noted
from cogs.confirm import Confirm, Done
from cogs.editing import edit, editing
from cogs.exchanging import ExchangingCog
from cogs.forgetting import ask_to_forget
from cogs.hearing import heard
from cogs.listening import turn
from cogs.pages import PER_PAGE, Pages
from cogs.places import private_audience
from cogs.replies import buttons
from cogs.ruling import RulingCog
from cogs.sending import say_all
from cogs.votes import figures_in_words
from cogs.wording import escaped, listed, quoted, said_by, worded
from memory.phrases import counted, pages_of, say
from memory.slots import Audience, Former, Home, Kind, Slot, Wanted

_ROWS = 25  # of the table of quality: they fit into one message
_KINDS = [app_commands.Choice(name=say(f"kind_{kind}"), value=str(kind)) for kind in Kind]
_FILTERS = {
    "person": "Only what this person said",
    "channel": "Only what was said there",
    "kind": "Only what came about this way",
    "days": "Only what was said in the last so many days",
}


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class MemoriesCog(
    ExchangingCog,
    RulingCog,
    commands.GroupCog,
    group_name="memory",
    group_description="Look into my memory, change it, or clear it.",
):
    """The memory of a server, for those who manage it."""

    def __init__(self, host: Host) -> None:
        self._host = host
        super().__init__()

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        """Checked here too: a server's owner may have opened the commands to others."""
        return interaction.guild is not None and interaction.permissions.manage_guild

    @app_commands.command(name="list", description="What I remember here, newest first.")
    @app_commands.describe(**_FILTERS)
    @app_commands.choices(kind=_KINDS)
    async def list_(
        self,
        interaction: discord.Interaction,
        person: discord.User | None = None,
        channel: discord.TextChannel | discord.Thread | None = None,
        kind: app_commands.Choice[str] | None = None,
        days: app_commands.Range[int, 1, 36_500] | None = None,
    ) -> None:
        """Show memories that this admin can read, in pages."""
        await self._show_all(interaction, _wanted(interaction, "", person, channel, kind, days))

    @app_commands.command(name="search", description="Memories with certain words, best first.")
    @app_commands.describe(words="Words that stand in them", **_FILTERS)
    @app_commands.choices(kind=_KINDS)
    async def search(
        self,
        interaction: discord.Interaction,
        words: app_commands.Range[str, 1, 200],
        person: discord.User | None = None,
        channel: discord.TextChannel | discord.Thread | None = None,
        kind: app_commands.Choice[str] | None = None,
        days: app_commands.Range[int, 1, 36_500] | None = None,
    ) -> None:
        """Show memories that hold the words, in pages."""
        await self._show_all(interaction, _wanted(interaction, words, person, channel, kind, days))

    async def _show_all(self, interaction: discord.Interaction, wanted: Wanted) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        store = self._host.conversation.network.store

        async def page(asked: discord.Interaction, number: int) -> tuple[str, int]:
            if not asked.permissions.manage_guild:  # they did when they asked first
                return say("not_allowed"), 1
            audience = _audience(asked)  # what this admin can read by now
            count = await store.count(audience, wanted)
            offset = PER_PAGE * (number - 1)
            slots = await store.page(audience, wanted, limit=PER_PAGE, offset=offset)
            return listed(slots, count, number, PER_PAGE), pages_of(count, PER_PAGE)

        await Pages(interaction.user.id, page).send(interaction)

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
        await say_all(interaction, _details(slot, former), ephemeral=True, view=editing(slot.id))

    @app_commands.command(name="edit", description="Put a memory right; its former words are kept.")
    @app_commands.describe(number="Its number, as the list and the answers show it")
    async def edit(
        self, interaction: discord.Interaction, number: app_commands.Range[int, 1, 2**53 - 1]
    ) -> None:
        """Open the form."""
        await edit(interaction, self._host.conversation, number)

    @app_commands.command(name="forget", description="Forget one memory, whoever said it.")
    @app_commands.describe(number="Its number, as the list and the answers show it")
    async def forget(
        self, interaction: discord.Interaction, number: app_commands.Range[int, 1, 2**53 - 1]
    ) -> None:
        """Forget one memory, once confirmed."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        message = heard(interaction, "")
        slot = await self._host.conversation.network.store.get(number, message.audience)
        await ask_to_forget(interaction, self._host, message, slot)

    @app_commands.command(name="quality", description="How my answers here were received.")
    @app_commands.describe(weeks="How many of the newest weeks")
    async def quality(
        self, interaction: discord.Interaction, weeks: app_commands.Range[int, 1, 20] = 8
    ) -> None:
        """Show figures by week and responder."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        quality = self._host.conversation.network.quality
        found = await quality.figures(interaction.guild_id or 0, weeks=weeks)
        await say_all(interaction, figures_in_words(found[:_ROWS]), ephemeral=True, view=None)

    @app_commands.command(name="listen", description="Keep what is stated in a channel, or stop.")
    @app_commands.describe(on="Whether to listen", channel="Where; empty: in this channel")
    async def listen(
        self,
        interaction: discord.Interaction,
        on: bool,  # noqa: FBT001 - an option of the command
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Turn listening on or off; everybody in the channel is told, or it stays off."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        policies = self._host.conversation.network.policies
        place = channel.id if channel else None
        text, deed = await turn(interaction, policies, place, on=on)
        if deed:
            text = await noted(self._host, interaction, text, deed)
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(name="clear", description="Forget everything that I was told here.")
    @app_commands.describe(channel="Only what was said in this channel and its threads")
    async def clear(
        self, interaction: discord.Interaction, channel: discord.TextChannel | None = None
    ) -> None:
        """Forget a server, or a channel with its threads, once confirmed."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        network = self._host.conversation.network
        home = Home(interaction.guild_id, None)
        inside = await network.sources.within({channel.id}) if channel else None
        found = await network.store.ids(home, inside)
        if not found:
            await interaction.followup.send(say("list_empty"), ephemeral=True)
            return

        async def clear_them() -> Done:
            message = heard(interaction, "")
            reply = await self._host.conversation.unlearning.set_aside(message, found)
            deed = say("log_cleared", place=place, count=counted(reply.forgotten))
            return Done(await noted(self._host, interaction, worded(reply), deed), buttons(reply))

        label = say("clear_button", count=len(found))
        name = interaction.guild.name if interaction.guild and channel is None else ""
        view = Confirm(interaction.user.id, clear_them, label, name, for_admins=True)
        place = channel.mention if channel else say("whole_server")
        text = say("clear_this", count=counted(len(found)), place=place)
        view.shown = await interaction.followup.send(text, view=view, ephemeral=True, wait=True)


def _wanted(
    interaction: discord.Interaction,
    text: str,
    person: discord.User | None,
    channel: discord.TextChannel | discord.Thread | None,
    kind: app_commands.Choice[str] | None,
    days: int | None,
) -> Wanted:
    return Wanted(
        text,
        author_id=person.id if person else None,
        channel_id=channel.id if channel else None,
        kind=Kind(kind.value) if kind else None,
        since=interaction.created_at.timestamp() - 86_400 * days if days else None,
    )


def _audience(interaction: discord.Interaction) -> Audience:
    return private_audience(interaction.guild, interaction.user, interaction.channel_id or 0)


def _details(slot: Slot, history: list[Former]) -> str:
    lines = [
        escaped(slot.text),
        f"-# `#{slot.id}` · {say(f'kind_{slot.kind}')}",
        *said_by(slot)[1:],
    ]
    names = {witness.author.id: escaped(witness.author.name) for witness in slot.witnesses}
    for former in reversed(history):
        said = (
            f"{names.get(former.author_id, f'<@{former.author_id}>')}, <t:{int(former.said_at)}:f>"
        )
        lines.append("-# " + say("before", fact=quoted(former.text), said=said))
    return "\n".join(lines)


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(MemoriesCog(bot))  # type: ignore[arg-type] # EngramBot is a Host
