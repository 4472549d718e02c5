"""Talking with the bot in Discord, end to end."""

import asyncio
from pathlib import Path

import pytest
from discord import Intents

from memory.errors import DatabaseError
from memory.messages import Message, Reply
from tests.cogs.conftest import Scene
from tests.loopback.permissions import HISTORY

SECRET = "quiet words"
RAID = "remember that the raid is on Friday at 8pm"


async def test_a_taught_fact_is_answered_with_its_source(scene: Scene) -> None:
    taught = await scene.tell(scene.ada, scene.general, RAID)
    assert taught.content == "I'll remember: the raid is on Friday at 8pm."
    answer = await scene.tell(scene.ben, scene.general, "when is the raid?")
    said, source = answer.content.split("\n")
    assert said == "The raid is on Friday at 8pm."
    assert source.startswith("-# 1. “the raid is on Friday at 8pm” · Ada, <t:")
    assert answer.reply_to is not None
    assert answer.pinged_users == ()


async def test_what_was_never_said_is_not_known(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, RAID)
    answer = await scene.tell(scene.ada, scene.general, "what is the capital of Mongolia?")
    assert answer.content == "I don't remember anything about that."


async def test_my_means_the_person_who_asks(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, "my favourite food is sushi")
    own = await scene.tell(scene.ada, scene.general, "what is my favourite food?")
    others = await scene.tell(scene.ben, scene.general, "what is my favourite food?")
    named = await scene.tell(scene.ben, scene.general, "what is Ada's favourite food?")
    assert own.content.startswith("Your favourite food is sushi.")
    assert others.content == "I don't remember anything about that."
    assert named.content.startswith("Ada's favourite food is sushi.")


async def test_it_hears_only_what_is_said_to_it(scene: Scene) -> None:
    await scene.ada.say(scene.general, RAID)
    await scene.discord.silence(scene.general, seconds=0.1)
    answer = await scene.tell(scene.ada, scene.general, "when is the raid?")
    assert answer.content == "I don't remember anything about that."


async def test_who_replies_to_what_it_does_not_know_answers_the_question(scene: Scene) -> None:
    unknown = await scene.tell(scene.ada, scene.general, "when is the next meetup?")
    await scene.tell(scene.ben, scene.general, "remember that the boat is blue")
    await scene.ben.say(scene.general, "friday at 8", reply_to=unknown)
    taught = await scene.discord.next_reply(scene.general)
    assert "the next meetup is friday at 8" in taught.content
    answer = await scene.tell(scene.ada, scene.general, "when is the next meetup?")
    assert "friday at 8" in answer.content
    assert "Ben" in answer.content


async def test_a_reply_to_the_bot_is_said_to_it(scene: Scene) -> None:
    taught = await scene.tell(scene.ada, scene.general, RAID)
    await scene.ben.say(scene.general, "when is the raid?", reply_to=taught)
    assert "Friday" in (await scene.discord.next_reply(scene.general)).content


async def test_direct_messages_stay_with_the_person(scene: Scene) -> None:
    dm = await scene.ada.open_dm()
    await scene.tell(scene.ada, dm, "remember that the surprise party is on Sunday")
    assert "Sunday" in (await scene.tell(scene.ada, dm, "when is the surprise party?")).content
    asked = await scene.tell(scene.ada, scene.general, "when is the surprise party?")
    assert "Sunday" not in asked.content
    theirs = await scene.ben.open_dm()
    assert "Sunday" not in (await scene.tell(scene.ben, theirs, "when is the party?")).content


async def test_two_servers_never_see_each_others_facts(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, RAID)
    await scene.tell(scene.ada, scene.lobby, "remember that the bread is baked at 4am")
    raid = await scene.tell(scene.ada, scene.lobby, "when is the raid?")
    bread = await scene.tell(scene.ada, scene.general, "when is the bread baked?")
    assert "Friday" not in raid.content
    assert "4am" not in bread.content


