"""The responders that are loaded, side by side, and which of them answers."""

from collections.abc import Iterator, Sequence

from memory.errors import NoResponderError, ResponderNotLoadedError
from memory.responders import Responder

MEMNN = "memnn"
KNOWN = (MEMNN, "pointer", "lstm", "ntm")


class Lineup:
    """Responders come and go while the bot runs; the order is that in which they came."""

    def __init__(self, responders: Sequence[Responder] = ()) -> None:
        self._loaded = {responder.name: responder for responder in responders}
        self.preferred = MEMNN  # where nobody chose

    def add(self, responder: Responder) -> None:
        """Offer it; one of the same name makes room for it."""
        self._loaded[responder.name] = responder

    def remove(self, name: str) -> None:
        """Offer it no more. Who chose it is answered by another."""
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[Responder]:
        """All that are loaded; whoever goes through them sees them as they were at the start."""
        return iter(list(self._loaded.values()))

    @property
    def names(self) -> list[str]:
        """The names of all that are loaded."""
        return list(self._loaded)

    def named(self, name: str) -> Responder:
        """The responder of that name. Raises ResponderNotLoadedError."""
        if name not in self._loaded:
            raise ResponderNotLoadedError(name, self.names)
        return self._loaded[name]

    def of(self, chosen: str | None) -> Responder:
        """The one that was chosen, else the preferred, else the first. Raises NoResponderError."""
        for name in (chosen, self.preferred, *self._loaded):
            if name in self._loaded:
                return self._loaded[name]
        raise NoResponderError
