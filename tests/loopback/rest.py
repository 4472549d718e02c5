"""The HTTP side: authentication, the record of requests, refusals, ordered faults."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from tests.loopback import openapi
from tests.loopback.backend import Backend, Request
from tests.loopback.channels import Channel
from tests.loopback.errors import Json, RefusalError
from tests.loopback.guilds import Guild
from tests.loopback.messages import Attachment, Message
from tests.loopback.permissions import VIEW

ROOT = "/api/v10"
_WITHOUT_TOKEN = ("/interactions/", "/webhooks/")  # the path itself holds a secret


@dataclass
class Call:
    """One request of the bot, with what its path names looked up."""

    backend: Backend
    method: str
    path: str
    params: dict[str, str]
    query: dict[str, str]
    body: Any
    files: list[tuple[str, bytes]]

    def channel(self, needed: int = 0) -> Channel:
        """Return the channel of the path, in which the bot must hold the permissions."""
        channel = self.backend.world.channels.get(int(self.params["channel_id"]))
        if channel is None:
            raise RefusalError(10003)
        if not channel.allows(self.backend.world.bot, VIEW):
            raise RefusalError(50001)
        if not channel.allows(self.backend.world.bot, needed):
            raise RefusalError(50013)
        return channel

    def message(self, needed: int = 0) -> Message:
        """Return the message of the path; ephemeral ones cannot be reached through the channel."""
        message = self.channel(needed).messages.get(int(self.params["message_id"]))
        if message is None or message.ephemeral:
            raise RefusalError(10008)
        return message

    def guild(self) -> Guild:
        """Return the guild of the path, of which the bot must be a member."""
        guild = self.backend.world.guilds.get(int(self.params["guild_id"]))
        if guild is None or self.backend.world.bot.id not in guild.members:
            raise RefusalError(10004)
        return guild

    def attach_files(self) -> list[Attachment]:
        """Return the uploaded files, stored."""
        return [self.backend.attach(name, data) for name, data in self.files]


Handler = Callable[[Call], object]  # returns the JSON of the answer; None is 204
Routes = list[tuple[str, str, Handler]]


class Rest:
    """Serves the routes below /api/v10."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def add_to(self, app: web.Application, routes: Routes) -> None:
        """Serve the routes, and refuse all other paths."""
        for method, path, handler in routes:
            app.router.add_route(method, ROOT + path, self._serving(handler))
        app.router.add_route("*", ROOT + "/{rest:.*}", self._serving(_not_here))

    def _serving(self, handler: Handler) -> Callable[[web.Request], Any]:
        async def serve(request: web.Request) -> web.Response:
            call = await _read(self._backend, request)
            complaints = openapi.check_request(call.method, call.path, call.query, call.body)
            status, payload, headers = self._answer(call, handler, request)
            self._note(call, status, payload, complaints)
            record = Request(call.method, call.path, call.query, call.body, status)
            self._backend.requests.append(record)
            self._backend.poke()
            if payload is None:
                return web.Response(status=status, headers=headers)
            # discord.py wants exactly this type, without a charset
            text = json.dumps(payload).encode()
            return web.Response(
                status=status, body=text, headers=headers, content_type="application/json"
            )

        return serve

    def _answer(
        self, call: Call, handler: Handler, request: web.Request
    ) -> tuple[int, Any, dict[str, str]]:
        for fault in self._backend.faults:
            if fault.times and fault.method == call.method and fault.path.fullmatch(call.path):
                fault.times -= 1
                return fault.status, fault.body, fault.headers
        where = f"{call.method} {call.path}"
        try:
            if not call.path.startswith(_WITHOUT_TOKEN):
                self._authenticate(request)
            payload = handler(call)
        except RefusalError as refusal:
            self._backend.violate(str(refusal.code or refusal.status), where, str(refusal))
            return refusal.status, refusal.to_payload(), {}
        except Exception as error:  # noqa: BLE001 - the test must hear of it, not aiohttp's log
            self._backend.violate("loopback", where, repr(error))
            return 501, {"code": 0, "message": repr(error)}, {}
        return (204 if payload is None else 200), payload, {}

    def _authenticate(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self._backend.token}":
            raise RefusalError(0)

    def _note(self, call: Call, status: int, payload: object, complaints: list[str]) -> None:
        where = f"{call.method} {call.path}"
        for complaint in complaints if status < 300 else []:  # a refusal was noted already
            self._backend.violate("openapi", where, complaint)
        for complaint in openapi.check_response(call.method, call.path, status, payload):
            self._backend.violate("loopback", where, f"our own answer: {complaint}")


def _not_here(call: Call) -> object:
    raise NotImplementedError(f"the loopback has no {call.method} {call.path}")


async def _read(backend: Backend, request: web.Request) -> Call:
    body: Any = None
    files: list[tuple[str, bytes]] = []
    if request.content_type == "multipart/form-data":
        for name, part in (await request.post()).items():
            if isinstance(part, web.FileField):
                files.append((part.filename, part.file.read()))
            elif name == "payload_json":
                body = json.loads(str(part))
    elif request.can_read_body:
        body = await request.json()
    path = unquote(request.path).removeprefix(ROOT)
    query = dict(request.query)
    return Call(backend, request.method, path, dict(request.match_info), query, body, files)


def as_object(body: object) -> Json:
    """Return the body as an object; Discord takes a missing one for empty."""
    return body if isinstance(body, dict) else {}
