"""Thin doorways from Discord to memory."""

from typing import Protocol

from memory.dialogue import Conversation

EXTENSIONS = (
    "cogs.conversation",
    "cogs.sources",
    "cogs.teaching",
    "cogs.keeping",
    "cogs.why",
    "cogs.listening",
    "cogs.editing",
    "cogs.restoring",
    "cogs.leaving",
    "cogs.mydata",
    "cogs.memories",
)


class Host(Protocol):
    """What a cog may rely on in the bot that loads it."""

    conversation: Conversation
