"""Random servers, and people who teach, change, delete, move, ask, export, leave in them at random.

Never is a word told to somebody who cannot read its channel, nor in another server, nor after its
deletion; and of what was deleted no byte stays on disk. A small model says who may know what: it
computes permissions by Discord's documented rules, and follows what people do with what they said.
"""

import asyncio
import json
import re
import tempfile
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import discord
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogs.exchanging import written
from cogs.places import private_audience, public_audience
from cogs.wording import worded
from memory.dialogue import Conversation
from memory.errors import LinesError, OptedOutError, PersonClosedError, PlaceClosedError
from memory.importing import Importer, facts_of
from memory.messages import Edit, Message
from memory.network import MemoryNetwork, open_network
from memory.settings import NetworkSettings
from memory.slots import Audience, Home, Person, Scope, Slot
from memory.store import Store
from tests.cogs.servers import (
    BOT,
    CATEGORY,
    GUILD,
    MEMBERS,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    READ,
    ROLES,
    Server,
    built,
    is_private,
    member,
    parent_of,
    rules,
    servers,
)
from tests.fakes import Echo, FakeEncoder
from tests.loopback.permissions import VIEW

TOKEN = re.compile(r"zq\d+x")
OTHER, ELSEWHERE = 5, 131  # another server, and its only channel, that everybody reads
ADMIN = MEMBERS[1]
PEOPLE = (*MEMBERS, 23)
HOUR, DAY = 3_600.0, 86_400.0
STEPS = 30

Key = tuple[str, Scope]  # a word of its own for each fact, and where it was told


@dataclass
class Known:
    """A memory as the model knows it."""

    authors: set[int]
    former: set[tuple[str, int]] = field(default_factory=set)  # words before, and whose


