"""Question sets as passages: pieces of text, who says them, and which piece answers what.

SQuAD's layout (SQuADShifts), FriendsQA, and QAMR. Texts that come in tokens are put together again.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from memory.errors import EngramError

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SPACED = re.compile(r"\s+(n['’]t\b|['’](?:s|m|re|ve|d|ll)\b|[.,!?;:%)\]}]|['’](?=\s|$))", re.I)
_OPENING = re.compile(r"([(\[{$])\s+")
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}
_WORDS = 22  # of one piece: about what people write in one message


class PassageFileError(EngramError, ValueError):
    """A file is not in the layout that is wanted."""

    def __init__(self, path: Path, problem: object) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}")


@dataclass(frozen=True, slots=True)
class Query:
    """A question of one passage; `piece` -1: the passage does not answer it."""

    text: str
    piece: int
    answers: tuple[str, ...]  # accepted; the first stands in the piece, or names who said it
    others: tuple[int, ...] = ()  # pieces that answer too

    @property
    def pieces(self) -> tuple[int, ...]:
        """All pieces that answer."""
        return (self.piece, *self.others)


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces of text in order; `authors` are empty where the set names none."""

    id: str
    pieces: tuple[str, ...]
    queries: tuple[Query, ...]
    authors: tuple[str, ...] = ()


def joined(text: str) -> str:
    """Text as people write it, from tokens: "did n't , Sam" -> "didn't, Sam"."""
    text = " ".join(_BRACKETS.get(word, word) for word in text.split())
    return _OPENING.sub(r"\1", _SPACED.sub(r"\1", text))


def read_squad(path: Path) -> list[Passage]:
    """The paragraphs of a file in SQuAD's layout, cut into pieces. Raises PassageFileError."""
    found = list[Passage]()
    for article in _json(path)["data"]:
        for paragraph in article["paragraphs"]:
            starts, pieces = _pieces(paragraph["context"])
            queries = [_query(qa, starts) for qa in paragraph["qas"]]
            found.append(Passage(f"{path.stem}:{len(found)}", pieces, tuple(queries)))
    return found


def _pieces(text: str) -> tuple[list[int], tuple[str, ...]]:
    """Sentences, short ones put together; with the offset at which each piece begins."""
    ends = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    starts, pieces = list[int](), list[str]()
    for start, end in pairwise(ends):
        if pieces and len(f"{pieces[-1]} {text[start:end]}".split()) <= _WORDS:
            pieces[-1] += text[start:end]
        elif text[start:end].strip():
            starts.append(start)
            pieces.append(text[start:end])
    return starts, tuple(" ".join(piece.split()) for piece in pieces)


def _query(qa: dict[str, Any], starts: Sequence[int]) -> Query:
    answers = [] if qa.get("is_impossible") else qa["answers"]
    piece = -1
    if answers:
        piece = sum(start <= answers[0]["answer_start"] for start in starts) - 1
    texts = tuple(dict.fromkeys(" ".join(answer["text"].split()) for answer in answers))
    return Query(" ".join(qa["question"].split()), piece, texts)


def read_friendsqa(path: Path) -> list[Passage]:
    """The dialogues of FriendsQA. Raises PassageFileError."""
    return [
        _dialogue(episode["title"], paragraph)
        for episode in _json(path)["data"]
        for paragraph in episode["paragraphs"]
    ]


def _dialogue(title: str, paragraph: dict[str, Any]) -> Passage:
    said = paragraph["utterances:"]
    queries = list[Query]()
    for qa in paragraph["qas"]:
        texts = tuple(joined(answer["answer_text"]) for answer in qa["answers"])
        first, *others = dict.fromkeys(answer["utterance_id"] for answer in qa["answers"])
        queries.append(Query(joined(qa["question"]), first, texts, tuple(others)))
    pieces = tuple(joined(item["utterance"]) for item in said)
    authors = tuple(", ".join(item["speakers"]).replace("#NOTE#", "Scene") for item in said)
    return Passage(title, pieces, tuple(queries), authors)


def read_qamr(folder: Path, name: str) -> list[Passage]:
    """The sentences of one part of QAMR ("dev", "test"), each a passage of one piece."""
    sentences = dict(_rows(folder / "wiki-sentences.tsv"))
    queries = defaultdict[str, dict[str, Query]](dict)
    for row in _rows(folder / f"{name}.tsv"):
        if row[0] in sentences:
            spans = (row[6], *(judged.partition(":")[2] for judged in row[7:9]))
            texts = tuple(dict.fromkeys(_span(sentences[row[0]], span) for span in spans))
            queries[row[0]].setdefault(row[5].lower(), Query(row[5], 0, texts))
    return [
        Passage(id_, (joined(sentences[id_]),), tuple(asked.values()))
        for id_, asked in queries.items()
    ]


def _span(sentence: str, span: str) -> str:
    tokens = sentence.split()
    places = [int(place) for place in span.split()]
    return joined(" ".join(tokens[min(places) : max(places) + 1]))


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    except OSError as error:
        raise PassageFileError(path, f"cannot be read ({error.strerror})") from error


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PassageFileError(path, f"cannot be read ({error})") from error
    if not isinstance(found, dict) or not isinstance(found.get("data"), list):
        raise PassageFileError(path, 'holds no list under "data", as SQuAD and FriendsQA do')
    return found
