"""What the span pointer learns from: questions beside memories, and where the answer stands.

Passages alone, as their authors made them; and windows of a room, as the bot reads them: the
message that answers among others that resemble the question, or stand near, or answer nothing.
"""

import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from memory.training.dialogues import Dialogue, Turn
from memory.training.passages import Passage, Query, read_friendsqa, read_qamr, read_squad
from memory.training.rooms import Material, rooms, transcripts
from memory.words import stems

_SHIFTS = ("reddit", "amazon_reviews", "new_wiki")
_BESIDE = 9  # messages at most that are read with the one that answers
_LACKING = 0.2  # of the windows lack the message that answers
_SWAPPED = 0.5  # of the questions that name the author also name another: then nothing answers
_ASKED = 12  # questions of a sentence of QAMR that is read alone
_AGAIN = 0.6  # of the passages are read again among the windows
_NEAR = 3  # messages before and behind that stand near
_WORDS = 200  # of a window of a dialogue that is read alone
_EMPTY = 0.4  # of the windows of a dialogue without the answer are learned too


@dataclass(frozen=True)
class Example:
    """A question beside texts, and where its answer stands."""

    question: str
    texts: tuple[str, ...]
    answer: str = ""
    text: int = -1  # the one that answers; -1: none does
    start: int = 0  # characters


def held_out(id_: str) -> bool:
    """Whether a passage is kept for measuring: one in ten, by its name."""
    return zlib.crc32(id_.encode()) % 10 == 0


def passages(data: Path, *, out: bool) -> list[Passage]:
    """The passages of SQuADShifts and QAMR in a data folder that are held out, or the others."""
    found = [
        passage
        for name in _SHIFTS
        for passage in read_squad(data / "squadshifts" / f"{name}_v1.0.json")
    ]
    found += [one for part in ("dev", "test") for one in read_qamr(data / "qamr", part)]
    return [one for one in found if held_out(one.id) is out]


def lessons(data: Path, seed: int, *, out: bool = False) -> list[Example]:
    """Each passage as one text; of a single sentence only some of the questions, much alike."""
    rng = random.Random(seed)  # noqa: S311 - an order, no secret
    found = list[Example]()
    for passage in passages(data, out=out):
        queries = rng.sample(passage.queries, len(passage.queries))
        few = _ASKED if len(passage.pieces) == 1 else len(queries)
        found += [one for query in queries[:few] if (one := _whole(passage, query))]
    return rng.sample(found, len(found))


def _whole(passage: Passage, query: Query) -> Example | None:
    """Nothing where the answer runs over the end of its piece."""
    text = " ".join(passage.pieces)
    if not query.answers:
        return Example(query.text, (text,))
    before = sum(len(piece) + 1 for piece in passage.pieces[: query.piece])
    start = passage.pieces[query.piece].find(query.answers[0])
    return Example(query.text, (text,), query.answers[0], 0, before + start) if start >= 0 else None


def message(turns: Sequence[Turn], place: int) -> str:
    """A message as the pointer reads it: after the question that it follows, if it follows one."""
    turn = turns[place]
    text = f"{turn.author}: {turn.text}"
    before = turns[max(0, place - 1)]
    if place and before.text.endswith("?") and before.session == turn.session:
        return f"{before.author}: {before.text} {text}"
    return text


def of_room(room: Dialogue, seed: int, copies: int = 1) -> Iterator[Example]:
    """What a room teaches: each question so often, every time beside other messages."""
    rng = random.Random(seed)  # noqa: S311 - an order, no secret
    held = [stems(turn.text) for turn in room.turns]
    people = sorted({turn.author for turn in room.turns})
    for asked in room.questions * copies:
        place, text = asked.evidence[0], message(room.turns, asked.evidence[0])
        others = _beside(stems(asked.text), held, place, rng)
        start = _where(text, room.turns[place], asked.answer)
        lacking = rng.random() < _LACKING
        chosen = sorted(others if lacking and others else {*others, place})
        texts = tuple(message(room.turns, one) for one in chosen)
        if start >= 0 and place in chosen:
            yield Example(asked.text, texts, asked.answer, chosen.index(place), start)
            yield from _swapped(asked.text, room.turns[place].author, people, texts, rng)
        elif place not in chosen and not any(asked.answer in one for one in texts):
            yield Example(asked.text, texts)


def _swapped(
    question: str, author: str, people: Sequence[str], texts: tuple[str, ...], rng: random.Random
) -> Iterator[Example]:
    """The same asked of somebody else, who did not say it."""
    others = [name for name in people if name != author and name not in question]
    if author in question and others and rng.random() < _SWAPPED:
        yield Example(question.replace(author, rng.choice(others)), texts)


def _where(text: str, turn: Turn, answer: str) -> int:
    """Where the answer begins: in what is said, or else in who says it."""
    said = text.rfind(turn.text)
    inside = turn.text.find(answer)
    return said + inside if inside >= 0 else text.rfind(answer, 0, said)


