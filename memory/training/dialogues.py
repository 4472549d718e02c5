"""Long chats with questions, in LoCoMo's layout (Maharana et al., ACL 2024).

A file is a list of samples: `conversation` holds `session_N` (messages with `dia_id`, `speaker`,
`text` or `clean_text`, maybe `blip_caption` and `date_time`) and `session_N_date_time`; `qa` holds
`question`, `answer`, `evidence` and `category`. Keys that are not known are ignored.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

from dateutil import parser
from pydantic import BaseModel, TypeAdapter, ValidationError

from memory.errors import EngramError
from memory.slots import Person

_SESSION = re.compile(r"session_(\d+)\Z")
_BETWEEN_IDS = re.compile(r"[\s;,]+")
READER = Person(1, "the reader of this chat")
ADVERSARIAL = 5  # the category of questions that the chat does not answer


class DialogueFileError(EngramError, ValueError):
    """A file is not in LoCoMo's layout."""

    def __init__(self, path: Path, where: str, problem: str) -> None:
        self.path, self.where = path, where
        super().__init__(f"{path}, {where}: {problem}")


def person(name: str) -> Person:
    """An author of a chat; without a name: who reads it."""
    return Person(2 + crc32(name.encode()), name) if name else READER


@dataclass(frozen=True)
class Turn:
    """One message."""

    id: str
    session: int
    author: str
    text: str
    said_at: float  # Unix seconds; the chat's own clock is taken for UTC


@dataclass(frozen=True)
class Asked:
    """A question after the whole chat; evidence counts turns from 0."""

    text: str
    answer: str
    evidence: tuple[int, ...]
    category: int
    asker: str = ""  # one of the authors; empty: somebody who reads the chat


@dataclass(frozen=True)
class Dialogue:
    """A chat and its questions; `unmatched` are evidence ids that no turn has."""

    name: str
    turns: tuple[Turn, ...]
    questions: tuple[Asked, ...]
    unmatched: tuple[str, ...] = ()


class _Message(BaseModel):
    dia_id: str
    speaker: str
    text: str | None = None
    clean_text: str | None = None
    blip_caption: str | None = None
    date_time: str | None = None


class _Question(BaseModel):
    question: str
    answer: str | float | int | None = None
    evidence: str | list[str] = []
    category: int


class _Sample(BaseModel):
    sample_id: str | int | None = None
    conversation: dict[str, Any]
    qa: list[_Question]


_MESSAGES = TypeAdapter(list[_Message])
_SAMPLES = TypeAdapter(list[_Sample])


def read(path: Path) -> list[Dialogue]:
    """The chats of a file. Raises DialogueFileError with the sample and the field at fault."""
    try:
        samples = _SAMPLES.validate_json(path.read_bytes())
    except OSError as error:
        raise DialogueFileError(path, "the whole file", f"cannot be read ({error})") from error
    except ValidationError as error:
        raise _refusal(path, error) from error
    return [_dialogue(path, number, sample) for number, sample in enumerate(samples, start=1)]


def _refusal(path: Path, error: ValidationError, *before: object) -> DialogueFileError:
    first = error.errors()[0]
    place = [*before, *(part + 1 if isinstance(part, int) else part for part in first["loc"])]
    return DialogueFileError(path, " ".join(map(str, place)) or "the whole file", first["msg"])


def _dialogue(path: Path, number: int, sample: _Sample) -> Dialogue:
    turns = list[Turn]()
    for session in sorted(int(m[1]) for key in sample.conversation if (m := _SESSION.match(key))):
        turns += _turns(path, number, session, sample.conversation)
    if not turns:
        raise DialogueFileError(path, f"sample {number}", "its conversation has no session_1")
    places = {turn.id: index for index, turn in enumerate(turns)}
    asked, unmatched = list[Asked](), list[str]()
    for index, item in enumerate(sample.qa, start=1):
        if item.answer is None and item.category != ADVERSARIAL:
            where = f"sample {number}, question {index}"
            raise DialogueFileError(path, where, "the field answer is missing")
        asked.append(_asked(item, places, unmatched))
    return Dialogue(str(sample.sample_id or number), tuple(turns), tuple(asked), tuple(unmatched))


def _turns(
    path: Path, number: int, session: int, conversation: Mapping[str, Any]
) -> Iterator[Turn]:
    key = f"session_{session}"
    try:
        messages = _MESSAGES.validate_python(conversation[key])
    except ValidationError as error:
        raise _refusal(path, error, number, "conversation", key) from error
    for message in messages:
        text = message.clean_text if message.text is None else message.text
        where = f"sample {number}, message {message.dia_id}"
        if text is None:
            raise DialogueFileError(path, where, "neither text nor clean_text is there")
        if message.blip_caption:
            text = f"{text} [image: {message.blip_caption}]"
        try:
            said_at = _time(message.date_time or conversation.get(f"{key}_date_time"))
        except (ValueError, TypeError, OverflowError) as error:
            raise DialogueFileError(path, where, f"its time cannot be read ({error})") from error
        yield Turn(message.dia_id, session, message.speaker, text, said_at)


def _time(text: str | None) -> float:
    if not text:
        return 0.0
    found: datetime = parser.parse(text, fuzzy=True)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _asked(item: _Question, places: Mapping[str, int], unmatched: list[str]) -> Asked:
    ids = [item.evidence] if isinstance(item.evidence, str) else item.evidence
    found = dict.fromkeys(part for id_ in ids for part in _BETWEEN_IDS.split(id_) if part)
    unmatched += [id_ for id_ in found if id_ not in places]
    known = tuple(places[id_] for id_ in found if id_ in places)
    answer = "" if item.answer is None else str(item.answer)
    return Asked(item.question, answer, known, item.category)


def texts(turns: Sequence[Turn]) -> list[str]:
    """Each turn with its author's name in front, as a transcript shows it."""
    return [f"{turn.author}: {turn.text}" for turn in turns]
