"""/remember, /correct, /ask and /forget."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs import Host
from cogs.auditing import note_reply, with_failure
from cogs.editing import Writing, editing
from cogs.forgetting import ask_to_forget
from cogs.hearing import heard
from cogs.mentions import in_names
from cogs.replies import buttons
from cogs.sending import say_all
from cogs.wording import length, with_sureness, worded
from memory.finding import changeable, find
from memory.perspective import told_to
from memory.phrases import say
from memory.slots import Person, Slot

_CHOICES, _NAME = 25, 100  # suggestions that Discord shows, and characters of one
_MAX = 2000  # characters that Discord lets people type into one option, and we remember


class TeachingCog(commands.Cog):
    """What everybody can do with a command."""

    def __init__(self, host: Host) -> None:
        self._host = host

    @app_commands.command(name="remember", description="Teach me a fact.")
    @app_commands.describe(fact="Such as: the raid is on Friday at 8pm. Empty: a form to write in")
    async def remember(
        self, interaction: discord.Interaction, fact: app_commands.Range[str, 1, _MAX] | None = None
    ) -> None:
        """Store the fact, and say so once it is on disk."""
        teach = self._host.conversation.teaching.teach
        if fact is None:
            form = Writing(say("remember_title"), say("remember_label"), teach)
            await interaction.response.send_modal(form)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        named = await in_names(fact, interaction.guild, interaction.user)
        reply = await teach(heard(interaction, named), named)
        view = editing(reply.stored.id) if reply.stored else discord.utils.MISSING
        await interaction.followup.send(worded(reply), ephemeral=True, view=view)

    @app_commands.command(name="correct", description="Put right something that you told me.")
    @app_commands.describe(about="What it was about, or its number", fact="What is right")
    async def correct(
        self,
        interaction: discord.Interaction,
        about: app_commands.Range[str, 1, _MAX],
        fact: app_commands.Range[str, 1, _MAX],
    ) -> None:
        """Find it, and put the new words in its place."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        conversation = self._host.conversation
        named = await in_names(fact, interaction.guild, interaction.user)
        message = heard(interaction, named)
        slot = await find(conversation.network, message, about)
        if slot is None:
            await interaction.followup.send(say("correct_nothing"), ephemeral=True)
            return
        reply = await conversation.teaching.correct(message, slot, named)
        failed = await note_reply(self._host, interaction.guild, interaction.user, reply)
        await interaction.followup.send(with_failure(worded(reply), failed), ephemeral=True)

    @app_commands.command(name="ask", description="Ask me what I remember.")
    @app_commands.describe(
        question="Such as: when is the raid?", public="Show the answer to everybody in the channel"
    )
    async def ask(
        self,
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, _MAX],
        public: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        """Answer, with the memories that support it."""
        await interaction.response.defer(ephemeral=not public, thinking=True)
        named = await in_names(question, interaction.guild, interaction.user)
        message = heard(interaction, named, public=public)
        reply = await self._host.conversation.answering.ask(message, named)
        said, view = with_sureness(reply), buttons(reply)
        sent = await say_all(interaction, said, ephemeral=not public, view=view)
        if reply.exchange is not None:
            self._host.conversation.threads.sent(sent.id, reply.exchange)

    @app_commands.command(name="forget", description="Make me forget something that you told me.")
    @app_commands.describe(about="What it was about, or its number, such as: #12")
    async def forget(
        self, interaction: discord.Interaction, about: app_commands.Range[str, 1, _MAX]
    ) -> None:
        """Find it, and forget it once confirmed."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        conversation = self._host.conversation
        message = heard(interaction, about)
        slot = await find(conversation.network, message, about)
        if slot is None:
            await interaction.followup.send(say("forget_nothing"), ephemeral=True)
            return
        await ask_to_forget(interaction, self._host, message, slot)

    @correct.autocomplete("about")
    @forget.autocomplete("about")
    async def _about(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Memories that this person may change and that hold what they typed."""
        message = heard(interaction, typed)
        network = self._host.conversation.network
        found = await changeable(network, message, typed, limit=_CHOICES)
        return [_choice(slot, message.author) for slot in found]


def _choice(slot: Slot, listener: Person) -> app_commands.Choice[str]:
    text = f"#{slot.id} {told_to(slot, listener)}"
    short = text if length(text) <= _NAME else text[: _NAME // 2].rstrip() + "…"
    return app_commands.Choice(name=short, value=f"#{slot.id}")


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(TeachingCog(bot))  # type: ignore[arg-type] # EngramBot is a Host
