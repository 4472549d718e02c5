"""Facts that lean on what was told or asked just before: "his number is …", "no, at 11"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from memory.antecedents import resolved, says_mine, says_of_somebody
from memory.bare_answers import Declared, declared
from memory.corrections import corrected
from memory.followups import as_asked_by
from memory.instead import Instead, of_oneself, parsed
from memory.intents import surely_asks
from memory.messages import Message
from memory.naming import names_of
from memory.network import MemoryNetwork
from memory.perspective import as_said_by
from memory.restating import Restated, anew, named_by, restated
from memory.slots import Kind, Question, Slot
from memory.spoken_of import Before
from memory.threads import Exchange, Threads
from memory.words import stem, stems, words

_NEAR = 6  # memories that resemble a correction, among which one may be meant
_ME_TOO = re.compile(
    r"(?:(?:and|oh|haha|yes|yeah|hey)\b[, ]*)*(?:me (?:too|as well)|same (?:here|for me|with me)"
    r"|i (?:am|do|did|have|can|will) too|likewise)[\s.!]*",
    re.I,
)


class Leaning:
    """Completes them from what whoever reads the reply may see."""

    def __init__(self, network: MemoryNetwork, threads: Threads) -> None:
        self._network, self._threads = network, threads

    async def instead(self, message: Message) -> tuple[Slot, str] | None:
        """The memory that this message corrects, and what it says then."""
        newest = self._threads.newest(message.scope, message.at)
        own = self._threads.own(message.scope, message.author, message.at)
        mine = [own] if own and (own in newest or not own.question) else []
        text = _without_names(message.text, [*mine, *newest])
        said, whole = parsed(text), restated(text)
        meant = whole or said
        if meant is None:
            return None
        order = [*mine, *newest] if of_oneself(text) else [*newest[:1], *mine, *newest]
        facts = await self._facts(message, order)
        _, about = named_by(meant)
        near = any(about & stems(fact) for _, fact, _ in facts)
        if about and not near and (before := await self._told_before(message, meant)):
            return before  # it names something else than what was spoken of last
        found = _just_told(said, facts, newest[:1]) if said else None
        return found or (await self._told_before(message, meant) if near else None)

    async def _facts(
        self, message: Message, order: Sequence[Exchange]
    ) -> list[tuple[Slot, str, Exchange]]:
        """What was spoken of, as who speaks now would say it, and when."""
        return [
            (slot, as_said_by(slot, message.author), exchange)
            for exchange in dict.fromkeys(order)
            for slot in await self._slots(message, exchange)
        ]

    async def _told_before(
        self, message: Message, meant: Restated | Instead
    ) -> tuple[Slot, str] | None:
        """A memory of a while ago that this says anew: "sorry, the trip is on the 21st"."""
        (said, about), audience = named_by(meant), await self._network.usable(message.audience)
        asked = Question(said, message.author, audience)
        for slot in await self._network.recall.ranked(asked, limit=_NEAR):
            fact = as_said_by(slot, message.author)
            if slot.kind is Kind.HEARD or not about & stems(fact):
                continue
            found = anew(fact, meant)
            if found is not None and found.casefold() != fact.casefold():
                return slot, found
        return None

    async def whole(self, message: Message, fact: str) -> str:
        """The fact with what its pronouns stand for."""
        for exchange in self._threads.newest(message.scope, message.at):
            slots = await self._slots(message, exchange)
            told = as_said_by(slots[0], message.author) if slots else ""
            asked = surely_asks(exchange.question)
            question = as_asked_by(exchange, message.author) if asked else ""
            found = resolved(fact, Before(told, question))
            owned = bool(slots) and slots[0].personal
            if found == fact and says_of_somebody(fact):  # it may have been said before that
                continue
            if not says_mine(fact) or (owned and found != fact):  # "mine" is beside what is "my"
                return found
        return fact

    def answered(self, message: Message) -> Declared | None:
        """What a bare answer to a question tells that the bot had no answer to.

        Whoever asked may mean something else by a word or two: they are asked first.
        """
        exchange = self._threads.unanswered(message.scope, message.at, message.replies_to)
        if exchange is None or not surely_asks(exchange.question):
            return None
        found = declared(as_asked_by(exchange, message.author), message.text)
        own = exchange.asker.id == message.author.id
        if found is None or not own:
            return found
        return replace(found, sure=False) if found.sure else None

    async def me_too(self, message: Message) -> str:
        """What somebody said of themselves, now said by another; empty: nothing is meant."""
        if _ME_TOO.fullmatch(message.text.strip()):
            for newest in self._threads.newest(message.scope, message.at)[:1]:
                slots = await self._slots(message, newest)
                return slots[0].text if slots and slots[0].subject is not None else ""
        return ""

    async def _slots(self, message: Message, exchange: Exchange) -> list[Slot]:
        """What an exchange was about, as far as this audience may see it by now."""
        audience = await self._network.usable(message.audience)
        return await self._network.store.seen(exchange.slot_ids, audience)


def _just_told(
    said: Instead, facts: list[tuple[Slot, str, Exchange]], newest: Sequence[Exchange]
) -> tuple[Slot, str] | None:
    """One of the memories that were spoken of last, with what is said instead."""
    verb = stem(said.verb.lower())  # "no, he comes at 11": of what comes
    facts.sort(key=lambda one: bool(verb) and verb not in map(stem, words(one[1])))
    for number, (slot, fact, exchange) in enumerate(facts):
        follows = exchange in newest and not exchange.question
        found = corrected(fact, said, follows=follows, nearest=not number)
        if found is not None and found.casefold() != fact.casefold():
            return slot, found
    return None


def _without_names(text: str, lately: Sequence[Exchange]) -> str:
    """The text without the names of those who spoke lately: "no Pim, it's 11"."""
    names = "|".join(re.escape(name) for one in lately for name in names_of(one.asker.name))
    if not names:
        return text
    text = re.sub(rf"^(\w+(?: \w+)?,? )?(?:{names})(?:, *|: *)", r"\1", text, flags=re.I)
    return re.sub(rf", (?:{names})(?=[!.,]|$)", "", text, flags=re.I) if "," in text else text
