"""/mydata: what is kept of the person who asks; in servers and in direct messages."""

import asyncio
import io

import discord
from discord import app_commands
from discord.ext import commands

from cogs import Host
from cogs.confirm import Confirm, Done
from cogs.pages import PER_PAGE, Pages
from cogs.wording import LISTED, escaped, quoted
from memory.exchange import Json, files, line, own_record, stamp
from memory.phrases import counted, pages_of, say
from memory.quality import Vote
from memory.slots import Former, Slot

_FILE = 8 * 1024 * 1024  # bytes: below what Discord takes in one message
_FILES = 10  # in one message


class MyDataCog(
    commands.GroupCog, group_name="mydata", group_description="What I keep of you, and your rights."
):
    """Everybody's own."""

    def __init__(self, bot: commands.Bot, host: Host) -> None:
        self._bot = bot
        self._conversation = host.conversation
        self._network = host.conversation.network
        super().__init__()

    @app_commands.command(name="show", description="All that I keep of you, wherever you said it.")
    async def show(self, interaction: discord.Interaction) -> None:
        """Show what this person said, to them alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        person = interaction.user.id

        async def turned(asked: discord.Interaction, number: int) -> tuple[str, int]:
            slots = await self._network.rights.everything(person)
            out = await self._network.rights.opted_out_at(person) is not None
            lines = [say("mydata_opted_out")] if out else []
            lines += _votes(await self._network.quality.votes_of(person))
            lines.append(say("mydata_head" if slots else "mydata_none", count=counted(len(slots))))
            page = slots[PER_PAGE * (number - 1) : PER_PAGE * number]
            lines += [await self._line(slot, person, asked.guild) for slot in page]
            return "\n".join(lines), pages_of(len(slots), PER_PAGE)

        await Pages(person, turned).send(interaction)

    async def _line(self, slot: Slot, person: int, guild: discord.Guild | None) -> str:
        place, word = self._place(slot, guild), slot.word_of(person)
        if word is not None:
            return f"`#{slot.id}` {quoted(slot.text, LISTED)} · {place}, <t:{int(word.said_at)}:R>"
        history = await self._network.sources.history(slot.id)  # an admin corrected it
        former = next(item for item in reversed(history) if item.author_id == person)
        said = f"{place}, <t:{int(former.said_at)}:R>"
        return f"`#{slot.id}` {say('before', fact=quoted(former.text, LISTED), said=said)}"

    def _place(self, slot: Slot, here: discord.Guild | None) -> str:
        if slot.scope.guild_id is None:
            return say("in_private")
        if here is not None and slot.scope.guild_id == here.id:
            return f"<#{slot.scope.channel_id}>"
        other = self._bot.get_guild(slot.scope.guild_id)
        return escaped(other.name) if other else say("in_other_server")

    @app_commands.command(name="export", description="All that I keep of you, as a file.")
    async def export(self, interaction: discord.Interaction) -> None:
        """Send it to this person alone: a first line about them, then a line for each memory."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        person = interaction.user
        since = await self._network.rights.opted_out_at(person.id)
        about: Json = {
            "person_id": person.id,
            "exported_at": stamp(interaction.created_at.timestamp()),
            "opted_out_at": None if since is None else stamp(since),
            "votes": [
                {"server_id": vote.guild_id, "up": vote.up, "at": stamp(vote.at)}
                for vote in await self._network.quality.votes_of(person.id)
            ],
        }
        slots = await self._network.rights.everything(person.id)
        former = await self._network.sources.histories([slot.id for slot in slots])
        found = await asyncio.to_thread(_written, about, slots, person.id, former)
        text = say("mydata_exported", count=counted(len(slots)))
        for number, data in enumerate(found[:_FILES], 1):  # together they may be too large
            file = discord.File(io.BytesIO(data), f"engram-mydata-{number}.jsonl")
            await interaction.followup.send(text, file=file, ephemeral=True)

    @app_commands.command(name="delete", description="Forget all that you ever told me, anywhere.")
    async def delete(self, interaction: discord.Interaction) -> None:
        """Forget it for good, once confirmed."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        person = interaction.user.id
        count = len(await self._network.rights.everything(person))
        votes = len(await self._network.quality.votes_of(person))
        if not count and not votes:
            await interaction.followup.send(say("mydata_none"), ephemeral=True)
            return

        async def delete_them() -> Done:
            self._conversation.threads.forget(person)
            votes = await self._network.quality.erase(person)
            gone = [
                say("mydata_deleted", count=counted(await self._network.forgetting.erase(person)))
            ]
            return Done(" ".join(gone + [say("mydata_votes_deleted", count=votes)][: bool(votes)]))

        view = Confirm(person, delete_them, say("forget_button"))
        view.shown = await interaction.followup.send(
            say("mydata_delete", count=counted(count)), view=view, ephemeral=True, wait=True
        )

    @app_commands.command(name="optout", description="Keep nothing that you say from now on.")
    @app_commands.describe(undo="Let me remember what you say again")
    async def optout(
        self,
        interaction: discord.Interaction,
        undo: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        """Leave this person out from now on, or no longer."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        person, rights = interaction.user.id, self._network.rights
        if undo:
            await rights.opt_in(person)
            text = say("opted_in")
        else:
            await rights.opt_out(person, interaction.created_at.timestamp())
            left = len(await rights.everything(person))
            text = say("opted_out_but", count=counted(left)) if left else say("opted_out")
        await interaction.followup.send(text, ephemeral=True)


def _written(
    about: Json, slots: list[Slot], person: int, former: dict[int, list[Former]]
) -> list[bytes]:
    """The files of an export."""
    records = [about, *(own_record(slot, person, former.get(slot.id, [])) for slot in slots)]
    return list(files(map(line, records), _FILE))


def _votes(votes: list[Vote]) -> list[str]:
    up = sum(vote.up for vote in votes)
    return [say("mydata_votes", up=up, down=len(votes) - up)] if votes else []


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(MyDataCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
