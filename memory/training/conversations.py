"""Evaluation on written conversations: people teach, people ask, and the right memory is known.

A file holds one conversation a line: {"name", "turns": [{"as", "say", "expect"?}]}. A turn without
"expect" teaches. "expect" is {"support": [turns], "contains"?: [words], "any"?, "chain"?},
{"unknown": true} or {"small_talk": true}.
"""

import json
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from memory.dialogue import Conversation
from memory.errors import EngramError
from memory.messages import Message, Reply
from memory.network import MemoryNetwork
from memory.settings import NetworkSettings
from memory.slots import Audience, Person, Question, Scope, Slot
from memory.store import Store
from memory.worker import Worker


class ConversationFileError(EngramError):
    """A line of the file is not a conversation."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        self.path, self.line = path, line
        super().__init__(f"{path}, line {line}: {problem}")


@dataclass(slots=True)
class Tally:
    """Counts over all conversations: name -> [right, asked]."""

    counts: dict[str, list[int]] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def count(self, name: str, *, right: bool) -> bool:
        """Count one case; returns `right`."""
        cell = self.counts.setdefault(name, [0, 0])
        cell[0] += right
        cell[1] += 1
        return right

    def summary(self) -> dict[str, Any]:
        """Shares in percent, with the counts that they come from."""
        shares = {
            name: {"percent": round(100 * right / asked, 1), "right": right, "of": asked}
            for name, (right, asked) in sorted(self.counts.items())
        }
        return {**shares, "ms_per_question": round(median(self.milliseconds or [0.0]), 2)}


def read_conversations(path: Path) -> list[dict[str, Any]]:
    """The conversations of a file. Raises ConversationFileError with the line at fault."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            conversation = json.loads(line)
            _check(conversation)
        except (ValueError, KeyError, TypeError) as error:
            raise ConversationFileError(path, number, f"not a conversation ({error})") from error
        found.append(conversation)
    return found


def _check(conversation: dict[str, Any]) -> None:
    taught = set[int]()
    for number, turn in enumerate(conversation["turns"]):
        if not isinstance(turn["as"], str) or not isinstance(turn["say"], str):
            raise TypeError(f'turn {number}: "as" and "say" are texts')
        expect = turn.get("expect")
        if expect is None:
            taught.add(number)
        elif not taught.issuperset(expect.get("support", ())):
            raise ValueError(f"turn {number} is supported by a turn that teaches nothing")


async def evaluate_conversations(path: Path, worker: Worker, settings: NetworkSettings) -> Tally:
    """Play every conversation from an empty memory and count what came out."""
    tally = Tally()
    for conversation in read_conversations(path):
        with TemporaryDirectory() as folder:
            async with Store.open(Path(folder) / "engram.db") as store:
                await _play(conversation, MemoryNetwork(store, worker, settings), tally)
    return tally


async def _play(conversation: dict[str, Any], network: MemoryNetwork, tally: Tally) -> None:
    talk, slots = Conversation(network), dict[int, Slot]()
    for number, turn in enumerate(conversation["turns"]):
        message = _message(turn, at=60.0 * number)
        started = time.perf_counter()
        reply = await talk.reply(message)
        elapsed = 1000 * (time.perf_counter() - started)
        expect = turn.get("expect")
        if expect is None:
            if tally.count("taught", right=reply.stored is not None) and reply.stored:
                slots[number] = reply.stored
        elif "small_talk" in expect:
            tally.count("small talk", right=reply.answer is None and reply.stored is None)
        else:
            tally.milliseconds.append(elapsed)
            gold = [slots[turn].id for turn in expect.get("support", ()) if turn in slots]
            _judge(turn, expect, gold, reply, tally)
            await _baselines(message, expect, gold, network, tally)


def _message(turn: dict[str, Any], at: float) -> Message:
    author = Person(zlib.crc32(turn["as"].encode()), turn["as"])
    scope = Scope(None, 1)
    return Message(turn["say"], author, scope, Audience.of(scope), at)


def _judge(
    turn: dict[str, Any], expect: dict[str, Any], gold: list[int], reply: Reply, tally: Tally
) -> None:
    used = [item.slot.id for item in reply.answer.supporting] if reply.answer else []
    if "unknown" in expect:
        right = tally.count("unknown recognised", right=not used)
    elif "chain" in expect:
        right = tally.count("chain found", right=used[: len(gold)] == gold)
    else:
        right = tally.count(
            "answered from the right memory", right=used[:1] != [] and used[0] in gold
        )
        if right:
            said = all(word.lower() in reply.text.lower() for word in expect.get("contains", ()))
            tally.count("answer holds the expected words", right=said)
            tally.count("no needless second memory", right=set(used) <= set(gold))
    tally.count("all questions", right=right)
    if near := reply.answer and reply.answer.nearest:
        tally.count("declined, and shown what answers", right=near.slot.id in gold)
    if not right:
        tally.mistakes.append(f"{turn['as']}: {turn['say']} -> {reply.text}")


async def _baselines(
    message: Message, expect: dict[str, Any], gold: list[int], network: MemoryNetwork, tally: Tally
) -> None:
    """Which memory stands first, without a threshold: O beside cosine and full-text search."""
    if "unknown" in expect or not gold:
        return
    asked = Question(message.text, message.author, message.audience)
    ranked = {
        "first: s_O": [item.slot.id for item in await network.recall.supports(asked)],
        "first: FTS5 (bm25)": [
            slot.id for slot in await network.store.search(message.text, message.audience, limit=1)
        ],
        "first: cosine": await network.recall.nearest(asked, limit=1),
    }
    for name, ids in ranked.items():
        tally.count(name, right=_first_is_right(ids, gold, expect))


def _first_is_right(ids: Iterable[int], gold: list[int], expect: dict[str, Any]) -> bool:
    first = next(iter(ids), None)
    return first == gold[0] if "chain" in expect else first in gold
