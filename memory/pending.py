"""What waits for a yes or no.

It is kept for each person in each channel, and lapses with the next thing that they say, or after a
few minutes.
"""

from collections.abc import Collection
from dataclasses import dataclass

from memory.messages import Message
from memory.slots import Scope, Slot

_PATIENCE = 300.0  # seconds that a yes or no may take


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a yes would do, or a no where something was stored already."""

    fact: str | None = None
    said: Message | None = None  # the message with the fact
    slots: tuple[Slot, ...] = ()
    stored: bool = False  # a no forgets the slots, or gives the one back the fact that it was


class Pending:
    """What each person was asked last, and has not answered."""

    def __init__(self) -> None:
        self._asked: dict[tuple[Scope, int], tuple[float, Waiting]] = {}  # and until when

    def wait(self, message: Message, waiting: Waiting) -> None:
        """Wait for a yes or no of whoever wrote the message."""
        self._asked = {key: kept for key, kept in self._asked.items() if kept[0] > message.at}
        self._asked[message.scope, message.author.id] = message.at + _PATIENCE, waiting

    def take(self, message: Message) -> Waiting | None:
        """What this person may be answering; taken out, for a later "ok" means something else."""
        until, waiting = self._asked.pop((message.scope, message.author.id), (0.0, None))
        return waiting if until >= message.at else None

    def drop(self, scope: Scope, message_ids: Collection[int]) -> None:
        """Wait no more for what was said in these messages."""
        for (place, person), (_, waiting) in list(self._asked.items()):
            said = waiting.said
            if place == scope and said is not None and said.message_id in message_ids:
                del self._asked[place, person]
