"""Answers when spoken to: a mention, a reply to the bot, or a direct message."""

import logging

import discord
from discord.ext import commands

from cogs import Host
from cogs.auditing import note_reply, with_failure
from cogs.errors import explain, slow_down
from cogs.mentions import text_of
from cogs.places import is_admin, parent_of, person, public_audience, roles_of, scope_of
from cogs.replies import buttons
from cogs.speaking import speak_in
from cogs.typing import typing_meanwhile
from cogs.wording import parts, worded
from memory.messages import Message, Reply

log = logging.getLogger(__name__)
_NO_HISTORY = 160002  # Discord's code: who cannot read the past cannot reply to it


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
        speak_in(message.guild)
        wait = self._wait(message)
        if wait is not None:
            if wait:
                await self._send(message, slow_down(wait), None)
            return
        reply = Reply("")
        view = None
        try:
            heard = self._heard(message)
            reply = await typing_meanwhile(message.channel, self._host.conversation.reply(heard))
            failed = await note_reply(self._host, message.guild, message.author, reply)
            text, view = with_failure(worded(reply), failed), buttons(reply)
        except Exception as error:  # noqa: BLE001 - whatever it was, the person hears of it
            text = explain(error)
        sent = await self._send(message, text, view)
        if sent is not None and reply.exchange is not None:
            self._host.conversation.threads.sent(sent.id, reply.exchange)

    def _wait(self, message: discord.Message) -> float | None:
        """The seconds to ask for; 0 when that was said already, None when there is no need."""
        key = message.guild.id if message.guild else None, message.author.id
        at = message.created_at.timestamp()
        wait = self._host.cooldowns.wait(*key, at)
        if not wait:
            return None
        return wait if self._host.cooldowns.is_news(*key, at, wait) else 0.0

    def _is_addressed(self, message: discord.Message) -> bool:
        """Whether it is said to the bot. A reply is if it pings: otherwise its text is not sent."""
        if message.guild is None:  # perhaps of a server that is not known yet
            return isinstance(message.channel, discord.DMChannel)
        return self._bot.user in message.mentions

    def _heard(self, message: discord.Message) -> Message:
        me = self._bot.user.id if self._bot.user else 0
        return Message(
            text=text_of(message, me),
            author=person(message.author),
            scope=scope_of(message.guild, message.channel.id),
            audience=public_audience(message.guild, message.channel, message.channel.id),
            at=message.created_at.timestamp(),
            message_id=message.id,
            is_admin=is_admin(message.author),
            parent_id=parent_of(message.channel),
            role_ids=roles_of(message.author),
            replies_to=message.reference.message_id if message.reference else None,
        )

    async def _send(
        self, message: discord.Message, text: str, view: discord.ui.View | None
    ) -> discord.Message | None:
        """Send it, in parts where it is long. Returns the last of them."""
        *first, last = parts(text)
        try:
            for part in first:
                await _reply(message, part)
            return await _reply(message, last, view)
        except discord.HTTPException as error:
            # no permission to write there, or the message or channel is gone: nobody to tell
            log.warning("Could not reply in %s: code %s", message.channel.id, error.code)
            return None


async def _reply(
    message: discord.Message, text: str, view: discord.ui.View | None = None
) -> discord.Message:
    """Reply to it, though it be deleted by now; where the bot cannot reply, just say it."""
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        return await message.channel.send(
            text,
            reference=reference,
            mention_author=False,
            suppress_embeds=True,
            view=view or discord.utils.MISSING,
        )
    except discord.HTTPException as error:
        if error.code != _NO_HISTORY:
            raise
        return await message.channel.send(
            text, suppress_embeds=True, view=view or discord.utils.MISSING
        )


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(ConversationCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
