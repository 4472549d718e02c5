"""/memory stats, limits, channels and roles, end to end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from discord import Intents
from discord.utils import utcnow

from bot.config import DiscordSettings
from memory.slots import Home
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import Channel, Interaction

RAID = "the raid is on Friday"
ONLY = "allow: only where this is said"
OUT = "block: keep me out"
LIFT = "lift: no rule of its own"
PLACE = "The admins of this server keep me out of this channel"
PERSON = "The admins of this server let only people with certain roles teach and ask me."
FULL = "This server keeps at most 2 memories, and it has as many."
ENOUGH = "Each person may have me remember 1 things here"
LABEL = "What should I remember?"
MENU = "Remember this message"


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


@contextlib.asynccontextmanager
async def hearing(scene: Scene) -> AsyncIterator[None]:
    """The bot with the message content intent, listening in #general."""
    intents = Intents.default()
    intents.message_content = True
    scene.discord.allowed_intents = intents
    async with scene.restarted(DiscordSettings(listening=True)):
        await scene.slash(scene.mod, "memory listen", on=True)
        await scene.discord.next_reply(scene.general)
        yield


async def known(scene: Scene) -> list[str]:
    home = Home(scene.guild.id, None)
    return [slot.text for slot in await scene.conversation.network.store.active(home)]


async def until_known(scene: Scene, *texts: str) -> None:
    for _ in range(300):
        if await known(scene) == list(texts):
            return
        await asyncio.sleep(0.02)
    assert await known(scene) == list(texts)


async def ways_to_teach(scene: Scene, channel: Channel) -> list[str]:
    """What Ada is told, whichever way she teaches, and Ben who keeps what she said."""
    form = await scene.ada.slash(channel, "remember")
    said = await scene.ada.say(channel, "The boats are at the pier")
    return [
        (await scene.ada.slash(channel, "remember", {"fact": "the gate is green"})).content,
        (
            await scene.ada.submit(form.modal, {"What should I remember?": "the hall is red"})
        ).content,
        (await scene.tell(scene.ada, channel, "remember that the well is dry")).content,
        (await scene.tell(scene.ada, channel, "my cat is called Tom")).content,
        (await scene.ben.context_menu(channel, MENU, said)).content,
    ]


async def heard_all(scene: Scene) -> None:
    """Wait until the bot has dealt with all that was said before."""
    await scene.tell(scene.mod, scene.general, "hello")
    await asyncio.sleep(0.05)


# -- figures --------------------------------------------------------------------------------


async def test_the_figures_of_a_server(scene: Scene) -> None:
    empty = await scene.slash(scene.mod, "memory stats")
    assert empty.content.startswith("I remember nothing of this server.")
    await scene.slash(scene.ada, "remember", fact=RAID)
    await scene.slash(scene.ben, "remember", fact=RAID)
    await scene.slash(scene.mod, "memory add", fact="the gate is green")
    await scene.tell(scene.mod, scene.officers, "remember that the vault is deep")
    await scene.slash(scene.ada, "remember", fact="the well is dry")
    asked = await scene.slash(scene.mod, "forget", about="#4")
    await scene.mod.click(asked, label="Forget it")
    shown = await scene.slash(scene.mod, "memory stats")
    assert shown.ephemeral
    head, times, *rest = shown.content.split("\n")
    size = (len(RAID) + len("the gate is green") + len("the vault is deep") + 3 * 64 * 4) / 1024
    assert head == f"3 memories, of 3 people, {size:,.1f} KiB of texts and vectors."
    assert times.endswith("Removed, but can still be brought back: 1 memory.")
    assert "<t:" in times
    assert rest == [
        "How I came to them:", "- told to me: 2", "- added by an admin: 1",
        "Where they were told:", f"- {scene.general.mention}: 2", f"- {scene.officers.mention}: 1",
    ]  # fmt: skip
    manager = next(role for role in scene.guild.roles.values() if role.name == "Manager")
    scene.guild.set_roles(scene.mod, [manager])
    blind = (await scene.slash(scene.mod, "memory stats")).content
    assert scene.officers.mention not in blind
    assert blind.endswith("- in channels that you cannot read: 1")


# -- limits -----------------------------------------------------------------------------------


