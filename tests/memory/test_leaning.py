"""Facts that lean on what was told or asked just before, in conversation."""

from dataclasses import replace

from memory.messages import Edit
from memory.phrases import say
from memory.slots import Scope
from tests.fakes import ADA, BEN, CLEO, HERE, Talk

BESIDE = Scope(guild_id=1, channel_id=12)


async def test_ones_own_fact_is_mended_and_a_no_undoes_it(conversation: Talk) -> None:
    told = await conversation.say("the plumber is coming on Thursday at 10")
    mended = await conversation.say("no wait, he comes at 11")
    assert mended.text == "I'll remember instead: the plumber is coming on Thursday at 11."
    assert await conversation.texts() == ["the plumber is coming on Thursday at 11"]
    assert mended.stored is not None
    assert told.stored is not None
    assert mended.stored.id == told.stored.id
    await conversation.say("no")
    assert await conversation.texts() == ["the plumber is coming on Thursday at 10"]


async def test_anothers_fact_is_told_beside_it(conversation: Talk) -> None:
    await conversation.say("I'll bring 20 flasks on Friday", ADA)
    mended = await conversation.say("no, 30", BEN)
    assert mended.text.startswith("I'll remember: Ada will bring 30 flasks on Friday.")
    assert await conversation.texts() == [
        "I'll bring 20 flasks on Friday", "Ada will bring 30 flasks on Friday",
    ]  # fmt: skip


async def test_an_answer_is_corrected(conversation: Talk) -> None:
    await conversation.say("remember that the trip costs 15 euros", ADA)
    await conversation.say("remember that the boat is blue", ADA)
    await conversation.say("what does the trip cost?", BEN)
    assert (
        await conversation.stored("no its 18 euros, they raised it", BEN)
        == "the trip costs 18 euros"
    )


async def test_sorry_takes_back_ones_own_words_and_no_the_last(conversation: Talk) -> None:
    await conversation.say("the trip costs 15 euros", ADA)
    await conversation.say("we need 20 flasks", BEN)
    assert (await conversation.say("sorry, 18", ADA)).text.endswith("the trip costs 18 euros.")
    await conversation.say("we need 20 cups", BEN)
    assert "24 cups" in (await conversation.say("no, 24", ADA)).text


async def test_pronouns_stand_for_what_was_told_or_asked(conversation: Talk) -> None:
    await conversation.say("our landlord is Mr Petersen", ADA)
    assert (
        await conversation.stored("his number is 0176 555", BEN)
        == "our landlord Mr Petersen's number is 0176 555"
    )
    assert (await conversation.say("when is the report due?", ADA)).text == say("unknown")
    assert await conversation.stored("its due on Tuesday", BEN) == "the report is due on Tuesday"
    await conversation.say("no", BEN)
    assert "the report is due on Tuesday" not in await conversation.texts()


async def test_what_was_said_in_another_channel_or_long_ago_is_not_meant(
    conversation: Talk,
) -> None:
    await conversation.say("our landlord is Mr Petersen", scope=BESIDE)
    assert (await conversation.say("his number is 0176 555")).stored is None
    await conversation.say("the trip costs 15 euros", BEN)
    conversation.now += 301
    assert (await conversation.say("sorry, 18", BEN)).stored is None


async def test_what_is_put_right_in_another_channel_is_told_there_alone(
    conversation: Talk,
) -> None:
    trip = (await conversation.say("the trip is on the 20th")).stored
    mended = await conversation.say(
        "sorry, the trip is on the 21st", scope=BESIDE, reads=[HERE.channel_id]
    )
    assert trip is not None
    assert mended.stored is not None
    assert mended.stored.scope == BESIDE  # its readers may be fewer
    assert (await conversation.say("when is the trip?", BEN)).text == "The trip is on the 20th."
    gone = await conversation.network.forgetting.delete_channel(BESIDE.home, BESIDE.channel_id)
    assert gone == 1


async def test_what_was_forgotten_is_not_meant(conversation: Talk) -> None:
    await conversation.say("the landlord is Mr Petersen")
    await conversation.say("no")
    assert (await conversation.say("his number is 0176 555")).stored is None
    await conversation.say("the trip costs 15 euros", BEN)
    conversation.conversation.threads.forget(BEN.id)
    assert (await conversation.say("no, 18", ADA)).stored is None


async def test_after_an_offer_nothing_else_is_meant(conversation: Talk) -> None:
    await conversation.say("the marathon is on Sunday", BEN)
    offered = await conversation.say("maybe the trumpet is Ben's", ADA)
    assert offered.stored is None
    told = await conversation.say("its in the office now", ADA)
    assert told.stored is None


