"""Reading the bAbI tasks' format: numbered lines, questions with answer and supporting facts."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from memory.errors import EngramError

Words = tuple[str, ...]
TASKS = range(1, 21)


class TaskFileError(EngramError, ValueError):
    """A line of a task file that cannot be read: names file, line and cause."""

    def __init__(self, path: Path, line: int, cause: str) -> None:
        super().__init__(f"{path}, line {line}: {cause}")
        self.path, self.line, self.cause = path, line, cause


class MissingTaskError(EngramError, FileNotFoundError):
    """A folder lacks the file of a task."""


@dataclass(frozen=True)
class Example:
    """A question over the statements before it; `supports` are indices into `story`."""

    story: tuple[Words, ...]
    question: Words
    answer: str  # several answers stay one, as in "n,w"
    supports: tuple[int, ...]
    line: int = field(default=0, compare=False)  # of its file


def words(text: str) -> Words:
    """Lower-case words, with final marks dropped."""
    return tuple(re.findall(r"[^\s.?!]+", text.lower()))


def read(path: Path) -> list[Example]:
    """Every question of a task file, with its story so far."""
    try:
        with path.open(encoding="utf-8") as lines:
            return list(_parse(path, lines))
    except UnicodeDecodeError as error:
        raise TaskFileError(path, 1, f"is not UTF-8 text ({error.reason})") from error


def find(folder: Path, task: int, part: str) -> Path:
    """The file of a task, `part` being train or test; its name carries the task's title."""
    found = sorted(folder.glob(f"qa{task}_*_{part}.txt"))
    if not found:
        message = f"{folder}: has no file qa{task}_*_{part}.txt"
        raise MissingTaskError(message)
    return found[0]


def check_answers(path: Path, examples: Iterable[Example], known: Container[str]) -> None:
    """Refuse a file with an answer that a network of these words can never give."""
    for example in examples:
        for word in example.answer.replace(",", " ").split():
            if word not in known:
                cause = f"the answer {word!r} is outside the network's vocabulary; "
                raise TaskFileError(path, example.line, cause + "is it trained on this task?")


def goes_on(earlier: Example, later: Example) -> bool:
    """Whether two questions are about one story, which may have grown between them."""
    return later.story[: len(earlier.story)] == earlier.story


def _parse(path: Path, lines: Iterable[str]) -> Iterator[Example]:
    story: list[Words] = []
    place: dict[int, int] = {}  # line id within the story -> index of the statement
    last = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        identity, text = _identity(path, number, line)
        if identity == 1:
            story, place = [], {}
        elif identity != last + 1:
            raise TaskFileError(path, number, f"id {identity} follows id {last}")
        last = identity
        if "\t" in text:
            yield _question(path, number, text, story, place)
        else:
            place[identity] = len(story)
            story.append(words(text))


def _identity(path: Path, number: int, line: str) -> tuple[int, str]:
    head, _, text = line.strip().partition(" ")
    if not head.isdigit():
        raise TaskFileError(path, number, f"should start with a number, but starts with {head!r}")
    if not text:
        raise TaskFileError(path, number, "has a number and no text")
    return int(head), text


def _question(
    path: Path, number: int, text: str, story: list[Words], place: dict[int, int]
) -> Example:
    fields = [field.strip() for field in text.split("\t")]
    if len(fields) != 3:
        cause = (
            f"a question has 3 fields (question, answer, supporting ids), this has {len(fields)}"
        )
        raise TaskFileError(path, number, cause)
    question, answer, ids = fields
    if not answer:
        raise TaskFileError(path, number, "the answer is empty")
    supports = tuple(_support(path, number, support, place) for support in ids.split())
    return Example(tuple(story), words(question), answer.lower(), supports, number)


def _support(path: Path, number: int, text: str, place: dict[int, int]) -> int:
    if not text.isdigit() or int(text) not in place:
        raise TaskFileError(path, number, f"supporting id {text!r} is no statement of this story")
    return place[int(text)]
