"""The menu's entry "Remember this message", end to end."""

import asyncio

import pytest

from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import Channel, Interaction, Message, Person

FACT = "The raid is on Friday at 8pm"
MENU = "Remember this message"


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


async def keep(scene: Scene, who: Person, message: Message) -> Interaction:
    return await who.context_menu(message.channel, MENU, message)


async def asked(scene: Scene, channel: Channel) -> str:
    return (await scene.tell(scene.mod, channel, "when is the raid?")).content


async def test_an_own_message_is_kept_with_its_author_time_and_link(scene: Scene) -> None:
    said = await scene.ada.say(scene.general, FACT)
    kept = await keep(scene, scene.ada, said)
    assert kept.ephemeral
    assert kept.content == f"I'll remember: “{FACT}”"
    answer = await scene.tell(scene.ben, scene.general, "when is the raid?")
    assert answer.content.startswith(f"Friday at 8pm\n-# 1. “{FACT}” · Ada, <t:")
    shown = await scene.ben.click(answer, label="Why?")
    assert f"/{scene.general.id}/{said.id}" in shown.content
    await scene.ada.click(kept, label="Take it back")
    assert kept.content == "Taken back: I keep nothing of that message."
    assert "Friday" not in await asked(scene, scene.general)


async def test_who_wrote_it_is_told_in_the_channel_and_takes_it_back(scene: Scene) -> None:
    said = await scene.ada.say(scene.general, "I live in Oslo")
    kept = await keep(scene, scene.ben, said)
    assert kept.ephemeral
    assert kept.components == []
    await scene.discord.until(lambda: kept.followups, "the notice")
    notice = kept.followups[0]
    assert not notice.ephemeral
    link = f"https://discord.com/channels/{scene.guild.id}/{scene.general.id}/{said.id}"
    assert notice.content == (
        f"Ben had me remember what Ada said in {link}. Both of them can take it back."
    )
    assert notice.pinged_users == ()
    own = await scene.tell(scene.ada, scene.general, "where do I live?")
    assert own.content.startswith("Oslo\n-# 1. “I live in Oslo” · Ada, <t:")
    eve = scene.discord.add_user("Eve")
    scene.guild.add_member(eve)
    refused = await eve.click(notice, label="Take it back")
    assert refused.content.startswith("Only whoever said it")
    assert refused.ephemeral
    async with scene.restarted():
        await scene.ada.click(notice, label="Take it back")
        assert notice.content == "Taken back: I keep nothing of that message."
        assert notice.components == []
        own = await scene.tell(scene.ada, scene.general, "where do I live?")
        assert "Oslo" not in own.content


@pytest.mark.parametrize("who", ["ben", "mod"])
async def test_who_had_it_kept_and_admins_take_it_back_too(scene: Scene, who: str) -> None:
    kept = await keep(scene, scene.ben, await scene.ada.say(scene.general, FACT))
    await scene.discord.until(lambda: kept.followups, "the notice")
    await getattr(scene, who).click(kept.followups[0], label="Take it back")
    assert "Friday" not in await asked(scene, scene.general)


async def test_what_others_said_too_stays_theirs(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, f"remember that {FACT}")
    kept = await keep(scene, scene.ada, await scene.ben.say(scene.general, FACT))
    await scene.discord.until(lambda: kept.followups, "the notice")
    await scene.ben.click(kept.followups[0], label="Take it back")
    answer = await asked(scene, scene.general)
    assert "Ada, <t:" in answer
    assert "Ben" not in answer


async def test_an_opt_out_wins(scene: Scene) -> None:
    await scene.slash(scene.ada, "mydata optout")
    kept = await keep(scene, scene.ben, await scene.ada.say(scene.general, FACT))
    assert kept.ephemeral
    assert kept.content.startswith("Whoever said that has opted out")
    assert kept.followups == []
    assert "Friday" not in await asked(scene, scene.general)


async def test_it_stays_in_its_channel(scene: Scene) -> None:
    kept = await keep(scene, scene.mod, await scene.mod.say(scene.officers, FACT))
    assert kept.content.startswith("I'll remember")
    assert "Friday" in await asked(scene, scene.officers)
    assert "Friday" not in await asked(scene, scene.general)


async def test_it_goes_with_its_message_and_with_an_edit_that_cannot_be_read(scene: Scene) -> None:
    for change in (scene.ada.delete, lambda message: scene.ada.edit(message, "The raid is off")):
        said = await scene.ada.say(scene.general, FACT)
        await keep(scene, scene.ada, said)
        assert "Friday" in await asked(scene, scene.general)
        await change(said)
        for _ in range(100):
            if not await scene.conversation.network.rights.everything(scene.ada.id):
                break
            await asyncio.sleep(0.02)
        assert "raid is" not in await asked(scene, scene.general)


async def test_nobody_keeps_what_is_known_or_what_nobody_said(scene: Scene) -> None:
    said = await scene.ada.say(scene.general, FACT)
    await keep(scene, scene.ada, said)
    again = await keep(scene, scene.ben, said)
    assert again.content == "I know that already."
    reply = await scene.tell(scene.ada, scene.general, "hello")
    assert (await keep(scene, scene.ada, reply)).content.startswith("I keep what people say")
    picture = await scene.ada.say(scene.general, "", files={"cat.png": b"meow"})
    assert (await keep(scene, scene.ada, picture)).content == (
        "There are no words in that for me to remember."
    )


async def test_what_was_taught_in_a_message_is_not_kept_a_second_time(scene: Scene) -> None:
    """Else whoever had it kept could take back what its author taught."""
    said = await scene.ada.say(scene.general, f"{scene.discord.bot.mention} remember that {FACT}")
    await scene.discord.next_reply(scene.general)
    assert (await keep(scene, scene.ben, said)).content == "I know that already."


async def test_what_its_author_taught_anew_is_not_taken_back_by_another(scene: Scene) -> None:
    kept = await keep(scene, scene.ben, await scene.ada.say(scene.general, FACT))
    await scene.tell(scene.ada, scene.general, f"remember that {FACT}")
    await scene.discord.until(lambda: kept.followups, "the notice")
    await scene.ben.click(kept.followups[0], label="Take it back")
    assert "Friday" in await asked(scene, scene.general)


async def test_it_works_in_direct_messages_and_threads(scene: Scene) -> None:
    dm = await scene.ada.open_dm()
    kept = await keep(scene, scene.ada, await scene.ada.say(dm, "Boats, at dawn!"))
    assert kept.content.startswith("I'll remember")
    thread = scene.guild.add_thread(scene.general, "details", scene.ada)
    kept = await keep(scene, scene.ada, await scene.ada.say(thread, "Boats, at dawn!"))
    assert kept.content.startswith("I'll remember")
    slots = await scene.conversation.network.rights.everything(scene.ada.id)
    assert [slot.scope.channel_id for slot in slots] == [thread.id, dm.id]


async def test_the_menu_comes_and_goes_with_its_cog(scene: Scene) -> None:
    await scene.bot.unload_extension("cogs.keeping")
    assert [c.name for c in scene.bot.tree.get_commands(type=None) if c.name == MENU] == []
    await scene.bot.load_extension("cogs.keeping")
    said = await scene.ada.say(scene.general, FACT)
    assert (await keep(scene, scene.ada, said)).content.startswith("I'll remember")
