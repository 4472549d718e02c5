"""The conversation: a message in, a reply out."""

import asyncio

import pytest

from memory.errors import EmptyTextError, TextTooLongError
from memory.phrases import counted, say
from memory.slots import Audience, Person, Slot, Witness
from tests.fakes import ADA, BEN, CLEO, ELSEWHERE, HERE, NEXT_DOOR, WHISPER, Talk


async def _texts(talk: Talk) -> list[str]:
    return [slot.text for slot in await talk.network.store.active(HERE.home)]


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
    assert await _texts(conversation) == []


async def test_an_offer_is_stored_after_yes_alone(conversation: Talk) -> None:
    offered = await conversation.say("the raid is on Friday")
    assert "Shall I remember “the raid is on Friday”?" in offered.text
    assert await _texts(conversation) == []
    reply = await conversation.say("yes")
    assert reply.stored is not None
    assert await _texts(conversation) == ["the raid is on Friday"]
    again = await conversation.say("yes")
    assert again.text == say("okay"), "one yes is one yes"


async def test_an_offer_refused_is_not_stored(conversation: Talk) -> None:
    await conversation.say("the raid is on Friday")
    assert (await conversation.say("no")).text == say("not_stored")
    assert (await conversation.say("yes")).stored is None
    assert await _texts(conversation) == []


async def test_an_offer_that_is_too_long_to_store_is_not_made(conversation: Talk) -> None:
    with pytest.raises(TextTooLongError):
        await conversation.say("the raid is on Friday " * 5_000)


