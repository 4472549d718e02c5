"""The log channel, end to end."""

import pytest

from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import Channel, Interaction
from tests.loopback.permissions import HISTORY, SEND, VIEW

RAID = "the raid is on Friday"
VAULT = "the vault is deep"


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


async def opened(scene: Scene) -> Channel:
    """A log that everybody reads."""
    log = scene.guild.add_channel("log")
    await scene.discord.until(lambda: scene.bot.get_channel(log.id), "the channel")
    said = await scene.mod.slash(scene.general, "memory log", {"channel": log})
    assert said.content == f"What admins do to my memory is noted in {log.mention}."
    begun = await scene.discord.next_reply(log)
    assert begun.content.endswith("had what admins do to my memory noted here.")
    assert not begun.pinged_users
    return log


async def noted(scene: Scene, log: Channel) -> str:
    said = await scene.discord.next_reply(log)
    mention, _, rest = said.content.partition(" ")
    assert mention == scene.mod.mention
    return rest


async def click(scene: Scene, asked: Interaction, label: str) -> None:
    await scene.mod.click(asked, label=label)


async def test_what_admins_do_is_noted(scene: Scene) -> None:
    log = await opened(scene)
    for fact in (RAID, "the gate is green"):
        await scene.slash(scene.ada, "remember", fact=fact)
    await scene.slash(scene.mod, "memory add", fact="the well is dry")
    assert await noted(scene, log) == (
        f"added a memory.\n-# `#3` “the well is dry” · {scene.general.mention}"
    )
    await scene.slash(scene.mod, "correct", about="#1", fact="the raid is on Sunday")
    assert await noted(scene, log) == (
        "corrected what somebody else said.\n"
        f"-# `#1` “the raid is on Sunday” · {scene.general.mention}"
    )
    form = await scene.slash(scene.mod, "memory edit", number=2)
    await scene.mod.submit(form.modal, {"What is right?": "the gate is red"})
    assert "`#2` “the gate is red”" in await noted(scene, log)
    asked = await scene.slash(scene.mod, "forget", about="#3")
    await click(scene, asked, "Forget it")
    await scene.discord.silence(log, seconds=0.05)  # their own
    await scene.slash(scene.ben, "remember", fact="the hall is blue")
    asked = await scene.slash(scene.mod, "forget", about="#4")
    await click(scene, asked, "Forget it")
    assert await noted(scene, log) == (
        "had me forget what others said (1 memory). For an hour it can be brought back.\n-# `#4`"
    )
    await click(scene, asked, "Bring it back")
    assert await noted(scene, log) == "brought back what was removed (1 memory)."
    await scene.slash(scene.mod, "memory export")
    assert await noted(scene, log) == "exported what they can read (3 memories)."
    file = scene.mod.upload("m.jsonl", b'{"text": "the pier is long"}')
    await scene.mod.slash(scene.general, "memory import", {"file": file})
    assert (await noted(scene, log)).startswith("imported memories. Imported: 1 memory.")
    await scene.slash(scene.mod, "memory limits", per_person=5)
    assert (await noted(scene, log)).startswith("set the limits. Memories of one person: at most 5")
    await scene.slash(scene.mod, "memory channels", rule="lift: no rule of its own")
    assert (await noted(scene, log)).startswith(f"set a rule for {scene.general.mention}: lift")
    await scene.slash(scene.mod, "memory listen", on=False)
    assert await noted(scene, log) == f"let me listen in {scene.general.mention} no more."
    asked = await scene.mod.slash(scene.general, "memory clear", {"channel": scene.general})
    await click(scene, asked, "Forget all 4")
    assert (await noted(scene, log)).startswith(f"cleared {scene.general.mention} (4 memories).")


async def test_what_is_removed_in_conversation_is_noted_without_its_words(scene: Scene) -> None:
    log = await opened(scene)
    await scene.slash(scene.ada, "remember", fact=RAID)
    await scene.tell(scene.mod, scene.general, "forget #1")
    await scene.tell(scene.mod, scene.general, "yes")
    text = await noted(scene, log)
    assert text.startswith("had me forget what others said (1 memory).")
    assert "Friday" not in text