async def test_what_is_moved_or_one_of_several_is_put_right(conversation: Talk) -> None:
    await conversation.say("the client call is on monday at 3", ADA)
    assert "on tuesday at 3" in (await conversation.say("moved to tuesday", ADA)).text
    assert "on thursday at 3" in (await conversation.say("pushed to thursday", BEN)).text
    assert "on wednesday at 3" in (await conversation.say("sry meant wednesday", BEN)).text
    await conversation.say("merch: shirts 20, vinyl 25", ADA)
    mended = await conversation.say("make that 22 for shirts", ADA)
    assert "shirts 22, vinyl 25" in mended.text
    moved = await conversation.say("moved to Hamburg", ADA)
    assert "vinyl" not in moved.text


async def test_with_a_laugh_nothing_leans(conversation: Talk) -> None:
    await conversation.say("Ryn has the van keys", ADA)
    assert (await conversation.say("she never listens lol", BEN)).stored is None


async def test_what_is_said_anew_later_is_put_right_by_what_it_names(conversation: Talk) -> None:
    await conversation.say("opening night is 14 november at half 7", ADA)
    await conversation.say("we need measurements by the 3rd", ADA)
    await conversation.say("the prompter is mike", ADA)
    await conversation.say("my mum is visiting on the 17th, she stays till the 20th", ADA)
    await conversation.say("the kiosk sells tea", BEN)
    await conversation.say("not the 14 november, opening night is the 21 november", ADA)
    await conversation.say("oops i meant measurements by the 10th", ADA)
    await conversation.say("no wait the prompter is dan", ADA)
    await conversation.say("sorry i got it wrong, my mum comes on the 18th", ADA)
    texts = await conversation.texts()
    assert "opening night is 21 november at half 7" in texts
    assert "we need measurements by the 10th" in texts
    assert "the prompter is dan" in texts
    assert "my mum is visiting on the 18th, she stays till the 20th" in texts
    assert len(texts) == 5


async def test_what_is_not_so_any_more_is_put_right(conversation: Talk) -> None:
    await conversation.say("rehearsals are tuesdays and thursdays at 7", ADA)
    await conversation.say("the kiosk sells tea", ADA)
    await conversation.say("change of plan, rehearsal is wednesdays not tuesdays", ADA)
    assert "rehearsals are wednesdays and thursdays at 7" in await conversation.texts()
    await conversation.say("I'm away from monday", BEN)
    told = await conversation.say("the bus comes tuesday not monday", ADA)
    assert told.text.startswith("I'll remember: the bus comes tuesday not monday")


async def test_what_is_denied_and_said_anew_is_put_right(conversation: Talk) -> None:
    await conversation.say("the mechanic comes monday morning", ADA)
    await conversation.say("dinner is at the Swan, they want 65 pounds", ADA)
    await conversation.say("I got my truck licence exam on the 3rd of june", ADA)
    await conversation.say("drill is at 7 this thursday", ADA)
    await conversation.say("raid tonight is at 9, we do the frost tower", ADA)
    await conversation.say("the mechanic isnt coming monday, hes coming wednesday now", ADA)
    await conversation.say("dinner is not at the Swan anymore, its at the Red Lion", ADA)
    await conversation.say("my exam is on the 5th actually", ADA)
    await conversation.say("drill is at half 7 not 7 this thursday", ADA)
    await conversation.say("raid is at 9.30 tonight not 9", ADA)
    assert await conversation.texts() == [
        "the mechanic comes wednesday morning",
        "dinner is at the Red Lion, they want 65 pounds",
        "I got my truck licence exam on the 5th of june",
        "drill is at half 7 this thursday",
        "raid tonight is at 9.30, we do the frost tower",
    ]


async def test_what_was_said_anew_follows_its_edit(conversation: Talk) -> None:
    told = (
        "rehearsals are tuesdays and thursdays at 7", "the kiosk sells tea",
        "rehearsal is wednesdays not tuesdays",
    )  # fmt: skip
    for number, text in enumerate(told, start=1):
        message = replace(conversation.message(text), message_id=number)
        await conversation.conversation.reply(message)
    text = "rehearsal is fridays not wednesdays"
    await conversation.conversation.edited(Edit(3, ADA, HERE, text, conversation.now + 5))
    assert "rehearsals are fridays and thursdays at 7" in await conversation.texts()
    await conversation.conversation.deleted(HERE, {3})
    assert await conversation.texts() == ["the kiosk sells tea"]