async def test_a_hidden_channel_answers_only_where_it_is_read(scene: Scene) -> None:
    await scene.tell(scene.mod, scene.officers, "remember that the vault code is 4711")
    asked = "what is the vault code?"
    assert "4711" in (await scene.tell(scene.mod, scene.officers, asked)).content
    assert "4711" not in (await scene.tell(scene.mod, scene.general, asked)).content
    assert "4711" not in (await scene.tell(scene.ada, scene.general, asked)).content


async def test_an_open_channel_answers_in_a_hidden_one(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, RAID)
    assert "Friday" in (await scene.tell(scene.mod, scene.officers, "when is the raid?")).content


async def test_a_channel_that_is_hidden_later_answers_no_more(scene: Scene) -> None:
    plans = scene.guild.add_channel("plans")
    await scene.discord.until(lambda: scene.bot.get_channel(plans.id), "the channel")
    await scene.tell(scene.ada, plans, "remember that the ambush is at the old bridge")
    asked = "where is the ambush?"
    assert "bridge" in (await scene.tell(scene.ben, scene.general, asked)).content
    plans.set_overwrite(scene.discord.bot, allow=1 << 10)
    plans.set_overwrite(scene.guild.everyone, deny=1 << 10)
    assert "bridge" not in (await scene.tell(scene.ben, scene.general, asked)).content


async def test_a_fact_pings_nobody(scene: Scene) -> None:
    scene.guild.set_permissions(scene.guild.everyone, (1 << 10) | (1 << 11) | (1 << 16) | (1 << 17))
    fact = f"remember that @everyone and {scene.ben.mention} meet at the gate on Monday"
    taught = await scene.tell(scene.ada, scene.general, fact)
    answer = await scene.tell(scene.ada, scene.general, "who meets at the gate on Monday?")
    assert "@everyone and Ben meet" in answer.content
    for message in (taught, answer):
        assert not message.pinged_everyone
        assert message.pinged_users == ()


async def test_markdown_is_shown_as_it_was_typed(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, "remember that the code is **a_b_c** and `x`")
    answer = await scene.tell(scene.ada, scene.general, "what is the code?")
    assert r"\*\*a\_b\_c\*\* and \`x\`" in answer.content


async def test_forgetting_asks_first(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, RAID)
    refused = await scene.tell(scene.ben, scene.general, "forget the raid")
    assert "only they or an admin" in refused.content
    asked = await scene.tell(scene.ada, scene.general, "forget the raid")
    assert asked.content.startswith("Shall I forget “the raid is on Friday at 8pm”?")
    assert (await scene.tell(scene.ada, scene.general, "yes")).content == "Forgotten."
    answer = await scene.tell(scene.ada, scene.general, "when is the raid?")
    assert "Friday" not in answer.content


async def test_bad_input_gets_a_clear_sentence(scene: Scene) -> None:
    for text, said in (
        ("", "Yes, Ada? You said nothing."),
        ("🎉🎉", "Nice one."),
        ("remember that " + "x" * 1900 + " y" * 10, "I'll remember"),
        ("'; DROP TABLE slots; --", "I don't remember anything about that."),
    ):
        assert said in (await scene.tell(scene.ada, scene.general, text)).content


async def test_a_long_answer_arrives_whole(scene: Scene) -> None:
    fact = "the rules are to be kind and to " + " and to ".join(
        f"clean table{n}" for n in range(85)
    )
    await scene.slash(scene.ada, "remember", fact=fact)
    first = await scene.tell(scene.ben, scene.general, "tell me about the rules")
    second = await scene.discord.next_reply(scene.general)
    whole = first.content + second.content
    assert all(f"table{n}" in whole for n in range(85))


