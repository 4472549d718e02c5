"""Which memories a person means, who wants them changed or forgotten."""

import re

from memory.errors import PersonClosedError, PlaceClosedError, SlotNotFoundError
from memory.messages import Message
from memory.network import MemoryNetwork
from memory.permissions import admit, is_witness
from memory.slots import Question, Slot, Supporting, Wanted
from memory.words import stems

_NUMBER = re.compile(r"(?:(?:memory|number|slot)\s*)?#?\s*(\d{1,18})", re.I)


async def find(network: MemoryNetwork, message: Message, about: str) -> Slot | None:
    """The memory that is meant: by its number ("#12"), or by what it says.

    Whoever may not ask here, or of a place that is kept out, finds what they said themselves alone.
    """
    found = await _find(network, message, about)
    if found is None or message.is_admin or is_witness(found, message.author):
        return found
    usable = await network.usable(message.audience)
    seen = found.scope.channel_id in usable.channel_ids
    return found if seen and await _asks(network, message) else None


async def _asks(network: MemoryNetwork, message: Message) -> bool:
    """Whether the server's admins let this person ask here."""
    try:
        await admit(network.policies, message)
    except (PlaceClosedError, PersonClosedError):
        return False
    return True


async def _find(network: MemoryNetwork, message: Message, about: str) -> Slot | None:
    number = _NUMBER.fullmatch(about.strip())
    if number:
        try:
            return await network.store.get(int(number[1]), message.audience)
        except SlotNotFoundError:
            return None
    asked = Question(about, message.author, message.audience)
    # it is no question: nothing answers
    supports = await network.recall.supports(asked, verified=False)
    return _literal(supports[0], about) if supports and supports[0].odds >= 0 else None


def _literal(found: Supporting, about: str) -> Slot:
    """What holds all the words that were said, even where a newer memory took its place."""
    wanted = stems(about)
    held = (slot for slot in (found.slot, *found.replaces) if wanted <= stems(slot.text))
    return next(held, found.slot)


async def changeable(
    network: MemoryNetwork, message: Message, about: str, *, limit: int
) -> list[Slot]:
    """Memories with these words that the person may make the bot forget, newest first."""
    author = None if message.is_admin else message.author.id
    wanted = Wanted(about, author_id=author)
    return await network.store.page(message.audience, wanted, limit=limit)


async def told_by(network: MemoryNetwork, message: Message) -> list[Slot]:
    """All that this person told, as far as those who read the reply may see it, newest first."""
    return await network.store.said_by(message.author.id, message.audience)
