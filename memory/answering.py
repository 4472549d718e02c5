"""Questions that people ask, with what they leave to the question before."""

from dataclasses import replace

from memory.declaring import asked_of
from memory.errors import EmptyTextError
from memory.followups import (
    as_asked_by,
    asks_more,
    asks_source,
    has_pronouns,
    whole,
    with_names,
)
from memory.intents import surely_asks
from memory.messages import Message, Reply
from memory.network import MemoryNetwork
from memory.permissions import admit
from memory.perspective import as_said_by, told_to
from memory.phrases import say
from memory.responders import Response
from memory.slots import Answer, Question
from memory.spoken_of import Before, person, thing
from memory.threads import Exchange, Threads

_KEYS = 4  # words that may be a question without a question word


class Answering:
    """Answers from what those who read the reply may see."""

    def __init__(self, network: MemoryNetwork, threads: Threads) -> None:
        self._network, self._threads = network, threads

    async def ask(self, message: Message, question: str) -> Reply:
        """Answer from what this audience may see, and from what was asked just before.

        Raises PlaceClosedError or PersonClosedError.
        """
        await admit(self._network.policies, message)
        message = replace(message, audience=await self._network.usable(message.audience))
        before = self._threads.before(
            message.scope, message.author, message.at,
            private=message.private, replies_to=message.replies_to,
        )  # fmt: skip
        if before is not None and asks_source(question):
            return await self._sources(message, before)
        text = await self._of_told(message, question, before)
        if text == question and before is not None:
            text = await self._whole(message, question, before)
        try:
            answer = await self._network.answer(Question(text, message.author, message.audience))
        except EmptyTextError:
            return Reply(say("emoji"))
        return Reply(
            answer.text or (say("unknown_near") if answer.nearest else say("unknown")),
            answer=answer,
            asked=text if text != question else "",
            exchange=self._noted(message, text, answer),
            answer_id=await self._counted(message, answer),
        )

    async def compare(self, message: Message, question: str) -> list[Response]:
        """What every responder answers, from what this audience may see. Counts nowhere.

        Raises PlaceClosedError, PersonClosedError, EmptyTextError or TextTooLongError.
        """
        await admit(self._network.policies, message)
        audience = await self._network.usable(message.audience)
        return await self._network.compare(Question(question, message.author, audience))

    async def _whole(self, message: Message, question: str, before: Exchange) -> str:
        """The question with what it leaves to the one before."""
        known = await self._network.store.seen(before.slot_ids, message.audience)
        told = " ".join(told_to(slot, message.author) for slot in known)
        return whole(question, as_asked_by(before, message.author), told)

    async def _of_told(self, message: Message, question: str, before: Exchange | None) -> str:
        """The question with what its pronouns stand for, where that was told just before.

        By the asker, or by anybody where they asked nothing before.
        """
        newest = next(iter(self._threads.newest(message.scope, message.at)), None)
        head, leans = asks_more(question), has_pronouns(question)
        if newest is None or newest.question or not (head or leans):
            return question
        slots = await self._network.store.seen(newest.slot_ids, message.audience)
        told = Before(as_said_by(slots[0], message.author) if slots else "")
        if head and newest.asker.id != message.author.id:
            return asked_of(told.told, head) or question
        if not leans:
            return question
        if before is not None and newest.asker.id != message.author.id:
            return question
        return with_names(question, person(told), thing(told, many=False)) or question

    async def _sources(self, message: Message, before: Exchange) -> Reply:
        """Who said what was answered last, as far as those who read this may know."""
        known = await self._network.store.seen(before.slot_ids, message.audience)
        if not known:
            return Reply(say("source_unknown"))
        people = list(dict.fromkeys(w.author.name for slot in known for w in slot.witnesses))
        text = say("source", people=", ".join(people))
        return Reply(text, sources=tuple(known), exchange=before)

    def _noted(self, message: Message, question: str, answer: Answer) -> Exchange:
        supports = tuple(item.slot.id for item in answer.supporting)
        said, scope = message.author, message.scope
        asked = question if _is_asked(question) else ""
        exchange = Exchange(
            asked, said, scope, supports, message.at, message.private, message.message_id
        )
        self._threads.note(exchange)
        return exchange

    async def _counted(self, message: Message, answer: Answer) -> int | None:
        """Count a server's question; its answer's number, when it has one."""
        guild, answered = message.scope.guild_id, answer.text is not None
        if guild is None:
            return None
        number = await self._network.quality.record(
            guild, answer.responder, message.at, answered=answered
        )
        return number if answered else None


def _is_asked(text: str) -> bool:
    """Whether a later question may lean on it: no statement that was taken for a question."""
    return surely_asks(text) or len(text.split()) <= _KEYS
