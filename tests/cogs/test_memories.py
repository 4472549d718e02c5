"""/memory: what a server's admins see and do, end to end."""

import asyncio
from pathlib import Path

import pytest
from discord.utils import utcnow

from memory.slots import Home
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import ImpossibleError, Interaction


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


async def lockers(scene: Scene, count: int) -> None:
    for number in range(count):
        await scene.slash(scene.ada, "remember", fact=f"locker {number} is red")


async def test_the_list_is_turned_page_by_page(scene: Scene) -> None:
    await lockers(scene, 12)
    shown = await scene.slash(scene.mod, "memory list")
    assert shown.ephemeral
    head, first, *_ = shown.content.split("\n")
    assert head == "12 memories, page 1 of 2:"
    assert first.startswith("`#12` “locker 11 is red” · Ada, <t:")
    await scene.mod.click(shown, label="▶")
    assert shown.content.startswith("12 memories, page 2 of 2:\n`#4` “locker 3")
    with pytest.raises(ImpossibleError, match="disabled"):
        await scene.mod.click(shown, label="▶")


async def test_a_list_of_one_page_has_no_buttons(scene: Scene) -> None:
    await lockers(scene, 2)
    assert (await scene.slash(scene.mod, "memory list")).components == []


async def test_the_list_is_narrowed_by_person_channel_kind_and_age(scene: Scene) -> None:
    await lockers(scene, 1)
    await scene.slash(scene.ben, "remember", fact="the gate is green")
    await scene.tell(scene.mod, scene.officers, "remember that the vault is deep")
    said = await scene.ben.say(scene.general, "The boats are blue")
    await scene.ben.context_menu(scene.general, "Remember this message", said)
    for options, found in (
        ({"person": scene.ben}, ["boats", "gate"]),
        ({"channel": scene.officers}, ["vault"]),
        ({"kind": "kept from a message"}, ["boats"]),
        ({"kind": "told to me", "person": scene.ben}, ["gate"]),
        ({"person": scene.mod, "channel": scene.general}, []),
        ({"days": 1}, ["boats", "vault", "gate", "locker"]),
    ):
        shown = await scene.mod.slash(scene.general, "memory list", options)
        lines = shown.content.split("\n")[1:]
        assert len(lines) == len(found), options
        assert all(word in line for word, line in zip(found, lines, strict=True)), options
    scene.discord.advance(3 * 86_400)
    assert "I remember nothing" in (await scene.slash(scene.mod, "memory list", days=1)).content


async def test_search_finds_words_best_match_first(scene: Scene) -> None:
    await lockers(scene, 12)
    await scene.slash(scene.ben, "remember", fact="locker 7 was broken by Ben")
    shown = await scene.slash(scene.mod, "memory search", words="broken locker")
    head, first, *_ = shown.content.split("\n")
    assert head.startswith("13 memories")
    assert "locker 7 was broken" in first
    mine = await scene.mod.slash(
        scene.general, "memory search", {"words": "locker", "person": scene.ben}
    )
    assert mine.content.startswith("1 memory,")


async def test_nothing_is_listed_that_the_admin_cannot_read(scene: Scene) -> None:
    manager = next(role for role in scene.guild.roles.values() if role.name == "Manager")
    await scene.tell(scene.mod, scene.officers, "remember that the vault is deep")
    assert "vault" in (await scene.slash(scene.mod, "memory list")).content
    scene.guild.set_roles(scene.ben, [manager])
    for command, options in (("list", {}), ("search", {"words": "vault"})):
        shown = await scene.ben.slash(scene.general, f"memory {command}", options)
        assert shown.content == "I remember nothing here that you can read."


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("engram*"))).lower()


async def removed(scene: Scene, about: str = "#1") -> Interaction:
    """What an admin has removed, with the button."""
    asked = await scene.slash(scene.mod, "forget", about=about)
    assert "It can be brought back within an hour." in asked.content
    await scene.mod.click(asked, label="Forget it")
    return asked


async def test_what_an_admin_removed_is_used_for_nothing_and_can_be_brought_back(
    scene: Scene,
) -> None:
    await lockers(scene, 1)
    gone = await removed(scene)
    assert "locker" not in (await scene.slash(scene.mod, "memory list")).content
    assert "no memory number 1" in (await scene.slash(scene.mod, "memory show", number=1)).content
    assert "red" not in (await scene.slash(scene.ada, "ask", question="what is locker 0?")).content
    assert (await scene.slash(scene.mod, "memory search", words="locker")).components == []
    async with scene.restarted():
        await scene.mod.click(gone, label="Bring it back")
        assert gone.content == "Brought back: 1 memory."
        assert gone.components == []
        asked = await scene.slash(scene.ada, "ask", question="what is locker 0?")
        assert "red" in asked.content


async def test_admins_forget_by_number_what_they_can_read(scene: Scene) -> None:
    await lockers(scene, 1)
    asked = await scene.slash(scene.mod, "memory forget", number=1)
    assert asked.content.startswith("Shall I forget “locker 0 is red”? It can be brought back")
    await scene.mod.click(asked, label="Forget it")
    assert asked.content.startswith("Forgotten: 1 memory.")
    await scene.mod.click(asked, label="Bring it back")
    assert asked.content == "Brought back: 1 memory."
    await scene.tell(scene.mod, scene.officers, "remember that the vault is deep")
    manager = next(role for role in scene.guild.roles.values() if role.name == "Manager")
    scene.guild.set_roles(scene.ben, [manager])
    hidden = await scene.slash(scene.ben, "memory forget", number=2)
    assert hidden.content == "There is no memory number 2 here."