async def test_hours_and_what_has_changed_are_put_right(conversation: Talk) -> None:
    await conversation.say("I'm having a party on the 18th from 8pm", ADA)
    await conversation.say("the code for the shed is 4471", ADA)
    await conversation.say("the kettle is new", BEN)
    await conversation.say("party starts at 9 not 8", ADA)
    await conversation.say("sorry guys the shed code changed, its 9023 now", ADA)
    texts = await conversation.texts()
    assert "I'm having a party on the 18th from 9pm" in texts
    assert any("9023" in text and "its" not in text for text in texts)


async def test_opinions_and_what_stands_in_the_sentence_are_of_nothing_before(
    conversation: Talk,
) -> None:
    await conversation.say("I want to plant tomatoes on the roof", ADA)
    await conversation.say("what does Ada want to plant?", BEN)
    assert (await conversation.say("thats a lovely idea", BEN)).stored is None
    await conversation.say("what is wrong with the red dinghy?", BEN)
    assert (
        await conversation.stored("I can lend my drill to anyone who needs it", ADA)
        == "I can lend my drill to anyone who needs it"
    )
    await conversation.say("what is wrong with the red dinghy?", BEN)
    assert (
        await conversation.stored("I can fix it on saturday", ADA)
        == "I can fix the red dinghy on saturday"
    )


async def test_what_else_was_told_stays(conversation: Talk) -> None:
    await conversation.say("opening night is 14 november at half 7", ADA)
    await conversation.say("sorry all, opening night is the 21 november", ADA)
    assert await conversation.texts() == ["opening night is the 21 november at half 7"]


async def test_what_is_given_up_is_no_value(conversation: Talk) -> None:
    await conversation.say("I can bring biscuits", ADA)
    assert (await conversation.say("actually scrap the biscuits", ADA)).stored is None


async def test_it_is_what_the_same_sentence_speaks_of(conversation: Talk) -> None:
    await conversation.say("the cafe has a copy of catan", ADA)
    assert (
        await conversation.stored("someone borrowed pandemic and hasnt brought it back", BEN)
        == "someone borrowed pandemic and hasnt brought it back"
    )
    told = await conversation.say("it was mrs hall, she returns it friday", ADA)
    assert told.stored is not None
    assert told.stored.text.startswith("mrs hall borrowed pandemic")


async def test_what_has_no_subject_is_of_what_was_told(conversation: Talk) -> None:
    await conversation.say("the wedding is on the 22nd of august in the church", ADA)
    assert (
        await conversation.stored("starts at 2 in the afternoon", ADA)
        == "the wedding starts at 2 in the afternoon"
    )


async def test_a_number_right_after_is_of_whom_was_told(conversation: Talk) -> None:
    await conversation.say("the landlord is called mr fenwick", ADA)
    told = await conversation.say("number is 07911 123456", ADA)
    assert told.stored is not None
    assert "landlord" in told.stored.text
    await conversation.say("our assignment is due friday", ADA)
    assert (
        await conversation.stored("prof lindqvist said its max 8 pages", BEN)
        == "prof lindqvist said our assignment is max 8 pages"
    )


async def test_names_of_those_spoken_to_are_no_part_of_it(conversation: Talk) -> None:
    await conversation.say("the meet costs 14 euros a swimmer", ADA)
    assert (
        await conversation.stored("no ada, it's 11 euros", BEN)
        == "the meet costs 11 euros a swimmer"
    )


async def test_of_several_facts_the_one_with_the_verb_is_meant(conversation: Talk) -> None:
    await conversation.say("the repair guy comes on Tuesday", ADA)
    await conversation.say("he comes between 10 and 12", ADA)
    await conversation.say("I work from home on Tuesdays", BEN)
    await conversation.say("no, he comes on Wednesday", ADA)
    assert "the repair guy comes on Wednesday" in await conversation.texts()


async def test_mine_is_beside_what_is_somebodys(conversation: Talk) -> None:
    await conversation.say("my bike is the green one", ADA)
    await conversation.say("the lock code is 4471", ADA)
    assert (
        await conversation.stored("mine is the red one by the stairs", BEN)
        == "my bike is the red one by the stairs"
    )


async def test_what_begins_as_a_correction_is_no_question(conversation: Talk) -> None:
    await conversation.say("our tank Brakk has a broken headset", ADA)
    reply = await conversation.say("no, Brakk's headset surprisingly survived", BEN)
    assert reply.answer is None
    assert reply.stored is None
    assert "Brakk's headset surprisingly survived" in reply.text
    assert (
        await conversation.stored("no, Brakk fixed his headset yesterday", BEN)
        == "Brakk fixed his headset yesterday"
    )


