"""What waits for a yes or no: whose it is, and when it lapses."""

import asyncio

import pytest

from memory.errors import TextTooLongError
from memory.phrases import say
from memory.slots import Person
from tests.fakes import ADA, BEN, HERE, NEXT_DOOR, Talk


async def test_an_offer_is_stored_after_yes_alone(conversation: Talk) -> None:
    offered = await conversation.say("maybe the raid is on Friday")
    assert "Shall I remember “maybe the raid is on Friday”?" in offered.text
    assert await conversation.texts() == []
    reply = await conversation.say("yes")
    assert reply.stored is not None
    assert await conversation.texts() == ["maybe the raid is on Friday"]
    again = await conversation.say("yes")
    assert again.text == say("okay"), "one yes is one yes"


async def test_an_offer_refused_is_not_stored(conversation: Talk) -> None:
    await conversation.say("maybe the raid is on Friday")
    assert (await conversation.say("no")).text == say("not_stored")
    assert (await conversation.say("yes")).stored is None
    assert await conversation.texts() == []


async def test_what_is_stated_plainly_is_stored_until_a_no(conversation: Talk) -> None:
    stored = await conversation.say("the raid is on Friday")
    assert stored.text == say("stored_plainly", fact="the raid is on Friday.")
    assert await conversation.texts() == ["the raid is on Friday"]
    assert (await conversation.say("no")).forgotten == 1
    assert await conversation.texts() == []
    assert (await conversation.say("no")).text == say("okay")


@pytest.mark.parametrize("between", ["yes", "thanks", "when is the raid?"])
async def test_what_is_stated_plainly_stays(conversation: Talk, between: str) -> None:
    await conversation.say("the raid is on Friday")
    await conversation.say(between)
    assert (await conversation.say("no")).text == say("okay")
    assert await conversation.texts() == ["the raid is on Friday"]


async def test_a_no_takes_back_ones_own_word_alone(conversation: Talk) -> None:
    await conversation.say("the raid is on Friday", ADA)
    again = await conversation.say("the raid is on Friday", BEN)
    assert again.text == say("stored_too")
    assert (await conversation.say("no", BEN)).text == say("okay")
    assert await conversation.texts() == ["the raid is on Friday"]


async def test_an_offer_that_is_too_long_to_store_is_not_made(conversation: Talk) -> None:
    with pytest.raises(TextTooLongError):
        await conversation.say("maybe the raid is on Friday " * 5_000)


async def test_what_may_have_told_something_is_offered_where_nothing_answers(
    conversation: Talk,
) -> None:
    asked = await conversation.say("Mia cooks on Monday")
    assert asked.text == say("unknown_offer", fact="Mia cooks on Monday")
    assert (await conversation.say("yes")).stored is not None
    assert await conversation.texts() == ["Mia cooks on Monday"]
    again = await conversation.say("Mia cooks on Monday")
    assert again.text == "Mia cooks on Monday."  # what is known answers
    assert (await conversation.say("yes")).text == say("okay")


async def test_what_only_asks_is_not_offered(conversation: Talk) -> None:
    assert (await conversation.say("wifi password")).text == say("unknown")
    assert (await conversation.say("yes")).text == say("okay")


async def test_forgetting_refused_keeps_it(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday")
    await conversation.say("forget the raid")
    assert (await conversation.say("no")).text == say("kept")
    assert (await conversation.say("yes")).text == say("okay")
    assert await conversation.texts() == ["the raid is on Friday"]


@pytest.mark.parametrize("between", ["thanks", "when is the raid?", "remember that I am here"])
async def test_a_yes_to_something_else_forgets_nothing(conversation: Talk, between: str) -> None:
    await conversation.say("remember that the raid is on Friday")
    await conversation.say("forget the raid")
    await conversation.say(between)
    assert (await conversation.say("ok")).text == say("okay")
    assert "the raid is on Friday" in await conversation.texts()


async def test_a_question_lapses_after_five_minutes(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday")
    await conversation.say("forget the raid")
    conversation.now += 298
    assert (await conversation.say("yes")).forgotten == 1
    await conversation.say("maybe the raid is on Friday")
    conversation.now += 301
    assert (await conversation.say("yes")).stored is None


async def test_lapsed_questions_are_not_kept(conversation: Talk) -> None:
    for number in range(20):
        await conversation.say("maybe the raid is on Friday", Person(1000 + number, "Somebody"))
    conversation.now += 400
    await conversation.say("maybe the raid is on Friday", ADA)
    assert len(conversation.conversation._pending._asked) == 1


async def test_yes_without_a_question(conversation: Talk) -> None:
    for text in ("yes", "no"):
        assert (await conversation.say(text)).text == say("okay")


async def test_two_people_in_one_channel_answer_their_own_questions(conversation: Talk) -> None:
    await conversation.say("maybe the raid is on Friday", ADA)
    await conversation.say("maybe the lift is broken", BEN)
    assert (await conversation.say("no", ADA)).text == say("not_stored")
    assert (await conversation.say("yes", BEN)).stored is not None
    assert await conversation.texts() == ["maybe the lift is broken"]


async def test_a_question_in_one_channel_is_not_answered_in_another(conversation: Talk) -> None:
    await conversation.say("maybe the raid is on Friday", ADA, HERE)
    assert (await conversation.say("yes", ADA, NEXT_DOOR)).stored is None
    assert (await conversation.say("yes", ADA, HERE)).stored is not None


async def test_a_yes_said_twice_at_once_acts_once(conversation: Talk) -> None:
    await conversation.say("maybe the raid is on Friday")
    replies = await asyncio.gather(conversation.say("yes"), conversation.say("yes"))
    assert [reply.stored is not None for reply in replies] == [True, False]
