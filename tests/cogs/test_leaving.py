"""What becomes of a server's memories when the bot is removed from it, end to end."""

import asyncio
from pathlib import Path

import pytest
from discord.utils import utcnow

from memory.slots import Home
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import Interaction

RAID = "the raid is on Friday"
DAY = 86_400.0


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("engram*"))).lower()


async def left(scene: Scene, *guilds: int) -> None:
    """Wait until the bot takes these servers, and no others, for left."""
    departures = scene.conversation.network.forgetting.departures
    for _ in range(200):
        if await departures.left() == set(guilds):
            return
        await asyncio.sleep(0.01)
    assert await departures.left() == set(guilds)


async def taught(scene: Scene) -> None:
    thread = scene.guild.add_thread(scene.general, "details", scene.ada)
    await scene.discord.until(lambda: scene.bot.get_channel(thread.id), "the thread")
    await scene.tell(scene.ada, scene.general, f"remember that {RAID}")
    await scene.tell(scene.ada, thread, "remember that the raid needs potions")
    await scene.tell(scene.ada, scene.lobby, "remember that the bread is baked at 4am")
    await scene.slash(scene.mod, "memory limits", per_person=7)


async def asked(scene: Scene) -> Interaction:
    return await scene.slash(scene.ada, "ask", question="when is the raid?")


async def test_what_was_told_in_a_server_that_is_left_is_gone_after_the_days_that_are_set(
    scene: Scene, tmp_path: Path
) -> None:
    await taught(scene)
    scene.guild.remove_member(scene.discord.bot)
    await left(scene, scene.guild.id)
    network, now = scene.conversation.network, utcnow().timestamp()
    assert await network.forgetting.purge(now + 6.9 * DAY) == 0
    assert b"on friday" in bytes_on_disk(tmp_path)
    await network.forgetting.purge(now + 7.1 * DAY)
    on_disk = bytes_on_disk(tmp_path)
    assert b"on friday" not in on_disk
    assert b"potions" not in on_disk
    assert b"baked" in on_disk
    assert await network.forgetting.departures.guilds() == {scene.other_guild.id}
    await left(scene)
    threads = await network.store.database.read("SELECT * FROM threads")
    assert list(threads) == []
    assert (await network.policies.of(scene.guild.id)).per_person is None


async def test_a_server_that_invites_it_again_in_time_finds_all_as_it_was(scene: Scene) -> None:
    await taught(scene)
    scene.guild.remove_member(scene.discord.bot)
    await left(scene, scene.guild.id)
    scene.guild.add_member(scene.discord.bot, roles=[scene.guild.bot_role])
    await left(scene)
    await scene.conversation.network.forgetting.purge(utcnow().timestamp() + 30 * DAY)
    assert "Friday" in (await asked(scene)).content
    assert "at most 7" in (await scene.slash(scene.mod, "memory limits")).content


async def test_an_outage_is_no_goodbye(scene: Scene) -> None:
    await taught(scene)
    gone = {"id": str(scene.guild.id), "unavailable": True}
    scene.discord.send_raw("GUILD_DELETE", gone)
    bot = scene.bot
    await scene.discord.until(
        lambda: bot.get_guild(scene.guild.id).unavailable,  # type: ignore[union-attr] # it is there
        "the outage",
    )
    await scene.tell(scene.ada, scene.lobby, "hello")
    await left(scene)
    await scene.conversation.network.forgetting.purge(utcnow().timestamp() + 30 * DAY)
    assert len(await scene.conversation.network.store.active(Home(scene.guild.id, None))) == 2


async def test_a_server_that_is_down_while_the_bot_starts_is_not_left(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await taught(scene)
    whole = type(scene.guild).to_create_payload
    down = scene.guild

    def payload(self: object) -> object:
        told = whole(self)  # type: ignore[arg-type] # a guild
        return told | {"unavailable": True} if self is down else told

    monkeypatch.setattr(type(scene.guild), "to_create_payload", payload)
    async with scene.restarted() as bot:
        assert bot.get_guild(scene.guild.id) is not None
        await scene.tell(scene.ada, scene.lobby, "hello")
        await left(scene)


async def test_what_happened_while_the_bot_was_off_is_caught_up(scene: Scene) -> None:
    await taught(scene)
    await scene.bot.close()
    scene.guild.remove_member(scene.discord.bot)
    async with scene.restarted():
        await left(scene, scene.guild.id)
        await scene.bot.close()
        scene.guild.add_member(scene.discord.bot, roles=[scene.guild.bot_role])
        async with scene.restarted():
            await left(scene)
            assert "Friday" in (await asked(scene)).content


async def test_people_reach_what_they_told_in_a_server_that_was_left(
    scene: Scene, tmp_path: Path
) -> None:
    await taught(scene)
    scene.guild.remove_member(scene.discord.bot)
    await left(scene, scene.guild.id)
    dm = await scene.ada.open_dm()
    assert RAID in (await scene.ada.slash(dm, "mydata show")).content
    answer = await scene.tell(scene.ada, dm, "when is the raid?")
    assert answer.content == "I don't remember anything about that."
    done = await scene.ada.slash(dm, "mydata delete")
    await scene.ada.click(done, label="Forget it")
    assert b"friday" not in bytes_on_disk(tmp_path)