async def test_since_when_it_holds_stays(conversation: Talk) -> None:
    await conversation.say("standup is at 9:30 in the small room", ADA)
    assert (
        await conversation.stored("from tomorrow it's at 10", BEN)
        == "from tomorrow standup is at 10"
    )


async def test_an_answer_of_long_before_is_not_meant(conversation: Talk) -> None:
    await conversation.say("Pix can't come next Thursday", ADA)
    await conversation.say("when can't Pix come?", BEN)
    for fact in ("I have 3 cats", "I play bass", "my boat is blue", "I live in Kiel"):
        await conversation.say(fact, ADA)
    assert (await conversation.say("not thursday, friday", BEN)).stored is None


async def test_questions_lean_on_what_was_told(conversation: Talk) -> None:
    await conversation.say("my mum arrives at 3 on Saturday", ADA)
    asked = await conversation.say("when does she arrive?", BEN)
    assert asked.asked == "when does Ada's mum arrive?"
    assert asked.text == "Ada's mum arrives at 3 on Saturday."
    await conversation.say("the raid is on Friday at 8", ADA)
    assert (await conversation.say("when is it?", ADA)).text == "The raid is on Friday at 8."
    assert (await conversation.say("what time is it?", CLEO)).asked == ""


async def test_me_too(conversation: Talk) -> None:
    await conversation.say("I am allergic to nuts", ADA)
    told = await conversation.say("me too!", BEN)
    assert told.stored is not None
    assert told.text.startswith("I'll remember: you are allergic to nuts.")
    assert [word.author for word in told.stored.witnesses] == [BEN]
    await conversation.say("the raid is on Friday", ADA)
    assert (await conversation.say("same here", BEN)).stored is None


async def test_a_command_is_no_correction(conversation: Talk) -> None:
    await conversation.say("our vet is Dr. Pohl")
    await conversation.say("note that Dr. Pohl comes on Mondays")
    assert await conversation.texts() == ["our vet is Dr. Pohl", "Dr. Pohl comes on Mondays"]


async def test_a_question_is_no_correction(conversation: Talk) -> None:
    await conversation.say("the raid is on Friday at 8")
    asked = await conversation.say("actually, at 9?")
    assert asked.stored is None
    assert await conversation.texts() == ["the raid is on Friday at 8"]


async def _in_messages(talk: Talk) -> None:
    for number, text in enumerate(("the plumber comes at 10", "no, at 11"), start=1):
        await talk.conversation.reply(replace(talk.message(text), message_id=number))
    assert await talk.texts() == ["the plumber comes at 11"]


async def test_a_mended_fact_goes_with_either_message(conversation: Talk) -> None:
    for number in (1, 2):
        await _in_messages(conversation)
        assert await conversation.conversation.deleted(HERE, {number}) == 1
        assert await conversation.texts() == []
        conversation.network.forgetting._deleted.clear()


async def test_said_anew_it_does_not_go_with_its_first_message(conversation: Talk) -> None:
    await _in_messages(conversation)
    (slot,) = await conversation.network.store.active(HERE.home)
    await conversation.conversation.teaching.correct(
        conversation.message("-"), slot, "the electrician comes at noon"
    )
    await conversation.conversation.deleted(HERE, {1})
    assert await conversation.texts() == ["the electrician comes at noon"]


async def test_edits_of_what_leans_follow(conversation: Talk) -> None:
    await _in_messages(conversation)
    edit = Edit(2, ADA, HERE, "no, at half past 11", conversation.now + 5)
    await conversation.conversation.edited(edit)
    assert await conversation.texts() == ["the plumber comes at half past 11"]
    pronoun = replace(conversation.message("his number is 0176"), message_id=3)
    await conversation.conversation.reply(pronoun)
    edit = Edit(3, ADA, HERE, "his number is 0177", conversation.now + 5)
    await conversation.conversation.edited(edit)
    assert (await conversation.texts())[-1] == "the plumber's number is 0177"


async def test_an_edited_correction_goes_with_the_first_message_too(conversation: Talk) -> None:
    await _in_messages(conversation)
    edit = Edit(2, ADA, HERE, "no, at half past 11", conversation.now + 5)
    await conversation.conversation.edited(edit)
    await conversation.conversation.deleted(HERE, {1})
    assert await conversation.texts() == []


async def test_edited_into_nothing_that_is_said_it_is_withdrawn(conversation: Talk) -> None:
    told = replace(conversation.message("the plumber comes at 10"), message_id=1)
    await conversation.conversation.reply(told)
    await conversation.conversation.edited(Edit(1, ADA, HERE, "😂😂", conversation.now + 5))
    assert await conversation.texts() == []


