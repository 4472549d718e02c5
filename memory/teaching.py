"""Facts that people teach, keep, correct, or say where the bot only listens."""

from memory.intents import is_statement
from memory.messages import Message, Reply, excerpt
from memory.network import MemoryNetwork
from memory.pending import Pending, Waiting
from memory.permissions import admit, is_witness, may_correct
from memory.perspective import is_personal, told_to
from memory.phrases import say
from memory.responders import ended
from memory.slots import Kind, Person, Slot, Witness


class Teaching:
    """Stores what was said, and says so once it is on disk."""

    def __init__(self, network: MemoryNetwork, pending: Pending) -> None:
        self._network, self._pending = network, pending

    async def offer(self, message: Message, fact: str, *, asked: bool = False) -> Reply:
        """Ask whether it should be stored; `asked`: it got no answer. Raises as `teach`."""
        await admit(self._network.policies, message)
        fact = self._network.learning.checked(fact)
        self._pending.wait(message, Waiting(fact, message))
        fact = excerpt(fact)
        return Reply(say("unknown_offer", fact=fact) if asked else say("offer", fact=fact))

    async def teach(self, message: Message, fact: str, *, plainly: bool = False) -> Reply:
        """Store the fact; say so once it is on disk. `plainly`: a no takes it back."""
        slot, new = await self._observe(message, fact, Kind.TAUGHT)
        if not new:
            joined = _joined(slot, message.author)
            return Reply(say("stored_too") if joined else say("stored_again"), stored=slot)
        said = ended(excerpt(told_to(slot, message.author)))
        if not plainly:
            return Reply(say("stored", fact=said), stored=slot)
        self._pending.wait(message, Waiting(slots=(slot,), stored=True))
        return Reply(say("stored_plainly", fact=said), stored=slot)

    async def add(self, message: Message, fact: str) -> Reply:
        """Store an admin's fact for the whole server."""
        if is_personal(fact):
            return Reply(say("add_personal"))
        slot, new = await self._observe(message, fact, Kind.ADDED)
        if not new and not _joined(slot, message.author):
            return Reply(say("stored_again"), stored=slot)
        return Reply(say("added", fact=ended(excerpt(slot.text)), number=slot.id), stored=slot)

    async def overhear(self, message: Message) -> Slot | None:
        """Keep what was not said to the bot, if it states something. Raises EngramError."""
        if not is_statement(message.text):
            return None
        slot, _ = await self.keep(message)
        return slot

    async def keep(self, message: Message) -> tuple[Slot, bool]:
        """Store a message as it stands, and say whether that is news of its author."""
        home, number = message.scope.home, message.message_id or 0
        for known in await self._network.sources.of_message(home, number):
            return known, False
        slot, new = await self._observe(message, message.text, Kind.HEARD)
        return slot, new or _joined(slot, message.author)

    async def correct(self, message: Message, slot: Slot, fact: str) -> Reply:
        """Put a person's new words in the place of theirs; or an admin's in the place of others'.

        Raises EmptyTextError, TextTooLongError, OptedOutError, PlaceClosedError,
        PersonClosedError or SlotNotFoundError.
        """
        await admit(self._network.policies, message)
        if not may_correct(message, slot):
            old = excerpt(told_to(slot, message.author))
            return Reply(say("correct_others", fact=old, author=slot.author.name))
        own = is_witness(slot, message.author)
        witness = Witness(message.author, message.at)
        now = await self._network.learning.revise(slot, fact, witness, for_others=not own)
        new = ended(excerpt(told_to(now, message.author)))
        return Reply(say("corrected", fact=new), stored=now, others=() if own else (now.id,))

    async def mend(self, message: Message, slot: Slot, fact: str) -> Reply:
        """Put right what was said, by who said it; a no undoes it.

        Another's word stands, and what was said in another channel, whose readers may be others:
        the new words stand beside it. Raises as `correct`.
        """
        alone = is_witness(slot, message.author) and len(slot.witnesses) == 1
        if not alone or slot.scope != message.scope or slot.kind is Kind.HEARD:
            return await self.teach(message, fact, plainly=True)
        await admit(self._network.policies, message)
        witness = Witness(message.author, message.at, message.message_id)
        now = await self._network.learning.revise(slot, fact, witness, mended=True)
        self._pending.wait(message, Waiting(fact=slot.text, slots=(now,), stored=True))
        new = ended(excerpt(told_to(now, message.author)))
        return Reply(say("corrected", fact=new), stored=now)

    async def _observe(self, message: Message, fact: str, kind: Kind) -> tuple[Slot, bool]:
        await admit(self._network.policies, message)
        witness = Witness(message.author, message.at, message.message_id)
        if message.parent_id is not None:
            await self._network.sources.nest(message.scope, message.parent_id)
        return await self._network.learning.observe(fact, message.scope, witness, kind=kind)


def _joined(slot: Slot, person: Person) -> bool:
    """Whether this person is the latest to say what others said before."""
    return len(slot.witnesses) > 1 and slot.witnesses[-1].author.id == person.id
