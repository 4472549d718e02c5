"""The websocket: HELLO, IDENTIFY, RESUME with replay, heartbeats, and the dispatches."""

import asyncio
import contextlib
import importlib
import json
import zlib
from collections.abc import Callable

from aiohttp import WSMsgType, web
from discord import Intents

from tests.loopback.errors import Json
from tests.loopback.intents import data_for, refused
from tests.loopback.permissions import VIEW
from tests.loopback.world import Event, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT = 0, 1, 2, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = 8, 9, 10, 11

Encode = Callable[[str], str | bytes]


class Session:
    """What outlives one connection: the sequence of dispatches, and what was asked for."""

    def __init__(self, name: str, intents: Intents, shard: tuple[int, int]) -> None:
        self.name, self.intents, self.shard = name, intents, shard
        self.sent: list[Json] = []
        self.connection: Connection | None = None

    def dispatch(self, name: str, data: Json) -> None:
        """Send a numbered event if anybody listens, and keep it for a replay."""
        payload = {"op": DISPATCH, "t": name, "s": len(self.sent) + 1, "d": data}
        self.sent.append(payload)
        if self.connection is not None:
            self.connection.send(payload)

    def covers(self, guild_id: int | None) -> bool:
        """Whether events of the guild come to this shard; direct messages go to the first."""
        number, count = self.shard
        return number == ((guild_id >> 22) % count if guild_id else 0)


class Connection:
    """One websocket with its compression; sends in order, and never makes the sender wait."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket, self._request = socket, request
        self.session: Session | None = None
        self.lost = False  # whether a test broke it
        self._encode = _encoder(request.query.get("compress"))
        self._outbox: asyncio.Queue[str | bytes] = asyncio.Queue()

    def send(self, payload: Json) -> None:
        """Queue one payload."""
        self._outbox.put_nowait(self._encode(json.dumps(payload)))

    async def write(self) -> None:
        """Send what is queued, until cancelled."""
        while True:
            data = await self._outbox.get()
            with contextlib.suppress(ConnectionError):  # the reader sees it too, and ends
                await (
                    self.socket.send_bytes(data)
                    if isinstance(data, bytes)
                    else self.socket.send_str(data)
                )

    def abort(self) -> None:
        """Cut the line without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()


def _encoder(compression: str | None) -> Encode:
    if compression == "zlib-stream":
        deflate = zlib.compressobj()
        return lambda text: deflate.compress(text.encode()) + deflate.flush(zlib.Z_SYNC_FLUSH)
    if compression == "zstd-stream":
        # only who has the module asks for it: it stays an optional dependency of discord.py
        zstandard = importlib.import_module("zstandard")
        stream = zstandard.ZstdCompressor().compressobj()
        flush = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return lambda text: bytes(stream.compress(text.encode()) + stream.flush(flush))
    return lambda text: text


class Gateway:
    """All sessions and connections."""

    def __init__(self, world: World, token: str, violate: Callable[[str, str, str], None]) -> None:
        self._world, self._token, self._violate = world, token, violate
        self.allowed_intents = Intents.default()
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.handshakes_to_refuse = 0
        self.heartbeats = 0

    def announce(self, event: Event) -> None:
        """Dispatch to every session that the event is for."""
        if not self._concerns_bot(event):
            return
        for session in self.sessions.values():
            data = data_for(event, session.intents, self._world.bot)
            if data is not None and session.covers(event.guild_id):
                session.dispatch(event.name, data)

    def _concerns_bot(self, event: Event) -> bool:
        bot = self._world.bot
        if event.channel is not None and not event.channel.allows(bot, VIEW):
            return False
        guild = self._world.guilds.get(event.guild_id or 0)
        return guild is None or bot.id in guild.members or event.name == "GUILD_DELETE"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Handle one websocket from handshake to close."""
        if self.handshakes_to_refuse:
            self.handshakes_to_refuse -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self.connections.append(connection)
        writer = asyncio.create_task(connection.write())
        try:
            await self._read(connection)
        finally:
            writer.cancel()
            self._forget(connection)
        return socket

    async def _read(self, connection: Connection) -> None:
        connection.send({"op": HELLO, "d": {"heartbeat_interval": 41_250}})
        async for message in connection.socket:
            if message.type is WSMsgType.TEXT:
                payload = json.loads(message.data)
                await self._handle(connection, payload["op"], payload.get("d"))

    def _forget(self, connection: Connection) -> None:
        self.connections.remove(connection)
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            goodbye = connection.socket.close_code in (1000, 1001)
            if goodbye and not connection.lost:  # the client will not come back
                self.sessions.pop(session.name, None)

    async def _handle(self, connection: Connection, op: int, data: Json) -> None:
        if op == HEARTBEAT:
            self.heartbeats += 1
            connection.send({"op": ACK})
        elif op == IDENTIFY:
            await self._identify(connection, data)
        elif op == RESUME:
            self._resume(connection, data)
        elif op == REQUEST_MEMBERS:
            self._send_members(connection, data)

    async def _identify(self, connection: Connection, data: Json) -> None:
        asked = Intents._from_value(data["intents"])
        forbidden = refused(asked, self.allowed_intents)
        if data["token"] != self._token:
            await self._close(connection, 4004, "Authentication failed.")
        elif forbidden:
            await self._close(connection, 4014, f"Disallowed intent(s): {', '.join(forbidden)}.")
        else:
            number, count = data.get("shard", (0, 1))
            session = Session(f"session-{self._world.clock.next_id()}", asked, (number, count))
            self.sessions[session.name] = session
            session.connection, connection.session = connection, session
            self._welcome(session)

    async def _close(self, connection: Connection, code: int, reason: str) -> None:
        self._violate(str(code), "IDENTIFY", reason)
        await connection.socket.close(code=code, message=reason.encode())

    def _welcome(self, session: Session) -> None:
        guilds = [
            guild
            for guild in self._world.guilds.values()
            if self._world.bot.id in guild.members and session.covers(guild.id)
        ]
        ready = {
            "v": 10,
            "user": self._world.bot.to_payload(),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.name,
            "resume_gateway_url": self.url,
            "shard": list(session.shard),
            "application": {"id": str(self._world.bot.id), "flags": 0},
        }
        session.dispatch("READY", ready)
        for guild in guilds:
            session.dispatch("GUILD_CREATE", guild.to_create_payload())

    def _resume(self, connection: Connection, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self._token:
            connection.send({"op": INVALID_SESSION, "d": False})
            return
        session.connection, connection.session = connection, session
        for payload in session.sent[data["seq"] :]:
            connection.send(payload)
        session.dispatch("RESUMED", {})

    def _send_members(self, connection: Connection, asked: Json) -> None:
        guild = self._world.guilds[int(asked["guild_id"])]
        wanted = [int(user) for user in asked.get("user_ids", [])]
        prefix = (asked.get("query") or "").lower()
        members = [
            member.to_payload()
            for member in guild.members.values()
            if (member.user.id in wanted if wanted else member.user.name.lower().startswith(prefix))
        ]
        chunk = {
            "guild_id": str(guild.id),
            "members": members,
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": asked.get("nonce"),
        }
        if connection.session is not None:
            connection.session.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    def send_to_all(self, payload: Json) -> None:
        """Send something that is no dispatch, or a malformed one, to whoever is connected."""
        for connection in self.connections:
            connection.send(payload)

    async def drop(self, code: int | None = None) -> None:
        """Lose every connection: with a close code, or as if the cable were cut."""
        for connection in list(self.connections):
            connection.lost = True
            if code is None:
                connection.abort()
            else:
                await connection.socket.close(code=code)