async def test_forgetting_asks_first_and_is_for_good(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday")
    asked = await conversation.say("forget the raid")
    assert "Shall I forget “the raid is on Friday”?" in asked.text
    assert await _texts(conversation) == ["the raid is on Friday"]
    reply = await conversation.say("yes")
    assert (reply.text, reply.forgotten) == (say("forgotten"), 1)
    assert (await conversation.say("when is the raid?")).text == say("unknown")
    assert await _texts(conversation) == []


async def test_forgetting_refused_keeps_it(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday")
    await conversation.say("forget the raid")
    assert (await conversation.say("no")).text == say("kept")
    assert (await conversation.say("yes")).text == say("okay")
    assert await _texts(conversation) == ["the raid is on Friday"]


@pytest.mark.parametrize("between", ["thanks", "when is the raid?", "remember that I am here"])
async def test_a_yes_to_something_else_forgets_nothing(conversation: Talk, between: str) -> None:
    await conversation.say("remember that the raid is on Friday")
    await conversation.say("forget the raid")
    await conversation.say(between)
    assert (await conversation.say("ok")).text == say("okay")
    assert "the raid is on Friday" in await _texts(conversation)


async def test_a_question_lapses_after_five_minutes(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday")
    await conversation.say("forget the raid")
    conversation.now += 298
    assert (await conversation.say("yes")).forgotten == 1
    await conversation.say("the raid is on Friday")
    conversation.now += 301
    assert (await conversation.say("yes")).stored is None


async def test_lapsed_questions_are_not_kept(conversation: Talk) -> None:
    for number in range(20):
        await conversation.say("the raid is on Friday", Person(1000 + number, "Somebody"))
    conversation.now += 400
    await conversation.say("the raid is on Friday", ADA)
    assert len(conversation.conversation._pending) == 1


async def test_yes_without_a_question(conversation: Talk) -> None:
    for text in ("yes", "no"):
        assert (await conversation.say(text)).text == say("okay")


async def test_two_people_in_one_channel_answer_their_own_questions(conversation: Talk) -> None:
    await conversation.say("the raid is on Friday", ADA)
    await conversation.say("the lift is broken", BEN)
    assert (await conversation.say("no", ADA)).text == say("not_stored")
    assert (await conversation.say("yes", BEN)).stored is not None
    assert await _texts(conversation) == ["the lift is broken"]


async def test_a_question_in_one_channel_is_not_answered_in_another(conversation: Talk) -> None:
    await conversation.say("the raid is on Friday", ADA, HERE)
    assert (await conversation.say("yes", ADA, NEXT_DOOR)).stored is None
    assert (await conversation.say("yes", ADA, HERE)).stored is not None


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


async def test_a_yes_said_twice_at_once_acts_once(conversation: Talk) -> None:
    await conversation.say("the raid is on Friday")
    replies = await asyncio.gather(conversation.say("yes"), conversation.say("yes"))
    assert [reply.stored is not None for reply in replies] == [True, False]


async def test_turns_are_not_kept_once_they_are_over(conversation: Talk) -> None:
    for number in range(20):
        await conversation.say("hello", Person(1000 + number, "Somebody"))
    assert len(conversation.conversation._turns) == 0


async def test_only_who_said_it_or_an_admin_can_forget_it(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday", ADA)
    refused = await conversation.say("forget the raid", BEN)
    assert refused.text == say("forget_others", fact="the raid is on Friday", author="Ada")
    assert (await conversation.say("yes", BEN)).forgotten == 0
    await conversation.say("forget the raid", CLEO, admin=True)
    assert (await conversation.say("yes", CLEO, admin=True)).forgotten == 1
    assert await _texts(conversation) == []


async def test_a_witness_withdraws_and_the_other_keeps_it(conversation: Talk) -> None:
    for person in (ADA, BEN):
        await conversation.say("remember that the raid is on Friday", person)
    await conversation.say("forget the raid", ADA)
    reply = await conversation.say("yes", Person(ADA.id, "Ada Renamed"))
    assert reply.text == say("withdrawn", author="Ben")
    assert reply.forgotten == 0
    asked = await conversation.say("when is the raid?", ADA)
    assert asked.answer is not None
    assert asked.answer.supporting[0].slot.author == BEN


async def test_what_somebody_else_forgot_meanwhile_is_forgotten(conversation: Talk) -> None:
    taught = await conversation.say("remember that the raid is on Friday", ADA)
    assert taught.stored is not None
    await conversation.say("forget the raid", ADA)
    await conversation.network.forgetting.forget(HERE.home, [taught.stored.id])
    assert (await conversation.say("yes", ADA)).text == say("forgotten")


async def test_a_memory_is_forgotten_by_its_number(conversation: Talk) -> None:
    slots = list[Slot | None]()
    for text in ("remember that the raid is on Friday", "remember that the lift is broken"):
        slots.append((await conversation.say(text)).stored)
    assert slots[1] is not None
    asked = await conversation.say(f"forget #{slots[1].id}")
    assert "the lift is broken" in asked.text
    assert (await conversation.say("yes")).forgotten == 1
    assert await _texts(conversation) == ["the raid is on Friday"]


@pytest.mark.parametrize("number", ["#404", "#0", "memory 999999999999999999"])
async def test_a_number_that_is_not_there(conversation: Talk, number: str) -> None:
    assert (await conversation.say(f"forget {number}")).text == say("forget_nothing")


@pytest.mark.parametrize("scope", [NEXT_DOOR, ELSEWHERE, WHISPER])
async def test_a_number_of_another_place_is_not_there(conversation: Talk, scope: object) -> None:
    taught = await conversation.say("remember that the raid is on Friday", ADA, HERE)
    assert taught.stored is not None
    assert isinstance(scope, type(HERE))
    reply = await conversation.say(f"forget #{taught.stored.id}", ADA, scope, admin=True)
    assert reply.text == say("forget_nothing")


@pytest.mark.parametrize("text", ["forget", "forget it all the time?", "forget that", "forget 🔥"])
async def test_forgetting_nothing_in_particular(conversation: Talk, text: str) -> None:
    await conversation.say("remember that the raid is on Friday")
    assert (await conversation.say(text)).text in {say("forget_what"), say("unknown")}
    assert (await conversation.say("yes")).forgotten == 0


async def test_forgetting_everything_is_ones_own_word_in_sight(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday", ADA)
    await conversation.say("my cat is Tom", ADA)
    await conversation.say("remember that the raid is on Friday", BEN)
    await conversation.say("remember that the lift is broken", BEN)
    await conversation.say("remember that dinner is at 8", ADA, NEXT_DOOR)
    asked = await conversation.say("forget everything", ADA)
    assert asked.text == say("forget_all_confirm", count=counted(2))
    reply = await conversation.say("yes", ADA)
    assert (reply.text, reply.forgotten) == (say("forgotten_all", count=counted(1)), 1)
    left = await conversation.network.store.active(HERE.home)
    assert [(slot.text, slot.author) for slot in left] == [
        ("the raid is on Friday", BEN),
        ("the lift is broken", BEN),
        ("dinner is at 8", ADA),
    ]
    assert (await conversation.say("forget everything", ADA)).text == say("forget_nothing")


async def test_an_admins_everything_is_their_own(conversation: Talk) -> None:
    await conversation.say("remember that the lift is broken", BEN)
    reply = await conversation.say("forget everything", ADA, admin=True)
    assert reply.text == say("forget_nothing")


async def test_a_great_many_memories_are_forgotten_at_once(conversation: Talk) -> None:
    audience = Audience.of(HERE)
    witness = Witness(ADA, 1.0)
    for number in range(120):
        await conversation.network.observe(f"fact number {number}", HERE, witness)
    await conversation.say("forget everything")
    assert (await conversation.say("yes")).forgotten == 120
    assert await conversation.network.store.count(audience) == 0


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
    reply = await conversation.conversation.ask(conversation.message("x"), "🔥")
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


async def test_half_a_character_stops_nothing(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday \ud83d", ADA)
    assert "Friday" in (await conversation.say("when is the raid \ud83d?", ADA)).text
