"""/memory add, export and import: memories that admins bring in, and take with them."""

import asyncio
import io

import discord
from discord import app_commands
from discord.ext import commands

from cogs import Host
from cogs.auditing import noted
from cogs.hearing import heard
from cogs.mentions import in_names
from cogs.places import private_audience
from cogs.wording import worded
from memory.errors import EngramError
from memory.exchange import Json, files, line, server_record, stamp
from memory.importing import Importer, facts_of
from memory.phrases import counted, say
from memory.slots import Audience, Former, Home, Slot

_FILE = 8 * 1024 * 1024  # bytes: below what Discord takes in one message, and what is read at once
_MAX = 2000
Place = discord.TextChannel | discord.Thread


class ExchangingCog(commands.Cog):
    """The part of /memory that adds many memories, or hands them out."""

    _host: Host

    @app_commands.command(name="add", description="Add a fact for the whole server.")
    @app_commands.describe(
        fact="Such as: the raid is on Friday at 8pm",
        channel="Whose readers may see it; empty: this channel's",
    )
    async def add(
        self,
        interaction: discord.Interaction,
        fact: app_commands.Range[str, 1, _MAX],
        channel: Place | None = None,
    ) -> None:
        """Store it under the admin's name, as the server's."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        named = await in_names(fact, interaction.guild, interaction.user)
        message = heard(interaction, named, within=_place(interaction, channel))
        reply = await self._host.conversation.teaching.add(message, named)
        text = worded(reply)
        if reply.stored:
            deed = say("log_added")
            text = await noted(self._host, interaction, text, deed, [reply.stored.id])
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(name="export", description="All memories that you can read, as a file.")
    async def export(self, interaction: discord.Interaction) -> None:
        """Send them to this admin alone: a first line about them, then a line for each memory."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        network = self._host.conversation.network
        slots = await network.store.page(_audience(interaction), limit=-1)
        former = await network.sources.histories([slot.id for slot in slots])
        about: Json = {
            "guild_id": interaction.guild_id,
            "exported_at": stamp(interaction.created_at.timestamp()),
            "memories": len(slots),
        }
        count = counted(len(slots))
        text, deed = say("exported", count=count), say("log_exported", count=count)
        text = await noted(self._host, interaction, text, deed)
        found = await asyncio.to_thread(written, about, slots[::-1], former)
        for number, data in enumerate(found, 1):  # one a message: together they may be too large
            file = discord.File(io.BytesIO(data), f"engram-memories-{number}.jsonl")
            await interaction.followup.send(text, file=file, ephemeral=True)

    @app_commands.command(name="import", description="Memories from a file: all of them, or none.")
    @app_commands.describe(
        file='One JSON object a line, as /memory export writes them; {"text": "…"} is enough',
        channel="Put them all into this channel; empty: each into its own, or else into this one",
    )
    async def import_(
        self,
        interaction: discord.Interaction,
        file: discord.Attachment,
        channel: Place | None = None,
    ) -> None:
        """Read the file line by line, and store all of it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if file.size > _FILE:
            text = say("import_large", most=_FILE // 2**20)
            await interaction.followup.send(text, ephemeral=True)
            return
        importer = self._importer(interaction, channel)
        facts = await asyncio.to_thread(facts_of, await _content(file), importer)
        threads = {each.id: each.parent_id for each in _threads(interaction, channel)}
        network = self._host.conversation.network
        learned = await network.learning.learn(importer.home, facts, threads)
        text = say(
            "imported", new=counted(learned.new), known=counted(learned.known),
            left_out=counted(learned.left_out),
        )  # fmt: skip
        text = await noted(self._host, interaction, text, say("log_imported", counts=text))
        await interaction.followup.send(text, ephemeral=True)

    def _importer(self, interaction: discord.Interaction, channel: Place | None) -> Importer:
        message = heard(interaction, "", within=_place(interaction, channel))
        return Importer(
            message.author,
            message.at,
            Home(interaction.guild_id, None),
            message.scope.channel_id,
            message.audience.channel_ids,
            all_here=channel is not None,
            max_length=self._host.conversation.network.max_length,
        )


def _place(interaction: discord.Interaction, channel: Place | None) -> Place | None:
    """The channel that was chosen. Raises EngramError when this person cannot read it."""
    if channel is not None and channel.id not in _audience(interaction).channel_ids:
        raise EngramError(say("place_hidden", channel=channel.mention))
    return channel


def _audience(interaction: discord.Interaction) -> Audience:
    return private_audience(interaction.guild, interaction.user, interaction.channel_id or 0)


def _threads(interaction: discord.Interaction, channel: Place | None) -> list[discord.Thread]:
    known = interaction.guild.threads if interaction.guild else ()
    places = (interaction.channel, channel, *known)
    return [place for place in places if isinstance(place, discord.Thread)]


def written(about: Json, slots: list[Slot], former: dict[int, list[Former]]) -> list[bytes]:
    """The files of an export."""
    records = [about, *(server_record(slot, former.get(slot.id, [])) for slot in slots)]
    return list(files(map(line, records), _FILE))


async def _content(file: discord.Attachment) -> bytes:
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise EngramError(say("import_unread")) from error
