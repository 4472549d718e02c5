"""The menu's entry "Remember this message", and the button that takes it back."""

import re
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from cogs import Host
from cogs.auditing import noted
from cogs.buttons import ButtonsCog, Lasting
from cogs.errors import guarded, tell
from cogs.hearing import heard, overheard
from cogs.places import scope_of
from cogs.speaking import speak_in
from cogs.wording import escaped, quoted
from memory.permissions import admit
from memory.phrases import say


class UndoButton(
    Lasting,
    template=r"engram:undo:(?P<message>\d+):(?P<author>\d+):(?P<keeper>\d+)",
):
    """Takes back what somebody had the bot remember; its author may press it, and who asked."""

    def __init__(self, message_id: int, author_id: int, keeper_id: int) -> None:
        self.message_id, self.author_id, self.keeper_id = message_id, author_id, keeper_id
        super().__init__(say("undo_button"), f"engram:undo:{message_id}:{author_id}:{keeper_id}")

    @classmethod
    def pressed(cls, match: re.Match[str]) -> Self:
        """The button that has this custom_id."""
        return cls(int(match["message"]), int(match["author"]), int(match["keeper"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Forget what the message said."""
        async with guarded(interaction):
            admin = interaction.guild is not None and interaction.permissions.manage_guild
            if interaction.user.id not in {self.author_id, self.keeper_id} and not admin:
                await tell(interaction, say("undo_not_yours"))
                return
            await interaction.response.defer()
            network = interaction.client.conversation.network
            scope = scope_of(interaction.guild, interaction.channel_id or 0)
            await network.forgetting.withdraw_messages(scope.home, {self.message_id})
            text = say("undone")
            if interaction.user.id not in {self.author_id, self.keeper_id}:
                text = await noted(interaction.client, interaction, text, say("log_undone"))
            await interaction.edit_original_response(content=text, view=None)


class KeepingCog(ButtonsCog):
    """Keeps a message as its author wrote it."""

    kinds = (UndoButton,)

    def __init__(self, bot: commands.Bot, host: Host) -> None:
        super().__init__(bot)
        self._host = host
        self._menu = app_commands.ContextMenu(name=say("keep_menu"), callback=self._keep)

    async def cog_load(self) -> None:
        """Offer the menu's entry: in a cog the decorator cannot."""
        await super().cog_load()
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away."""
        await super().cog_unload()
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @property
    def _me(self) -> int:
        return self._bot.user.id if self._bot.user else 0

    async def _learn_roles(self, message: discord.Message, guild: discord.Guild | None) -> None:
        """Know the roles of who wrote it, if they matter: Discord leaves them out here."""
        policies = self._host.conversation.network.policies
        if guild is not None and (await policies.of(guild.id)).asks_for_roles:
            message.author = await _member(message.author, guild)

    async def _keep(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Keep it, unless its author opted out; and let the channel know when it was another's."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if message.author.bot or message.is_system():
            await interaction.followup.send(say("keep_no_person"), ephemeral=True)
            return
        await admit(self._host.conversation.network.policies, heard(interaction, ""))
        await self._learn_roles(message, interaction.guild)
        slot, fresh = await self._host.conversation.keep(overheard(message, self._me))
        if not fresh:
            await interaction.followup.send(say("stored_again"), ephemeral=True)
            return
        mine = message.author == interaction.user
        own = say("stored", fact=quoted(slot.text))
        await interaction.followup.send(
            own, ephemeral=True, view=_undo(message, interaction) if mine else _NO_VIEW
        )
        if not mine:  # for all to see: whoever wrote it may take it back
            speak_in(interaction.guild)
            text = say(
                "keep_told", keeper=escaped(interaction.user.display_name),
                author=escaped(message.author.display_name), link=message.jump_url,
            )  # fmt: skip
            await interaction.followup.send(
                text, view=_undo(message, interaction), suppress_embeds=True
            )


async def _member(
    user: discord.User | discord.Member, guild: discord.Guild
) -> discord.User | discord.Member:
    """The person with their roles; without any when they left."""
    try:
        return guild.get_member(user.id) or await guild.fetch_member(user.id)
    except discord.NotFound:
        return user


_NO_VIEW: discord.ui.View = discord.utils.MISSING


def _undo(message: discord.Message, interaction: discord.Interaction) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    return view.add_item(UndoButton(message.id, message.author.id, interaction.user.id))


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(KeepingCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