@dataclass
class World:
    """The bot's memory, and beside it the model."""

    network: MemoryNetwork
    conversation: Conversation
    server: Server
    draw: Callable[[st.SearchStrategy[Any]], Any]
    other: Server = field(
        default_factory=lambda: Server({OTHER: READ}, {ELSEWHERE: (0, {})}, id=OTHER)
    )
    held: dict[int, set[int]] = field(default_factory=lambda: {who: set() for who in PEOPLE})
    known: dict[Key, Known] = field(default_factory=dict)
    aside: dict[int, dict[Key, Known]] = field(default_factory=dict)
    messages: dict[int, tuple[int, Scope]] = field(default_factory=dict)  # who wrote it, and where
    in_message: dict[int, Key] = field(default_factory=dict)
    opted_out: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)  # channels that the bot is kept out of
    exports: list[bytes] = field(default_factory=list)
    away: bool = False
    now: float = 1_000_000.0
    tokens: int = 0

    # -- the model ----------------------------------------------------------------------------

    def home(self, guild: int) -> Server:
        """The one server or the other."""
        return self.server if guild == GUILD else self.other

    def roles(self, who: int, guild: int = GUILD) -> tuple[int, ...]:
        """What somebody holds there."""
        return tuple(sorted(self.held[who])) if guild == GUILD else ()

    def reads(self, who: int, scope: Scope) -> bool:
        """Whether somebody can read what was said there."""
        if scope.guild_id is None:
            return scope.channel_id == who + 1000
        server = self.home(scope.guild_id)
        if is_private(server, scope.channel_id):
            return False  # who is in it, the bot does not know
        may = server.may(who, self.roles(who, server.id), parent_of(server, scope.channel_id))
        return may & READ == READ

    def all_read(self, place: Scope, scope: Scope) -> bool:
        """Whether everybody who sees a reply in a place could read what was said elsewhere."""
        server = self.home(place.guild_id or 0)
        if is_private(server, scope.channel_id):
            return False
        seen, source = (parent_of(server, each.channel_id) for each in (place, scope))
        return all(
            server.may(who, roles, source) & READ == READ
            for who, roles in server.people()
            if server.may(who, roles, seen) & VIEW
        )

    def usable(self, scope: Scope) -> bool:
        """Whether the admins let the bot use a channel."""
        if scope.guild_id != GUILD:
            return True
        return not {scope.channel_id, parent_of(self.server, scope.channel_id)} & self.closed

    def lose(self, key: Key, author: int, *, aside: bool = False) -> None:
        """Somebody takes their word back; or what of it is set aside."""
        for memories in self.aside.values() if aside else (self.known,):
            memory = memories.get(key)
            if memory is not None:
                memory.authors -= {author}
                memory.former = {each for each in memory.former if each[1] != author}
                if not memory.authors:
                    del memories[key]

    def living(self) -> set[str]:
        """The words that may still be on disk."""
        found = set()
        for memories in (self.known, *self.aside.values()):
            for (token, _), memory in memories.items():
                found |= {token, *(word for word, _ in memory.former)}
        return found

    # -- what both need -------------------------------------------------------------------------

    def tick(self) -> float:
        """The time, a second later."""
        self.now += 1
        return self.now

    def token(self) -> str:
        """A word that nobody said before."""
        self.tokens += 1
        return f"zq{self.tokens}x"

    def one(self, found: Iterable[Any]) -> Any:  # noqa: ANN401 - whatever they are
        """One of them; None when there is none."""
        found = list(found)
        return self.draw(st.sampled_from(found)) if found else None

    def places(self, who: int) -> list[Scope]:
        """Where somebody can speak to the bot: where both see the channel."""
        found = [Scope(None, who + 1000), Scope(OTHER, ELSEWHERE)]
        server = self.server
        for place in (*server.channels, *server.threads) if not self.away else ():
            parent = parent_of(server, place)
            seen = server.may(who, self.roles(who), parent) & VIEW
            met = server.may(BOT, server.bot_roles, parent) & VIEW
            if seen and met and server.channels[parent][0] != CATEGORY:
                found.append(Scope(GUILD, place))
        return found

    def message(self, who: int, scope: Scope, text: str, *, public: bool = False) -> Message:
        """What somebody says there, as the cogs hand it on."""
        guild = built(self.home(scope.guild_id)) if scope.guild_id else None
        place = scope.channel_id
        if guild is None:
            audience = Audience.of(scope)
        elif public:
            audience = public_audience(guild, guild.get_channel_or_thread(place), place)
        else:
            data: Any = member(who, self.roles(who, guild.id))
            asker = discord.Member(data=data, guild=guild, state=guild._state)
            audience = private_audience(guild, asker, place)
        parent = self.server.threads.get(place, (0, None))[1]
        return Message(
            text, Person(who, f"u{who}"), scope, audience, self.tick(),
            is_admin=who == ADMIN and guild is not None, parent_id=parent,
        )  # fmt: skip

    def check(self, text: str, may: Callable[[Scope], bool], *, former: bool = False) -> None:
        """Every word that was told is alive, and of a place that may be told of."""
        for token in TOKEN.findall(text):
            places = {
                scope
                for (word, scope), memory in self.known.items()
                if word == token or (former and token in {each for each, _ in memory.former})
            }
            assert any(may(scope) for scope in places), (token, places, text)

    # -- what people do ---------------------------------------------------------------------------

    async def teach(self) -> None:
        """Teach something new, or what somebody else said."""
        who = self.one(PEOPLE)
        scope = self.one(self.places(who))
        known = [token for (token, place) in self.known if place == scope]
        token = self.one([*known[-1:], None]) or self.token()
        heard = self.draw(st.booleans())
        text = f"{token} has {token}a"
        number = int(self.tick())
        message = self.message(who, scope, text if heard else f"remember that {text}")
        message = replace(message, message_id=number)
        self.messages[number] = who, scope
        kept_out = not self.usable(scope)
        try:
            stored = (
                await self.conversation.teaching.overhear(message)
                if heard
                else (await self.conversation.reply(message)).stored
            )
        except OptedOutError:
            assert who in self.opted_out
            return
        except PlaceClosedError:
            assert kept_out
            return
        assert stored is not None
        assert not kept_out
        assert who not in self.opted_out
        key = token, scope
        self.known.setdefault(key, Known(set())).authors.add(who)
        for other in [n for n, k in self.in_message.items() if k == key]:
            if self.messages[other][0] == who:  # their newer message stands for it
                del self.in_message[other]
        self.in_message[number] = key

    async def change_message(self) -> None:
        """Edit or delete the message in which a fact was told."""
        number = self.one(self.in_message)
        if number is None:
            return
        who, scope = self.messages[number]
        key = self.in_message.pop(number)
        if key not in self.known or who not in self.known[key].authors:
            await self.conversation.deleted(scope, {number})
            self.lose(key, who, aside=True)
            return
        if self.draw(st.booleans()):
            await self.conversation.deleted(scope, {number})
            self.lose(key, who)
            return
        token = self.token()
        text = f"{token} has {token}a"
        person = Person(who, f"u{who}")
        parent = self.server.threads.get(scope.channel_id, (0, None))[1]
        edit = Edit(number, person, scope, text, self.tick() + 10, parent, is_admin=who == ADMIN)
        await self.conversation.edited(edit)
        if who in self.opted_out or not self.usable(scope):
            self.lose(key, who)
            return
        self.reworded(key, token, who)
        self.in_message[number] = token, scope

    def reworded(self, key: Key, token: str, who: int) -> None:
        """Somebody said something else instead."""
        memory, new = self.known[key], (token, key[1])
        if memory.authors == {who}:
            del self.known[key]
            self.known[new] = Known({who}, memory.former | {(key[0], who)})
        else:
            self.lose(key, who)
            self.known[new] = Known({who})

    async def correct(self) -> None:
        """Put right what one said."""
        key = self.one(self.known)
        if key is None or (key[1].guild_id == GUILD and self.away):
            return
        who = self.one(sorted(self.known[key].authors))
        if key[1] not in self.places(who) or not self.usable(key[1]) or who in self.opted_out:
            return
        slot = await self.slot(key)
        token = self.token()
        message = self.message(who, key[1], "")
        await self.conversation.teaching.correct(message, slot, f"{token} has {token}a")
        self.reworded(key, token, who)
        self.in_message = {
            n: k for n, k in self.in_message.items() if k != key or self.messages[n][0] != who
        }

    async def slot(self, key: Key) -> Slot:
        """The slot that holds it."""
        slots = await self.network.store.active(key[1].home)
        return next(s for s in slots if s.scope == key[1] and key[0] in s.text)

    async def ask(self) -> None:
        """Ask for every word that was ever told, for all to see or alone."""
        who = self.one(PEOPLE)
        await self.ask_in(who, self.one(self.places(who)), public=self.draw(st.booleans()))

    async def ask_in(self, who: int, scope: Scope, *, public: bool) -> None:
        """Ask there; the question after it is everybody's to read."""

        def may(place: Scope) -> bool:
            if place.home != scope.home or not self.usable(place):
                return False
            if place == scope:
                return True
            return self.all_read(scope, place) if public else self.reads(who, place)

        message = self.message(who, scope, "", public=public)
        for number in range(1, self.tokens + 1):
            token = f"zq{number}x"
            try:
                reply = await self.conversation.answering.ask(message, f"what does {token} have?")
            except PlaceClosedError:
                assert not self.usable(scope)
                return
            self.check(worded(reply), may)
            await self.ask_on(scope, who, "who told you that?")
            await self.ask_on(
                scope, self.one(PEOPLE), self.one(["who told you that?", "and where?"])
            )
            if (token, scope) in self.known:  # it is not for fear of leaks that it says nothing
                assert token in worded(reply)
        await self.compare_in(message, may)

    async def compare_in(self, message: Message, may: Callable[[Scope], bool]) -> None:
        """Ask all responders, of which one reads all that it gets, aloud."""
        try:
            found = await self.conversation.answering.compare(
                message, f"what does zq{self.tokens}x have?"
            )
        except PlaceClosedError:
            assert not self.usable(message.scope)
            return
        for response in found:
            supporting = " ".join(item.slot.text for item in response.answer.supporting)
            looked = " ".join(word for each in response.looked for word, _ in each.words)
            near = response.answer.nearest.slot.text if response.answer.nearest else ""
            self.check(f"{response.answer.text} {supporting} {looked} {near}", may)

    async def ask_on(self, scope: Scope, who: int, more: str) -> None:
        """Somebody asks what leans on the question before; all who are there read the answer."""
        if scope not in self.places(who):
            return
        try:
            reply = await self.conversation.answering.ask(
                self.message(who, scope, "", public=True), more
            )
        except (PlaceClosedError, PersonClosedError):
            return

        def may(place: Scope) -> bool:
            seen = place == scope or (place.home == scope.home and self.all_read(scope, place))
            return seen and self.usable(place)

        self.check(worded(replace(reply, asked="")), may)

    async def list_mine(self) -> None:
        """Ask for what one told."""
        who = self.one(PEOPLE)
        scope = self.one(self.places(who))
        message = self.message(who, scope, "what do you know about me?", public=True)
        reply = await self.conversation.reply(message)

        def may(place: Scope) -> bool:
            return place == scope or (place.home == scope.home and self.all_read(scope, place))

        self.check(reply.text, may)
        for token in TOKEN.findall(reply.text):
            assert any(who in known.authors for key, known in self.known.items() if key[0] == token)

    async def forget(self) -> None:
        """Forget a memory; an admin sets aside what others said."""
        key = self.one(self.known)
        if key is None or (key[1].guild_id == GUILD and self.away):
            return
        who = self.one(PEOPLE)
        if key[1] not in self.places(who):
            return
        message, slot = self.message(who, key[1], ""), await self.slot(key)
        if who in self.known[key].authors:
            await self.conversation.unlearning.forget(message, (slot,))
            self.lose(key, who)
        elif who == ADMIN and key[1].guild_id is not None:
            reply = await self.conversation.unlearning.forget(message, (slot,))
            self.aside[reply.removal or 0] = {key: self.known.pop(key)}

    async def clear(self) -> None:
        """Set all of the server aside."""
        if self.away:
            return
        home = Home(GUILD, None)
        slots = await self.network.store.active(home)
        removal = await self.network.forgetting.set_aside(
            home, [slot.id for slot in slots], self.tick()
        )
        gone = {key: known for key, known in self.known.items() if key[1].guild_id == GUILD}
        self.known = {key: known for key, known in self.known.items() if key not in gone}
        assert removal.count == len(gone)
        self.aside[removal.id] = gone

    async def undo(self) -> None:
        """Bring back what was set aside."""
        removal = self.one(self.aside)
        if removal is None or self.away:
            return
        for guild in (OTHER, GUILD):  # another server's admin brings nothing back
            if any(key[1].guild_id == guild for key in self.aside[removal]):
                break
            assert await self.network.forgetting.restore(Home(guild, None), removal) == 0
        else:
            guild = GUILD
        await self.network.forgetting.restore(Home(guild, None), removal)
        for key, memory in self.aside.pop(removal).items():
            there = self.known.setdefault(key, Known(set()))
            there.former |= memory.former if not there.authors else set()
            there.authors |= memory.authors

    async def wait(self) -> None:
        """Two hours pass; or eight days, after which a server that was left is gone."""
        passed = self.draw(st.sampled_from([2 * HOUR, 8 * DAY]))
        self.now += passed
        await self.network.forgetting.purge(self.now)
        self.aside = {}
        if self.away and passed > 7 * DAY:
            self.vanish(lambda scope: scope.guild_id == GUILD)
            self.closed = set()

    def vanish(self, gone: Callable[[Scope], bool]) -> None:
        """All that was said there is no more."""
        for memories in (self.known, *self.aside.values()):
            for key in [key for key in memories if gone(key[1])]:
                del memories[key]

    async def leave_or_return(self) -> None:
        """The bot is removed from the server, or invited again."""
        if self.away:
            await self.network.forgetting.come_back(GUILD)
        else:
            await self.network.forgetting.depart(GUILD, self.tick())
        self.away = not self.away

    async def retain(self) -> None:
        """What was said in the server is older than its admins want, all of it."""
        if self.away:
            return
        change = self.network.policies.change
        await change(GUILD, lambda now: replace(now, retention=30))
        self.now += 31 * DAY
        await self.network.forgetting.expire(self.now)
        await change(GUILD, lambda now: replace(now, retention=None))
        self.vanish(lambda scope: scope.guild_id == GUILD)

    async def opt(self) -> None:
        """Opt out, or in again."""
        who = self.one(PEOPLE)
        if who in self.opted_out:
            await self.network.rights.opt_in(who)
        else:
            await self.network.rights.opt_out(who, self.tick())
        self.opted_out ^= {who}

    async def erase(self) -> None:
        """Delete all that one ever said."""
        who = self.one(PEOPLE)
        await self.network.forgetting.erase(who)
        for key in {key for memories in (self.known, *self.aside.values()) for key in memories}:
            self.lose(key, who)
            self.lose(key, who, aside=True)

    async def close(self) -> None:
        """Keep the bot out of a channel, or out of none."""
        told = [key[1].channel_id for key in self.known if key[1].guild_id == GUILD]
        there = [p for p in (parent_of(self.server, n) for n in told) if p in self.server.channels]
        place = self.one([*self.server.channels, *there, *there, None])
        self.closed = {place} - {None}
        blocked = frozenset(self.closed)
        await self.network.policies.change(
            GUILD, lambda now: replace(now, blocked_channels=blocked)
        )
        for who in PEOPLE if self.closed else ():  # what was told there is told nowhere else
            elsewhere = [s for s in self.places(who) if s.guild_id == GUILD and self.usable(s)]
            if elsewhere:
                await self.ask_in(who, self.one(elsewhere), public=False)

    async def rearrange(self) -> None:
        """Roles, overwrites and threads change; a channel or a thread is deleted."""
        server, what = self.server, self.draw(st.integers(0, 4))
        place = self.one(server.channels)
        if what == 0:
            server.channels[place] = server.channels[place][0], self.draw(rules())
        elif what == 1:
            self.held[self.one(PEOPLE)] = self.draw(st.sets(st.sampled_from(ROLES)))
        elif what == 2:
            server.roles[self.one(ROLES)] = self.draw(st.sampled_from([0, VIEW, READ]))
        elif what == 3:
            number = max([41, *server.threads]) + 1
            kind = self.draw(st.sampled_from([PUBLIC_THREAD, PRIVATE_THREAD]))
            server.threads[number] = kind, place
        elif len(server.channels) > 1:
            gone = {place, *(t for t, (_, parent) in server.threads.items() if parent == place)}
            del server.channels[place]
            server.threads = {t: each for t, each in server.threads.items() if t not in gone}
            await self.network.forgetting.delete_channel(Home(GUILD, None), place)
            self.vanish(lambda scope: scope.guild_id == GUILD and scope.channel_id in gone)

    async def export(self) -> None:
        """Write all that the admin can read into a file."""
        scope = self.one(self.places(ADMIN))
        if scope.guild_id is None:
            return
        audience = self.message(ADMIN, scope, "").audience
        slots = await self.network.store.page(audience, limit=-1)
        former = await self.network.sources.histories([slot.id for slot in slots])
        data = b"".join(written({"exported_at": "now"}, slots, former))

        def may(place: Scope) -> bool:
            return place == scope or (place.home == scope.home and self.reads(ADMIN, place))

        self.check(data.decode(), may, former=True)
        self.exports.append(data)

    async def bring_in(self) -> None:
        """Import what was exported before, into whatever server, all into one place or not."""
        data, scope = self.one(self.exports), self.one(self.places(ADMIN))
        if data is None or scope.guild_id is None:
            return
        message, all_here = self.message(ADMIN, scope, ""), self.draw(st.booleans())
        importer = Importer(
            message.author, self.now, scope.home, scope.channel_id,
            message.audience.channel_ids, all_here=all_here,
        )  # fmt: skip
        threads = {t: parent for t, (_, parent) in self.server.threads.items()}
        try:
            facts = facts_of(data, importer)
            await self.network.learning.learn(scope.home, facts, threads)
        except LinesError:
            return
        for record in map(json.loads, data.splitlines()[1:]):
            place = Scope(scope.guild_id, scope.channel_id if all_here else record["channel_id"])
            assert place == scope or self.reads(ADMIN, place)
            assert self.usable(place)
            authors = {word["author_id"] for word in record["said_by"]} - self.opted_out
            if authors:
                key = TOKEN.search(record["text"])[0], place  # type: ignore[index] # each has one
                self.known.setdefault(key, Known(set())).authors.update(authors)
                self.in_message = {n: k for n, k in self.in_message.items() if k != key}


