"""How every responder is measured on chats: the bot hears one, and whoever is asked answers.

A benchmark gives memories as a `Dialogue` and questions as `Asked`, and judges what comes back.
What hears, finds, reads and declines is the bot's own network throughout.
"""

import math
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from memory.errors import EmptyTextError
from memory.lineup import MEMNN
from memory.network import MemoryNetwork
from memory.responders import Responder, Spoken
from memory.settings import NetworkSettings
from memory.slots import Audience, Kind, Question, Scope, Supporting, Witness
from memory.store import Store
from memory.training.dialogues import Asked, Dialogue, person
from memory.wordwise_responder import load_into
from memory.worker import Worker


@dataclass(frozen=True)
class Answered:
    """One question and what came of it."""

    asked: Asked
    ranked: Sequence[int]  # turns, best first; none where nobody wanted to know
    answer: str | None  # None: declined
    worth: float  # whether the answer was to be said: from 0 on
    milliseconds: float
    supporting: Sequence[int] = ()  # turns that what was found is from, best first
    found: str | None = None  # what it would have said if it never declined


@asynccontextmanager
async def listening(
    worker: Worker, settings: NetworkSettings, responders: Sequence[str] = (MEMNN,)
) -> AsyncIterator[MemoryNetwork]:
    """A network without memories in which these responders are loaded, the first one preferred."""
    with TemporaryDirectory() as folder:
        async with Store.open(Path(folder) / "engram.db") as store:
            network = MemoryNetwork(store, worker, settings)
            for name in reversed(responders):
                network.lineup.preferred = load_into(network.lineup, name)
                network.lineup.add(_Outspoken(network.lineup.named(name)))
            yield network


class _Outspoken:
    """Says what a responder found, however unsure it is: what it knows shows apart from that."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder
        self.name, self.reads = responder.name, responder.reads
        self.worth = -math.inf  # of the last answer: from 0 on the bot would have said it

    def prepare(self) -> None:
        """Load what it needs."""
        self._responder.prepare()

    def respond(self, question: Question, supporting: Sequence[Supporting]) -> Spoken:
        """What it says."""
        spoken = self._responder.respond(question, supporting)
        _, self.worth = spoken.judged(supporting)
        return replace(spoken, worth=math.inf)


@dataclass(frozen=True)
class Hearing:
    """A chat that a network has heard, on a server of its own."""

    network: MemoryNetwork
    scope: Scope
    turns: Mapping[int, Sequence[int]]  # of a slot: what is said twice shares one

    async def answer(self, asked: Asked, *, by: str | None = None, ranked: int = 0) -> Answered:
        """What one responder answers, in which time; with so many of the turns by falling s_O."""
        question = Question(asked.text, person(asked.asker), Audience.of(self.scope))
        begun = time.perf_counter()
        answer = await self.network.answer(question, by=by)
        elapsed = 1000 * (time.perf_counter() - begun)
        best = await self.network.recall.ranked(question, limit=ranked) if ranked else []
        responder = self.network.lineup.named(answer.responder)
        assert isinstance(responder, _Outspoken)  # noqa: S101 `listening` loads no other
        worth = -math.inf if answer.text is None else responder.worth
        return Answered(
            asked,
            [turn for slot in best for turn in self.turns[slot.id]],
            (answer.text or None) if worth >= 0 else None,
            worth,
            elapsed,
            [turn for item in answer.supporting for turn in self.turns[item.slot.id]],
            answer.text or None,
        )


async def hear(
    network: MemoryNetwork, dialogue: Dialogue, server: int = 1, kind: Kind = Kind.HEARD
) -> Hearing:
    """Let every turn be heard, or taught, as what its author said; one without a word is not."""
    scope, turns = Scope(server, 1), defaultdict[int, list[int]](list)
    for index, turn in enumerate(dialogue.turns):
        said = Witness(person(turn.author), turn.said_at, index)
        try:
            slot, _ = await network.learning.observe(turn.text, scope, said, kind=kind)
        except EmptyTextError:
            continue
        turns[slot.id].append(index)
    return Hearing(network, scope, turns)
