"""Questions with the few memories that are read for them, out of question sets and made-up facts.

A question is read after up to READS messages of its room: the one that answers, its neighbours and
those that share words with the question, in the order in which they were said. Of some questions
the answer is left out. Passages are held out by name: a tenth to stop and calibrate by, a tenth to
report.
"""

import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from memory.decoding import LONGEST
from memory.scrolls import Said, Word, scroll
from memory.training import told
from memory.training.dialogues import Asked, Dialogue, Turn
from memory.training.passages import Passage, read_friendsqa, read_qamr, read_squad
from memory.training.rooms import Material, rooms, transcripts
from memory.words import stems
from memory.wordwise import Kind
from memory.wordwise_responder import READS

PARTS = ("learn", "develop", "report")
TOLD = "told"  # the name of made-up facts among the sets


@dataclass(frozen=True)
class Settings:
    """What a responder is trained on, and how."""

    kind: Kind = "pointer"
    seed: int = 1
    posts: int = 250  # of reddit, as many reviews and articles
    asked: int = 8  # questions of one sentence of QAMR: there are dozens, much alike
    told: int = 6000  # made-up facts
    turns: int = 200  # of a room
    left_out: float = 0.15  # of the questions lose what answers them
    unseen: float = 0.15  # of a batch's words are as if training lacked them
    least: int = 4  # times that a word has to stand in the stories to be known
    rate: float = 3e-3
    batch: int = 32
    steps: int = 450
    chunk: int = 150  # steps between two looks at the development set
    seen: int = 100  # stories of it that are looked at


@dataclass(frozen=True)
class Story:
    """A stream, and what is right to say after it: nothing, where nothing answers."""

    words: Sequence[Word]
    memories: Sequence[Said]
    answer: str
    places: tuple[int, ...]  # where it stands; empty: it does not
    chat: Dialogue  # the same as it was told, named after where it is from

    @property
    def source(self) -> str:
        """Which set it is from."""
        return self.chat.name

    @property
    def at(self) -> int:
        """Which memory answers; -1: none."""
        return self.words[self.places[0]].of if self.places else -1


def part_of(name: str) -> str:
    """What a passage is for, by its name; those to report are those of the span pointer."""
    number = zlib.crc32(name.encode()) % 10
    return {0: "report", 1: "develop"}.get(number, "learn")


def make(data: Path, settings: Settings, part: str) -> list[Story]:
    """The stories of one part, out of the question sets in a data folder and of made-up facts."""
    rng = random.Random(settings.seed)  # noqa: S311 - a sample, no secret
    found = list[Story]()
    for source, chats in _chats(data, settings, part, rng).items():
        for chat in chats:
            found += _stories(chat, source, settings, rng)
    made = settings.told if part == "learn" else max(1, settings.told // 20)
    seed = settings.seed * len(PARTS) + PARTS.index(part)
    facts = told.stories(made, seed, READS)
    found += [story for one in facts if (story := _fact(one)) is not None]
    return found


def _chats(
    data: Path, settings: Settings, part: str, rng: random.Random
) -> dict[str, list[Dialogue]]:
    posts = list[Passage]()
    for name in ("reddit", "amazon_reviews", "new_wiki"):
        passages = read_squad(data / "squadshifts" / f"{name}_v1.0.json")
        posts += _some(passages, settings.posts, part, rng)
    sentences = _some(read_qamr(data / "qamr", "dev"), 10**6, part, rng)
    sentences = [
        replace(one, queries=tuple(rng.sample(one.queries, min(settings.asked, len(one.queries)))))
        for one in sentences
    ]
    dialogues = _some(read_friendsqa(data / "friendsqa" / "friendsqa_dev.json"), 10**6, part, rng)
    material = Material.of([], dialogues)
    sizes = {"asked": 10**6, "seed": settings.seed}
    return {
        "squadshifts": [*rooms(replace(material, posts=posts), turns=settings.turns, **sizes)],
        "qamr": [*rooms(replace(material, posts=sentences), turns=settings.turns, **sizes)],
        "friendsqa": [*transcripts(material, count=8, **sizes)],
    }


def _some(passages: Sequence[Passage], most: int, part: str, rng: random.Random) -> list[Passage]:
    drawn = rng.sample(passages, min(most, len(passages)))
    return [one for one in drawn if part_of(one.id) == part]


def _stories(
    chat: Dialogue, source: str, settings: Settings, rng: random.Random
) -> Iterator[Story]:
    held = [stems(f"{turn.author} {turn.text}") for turn in chat.turns]
    for asked in chat.questions:
        places = sorted(_read(asked, held, rng, without=rng.random() < settings.left_out))
        turns = tuple(chat.turns[place] for place in places)
        at = places.index(asked.evidence[0]) if asked.evidence[0] in places else -1
        memories = [Said(turn.author, turn.text) for turn in turns]
        story = _story(memories, _part(source, turns, asked, at))
        if story is not None:
            yield story


def _part(source: str, turns: tuple[Turn, ...], asked: Asked, at: int) -> Dialogue:
    """What is read of a chat, as a chat with one question."""
    known = replace(asked, evidence=(at,)) if at >= 0 else replace(asked, evidence=(), answer="")
    return Dialogue(source, turns, (known,))


def _read(
    asked: Asked, held: Sequence[frozenset[str]], rng: random.Random, *, without: bool
) -> set[int]:
    """What is read: what answers, what stands beside it, what shares words with the question."""
    right, wanted = asked.evidence[0], stems(asked.text)
    count = rng.randint(READS // 2, READS)
    overlap = sorted(range(len(held)), key=lambda p: (-len(wanted & held[p]), rng.random()))
    near = [p for p in (right - 1, right + 1) if 0 <= p < len(held)]
    found = dict.fromkeys([right, *rng.sample(near, len(near) // 2), *overlap])
    return set([p for p in found if p != right or not without][:count])


def _fact(one: told.Told) -> Story | None:
    turns = (Turn(str(n), 1, f.author, f.text, 60.0 * n) for n, f in enumerate(one.facts))
    asked = Asked(one.question, one.answer, (), 1, one.asker)
    return _story(one.memories, _part(TOLD, tuple(turns), asked, one.at))


def _story(memories: Sequence[Said], chat: Dialogue) -> Story | None:
    """None where the answer does not stand in what is read though it should, or is too long."""
    asked = chat.questions[0]
    words = scroll(memories, asked.text)
    if not asked.evidence:
        return Story(words, memories, "", (), chat)
    at = asked.evidence[0]
    places = _places(words, memories[at], asked.answer, at)
    if not places or len(places) > LONGEST:
        return None
    return Story(words, memories, asked.answer, places, chat)


def _places(words: Sequence[Word], memory: Said, answer: str, at: int) -> tuple[int, ...]:
    """The words of the answer in the memory, or in the name of its author."""
    mine = [place for place, word in enumerate(words) if word.of == at]
    start = memory.text.rfind(answer)
    if start >= 0:
        end = start + len(answer)
        return tuple(p for p in mine if words[p].start < end and words[p].end > start)
    named = [p for p in mine if words[p].start < 0]
    return tuple(named) if answer == memory.author else ()
