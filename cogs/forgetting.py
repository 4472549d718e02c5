"""Forgetting one memory: the question before it, and who may."""

import discord

from cogs import Host
from cogs.auditing import note_reply, with_failure
from cogs.confirm import Confirm, Done
from cogs.replies import buttons
from cogs.wording import escaped, quoted, worded
from memory.messages import Message
from memory.permissions import is_witness, may_forget
from memory.perspective import told_to
from memory.phrases import say
from memory.slots import Slot


async def ask_to_forget(
    interaction: discord.Interaction, host: Host, message: Message, slot: Slot
) -> None:
    """Ask whether it should be forgotten; the click does it. The command was deferred before."""
    fact = quoted(told_to(slot, message.author))
    if not may_forget(message, slot):
        bare = fact[1:-1]  # the phrase has quotation marks of its own
        text = say("forget_others", fact=bare, author=escaped(slot.author.name))
        await interaction.followup.send(text, ephemeral=True)
        return

    async def forget_it() -> Done:
        reply = await host.conversation.unlearning.forget(message, (slot,))
        failed = await note_reply(host, interaction.guild, interaction.user, reply)
        return Done(with_failure(worded(reply), failed), buttons(reply))

    own = is_witness(slot, message.author)
    text = say("forget_this", fact=fact) if own else say("remove_this", fact=fact)
    view = Confirm(interaction.user.id, forget_it, say("forget_button"), for_admins=not own)
    view.shown = await interaction.followup.send(text, view=view, ephemeral=True, wait=True)
