"""Fakes that obey the protocols, and the people and places of the tests."""

from collections.abc import Sequence
from zlib import crc32

import torch
from jaxtyping import Float
from torch import Tensor

from memory.dialogue import Conversation
from memory.messages import Message, Reply
from memory.network import MemoryNetwork
from memory.responders import Looked, Spoken
from memory.slots import Audience, Person, Question, Scope, Supporting
from memory.words import stems

ADA, BEN, CLEO = Person(101, "Ada"), Person(102, "Ben"), Person(103, "Cleo")
HERE = Scope(guild_id=1, channel_id=11)
NEXT_DOOR = Scope(guild_id=1, channel_id=12)
ELSEWHERE = Scope(guild_id=2, channel_id=21)
WHISPER = Scope(guild_id=None, channel_id=31)


class FakeEncoder:
    """Bags of hashed stems as unit vectors: texts that share words are near. Keeps its batches."""

    def __init__(self, dimension: int = 64, id_: str = "fake@1") -> None:
        self.id = id_
        self.dimension = dimension
        self.batches: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Float[Tensor, "n d"]:
        """Unit vectors on the CPU, one a text."""
        self.batches.append(list(texts))
        vectors = torch.zeros(len(texts), self.dimension)
        for row, text in enumerate(texts):
            for stem in sorted(stems(text)):
                vectors[row, crc32(stem.encode()) % self.dimension] += 1
            vectors[row, 0] += 1e-3  # no text is without a direction
        return torch.nn.functional.normalize(vectors, dim=1)  # (n, d)


class Echo:
    """A responder that says its own name, from the first memory that it reads."""

    def __init__(self, name: str, *, reads: int = 0, odds: float | None = 3.0) -> None:
        self.name, self.reads, self.odds = name, reads, odds
        self.read: Sequence[Supporting] = ()
        self.prepared = 0

    def prepare(self) -> None:
        """Count."""
        self.prepared += 1

    def respond(self, _question: Question, supporting: Sequence[Supporting]) -> Spoken:
        """Its name, and where it looked."""
        self.read = supporting
        looked = [Looked(item.slot, [(item.slot.text, 1.0)]) for item in supporting]
        return Spoken(self.name, supporting[:1], self.odds, looked)


class Talk:
    """A conversation in which time passes: `say` is all that a test has to write."""

    def __init__(self, network: MemoryNetwork) -> None:
        self.network = network
        self.conversation = Conversation(network)
        self.now = 1_000.0

    def message(
        self,
        text: str,
        author: Person = ADA,
        scope: Scope = HERE,
        *,
        reads: Sequence[int] = (),
        admin: bool = False,
    ) -> Message:
        """A message a second later than the last; `reads`: further channels of its readers."""
        self.now += 1
        audience = Audience.of(scope, *reads)
        return Message(text, author, scope, audience, self.now, is_admin=admin)

    async def say(
        self,
        text: str,
        author: Person = ADA,
        scope: Scope = HERE,
        *,
        reads: Sequence[int] = (),
        admin: bool = False,
    ) -> Reply:
        """The reply to what `author` says in `scope`."""
        message = self.message(text, author, scope, reads=reads, admin=admin)
        return await self.conversation.reply(message)

    async def stored(self, text: str, author: Person = ADA) -> str:
        """What is stored of what `author` says."""
        reply = await self.say(text, author)
        assert reply.stored is not None
        return reply.stored.text

    async def texts(self) -> list[str]:
        """What is remembered on the server of HERE."""
        return [slot.text for slot in await self.network.store.active(HERE.home)]
