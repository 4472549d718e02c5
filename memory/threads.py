"""The thread of a conversation: what somebody asked last, for the question that leans on it.

Kept in the process alone, for minutes, and only so many; nothing of it is written anywhere.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeVar

from memory.slots import Person, Scope

_PATIENCE = 300.0  # seconds after which a question stands for itself
_MOST = 1_000  # questions that are kept, of all people together
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was answered, or not."""

    question: str  # whole, as it was understood
    asker: Person
    scope: Scope
    slot_ids: tuple[int, ...]  # what supported the answer
    at: float  # Unix seconds, UTC
    private: bool  # the answer was for the asker's eyes


class Threads:
    """The last exchange of each person in each channel, and the one behind each reply."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[Scope, int], Exchange] = OrderedDict()
        self._replies: OrderedDict[int, Exchange] = OrderedDict()

    def note(self, exchange: Exchange) -> None:
        """Keep it for the asker's next question there."""
        _keep(self._last, (exchange.scope, exchange.asker.id), exchange)

    def sent(self, message_id: int, exchange: Exchange) -> None:
        """Keep it for whoever replies to this message, which holds the answer."""
        _keep(self._replies, message_id, exchange)

    def before(
        self, scope: Scope, person: Person, at: float, *, private: bool, replies_to: int | None
    ) -> Exchange | None:
        """What a question leans on: what it replies to, or else what this person asked last."""
        found = self._replies.get(replies_to or 0) or self._last.get((scope, person.id))
        if found is None or found.scope != scope or at - found.at > _PATIENCE:
            return None
        if found.private and not (private and found.asker.id == person.id):
            return None  # others would read what was asked in private
        return found

    def forget(self, person_id: int) -> None:
        """Keep nothing of what this person asked."""
        _drop(self._last, person_id)
        _drop(self._replies, person_id)


def _drop(kept: OrderedDict[K, Exchange], person_id: int) -> None:
    for key in [key for key, exchange in kept.items() if exchange.asker.id == person_id]:
        del kept[key]


def _keep(kept: OrderedDict[K, Exchange], key: K, exchange: Exchange) -> None:
    kept[key] = exchange
    kept.move_to_end(key)
    while len(kept) > _MOST:
        kept.popitem(last=False)
