"""The composition root: settings -> store, encoder, network, conversation; one `async with`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.config import Settings
from memory.checkpoints import CheckpointError
from memory.dialogue import Conversation
from memory.network import MemoryNetwork, open_network
from memory.store import Store
from memory.wordwise import KINDS
from memory.wordwise_responder import WordwiseResponder


@asynccontextmanager
async def open_conversation(
    settings: Settings, database: Path | None = None
) -> AsyncIterator[Conversation]:
    """A conversation over the configured database, or over the one named. Raises EngramError."""
    async with (
        Store.open(database or settings.database) as store,
        open_network(store, settings.network) as network,
    ):
        yield Conversation(network)


def load_responders(network: MemoryNetwork) -> list[str]:
    """Offer all that were trained, beside memnn. Returns what is wrong with the others."""
    problems = []
    for kind in KINDS:
        try:
            network.lineup.add(WordwiseResponder(kind))
        except CheckpointError as error:
            problems.append(f"{kind}: {error}")
    return problems