async def test_a_failure_of_ours_shows_no_stack_trace(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError(f"the {SECRET}")

    scene.conversation.reply = broken  # type: ignore[method-assign, assignment] # broken on purpose
    reply = await scene.tell(scene.ada, scene.general, "when is the raid?")
    assert "Something went wrong on my side. Try again" in reply.content
    assert SECRET not in reply.content
    assert SECRET not in caplog.text
    number = reply.content.split("number ")[1][:6]
    assert f"Failure {number}: RuntimeError" in caplog.text


async def test_what_only_the_operator_can_mend_is_told_to_the_operator(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise DatabaseError(Path("/srv/engram.db"), "the disk is full", "Make room.")

    scene.conversation.reply = broken  # type: ignore[method-assign, assignment] # broken on purpose
    reply = await scene.tell(scene.ada, scene.general, "when is the raid?")
    assert "Something went wrong on my side" in reply.content
    assert "/srv/engram.db" not in reply.content
    assert "/srv/engram.db: the disk is full" in caplog.text


async def test_what_a_listener_lets_slip_is_logged_without_its_words(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    @scene.bot.event
    async def on_typing(*_: object) -> None:
        raise RuntimeError(f"the {SECRET}")

    scene.bot.dispatch("typing")
    await scene.discord.until(lambda: "on_typing" in caplog.text, "the failure")
    assert SECRET not in caplog.text


async def test_a_reply_that_does_not_ping_is_not_said_to_it(scene: Scene) -> None:
    taught = await scene.tell(scene.ada, scene.general, RAID)
    await scene.ben.say(scene.general, "aha", reply_to=taught, ping_author=False)
    await scene.discord.silence(scene.general, seconds=0.1)


async def test_a_server_that_is_not_known_is_no_direct_conversation(scene: Scene) -> None:
    author = scene.ada.to_payload()
    message = {"id": "99", "channel_id": "98", "guild_id": "97", "author": author, "content": ""}

    def sent() -> int:
        return sum(request.path.endswith("/messages") for request in scene.discord.requests)

    before = sent()
    scene.discord.send_raw("MESSAGE_CREATE", message | {"type": 0, "mentions": []})
    await scene.tell(scene.ada, scene.general, "hello")
    assert sent() == before + 1


async def test_where_it_cannot_read_the_past_it_speaks_without_replying(scene: Scene) -> None:
    scene.general.set_overwrite(scene.discord.bot, deny=HISTORY)
    with scene.discord.expect_violation("160002"):
        said = await scene.tell(scene.ada, scene.general, "hello")
    assert "Hello, Ada!" in said.content
    assert said.reply_to is None


async def test_a_question_that_is_deleted_meanwhile_is_answered(scene: Scene) -> None:
    reply, asked = scene.conversation.reply, asyncio.Event()

    async def late(message: Message) -> Reply:
        await asked.wait()
        return await reply(message)

    scene.conversation.reply = late  # type: ignore[method-assign] # slow on purpose
    question = await scene.ada.say(scene.general, f"{scene.discord.bot.mention} hello")
    await scene.ada.delete(question)
    asked.set()
    assert "Hello, Ada!" in (await scene.discord.next_reply(scene.general)).content


async def test_names_are_shown_as_they_were_typed(scene: Scene) -> None:
    eve = scene.discord.add_user("[free](https://evil.example)\n-# 1.")
    scene.guild.add_member(eve)
    said = await scene.tell(eve, scene.general, "hello")
    assert said.content.startswith(r"Hello, \[free](https://evil.example) \-# 1.!")
    await scene.tell(eve, scene.general, RAID)
    asked = await scene.tell(scene.ben, scene.general, "forget the raid")
    assert r"was said by \[free]" in asked.content
    refused = await scene.slash(scene.ben, "forget", about="the raid")
    assert r"was said by \[free]" in refused.content


async def test_what_it_asks_about_is_shown_as_it_was_typed(scene: Scene) -> None:
    offered = await scene.tell(scene.ada, scene.general, "the [site](https://evil.example) is up")
    assert r"the \[site](https://evil.example) is up" in offered.content


async def test_it_stays_alive_where_it_may_not_write(scene: Scene) -> None:
    scene.discord.fail(
        "POST", rf"/channels/{scene.general.id}/messages", status=403,
        body={"code": 50013, "message": "Missing Permissions"},
    )  # fmt: skip
    await scene.ada.say(scene.general, f"{scene.discord.bot.mention} hello")
    await scene.discord.silence(scene.general, seconds=0.1)
    assert "Hello, Ada!" in (await scene.tell(scene.ada, scene.general, "hello")).content


async def test_no_privileged_intent_is_asked_for(scene: Scene) -> None:
    privileged = Intents(message_content=True, members=True, presences=True)
    assert scene.bot.intents.value & privileged.value == 0
