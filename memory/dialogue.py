"""The conversation, the same wherever it is held: a message in, a reply out.

Knows nothing of how messages arrive.
"""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from typing import assert_never
from weakref import WeakValueDictionary

from memory.answering import Answering
from memory.edits import follow
from memory.finding import told_by
from memory.instead import says_wrong
from memory.intents import (
    Ask,
    Decide,
    Forget,
    Intent,
    Mine,
    Offer,
    SmallTalk,
    Teach,
    is_command,
    may_lean,
    may_tell,
    says_meant,
    surely_asks,
    understand,
)
from memory.leads import bare
from memory.leaning import Leaning
from memory.messages import Edit, Message, Reply, excerpt
from memory.naming import call_name
from memory.network import MemoryNetwork
from memory.pending import Pending, Waiting
from memory.perspective import told_to
from memory.phrases import counted, say
from memory.slots import Scope, Slot
from memory.teaching import Teaching
from memory.telling import is_hedged, laughs
from memory.threads import Exchange, Threads
from memory.understanding import Understanding
from memory.unlearning import Unlearning

_TELLING = 3  # words from which on "no, …" is no question
_LISTED = 10  # memories that one reply lists


class Conversation:
    """Teaches, asks, forgets and chats, one message of a person at a time."""

    def __init__(self, network: MemoryNetwork) -> None:
        self.network = network
        self.threads = Threads()
        self.understanding = Understanding(network)
        self._pending = Pending()
        self.teaching = Teaching(network, self._pending)
        self.answering = Answering(network, self.threads)
        self.unlearning = Unlearning(network, self._pending)
        self.leaning = Leaning(network, self.threads)
        self._turns: WeakValueDictionary[tuple[Scope, int], asyncio.Lock] = WeakValueDictionary()

    async def reply(self, message: Message) -> Reply:
        """The reply. Raises EngramError for what a person has to mend (length, a full memory)."""
        async with self._turn(message):  # to teach and ask in one breath must not race
            waiting = self._pending.take(message)
            intent = understand(message.text)
            reply = await self._mend(message, intent)
            reply = reply or await self._dispatch(message, intent, waiting)
        if (reply.stored is not None or isinstance(intent, Offer)) and not message.private:
            about = (reply.stored.id,) if reply.stored else ()  # it is spoken of something else
            told = Exchange(
                "", message.author, message.scope, about, message.at,
                private=False, message_id=message.message_id,
            )  # fmt: skip
            self.threads.note(told)
        return reply

    async def overhear(self, message: Message) -> Slot | None:
        """Keep what was not said to the bot, if it states something. Raises EngramError."""
        async with self._turn(message):  # an edit waits until there is what it changes
            return await self.teaching.overhear(message)

    async def keep(self, message: Message) -> tuple[Slot, bool]:
        """Keep somebody's message as it stands, and say whether that is news of its author."""
        async with self._turn(message):
            return await self.teaching.keep(message)

    def _turn(self, said: Message | Edit) -> asyncio.Lock:
        """Held while the bot deals with what this person said there."""
        return self._turns.setdefault((said.scope, said.author.id), asyncio.Lock())

    async def _mend(self, message: Message, intent: Intent) -> Reply | None:
        """Put right what the message corrects; None: it corrects nothing."""
        if is_command(message.text) or not may_lean(message.text, intent):
            return None
        instead = await self.leaning.instead(message)
        return await self.teaching.mend(message, *instead) if instead else None

    async def _dispatch(self, message: Message, intent: Intent, waiting: Waiting | None) -> Reply:
        match await self._whole(message, intent, waiting):
            case Mine():
                reply = await self._list(message)
            case Teach(fact, plainly):
                reply = await self.teaching.teach(message, fact, plainly=plainly)
            case Ask(question):
                reply = await self._ask(message, question)
            case Forget(about, everything):
                reply = await self.unlearning.propose(message, about, everything=everything)
            case Offer(fact):
                reply = await self.teaching.offer(message, fact)
            case Decide(yes):
                reply = await self._decide(message, waiting, yes=yes)
            case SmallTalk(kind):
                reply = Reply(say(kind, name=message.author.name))
            case never:
                assert_never(never)
        return reply

    async def _whole(self, message: Message, intent: Intent, waiting: Waiting | None) -> Intent:
        """What it wants, with what the pronouns of a fact stand for."""
        if told := await self._answered(message, intent, waiting):
            return told
        if same := await self.leaning.me_too(message):
            return Teach(same, plainly=True)
        if not isinstance(intent, SmallTalk) and may_lean(message.text, intent):
            intent = await self._leant(message, intent)
        return await self.understanding.sure(message.text, intent)

    async def _answered(
        self, message: Message, intent: Intent, waiting: Waiting | None
    ) -> Teach | Offer | None:
        """The fact that the message tells as a bare answer to somebody's question."""
        told = self.leaning.answered(message)
        if told is None or isinstance(intent, Mine | Forget) or is_command(message.text):
            return None
        if surely_asks(message.text) or (isinstance(intent, Decide) and waiting is not None):
            return None
        sure = told.sure or isinstance(await self.understanding.sure(message.text, intent), Teach)
        return Teach(told.fact, plainly=True) if sure else Offer(told.fact)

    async def _leant(self, message: Message, intent: Intent) -> Intent:
        fact = intent.fact if isinstance(intent, Teach | Offer) else bare(message.text)
        whole = fact if laughs(message.text) else await self.leaning.whole(message, fact)
        if whole != fact:
            return Offer(whole) if is_hedged(message.text) else Teach(whole, plainly=True)
        denies = isinstance(intent, Ask) and says_wrong(message.text)
        denies = denies and not says_meant(fact)
        return Offer(fact) if denies and len(fact.split()) >= _TELLING else intent

    async def _ask(self, message: Message, question: str) -> Reply:
        """The answer; where there is none, and it may have been told, whether to remember it."""
        reply = await self.answering.ask(message, question)
        if reply.answer is None or reply.answer.text is not None or not may_tell(question):
            return reply
        offered = await self.teaching.offer(message, question, asked=True)
        return replace(reply, text=offered.text, answer=replace(reply.answer, nearest=None))

    async def _list(self, message: Message) -> Reply:
        """The newest of what this person told; of who told nothing, what others told of them."""
        slots = await told_by(self.network, message)
        if not slots:
            name = call_name(message.author.name) or message.author.name
            return await self.answering.ask(message, f"what do you know about {name}?")
        lines = [f"#{s.id} {excerpt(told_to(s, message.author))}" for s in slots[:_LISTED]]
        return Reply("\n".join([say("yours", count=counted(len(slots))), *lines]))

    async def _decide(self, message: Message, waiting: Waiting | None, *, yes: bool) -> Reply:
        if waiting is None or (waiting.stored and yes):
            return Reply(say("okay"))
        if waiting.stored and waiting.fact is not None:
            return await self.teaching.mend(message, waiting.slots[0], waiting.fact)
        if waiting.fact is None or waiting.said is None:
            gone = yes or waiting.stored  # a no to what was stored already
            forget = self.unlearning.forget
            return await forget(message, waiting.slots) if gone else Reply(say("kept"))
        teach = self.teaching.teach
        return await teach(waiting.said, waiting.fact) if yes else Reply(say("not_stored"))

    async def edited(self, edit: Edit) -> None:
        """Let what was said in a message follow its new text."""
        async with self._turn(edit):
            self._let_go(edit.scope, {edit.message_id})
            told = await self.understanding.of(edit.text) if edit.text else None
            await follow(self.network, edit, told)

    async def deleted(self, scope: Scope, message_ids: Collection[int]) -> int:
        """Forget what was said in messages that are gone. Returns how many memories went."""
        self._let_go(scope, message_ids)
        return await self.network.forgetting.delete_messages(scope.home, message_ids)

    def _let_go(self, scope: Scope, message_ids: Collection[int]) -> None:
        """Neither wait for an answer to these messages, nor go on from them."""
        self._pending.drop(scope, message_ids)
        self.threads.forget_messages(message_ids)
