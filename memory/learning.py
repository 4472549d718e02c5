"""I and G: what is said becomes slots, on disk and among the vectors that are searched."""

from collections.abc import Mapping, Sequence

from memory.banks import Banks, to_bytes
from memory.errors import LinesError, MessageGoneError, PlaceClosedError
from memory.forgetting import Forgetting
from memory.generalization import checked, generalize
from memory.policies import Policies
from memory.settings import MemorySettings
from memory.slots import Home, Kind, Limits, Scope, Slot, Witness
from memory.sources import Sources
from memory.store import Learned, NumberedFact, Store
from memory.worker import Worker

_NO_ROLES = frozenset[int]()  # of an admin, to whom none matter
_TOGETHER = 256  # texts of an import that are encoded at a time


class Learning:
    """Remembers what it is told, one fact or many, and puts it right."""

    def __init__(
        self,
        store: Store,
        worker: Worker,
        banks: Banks,
        policies: Policies,
        forgetting: Forgetting,
        settings: MemorySettings,
    ) -> None:
        self._store, self._worker, self._banks = store, worker, banks
        self._policies, self._forgetting = policies, forgetting
        self._sources = Sources(store.database)
        self._settings = settings

    def checked(self, text: str) -> str:
        """The text as it would be stored. Raises EmptyTextError or TextTooLongError."""
        return checked(text, self._settings.max_length)

    async def observe(
        self, text: str, scope: Scope, witness: Witness, *, kind: Kind = Kind.TAUGHT
    ) -> tuple[Slot, bool]:
        """Remember a fact. Returns its slot, and whether it is new; it is on disk by then.

        Raises EmptyTextError, TextTooLongError, TooManySlotsError, ServerFullError,
        PersonFullError, OptedOutError or MessageGoneError.
        """
        most = self._settings.max_length
        fact = generalize(text, scope, witness, kind=kind, max_length=most)
        vectors = await self._worker.encode([fact.text])
        encoder = await self._worker.encoder()
        async with self._banks.changing(scope.home) as bank:
            self._refuse_gone(witness, scope)
            slot, new = await self._store.add(
                fact, to_bytes(vectors[0]), encoder.id, limits=await self._limits(scope.home)
            )
            if bank is not None:
                await self._worker.run(bank.add, [slot], vectors)
        return slot, new

    async def learn(
        self, home: Home, lines: Sequence[NumberedFact], threads: Mapping[int, int]
    ) -> Learned:
        """Remember all of these facts, or none. `threads`: the channels that threads belong to.

        Raises LinesError.
        """
        await self._refuse_closed(home, lines, threads)
        texts = list(dict.fromkeys(fact.text for _, fact in lines))
        vectors: dict[str, bytes] = {}
        for start in range(0, len(texts), _TOGETHER):  # others are served in between
            some = texts[start : start + _TOGETHER]
            vectors |= zip(some, map(to_bytes, await self._worker.encode(some)), strict=True)
        encoder, limits = await self._worker.encoder(), await self._limits(home)
        async with self._banks.changing(home):
            gone = self._forgetting.is_gone
            lines = [one for one in lines if not gone(one[1].witness.message_id, one[1].scope)]
            learned = await self._store.add_all(home, lines, vectors, encoder.id, limits=limits)
            await self._sources.nest_all({fact.scope.channel_id for _, fact in lines}, threads)
            self._banks.drop(home)  # read it anew
        return learned

    def _refuse_gone(self, witness: Witness, scope: Scope) -> None:
        """Raises MessageGoneError for what was deleted while it was being encoded."""
        if self._forgetting.is_gone(witness.message_id, scope):
            raise MessageGoneError

    async def _refuse_closed(
        self, home: Home, lines: Sequence[NumberedFact], threads: Mapping[int, int]
    ) -> None:
        """Raises LinesError with those that would go where the admins keep the bot out."""
        policy = await self._policies.of(home.guild_id or 0)
        problems: dict[int, str] = {}
        for number, fact in lines:
            place = fact.scope.channel_id
            try:
                policy.admit(
                    frozenset({place, threads.get(place, place)}), _NO_ROLES, is_admin=True
                )
            except PlaceClosedError as error:
                problems[number] = str(error)
        if problems:
            raise LinesError(problems)

    async def _limits(self, home: Home) -> Limits:
        """How many memories a home may have, and each of its people."""
        most = self._settings.max_slots
        if home.guild_id is None:
            return Limits(most)
        policy = await self._policies.of(home.guild_id)
        return Limits(most, policy.per_server, policy.per_person)

    async def revise(
        self,
        slot: Slot,
        text: str,
        witness: Witness,
        *,
        for_others: bool = False,
        mended: bool = False,
    ) -> Slot:
        """Let a person have said something else than in this slot. Returns the slot that holds it.

        With `for_others` an admin puts their word in the place of all others'; `mended`: most of it
        stays, and goes with the message in which it was said before, too. Raises EmptyTextError,
        TextTooLongError, OptedOutError, MessageGoneError, or SlotNotFoundError when it is gone.
        """
        most = self._settings.max_length
        fact = generalize(text, slot.scope, witness, kind=slot.kind, max_length=most)
        vectors = await self._worker.encode([fact.text])
        encoder = await self._worker.encoder()
        async with self._banks.changing(slot.scope.home) as bank:
            self._refuse_gone(witness, slot.scope)
            features = to_bytes(vectors[0])
            now = await self._sources.revise(
                slot, fact, features, encoder.id, for_others=for_others, mended=mended
            )
            if bank is not None and now.id == slot.id:
                await self._worker.run(bank.remove, [slot.id])
                await self._worker.run(bank.add, [now], vectors)
            else:
                self._banks.drop(slot.scope.home)  # two slots changed: read them anew
        return now
