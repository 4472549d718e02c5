"""The conversation, the same wherever it is held: a message in, a reply out.

Knows nothing of how messages arrive. What waits for a yes or no is kept for each person in each
channel, and lapses with the next thing that they say, or after a few minutes.
"""

import asyncio
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import assert_never
from weakref import WeakValueDictionary

from memory.errors import (
    EmptyTextError,
    OptedOutError,
    PersonClosedError,
    PlaceClosedError,
    SlotNotFoundError,
    TextTooLongError,
)
from memory.followups import asks_source, whole
from memory.intents import (
    Ask,
    Decide,
    Forget,
    Mine,
    Offer,
    SmallTalk,
    Teach,
    is_statement,
    understand,
)
from memory.network import MemoryNetwork
from memory.perspective import is_personal, third_person
from memory.phrases import counted, say
from memory.responders import Response, ended, told_to
from memory.slots import (
    Answer,
    Audience,
    Kind,
    Person,
    Question,
    Scope,
    Slot,
    Wanted,
    Witness,
)
from memory.threads import Exchange, Threads
from memory.words import words

_NOT_KEPT = (
    EmptyTextError, TextTooLongError, OptedOutError, PlaceClosedError, PersonClosedError,
)  # fmt: skip
_LISTED = 10  # memories that one reply lists
_PATIENCE = 300.0  # seconds that a yes or no may take
_NUMBER = re.compile(r"(?:(?:memory|number|slot)\s*)?#?\s*(\d{1,18})", re.I)

_Key = tuple[Scope, int]


@dataclass(frozen=True, slots=True)
class Message:
    """Something that a person says to the bot."""

    text: str
    author: Person
    scope: Scope
    audience: Audience  # whose memories may support the reply
    at: float  # Unix seconds, UTC
    message_id: int | None = None
    may_forget_all: bool = False  # an admin: may make the bot forget what others said
    parent_id: int | None = None  # the channel that this thread belongs to
    role_ids: frozenset[int] = frozenset()
    replies_to: int | None = None  # the id of the message that it answers
    private: bool = False  # only its author reads the reply

    @property
    def places(self) -> frozenset[int]:
        """The channel, and the one that it belongs to."""
        return frozenset({self.scope.channel_id, self.parent_id or self.scope.channel_id})


