"""Replies as Discord shows them: escaped, with their sources, never too long for a message."""

import re
from collections.abc import Iterator

from memory.messages import Reply
from memory.phrases import headed, say
from memory.slots import Kind, Slot, Witness

LIMIT = 2000  # of one message, in code points and in UTF-16 units
_QUOTE = 200  # characters of a memory that is only quoted
LISTED = 120  # characters of a memory in a list
_FENCE = "```"
_CLOSED, _OPENED = f"\n{_FENCE}", f"{_FENCE}\n"
_NAMES = 3  # of those who said it, in small print
# An address stays as it is. A word's first mark counts too: a cut may put it first in its message.
_MARKUP = re.compile(r"(https?://[^\s<>\[\]`*|]+)|[\\*_~`|\[]|(?<!\S)[#>-]")


def escaped(text: str) -> str:
    """The text as it was typed: what a fact contains is shown, not rendered."""
    return _MARKUP.sub(lambda found: found[1] or f"\\{found[0]}", text)


def quoted(text: str, most: int = _QUOTE) -> str:
    """The text in quotation marks, shortened."""
    short = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return f"“{escaped(short)}”"


def source(slot: Slot) -> str:
    """Who said it, and how long ago."""
    people = [_named(slot, witness) for witness in slot.witnesses]
    more = f" +{len(people) - _NAMES}" if len(people) > _NAMES else ""
    return f"{', '.join(people[:_NAMES])}{more}, <t:{int(slot.said_at)}:R>"


def cited(slot: Slot, most: int = _QUOTE) -> str:
    """The memory and who said it."""
    return f"{quoted(slot.text, most)} · {source(slot)}"


def said_by(slot: Slot) -> list[str]:
    """The memory, and below it who said it where and when, with links to the messages."""
    lines = [f"{quoted(slot.text)} (`#{slot.id}`)"]
    for witness in slot.witnesses:
        said = f"{_named(slot, witness)}, <t:{int(witness.said_at)}:f>"
        lines.append(f"-# {said} · <#{slot.scope.channel_id}>{_link(slot, witness.message_id)}")
    return lines


def _named(slot: Slot, witness: Witness) -> str:
    """The name of a witness; of whoever added it for the whole server, as such."""
    name = escaped(witness.author.name)
    added = slot.kind is Kind.ADDED and witness is slot.witnesses[0]
    return say("added_by", name=name) if added else name


def _link(slot: Slot, message_id: int | None) -> str:
    if message_id is None:
        return ""
    place = f"{slot.scope.guild_id or '@me'}/{slot.scope.channel_id}/{message_id}"
    return f" · https://discord.com/channels/{place}"


def worded(reply: Reply) -> str:
    """The reply, with its supporting memories in small print below."""
    lines = [escaped(reply.text)]
    if reply.asked:
        lines.append("-# " + say("understood", question=escaped(reply.asked)))
    answered = reply.answer is not None and reply.answer.text is not None
    supports = reply.answer.supporting if reply.answer and answered else ()
    for number, slot in enumerate([s.slot for s in supports] or reply.sources, 1):
        lines.append(f"-# {number}. {cited(slot)}")
    lines += (superseded(old, item.slot.id) for item in supports for old in item.replaces)
    if near := reply.answer and reply.answer.nearest:
        lines.append("-# " + say("nearest", memory=cited(near.slot)))
    return "\n".join(lines)


def with_sureness(reply: Reply) -> str:
    """The reply, and how sure the answer is, or would have been."""
    answer = reply.answer
    if answer is None or not answer.confidence:
        return worded(reply)
    share = f"{answer.confidence:.0%}"
    sure = say("unsure", sure=share) if answer.text is None else say("sure", sure=share)
    return f"{worded(reply)}\n-# {sure}"


def superseded(slot: Slot, by: int) -> str:
    """A memory that does not hold any more, struck through."""
    return f"-# ~~{quoted(slot.text)}~~ · {source(slot)} · {say('superseded', number=by)}"


def listed(slots: list[Slot], count: int, page: int, per_page: int) -> str:
    """A page of memories, a line each."""
    if not slots:
        return say("list_empty")
    lines = (f"`#{s.id}` {cited(s, LISTED)}" for s in slots)
    return "\n".join([headed(count, page, per_page), *lines])


def length(text: str) -> int:
    """The length that Discord counts, whichever way it counts."""
    return max(len(text), len(text.encode("utf-16-le")) // 2)


def parts(text: str, limit: int = LIMIT) -> Iterator[str]:
    """The text in pieces that fit into messages, cut at lines or else at words.

    A block of code that is cut ends in its piece, and goes on as one in the next.
    """
    while length(text) > limit:
        fenced = _FENCE in text
        most = limit - len(_CLOSED) if fenced else limit
        room = most if length(text[:most]) <= most else most // 2
        start = len(_OPENED) if text.startswith(_OPENED) else 1  # or else nothing would be said
        cut = max(text.rfind("\n", start, room), 0) or max(text.rfind(" ", start, room), 0) or room
        cut = max(cut - _open_escape(text[:cut]) - _split_fence(text, cut), start)
        piece, text = text[:cut].rstrip(), text[cut:].lstrip()
        if fenced and piece.count(_FENCE) % 2:
            piece, text = piece + _CLOSED, _OPENED + text
        yield piece
    if text:
        yield text


def _split_fence(text: str, cut: int) -> int:
    """How many of the marks before the cut belong to those after it."""
    if not text[cut:].startswith("`"):
        return 0
    return len(text[:cut]) - len(text[:cut].rstrip("`"))


def _open_escape(text: str) -> int:
    """1 when the text ends in a backslash that escapes what follows, else 0."""
    return (len(text) - len(text.rstrip("\\"))) % 2