async def test_two_clicks_bring_back_once(scene: Scene) -> None:
    await lockers(scene, 1)
    gone = await removed(scene)
    await asyncio.gather(
        *(scene.mod.click(gone, label="Bring it back", final=False) for _ in range(2))
    )
    await scene.discord.until(lambda: gone.components == [], "what came of it")
    await asyncio.sleep(0.1)
    assert gone.content == "Brought back: 1 memory."


async def test_after_an_hour_what_an_admin_removed_is_physically_gone(
    scene: Scene, tmp_path: Path
) -> None:
    await lockers(scene, 1)
    gone = await removed(scene)
    now = utcnow().timestamp()
    assert await scene.conversation.network.forgetting.purge(now + 3500) == 0
    assert b"locker 0 is red" in bytes_on_disk(tmp_path)
    assert await scene.conversation.network.forgetting.purge(now + 3700) == 1
    assert b"locker" not in bytes_on_disk(tmp_path)
    await scene.mod.click(gone, label="Bring it back")
    assert gone.content == "There is nothing left to bring back."


async def test_what_is_due_since_the_last_run_goes_at_the_start(scene: Scene) -> None:
    await lockers(scene, 1)
    network = scene.conversation.network
    await network.forgetting.set_aside(Home(scene.guild.id, None), [1], utcnow().timestamp() - 4000)
    async with scene.restarted():
        for _ in range(100):
            if not await network.forgetting.removals.waiting(Home(scene.guild.id, None)):
                break
            await asyncio.sleep(0.02)
        assert await network.rights.everything(scene.ada.id) == []


async def test_only_admins_bring_back(scene: Scene) -> None:
    await lockers(scene, 1)
    await scene.tell(scene.mod, scene.general, "forget #1")
    said = await scene.tell(scene.mod, scene.general, "yes")
    refused = await scene.ada.click(said, label="Bring it back")
    assert refused.content == "You need the Manage Server permission for that."
    assert refused.ephemeral
    await scene.mod.click(said, label="Bring it back")
    assert said.content == "Brought back: 1 memory."


async def test_what_a_person_deletes_of_their_own_is_gone_at_once_though_set_aside(
    scene: Scene, tmp_path: Path
) -> None:
    await lockers(scene, 1)
    gone = await removed(scene)
    asked = await scene.slash(scene.ada, "mydata delete")
    await scene.ada.click(asked, label="Forget it")
    assert b"locker" not in bytes_on_disk(tmp_path)
    await scene.mod.click(gone, label="Bring it back")
    assert gone.content == "There is nothing left to bring back."


async def test_a_persons_own_deletion_offers_no_way_back(scene: Scene) -> None:
    await lockers(scene, 1)
    asked = await scene.slash(scene.ada, "forget", about="#1")
    assert "This cannot be undone." in asked.content
    await scene.ada.click(asked, label="Forget it")
    assert asked.content == "Forgotten."
    assert asked.components == []


async def test_what_was_told_anew_meanwhile_is_joined(scene: Scene) -> None:
    await lockers(scene, 1)
    gone = await removed(scene)
    await scene.slash(scene.ben, "remember", fact="locker 0 is red")
    await scene.mod.click(gone, label="Bring it back")
    shown = await scene.slash(scene.mod, "memory list")
    assert shown.content.startswith("1 memory,")
    assert "Ada, Ben" in shown.content


async def test_a_cleared_server_is_brought_back_whole(scene: Scene) -> None:
    await lockers(scene, 3)
    await scene.tell(scene.ada, scene.lobby, "remember that the bread is baked at 4am")
    asked = await scene.slash(scene.mod, "memory clear")
    form = await scene.mod.click(asked, label="Forget all 3")
    await scene.mod.submit(form.modal, {"The name of this server, to be sure": "Raiders"})
    assert "locker" not in (await scene.slash(scene.mod, "memory list")).content
    assert "4am" in (await scene.tell(scene.ada, scene.lobby, "when is bread baked?")).content
    await scene.mod.click(asked, label="Bring it back")
    assert asked.content == "Brought back: 3 memories."
    assert "locker 2 is red" in (await scene.slash(scene.mod, "memory list")).content


async def test_a_channel_is_cleared_with_its_threads(scene: Scene) -> None:
    thread = scene.guild.add_thread(scene.general, "details", scene.ada)
    await scene.discord.until(lambda: scene.bot.get_channel(thread.id), "the thread")
    await scene.tell(scene.ada, scene.general, "remember that locker 1 is red")
    await scene.tell(scene.ada, thread, "remember that locker 2 is blue")
    await scene.tell(scene.mod, scene.officers, "remember that locker 3 is green")
    asked = await scene.mod.slash(scene.general, "memory clear", {"channel": scene.general})
    assert "2 memories" in asked.content
    await scene.mod.click(asked, label="Forget all 2")
    left = await scene.conversation.network.store.active(Home(scene.guild.id, None))
    assert [slot.text for slot in left] == ["locker 3 is green"]


async def test_another_servers_admin_brings_nothing_back_here(scene: Scene) -> None:
    await lockers(scene, 1)
    await removed(scene)
    network = scene.conversation.network
    assert await network.forgetting.restore(Home(scene.other_guild.id, None), 1) == 0
    assert await network.forgetting.restore(Home(scene.guild.id, None), 1) == 1