@dataclass(frozen=True, slots=True)
class Edit:
    """A message that was changed after it was sent."""

    message_id: int
    author: Person
    scope: Scope
    text: str | None  # None: it cannot be read any more
    at: float  # Unix seconds, UTC
    parent_id: int | None = None
    role_ids: frozenset[int] = frozenset()
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says, and what it did."""

    text: str
    answer: Answer | None = None  # when a question was asked
    stored: Slot | None = None  # when a fact was taught
    forgotten: int = 0  # memories that are gone
    removal: int | None = None  # brings back what an admin removed
    others: tuple[int, ...] = ()  # memories of others that an admin changed or removed
    sources: tuple[Slot, ...] = ()  # memories that it speaks of
    asked: str = ""  # the whole question, where it leaned on the one before
    exchange: Exchange | None = None  # what a reply to this one may lean on
    answer_id: int | None = None  # by which it can be voted on


@dataclass(frozen=True, slots=True)
class _Pending:
    """What a yes would do."""

    until: float
    fact: str | None = None
    said: Message | None = None  # the message with the fact
    slots: tuple[Slot, ...] = ()


class Conversation:
    """Teaches, asks, forgets and chats, one message of a person at a time."""

    def __init__(self, network: MemoryNetwork) -> None:
        self.network = network
        self.threads = Threads()
        self._pending: dict[_Key, _Pending] = {}
        self._turns: WeakValueDictionary[_Key, asyncio.Lock] = WeakValueDictionary()

    async def reply(self, message: Message) -> Reply:
        """The reply. Raises EngramError for what a person has to mend (length, a full memory)."""
        key = (message.scope, message.author.id)
        turn = self._turns.setdefault(key, asyncio.Lock())
        async with turn:  # to teach and ask in one breath must not race
            return await self._dispatch(message)

    async def _dispatch(self, message: Message) -> Reply:
        # taken out whatever is said: a later "ok" means something else
        pending = self._pending.pop((message.scope, message.author.id), None)
        match understand(message.text):
            case Mine():
                reply = await self._list(message)
            case Teach(fact):
                reply = await self.teach(message, fact)
            case Ask(question):
                reply = await self.ask(message, question)
            case Forget(about, everything):
                reply = await self._forget(message, about, everything=everything)
            case Offer(fact):
                await self.admit(message)
                reply = self._offer(message, fact)
            case Decide(yes):
                reply = await self._decide(message, pending, yes=yes)
            case SmallTalk(kind):
                reply = Reply(say(kind, name=message.author.name))
            case never:
                assert_never(never)
        return reply

    async def admit(self, message: Message) -> None:
        """Whether the server's admins let this person teach and ask in this place.

        Raises PlaceClosedError or PersonClosedError.
        """
        policy = await self.network.policies.of(message.scope.guild_id or 0)
        policy.admit(message.places, message.role_ids, is_admin=message.may_forget_all)

    def _offer(self, message: Message, fact: str) -> Reply:
        """Ask whether it should be stored."""
        fact = self.network.checked(fact)
        pending = _Pending(_until(message), fact, message)
        return self._ask_first(message, pending, "offer", fact=_excerpt(fact))

    async def teach(self, message: Message, fact: str) -> Reply:
        """Store the fact; say so once it is on disk."""
        slot, new = await self._observe(message, fact, Kind.TAUGHT)
        if not new:
            joined = _joined(slot, message.author)
            return Reply(say("stored_too") if joined else say("stored_again"), stored=slot)
        return Reply(
            say("stored", fact=ended(_excerpt(told_to(slot, message.author)))), stored=slot
        )

    async def add(self, message: Message, fact: str) -> Reply:
        """Store an admin's fact for the whole server."""
        if is_personal(fact):
            return Reply(say("add_personal"))
        slot, new = await self._observe(message, fact, Kind.ADDED)
        if not new and not _joined(slot, message.author):
            return Reply(say("stored_again"), stored=slot)
        return Reply(say("added", fact=ended(_excerpt(slot.text)), number=slot.id), stored=slot)

    async def overhear(self, message: Message) -> Slot | None:
        """Keep what was not said to the bot, if it states something. Raises EngramError."""
        if not is_statement(message.text):
            return None
        slot, _ = await self.keep(message)
        return slot

    async def correct(self, message: Message, slot: Slot, fact: str) -> Reply:
        """Put a person's new words in the place of theirs; or an admin's in the place of others'.

        Raises EmptyTextError, TextTooLongError, OptedOutError, PlaceClosedError,
        PersonClosedError or SlotNotFoundError.
        """
        await self.admit(message)
        if not may_correct(message, slot):
            old = _excerpt(told_to(slot, message.author))
            return Reply(say("correct_others", fact=old, author=slot.author.name))
        own = is_witness(slot, message.author)
        witness = Witness(message.author, message.at)
        now = await self.network.revise(slot, fact, witness, for_others=not own)
        new = ended(_excerpt(told_to(now, message.author)))
        return Reply(say("corrected", fact=new), stored=now, others=() if own else (now.id,))

    async def changeable(self, message: Message, about: str, *, limit: int) -> list[Slot]:
        """Memories with these words that the person may make the bot forget, newest first."""
        author = None if message.may_forget_all else message.author.id
        wanted = Wanted(about, author_id=author)
        return await self.network.store.page(message.audience, wanted, limit=limit)

    async def keep(self, message: Message) -> tuple[Slot, bool]:
        """Store a message as it stands, and say whether that is news of its author."""
        home, number = message.scope.home, message.message_id or 0
        for known in await self.network.sources.of_message(home, number):
            return known, False
        slot, new = await self._observe(message, message.text, Kind.HEARD)
        return slot, new or _joined(slot, message.author)

    async def _observe(self, message: Message, fact: str, kind: Kind) -> tuple[Slot, bool]:
        await self.admit(message)
        witness = Witness(message.author, message.at, message.message_id)
        if message.parent_id is not None:
            await self.network.sources.nest(message.scope, message.parent_id)
        return await self.network.observe(fact, message.scope, witness, kind=kind)

    async def edited(self, edit: Edit) -> None:
        """Let what was said in a message follow its new text."""
        turn = self._turns.setdefault((edit.scope, edit.author.id), asyncio.Lock())
        async with turn:
            self._drop_offers(edit.scope, {edit.message_id})
            for slot in await self.network.sources.of_message(edit.scope.home, edit.message_id):
                await self._follow(slot, edit)

    async def _follow(self, slot: Slot, edit: Edit) -> None:
        word = next((w for w in slot.witnesses if w.message_id == edit.message_id), None)
        if word is None or edit.at <= word.said_at:  # a preview was added, or it was pinned
            return
        if word.author.id != edit.author.id:  # an import named the wrong message
            return
        fact = _restated(slot, edit.text)
        if fact == slot.text:
            return
        try:
            if fact is not None:
                await self._admit_edit(edit)
                await self.network.revise(slot, fact, replace(word, said_at=edit.at))
                return
        except _NOT_KEPT:
            pass  # it says nothing any more that could be kept
        await self.network.forgetting.withdraw(slot.scope.home, [slot.id], word.author.id)

    async def _admit_edit(self, edit: Edit) -> None:
        policy = await self.network.policies.of(edit.scope.guild_id or 0)
        channel = edit.scope.channel_id
        places = frozenset({channel, edit.parent_id or channel})
        policy.admit(places, edit.role_ids, is_admin=edit.is_admin)

    async def deleted(self, scope: Scope, message_ids: Collection[int]) -> int:
        """Forget what was said in messages that are gone. Returns how many memories went."""
        self._drop_offers(scope, message_ids)
        return await self.network.forgetting.delete_messages(scope.home, message_ids)

    def _drop_offers(self, scope: Scope, message_ids: Collection[int]) -> None:
        for key, waits in list(self._pending.items()):
            if key[0] == scope and waits.said is not None and waits.said.message_id in message_ids:
                del self._pending[key]

    async def ask(self, message: Message, question: str) -> Reply:
        """Answer from what this audience may see, and from what was asked just before.

        Raises PlaceClosedError or PersonClosedError.
        """
        await self.admit(message)
        message = replace(message, audience=await self.network.usable(message.audience))
        before = self.threads.before(
            message.scope, message.author, message.at,
            private=message.private, replies_to=message.replies_to,
        )  # fmt: skip
        if before is not None and asks_source(question):
            return await self._sources(message, before)
        text = question if before is None else await self._whole(message, question, before)
        try:
            answer = await self.network.answer(Question(text, message.author, message.audience))
        except EmptyTextError:
            return Reply(say("emoji"))
        return Reply(
            answer.text or say("unknown"),
            answer=answer,
            asked=text if text != question else "",
            exchange=self._noted(message, text, answer),
            answer_id=await self._counted(message, answer),
        )

    async def compare(self, message: Message, question: str) -> list[Response]:
        """What every responder answers, from what this audience may see. Counts nowhere.

        Raises PlaceClosedError, PersonClosedError, EmptyTextError or TextTooLongError.
        """
        await self.admit(message)
        audience = await self.network.usable(message.audience)
        return await self.network.compare(Question(question, message.author, audience))

    async def _whole(self, message: Message, question: str, before: Exchange) -> str:
        """The question with what it leaves to the one before."""
        known = await self._still_seen(message, before)
        own = before.asker.id == message.author.id
        asked = before.question if own else third_person(before.question, before.asker.name)
        told = " ".join(told_to(slot, message.author) for slot in known)
        return whole(question, asked, told)

    async def _sources(self, message: Message, before: Exchange) -> Reply:
        """Who said what was answered last, as far as those who read this may know."""
        known = await self._still_seen(message, before)
        if not known:
            return Reply(say("source_unknown"))
        people = list(dict.fromkeys(w.author.name for slot in known for w in slot.witnesses))
        text = say("source", people=", ".join(people))
        return Reply(text, sources=tuple(known), exchange=before)

    async def _still_seen(self, message: Message, before: Exchange) -> list[Slot]:
        """What supported an answer and this audience may see by now."""
        found = []
        for slot_id in before.slot_ids:
            try:
                found.append(await self.network.store.get(slot_id, message.audience))
            except SlotNotFoundError:
                continue  # forgotten, or out of sight
        return found

    def _noted(self, message: Message, question: str, answer: Answer) -> Exchange:
        supports = tuple(item.slot.id for item in answer.supporting)
        exchange = Exchange(
            question, message.author, message.scope, supports, message.at, message.private
        )
        self.threads.note(exchange)
        return exchange

    async def _counted(self, message: Message, answer: Answer) -> int | None:
        """Count a server's question; its answer's number, when it has one."""
        guild, answered = message.scope.guild_id, answer.text is not None
        if guild is None:
            return None
        number = await self.network.quality.record(
            guild, answer.responder, message.at, answered=answered
        )
        return number if answered else None

    def _ask_first(self, message: Message, pending: _Pending, key: str, **facts: object) -> Reply:
        self._pending = {
            other: waits for other, waits in self._pending.items() if waits.until > message.at
        }
        self._pending[message.scope, message.author.id] = pending
        return Reply(say(key, **facts))

    async def _decide(self, message: Message, pending: _Pending | None, *, yes: bool) -> Reply:
        if pending is None or pending.until < message.at:
            return Reply(say("okay"))
        if pending.fact is not None and pending.said is not None:
            return await self.teach(pending.said, pending.fact) if yes else Reply(say("not_stored"))
        return await self.forget(message, pending.slots) if yes else Reply(say("kept"))

    async def _forget(self, message: Message, about: str, *, everything: bool) -> Reply:
        """Find what is meant and ask before it is forgotten."""
        if everything:
            return await self._forget_everything(message)
        if not words(about) or about.lower() in {"it", "this", "that"}:
            return Reply(say("forget_what"))
        slot = await self.find(message, about)
        if slot is None:
            return Reply(say("forget_nothing"))
        fact = _excerpt(told_to(slot, message.author))
        if not may_forget(message, slot):
            return Reply(say("forget_others", fact=fact, author=slot.author.name))
        pending = _Pending(_until(message), slots=(slot,))
        return self._ask_first(message, pending, "forget_confirm", fact=fact)

    async def _list(self, message: Message) -> Reply:
        """The newest of what this person told, as far as those who read the reply may see it."""
        slots = await self.network.store.said_by(message.author.id, message.audience)
        if not slots:
            return Reply(say("unknown"))
        lines = [f"#{s.id} {_excerpt(told_to(s, message.author))}" for s in slots[:_LISTED]]
        return Reply("\n".join([say("yours", count=counted(len(slots))), *lines]))

    async def _forget_everything(self, message: Message) -> Reply:
        slots = await self.network.store.said_by(message.author.id, message.audience)
        if not slots:
            return Reply(say("forget_nothing"))
        pending = _Pending(_until(message), slots=tuple(slots))
        return self._ask_first(message, pending, "forget_all_confirm", count=counted(len(slots)))

    async def find(self, message: Message, about: str) -> Slot | None:
        """The memory that is meant: by its number ("#12"), or by what it says."""
        number = _NUMBER.fullmatch(about.strip())
        if number:
            try:
                return await self.network.store.get(int(number[1]), message.audience)
            except SlotNotFoundError:
                return None
        asked = Question(about, message.author, message.audience)
        supports = await self.network.recall(asked)  # whoever answers: O is who finds
        return supports[0].slot if supports and supports[0].odds >= 0 else None

    async def forget(self, message: Message, slots: tuple[Slot, ...]) -> Reply:
        """Forget for good. One's own word is taken back; what others said too remains theirs."""
        home = message.scope.home
        own = [slot for slot in slots if is_witness(slot, message.author)]
        word = [slot.id for slot in own]
        gone = (
            await self.network.forgetting.withdraw(home, word, message.author.id)
            if own
            else set[int]()
        )
        rest = [slot.id for slot in slots if not is_witness(slot, message.author)]
        if rest and home.guild_id is not None:  # others' words, at an admin's wish
            return await self.set_aside(message, rest, len(gone))
        count = len(gone) + (await self.network.forgetting.forget(home, rest) if rest else 0)
        if len(slots) == 1 and own and not gone:
            return Reply(await self._withdrawn(message, slots[0]))
        text = say("forgotten") if len(slots) == 1 else say("forgotten_all", count=counted(count))
        return Reply(text, forgotten=count)

    async def set_aside(self, message: Message, slot_ids: Collection[int], gone: int = 0) -> Reply:
        """Remove what others said so that it can be brought back within an hour."""
        removal = await self.network.forgetting.set_aside(message.scope.home, slot_ids, message.at)
        count = gone + removal.count
        others = tuple(slot_ids) if removal.count else ()
        if not removal.count:  # somebody was quicker
            return Reply(say("forgotten"), forgotten=count)
        text = say("set_aside", count=counted(count))
        return Reply(text, forgotten=count, removal=removal.id, others=others)

    async def _withdrawn(self, message: Message, slot: Slot) -> str:
        """Whose the memory is now; somebody may have made the bot forget it meanwhile."""
        try:
            left = await self.network.store.get(slot.id, message.audience)
        except SlotNotFoundError:
            return say("forgotten")
        return say("withdrawn", author=", ".join(item.author.name for item in left.witnesses))


