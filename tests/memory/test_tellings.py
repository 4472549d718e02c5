"""A memory and a question in other words: the second look finds an answer in one of them."""

import pytest

from memory.network import MemoryNetwork
from memory.tellings import tellings, wordings
from tests.fakes import ADA, BEN, CLEO
from tests.memory.test_network import ask, teach


def test_who_somebody_is_and_what_they_do_are_told_apart() -> None:
    assert [*tellings("Paul's girlfriend Tess is a nurse")] == [
        "Paul's girlfriend Tess is a nurse",
        "Tess is Paul's girlfriend",
        "Paul's girlfriend is called Tess",
        "Tess is a nurse",
    ]
    assert "Jo can't come" in tellings("your little sister, Jo, can't come")
    assert "Jo is your little sister" in tellings("your little sister, Jo, can't come")
    assert [*tellings("Ada lives with Ada's dog Rex")][1:] == [
        "Rex is Ada's dog", "Ada's dog is called Rex",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Zed cant eat gluten btw so dont save him the cake",
            ["Zed cant eat gluten", "dont save him the cake"],
        ),
        ("we drop 3.8 in 2.5. someone asked", ["we drop 3.8 in 2.5."]),
        ("the soup is off, because of Zed", ["the soup is off"]),
    ],
)
def test_each_clause_tells_something(text: str, clauses: list[str]) -> None:
    assert [*tellings(text)] == [text, *clauses]


@pytest.mark.parametrize(
    "text",
    [
        "Ada's sister lives in Rome",
        "Ben's boss Monday is off",
        "Ada's dog Rex's bowl is blue",
        "Ada's street Elm Row is quiet",
        "Tess is a nurse",
    ],
)
def test_who_is_not_named_is_told_of_as_it_is(text: str) -> None:
    assert [*tellings(text)] == [text]


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("who lives in Oslo", ["who lives in Oslo?"]),
        ("where does Gus live?", ["at which address does Gus live?"]),
        ("do we meet at 7 or at 8 today?", ["do we meet at 8 today?", "do we meet at 7?"]),
        ("is it red or blue?", ["is it blue?", "is it red?"]),
        ("what's my number?", ["what's Ada's number?"]),
        ("who wants tea or coffee?", []),
        ("where is the key?", []),
    ],
)
def test_a_question_asks_for_all_that_would_answer_it(question: str, others: list[str]) -> None:
    assert [*wordings(question, ADA.name)] == [question, *others]


async def test_a_relation_is_found_by_name_and_the_name_by_the_relation(
    network: MemoryNetwork,
) -> None:
    await teach(network, "my girlfriend Tess is a nurse", BEN)
    told = "Ben's girlfriend Tess is a nurse."
    for asked in ("what does Tess do?", "who is Tess?", "what is Ben's girlfriend called?"):
        assert (await ask(network, asked, CLEO)).text == told
    assert (await ask(network, "where does Tess live?", CLEO)).text is None


async def test_who_has_an_address_lives_there(network: MemoryNetwork) -> None:
    await teach(network, "my address is 14 Elm Row", BEN)
    await teach(network, "my email address is ada@example.org", ADA)
    assert (await ask(network, "where does Ben live?", CLEO)).text == "Ben's address is 14 Elm Row."
    assert (await ask(network, "where does Ada live?", CLEO)).text is None


async def test_what_others_told_of_somebody_is_told_to_them(network: MemoryNetwork) -> None:
    await teach(network, "Ben plays the bass and Zed plays drums", ADA)
    await teach(network, "Ben's locker is number 12", ADA)
    assert (await ask(network, "what do I play?", BEN)).text is not None
    assert (await ask(network, "what's my locker number?", BEN)).text is not None
    assert (await ask(network, "what do I play?", CLEO)).text is None


async def test_who_calls_themself_by_name_is_told_of_themself(network: MemoryNetwork) -> None:
    await teach(network, "my birthday is on 3 May", BEN)
    assert (await ask(network, "when is Ben's birthday?", BEN)).text == "Your birthday is on 3 May."