OPERATIONS: tuple[Callable[[World], Awaitable[None]], ...] = (
    *[World.teach] * 6, *[World.ask] * 6, World.change_message, World.change_message,
    World.correct, World.list_mine, World.forget, World.clear, World.undo, World.undo,
    World.wait, World.leave_or_return, World.retain, World.opt, World.erase,
    World.close, World.close,
    *[World.rearrange] * 4, World.export, World.export, World.bring_in, World.bring_in,
)  # fmt: skip


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("engram*")))


def dead(world: World, on_disk: bytes) -> Collection[str]:
    """Words on disk that nobody may know any more."""
    return set(TOKEN.findall(on_disk.decode("latin-1"))) - world.living()


async def play(server: Server, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Store.open(Path(folder) / "engram.db") as store,
            open_network(store, NetworkSettings(), load=FakeEncoder) as network,
        ):
            network.lineup.add(Echo("parrot", reads=50))
            world = World(network, Conversation(network), server, data.draw)
            for _ in range(STEPS):
                await world.one(OPERATIONS)(world)
            assert not dead(world, bytes_on_disk(Path(folder)))


@settings(
    max_examples=20, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(servers(), st.data())
def test_whatever_people_do_nothing_leaks(server: Server, data: st.DataObject) -> None:
    asyncio.run(play(server, data))