def _restated(slot: Slot, text: str | None) -> str | None:
    """The fact as the new text of its message says it; None when it says none."""
    if text is None or slot.kind is Kind.HEARD:  # what was heard is a message as it stands
        return text
    match understand(text):
        case Teach(fact) | Offer(fact):
            return " ".join(fact.split())
        case _:
            return None


def may_forget(message: Message, slot: Slot) -> bool:
    """Whether this person may make the bot forget it: it was their word, or they are an admin."""
    return message.may_forget_all or is_witness(slot, message.author)


def _joined(slot: Slot, person: Person) -> bool:
    """Whether this person is the latest to say what others said before."""
    return len(slot.witnesses) > 1 and slot.witnesses[-1].author.id == person.id


def may_correct(message: Message, slot: Slot) -> bool:
    """Whether this person may put it right: their word, or an admin, but nobody else's "I"."""
    return is_witness(slot, message.author) or (message.may_forget_all and not slot.personal)


def is_witness(slot: Slot, person: Person) -> bool:
    """Whether this person said it."""
    return slot.word_of(person.id) is not None


def _excerpt(text: str) -> str:
    """The text, shortened to what one reads in passing."""
    return text if len(text) <= 200 else text[:199].rstrip() + "…"


def _until(message: Message) -> float:
    return message.at + _PATIENCE