def _beside(
    wanted: frozenset[str], held: Sequence[frozenset[str]], place: int, rng: random.Random
) -> set[int]:
    """Messages that share words with the question, stand near, or neither."""
    every = [one for one in range(len(held)) if one != place]
    alike = sorted(every, key=lambda one: (-len(wanted & held[one]), one))[: _BESIDE + 3]
    near = [one for one in every if abs(one - place) <= _NEAR]
    pools = [pool for pool in (alike, alike, near, every) if pool]
    return {rng.choice(rng.choice(pools)) for _ in range(rng.randint(0, _BESIDE)) if pools}


def of_dialogue(dialogue: Passage, seed: int, *, whole: bool = False) -> Iterator[Example]:
    """A dialogue in windows of its own, as it is read in a question set.

    With every accepted answer and every window that lacks one, or with the first answers and some.
    """
    rng = random.Random(seed)  # noqa: S311 - a choice, no secret
    texts = utterances(dialogue)
    for query in dialogue.queries:
        right = _answers(query, texts, whole=whole)
        for first, end in _cut([len(text.split()) for text in texts]):
            window = texts[first:end]
            for answer, piece, start in right:
                if first <= piece < end:
                    yield Example(query.text, window, answer, piece - first, start)
            lacks = not {*query.pieces} & {*range(first, end)}
            if lacks and (whole or rng.random() < _EMPTY):
                yield Example(query.text, window)


def _answers(query: Query, texts: Sequence[str], *, whole: bool) -> list[tuple[str, int, int]]:
    """Answers, the texts in which they stand, and where they begin there."""
    pairs = product(query.answers, query.pieces) if whole else [(query.answers[0], query.piece)]
    return [
        (answer, piece, start)
        for answer, piece in pairs
        if (start := texts[piece].rfind(answer)) >= 0
    ]


def utterances(dialogue: Passage) -> tuple[str, ...]:
    """As they are read: with who says them."""
    said = zip(dialogue.authors, dialogue.pieces, strict=True)
    return tuple(f"{author}: {piece}" for author, piece in said)


def _cut(words: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges of utterances with about as many words each."""
    first, total = 0, 0
    for place, count in enumerate(words):
        if total + count > _WORDS and place > first:
            yield first, place
            first, total = place, 0
        total += count
    yield first, len(words)


@dataclass(frozen=True)
class Sizes:
    """How much of the data folder becomes rooms."""

    posts: int = 1800  # passages of SQuADShifts
    asked: int = 4  # questions of a sentence of QAMR: there are dozens, much alike
    turns: int = 200  # messages of a room of posts
    talks: int = 10  # dialogues of a room of dialogues
    copies: int = 3  # windows of each question of a dialogue
    dialogues: bool = True  # FriendsQA's are learned from; else nothing of them is seen


def of_rooms(data: Path, sizes: Sizes, seed: int, *, out: bool = False) -> list[Example]:
    """Windows of rooms that are made of the passages that are held out, or of the others."""
    posts, talks = chats(data, sizes, seed, out=out)
    found = [one for n, chat in enumerate(posts) for one in of_room(chat, seed + n)]
    found += [one for n, chat in enumerate(talks) for one in of_room(chat, seed + n, sizes.copies)]
    rng = random.Random(seed)  # noqa: S311 - an order, no secret
    return rng.sample(found, len(found))


def mixed(data: Path, sizes: Sizes, seed: int, again: Sequence[Example]) -> list[Example]:
    """Windows of rooms and of dialogues, and some of the passages again, lest they be forgotten."""
    rng = random.Random(seed)  # noqa: S311 - an order, no secret
    found = of_rooms(data, sizes, seed)
    kept = (one for one in _talks(data, sizes) if not held_out(one.id))
    found += [example for n, one in enumerate(kept) for example in of_dialogue(one, seed + n)]
    found += rng.sample(again, round(_AGAIN * len(again)))
    return rng.sample(found, len(found))


def _talks(data: Path, sizes: Sizes) -> list[Passage]:
    return read_friendsqa(data / "friendsqa" / "friendsqa_dev.json") if sizes.dialogues else []


def chats(
    data: Path, sizes: Sizes, seed: int, *, out: bool
) -> tuple[list[Dialogue], list[Dialogue]]:
    """Rooms of posts, and rooms of dialogues."""
    rng = random.Random(seed)  # noqa: S311 - a sample, no secret
    whole = passages(data, out=out)
    long = [one for one in whole if len(one.pieces) > 1]
    short = [
        replace(one, queries=tuple(rng.sample(one.queries, min(sizes.asked, len(one.queries)))))
        for one in whole
        if len(one.pieces) == 1
    ]
    dialogues = _talks(data, sizes)
    posts = [*rng.sample(long, min(sizes.posts, len(long))), *short]
    material = replace(
        Material.of(posts, dialogues),  # remarks are of all: they are neither asked nor answers
        dialogues=[one for one in dialogues if held_out(one.id) is out],
    )
    wanted = {"asked": 1000, "seed": seed}
    return (
        list(rooms(material, turns=sizes.turns, **wanted)),
        list(transcripts(material, count=sizes.talks, **wanted)),
    )
