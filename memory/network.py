"""I -> G -> O -> R over one store: observe, answer, forget.

The one place where asyncio meets torch: the event loop waits, the worker's thread computes.
"""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from jaxtyping import Float
from torch import Tensor

from memory import spans
from memory.addressing import confidence
from memory.banks import Banks, Progress
from memory.devices import choose_device
from memory.encoder import Encoder, EncoderSettings, load_encoder
from memory.forgetting import Forgetting
from memory.learning import Learning
from memory.lineup import Lineup
from memory.pictures import Bar, Panel, hop_scores, side_by_side
from memory.policies import Policies
from memory.quality import Quality
from memory.recall import Recall
from memory.responders import MemNNResponder, Responder, Response
from memory.rights import Rights
from memory.settings import NetworkSettings
from memory.slots import Answer, Audience, Home, Kind, Question, Supporting
from memory.sources import Sources
from memory.store import Store
from memory.verbs import read_tables
from memory.words import FILLER, words
from memory.worker import Worker

_NEAR = 0.2  # how likely a memory has to answer to be shown where none is sure to


class MemoryNetwork:
    """What was said, and what it answers. Open it with `open_network`."""

    def __init__(self, store: Store, worker: Worker, settings: NetworkSettings) -> None:
        self.store = store
        self.sources = Sources(store.database)
        self.rights = Rights(store.database)
        self.policies = Policies(store.database)
        self.quality = Quality(store.database)
        self.responder: Responder = MemNNResponder(lambda: spans.shipped(self.device))
        self.lineup = Lineup([self.responder])
        self._worker = worker
        self._settings = settings
        self._banks = Banks(store, worker, settings.encoder.device, settings.memory.banks)
        self.forgetting = Forgetting(
            store, worker, self._banks, self.policies, settings.memory.after_leaving
        )
        self.learning = Learning(
            store, worker, self._banks, self.policies, self.forgetting, settings.memory
        )
        self.recall = Recall(worker, self._banks, settings)

    @property
    def device(self) -> str:
        """Where the vectors are compared."""
        return choose_device(self._settings.encoder.device)

    async def ready(self) -> Encoder:
        """Wait until the encoder is loaded. Raises EncoderError."""
        return await self._worker.encoder()

    async def vector(self, text: str) -> Float[Tensor, " d"]:
        """The unit vector of a text. Raises EncoderError."""
        return (await self._worker.encode([text]))[0]

    async def reencode(self, progress: Progress = lambda _done, _all: None) -> int:
        """Give every slot a vector of the present encoder. Stops and goes on at any point."""
        return await self._banks.reencode(progress)

    @property
    def max_slots(self) -> int:
        """The most memories that a server or a direct conversation may have."""
        return self._settings.memory.max_slots

    @property
    def max_length(self) -> int:
        """The most characters that one memory may have."""
        return self._settings.memory.max_length

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
        await self.recall.supports(question)  # what is read from the disk is in nobody's time
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
        elif answer.confidence >= _NEAR and not FILLER.issuperset(words(question.text)):
            answer = replace(answer, nearest=_taught(spoken.supporting))
        return Response(answer, _since(begun), tuple(spoken.looked))

    async def _read_by(self, responder: Responder, question: Question) -> list[Supporting]:
        """The memories that it reads, best first."""
        if responder.reads:
            return await self.recall.read(question, responder.reads)
        return await self.recall.supports(question)

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


def _taught(supports: Sequence[Supporting]) -> Supporting | None:
    """The best of them, unless it was only heard."""
    best = next(iter(supports), None)
    return None if best is None or best.slot.kind is Kind.HEARD else best


def _load(settings: EncoderSettings) -> Encoder:
    """The encoder; on its thread, what understands reads its tables, too."""
    read_tables()
    return load_encoder(settings)


def _since(begun: float) -> float:
    """Milliseconds."""
    return 1000 * (time.perf_counter() - begun)
