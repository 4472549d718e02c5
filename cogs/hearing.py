"""Commands, buttons and forms as messages of the conversation."""

import discord

from cogs.places import parent_of, person, private_audience, public_audience, scope_of
from memory.dialogue import Message


def heard(interaction: discord.Interaction, text: str, *, public: bool = False) -> Message:
    """A command as a message of the conversation."""
    channel_id = interaction.channel_id or 0
    guild, user = interaction.guild, interaction.user
    if public:
        audience = public_audience(guild, interaction.channel, channel_id)
    else:
        audience = private_audience(guild, user, channel_id)
    return Message(
        text=text,
        author=person(user),
        scope=scope_of(guild, channel_id),
        audience=audience,
        at=interaction.created_at.timestamp(),
        may_forget_all=guild is not None and interaction.permissions.manage_guild,
        parent_id=parent_of(interaction.channel),
    )
