"""I -> G -> O -> R over one store: observe, answer, forget.

The one place where asyncio meets torch: the event loop waits, the worker's thread computes.
"""

import time
from collections.abc import (
    AsyncIterator,
    Callable,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache

from jaxtyping import Float
from torch import Tensor

from memory.addressing import OutputSettings, confidence
from memory.bank import Bank
from memory.banks import Banks, Progress, to_bytes
from memory.devices import choose_device
from memory.encoder import Encoder, EncoderSettings, load_encoder
from memory.errors import LinesError, MessageGoneError, PlaceClosedError
from memory.forgetting import Forgetting
from memory.generalization import checked, generalize
from memory.hops import Hops
from memory.lineup import Lineup
from memory.output import ranking, supporting_memories
from memory.pictures import Bar, Panel, hop_scores, side_by_side
from memory.policies import Policies
from memory.preference import Preference
from memory.quality import Quality
from memory.reading import Reading, read
from memory.responders import MemNNResponder, Pointer, Responder, Response
from memory.rights import Rights
from memory.scoring import Scorer
from memory.slots import (
    Answer,
    Audience,
    Home,
    Kind,
    Limits,
    Question,
    Scope,
    Slot,
    Supporting,
    Witness,
)
from memory.sources import Sources
from memory.spans import Reader
from memory.store import Learned, NumberedFact, Store
from memory.supports import Trained
from memory.verbs import read_tables
from memory.verifier import Told, Verifier
from memory.worker import Worker

_NO_ROLES = frozenset[int]()  # of an admin, to whom none matter
_TOGETHER = 256  # texts of an import that are encoded at a time


@dataclass(frozen=True)
class MemorySettings:
    """Limits of the memory."""

    max_length: int = 2000  # characters of one memory
    max_slots: int = 100_000  # memories of one server or direct conversation
    banks: int = 64  # servers whose memories are kept ready to be searched
    after_leaving: int = 7  # days that memories are kept of a server that the bot was removed from

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        for name in ("max_length", "max_slots", "banks"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        if self.after_leaving < 0:
            raise ValueError(f"after_leaving must be at least 0, got {self.after_leaving}")


@dataclass(frozen=True)
class NetworkSettings:
    """Everything that shapes the network."""

    memory: MemorySettings = field(default_factory=MemorySettings)
    encoder: EncoderSettings = field(default_factory=EncoderSettings)
    output: OutputSettings = field(default_factory=OutputSettings)


class MemoryNetwork:
    """What was said, and what it answers. Open it with `open_network`."""

    def __init__(self, store: Store, worker: Worker, settings: NetworkSettings) -> None:
        self.store = store
        self.sources = Sources(store.database)
        self.rights = Rights(store.database)
        self.policies = Policies(store.database)
        self.quality = Quality(store.database)
        self.responder: Responder = MemNNResponder(self._reader)
        self.preference = Preference.load()
        self.lineup = Lineup([self.responder])
        self._worker = worker
        self._settings = settings
        self._scorer = Scorer.load()
        self._hops = Hops.load()
        self._banks = Banks(store, worker, settings.encoder.device, settings.memory.banks)
        self.forgetting = Forgetting(
            store, worker, self._banks, self.policies, settings.memory.after_leaving
        )

    @property
    def device(self) -> str:
        """Where the vectors are compared."""
        return choose_device(self._settings.encoder.device)

    def _reader(self) -> Pointer:
        return _reader(self.device)

    def _verify(self, question: str, told: Sequence[Told], first: Sequence[float]) -> list[float]:
        return _verifier(self.device).odds(question, told, first)

    def _replacing(self, pairs: Sequence[tuple[str, str]], first: Sequence[float]) -> list[float]:
        return _verifier(self.device).taking_place(pairs, first)

    async def ready(self) -> Encoder:
        """Wait until the encoder is loaded. Raises EncoderError."""
        return await self._worker.encoder()

    async def vector(self, text: str) -> Float[Tensor, " d"]:
        """The unit vector of a text. Raises EncoderError."""
        return (await self._worker.encode([text]))[0]

    async def observe(
        self, text: str, scope: Scope, witness: Witness, *, kind: Kind = Kind.TAUGHT
    ) -> tuple[Slot, bool]:
        """Remember a fact. Returns its slot, and whether it is new; it is on disk by then.

        Raises EmptyTextError, TextTooLongError, TooManySlotsError, ServerFullError,
        PersonFullError, OptedOutError or MessageGoneError.
        """
        settings = self._settings.memory
        fact = generalize(text, scope, witness, kind=kind, max_length=settings.max_length)
        vectors = await self._worker.encode([fact.text])
        encoder = await self.ready()
        async with self._banks.changing(scope.home) as bank:
            if self.forgetting.is_gone(witness.message_id):
                raise MessageGoneError
            slot, new = await self.store.add(
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
        encoder, limits = await self.ready(), await self._limits(home)
        async with self._banks.changing(home):
            gone = self.forgetting.is_gone
            lines = [line for line in lines if not gone(line[1].witness.message_id)]
            learned = await self.store.add_all(home, lines, vectors, encoder.id, limits=limits)
            await self.sources.nest_all({fact.scope.channel_id for _, fact in lines}, threads)
            self._banks.drop(home)  # read it anew
        return learned

    async def _refuse_closed(
        self, home: Home, lines: Sequence[NumberedFact], threads: Mapping[int, int]
    ) -> None:
        """Raises LinesError with those that would go where the admins keep the bot out."""
        policy = await self.policies.of(home.guild_id or 0)
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
        most = self._settings.memory.max_slots
        if home.guild_id is None:
            return Limits(most)
        policy = await self.policies.of(home.guild_id)
        return Limits(most, policy.per_server, policy.per_person)

    async def reencode(self, progress: Progress = lambda _done, _all: None) -> int:
        """Give every slot a vector of the present encoder. Stops and goes on at any point."""
        return await self._banks.reencode(progress)

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
        stays, and goes with the message in which it was said before, too. Raises
        EmptyTextError, TextTooLongError, OptedOutError, or SlotNotFoundError when it is gone.
        """
        most = self._settings.memory.max_length
        fact = generalize(text, slot.scope, witness, kind=slot.kind, max_length=most)
        vectors = await self._worker.encode([fact.text])
        encoder = await self.ready()
        async with self._banks.changing(slot.scope.home) as bank:
            features = to_bytes(vectors[0])
            now = await self.sources.revise(
                slot, fact, features, encoder.id, for_others=for_others, mended=mended
            )
            if bank is not None and now.id == slot.id:
                await self._worker.run(bank.remove, [slot.id])
                await self._worker.run(bank.add, [now], vectors)
            else:
                self._banks.drop(slot.scope.home)  # two slots changed: read them anew
        return now

    @property
    def max_slots(self) -> int:
        """The most memories that a server or a direct conversation may have."""
        return self._settings.memory.max_slots

    @property
    def max_length(self) -> int:
        """The most characters that one memory may have."""
        return self._settings.memory.max_length

    def checked(self, text: str) -> str:
        """The text as it would be stored. Raises EmptyTextError or TextTooLongError."""
        return checked(text, self._settings.memory.max_length)

    async def answer(self, question: Question, *, by: str | None = None) -> Answer:
        """The answer of the named responder, or of the one that the server's admins chose.

        With the memories that support it. Raises EmptyTextError, TextTooLongError,
        ResponderNotLoadedError or NoResponderError.
        """
        chosen = self.lineup.named(by) if by else await self.responder_of(question.audience.home)
        return (await self._respond(chosen, question)).answer

    async def compare(self, question: Question) -> list[Response]:
        """What every responder that is loaded answers, one after the other. Raises as `answer`.

        What several read is looked up once; the time that took is in the time of each.
        """
        await self.recall(question)  # what is read once, from the disk, is in nobody's time
        read: dict[int, tuple[list[Supporting], float]] = {}
        responses = []
        for responder in self.lineup:
            await self._worker.run(responder.prepare)
            begun = time.perf_counter()
            if responder.reads not in read:
                supports = await self._read_by(responder, question)
                read[responder.reads] = supports, time.perf_counter() - begun
            else:
                begun -= read[responder.reads][1]
            supports, _ = read[responder.reads]
            responses.append(await self._said(responder, question, supports, begun))
        return responses

    async def responder_of(self, home: Home) -> Responder:
        """Who answers there. Raises NoResponderError."""
        return self.lineup.of((await self.policies.of(home.guild_id or 0)).responder)

    async def _respond(self, responder: Responder, question: Question) -> Response:
        await self._worker.run(responder.prepare)
        begun = time.perf_counter()
        supports = await self._read_by(responder, question)
        return await self._said(responder, question, supports, begun)

    async def _said(
        self,
        responder: Responder,
        question: Question,
        supports: Sequence[Supporting],
        begun: float,
    ) -> Response:
        """What it makes of what it read; its time counts from `begun`."""
        if not supports:
            return Response(Answer(None, 0.0, responder=responder.name), _since(begun))
        spoken = await self._worker.run(responder.respond, question, supports)
        odds, worth = spoken.judged(supports)
        answer = Answer(None, confidence(odds), responder=responder.name, worth=worth)
        if worth >= 0:
            answer = replace(answer, text=spoken.text, supporting=tuple(spoken.supporting))
        return Response(answer, _since(begun), tuple(spoken.looked))

    async def _read_by(self, responder: Responder, question: Question) -> list[Supporting]:
        """The memories that it reads, best first."""
        if responder.reads:
            return await self._nearest(question, responder.reads)
        return await self.recall(question)

    async def recall(self, question: Question, *, verified: bool = True) -> list[Supporting]:
        """The supporting memories of a question, however weak, best first.

        Without a second look (`verified`) they are those that resemble the text.
        """
        asked = await self._prepare(question)
        settings = self._settings.output
        trained = Trained(self._scorer, self.preference, self._hops)
        if verified and settings.verify:
            trained = replace(trained, verify=self._verify, replacing=self._replacing)
        return await self._worker.run(supporting_memories, *asked, settings, trained)

    async def ranked(self, question: Question, *, limit: int) -> list[Slot]:
        """The memories by falling s_O, as the first hop sees them."""
        return [item.slot for item in await self._nearest(question, limit)]

    async def _nearest(self, question: Question, limit: int) -> list[Supporting]:
        asked = await self._prepare(question)
        settings = self._settings.output
        return await self._worker.run(ranking, *asked, settings, self._scorer, limit=limit)

    async def _prepare(
        self, question: Question
    ) -> tuple[Bank, Question, Reading, Float[Tensor, "2 d"]]:
        """What O needs. Raises EmptyTextError or TextTooLongError."""
        question = replace(question, text=self.checked(question.text))
        bank = await self._banks.of(question.audience.home)
        reading = await self._worker.run(_read, bank, question)
        return bank, question, reading, await self._encode_pair(reading)

    async def _encode_pair(self, reading: Reading) -> Float[Tensor, "2 d"]:
        """The question as asked, and in the words of those whom it names."""
        if reading.neutral == reading.text:
            return (await self._worker.encode([reading.text])).expand(2, -1)
        return await self._worker.encode([reading.text, reading.neutral])

    async def nearest(self, question: Question, *, limit: int) -> list[int]:
        """The ids of the nearest memories by cosine alone: the baseline that O is measured by."""
        bank = await self._banks.of(question.audience.home)
        vectors = await self._worker.encode([question.text])
        return await self._worker.run(bank.nearest, vectors[0], question.audience, limit)

    async def picture(self, bars: Sequence[Bar], names: tuple[str, str, str]) -> bytes:
        """What the scores of an answer's hops are made of, as PNG."""
        return await self._worker.run(hop_scores, bars, names)

    async def side_by_side(self, panels: Sequence[Panel], names: tuple[str, str, str]) -> bytes:
        """The same for several responders, or where they looked, as PNG."""
        return await self._worker.run(side_by_side, panels, names)

    async def usable(self, audience: Audience) -> Audience:
        """Without the channels that the server's admins keep the bot out of."""
        policy = await self.policies.of(audience.home.guild_id or 0)
        if not policy.allowed_channels and not policy.blocked_channels:
            return audience
        left = audience.channel_ids - await self.sources.within(policy.blocked_channels)
        if policy.allowed_channels:
            left &= await self.sources.within(policy.allowed_channels)
        return replace(audience, channel_ids=frozenset(left))


@cache
def _reader(device: str) -> Reader:
    """R's pointer, as it is loaded for the first answer that needs it."""
    return Reader.load(device=device).for_reading()


@cache
def _verifier(device: str) -> Verifier:
    """What looks twice at what was taught, over R's lower layers."""
    return Verifier.load(_reader(device)).for_reading()


@asynccontextmanager
async def open_network(
    store: Store, settings: NetworkSettings, *, load: Callable[[], Encoder] | None = None
) -> AsyncIterator[MemoryNetwork]:
    """A network over the store. The encoder loads in the background; `load` replaces it."""
    worker = Worker(load or (lambda: _load(settings.encoder)))
    try:
        yield MemoryNetwork(store, worker, settings)
    finally:
        await worker.close()


def _load(settings: EncoderSettings) -> Encoder:
    """The encoder; on its thread, what understands reads its tables, too."""
    read_tables()
    return load_encoder(settings)


def _since(begun: float) -> float:
    """Milliseconds."""
    return 1000 * (time.perf_counter() - begun)


def _read(bank: Bank, question: Question) -> Reading:
    visible = bank.visible(question.audience.channel_ids)
    return read(question, bank.people(question.text, visible))
