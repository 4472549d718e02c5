"""/memory and /help in the terminal: whoever can open the database is its admin."""

from collections.abc import Sequence

from bot.composition import load_responders
from bot.view import source
from memory.network import MemoryNetwork
from memory.phrases import counted, headed, say
from memory.slots import Audience, Scope, Slot

_PAGE = 20


class Desk:
    """Looks into the memory of one place, and clears it."""

    def __init__(self, network: MemoryNetwork, scope: Scope) -> None:
        self._network = network
        self._scope = scope
        self._audience = Audience.of(scope)
        self._clearing = False

    async def command(self, line: str) -> str:
        """The reply to a line that begins with a slash. Raises SlotNotFoundError."""
        clearing, self._clearing = self._clearing, False
        match line.split():
            case ["/memory", "list"]:
                return await self._list(1)
            case ["/memory", "list", page] if _is_number(page) and int(page) > 0:
                return await self._list(int(page))
            case ["/memory", "show" | "forget" as action, number] if _is_number(number):
                slot = await self._network.store.get(int(number), self._audience)
                return _details(slot) if action == "show" else await self._forget(slot)
            case ["/memory", "clear"]:
                self._clearing = True
                count = await self._network.store.count(self._audience)
                return f"This forgets {counted(count)} here, for good. To do it: /memory clear yes"
            case ["/memory", "clear", "yes"] if clearing:
                return await self._clear()
            case _:
                return self._responder(line.split()[1:]) if _chooses(line) else _HELP

    async def _list(self, page: int) -> str:
        store = self._network.store
        count = await store.count(self._audience)
        slots = await store.page(self._audience, limit=_PAGE, offset=_PAGE * (page - 1))
        lines = [f"#{slot.id} {slot.text} ({source(slot)})" for slot in slots]
        return "\n".join([headed(count, page, _PAGE), *lines])

    async def _forget(self, slot: Slot) -> str:
        await self._network.forgetting.forget(self._scope.home, [slot.id])
        return say("forgotten")

    def _responder(self, names: Sequence[str]) -> str:
        """Let another one answer, or say who there are. Raises ResponderNotLoadedError."""
        lineup = self._network.lineup
        if len(lineup.names) == 1:
            load_responders(self._network)
        for name in names:
            lineup.preferred = lineup.named(name).name
        return f"{lineup.of(None).name} answers. Loaded: {', '.join(lineup.names)}."

    async def _clear(self) -> str:
        home = self._scope.home
        ids = await self._network.store.ids(home)
        count = await self._network.forgetting.forget(home, ids)
        return say("forgotten_all", count=counted(count))


def _chooses(line: str) -> bool:
    """Whether it is about who answers."""
    return line.split()[:1] == ["/responder"]


def _is_number(text: str) -> bool:
    """Whether it is a number that SQLite can count to."""
    return text.isascii() and text.isdecimal() and len(text) <= 12


def _details(slot: Slot) -> str:
    said = [f"  {witness.author.name} said so" for witness in slot.witnesses]
    return "\n".join(
        [f"#{slot.id} {slot.text}", f"  {say(f'kind_{slot.kind}')}, {source(slot)}", *said]
    )


_HELP = (
    say("help")
    + "\n/memory list [page], /memory show N, /memory forget N, /memory clear: look and clear."
    + "\n/responder [NAME]: who answers: memnn, pointer, lstm or ntm."
    + "\n/as NAME: be somebody else. /quit: end."
)
