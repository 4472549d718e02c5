"""The state that the REST side, the gateway and the people share."""

import asyncio
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.channels import Channel
from tests.loopback.commands import Commands
from tests.loopback.errors import Json
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import Interaction
from tests.loopback.messages import Attachment, Message
from tests.loopback.world import Event, User, World

TOKEN_SECONDS = 15 * 60  # how long an interaction can be answered


@dataclass(frozen=True)
class Request:
    """One request that the bot made."""

    method: str
    path: str  # below the API's root
    query: dict[str, str]
    body: Any  # JSON, None when there was none
    status: int


@dataclass(frozen=True)
class Violation:
    """Something that Discord would refuse."""

    code: str
    where: str  # method and path, or the interaction
    detail: str

    def __str__(self) -> str:
        return f"[{self.code}] {self.where}: {self.detail}"


@dataclass
class Fault:
    """An answer that a test ordered in place of the real one."""

    method: str
    path: re.Pattern[str]
    status: int
    body: Json
    headers: dict[str, str]
    times: int


@dataclass(repr=False)
class Backend:
    """What happens here is announced to the gateway, and wakes whoever waits."""

    token: str
    ack_seconds: float
    patience: float  # seconds that a person waits for an answer
    base_url: str = ""
    requests: list[Request] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    interactions: dict[str, Interaction] = field(default_factory=dict)  # by token
    attachments: dict[int, Attachment] = field(default_factory=dict)
    unread: dict[int, list[Message]] = field(default_factory=dict)  # the bot's, by channel
    typing: list[Channel] = field(default_factory=list)
    dms: dict[int, Channel] = field(default_factory=dict)  # by person

    def __post_init__(self) -> None:
        self.world = World(self._announce)
        self.gateway = Gateway(self.world, self.token, self.violate)
        self.commands = Commands(self.world.bot.id, self.world.clock.next_id)
        self._changed = asyncio.Event()

    def _announce(self, event: Event) -> None:
        self.gateway.announce(event)

    def violate(self, code: str, where: str, detail: str) -> None:
        """Note what the bot did wrong."""
        self.violations.append(Violation(code, where, detail))
        self.poke()

    def poke(self) -> None:
        """Let whoever waits look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, predicate: Callable[[], object], what: str, seconds: float) -> None:
        """Wait until the predicate holds; it is asked again after each thing that happens.

        And every 10 ms, since it may ask about the bot, of which nothing is heard here.
        """
        try:
            async with asyncio.timeout(seconds):
                while not predicate():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), 0.01)
        except TimeoutError:
            raise TimeoutError(f"waited {seconds} s for {what}") from None

    def attach(self, filename: str, data: bytes) -> Attachment:
        """Store a file where the bot can download it."""
        number = self.world.clock.next_id()
        url = f"{self.base_url}/attachments/{number}/{filename}"
        self.attachments[number] = Attachment(number, filename, data, url)
        return self.attachments[number]

    def dm_with(self, user: User) -> Channel:
        """Return the direct messages between the bot and a person."""
        if user.id not in self.dms:
            channel = Channel(self.world, self.world.clock.next_id(), user.name, recipient=user)
            self.dms[user.id] = self.world.channels[channel.id] = channel
        return self.dms[user.id]