async def test_a_bare_answer_to_what_had_none_is_a_fact(conversation: Talk) -> None:
    await conversation.say("when is the next meetup?", ADA)
    told = await conversation.say("friday at 8", BEN)
    assert told.text.startswith("I'll remember: the next meetup is friday at 8.")
    assert told.stored is not None
    assert told.stored.author == BEN
    assert "friday at 8" in (await conversation.say("when is the meetup?", CLEO)).text
    await conversation.say("saturday at 9", BEN)
    assert await conversation.texts() == ["the next meetup is friday at 8"], "it was answered"


async def test_another_question_is_no_bare_answer(conversation: Talk) -> None:
    await conversation.say("where is the shed key?", ADA)
    assert (await conversation.say("whats our petrol share from monday", BEN)).stored is None
    assert await conversation.texts() == []


async def test_a_question_that_begins_in_passing_is_answered_too(conversation: Talk) -> None:
    await conversation.say("um where is the shed key", ADA)
    assert await conversation.stored("under the mat", BEN) == "the shed key is under the mat"


async def test_a_yes_answers_a_question_unless_the_bot_waits_for_it(conversation: Talk) -> None:
    await conversation.say("is the pool open on sunday?", ADA)
    await conversation.say("the boat is blue", BEN)
    await conversation.say("is the pool open on sunday?", ADA)
    await conversation.say("no", BEN)
    assert await conversation.texts() == [], "it was said of the boat"
    await conversation.say("yes, until 8", BEN)
    assert await conversation.texts() == ["the pool is open on sunday until 8"]


async def test_whoever_asked_is_asked_what_they_mean(conversation: Talk) -> None:
    await conversation.say("who has the projector?", ADA)
    assert "Carla has the projector" in (await conversation.say("Carla", ADA)).text
    assert await conversation.texts() == []
    await conversation.say("yes", ADA)
    assert await conversation.texts() == ["Carla has the projector"]


async def test_what_is_asked_in_private_is_answered_by_nobody_else(conversation: Talk) -> None:
    asked = replace(conversation.message("when is the next meetup?", ADA), private=True)
    await conversation.conversation.reply(asked)
    await conversation.say("friday at 8", BEN)
    assert await conversation.texts() == []


async def test_a_reply_to_the_bot_answers_what_it_could_not(conversation: Talk) -> None:
    talk = conversation.conversation
    asked = await conversation.say("when is the next meetup?", ADA)
    assert asked.exchange is not None
    talk.threads.sent(70, asked.exchange)
    await conversation.say("the boat is blue", CLEO)
    await talk.reply(replace(conversation.message("friday at 8", BEN), replies_to=70))
    assert "the next meetup is friday at 8" in await conversation.texts()


async def test_an_edited_bare_answer_follows(conversation: Talk) -> None:
    await conversation.say("when is the next meetup?", ADA)
    told = replace(conversation.message("friday at 8", BEN), message_id=5)
    await conversation.conversation.reply(told)
    edit = Edit(5, BEN, HERE, "friday at 9", conversation.now + 5)
    await conversation.conversation.edited(edit)
    assert await conversation.texts() == ["the next meetup is friday at 9"]
    await conversation.conversation.deleted(HERE, {5})
    assert await conversation.texts() == []


async def test_what_time_asks_of_what_somebody_just_told(conversation: Talk) -> None:
    await conversation.say("who pays the internet?", CLEO)
    await conversation.say("the landlord is coming friday", BEN)
    asked = await conversation.say("what time", CLEO)
    assert asked.asked == "what time is the landlord coming friday?"
    assert await conversation.stored("between 10 and 12", BEN) == (
        "the landlord is coming friday between 10 and 12"
    )


async def test_who_told_asks_of_what_they_asked_before(conversation: Talk) -> None:
    await conversation.say("when is the raid?", BEN)
    await conversation.say("the landlord is coming friday", BEN)
    assert "landlord" not in (await conversation.say("what time", BEN)).asked


async def test_him_and_her_stand_for_who_was_spoken_of(conversation: Talk) -> None:
    await conversation.say("Lotte waters the plants", ADA)
    assert await conversation.stored("the spare key is with her too", BEN) == (
        "the spare key is with Lotte too"
    )
    await conversation.say("the boat is blue", ADA)
    assert await conversation.stored("the spare key is with her", BEN) == (
        "the spare key is with Lotte"
    )
    assert await conversation.stored("Mia plays tennis with him", BEN) == (
        "Mia plays tennis with him"
    )
