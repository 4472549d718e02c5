"""Tools of whoever runs the bot, end to end."""

import pytest

from cogs import EXTENSIONS
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import Person


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


@pytest.fixture
def operator(scene: Scene) -> Person:
    """The application's owner, an admin of the server."""
    scene.guild.add_member(scene.discord.owner, roles=scene.guild.roles.values())
    return scene.discord.owner


async def test_status_says_what_an_operator_asks_first(scene: Scene, operator: Person) -> None:
    await scene.slash(scene.ada, "remember", fact="the raid is on Friday")
    dm = await operator.open_dm()
    shown = await operator.slash(dm, "owner status")
    first, second, third = shown.content.split("\n")
    assert "servers: 2, shards: 1" in first
    assert second == "1 memory; responder memnn, pointer, lstm, ntm; encoder fake@1 on cpu"
    for part in ("Engram 0", "schema", "discord.py 2.", "PyTorch 2.", "Python 3."):
        assert part in third


async def test_they_are_for_the_owner_alone(scene: Scene, operator: Person) -> None:
    for person in (scene.guild.owner, scene.ada):
        for command in ("owner status", "owner sync", "owner reload"):
            refused = await person.slash(await person.open_dm(), command)
            assert refused.content == "That is for whoever runs me."


async def test_sync_tells_discord_only_what_is_new(scene: Scene, operator: Person) -> None:
    dm = await operator.open_dm()
    assert scene.discord.command_puts == 1
    same = await operator.slash(dm, "owner sync")
    assert same.content == "Discord knows my commands as they are."
    assert scene.discord.command_puts == 1
    forced = await operator.slash(dm, "owner sync", {"force": True})
    assert forced.content.startswith("Told Discord of ")
    assert scene.discord.command_puts == 2
    scene.bot.tree.remove_command("help")
    assert (await operator.slash(dm, "owner sync")).content.startswith("Told Discord of ")
    assert scene.discord.command_puts == 3


async def test_a_part_is_loaded_anew(scene: Scene, operator: Person) -> None:
    dm = await operator.open_dm()
    before = scene.bot.get_cog("WhyCog")
    shown = await operator.slash(dm, "owner reload", {"part": "cogs.why"})
    assert shown.content == "Loaded anew: why. Discord knows my commands as they are."
    assert scene.bot.get_cog("WhyCog") is not before
    everything = await operator.slash(dm, "owner reload")
    assert all(name.removeprefix("cogs.") in everything.content for name in EXTENSIONS)
    await scene.tell(scene.ada, scene.general, "hello")
    await scene.discord.silence(scene.general, seconds=0.1)


async def test_a_part_that_cannot_be_loaded_stays_as_it_was(
    scene: Scene, operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_name: str) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(scene.bot, "reload_extension", broken)
    shown = await operator.slash(await operator.open_dm(), "owner reload", {"part": "cogs.why"})
    assert "Something went wrong on my side. Try again" in shown.content
