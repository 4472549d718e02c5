"""The bot in German, end to end."""

from collections.abc import Iterator

import pytest

from memory.german import COMMANDS
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback.errors import Json

DESCRIPTION, NAME = "description_localizations", "name_localizations"


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


def described(item: Json) -> Iterator[Json]:
    """A command, its parts and its options."""
    yield item
    for option in item.get("options") or []:
        yield from described(option)


async def test_every_command_and_option_is_described_in_german(scene: Scene) -> None:
    every = [item for command in scene.discord.commands for item in described(command)]
    missing = [
        item["description"]
        for item in every
        if item.get("description") and "de" not in (item.get(DESCRIPTION) or {})
    ]
    assert missing == []
    used = {item["description"] for item in every if item.get("description")}
    used |= {choice["name"] for item in every for choice in item.get("choices") or []}
    used |= {item["name"] for item in every}
    assert set(COMMANDS) <= used, "nothing is translated that is not shown"


async def test_names_of_commands_stay_and_the_menus_entry_does_not(scene: Scene) -> None:
    for command in scene.discord.commands:
        german = (command.get(NAME) or {}).get("de")
        menu = command["name"] == "Remember this message"
        assert german == ("Diese Nachricht merken" if menu else None)


async def test_commands_answer_in_the_readers_language(scene: Scene) -> None:
    scene.ada.locale = "de"
    taught = await scene.slash(scene.ada, "remember", fact="the raid is on Friday")
    assert taught.content == "Ich merke mir: the raid is on Friday."
    asked = await scene.slash(scene.ada, "forget", about="the raid")
    labels = [button["label"] for row in asked.components for button in row["components"]]
    assert labels == ["Vergessen", "Behalten"]
    await scene.ada.click(asked, label="Behalten")
    assert asked.content == "Gut, ich behalte es."
    missing = await scene.slash(scene.ada, "forget", about="#99")
    assert missing.content.startswith("An so etwas erinnere ich mich nicht")
    english = await scene.slash(scene.ben, "remember", fact="the raid is on Friday")
    assert english.content.startswith("I knew that")


async def test_the_same_button_answers_each_in_their_language(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact="the raid is on Friday")
    answer = await scene.tell(scene.ben, scene.general, "when is the raid?")
    scene.ada.locale = "de"
    assert "Noted" in (await scene.ben.click(answer, label="👍")).content
    assert "Notiert" in (await scene.ada.click(answer, label="👍")).content
    assert "Das habe ich deswegen" in (await scene.ada.click(answer, label="Why?")).content


async def test_errors_are_told_in_the_readers_language(scene: Scene) -> None:
    scene.mod.locale = "de"
    shown = await scene.slash(scene.mod, "memory show", number=99)
    assert shown.content == "Eine Erinnerung mit der Nummer 99 gibt es hier nicht."


async def test_messages_are_answered_in_the_servers_language(scene: Scene) -> None:
    scene.guild.locale = "de"
    payload = scene.guild.to_payload()
    scene.discord.send_raw("GUILD_UPDATE", payload)
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    await scene.discord.until(lambda: guild.preferred_locale.value == "de", "the change")
    assert "Hallo, Ada!" in (await scene.tell(scene.ada, scene.general, "hello")).content
    assert "Hello, Ada!" in (await scene.tell(scene.ada, scene.lobby, "hello")).content
    await scene.tell(scene.ada, scene.general, "maybe the gate is open")
    assert (await scene.tell(scene.ada, scene.general, "nein")).content == "Gut, ich lasse es."
