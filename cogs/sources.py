"""A memory follows the message that it was made of: changed with it, and gone with it.

What happens to a message while the bot is not connected, or in a channel that it cannot see, it
never hears of.
"""

from functools import partial

import discord
from discord.ext import commands

from cogs import Host
from cogs.mentions import text_of
from cogs.places import is_admin, parent_of, person, roles_of, scope_of
from memory.messages import Edit
from memory.slots import Home, Scope


class SourcesCog(commands.Cog):
    """Hears of edits and deletions."""

    def __init__(self, bot: commands.Bot, host: Host) -> None:
        self._bot = bot
        self._host = host

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Let the memory say what the message says now."""
        message = payload.message
        if message.edited_at is None or message.author.bot:  # a preview was added, or it was pinned
            return
        me = self._bot.user.id if self._bot.user else 0
        edit = Edit(
            message_id=payload.message_id,
            author=person(message.author),
            scope=scope_of(message.guild, payload.channel_id),
            text=text_of(message, me) if self._may_read(message) else None,
            at=message.edited_at.timestamp(),
            parent_id=parent_of(message.channel),
            role_ids=roles_of(message.author),
            is_admin=is_admin(message.author),
        )
        await self._host.conversation.edited(edit)

    def _may_read(self, message: discord.Message) -> bool:
        """Whether Discord sent the text: it leaves out what is not said to the bot."""
        to_me = message.guild is None or self._bot.user in message.mentions
        return to_me or self._bot.intents.message_content

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Forget what the message said."""
        await self._forget_messages(
            Scope(payload.guild_id, payload.channel_id), {payload.message_id}
        )

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Forget what the messages said."""
        await self._forget_messages(
            Scope(payload.guild_id, payload.channel_id), payload.message_ids
        )

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Forget what was said in a channel that is gone, and in its threads."""
        await self._forget_channel(channel.guild.id, channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Forget what was said in a thread that is gone."""
        await self._forget_channel(payload.guild_id, payload.thread_id)

    async def _forget_messages(self, scope: Scope, message_ids: set[int]) -> None:
        deleted = self._host.conversation.deleted
        await self._host.overdue.delete(partial(deleted, scope, message_ids))

    async def _forget_channel(self, guild_id: int, channel_id: int) -> None:
        delete = self._host.conversation.network.forgetting.delete_channel
        await self._host.overdue.delete(partial(delete, Home(guild_id, None), channel_id))


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(SourcesCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
