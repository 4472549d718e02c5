"""Memories as lines of JSON, for people to take with them."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from memory.slots import Former, Slot, Witness

Json = dict[str, object]
MOST_LINES = 10_000  # of one file: they are stored in one transaction, and others wait for it


def line(record: Json) -> str:
    """One record as one line."""
    return json.dumps(record, ensure_ascii=False)


def files(lines: Iterable[str], most: int) -> Iterator[bytes]:
    """The lines as files of at most so many bytes, and lines; a line is never cut."""
    held: list[bytes] = []
    size = 0
    for text in lines:
        data = text.encode() + b"\n"
        if held and (size + len(data) > most or len(held) == MOST_LINES):
            yield b"".join(held)
            held, size = [], 0
        held.append(data)
        size += len(data)
    if held:
        yield b"".join(held)


def stamp(seconds: float) -> str:
    """The time as ISO 8601, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def own_record(slot: Slot, person_id: int, history: Iterable[Former]) -> Json:
    """A memory as the person who said it gets it: nothing of the others who said so.

    When an admin corrected it, the words of now are not theirs: the former ones are.
    """
    word = slot.word_of(person_id)
    return {
        "id": slot.id,
        "text": slot.text if word else None,
        "kind": str(slot.kind),
        "status": str(slot.status),
        "guild_id": slot.scope.guild_id,
        "channel_id": slot.scope.channel_id,
        **(_said(word) if word else {}),
        "before": [
            {"text": former.text, "said_at": stamp(former.said_at)}
            for former in history
            if former.author_id == person_id
        ],
    }


def server_record(slot: Slot, history: Iterable[Former]) -> Json:
    """A memory as those who manage its server get it, former words included."""
    return {
        "id": slot.id,
        "text": slot.text,
        "kind": str(slot.kind),
        "channel_id": slot.scope.channel_id,
        "said_by": [{"author_id": word.author.id, **_said(word)} for word in slot.witnesses],
        "before": [
            {"text": former.text, "author_id": former.author_id, "said_at": stamp(former.said_at)}
            for former in history
        ],
    }


def _said(word: Witness) -> Json:
    return {
        "name": word.author.name,
        "message_id": word.message_id,
        "said_at": stamp(word.said_at),
    }
