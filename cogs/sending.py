"""Texts of any length as answers to a command or a button."""

import discord

from cogs.wording import parts


async def say_all(
    interaction: discord.Interaction, text: str, *, ephemeral: bool, view: discord.ui.View | None
) -> discord.WebhookMessage:
    """Send the whole text, the buttons below its last part, which is returned."""
    *first, last = parts(text)
    for part in first:
        await interaction.followup.send(part, ephemeral=ephemeral, suppress_embeds=True)
    return await interaction.followup.send(
        last,
        ephemeral=ephemeral,
        suppress_embeds=True,
        view=view or discord.utils.MISSING,
        wait=True,
    )
