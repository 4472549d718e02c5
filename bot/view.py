"""How replies look in a terminal and to scripts."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from rich.text import Text

from memory.messages import Reply
from memory.phrases import say
from memory.slots import Slot, Supporting

_CONTROLS = re.compile(  # would steer the terminal, or turn the rest of the line round
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)


def tame(text: str) -> str:
    """The text without what would steer the terminal."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def when(seconds: float) -> str:
    """The local date and time, as people read it."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%d %b %Y, %H:%M")


def source(slot: Slot) -> str:
    """Who said it and when."""
    people = ", ".join(witness.author.name for witness in slot.witnesses)
    return f"{people}, {when(slot.said_at)}"


def rich_reply(reply: Reply) -> Text:
    """The reply with its supporting memories below, a line each."""
    text = Text(tame(reply.text), style="bold" if reply.answer and reply.answer.text else "")
    if reply.asked:
        text.append(tame(f"\n  {say('understood', question=reply.asked)}"), style="dim not bold")
    for slot in reply.sources:
        text.append(tame(f"\n  {_cited(slot)}"), style="dim not bold")
    for item in reply.answer.supporting if reply.answer else ():
        text.append(f"\n  {item.hop}. ", style="dim")
        text.append(f"“{tame(item.slot.text)}”", style="italic not bold")
        details = f"  {source(item.slot)}  (#{item.slot.id}, score {item.score:.2f})"
        text.append(tame(details), style="dim not bold")
        for slot in item.replaces:
            text.append("\n     ")
            text.append(f"“{tame(slot.text)}”", style="strike dim not bold")
            text.append(tame(f"  {source(slot)}  (#{slot.id}, {_superseded(item)})"), style="dim")
    if near := _nearest(reply):
        text.append(tame(f"\n  {near}"), style="dim not bold")
    return text


def _nearest(reply: Reply) -> str:
    """The memory that may answer nevertheless, where none surely does."""
    near = reply.answer.nearest if reply.answer else None
    return say("nearest", memory=_cited(near.slot)) if near else ""


def _cited(slot: Slot) -> str:
    return f"“{slot.text}”  {source(slot)}  (#{slot.id})"


def _superseded(item: Supporting) -> str:
    return say("superseded", number=item.slot.id)


def plain_reply(reply: Reply) -> str:
    """The same on one line."""
    slots = [item.slot for item in reply.answer.supporting] if reply.answer else reply.sources
    sources = " | ".join(f"#{slot.id} {source(slot)}" for slot in slots)
    for item in reply.answer.supporting if reply.answer else ():
        for slot in item.replaces:
            sources += f" | #{slot.id} {source(slot)}: {_superseded(item)}"
    sources = sources or _nearest(reply)
    return tame(" ".join(reply.text.split()) + (f" [{sources}]" if sources else ""))


def json_reply(reply: Reply, milliseconds: float) -> str:
    """One JSON object on one line."""
    answer = reply.answer
    return json.dumps(
        {
            "reply": reply.text,
            "answer": answer.text if answer else None,
            "asked": reply.asked or None,
            "confidence": round(answer.confidence, 4) if answer else None,
            "supporting": [support(item) for item in answer.supporting] if answer else [],
            "nearest": support(answer.nearest) if answer and answer.nearest else None,
            "stored": reply.stored.id if reply.stored else None,
            "forgotten": reply.forgotten,
            "milliseconds": round(milliseconds, 1),
        },
        ensure_ascii=False,
    )


def support(item: Supporting) -> dict[str, Any]:
    """A supporting memory, for scripts."""
    slot = item.slot
    return {
        "id": slot.id,
        "text": slot.text,
        "author": slot.author.name,
        "witnesses": [witness.author.name for witness in slot.witnesses],
        "time": datetime.fromtimestamp(slot.said_at, UTC).isoformat(timespec="seconds"),
        "hop": item.hop,
        "score": round(item.score, 4),
        "embedding": round(item.embedding, 4),
        "match": round(item.match, 4),
        "superseded": [{"id": old.id, "text": old.text} for old in item.replaces],
    }
