"""Forms to write in: a long fact, and the correction of a memory."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Self

import discord
from discord.ext import commands

from cogs.auditing import note_reply, with_failure
from cogs.buttons import ButtonsCog, Lasting
from cogs.errors import guarded, on_command_error
from cogs.hearing import heard
from cogs.mentions import in_names
from cogs.speaking import speak_to
from cogs.wording import worded
from memory.dialogue import Conversation
from memory.errors import TextTooLongError
from memory.messages import Message, Reply
from memory.permissions import may_correct
from memory.phrases import say
from memory.slots import Slot

_MOST = 4000  # characters that Discord lets people type into a form
Use = Callable[[Message, str], Awaitable[Reply]]


class Writing(discord.ui.Modal):
    """One large field; what is written there is used, and the reply shown to this person alone."""

    def __init__(self, title: str, label: str, use: Use, text: str = "") -> None:
        super().__init__(title=title)
        if len(text) > _MOST:  # it would be cut
            raise TextTooLongError(len(text), _MOST)
        self._use = use
        self._field: discord.ui.TextInput[Writing] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, default=text or None, max_length=_MOST
        )
        self.add_item(discord.ui.Label(text=label, component=self._field))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Use it."""
        speak_to(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        typed = self._field.value
        text = await in_names(typed, interaction.guild, interaction.user)
        reply = await self._use(heard(interaction, text), text)
        failed = await note_reply(interaction.client, interaction.guild, interaction.user, reply)
        await interaction.followup.send(with_failure(worded(reply), failed), ephemeral=True)

    async def on_error(  # type: ignore[override] # discord.py types a modal as a view here
        self, interaction: discord.Interaction, error: Exception, /
    ) -> None:
        """Word the failure."""
        await on_command_error(interaction, error)


class EditButton(Lasting, template=r"engram:edit:(?P<slot>\d+)"):
    """Opens the form that corrects a memory, to those who may."""

    def __init__(self, slot_id: int) -> None:
        self.slot_id = slot_id
        super().__init__(say("edit_button"), f"engram:edit:{slot_id}")

    @classmethod
    def pressed(cls, match: re.Match[str]) -> Self:
        """The button that has this custom_id."""
        return cls(int(match["slot"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Open the form."""
        async with guarded(interaction):
            await edit(interaction, interaction.client.conversation, self.slot_id)


async def edit(interaction: discord.Interaction, conversation: Conversation, slot_id: int) -> None:
    """Open the form for a memory. Raises SlotNotFoundError."""
    message = heard(interaction, "")
    slot = await conversation.network.store.get(slot_id, message.audience)
    if not may_correct(message, slot):
        reply = await conversation.teaching.correct(message, slot, slot.text)  # which says why not
        await interaction.response.send_message(worded(reply), ephemeral=True)
        return
    await interaction.response.send_modal(_form(conversation, slot))


def _form(conversation: Conversation, slot: Slot) -> Writing:
    async def correct(message: Message, text: str) -> Reply:
        return await conversation.teaching.correct(message, slot, text)

    return Writing(say("edit_title"), say("edit_label"), correct, slot.text)


def editing(slot_id: int) -> discord.ui.View:
    """The button for one memory."""
    return discord.ui.View(timeout=None).add_item(EditButton(slot_id))


class EditingCog(ButtonsCog):
    """Hears them."""

    kinds = (EditButton,)


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(EditingCog(bot))
