"""In which language the bot speaks: the reader's own, or the server's for all to read."""

import discord
from discord import app_commands

from memory import german
from memory.phrases import speak


def speak_to(interaction: discord.Interaction) -> None:
    """Say what follows, in this task, in the language of this person's Discord."""
    speak(interaction.locale.value)


def speak_in(guild: discord.Guild | None) -> None:
    """Say what follows, in this task, in the server's language; English in direct messages."""
    speak(guild.preferred_locale.value if guild else "en")


class Translator(app_commands.Translator):
    """What Discord shows of the commands. Their names stay: guides and people speak of them."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        _context: app_commands.TranslationContextTypes,
        /,
    ) -> str | None:
        """The text in this language, if there is one."""
        if locale is not discord.Locale.german:
            return None
        return german.COMMANDS.get(string.message)
