"""/memory: what a server's admins see and do, end to end."""

import pytest

from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import ImpossibleError


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
