"""A file of memories, a JSON object a line, read strictly: each line is right, or it is named.

What is wrong is named by line and key, and never with the words that stand there.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from memory.errors import EngramError, LinesError
from memory.exchange import MOST_LINES
from memory.generalization import generalize
from memory.slots import Fact, Home, Kind, Person, Scope, Witness

_Id = Annotated[int, Field(gt=0, lt=2**63)]
_SOON = 86_400.0  # seconds: as much may another machine's clock be ahead


class _Word(BaseModel):
    author_id: _Id
    name: Annotated[str, Field(min_length=1, max_length=100)]
    said_at: AwareDatetime
    message_id: _Id | None = None


class _Line(BaseModel):
    text: str
    channel_id: _Id | None = None
    said_by: list[_Word] = []


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports, when, and where the memories may go."""

    person: Person
    at: float  # Unix seconds, UTC
    home: Home
    channel_id: int  # of memories that name no channel
    channel_ids: Collection[int]  # those that the person can read: no memory goes elsewhere
    all_here: bool = False  # put them all into that one channel
    max_length: int = 2000  # characters of one memory


def facts_of(data: bytes, importer: Importer) -> list[tuple[int, Fact]]:
    """The facts of a file, each with its line's number, one for each who said it.

    Raises LinesError.
    """
    found: list[tuple[int, Fact]] = []
    problems: dict[int, str] = {}
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if any(raw.strip() for raw in lines[MOST_LINES:]):
        raise LinesError({MOST_LINES + 1: f"I take {MOST_LINES:,} lines at once. Split the file."})
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            try:
                line = _read(raw)
                found += [(number, fact) for fact in _facts(line, importer)] if line else []
            except (_BadLineError, EngramError) as error:
                problems[number] = str(error)
    if problems:
        raise LinesError(problems)
    return found


class _BadLineError(Exception):
    pass


def _read(raw: bytes) -> _Line | None:
    """What stands in a line; None in the one with which an export begins."""
    try:
        values = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _BadLineError("this is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise _BadLineError("this is not a JSON object.") from error
    if not isinstance(values, dict):
        raise _BadLineError("this is not a JSON object.")
    if "exported_at" in values and "text" not in values:
        return None
    try:
        return _Line.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        message = str(first["msg"])
        raise _BadLineError(f"{key}: {message[0].lower()}{message[1:]}.") from error


def _facts(line: _Line, importer: Importer) -> Iterator[Fact]:
    scope = Scope(importer.home.guild_id, _channel(line, importer))
    for witness in _witnesses(line, importer):
        yield generalize(
            line.text, scope, witness, kind=Kind.IMPORTED, max_length=importer.max_length
        )


def _channel(line: _Line, importer: Importer) -> int:
    if importer.all_here or line.channel_id is None:
        return importer.channel_id
    if line.channel_id not in importer.channel_ids:
        raise _BadLineError(
            f"channel_id: you can read no channel {line.channel_id} here; "
            "the option `channel` puts all memories into one."
        )
    return line.channel_id


def _witnesses(line: _Line, importer: Importer) -> Iterator[Witness]:
    if not line.said_by:
        yield Witness(importer.person, importer.at)
    for word in line.said_by:
        said_at = word.said_at.timestamp()
        if said_at < 0:  # dates that far back cannot all be written down in every time zone
            raise _BadLineError("said_at: this lies before 1970.")
        if said_at > importer.at + _SOON:
            raise _BadLineError("said_at: this lies in the future.")
        name = " ".join(word.name.split()) or str(word.author_id)
        # in another channel the link to its message would lead nowhere
        message = None if importer.all_here else word.message_id
        yield Witness(Person(word.author_id, name), said_at, message)
