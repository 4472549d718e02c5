"""O over the memories of a server: the supporting memories of a question, best first."""

from collections.abc import Sequence
from dataclasses import replace

from jaxtyping import Float
from torch import Tensor

from memory import verifier
from memory.bank import Bank
from memory.banks import Banks
from memory.devices import choose_device
from memory.each import NOBODY, One, joined, of_each
from memory.generalization import checked
from memory.hops import Hops
from memory.output import ranking, supporting_memories
from memory.preference import Preference
from memory.reading import Reading, read, read_one
from memory.scoring import Scorer
from memory.settings import NetworkSettings
from memory.slots import Person, Question, Slot, Supporting
from memory.supports import Trained
from memory.verifier import Told
from memory.worker import Worker


class Recall:
    """Finds memories, on the worker's thread."""

    def __init__(self, worker: Worker, banks: Banks, settings: NetworkSettings) -> None:
        self.preference = Preference.load()
        self._scorer = Scorer.load()
        self._hops = Hops.load()
        self._worker, self._banks = worker, banks
        self._device = choose_device(settings.encoder.device)
        self._max_length, self._output = settings.memory.max_length, settings.output

    async def supports(self, question: Question, *, verified: bool = True) -> list[Supporting]:
        """The supporting memories of a question, however weak, best first.

        Without a second look (`verified`) they are those that resemble the text.
        """
        bank, question, reading, vectors = await self._prepare(question)
        trained = self._trained(verified=verified)
        found = await self._supports(bank, question, reading, vectors, trained)
        people = reading.each if verified else ()
        parts = [await self._of_one(bank, question, one, trained) for one in people]
        return of_each(people, found, parts)

    def _trained(self, *, verified: bool) -> Trained:
        trained = Trained(self._scorer, self.preference, self._hops)
        if not verified or not self._output.verify:
            return trained
        return replace(trained, verify=self._verify, replacing=self._replacing)

    async def _supports(
        self,
        bank: Bank,
        question: Question,
        reading: Reading,
        vectors: Float[Tensor, "2 d"],
        trained: Trained,
    ) -> list[Supporting]:
        return await self._worker.run(
            supporting_memories, bank, question, reading, vectors, self._output, trained
        )

    async def _of_one(
        self, bank: Bank, question: Question, one: One, trained: Trained
    ) -> list[Supporting]:
        """What answers for one of several people."""
        reading = await self._worker.run(read_one, question, one)
        vectors = await self._encode_pair(reading)
        return await self._supports(
            bank, replace(question, text=one.text), reading, vectors, trained
        )

    async def ranked(self, question: Question, *, limit: int) -> list[Slot]:
        """The memories by falling s_O, as the first hop sees them."""
        return [item.slot for item in await self.read(question, limit)]

    async def read(self, question: Question, limit: int) -> list[Supporting]:
        """The same with their scores, for a responder that reads so many."""
        asked = await self._prepare(question)
        return await self._worker.run(ranking, *asked, self._output, self._scorer, limit=limit)

    async def _prepare(
        self, question: Question
    ) -> tuple[Bank, Question, Reading, Float[Tensor, "2 d"]]:
        """What O needs. Raises EmptyTextError or TextTooLongError."""
        question = replace(question, text=checked(question.text, self._max_length))
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

    def _verify(self, pairs: Sequence[tuple[str, Told]], first: Sequence[float]) -> list[float]:
        return verifier.shipped(self._device).odds(pairs, first)

    def _replacing(self, pairs: Sequence[tuple[str, str]], first: Sequence[float]) -> list[float]:
        return verifier.shipped(self._device).taking_place(pairs, first)


def _read(bank: Bank, question: Question) -> Reading:
    visible = bank.visible(question.audience.channel_ids)
    told = bank.told_of(joined(question.text), visible)
    known = bank.people(question.text, visible)
    return read(question, known, [Person(NOBODY, name) for name in told])