async def test_limits_are_shown_and_set(scene: Scene) -> None:
    shown = await scene.slash(scene.mod, "memory limits")
    assert shown.ephemeral
    assert "no limit. Of this server" in shown.content
    assert "allows 100,000). Kept: until they are forgotten." in shown.content
    done = await scene.slash(scene.mod, "memory limits", per_person=5, per_server=2000, days=30)
    text = "Memories of one person: at most 5. Of this server: at most 2,000"
    assert done.content.startswith(text)
    assert done.content.endswith("Kept: for 30 days after they were last said.")
    lifted = await scene.slash(scene.mod, "memory limits", per_person=0)
    assert "one person: no limit. Of this server: at most 2" in lifted.content
    async with scene.restarted():
        again = await scene.slash(scene.mod, "memory limits")
        assert again.content == lifted.content


async def test_a_persons_limit_holds_whichever_way_they_teach(scene: Scene) -> None:
    await scene.slash(scene.mod, "memory limits", per_person=1)
    await scene.slash(scene.ada, "remember", fact=RAID)
    for said in await ways_to_teach(scene, scene.general):
        assert said.startswith(ENOUGH), said
    assert await known(scene) == [RAID]
    again = await scene.slash(scene.ada, "remember", fact=RAID)
    assert again.content == "I know that already."
    added = await scene.slash(scene.mod, "memory add", fact="the gate is green")
    assert added.content.startswith("I'll remember")
    await scene.slash(scene.mod, "memory add", fact="the hall is red")
    assert len(await known(scene)) == 3  # what is added for the server is nobody's own
    await scene.slash(scene.mod, "remember", fact="the well is dry")
    refused = await scene.slash(scene.mod, "remember", fact=RAID)
    assert refused.content.startswith(ENOUGH)  # to say so too counts as well
    asked = await scene.slash(scene.ada, "forget", about="#1")
    await scene.ada.click(asked, label="Forget it")
    taught = await scene.slash(scene.ada, "remember", fact="the boats are blue")
    assert taught.content.startswith("I'll remember")


async def test_a_servers_limit_holds_whichever_way_people_teach(scene: Scene) -> None:
    await scene.slash(scene.mod, "memory limits", per_server=2)
    for fact in (RAID, "the roof leaks"):
        await scene.slash(scene.ben, "remember", fact=fact)
    for said in await ways_to_teach(scene, scene.general):
        assert said.startswith(FULL), said
    refused = await scene.slash(scene.mod, "memory add", fact="the gate is green")
    assert refused.content.startswith(FULL)
    too = await scene.slash(scene.ada, "remember", fact=RAID)
    assert too.content.startswith("I knew that")
    bread = await scene.tell(scene.ada, scene.lobby, "remember that bread is baked at 4am")
    assert bread.content.startswith("I'll remember")


async def test_listening_keeps_nothing_beyond_a_limit_and_says_nothing(scene: Scene) -> None:
    async with hearing(scene):
        await scene.slash(scene.mod, "memory limits", per_person=1)
        for fact in ("The raid is on Friday", "The gate is painted green"):
            await scene.ada.say(scene.general, fact)
            await until_known(scene, "The raid is on Friday")
        await scene.ben.say(scene.general, "The hall is painted red")
        await until_known(scene, "The raid is on Friday", "The hall is painted red")
        await scene.discord.silence(scene.general, seconds=0.1)


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("engram*"))).lower()


async def test_what_is_older_than_the_retention_is_physically_gone(
    scene: Scene, tmp_path: Path
) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    await scene.tell(scene.ada, scene.lobby, "remember that the bread is baked at 4am")
    await scene.slash(scene.mod, "memory limits", days=30)
    network, day = scene.conversation.network, 86_400
    now = utcnow().timestamp()
    assert await network.forgetting.expire(now + 29 * day) == 0
    assert RAID in await known(scene)
    assert await network.forgetting.expire(now + 31 * day) == 1
    assert b"on friday" not in bytes_on_disk(tmp_path)
    assert b"baked" in bytes_on_disk(tmp_path)
    assert "Friday" not in (await scene.slash(scene.ada, "ask", question="when is raid?")).content