async def test_what_a_message_said_that_an_admin_takes_back_is_noted(scene: Scene) -> None:
    log = await opened(scene)
    said = await scene.ada.say(scene.general, "The raid is on Friday")
    kept = await scene.ben.context_menu(scene.general, "Remember this message", said)
    await scene.discord.until(lambda: kept.followups, "what the channel is told")
    await scene.mod.click(kept.followups[-1], label="Take it back")
    assert await noted(scene, log) == "took back a message that others had me remember."


async def test_the_log_does_not_say_what_its_readers_may_not_read(scene: Scene) -> None:
    log = await opened(scene)
    officer = next(role for role in scene.guild.roles.values() if role.name == "Officer")
    scene.guild.set_roles(scene.ben, [officer])
    await scene.ben.slash(scene.officers, "remember", {"fact": VAULT})
    await scene.mod.slash(scene.officers, "correct", {"about": "#1", "fact": "the vault is dry"})
    assert await noted(scene, log) == "corrected what somebody else said.\n-# `#1`"
    await scene.mod.slash(scene.officers, "memory add", {"fact": "the vault is cold"})
    assert await noted(scene, log) == "added a memory.\n-# `#2`"
    # a log for officers may say it
    moved = await scene.mod.slash(scene.officers, "memory log", {"channel": scene.officers})
    assert scene.officers.mention in moved.content
    await scene.discord.next_reply(scene.officers)
    await scene.mod.slash(scene.officers, "memory add", {"fact": "the vault is old"})
    assert "“the vault is old”" in await noted(scene, scene.officers)


async def test_who_may_not_write_in_the_log_is_told_and_acts_all_the_same(scene: Scene) -> None:
    log = await opened(scene)
    await scene.slash(scene.ada, "remember", fact=RAID)
    log.set_overwrite(scene.discord.bot, allow=VIEW | HISTORY, deny=SEND)
    failed = f"I could not note this in {log.mention}: I need to see it and to write in it."
    asked = await scene.slash(scene.mod, "forget", about="#1")
    with scene.discord.expect_violation("50013"):
        await click(scene, asked, "Forget it")
    assert asked.content.startswith("Forgotten: 1 memory.")
    assert failed in asked.content
    with scene.discord.expect_violation("50013"):
        await click(scene, asked, "Bring it back")
    assert asked.content.startswith("Brought back: 1 memory.\n")
    assert failed in asked.content
    log.delete()
    await scene.discord.until(lambda: scene.bot.get_channel(log.id) is None, "the end of it")
    limited = await scene.slash(scene.mod, "memory limits", per_person=5)
    assert "at most 5" in limited.content
    assert failed in limited.content


async def test_a_log_in_which_the_bot_cannot_write_is_said_so_at_once(scene: Scene) -> None:
    hidden = scene.guild.add_channel("hidden")
    hidden.set_overwrite(scene.discord.bot, deny=VIEW)
    await scene.discord.until(lambda: scene.bot.get_channel(hidden.id), "the channel")
    with scene.discord.expect_violation("50001"):
        said = await scene.mod.slash(scene.general, "memory log", {"channel": hidden})
    assert "I could not note this" in said.content


async def test_the_log_is_ended(scene: Scene) -> None:
    log = await opened(scene)
    shown = await scene.slash(scene.mod, "memory log")
    assert log.mention in shown.content
    ended = await scene.slash(scene.mod, "memory log", off=True)
    assert ended.content == "What admins do to my memory is noted nowhere."
    assert await noted(scene, log) == "ended these notes: what admins do is noted here no more."
    await scene.slash(scene.mod, "memory add", fact=RAID)
    await scene.discord.silence(log, seconds=0.1)
    assert (await scene.slash(scene.mod, "memory log")).content == ended.content
