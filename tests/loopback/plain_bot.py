"""A small bot in plain discord.py, to test the loopback with."""

from collections.abc import Awaitable, Callable

import discord
from discord import app_commands
from discord.ext import commands

Answer = Callable[[discord.Interaction], Awaitable[object]]


class PlainBot(commands.Bot):
    """Echoes mentions and direct messages; /probe does what a test put into `answer`."""

    def __init__(
        self,
        *,
        intents: discord.Intents | None = None,
        allowed_mentions: discord.AllowedMentions | None = None,
    ) -> None:
        super().__init__(
            commands.when_mentioned,
            intents=intents or discord.Intents.default(),
            allowed_mentions=allowed_mentions,
            guild_ready_timeout=0.02,  # seconds
            help_command=None,
        )
        self.answer: Answer = _say_hello
        self.heard: list[discord.Message] = []
        self.events: list[tuple[str, object]] = []

    async def setup_hook(self) -> None:
        """Register the commands."""
        self.tree.add_command(probe)
        self.tree.add_command(greet)
        self.tree.add_command(announce)
        self.tree.add_command(remember_message)
        self.tree.add_command(Memory())
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Echo what is for the bot."""
        if message.author == self.user:
            return
        self.heard.append(message)
        if message.guild is None or self.user in message.mentions:
            await message.reply(f"you said: {message.content}"[:2000], mention_author=False)

    def note(self, event: str) -> None:
        """Keep the first argument of each event of this name in `events`."""

        async def listener(subject: object, *more: object) -> None:
            self.events.append((event, more[-1] if more else subject))

        self.add_listener(listener, f"on_{event}")


async def _say_hello(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("hello")


def _bot(interaction: discord.Interaction) -> PlainBot:
    assert isinstance(interaction.client, PlainBot)
    return interaction.client


@app_commands.command(description="Whatever the test says")
async def probe(interaction: discord.Interaction) -> None:
    await _bot(interaction).answer(interaction)


@app_commands.command(description="All kinds of options")
@app_commands.choices(tone=[app_commands.Choice(name="Warm", value="warm")])
async def greet(
    interaction: discord.Interaction,
    name: app_commands.Range[str, 1, 20],
    times: app_commands.Range[int, 1, 3] = 1,
    tone: app_commands.Choice[str] | None = None,
    whom: discord.Member | None = None,
    where: discord.TextChannel | None = None,
    letter: discord.Attachment | None = None,
) -> None:
    text = (await letter.read()).decode() if letter else ""
    parts = [name * times, tone and tone.value, whom and whom.display_name, where and where.name]
    await interaction.response.send_message(" ".join(str(part) for part in [*parts, text] if part))


@app_commands.command(description="For admins")
@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
async def announce(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("hear, hear")


@app_commands.context_menu(name="Remember this message")
async def remember_message(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"kept: {message.content}", ephemeral=True)


class Memory(app_commands.Group):
    """A group, with autocompletion."""

    def __init__(self) -> None:
        super().__init__(name="memory", description="What is remembered")

    @app_commands.command(description="One memory")
    async def show(self, interaction: discord.Interaction, slot: int) -> None:
        """Answer with the number."""
        await interaction.response.send_message(f"memory {slot}")

    @show.autocomplete("slot")
    async def suggest(
        self, interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        """Suggest two numbers."""
        return [app_commands.Choice(name=f"{current}{n}", value=n) for n in (1, 2)]
