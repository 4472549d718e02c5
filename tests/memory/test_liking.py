"""Who asks what somebody likes is not told what they hate."""

import pytest

from memory.liking import of_other_liking
from memory.network import MemoryNetwork
from tests.fakes import ADA, BEN, CLEO
from tests.memory.test_network import ask, teach

LIKED = ("Ben loves sushi", "Ben's favourite food is sushi", "Ben is fond of sushi")
HATED = (
    "Ada hates olives",
    "Ada can't stand olives",
    "Ada doesn't like olives",
    "Ada does not really like olives",
    "Ada isn't a fan of olives",
    "Ada won't ever like olives",
)


@pytest.mark.parametrize("told", HATED)
def test_what_is_hated_is_not_liked(told: str) -> None:
    assert of_other_liking("what does Ada like?", [told])
    assert of_other_liking("who loves olives?", [told])
    assert of_other_liking("what's Ada's favourite food?", [told])
    assert not of_other_liking("what does Ada hate?", [told])
    assert not of_other_liking("what doesn't Ada like?", [told])
    assert not of_other_liking("what can Ada not stand?", [told])
    assert not of_other_liking("does Ada like olives?", [told])


@pytest.mark.parametrize("told", LIKED)
def test_what_is_liked_is_not_hated(told: str) -> None:
    assert of_other_liking("who hates sushi?", [told])
    assert of_other_liking("what food does Ben not like?", [told])
    assert not of_other_liking("who likes sushi?", [told])
    assert not of_other_liking("what would Ben like?", [told])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what does Ada like?", "Ada hates olives, but loves figs"),
        ("what does Ada like?", "Ada plays the cello"),
        ("where does Ada live?", "Ada hates olives"),
        ("what does Ada like?", "Ada went to the giant and loves it"),
    ],
)
def test_what_tells_both_or_neither_may_answer(question: str, told: str) -> None:
    assert not of_other_liking(question, [told])


async def test_the_opposite_is_no_answer(network: MemoryNetwork) -> None:
    await teach(network, "I hate olives", ADA)
    await teach(network, "I love sushi", BEN)
    assert (await ask(network, "what does Ada hate?", CLEO)).text == "Ada hates olives."
    assert (await ask(network, "what does Ada like?", CLEO)).text is None
    assert (await ask(network, "who hates sushi?", CLEO)).text is None
    assert (await ask(network, "does Ada like olives?", CLEO)).text == "Ada hates olives."
