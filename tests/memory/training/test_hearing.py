"""A chat is heard by the bot's own network, and any responder is asked about it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from memory.responders import Spoken
from memory.settings import NetworkSettings
from memory.slots import Kind, Question, Supporting
from memory.training.dialogues import Asked, Dialogue, Turn
from memory.training.hearing import Hearing, hear, listening
from memory.worker import Worker
from tests.fakes import FakeEncoder

SAID = [("Ada", "my boat is red"), ("Ben", "?!"), ("Ben", "tea is hot"), ("Cleo", "tea is hot")]
CHAT = Dialogue(
    "boats",
    tuple(Turn(str(n), 1, author, text, 60.0 * n) for n, (author, text) in enumerate(SAID)),
    (Asked("what is hot?", "tea", (2, 3), 4), Asked("what is my boat?", "red", (0,), 4, "Ada")),
)


@pytest.fixture
async def heard(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hearing]:
    worker = Worker(FakeEncoder)
    async with listening(worker, NetworkSettings(), ["lstm", "memnn"]) as network:
        yield await hear(network, CHAT, 7, Kind.TAUGHT)
    await worker.close()


async def test_what_is_said_twice_is_one_memory_of_two_turns(heard: Hearing) -> None:
    one = await heard.answer(CHAT.questions[0], by="memnn", ranked=9)
    assert one.answer == "Tea is hot."
    assert [*one.supporting] == [2, 3]
    assert sorted(one.ranked) == [0, 2, 3]  # what has no word is not heard
    assert one.milliseconds > 0


async def test_who_asks_is_known(heard: Hearing) -> None:
    one = await heard.answer(CHAT.questions[1], by="memnn")
    assert one.answer == "Your boat is red."
    stranger = await heard.answer(replace(CHAT.questions[1], asker=""), by="memnn")
    assert stranger.answer is None


async def test_the_first_responder_is_asked_where_none_is_named(heard: Hearing) -> None:
    assert heard.network.lineup.preferred == "lstm"
    assert heard.network.lineup.names == ["memnn", "lstm"]


class Unsure:
    """Says one thing, and how sure it has to be of it."""

    name, reads = "lstm", 3

    def __init__(self, text: str, odds: float, worth: float | None) -> None:
        self._said = text, odds, worth

    def prepare(self) -> None:
        """There is nothing to load."""

    def respond(self, _question: Question, supporting: Sequence[Supporting]) -> Spoken:
        """Words, from the first memory."""
        text, odds, worth = self._said
        return Spoken(text, supporting[:1], odds, worth=worth)


@pytest.mark.parametrize(
    ("text", "odds", "worth", "answer", "found"),
    [
        ("tea", 1.0, None, "tea", "tea"),
        ("tea", -0.4, None, None, "tea"),  # the bot declines
        ("tea", 0.4, -0.1, None, "tea"),
        ("tea", -0.4, 0.1, "tea", "tea"),
        ("", 3.0, 0.0, None, None),  # nothing is no answer
    ],
)
async def test_what_is_found_is_known_even_where_it_is_declined(
    text: str,
    odds: float,
    worth: float | None,
    answer: str | None,
    found: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "memory.wordwise_responder.WordwiseResponder", lambda _: Unsure(text, odds, worth)
    )
    worker = Worker(FakeEncoder)
    async with listening(worker, NetworkSettings(), ["lstm"]) as network:
        chat = await hear(network, CHAT)
        one = await chat.answer(CHAT.questions[0])
    await worker.close()
    assert (one.answer, one.found) == (answer, found)
    assert one.worth == (odds if worth is None else worth)
