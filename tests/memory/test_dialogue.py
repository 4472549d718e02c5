"""The conversation: a message in, a reply out."""

import asyncio

import pytest

from memory.errors import EmptyTextError, TextTooLongError
from memory.phrases import say
from memory.slots import Person
from tests.fakes import ADA, BEN, CLEO, Talk


async def test_teach_then_ask_with_the_memory_that_supports_it(conversation: Talk) -> None:
    taught = await conversation.say("remember that the raid is on Friday at 8pm")
    assert taught.text == "I'll remember: the raid is on Friday at 8pm."
    asked = await conversation.say("when is the raid?", BEN)
    assert asked.text == "The raid is on Friday at 8pm."
    assert asked.answer is not None
    assert [item.slot for item in asked.answer.supporting] == [taught.stored]


async def test_what_nobody_told_is_not_known(conversation: Talk) -> None:
    reply = await conversation.say("what is the capital of Mongolia?")
    assert reply.text == say("unknown")
    assert reply.answer is not None
    assert reply.answer.supporting == ()


async def test_a_first_person_fact_belongs_to_who_said_it(conversation: Talk) -> None:
    taught = await conversation.say("my favourite food is sushi", ADA)
    assert taught.text == "I'll remember: your favourite food is sushi."
    await conversation.say("my favourite food is soup", BEN)
    own = await conversation.say("what is my favourite food?", ADA)
    assert own.text == "Your favourite food is sushi."
    named = await conversation.say("what is Ben's favourite food?", ADA)
    assert named.text == "Ben's favourite food is soup."
    nobodys = await conversation.say("what is my favourite food?", CLEO)
    assert nobodys.text == say("unknown")


async def test_the_same_fact_from_a_second_person(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday", ADA)
    reply = await conversation.say("remember: the raid is on friday!", BEN)
    assert reply.text == say("stored_too")
    assert reply.stored is not None
    assert [witness.author for witness in reply.stored.witnesses] == [ADA, BEN]


async def test_small_talk_is_answered_and_not_stored(conversation: Talk) -> None:
    for text in ("hello!", "thanks", "lol", "🔥🔥", "", "you're the best"):
        reply = await conversation.say(text)
        assert reply.text
        assert (reply.stored, reply.answer) == (None, None)
    assert await conversation.texts() == []


async def test_two_people_at_once_are_both_heard(conversation: Talk) -> None:
    people = [Person(500 + n, f"P{n}") for n in range(12)]
    replies = await asyncio.gather(
        *(conversation.say(f"my number is {n}{n}", person) for n, person in enumerate(people))
    )
    assert all(reply.stored for reply in replies)
    answers = await asyncio.gather(
        *(conversation.say("what is my number?", person) for person in people)
    )
    assert [reply.text for reply in answers] == [
        f"Your number is {n}{n}." for n in range(len(people))
    ]


async def test_to_teach_and_ask_in_one_breath_does_not_race(conversation: Talk) -> None:
    _, asked = await asyncio.gather(
        conversation.say("remember that the raid is on Friday"),
        conversation.say("when is the raid?"),
    )
    assert asked.text == "The raid is on Friday."


async def test_turns_are_not_kept_once_they_are_over(conversation: Talk) -> None:
    for number in range(20):
        await conversation.say("hello", Person(1000 + number, "Somebody"))
    assert len(conversation.conversation._turns) == 0


@pytest.mark.parametrize(
    "text",
    [
        "remember that '; DROP TABLE slots; -- is a trick",
        'remember that "quoted" OR 1=1 is a trick',
        "remember that **bold** `code` ||spoiler|| is a trick",
        "remember that @everyone <@1> is a trick",
        "remember that {fact} %s {0} \\1 is a trick",
        "remember that a 🧶 and e\u0301 and \u202e is a trick",
        "remember that [a](https://example.org/x?y=1) is a trick",
    ],
)
async def test_what_looks_like_code_is_text(conversation: Talk, text: str) -> None:
    taught = await conversation.say(text)
    assert taught.stored is not None
    assert taught.stored.text == text.removeprefix("remember that ")
    asked = await conversation.say("what is a trick?")
    assert asked.text.rstrip(".").casefold() == taught.stored.text.casefold()
    assert await conversation.network.store.database.problems() == []


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "remember that " + "word " * 20_000, "why " * 25_000]
)
async def test_a_hundred_thousand_characters_are_refused_and_nothing_is_lost(
    conversation: Talk, text: str
) -> None:
    await conversation.say("remember that the raid is on Friday")
    with pytest.raises(TextTooLongError, match="characters long"):
        await conversation.say(text)
    assert (await conversation.say("when is the raid?")).text == "The raid is on Friday."


async def test_nothing_but_signs_cannot_be_taught(conversation: Talk) -> None:
    with pytest.raises(EmptyTextError):
        await conversation.say("remember 🔥🔥")
    reply = await conversation.conversation.answering.ask(conversation.message("x"), "🔥")
    assert reply.text == say("emoji")


async def test_people_see_what_they_told(conversation: Talk) -> None:
    assert (await conversation.say("what do you know about me?", ADA)).text == say("unknown")
    await conversation.say("my favourite food is sushi", ADA)
    await conversation.say("my favourite food is soup", BEN)
    reply = await conversation.say("what do you know about me?", ADA)
    assert (
        reply.text
        == "What you told me here, newest first (1 memory):\n#1 your favourite food is sushi"
    )


async def test_who_told_nothing_is_told_what_others_told_of_them(conversation: Talk) -> None:
    await conversation.say("remember that Ada plays the bass", BEN)
    reply = await conversation.say("what do you know about me?", ADA)
    assert reply.text == "Ada plays the bass."


async def test_half_a_character_stops_nothing(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday \ud83d", ADA)
    assert "Friday" in (await conversation.say("when is the raid \ud83d?", ADA)).text
