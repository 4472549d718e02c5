"""The same conversation in a terminal, no Discord needed."""

import asyncio
import getpass
import hashlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot.composition import open_conversation
from bot.config import Settings
from bot.desk import Desk
from bot.progress import reencode_with_bar
from bot.view import json_reply, plain_reply, rich_reply
from memory.dialogue import Conversation
from memory.errors import DeviceError, EncoderError, EngramError
from memory.messages import Message, Reply
from memory.slots import Audience, Person, Scope

if TYPE_CHECKING:
    from prompt_toolkit.history import History

TERMINAL = Scope(guild_id=None, channel_id=0)  # no Discord channel has the id 0


async def chat(
    settings: Settings, *, name: str | None, database: Path | None, plain: bool, as_json: bool
) -> None:
    """Hold a conversation until the input ends. Raises EngramError before it begins."""
    plain = plain or as_json or not sys.stdin.isatty()
    async with open_conversation(settings, database) as conversation:
        session = _Session(
            conversation, (name or "").strip() or _login_name(), as_json=as_json, plain=plain
        )
        lines = _piped_lines() if plain else _typed_lines(settings.folder, session)
        with _ended_by_ctrl_c() if plain else nullcontext():
            async for line in lines:
                if not await session.hear(line):
                    break


@contextmanager
def _ended_by_ctrl_c() -> Iterator[None]:
    """Let Ctrl-C end it at once, as other filters: a read of standard input cannot be cancelled.

    What was acknowledged is on disk by then.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user, as in some containers
        return "you"


def person(name: str) -> Person:
    """Who talks in the terminal: the same name is the same person, whatever its case."""
    name = " ".join(
        name.encode(errors="replace").decode().split()
    )  # some terminals' bytes are none
    digest = hashlib.sha256(name.casefold().encode()).digest()
    return Person(int.from_bytes(digest[:6], "big") | 1, name)


class _Session:
    """One run of the terminal conversation."""

    def __init__(
        self, conversation: Conversation, name: str, *, as_json: bool, plain: bool
    ) -> None:
        self.desk = Desk(conversation.network, TERMINAL)
        self.person = person(name)
        self._conversation = conversation
        self._as_json, self._plain = as_json, plain
        self._console = Console(highlight=False, soft_wrap=True)
        self._prepared = False

    async def hear(self, line: str) -> bool:
        """Reply to one line. False when the conversation is over."""
        started = time.perf_counter()
        if line.strip().lower() in {"/quit", "/exit", "/q"}:
            return False
        try:
            reply = await self._reply(line)
        except (EncoderError, DeviceError):
            raise  # without an encoder there is no conversation
        except EngramError as error:
            reply = Reply(str(error))
        self._show(reply, 1000 * (time.perf_counter() - started))
        return True

    async def _reply(self, line: str) -> Reply:
        if line.startswith("/as "):
            self.person = person(line.removeprefix("/as ").strip() or self.person.name)
            return Reply(f"You are {self.person.name} now.")
        await self._prepare()
        if line.startswith("/"):
            return Reply(await self.desk.command(line))
        message = Message(line, self.person, TERMINAL, Audience.of(TERMINAL), time.time())
        return await self._conversation.reply(message)

    async def _prepare(self) -> None:
        """Load the encoder, and bring old vectors up to date, before the first reply."""
        if not self._prepared:
            await reencode_with_bar(self._conversation.network)
            self._prepared = True

    def _show(self, reply: Reply, milliseconds: float) -> None:
        if self._as_json:
            print(json_reply(reply, milliseconds), flush=True)  # noqa: T201 - output is the purpose
        elif self._plain:
            print(plain_reply(reply), flush=True)  # noqa: T201 - output is the purpose
        else:
            self._console.print(rich_reply(reply))


async def _piped_lines() -> AsyncIterator[str]:
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr] # pytest's stand-ins have it too
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line.rstrip("\r\n")


def _history(folder: Path) -> "History":
    """The lines typed before; those of this conversation alone where nothing can be written."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory  # noqa: PLC0415 - not for scripts

    file = folder / "chat_history"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)  # what was typed is nobody else's
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(file)) if os.access(file, os.R_OK | os.W_OK) else InMemoryHistory()


async def _typed_lines(folder: Path, session: _Session) -> AsyncIterator[str]:
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - not for scripts
    from prompt_toolkit.formatted_text import FormattedText  # noqa: PLC0415 - not for scripts

    prompts: PromptSession[str] = PromptSession(history=_history(folder))
    print("Engram remembers. /help shows how; Ctrl-D ends.")  # noqa: T201 - output is the purpose
    while True:
        try:
            prompt = FormattedText([("ansicyan bold", f"{session.person.name}> ")])
            yield await prompts.prompt_async(prompt)
        except (EOFError, KeyboardInterrupt):
            return
