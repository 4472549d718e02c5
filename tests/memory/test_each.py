"""Several people in one question: each of them is asked for, and nobody who is not meant."""

from collections.abc import Sequence

import pytest

from memory.each import NOBODY, One, each, joined
from memory.network import MemoryNetwork
from memory.slots import Audience, Person, Question
from tests.fakes import ADA, BEN, CLEO, HERE, NEXT_DOOR
from tests.memory.test_network import ask, teach

TOM, OTHER = Person(201, "Tom Baker"), Person(202, "Tom Smith")
KNOWN = (ADA, BEN)


def _each(text: str, known: Sequence[Person], told: Sequence[Person] = ()) -> list[One]:
    return each(Question(text, CLEO, Audience.of(HERE)), known, told)


def _texts(text: str, known: Sequence[Person] = KNOWN) -> list[str]:
    return [one.text for one in _each(text, known)]


@pytest.mark.parametrize(
    ("text", "each_asked"),
    [
        ("where do Ada and Ben live?", ["where does Ada live?", "where does Ben live?"]),
        ("where do ada & ben live?", ["where does ada live?", "where does ben live?"]),
        ("are Ada and Ben coming", ["is Ada coming", "is Ben coming"]),
        ("what are Ada and Ben's pets?", ["what are Ada's pets?", "what are Ben's pets?"]),
        ("were Ada and I there", ["was Ada there", "was I there"]),
        ("where do ben and i live?", ["where does ben live?", "where do i live?"]),
        (
            "what do you know about me and Ben?",
            [
                "what do you know about me?",
                "what do you know about Ben?",
            ],
        ),
        ("wo wohnen Ada und Ben?", ["wo wohnen Ada?", "wo wohnen Ben?"]),
        (
            "when do Ada, Ben and Zed arrive?",
            ["when does Ada arrive?", "when does Ben arrive?", "when does Zed arrive?"],
        ),
    ],
)
def test_people_who_are_joined_are_asked_for_one_by_one(text: str, each_asked: list[str]) -> None:
    assert _texts(text) == each_asked


@pytest.mark.parametrize(
    "text",
    [
        "where does Ada live?",
        "is the match between Ada and Ben on Friday?",
        "when do the Rose and Crown open?",
        "does Ada like cats and dogs?",
        "where do Ada, Ben, Cleo, Dan and Eve live?",
    ],
)
def test_a_question_for_one_thing_stays_whole(text: str) -> None:
    assert _texts(text) == []


def test_names_that_nobody_bears_are_asked_for_beside_a_known_one() -> None:
    assert _texts("where do Zed and Yuri live?") == []
    assert _texts("where do Ben and Yuri live?")[1] == "where does Yuri live?"
    assert _texts("where do Yuri and Ben live?")[0] == "where does Yuri live?"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("where do Zed and yuri live?", ["Zed", "yuri"]),
        ("what are Zed, Yuri & Mia's pets?", ["Zed", "Yuri", "Mia"]),
        ("what do you know about Zed and Yuri?", ["Zed", "Yuri"]),
        ("does Zed like cats and dogs?", []),
        ("when do the Rose and Crown open?", []),
    ],
)
def test_words_of_which_something_is_asked_may_be_names(text: str, names: list[str]) -> None:
    assert joined(text) == names


def test_those_whom_others_told_of_are_asked_for() -> None:
    told = [Person(NOBODY, "Zed")]
    assert [one.text for one in _each("where do Zed and Yuri live?", (), told)] == [
        "where does Zed live?", "where does Yuri live?",
    ]  # fmt: skip


def test_each_of_those_with_one_name_is_asked_for() -> None:
    known = [Person(one.id, "Tom") for one in (TOM, OTHER)]
    found = _each("what does Tom drive?", known)
    assert [(one.people[0].id, one.alone) for one in found] == [(201, True), (202, True)]
    assert _each("what does Tom drive?", known[:1] * 2) == []


