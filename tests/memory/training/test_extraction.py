"""How spans in question sets are judged."""

from collections.abc import Sequence

import pytest

from memory.settings import NetworkSettings
from memory.spans import Reader, Span
from memory.training.extraction import (
    as_chat,
    folds,
    heard,
    judge,
    normal,
    span_f1,
    summary,
    texts_of,
)
from memory.training.hearing import listening
from memory.training.passages import Passage, Query
from memory.worker import Worker
from tests.fakes import FakeEncoder

PARAGRAPH = Passage(
    "p",
    ("The ferry leaves at nine.", "It is red."),
    (Query("When?", 0, ("at nine", "nine")), Query("Who?", -1, ())),
)
DIALOGUE = Passage(
    "s01_e02_c03",
    ("I sold it.", "What?", "The boat."),
    (Query("What was sold?", 2, ("The boat",), (0,)),),
    ("Ada", "Ben", "Ada"),
)


class Picker(Reader):
    """Finds a word wherever it stands."""

    def __init__(self, word: str, score: float) -> None:
        self._word, self._score = word, score

    def read(self, question: str, texts: Sequence[str]) -> list[Span]:
        """The word, where it stands."""
        return [
            Span(self._word, text.index(self._word), self._score)
            if self._word in text
            else Span("x", 0, -9.0)
            for text in texts
        ]


def test_articles_case_and_punctuation_do_not_count() -> None:
    assert normal("The old  Boat!") == ["old", "boat"]
    assert span_f1("the boat", ["a Boat."]) == 1


@pytest.mark.parametrize(
    ("answer", "accepted", "score"),
    [
        ("red boat", ["boat"], 2 / 3),
        ("red boat", ["kite", "red boat"], 1),
        ("kite", ["boat"], 0),
        ("", [], 1),
        ("kite", [], 0),
        ("a boat a boat", ["boat"], 2 / 3),
    ],
)
def test_f1_with_the_nearest_answer(answer: str, accepted: list[str], score: float) -> None:
    assert span_f1(answer, accepted) == pytest.approx(score)


def test_a_dialogue_is_read_with_its_speakers_and_a_paragraph_as_one() -> None:
    assert texts_of(DIALOGUE) == ["Ada: I sold it.", "Ben: What?", "Ada: The boat."]
    assert texts_of(PARAGRAPH) == ["The ferry leaves at nine. It is red."]


def test_figures_with_an_answer_to_each_and_with_declining() -> None:
    found = summary(judge(Picker("nine", 2.0), [PARAGRAPH]))
    assert (found["questions"], found["f1"], found["exact_match"]) == (2, 50.0, 50.0)
    assert found["may_decline"]["declined"] == 0
    unsure = summary(judge(Picker("nine", -2.0), [PARAGRAPH]))
    assert unsure["f1"] == 50.0
    assert (unsure["may_decline"]["f1"], unsure["may_decline"]["declined"]) == (50.0, 2)


@pytest.mark.parametrize(("word", "match"), [("boat", 100.0), ("sold", 100.0), ("What", 0.0)])
def test_any_utterance_that_answers_matches(word: str, match: float) -> None:
    calls = list[int]()
    found = summary(judge(Picker(word, 1.0), [DIALOGUE], lambda: calls.append(1)))
    assert found["utterance_match"] == match
    assert calls == [1]


def test_the_dialogues_of_an_episode_are_in_one_fold() -> None:
    some = [
        Passage(f"s01_e{episode:02}_c{scene:02}", ("x",), ())
        for episode in range(12)
        for scene in range(2)
    ]
    parts = folds(some)
    assert len(parts) == 5
    assert sorted(one.id for _, own in parts for one in own) == sorted(one.id for one in some)
    for others, own in parts:
        assert len(others) + len(own) == len(some)
        assert not {one.id[:7] for one in others} & {one.id[:7] for one in own}


async def test_a_dialogue_is_heard_and_responders_are_asked() -> None:
    worker = Worker(FakeEncoder)
    apart = Passage("tea", ("Tea is hot.",), DIALOGUE.queries, ("Ben",))
    async with listening(worker, NetworkSettings(), ["memnn"]) as network:
        found = await heard(network, ["memnn"], [DIALOGUE, apart])
    await worker.close()
    first, last = found["memnn"]
    assert (first.answer, first.text, first.spoken) == ("it", 0, True)
    assert last.score < 0 < first.score, "each dialogue is on a server of its own"
    assert summary([last])["may_decline"]["declined"] == 1


def test_a_dialogue_is_a_chat_whose_questions_have_all_their_utterances() -> None:
    chat = as_chat(DIALOGUE)
    assert [(turn.author, turn.text) for turn in chat.turns][2] == ("Ada", "The boat.")
    assert chat.turns[0].said_at < chat.turns[1].said_at
    assert chat.questions[0].evidence == (2, 0)
