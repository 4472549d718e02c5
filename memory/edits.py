"""Memories follow the messages that they were told in, as these are edited."""

from dataclasses import replace

from memory.antecedents import resolved
from memory.corrections import corrected
from memory.errors import (
    EmptyTextError,
    MessageGoneError,
    OptedOutError,
    PersonClosedError,
    PlaceClosedError,
    SlotNotFoundError,
    TextTooLongError,
)
from memory.fitting import is_bare
from memory.instead import parsed
from memory.intents import LEANS, Intent, Offer, Teach
from memory.messages import Edit
from memory.network import MemoryNetwork
from memory.permissions import admit
from memory.restating import anew, restated
from memory.slots import Kind, Slot
from memory.spoken_of import Before

_NOT_KEPT = (
    EmptyTextError, TextTooLongError, OptedOutError, PlaceClosedError, PersonClosedError,
    MessageGoneError, SlotNotFoundError,  # deleted meanwhile, or set aside by an admin
)  # fmt: skip


async def follow(network: MemoryNetwork, edit: Edit, intent: Intent | None) -> None:
    """Let what was said in a message be what its new text says; `intent`: what that wants."""
    for slot in await network.sources.of_message(edit.scope.home, edit.message_id):
        await _follow(network, slot, edit, intent)


async def _follow(network: MemoryNetwork, slot: Slot, edit: Edit, intent: Intent | None) -> None:
    word = next((w for w in slot.witnesses if w.message_id == edit.message_id), None)
    if word is None or edit.at <= word.said_at:  # a preview was added, or it was pinned
        return
    if word.author.id != edit.author.id:  # an import named the wrong message
        return
    mended = _mended(slot, edit.text)
    fact = mended or _restated(slot, edit.text, intent)
    if fact == slot.text:
        return
    try:
        if fact is not None:
            await admit(network.policies, edit)
            now = replace(word, said_at=edit.at)
            await network.learning.revise(slot, fact, now, mended=mended is not None)
            return
    except _NOT_KEPT:
        pass  # it says nothing any more that could be kept
    await network.forgetting.withdraw(slot.scope.home, [slot.id], word.author.id)


def _mended(slot: Slot, text: str | None) -> str | None:
    """The fact with what the new text says instead; None when it corrects nothing.

    Most of it stays, and goes with the message in which it was said first, too.
    """
    if not text or len(text) > LEANS or slot.kind is Kind.HEARD:
        return None
    said, whole = parsed(text), restated(text)
    found = corrected(slot.text, said, follows=False) if said else None
    return found or (anew(slot.text, whole) if whole else None)


def _restated(slot: Slot, text: str | None, intent: Intent | None) -> str | None:
    """The fact as the new text of its message says it; None when it says none."""
    if text is None or slot.kind is Kind.HEARD:  # what was heard is a message as it stands
        return text
    match intent:
        case Teach(fact=fact) | Offer(fact=fact):
            return resolved(" ".join(fact.split()), Before(slot.text))
        case _:
            whole = resolved(text, Before(slot.text))
            return whole if whole != text else _valued(slot, text)


def _valued(slot: Slot, text: str) -> str | None:
    """The fact with a bare answer in the place of the one that it had: "friday at 9"."""
    said = parsed(f"no, {text}") if is_bare(text) else None
    return corrected(slot.text, said, nearest=False) if said else None
