"""The "Why?" button, end to end."""

import pytest

from cogs.why import why_button
from memory.slots import Slot, Supporting, Witness
from tests.cogs.conftest import Scene
from tests.fakes import ADA, HERE
from tests.loopback import ImpossibleError
from tests.loopback.permissions import VIEW

FACT = "the raid is on Friday at 8pm"
ASKED = "when is the raid?"
SECRET = "quiet words"


async def test_why_shows_the_memory_its_score_and_the_message(scene: Scene) -> None:
    said = await scene.ada.say(scene.general, f"{scene.discord.bot.mention} remember that {FACT}")
    await scene.discord.next_reply(scene.general)
    answer = await scene.tell(scene.ben, scene.general, ASKED)
    shown = await scene.ben.click(answer, label="Why?")
    assert shown.ephemeral
    head, first, score, source = shown.content.split("\n")
    assert head == "I said so because of this:"
    assert first == f"1. “{FACT}” (`#1`)"
    assert score.startswith("-# score 1.")
    assert "by meaning, 100% of the question's words" in score
    assert source.startswith("-# Ada, <t:")
    link = f"https://discord.com/channels/{scene.guild.id}/{scene.general.id}/{said.id}"
    assert source.endswith(f"<#{scene.general.id}> · {link}")
    assert shown.message is not None
    assert shown.message.pinged_users == ()


async def test_why_shows_every_hop(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact="Tom is in the bakery")
    await scene.slash(scene.ada, "remember", fact="the bakery is in Harbour Street")
    asked = await scene.slash(scene.ben, "ask", question="in which street is Tom?")
    assert asked.content.count("-# ") == 3  # and how sure it is
    shown = await scene.ben.click(asked, label="Why?")
    assert [line[:2] for line in shown.content.split("\n") if line[0].isdigit()] == ["1.", "2."]


async def test_why_is_not_offered_where_nothing_was_answered(scene: Scene) -> None:
    unknown = await scene.tell(scene.ada, scene.general, ASKED)
    taught = await scene.tell(scene.ada, scene.general, f"remember that {FACT}")
    asked = await scene.slash(scene.ada, "ask", question="what is the capital of Mongolia?")
    for message in (unknown, taught, asked):
        assert message.components == []


async def test_why_works_after_a_restart(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    answer = await scene.tell(scene.ben, scene.general, ASKED)
    async with scene.restarted():
        shown = await scene.ben.click(answer, label="Why?")
        assert f"1. “{FACT}” (`#1`)" in shown.content


async def test_why_says_that_a_memory_is_gone(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    answer = await scene.tell(scene.ben, scene.general, ASKED)
    await scene.ada.click(await scene.slash(scene.ada, "forget", about="#1"), label="Forget it")
    shown = await scene.ben.click(answer, label="Why?")
    assert "1. This memory is gone, or stands where you cannot read it." in shown.content
    assert "Friday" not in shown.content


async def test_why_shows_nothing_of_a_channel_that_was_closed_to_the_reader(scene: Scene) -> None:
    plans = scene.guild.add_channel("plans")
    await scene.discord.until(lambda: scene.bot.get_channel(plans.id), "the channel")
    await scene.tell(scene.ada, plans, "remember that the ambush is at the old bridge")
    answer = await scene.tell(scene.ben, scene.general, "where is the ambush?")
    assert "bridge" in answer.content
    plans.set_overwrite(scene.discord.bot, allow=VIEW)
    plans.set_overwrite(scene.guild.everyone, deny=VIEW)
    shown = await scene.ben.click(answer, label="Why?")
    assert "bridge" not in shown.content
    assert "stands where you cannot read it" in shown.content
    assert "bridge" in (await scene.guild.owner.click(answer, label="Why?")).content


async def test_why_under_a_private_answer_stays_with_the_asker(scene: Scene) -> None:
    await scene.tell(scene.mod, scene.officers, "remember that the vault code is 4711")
    asked = await scene.slash(scene.mod, "ask", question="what is the vault code?")
    shown = await scene.mod.click(asked, label="Why?")
    assert shown.ephemeral
    assert "4711" in shown.content
    with pytest.raises(ImpossibleError):
        await scene.ada.click(asked, label="Why?")


async def test_why_in_direct_messages_links_there(scene: Scene) -> None:
    dm = await scene.ada.open_dm()
    await scene.tell(scene.ada, dm, "remember that the party is on Sunday")
    shown = await scene.ada.click(
        await scene.tell(scene.ada, dm, "when is the party?"), label="Why?"
    )
    assert f"https://discord.com/channels/@me/{dm.id}/" in shown.content


async def test_a_failure_behind_the_button_is_worded_and_its_words_are_not_logged(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError(f"the {SECRET}")

    await scene.slash(scene.ada, "remember", fact=FACT)
    answer = await scene.tell(scene.ben, scene.general, ASKED)
    monkeypatch.setattr(scene.conversation.network.store, "get", broken)
    shown = await scene.ben.click(answer, label="Why?")
    assert "Something went wrong on my side. Try again" in shown.content
    assert SECRET not in caplog.text


def test_a_button_holds_as_many_hops_as_discord_lets_it() -> None:
    slot = Slot(2**53, HERE, FACT, personal=False, witnesses=(Witness(ADA, 1.0),), written_at=1.0)
    button = why_button([Supporting(slot, hop, -1.25, -0.5, 1.0) for hop in range(1, 11)])
    assert len(button.custom_id) <= 100
    assert button.count == 10
    assert 2 <= len(button.hops) < 10
    match = button.template.fullmatch(button.custom_id)
    assert match is not None
    again = type(button).pressed(match)
    assert list(again.hops) == list(button.hops)
    assert (again.hops[0].slot_id, again.hops[0].score) == (2**53, -1.25)


async def test_why_shows_what_is_superseded_to_those_who_may_see_it(scene: Scene) -> None:
    plans = scene.guild.add_channel("plans")
    await scene.discord.until(lambda: scene.bot.get_channel(plans.id), "the channel")
    await scene.tell(scene.ada, plans, f"remember that {FACT}")
    await scene.slash(scene.ada, "remember", fact="the raid moved to Saturday at 9pm")
    answer = await scene.tell(scene.ben, scene.general, ASKED)
    assert "Saturday" in answer.content.split("\n")[0]
    struck = f"-# ~~“{FACT}”~~ · Ada, "
    assert struck in answer.content
    shown = await scene.ben.click(answer, label="Why?")
    assert [line for line in shown.content.split("\n") if line.startswith(struck)]
    assert "superseded by #2" in shown.content
    plans.set_overwrite(scene.discord.bot, allow=VIEW)
    plans.set_overwrite(scene.guild.everyone, deny=VIEW)
    assert "Friday" not in (await scene.ben.click(answer, label="Why?")).content


def test_a_button_keeps_what_its_memories_took_the_place_of_as_far_as_it_holds_it() -> None:
    def slot(number: int) -> Slot:
        return Slot(
            number, HERE, FACT, personal=False, witnesses=(Witness(ADA, 1.0),), written_at=1
        )

    few = Supporting(slot(9), 1, 0.5, 0.5, 1.0, replaces=(slot(3), slot(2)))
    assert why_button([few]).custom_id.endswith(":9_50_50_100_3_2")
    many = Supporting(slot(9), 1, 0.5, 0.5, 1.0, replaces=tuple(slot(2**53 - n) for n in range(9)))
    button = why_button([many])
    assert len(button.custom_id) <= 100
    assert 0 < len(button.hops[0].past) < 9
