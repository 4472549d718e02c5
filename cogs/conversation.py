"""Answers when spoken to: a mention, a reply to the bot, or a direct message."""

import logging
import re

import discord
from discord.ext import commands

from cogs import Host
from cogs.errors import explain
from cogs.places import person, public_audience, scope_of
from cogs.wording import parts, worded
from memory.dialogue import Message

log = logging.getLogger(__name__)
_MENTION = re.compile(r"<(@!?|@&|#|a?:(\w+):)(\d+)>")


class ConversationCog(commands.Cog):
    """Free conversation."""

    def __init__(self, bot: commands.Bot, host: Host) -> None:
        self._bot = bot
        self._host = host

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Reply to what is said to the bot; hear nothing else."""
        if message.author.bot or message.is_system() or not self._is_addressed(message):
            return
        try:
            reply = await self._host.conversation.reply(self._heard(message))
            text = worded(reply)
        except Exception as error:  # noqa: BLE001 - whatever it was, the person hears of it
            text = explain(error)
        await self._send(message, text)

    def _is_addressed(self, message: discord.Message) -> bool:
        me = self._bot.user
        if message.guild is None or (me is not None and me in message.mentions):
            return True
        replied_to = message.reference.resolved if message.reference else None
        return isinstance(replied_to, discord.Message) and replied_to.author == me

    def _heard(self, message: discord.Message) -> Message:
        admin = isinstance(message.author, discord.Member) and (
            message.author.guild_permissions.manage_guild
        )
        return Message(
            text=self._text(message),
            author=person(message.author),
            scope=scope_of(message.guild, message.channel.id),
            audience=public_audience(message.guild, message.channel, message.channel.id),
            at=message.created_at.timestamp(),
            message_id=message.id,
            may_forget_all=admin,
        )

    def _text(self, message: discord.Message) -> str:
        """What was said, without the bot's own mention and with everybody else's as names."""
        names = {user.id: user.display_name for user in message.mentions}
        names |= {role.id: role.name for role in message.role_mentions}
        if message.guild:
            names |= {channel.id: f"#{channel.name}" for channel in message.channel_mentions}
        me = self._bot.user.id if self._bot.user else 0

        def name(found: re.Match[str]) -> str:
            if found[2]:  # a custom emoji
                return f":{found[2]}:"
            return "" if int(found[3]) == me else names.get(int(found[3]), "")

        return _MENTION.sub(name, message.content).strip(" ,:\n\t")

    async def _send(self, message: discord.Message, text: str) -> None:
        try:
            for part in parts(text):
                await message.reply(part, mention_author=False, suppress_embeds=True)
        except discord.HTTPException as error:
            # no permission to write there, or the message or channel is gone: nobody to tell
            log.warning("Could not reply in %s: code %s", message.channel.id, error.code)


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(ConversationCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
