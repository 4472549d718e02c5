"""Evaluation of what changes: the newest memory answers, and the older ones are marked.

The file holds rooms as `memory.training.conversations` reads them; a question expects
{"support": [turns], "superseded": [turns], "contains"?: [words]}: those that answer, and those
whose place was taken. Where that list is empty, what resembles a contradiction is none.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from memory.dialogue import Conversation
from memory.messages import Message, Reply
from memory.network import MemoryNetwork
from memory.pairs import PairFeature
from memory.perspective import is_personal
from memory.preference import Preference
from memory.settings import NetworkSettings
from memory.slots import Audience, Person, Scope, Slot, Witness
from memory.store import Store
from memory.training.conversations import Tally, read_conversations
from memory.worker import Worker

SCOPE = Scope(None, 1)
_MINUTE, _DAY = 60.0, 86_400.0
_A_DAY = 8  # turns


def said_at(turn: int) -> float:
    """When a turn is said, in Unix seconds: a few a day."""
    return _MINUTE * turn + _DAY * (turn // _A_DAY)


def taught(number: int, text: str, author: Person, at: float) -> Slot:
    """The slot of what somebody taught."""
    return Slot(number, SCOPE, text, is_personal(text), (Witness(author, at),), at)


def changed(turns: Sequence[Mapping[str, Any]]) -> set[tuple[int, int]]:
    """The turns of a room whose place was taken, each with what took it."""
    expected = [turn["expect"] for turn in turns if "superseded" in turn.get("expect", {})]
    return {pair for one in expected for pair in _chain(one["superseded"], one["support"])}


def _chain(past: Sequence[int], now: Sequence[int]) -> Iterator[tuple[int, int]]:
    last = sorted({*past, *now})
    return ((older, newer) for older in past for newer in last if newer > older)


class Rule(Preference):
    """The rule that was before: of what is said of the same thing, the newer holds."""

    reads = False

    def __init__(self, cosine: float = 0.55, margin: float = 0.3) -> None:
        self._cosine, self._margin = cosine, margin

    def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """Above 0 where the two are near, and the newer one hardly less near the question."""
        return [
            float(
                row[PairFeature.COSINE] >= self._cosine
                and row[PairFeature.ASKED_MORE] > -self._margin
            ) - 0.5
            for row in phi
        ]  # fmt: skip


async def evaluate_contradictions(
    path: Path,
    worker: Worker,
    settings: NetworkSettings,
    *,
    heard: bool = False,
    preference: Preference | None = None,
) -> Tally:
    """Tell every room of the file, taught or heard, and count what its questions get."""
    tally = Tally()
    for room in read_conversations(path):
        with TemporaryDirectory() as folder:
            async with Store.open(Path(folder) / "engram.db") as store:
                network = MemoryNetwork(store, worker, settings)
                network.recall.preference = preference or network.recall.preference
                await _play(room, Conversation(network), tally, heard=heard)
    return tally


async def _play(room: dict[str, Any], talk: Conversation, tally: Tally, *, heard: bool) -> None:
    slots = dict[int, int]()
    for number, turn in enumerate(room["turns"]):
        message = _message(turn, number)
        if "expect" not in turn:
            slots[number] = await _tell(talk, message, heard=heard)
            continue
        expect = turn["expect"]
        support = {slots[n] for n in expect["support"]}
        past = {slots[n] for n in expect["superseded"]}
        _judge(turn, support, past, await talk.answering.ask(message, turn["say"]), tally)


async def _tell(talk: Conversation, message: Message, *, heard: bool) -> int:
    if heard:
        return (await talk.teaching.keep(message))[0].id
    stored = (await talk.teaching.teach(message, message.text)).stored
    if stored is None:
        raise AssertionError("what was taught is stored")
    return stored.id


def _message(turn: dict[str, Any], number: int) -> Message:
    author, scope = Person(zlib.crc32(turn["as"].encode()), turn["as"]), SCOPE
    return Message(
        turn["say"], author, scope, Audience.of(scope), said_at(number), message_id=number + 1
    )


def _judge(
    turn: dict[str, Any], support: set[int], past: set[int], reply: Reply, tally: Tally
) -> None:
    used = reply.answer.supporting if reply.answer and reply.answer.text else ()
    marked = {slot.id for item in used for slot in item.replaces}
    words = turn["expect"].get("contains", ())
    answered = bool(used) and used[0].slot.id in support
    answered = answered and all(word.lower() in reply.text.lower() for word in words)
    if past:
        tally.count("changed: the newest answers", right=answered)
        tally.count("changed: the older ones are marked", right=past <= marked)
        tally.count("changed: and nothing else is", right=past == marked)
        right = tally.count(
            "changed: answered, and the older marked", right=answered and past <= marked
        )
    else:
        tally.count("unchanged: answered", right=answered)
        right = tally.count("unchanged: nothing is marked", right=not marked)
    if not (right and answered):
        old = "; ".join(slot.text for item in used for slot in item.replaces)
        tally.mistakes.append(f"{turn['as']}: {turn['say']} -> {reply.text} (not any more: {old})")
