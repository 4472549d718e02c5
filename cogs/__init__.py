"""Thin doorways from Discord to memory."""

from typing import Protocol

from cogs.cooldowns import Cooldowns
from cogs.overdue import Overdue
from memory.dialogue import Conversation
from memory.lineup import KNOWN

EXTENSIONS = (
    "cogs.conversation",
    "cogs.helping",
    "cogs.sources",
    "cogs.teaching",
    "cogs.keeping",
    "cogs.why",
    "cogs.votes",
    "cogs.listening",
    "cogs.editing",
    "cogs.restoring",
    "cogs.leaving",
    "cogs.mydata",
    "cogs.memories",
    "cogs.greeting",
    "cogs.responding",
    "cogs.owner",
)
RESPONDERS = tuple(f"cogs.responders.{name}" for name in KNOWN)


class Host(Protocol):
    """What a cog may rely on in the bot that loads it."""

    conversation: Conversation
    cooldowns: Cooldowns
    overdue: Overdue
    started_at: float  # Unix seconds, UTC

    async def sync(self, *, force: bool = False) -> int | None:
        """Tell Discord of the commands if they changed. Returns how many, None when not."""
