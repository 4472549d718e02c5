"""Memories that people want forgotten: found, asked about, and gone."""

from collections.abc import Collection

from memory.errors import SlotNotFoundError
from memory.finding import find, told_by
from memory.messages import Message, Reply, excerpt
from memory.network import MemoryNetwork
from memory.pending import Pending, Waiting
from memory.permissions import is_witness, may_forget
from memory.perspective import told_to
from memory.phrases import counted, say
from memory.slots import Slot
from memory.words import words


class Unlearning:
    """Forgets what people want forgotten, as far as it is theirs to say."""

    def __init__(self, network: MemoryNetwork, pending: Pending) -> None:
        self._network, self._pending = network, pending

    async def propose(self, message: Message, about: str, *, everything: bool) -> Reply:
        """Find what is meant and ask before it is forgotten."""
        if everything:
            return await self._propose_everything(message)
        if not words(about) or about.lower() in {"it", "this", "that"}:
            return Reply(say("forget_what"))
        slot = await find(self._network, message, about)
        if slot is None:
            return Reply(say("forget_nothing"))
        fact = excerpt(told_to(slot, message.author))
        if not may_forget(message, slot):
            return Reply(say("forget_others", fact=fact, author=slot.author.name))
        self._pending.wait(message, Waiting(slots=(slot,)))
        return Reply(say("forget_confirm", fact=fact))

    async def _propose_everything(self, message: Message) -> Reply:
        """Ask before all is forgotten that this person told."""
        slots = await told_by(self._network, message)
        if not slots:
            return Reply(say("forget_nothing"))
        self._pending.wait(message, Waiting(slots=tuple(slots)))
        return Reply(say("forget_all_confirm", count=counted(len(slots))))

    async def forget(self, message: Message, slots: tuple[Slot, ...]) -> Reply:
        """Forget for good. One's own word is taken back; what others said too remains theirs."""
        home = message.scope.home
        own = [slot for slot in slots if is_witness(slot, message.author)]
        word = [slot.id for slot in own]
        gone = (
            await self._network.forgetting.withdraw(home, word, message.author.id)
            if own
            else set[int]()
        )
        rest = [slot.id for slot in slots if not is_witness(slot, message.author)]
        if rest and home.guild_id is not None:  # others' words, at an admin's wish
            return await self.set_aside(message, rest, len(gone))
        count = len(gone) + (await self._network.forgetting.forget(home, rest) if rest else 0)
        if len(slots) == 1 and own and not gone:
            return Reply(await self._withdrawn(message, slots[0]))
        text = say("forgotten") if len(slots) == 1 else say("forgotten_all", count=counted(count))
        return Reply(text, forgotten=count)

    async def set_aside(self, message: Message, slot_ids: Collection[int], gone: int = 0) -> Reply:
        """Remove what others said so that it can be brought back within an hour."""
        removal = await self._network.forgetting.set_aside(message.scope.home, slot_ids, message.at)
        count = gone + removal.count
        others = tuple(slot_ids) if removal.count else ()
        if not removal.count:  # somebody was quicker
            return Reply(say("forgotten"), forgotten=count)
        text = say("set_aside", count=counted(count))
        return Reply(text, forgotten=count, removal=removal.id, others=others)

    async def _withdrawn(self, message: Message, slot: Slot) -> str:
        """Whose the memory is now; somebody may have made the bot forget it meanwhile."""
        try:
            left = await self._network.store.get(slot.id, message.audience)
        except SlotNotFoundError:
            return say("forgotten")
        return say("withdrawn", author=", ".join(item.author.name for item in left.witnesses))
