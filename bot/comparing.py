"""`engram compare`: what every responder answers, side by side in a terminal."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.chat import TERMINAL, person
from bot.composition import load_responders, open_conversation
from bot.config import Settings
from bot.progress import reencode_with_bar
from bot.view import support, tame, when
from memory.comparing import panels
from memory.errors import EngramError
from memory.phrases import bar_names, say
from memory.responders import Response
from memory.slots import Audience, Question

_SHOWN = 3  # supporting memories of each responder


class NothingToCompareError(EngramError):
    """The database holds no memory of the terminal."""

    def __init__(self, database: Path) -> None:
        self.database = database
        super().__init__(
            f"{database}: nothing was told in the terminal yet. "
            "Teach it something with engram chat, or name the file with --db."
        )


def run_compare(
    settings: Settings,
    question: str,
    *,
    name: str,
    database: Path | None,
    as_json: bool,
    picture: Path | None,
) -> None:
    """Ask all that can be loaded, as somebody in the terminal. Raises EngramError."""
    file = database or settings.database
    if not file.is_file():
        raise NothingToCompareError(file)
    found, png, missing = asyncio.run(_compare(settings, question, name, file))
    if picture is not None and png:
        picture.write_bytes(png)
    if as_json:
        print(json.dumps([_line(one) for one in found], ensure_ascii=False))  # noqa: T201 - output is the purpose
    else:
        _show(question, found, missing)


async def _compare(
    settings: Settings, question: str, name: str, file: Path
) -> tuple[list[Response], bytes, list[str]]:
    """What they answer, drawn, and which could not be loaded."""
    async with open_conversation(settings, file) as conversation:
        network, audience = conversation.network, Audience.of(TERMINAL)
        if not await network.store.count(audience):
            raise NothingToCompareError(file)
        missing = load_responders(network)
        await reencode_with_bar(network)
        found = await network.compare(Question(question, person(name), audience))
        drawn = panels(found)
        png = await network.side_by_side(drawn, bar_names()) if drawn else b""
    return found, png, missing


def _line(response: Response) -> dict[str, object]:
    answer = response.answer
    return {
        "responder": answer.responder,
        "answer": answer.text,
        "confidence": round(answer.confidence, 4),
        "supporting": [support(item) for item in answer.supporting],
        "milliseconds": round(response.milliseconds, 1),
    }


def _show(question: str, found: Sequence[Response], missing: Sequence[str]) -> None:
    table = Table(
        "responder", "answer", "sure", "supporting memories", "ms", title=tame(question),
        show_lines=True,
    )  # fmt: skip
    for response in found:
        answer = response.answer
        supports = "\n".join(
            f"“{item.slot.text}” {item.slot.author.name}, {when(item.slot.said_at)}"
            for item in answer.supporting[:_SHOWN]
        )
        table.add_row(
            answer.responder, tame(answer.text or say("compared_nothing")),
            f"{answer.confidence:.0%}", tame(supports), f"{response.milliseconds:.0f}",
        )  # fmt: skip
    console = Console(highlight=False, markup=False)
    console.print(table)
    for problem in missing:
        console.print(problem)
