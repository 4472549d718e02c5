"""What a question may lean on."""

from dataclasses import replace

from memory import threads
from memory.threads import Exchange, Threads
from tests.fakes import ADA, BEN, HERE, NEXT_DOOR, Talk


def exchange(
    text: str = "when is the raid?", *, at: float = 0.0, private: bool = False
) -> Exchange:
    return Exchange(text, ADA, HERE, (), at, private)


def before(kept: Threads, at: float = 1.0, **how: object) -> Exchange | None:
    usual = {"scope": HERE, "person": ADA, "private": False, "replies_to": None}
    return kept.before(at=at, **(usual | how))  # type: ignore[arg-type] # of these kinds


def test_only_the_same_person_in_the_same_channel_goes_on() -> None:
    kept = Threads()
    kept.note(exchange())
    assert before(kept) == exchange()
    assert before(kept, person=BEN) is None
    assert before(kept, scope=NEXT_DOOR) is None


def test_it_is_forgotten_after_minutes() -> None:
    kept = Threads()
    kept.note(exchange())
    assert before(kept, at=299.0) is not None
    assert before(kept, at=301.0) is None


def test_whoever_replies_to_an_answer_leans_on_its_question() -> None:
    kept = Threads()
    kept.sent(77, exchange("when is the raid?"))
    kept.note(exchange("when is the party?"))
    assert before(kept, person=BEN, replies_to=77) == exchange("when is the raid?")
    assert before(kept, replies_to=77) == exchange("when is the raid?")
    assert before(kept, replies_to=78) == exchange("when is the party?")
    assert before(kept, scope=NEXT_DOOR, replies_to=77) is None


def test_what_was_asked_in_private_is_not_taken_up_in_public() -> None:
    kept = Threads()
    kept.note(exchange(private=True))
    assert before(kept) is None
    assert before(kept, private=True) is not None


def test_after_a_while_the_channels_newest_question_is_meant() -> None:
    kept = Threads()
    kept.note(exchange("when is the raid?"))
    asked = replace(exchange("who is on call?"), asker=BEN)
    kept.note(asked)
    assert before(kept) == exchange("when is the raid?")  # one's own of a moment ago
    for _ in range(3):
        kept.note(replace(exchange(""), asker=BEN))  # facts
    assert before(kept) == asked
    kept.forget(BEN.id)
    assert before(kept) == exchange("when is the raid?")


def test_what_was_told_or_asked_last_is_of_its_channel_and_of_all() -> None:
    kept = Threads()
    told = replace(exchange(""), asker=BEN, slot_ids=(7,))
    kept.note(exchange())
    kept.note(told)
    kept.note(exchange("and in private?", private=True))
    assert kept.newest(HERE, 1.0) == [told, exchange()]
    assert kept.newest(NEXT_DOOR, 1.0) == []
    assert kept.own(HERE, ADA, 1.0) == exchange()
    assert kept.own(HERE, ADA, 301.0) is None
    kept.forget(BEN.id)
    assert kept.newest(HERE, 1.0) == [exchange()]


def test_only_so_many_are_kept() -> None:
    kept = Threads()
    for number in range(threads._MOST + 5):
        kept.sent(number + 1, exchange(str(number)))
    assert before(kept, replies_to=5) is None
    assert before(kept, replies_to=6) is not None
    assert len(kept._replies) == threads._MOST


def test_what_a_person_asked_can_be_forgotten() -> None:
    kept = Threads()
    kept.note(exchange())
    kept.sent(77, exchange())
    kept.forget(ADA.id)
    assert before(kept, replies_to=77) is None


async def test_a_follow_up_is_answered_whole(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday")
    await conversation.say("remember that the raid takes place in the old castle")
    await conversation.say("when is the raid on Friday?")
    reply = await conversation.say("and where does it take place?")
    assert reply.asked == "where does the raid take place?"
    assert "castle" in reply.text


async def test_a_yes_or_a_thanks_does_not_end_the_thread(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday")
    await conversation.say("when is the raid?")
    await conversation.say("thanks!")
    assert (await conversation.say("and where?")).asked == "where is the raid?"


async def test_minutes_later_a_question_stands_for_itself(conversation: Talk) -> None:
    await conversation.say("when is the raid?")
    conversation.now += 400
    assert (await conversation.say("and where?")).asked == ""


async def test_who_said_that_names_the_people(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday", BEN)
    await conversation.say("when is the raid?")
    reply = await conversation.say("who said that?")
    assert reply.text == "I know it from Ben:"
    assert [slot.text for slot in reply.sources] == ["the raid is on Friday"]


async def test_who_said_that_names_nobody_once_it_is_out_of_sight(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday", BEN, NEXT_DOOR)
    shown = await conversation.say("when is the raid?", reads=[NEXT_DOOR.channel_id])
    assert "Friday" in shown.text
    reply = await conversation.say("who said that?")
    assert reply.sources == ()
    assert "Ben" not in reply.text


async def test_he_is_taken_from_no_memory_that_is_out_of_sight(conversation: Talk) -> None:
    await conversation.say("remember that the raid is led by Tom", BEN, NEXT_DOOR)
    await conversation.say("who leads the raid?", reads=[NEXT_DOOR.channel_id])
    assert (await conversation.say("where does he live?")).asked == ""
    await conversation.say("who leads the raid?", reads=[NEXT_DOOR.channel_id])
    seen = await conversation.say("where does he live?", reads=[NEXT_DOOR.channel_id])
    assert seen.asked == "where does Tom live?"


async def test_a_reply_of_somebody_else_speaks_of_the_first_asker_by_name(
    conversation: Talk,
) -> None:
    first = await conversation.say("what is my favourite food?")
    assert first.exchange is not None
    conversation.conversation.threads.sent(77, first.exchange)
    message = replace(conversation.message("and drink?", BEN), replies_to=77)
    reply = await conversation.conversation.reply(message)
    assert reply.asked == "what is Ada's favourite drink?"


def test_of_a_message_that_is_gone_nothing_is_gone_on_from() -> None:
    kept = Threads()
    asked = replace(exchange(), message_id=7)
    kept.note(asked)
    kept.sent(77, asked)
    kept.forget_messages({7})
    assert before(kept) is None
    assert before(kept, replies_to=77) is None
    assert kept.newest(HERE, 1.0) == []


def test_what_is_too_old_is_not_kept() -> None:
    kept = Threads()
    kept.note(exchange())
    kept.expire(299.0)
    assert before(kept) is not None
    kept.expire(301.0)
    assert before(kept) is None
    assert kept.newest(HERE, 1.0) == []


async def test_a_deleted_question_is_shown_to_nobody(conversation: Talk) -> None:
    talk = conversation.conversation
    asked = replace(conversation.message("where is the party for Ben?"), message_id=7)
    reply = await talk.reply(asked)
    assert reply.exchange is not None
    talk.threads.sent(8, reply.exchange)
    await talk.deleted(HERE, {7})
    answers = replace(conversation.message("and when?", BEN), replies_to=8)
    assert "party" not in (await talk.reply(answers)).asked
