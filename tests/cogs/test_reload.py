"""Cogs come and go while people talk."""

import asyncio

import pytest

from cogs import EXTENSIONS
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


def commands(scene: Scene) -> list[str]:
    return sorted(command.qualified_name for command in scene.bot.tree.walk_commands())


async def test_twenty_reloads_of_every_cog_leave_nothing_behind(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact="the raid is on Friday")
    answer = await scene.tell(scene.ben, scene.general, "when is the raid?")
    await asyncio.sleep(0.1)
    before, tasks = commands(scene), len(asyncio.all_tasks())
    menus = len(scene.bot.tree.get_commands(type=None))
    for _ in range(20):
        for extension in EXTENSIONS:
            await scene.bot.reload_extension(extension)
    assert commands(scene) == before
    assert len(scene.bot.tree.get_commands(type=None)) == menus
    assert "Friday" in (await scene.tell(scene.ben, scene.general, "when is the raid?")).content
    await scene.discord.silence(scene.general, seconds=0.1)  # one reply and no more
    assert "Friday" in (await scene.ben.click(answer, label="Why?")).content
    await scene.discord.until(lambda: len(asyncio.all_tasks()) <= tasks, "no task to be left")


async def test_people_are_answered_once_while_cogs_are_reloaded(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact="the raid is on Friday")

    async def reload() -> None:
        for extension in EXTENSIONS:
            await scene.bot.reload_extension(extension)
            await asyncio.sleep(0.005)

    reloading = asyncio.create_task(reload())
    said = [
        await scene.ada.say(scene.general, f"{scene.discord.bot.mention} when is the raid?")
        for _ in range(10)
    ]
    await reloading
    replies = [await scene.discord.next_reply(scene.general) for _ in said]
    assert {reply.reply_to for reply in replies} == set(said)
    await scene.discord.silence(scene.general, seconds=0.1)
