"""LoopbackDiscord: a Discord on 127.0.0.1, for as long as the context is open."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from aiohttp import web
from discord import Intents, Permissions

from tests.loopback import permissions, rest_channels, rest_interactions, rest_misc
from tests.loopback.backend import Backend, Fault, Request, Violation
from tests.loopback.channels import Channel
from tests.loopback.errors import Json
from tests.loopback.gateway import DISPATCH, INVALID_SESSION, RECONNECT
from tests.loopback.guilds import Guild
from tests.loopback.messages import Message
from tests.loopback.people import Person
from tests.loopback.rest import ROOT, Rest
from tests.loopback.world import User


class LoopbackDiscord:
    """What a test holds: it makes guilds and people, and reads what the bot did."""

    def __init__(
        self,
        *,
        allowed_intents: Intents | None = None,
        ack_seconds: float = 3.0,
        patience: float = 10.0,
    ) -> None:
        self.token = "loopback.token.of-the-bot"
        self._backend = Backend(self.token, ack_seconds, patience)
        if allowed_intents is not None:
            self.allowed_intents = allowed_intents
        self.owner = self.add_user("Owner")  # of the application
        self._expected: list[tuple[str, set[str]]] = []  # code, and where it was expected

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/gateway", self._backend.gateway.serve)
        app.router.add_get("/attachments/{id}/{name}", self._download)
        routes = rest_misc.ROUTES + rest_channels.ROUTES + rest_interactions.ROUTES
        Rest(self._backend).add_to(app, routes)
        self._runner = web.AppRunner(app, shutdown_timeout=1.0, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._backend.base_url = f"http://{host}:{port}"
        self._backend.gateway.url = f"ws://{host}:{port}/gateway"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.drop_gateway()
        await self._runner.cleanup()
        text = "\n".join(map(str, self.violations))
        if error is not None and text:
            error.add_note(f"Discord would have refused:\n{text}")
        elif text:
            raise AssertionError(f"Discord would have refused:\n{text}")

    # -- where the bot connects -----------------------------------------------------------------

    @property
    def api_url(self) -> str:
        """For discord.http.Route.BASE."""
        return self._backend.base_url + ROOT

    @property
    def gateway_url(self) -> str:
        """For discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY."""
        return self._backend.gateway.url

    @property
    def allowed_intents(self) -> Intents:
        """What the bot may ask for; the privileged ones are off until a test allows them."""
        return self._backend.gateway.allowed_intents

    @allowed_intents.setter
    def allowed_intents(self, intents: Intents) -> None:
        self._backend.gateway.allowed_intents = intents

    @property
    def ack_seconds(self) -> float:
        """How long the bot has to acknowledge an interaction: 3 seconds at Discord."""
        return self._backend.ack_seconds

    @ack_seconds.setter
    def ack_seconds(self, seconds: float) -> None:
        self._backend.ack_seconds = seconds

    @property
    def patience(self) -> float:
        """How long, in seconds, people wait for an answer that was promised."""
        return self._backend.patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self._backend.patience = seconds

    # -- who and what there is ------------------------------------------------------------------

    @property
    def bot(self) -> User:
        """The bot's user."""
        return self._backend.world.bot

    def add_user(self, name: str) -> Person:
        """Somebody with an account; a member of no guild yet."""
        return Person(self._backend, name)

    def add_guild(
        self,
        name: str,
        *,
        owner: Person | None = None,
        everyone: Permissions | int = permissions.USUAL,
        bot_permissions: Permissions | int = 0,
    ) -> Guild:
        """Make a server that the bot is in, with the permissions it was invited with."""
        owner = owner or self.add_user(f"Owner of {name}")
        return Guild(
            self._backend.world,
            name,
            owner,
            permissions.bits(everyone),
            permissions.bits(bot_permissions),
        )

    # -- what the bot did -----------------------------------------------------------------------

    @property
    def commands(self) -> list[Json]:
        """The registered global commands."""
        return self._backend.commands.all()

    @property
    def command_puts(self) -> int:
        """How often the global commands were overwritten."""
        return self._backend.commands.puts

    @property
    def requests(self) -> list[Request]:
        """Every request, oldest first."""
        return self._backend.requests

    @property
    def typing(self) -> list[Channel]:
        """Where the bot showed that it types, oldest first."""
        return self._backend.typing

    @property
    def connected(self) -> bool:
        """Whether a session of the bot has a connection."""
        return any(session.connection for session in self._backend.gateway.sessions.values())

    @property
    def heartbeats(self) -> int:
        """How many heartbeats have come."""
        return self._backend.gateway.heartbeats

    async def next_reply(self, channel: Channel, *, timeout: float = 10) -> Message:  # noqa: ASYNC109 - reads best in tests
        """Wait for the bot's next message in the channel that was not asked for yet.

        Answers to interactions do not count: they are what slash, click... return.
        """
        unread = self._backend.unread.setdefault(channel.id, [])
        what = f"a message of the bot in #{channel.name}"
        await self._backend.until(lambda: unread, what, timeout)
        return unread.pop(0)

    async def silence(self, channel: Channel, *, seconds: float = 0.3) -> None:
        """Assert that the bot says nothing in the channel for a while."""
        try:
            said = await self.next_reply(channel, timeout=seconds)
        except TimeoutError:
            return
        raise AssertionError(f"the bot was to be silent in #{channel.name}, but: {said}")

    async def until(
        self, predicate: Callable[[], object], what: str, *, seconds: float = 5
    ) -> None:
        """Wait until something holds, on either side."""
        await self._backend.until(predicate, what, seconds)

    # -- what it did wrong ----------------------------------------------------------------------

    @property
    def violations(self) -> list[Violation]:
        """What Discord would have refused, and the test did not expect."""
        return [each for each in self._backend.violations if not self._was_expected(each)]

    def _was_expected(self, violation: Violation) -> bool:
        return any(
            violation.code == code and violation.where in places for code, places in self._expected
        )

    @contextmanager
    def expect_violation(self, code: str) -> Iterator[None]:
        """Excuse violations with the code, of which at least one must happen inside."""
        before = len(self._backend.violations)
        yield
        happened = self._backend.violations[before:]
        places = {each.where for each in happened if each.code == code}
        if not places:
            raise AssertionError(f"no violation {code} happened, but {list(map(str, happened))}")
        self._expected.append((code, places))

    # -- what can happen to it ------------------------------------------------------------------

    def advance(self, seconds: float) -> None:
        """Put Discord's clock forward."""
        self._backend.world.clock.advance(seconds)

    def fail(
        self,
        method: str,
        path: str,
        *,
        status: int = 503,
        body: Json | None = None,
        headers: dict[str, str] | None = None,
        times: int = 1,
    ) -> None:
        """Answer the next requests to a path (a regular expression) with an error."""
        text = body or {"code": 0, "message": "Service Unavailable"}
        fault = Fault(method, re.compile(path), status, text, headers or {}, times)
        self._backend.faults.append(fault)

    def rate_limit(
        self, method: str, path: str, *, retry_after: float = 0.05, times: int = 1
    ) -> None:
        """Answer the next requests to a path (a regular expression) with 429."""
        body = {"code": 0, "message": "You are being rate limited.", "global": False}
        body["retry_after"] = retry_after
        headers = {"Via": "1.1 loopback"}  # without it, discord.py takes it for a ban
        self.fail(method, path, status=429, body=body, headers=headers, times=times)

    async def drop_gateway(self, code: int | None = None) -> None:
        """Lose all connections: with a close code, or as if the cable were cut."""
        await self._backend.gateway.drop(code)

    def refuse_handshakes(self, times: int = 1) -> None:
        """Answer the next websocket handshakes with 503."""
        self._backend.gateway.handshakes_to_refuse = times

    def ask_to_reconnect(self) -> None:
        """Send op 7."""
        self._backend.gateway.send_to_all({"op": RECONNECT, "d": None})

    def invalidate_session(self, *, resumable: bool = False) -> None:
        """Send op 9."""
        if not resumable:
            self._backend.gateway.sessions.clear()
        self._backend.gateway.send_to_all({"op": INVALID_SESSION, "d": resumable})

    def send_raw(self, event: str, data: Json) -> None:
        """Dispatch anything to all sessions, for instance something malformed."""
        self._backend.gateway.send_to_all({"op": DISPATCH, "t": event, "s": None, "d": data})

    async def _download(self, request: web.Request) -> web.Response:
        attachment = self._backend.attachments.get(int(request.match_info["id"]))
        if attachment is None:
            raise web.HTTPNotFound
        return web.Response(body=attachment.data)
