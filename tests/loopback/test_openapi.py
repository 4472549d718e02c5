"""The bot's requests and the loopback's answers are checked against Discord's description."""

import discord
import pytest
from discord.http import Route

from tests.loopback import openapi
from tests.loopback.conftest import Scene
from tests.loopback.plain_bot import PlainBot

described = pytest.mark.skipif(
    openapi._description() is None, reason="Discord's OpenAPI description is not here"
)
_MESSAGES = "/channels/1/messages"


@described
@pytest.mark.parametrize(
    ("method", "path", "query", "body", "complaint"),
    [
        ("POST", _MESSAGES, {}, {"content": "x"}, None),
        ("POST", _MESSAGES, {}, {"message_reference": {"message_id": 12}}, None),
        ("POST", _MESSAGES, {}, {"flags": "64"}, None),
        ("POST", _MESSAGES, {}, {"nonce": "123"}, None),  # fits two alternatives
        ("POST", _MESSAGES, {}, {"embeds": [{"flags": 0}]}, None),
        ("PATCH", _MESSAGES + "/1", {}, {"content": "x", "tts": False}, None),
        ("GET", _MESSAGES, {"limit": "5"}, None, None),
        ("POST", _MESSAGES, {}, {"text": "x"}, "unknown key 'text'"),
        ("POST", _MESSAGES, {}, {"content": 3}, "3 is not of type"),
        ("POST", _MESSAGES, {}, {"flags": "many"}, "'many' is not of type"),
        ("POST", _MESSAGES, {}, {"embeds": [{"titel": "x"}]}, "unknown key 'titel'"),
        ("POST", _MESSAGES, {}, {"components": [{"type": 1}]}, "'components' is a required"),
        ("GET", _MESSAGES, {"limit": "500"}, None, "greater than the maximum"),
        ("GET", _MESSAGES, {"many": "5"}, None, "unknown query parameter"),
        ("GET", "/channels/1/message", {}, None, "no such operation"),
        ("PATCH", "/webhooks/1/t/messages/@original", {}, {"content": "x"}, None),
        ("POST", "/interactions/1/t/callback", {}, {"type": 5, "data": {"flags": 64}}, None),
        (
            "POST",
            "/interactions/1/t/callback",
            {},
            {"type": 4, "data": {"x": 1}},
            "unknown key 'x'",
        ),
    ],
)
def test_requests_are_checked(
    method: str, path: str, query: dict[str, str], body: object, complaint: str | None
) -> None:
    complaints = openapi.check_request(method, path, query, body)
    if complaint is None:
        assert complaints == []
    else:
        assert len(complaints) == 1
        assert complaint in complaints[0]


@described
def test_answers_are_checked(scene: Scene) -> None:
    user = scene.ada.to_payload()
    assert openapi.check_response("GET", "/users/1", 200, user) == []
    del user["username"]
    assert openapi.check_response("GET", "/users/1", 200, user) == [
        "$: 'username' is a required property"
    ]
    assert openapi.check_response("GET", "/users/1", 204, None) == ["status 204 is not described"]


@described
async def test_a_request_that_is_not_described_is_a_violation(scene: Scene, bot: PlainBot) -> None:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=scene.general.id)
    with scene.discord.expect_violation("openapi"):
        await bot.http.request(route, json={"content": "x", "mention_author": False})


@described
async def test_each_answer_of_the_loopback_is_described(scene: Scene, bot: PlainBot) -> None:
    scene.guild.add_role("Scout")
    guild = await bot.fetch_guild(scene.guild.id, with_counts=False)
    assert len(await guild.fetch_roles()) == 3
    assert [each.name for each in await guild.fetch_channels()] == ["general"]
    assert (await guild.fetch_member(scene.ada.id)).name == "ada"
    assert (await bot.application_info()).owner.id == scene.discord.owner.id
    command = (await bot.tree.fetch_commands())[0]
    assert (await bot.tree.fetch_command(command.id)).name == command.name
    await command.delete()
    bot.tree.copy_global_to(guild=discord.Object(guild.id))
    assert await bot.tree.sync(guild=discord.Object(guild.id))


async def test_without_the_description_nothing_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openapi, "_description", lambda: None)
    assert openapi.check_request("POST", "/nonsense", {"x": "y"}, {"z": 1}) == []
    assert openapi.check_response("POST", "/nonsense", 200, {}) == []
