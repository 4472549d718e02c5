"""The thread of a conversation: what was asked and told last, for what leans on it.

Kept in the process alone, for minutes, and only so many; nothing of it is written anywhere.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import TypeVar

from memory.slots import Person, Scope

_PATIENCE = 300.0  # seconds after which a question stands for itself
_OWN = 3  # of them, among which one's own question is gone on from
_NEWEST = 4  # of what was told or asked in a channel
_MOST = 1_000  # questions that are kept, of all people together
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was answered, or not; or a fact that was told."""

    question: str  # whole, as it was understood; empty: a fact was told
    asker: Person
    scope: Scope
    slot_ids: tuple[int, ...]  # what supported the answer, or holds the fact
    at: float  # Unix seconds, UTC
    private: bool  # the answer was for the asker's eyes
    message_id: int | None = None  # in which it was asked or told


class Threads:
    """The last exchange of each person in each channel, and the one behind each reply."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[Scope, int], Exchange] = OrderedDict()
        self._replies: OrderedDict[int, Exchange] = OrderedDict()
        self._said: OrderedDict[tuple[Scope, int], Exchange] = OrderedDict()  # told or asked
        self._newest: OrderedDict[Scope, tuple[Exchange, ...]] = OrderedDict()  # by whomever

    def note(self, exchange: Exchange) -> None:
        """Keep it for the asker's next question there, and for facts that lean on it."""
        key = exchange.scope, exchange.asker.id
        if exchange.question:
            _keep(self._last, key, exchange)
        if not exchange.private:
            _keep(self._said, key, exchange)
            before = self._newest.get(exchange.scope, ())
            _keep(self._newest, exchange.scope, (exchange, *before)[:_NEWEST])

    def sent(self, message_id: int, exchange: Exchange) -> None:
        """Keep it for whoever replies to this message, which holds the answer."""
        _keep(self._replies, message_id, exchange)

    def before(
        self, scope: Scope, person: Person, at: float, *, private: bool, replies_to: int | None
    ) -> Exchange | None:
        """What a question leans on: what it replies to, or else what this person asked last."""
        found = self._replies.get(replies_to or 0) or self._lately(scope, person)
        if found is None or found.scope != scope or at - found.at > _PATIENCE:
            return None
        if found.private and not (private and found.asker.id == person.id):
            return None  # others would read what was asked in private
        return found

    def _lately(self, scope: Scope, person: Person) -> Exchange | None:
        """What this person asked last, or who asked last if that was long before."""
        own = self._last.get((scope, person.id))
        newest = self._newest.get(scope, ())
        if own is None or own.private or own in newest[:_OWN]:
            return own
        return next((one for one in newest if one.question), own)

    def newest(self, scope: Scope, at: float) -> list[Exchange]:
        """What was told or asked last there, by anybody, for all to see; newest first."""
        return [one for one in self._newest.get(scope, ()) if at - one.at <= _PATIENCE]

    def unanswered(self, scope: Scope, at: float, replies_to: int | None) -> Exchange | None:
        """The question that had no answer: what is replied to, or what came last, for all."""
        found = self._replies.get(replies_to or 0) or next(iter(self.newest(scope, at)), None)
        if found is None or not found.question or found.slot_ids or found.private:
            return None
        return found if found.scope == scope and at - found.at <= _PATIENCE else None

    def own(self, scope: Scope, person: Person, at: float) -> Exchange | None:
        """What this person told or asked last there."""
        found = self._said.get((scope, person.id))
        return found if found and at - found.at <= _PATIENCE else None

    def forget(self, person_id: int) -> None:
        """Keep nothing of what this person said."""
        self._drop(lambda one: one.asker.id == person_id)

    def forget_messages(self, message_ids: Collection[int]) -> None:
        """Keep nothing of what these messages say, which are gone or say something else now."""
        self._drop(lambda one: one.message_id in message_ids)

    def expire(self, now: float) -> None:
        """Keep nothing that is too old to be gone on from."""
        self._drop(lambda one: now - one.at > _PATIENCE)

    def _drop(self, is_meant: Callable[[Exchange], bool]) -> None:
        for kept in (self._last, self._said):
            _drop(kept, is_meant)
        _drop(self._replies, is_meant)
        for scope, some in [*self._newest.items()]:
            self._newest[scope] = tuple(one for one in some if not is_meant(one))
            if not self._newest[scope]:
                del self._newest[scope]


def _drop(kept: OrderedDict[K, Exchange], is_meant: Callable[[Exchange], bool]) -> None:
    for key in [key for key, exchange in kept.items() if is_meant(exchange)]:
        del kept[key]


def _keep(kept: OrderedDict[K, V], key: K, value: V) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > _MOST:
        kept.popitem(last=False)
