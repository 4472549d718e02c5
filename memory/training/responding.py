"""How well responders answer stories: as networks alone, and as the bot answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import mean
from typing import Any

from memory.decoding import Saying, in_words
from memory.network import MemoryNetwork
from memory.scrolls import QUESTION, Mark
from memory.slots import Kind
from memory.training.answers import exact, f1
from memory.training.hearing import hear
from memory.training.stories import TOLD, Story
from memory.wordwise import Wordwise

OUTSPOKEN = ", never declining"
Found = tuple[str, int]  # an answer and the memory that it is from; -1: none


def said(made: Wordwise, story: Story) -> tuple[str, Saying]:
    """What is said after a story, as the bot says it."""
    saying = made.answer(story.words)
    return in_words(saying, story.words, story.memories) if saying.words else "", saying


def answers(made: Wordwise, stories: Iterable[Story]) -> list[Found]:
    """What is said after each story, from the memory of the first word that was read."""
    found = list[Found]()
    for story in stories:
        text, saying = said(made, story)
        read = (story.words[place].of for place in saying.places)
        found.append((text, next((of for of in read if of != QUESTION), -1)))
    return found


def overlap(story: Story) -> Found:
    """The baseline: the memory that shares most with the question, as it stands."""
    word = next((word for word in story.words if word.traits[Mark.BEST]), None)
    return (story.memories[word.of].text, word.of) if word else ("", -1)


async def asked(
    network: MemoryNetwork,
    names: Sequence[str],
    stories: Sequence[Story],
    report: Callable[[], object] = lambda: None,
) -> dict[str, list[Found]]:
    """What responders answer when the bot has heard each story, on a server of its own.

    Facts are taught; messages of the question sets are heard. Who declines says nothing; what it
    says if it never does is another row.
    """
    rows = [row for name in names for row in (name, f"{name}{OUTSPOKEN}")]
    found: dict[str, list[Found]] = {row: [] for row in rows}
    for server, story in enumerate(stories, start=1):
        kind = Kind.TAUGHT if story.source == TOLD else Kind.HEARD
        heard = await hear(network, story.chat, server, kind)
        for name in names:
            one = await heard.answer(story.chat.questions[0], by=name)
            memory = next(iter(one.supporting), -1)
            found[name].append((one.answer or "", memory))
            found[f"{name}{OUTSPOKEN}"].append((one.found or "", memory))
        report()
    return found


def measure(found: Sequence[Found], stories: Sequence[Story]) -> dict[str, float]:
    """Mean token F1 and exact match, and how often the memory is the right one.

    To say nothing where nothing answers counts 1.
    """
    rows = list[tuple[float, float, float]]()
    for (text, memory), story in zip(found, stories, strict=True):
        if not story.answer or not text:
            right = float(bool(story.answer) == bool(text))
            rows.append((right, right, right))
        else:
            right = float(exact(text, story.answer))
            rows.append((f1(text, story.answer), right, float(memory == story.at)))
    names = "f1", "exact", "memory"
    return {name: mean(row[i] for row in rows) if rows else 0.0 for i, name in enumerate(names)}


def by_source(
    found: Sequence[Found], stories: Sequence[Story]
) -> Mapping[str, Mapping[str, float]]:
    """The figures of each set by itself, with how many questions there were."""
    return _grouped(found, stories, lambda story: story.source)


def by_length(
    found: Sequence[Found], stories: Sequence[Story]
) -> Mapping[str, Mapping[str, float]]:
    """The figures by how many memories there were to read."""
    return _grouped(found, stories, lambda story: len(story.memories))


def by_distance(
    found: Sequence[Found], stories: Sequence[Story]
) -> Mapping[str, Mapping[str, float]]:
    """The figures of what is answered, by how far back the memory that does stands; 1: last."""
    kept = [number for number, story in enumerate(stories) if story.answer]
    answered, about = [found[n] for n in kept], [stories[n] for n in kept]
    return _grouped(answered, about, lambda story: len(story.memories) - story.at)


def _grouped(
    found: Sequence[Found], stories: Sequence[Story], group: Callable[[Story], Any]
) -> Mapping[str, Mapping[str, float]]:
    parts: dict[Any, list[int]] = {}
    for number, story in enumerate(stories):
        parts.setdefault(group(story), []).append(number)
    return {
        str(name): {
            "questions": len(part),
            **measure([found[n] for n in part], [stories[n] for n in part]),
        }
        for name, part in sorted(parts.items())
    }