async def _told(network: MemoryNetwork, *facts: tuple[str, Person]) -> None:
    for number, (text, author) in enumerate(facts, start=1):
        await teach(network, text, author, at=float(number))


async def _said(network: MemoryNetwork, text: str) -> str | None:
    return (await ask(network, text, CLEO)).text


async def test_each_is_answered_for_by_what_they_told(network: MemoryNetwork) -> None:
    await _told(network, ("I live in Oslo", ADA), ("I live in Rome", BEN), ("I have a dog", BEN))
    both = "Ada lives in Oslo. Ben lives in Rome."
    assert await _said(network, "where do Ada and Ben live?") == both
    assert await _said(network, "where does Ada live?") == "Ada lives in Oslo."


async def test_those_whom_somebody_else_told_of_are_answered_for(network: MemoryNetwork) -> None:
    facts = "Ada lives in Oslo", "Ben lives in Bergen", "Zed lives in Rome", "Ada plays chess"
    await _told(network, *((fact, CLEO) for fact in facts))
    both = "Ada lives in Oslo. Ben lives in Bergen."
    assert await _said(network, "where do Ada and Ben live?") == both
    assert await _said(network, "where do ada and ben live?") == both
    assert await _said(network, "where do Ben and Yuri live?") == "Ben lives in Bergen."


async def test_what_is_named_by_two_words_stays_one_thing(network: MemoryNetwork) -> None:
    told = "The Rose and Crown opens at 5", "Rose opens the shop at 9", "Crown opens on Monday"
    await _told(network, *((fact, CLEO) for fact in told))
    assert await _said(network, "when does the Rose and Crown open?") == f"{told[0]}."


async def test_who_asks_is_one_of_them(network: MemoryNetwork) -> None:
    await _told(network, ("I live in Oslo", ADA), ("I live in Rome", CLEO), ("I have a cat", CLEO))
    both = "Ada lives in Oslo. You live in Rome."
    assert await _said(network, "where do Ada and I live?") == both
    assert await _said(network, "where do Ada and Cleo live?") == both
    assert await _said(network, "where do Zed and I live?") == "You live in Rome."


async def test_one_memory_that_tells_of_both_is_enough(network: MemoryNetwork) -> None:
    await _told(network, ("Ada and Ben live in Oslo", CLEO), ("I live with Cleo", BEN))
    assert await _said(network, "where do Ada and Ben live?") == "Ada and Ben live in Oslo."


async def test_whoever_is_known_is_told_of(network: MemoryNetwork) -> None:
    await _told(network, ("I live in Oslo", ADA), ("I have a dog", BEN))
    assert await _said(network, "where do Ada and Ben live?") == "Ada lives in Oslo."


async def test_namesakes_answer_beside_each_other(network: MemoryNetwork) -> None:
    await _told(network, ("I drive a Volvo", TOM), ("I drive a Skoda", OTHER), ("I sing", OTHER))
    both = "Tom Baker drives a Volvo. Tom Smith drives a Skoda."
    assert await _said(network, "what does Tom drive?") in {both, both[26:] + " " + both[:25]}
    assert await _said(network, "what does Tom Smith drive?") == "Tom Smith drives a Skoda."


async def test_a_namesake_answers_whose_words_are_less_like_the_question(
    network: MemoryNetwork,
) -> None:
    await _told(network, ("my car is a Volvo", TOM), ("I drive a Skoda", OTHER))
    said = await _said(network, "what does Tom drive?")
    assert said == "Tom Baker's car is a Volvo. Tom Smith drives a Skoda."


async def test_what_one_may_not_read_is_not_beside_it(network: MemoryNetwork) -> None:
    await _told(network, ("I live in Oslo", ADA), ("I have a dog", BEN))
    await teach(network, "I live in Rome", BEN, NEXT_DOOR, at=9.0)
    assert await _said(network, "where do Ada and Ben live?") == "Ada lives in Oslo."
