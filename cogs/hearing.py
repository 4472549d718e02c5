"""Commands, buttons and forms as messages of the conversation."""

import discord

from cogs.mentions import text_of
from cogs.places import (
    is_admin,
    parent_of,
    person,
    private_audience,
    public_audience,
    roles_of,
    scope_of,
)
from memory.messages import Message
from memory.slots import Audience


def heard(
    interaction: discord.Interaction,
    text: str,
    *,
    public: bool = False,
    within: discord.abc.GuildChannel | discord.Thread | None = None,
) -> Message:
    """A command as a message of the conversation; as if it were given in that channel."""
    channel = interaction.channel if within is None else within
    channel_id = (interaction.channel_id or 0) if within is None else within.id
    guild, user = interaction.guild, interaction.user
    if public:
        audience = public_audience(guild, channel, channel_id)
    else:
        audience = private_audience(guild, user, channel_id)
    return Message(
        text=text,
        author=person(user),
        scope=scope_of(guild, channel_id),
        audience=audience,
        at=interaction.created_at.timestamp(),
        is_admin=guild is not None and interaction.permissions.manage_guild,
        parent_id=parent_of(channel),
        role_ids=roles_of(user),
        private=not public,
    )


def overheard(message: discord.Message, me: int = 0) -> Message:
    """A message that is kept as it stands; it is answered by nobody."""
    scope = scope_of(message.guild, message.channel.id)
    return Message(
        text=text_of(message, me),
        author=person(message.author),
        scope=scope,
        audience=Audience.of(scope),
        at=(message.edited_at or message.created_at).timestamp(),
        message_id=message.id,
        parent_id=parent_of(message.channel),
        role_ids=roles_of(message.author),
        is_admin=is_admin(message.author),
    )
