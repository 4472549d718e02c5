"""The picture behind "Why?", end to end."""

import pytest

from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import Interaction, Message
from tests.loopback.permissions import VIEW

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


async def explained(scene: Scene) -> Interaction:
    await scene.slash(scene.ada, "remember", fact="the raid is on Friday")
    answer = await scene.tell(scene.ben, scene.general, "when is the raid?")
    return await scene.ben.click(answer, label="Why?")


def picture(shown: Interaction) -> bytes:
    assert isinstance(shown.message, Message)
    (file,) = shown.message.attachments
    return bytes(file.data)


async def test_the_picture_is_for_whoever_asked_for_it(scene: Scene) -> None:
    drawn = await scene.ben.click(await explained(scene), label="Picture")
    assert drawn.ephemeral
    assert drawn.content == "What the scores of these memories are made of:"
    assert picture(drawn).startswith(PNG)


async def test_it_is_drawn_after_a_restart(scene: Scene) -> None:
    shown = await explained(scene)
    async with scene.restarted():
        assert picture(await scene.ben.click(shown, label="Picture")).startswith(PNG)


async def test_of_a_channel_that_was_closed_it_shows_neither_words_nor_scores(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    async def drawn(bars: list[object], _names: object) -> bytes:
        seen.append(bars)
        return PNG

    plans = scene.guild.add_channel("plans")
    await scene.discord.until(lambda: scene.bot.get_channel(plans.id), "the channel")
    await scene.tell(scene.ada, plans, "remember that the ambush is at the bridge")
    answer = await scene.tell(scene.ben, scene.general, "where is the ambush?")
    shown = await scene.ben.click(answer, label="Why?")
    plans.set_overwrite(scene.discord.bot, allow=VIEW)
    plans.set_overwrite(scene.guild.everyone, deny=VIEW)
    monkeypatch.setattr(scene.conversation.network, "picture", drawn)
    await scene.ben.click(shown, label="Picture")
    ((bar,),) = seen
    assert "bridge" not in str(bar)
    assert (bar.score, bar.embedding, bar.match) == (0.0, 0.0, 0.0)  # type: ignore[attr-defined] # a Bar