async def test_what_is_due_at_once_is_asked_for_first(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    scene.discord.advance(40 * 86_400)
    await scene.slash(scene.ada, "remember", fact="the gate is green")
    asked = await scene.slash(scene.mod, "memory limits", days=30)
    assert asked.content.startswith("Said more than 30 days ago: 1 memory.")
    await scene.mod.click(asked, label="Keep it")
    assert len(await known(scene)) == 2
    assert "until they are" in (await scene.slash(scene.mod, "memory limits")).content
    asked = await scene.slash(scene.mod, "memory limits", days=30)
    await scene.mod.click(asked, label="Forget all 1")
    assert asked.content.endswith("Kept: for 30 days after they were last said.")
    assert await known(scene) == ["the gate is green"]


async def test_what_is_due_goes_at_the_start_of_the_bot(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    policies = scene.conversation.network.policies
    async with scene.conversation.network.store.database.write() as db:
        await db.execute("UPDATE witnesses SET said_at = 1.0")
    await policies.change(scene.guild.id, lambda now: replace(now, retention=30))
    async with scene.restarted():
        await until_known(scene)


# -- channels ---------------------------------------------------------------------------------


async def rule(scene: Scene, rule: str, channel: Channel | None = None) -> Interaction:
    options = {"rule": rule} | ({"channel": channel} if channel else {})
    return await scene.mod.slash(scene.officers, "memory channels", options)


async def test_in_a_blocked_channel_nothing_is_kept_or_answered(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    other = scene.guild.add_channel("other")
    await scene.discord.until(lambda: scene.bot.get_channel(other.id), "the channel")
    done = await rule(scene, OUT, scene.general)
    assert done.content.endswith(f"\n- not: {scene.general.mention}")
    for said in await ways_to_teach(scene, scene.general):
        assert said.startswith(PLACE), said
    asked = await scene.slash(scene.ada, "ask", question="when is the raid?")
    assert asked.content.startswith(PLACE)
    told = await scene.tell(scene.ada, scene.general, "when is the raid?")
    assert told.content.startswith(PLACE)
    corrected = await scene.slash(scene.ada, "correct", about="#1", fact="the raid is on Sunday")
    assert corrected.content.startswith(PLACE)
    added = await scene.slash(scene.mod, "memory add", fact="the gate is green")
    assert added.content.startswith(PLACE)
    # nor does what was told there support an answer elsewhere
    elsewhere = await scene.tell(scene.ada, other, "when is the raid?")
    assert elsewhere.content == "I don't remember anything about that."
    private = await scene.ada.slash(other, "ask", {"question": "when is the raid?"})
    assert private.content == elsewhere.content
    assert await known(scene) == [RAID]
    # but it can be looked at and removed by those who may
    assert RAID in (await scene.slash(scene.mod, "memory list")).content
    gone = await scene.slash(scene.ada, "forget", about="#1")
    await scene.ada.click(gone, label="Forget it")
    assert await known(scene) == []


async def test_a_rule_that_is_lifted_binds_no_more(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    await rule(scene, OUT, scene.general)
    lifted = await rule(scene, LIFT, scene.general)
    assert lifted.content.endswith("- everywhere: no rules are set.")
    assert "Friday" in (await scene.tell(scene.ben, scene.general, "when is the raid?")).content


async def test_once_a_channel_is_allowed_the_others_are_not(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    other = scene.guild.add_channel("other")
    await scene.discord.until(lambda: scene.bot.get_channel(other.id), "the channel")
    done = await rule(scene, ONLY, scene.general)
    assert done.content.endswith(f"\n- only: {scene.general.mention}")
    assert "Friday" in (await scene.tell(scene.ben, scene.general, "when is the raid?")).content
    assert (await scene.tell(scene.ben, other, "when is the raid?")).content.startswith(PLACE)
    dm = await scene.ada.open_dm()
    told = await scene.tell(scene.ada, dm, "remember that the well is dry")
    assert told.content.startswith("I'll remember")
    shown = await scene.slash(scene.mod, "memory channels")
    assert shown.content == done.content


async def test_threads_go_with_their_channel(scene: Scene) -> None:
    thread = scene.guild.add_thread(scene.general, "details", scene.ada)
    await scene.discord.until(lambda: scene.bot.get_channel(thread.id), "the thread")
    other = scene.guild.add_channel("other")
    await scene.discord.until(lambda: scene.bot.get_channel(other.id), "the channel")
    await scene.tell(scene.ada, thread, f"remember that {RAID}")
    assert "Friday" in (await scene.tell(scene.ben, other, "when is the raid?")).content
    await rule(scene, OUT, scene.general)
    assert (await scene.tell(scene.ada, thread, "when is the raid?")).content.startswith(PLACE)
    assert "Friday" not in (await scene.tell(scene.ben, other, "when is the raid?")).content


async def test_listening_keeps_nothing_in_a_blocked_channel(scene: Scene) -> None:
    async with hearing(scene):
        await scene.ada.say(scene.general, "The raid is on Friday")
        await until_known(scene, "The raid is on Friday")
        await rule(scene, OUT, scene.general)
        await scene.ada.say(scene.general, "The gate is painted green")
        await heard_all(scene)
        assert await known(scene) == ["The raid is on Friday"]
        await scene.discord.silence(scene.general, seconds=0.05)


async def test_an_edit_in_a_blocked_channel_takes_the_memory_away(scene: Scene) -> None:
    mention = scene.discord.bot.mention
    said = await scene.ada.say(scene.general, f"{mention} remember that {RAID}")
    await scene.discord.next_reply(scene.general)
    await rule(scene, OUT, scene.general)
    await scene.ada.edit(said, f"{mention} remember that the raid is on Sunday")
    await until_known(scene)


async def test_why_shows_nothing_of_a_channel_that_was_blocked_since(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, f"remember that {RAID}")
    answer = await scene.tell(scene.ben, scene.general, "when is the raid?")
    assert RAID in (await scene.ben.click(answer, label="Why?")).content
    await rule(scene, OUT, scene.general)
    shown = await scene.ben.click(answer, label="Why?")
    assert RAID not in shown.content
    assert "stands where you cannot read it" in shown.content


async def test_nothing_is_imported_into_a_blocked_channel(scene: Scene) -> None:
    await rule(scene, OUT, scene.general)
    file = scene.mod.upload("m.jsonl", b'{"text": "the gate is green"}')
    refused = await scene.mod.slash(scene.general, "memory import", {"file": file})
    assert refused.content.startswith(f"I imported nothing.\nLine 1: {PLACE}")


# -- roles ------------------------------------------------------------------------------------


async def test_people_with_a_blocked_role_neither_teach_nor_ask(scene: Scene) -> None:
    muted = scene.guild.add_role("Muted")
    scene.guild.set_roles(scene.ada, [muted])
    await scene.slash(scene.ben, "remember", fact=RAID)
    options = {"rule": OUT, "role": muted}
    done = await scene.mod.slash(scene.general, "memory roles", options)
    assert done.content.endswith(f"\n- not: {muted.mention}")
    for said in await ways_to_teach(scene, scene.general):
        assert said.startswith(PERSON), said
    asked = await scene.slash(scene.ada, "ask", question="when is the raid?")
    assert asked.content.startswith(PERSON)
    assert "Friday" in (await scene.slash(scene.ben, "ask", question="when is raid?")).content
    assert await known(scene) == [RAID]
    assert "nothing" in (await scene.slash(scene.ada, "mydata show")).content
    scene.guild.set_roles(scene.ada, [])
    assert "Friday" in (await scene.slash(scene.ada, "ask", question="when is raid?")).content


async def test_once_a_role_is_allowed_the_others_are_not_but_for_admins(scene: Scene) -> None:
    member = scene.guild.add_role("Member")
    scene.guild.set_roles(scene.ada, [member])
    await scene.mod.slash(scene.general, "memory roles", {"rule": ONLY, "role": member})
    taught = await scene.slash(scene.ada, "remember", fact=RAID)
    assert taught.content.startswith("I'll remember")
    assert (await scene.slash(scene.ben, "remember", fact=RAID)).content.startswith(PERSON)
    admins = await scene.slash(scene.mod, "remember", fact="the gate is green")
    assert admins.content.startswith("I'll remember")
    said = await scene.ben.say(scene.general, "The boats are blue")
    kept = await scene.ada.context_menu(scene.general, MENU, said)
    assert kept.content.startswith(PERSON)
    scene.guild.remove_member(scene.ben)  # who left holds no role
    with scene.discord.expect_violation("10007"):
        kept = await scene.ada.context_menu(scene.general, MENU, said)
    assert kept.content.startswith(PERSON)


async def test_a_rule_and_a_role_go_together(scene: Scene) -> None:
    shown = await scene.slash(scene.mod, "memory roles")
    assert shown.content.endswith("- everybody: no rules are set.")
    half = await scene.slash(scene.mod, "memory roles", rule=OUT)
    assert half.content.startswith("Name both a rule and a role")
    other = await scene.mod.slash(scene.general, "memory roles", {"role": scene.guild.everyone})
    assert other.content == half.content


async def test_rules_for_what_is_gone_can_be_reset(scene: Scene) -> None:
    lost, member = scene.guild.add_channel("lost"), scene.guild.add_role("Member")
    await scene.discord.until(lambda: scene.bot.get_channel(lost.id), "the channel")
    await rule(scene, ONLY, lost)
    await scene.mod.slash(scene.general, "memory roles", {"rule": ONLY, "role": member})
    lost.delete()
    scene.guild.delete_role(member)
    refused = await scene.slash(scene.ada, "remember", fact=RAID)
    assert refused.content.startswith(PLACE)  # what was allowed alone does not open the rest
    for command in ("channels", "roles"):
        reset = await scene.slash(scene.mod, f"memory {command}", rule="reset: no rules at all")
        assert reset.content.endswith(": no rules are set.")
    assert (await scene.slash(scene.ada, "remember", fact=RAID)).content.startswith("I'll remember")


async def test_rules_of_two_admins_at_once_are_both_kept(scene: Scene) -> None:
    await asyncio.gather(
        rule(scene, OUT, scene.general),
        rule(scene, OUT, scene.officers),
        scene.slash(scene.mod, "memory limits", per_person=3),
    )
    policy = await scene.conversation.network.policies.of(scene.guild.id)
    assert policy.blocked_channels == {scene.general.id, scene.officers.id}
    assert policy.per_person == 3


# -- admins who are so no more ----------------------------------------------------------------


async def test_who_is_an_admin_no_more_presses_and_turns_in_vain(scene: Scene) -> None:
    for number in range(10):
        await scene.slash(scene.ada, "remember", fact=f"locker {number} is red")
    listed = await scene.slash(scene.mod, "memory list")
    forgetting = await scene.slash(scene.mod, "forget", about="#1")
    clearing = await scene.slash(scene.mod, "memory clear")
    form = await scene.mod.click(clearing, label="Forget all 10")
    scene.guild.set_roles(scene.mod, [])
    refused = "You need the Manage Server permission for that."
    await scene.mod.click(listed, label="▶")
    assert listed.content == refused
    assert (await scene.mod.click(forgetting, label="Forget it")).content == refused
    typed = {"The name of this server, to be sure": "Raiders"}
    assert (await scene.mod.submit(form.modal, typed)).content == refused
    assert (await scene.mod.click(clearing, label="Forget all 10")).content == refused
    assert len(await known(scene)) == 10


async def test_a_page_shows_what_its_reader_can_read_by_now(scene: Scene) -> None:
    for number in range(10):
        await scene.mod.slash(scene.officers, "memory add", {"fact": f"vault {number} is deep"})
    listed = await scene.slash(scene.mod, "memory list")
    assert "vault 9" in listed.content
    manager = next(role for role in scene.guild.roles.values() if role.name == "Manager")
    scene.guild.set_roles(scene.mod, [manager])
    await scene.mod.click(listed, label="▶")
    assert listed.content == "I remember nothing here that you can read."


async def test_two_clicks_forget_once(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    scene.discord.advance(40 * 86_400)
    asked = await scene.slash(scene.mod, "memory limits", days=30)
    await asyncio.gather(
        scene.mod.click(asked, label="Forget all 1", final=False),
        scene.mod.click(asked, label="Forget all 1", final=False),
    )
    await until_known(scene)
    await scene.discord.until(lambda: "for 30 days" in asked.content, "what came of it")


async def test_a_memory_that_is_gone_behind_its_buttons(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    shown = await scene.slash(scene.mod, "memory show", number=1)
    form = await scene.slash(scene.mod, "memory edit", number=1)
    asked = await scene.slash(scene.ada, "forget", about="#1")
    await scene.ada.click(asked, label="Forget it")
    gone = "There is no memory number 1 here."
    assert (await scene.mod.click(shown, label="Correct")).content == gone
    late = await scene.mod.submit(form.modal, {"What is right?": "the raid is on Sunday"})
    assert late.content == gone
    assert (await scene.slash(scene.mod, "memory show", number=1)).content == gone
    assert (await scene.slash(scene.mod, "memory edit", number=1)).content == gone


async def test_what_people_said_who_left_is_still_theirs(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    await scene.slash(scene.ben, "remember", fact="the gate is green")
    scene.guild.remove_member(scene.ada)
    listed = await scene.mod.slash(scene.general, "memory list", {"person": scene.ada})
    assert listed.content.startswith("1 memory,")
    assert "Ada, <t:" in listed.content
    dm = await scene.ada.open_dm()
    done = await scene.ada.slash(dm, "mydata delete")
    await scene.ada.click(done, label="Forget it")
    assert await known(scene) == ["the gate is green"]
