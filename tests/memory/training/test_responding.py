"""How well responders answer stories."""

from dataclasses import replace

import pytest

from memory.scrolls import scroll
from memory.settings import NetworkSettings
from memory.training import responding, told
from memory.training.dialogues import Turn
from memory.training.hearing import listening
from memory.training.responding import Found
from memory.training.stories import Story, _fact
from memory.worker import Worker
from tests.fakes import FakeEncoder


def facts(count: int, seed: int = 1, most: int = 4) -> list[Story]:
    return [story for one in told.stories(count, seed, most) if (story := _fact(one)) is not None]


def right(story: Story) -> Found:
    return story.answer, story.at


def test_what_is_right_and_from_the_right_memory_counts() -> None:
    some = facts(40)
    assert {story.at for story in some} >= {-1, 0, 1}
    assert responding.measure([right(s) for s in some], some) == {"f1": 1, "exact": 1, "memory": 1}
    beside = [(story.answer, story.at + 1) for story in some]
    said = sum(not story.answer for story in some) / len(some)
    assert responding.measure(beside, some)["memory"] == pytest.approx(said)
    assert responding.measure([("", -1)] * len(some), some)["f1"] == pytest.approx(said)


def test_figures_by_how_much_was_read_and_how_far_back_it_stands() -> None:
    some = facts(60)
    last = [right(s) if s.at == len(s.memories) - 1 else ("", -1) for s in some]
    far = responding.by_distance(last, some)
    assert [*far] == ["1", "2", "3", "4"]
    assert [part["f1"] for part in far.values()] == [1, 0, 0, 0]
    assert sum(part["questions"] for part in far.values()) == sum(bool(s.answer) for s in some)
    long = [right(story) if len(story.memories) == 3 else ("zebra", -1) for story in some]
    assert responding.by_length(long, some)["3"]["f1"] == 1
    assert responding.by_length(long, some)["2"]["f1"] == 0


def test_the_baseline_says_the_memory_with_most_of_the_question() -> None:
    story = next(one for one in facts(60) if one.answer and len(one.memories) == 2)
    text, memory = responding.overlap(story)
    assert text == story.memories[memory].text
    silent = Story(scroll(story.memories, "who?"), story.memories, "", (), story.chat)
    assert responding.overlap(silent) == ("", -1)


async def test_the_bot_is_taught_a_story_as_it_was_told() -> None:
    some = [s for s in facts(200, seed=4) if s.answer and " my " in s.chat.questions[0].text]
    asker = some[0].chat.questions[0].asker
    assert asker == some[0].chat.turns[some[0].at].author
    tea = Turn("0", 1, asker, "tea is hot", 0.0)
    apart = replace(some[0], chat=replace(some[0].chat, turns=(tea,)))
    worker = Worker(FakeEncoder)
    async with listening(worker, NetworkSettings(), ["pointer", "memnn"]) as network:
        found = await responding.asked(network, ["memnn", "pointer"], [*some, apart])
    await worker.close()
    assert [*found] == [
        "memnn", "memnn, never declining", "pointer", "pointer, never declining",
    ]  # fmt: skip
    assert "Your" not in found["memnn, never declining"].pop()[0], "that was another story"
    for story, (text, memory) in zip(some, found["memnn, never declining"], strict=True):
        assert memory == story.at, "nobody else's own facts answer, in no other story's either"
        assert text.startswith("Your "), "the asker's own fact is told to the asker"
