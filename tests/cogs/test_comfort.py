"""Help, patience and limits, end to end."""

import asyncio

import pytest

import cogs.typing
from bot.config import DiscordSettings
from memory.messages import Message, Reply
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


async def test_help_teaches_on_one_screen(scene: Scene) -> None:
    shown = await scene.slash(scene.ada, "help")
    assert shown.ephemeral
    assert shown.followups == []
    assert f"{scene.discord.bot.mention} remember that" in shown.content
    assert shown.message is not None
    assert shown.message.pinged_users == ()
    for word in ("/remember", "/ask", "/correct", "/forget", "/mydata show", "/memory list"):
        assert word in shown.content
    assert len(shown.content.split("\n")) <= 12


async def test_what_is_kept_is_a_click_away_even_after_a_restart(scene: Scene) -> None:
    shown = await scene.slash(scene.ada, "help")
    async with scene.restarted():
        note = await scene.ada.click(shown, label="What I keep")
        assert note.ephemeral
        assert "/mydata show" in note.content
        assert len(note.content) <= 2000


async def test_a_mention_with_nothing_gets_a_friendly_word(scene: Scene) -> None:
    for text in ("", "...", "?"):
        said = await scene.tell(scene.ada, scene.general, text)
        assert said.content.startswith("Yes, Ada?")


HASTY = DiscordSettings(cooldown_uses=2, cooldown_seconds=30)


async def test_who_writes_too_much_at_once_is_told_once(scene: Scene) -> None:
    async with scene.restarted(HASTY):
        for _ in range(2):
            assert "Hello" in (await scene.tell(scene.ada, scene.general, "hello")).content
        asked = await scene.tell(scene.ada, scene.general, "hello")
        assert asked.content in {
            f"That was a lot at once. Give me {s} s to catch up, please." for s in (29, 30)
        }
        await scene.ada.say(scene.general, f"{scene.discord.bot.mention} hello")
        await scene.discord.silence(scene.general, seconds=0.1)
        assert "Hello, Ben" in (await scene.tell(scene.ben, scene.general, "hello")).content
        assert "Hello" in (await scene.tell(scene.ada, scene.lobby, "hello")).content
        scene.discord.advance(31)
        assert "Hello, Ada" in (await scene.tell(scene.ada, scene.general, "hello")).content


async def test_who_gives_too_many_commands_at_once_is_told_each_time(scene: Scene) -> None:
    async with scene.restarted(HASTY):
        for _ in range(2):
            await scene.slash(scene.ada, "remember", fact="the raid is on Friday")
        for _ in range(2):
            refused = await scene.slash(scene.ada, "ask", question="when is the raid?")
            assert refused.ephemeral
            assert refused.content.startswith("That was a lot at once.")
        typed = {"about": "raid"}
        choices = await scene.ada.autocomplete(scene.general, "forget", typed, focused="about")
        assert choices, "typing is not counted"
        assert (
            "Friday" in (await scene.slash(scene.ben, "ask", question="when is the raid?")).content
        )


async def test_without_a_cooldown_people_may_go_on(scene: Scene) -> None:
    async with scene.restarted(DiscordSettings(cooldown_uses=0)):
        for _ in range(40):
            await scene.ada.say(scene.general, f"{scene.discord.bot.mention} hello")
        for _ in range(40):
            assert "Hello" in (await scene.discord.next_reply(scene.general)).content


async def test_it_types_while_an_answer_takes_long(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cogs.typing, "_PATIENCE", 0.02)
    reply, asked = scene.conversation.reply, asyncio.Event()

    async def late(message: Message) -> Reply:
        await asked.wait()
        return await reply(message)

    scene.conversation.reply = late  # type: ignore[method-assign] # slow on purpose
    await scene.ada.say(scene.general, f"{scene.discord.bot.mention} hello")
    await scene.discord.until(lambda: scene.general in scene.discord.typing, "the typing")
    asked.set()
    assert "Hello" in (await scene.discord.next_reply(scene.general)).content


async def test_it_answers_though_it_may_not_show_that_it_types(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cogs.typing, "_PATIENCE", 0.0)
    scene.discord.fail("POST", r"/channels/.*/typing", status=403)
    assert "Hello" in (await scene.tell(scene.ada, scene.general, "hello")).content


async def test_who_presses_too_many_buttons_at_once_is_told(scene: Scene) -> None:
    async with scene.restarted(HASTY):
        shown = await scene.slash(scene.ada, "help")
        assert "/mydata" in (await scene.ada.click(shown, label="What I keep")).content
        refused = await scene.ada.click(shown, label="What I keep")
        assert refused.ephemeral
        assert refused.content.startswith("That was a lot at once. Give me ")
        scene.discord.advance(31)
        assert "/mydata" in (await scene.ada.click(shown, label="What I keep")).content


async def test_who_turns_pages_too_fast_is_told(scene: Scene) -> None:
    for n in range(9):
        await scene.slash(scene.ada, "remember", fact=f"locker {n} is red")
    async with scene.restarted(HASTY):
        shown = await scene.slash(scene.mod, "memory list")
        await scene.mod.click(shown, label="▶")
        refused = await scene.mod.click(shown, label="◀")
        assert refused.content.startswith("That was a lot at once. Give me ")
        assert "locker 0" in shown.content
