"""What Discord refuses, the loopback refuses with the same code."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import discord
import pytest
from discord import app_commands
from discord.http import Route

from tests.loopback import Overwrite, running
from tests.loopback.conftest import Scene
from tests.loopback.errors import Json
from tests.loopback.permissions import ADMINISTRATOR, EMBED, HISTORY, REACT, SEND, USUAL
from tests.loopback.plain_bot import PlainBot


def _button(custom_id: str = "x", label: str = "Press") -> Json:
    return {"type": 2, "style": 1, "custom_id": custom_id, "label": label}


def _row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def _select(**keys: object) -> Json:
    option = {"label": "One", "value": "1"}
    return {"type": 3, "custom_id": "menu", "options": [option]} | keys


def _field(text: str = "x") -> Json:
    return {"name": "name", "value": text}


def _embeds(count: int, length: int) -> list[Json]:
    return [{"description": "x" * length} for _ in range(count)]


def _buttons(count: int) -> list[Json]:
    return [_button(str(number)) for number in range(count)]


_TOO_MUCH: list[tuple[Json, str]] = [  # a body, and where its error is
    ({"content": "x" * 2001}, "content"),
    ({"content": "😀" * 1001}, "content"),
    ({"embeds": _embeds(1, 4097)}, "embeds.0.description"),
    ({"embeds": _embeds(2, 3001)}, "embeds"),
    ({"embeds": _embeds(11, 1)}, "embeds"),
    ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title"),
    ({"embeds": [{"fields": [_field()] * 26}]}, "embeds.0.fields"),
    ({"embeds": [{"fields": [_field("x" * 1025)]}]}, "embeds.0.fields.0.value"),
    ({"embeds": [{"fields": [_field("")]}]}, "embeds.0.fields.0.value"),
    ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text"),
    ({"embeds": [{"author": {"name": "x" * 257}}]}, "embeds.0.author.name"),
    ({"components": [_row(button) for button in _buttons(6)]}, "components"),
    ({"components": [_row(*_buttons(6))]}, "components.0.components"),
    ({"components": [_button()]}, "components.0"),
    ({"components": [_row(_button("x" * 101))]}, "components.1.custom_id"),
    ({"components": [_row(_button("a"), _button("a"))]}, "components.1.custom_id"),
    ({"components": [_row(_button(label="x" * 81))]}, "components.1.label"),
    ({"components": [_row(_button(""))]}, "components.1.custom_id"),
    ({"components": [_row({"type": 2, "style": 5, "label": "x"})]}, "components.1.url"),
    ({"components": [_row(_select(), _button())]}, "components.0.components"),
    ({"components": [_row(_select(placeholder="x" * 151))]}, "components.1.placeholder"),
    ({"components": [_row(_select(options=[]))]}, "components.1.options"),
    ({"allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions"),
    ({"flags": 1 << 15, "components": [{"type": 10, "content": "x"}]}, "content"),
]


async def _send(bot: PlainBot, scene: Scene, body: Json) -> None:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=scene.general.id)
    await bot.http.request(route, json=body)


@pytest.mark.parametrize(("body", "path"), _TOO_MUCH)
async def test_a_message_with_too_much_in_it_is_50035(
    scene: Scene, bot: PlainBot, body: Json, path: str
) -> None:
    with scene.discord.expect_violation("50035"), pytest.raises(discord.HTTPException) as caught:
        await _send(bot, scene, {"content": "fine"} | body)
    assert (caught.value.status, caught.value.code) == (400, 50035)
    assert f"In {path}" in str(caught.value)
    assert not scene.general.messages


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2000},
        {"content": "😀" * 1000},
        {"embeds": _embeds(1, 4096)},
        {"embeds": _embeds(2, 3000)},
        {"embeds": [{"fields": [_field("x" * 200)] * 25}]},
        {"content": "x", "components": [_row(*_buttons(5))]},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "x"}]},
    ],
)
async def test_a_message_within_the_limits_is_sent(scene: Scene, bot: PlainBot, body: Json) -> None:
    await _send(bot, scene, body)
    assert len(scene.general.messages) == 1


@pytest.mark.parametrize("body", [{}, {"content": " \n"}, {"components": [_row(_button())]}])
async def test_an_empty_message_is_50006(scene: Scene, bot: PlainBot, body: Json) -> None:
    with scene.discord.expect_violation("50006"), pytest.raises(discord.HTTPException):
        await _send(bot, scene, body)


async def test_an_edit_may_not_empty_a_message_or_be_of_anothers(
    scene: Scene, bot: PlainBot
) -> None:
    channel = bot.get_partial_messageable(scene.general.id)
    mine = await channel.send("mine")
    theirs = await scene.ada.say(scene.general, "theirs")
    with scene.discord.expect_violation("50006"), pytest.raises(discord.HTTPException):
        await mine.edit(content="")
    with scene.discord.expect_violation("50035"), pytest.raises(discord.HTTPException):
        await mine.edit(content="x" * 2001)
    with scene.discord.expect_violation("50005"), pytest.raises(discord.Forbidden):
        await channel.get_partial_message(theirs.id).edit(content="mine now")


async def test_replying_to_a_deleted_message(scene: Scene, bot: PlainBot) -> None:
    sent = await scene.ada.say(scene.general, "gone soon")
    await scene.ada.delete(sent)
    channel = bot.get_partial_messageable(scene.general.id)
    gone = channel.get_partial_message(sent.id)
    with scene.discord.expect_violation("50035"), pytest.raises(discord.HTTPException):
        await gone.reply("too late")
    reference = discord.MessageReference.from_message(gone, fail_if_not_exists=False)
    await channel.send("too late, but said", reference=reference)
    assert (await scene.discord.next_reply(scene.general)).reply_to is None


# -- permissions ----------------------------------------------------------------------------------


async def _say(channel: discord.PartialMessageable, old: int) -> None:
    await channel.send("x")


async def _embed(channel: discord.PartialMessageable, old: int) -> None:
    await channel.send(embed=discord.Embed(title="x"))


async def _type(channel: discord.PartialMessageable, old: int) -> None:
    await channel.typing()


async def _reply(channel: discord.PartialMessageable, old: int) -> None:
    await channel.get_partial_message(old).reply("x")


async def _react(channel: discord.PartialMessageable, old: int) -> None:
    await channel.get_partial_message(old).add_reaction("👍")


async def _fetch(channel: discord.PartialMessageable, old: int) -> None:
    await channel.fetch_message(old)


async def _delete(channel: discord.PartialMessageable, old: int) -> None:
    await channel.get_partial_message(old).delete()


async def _purge(channel: discord.PartialMessageable, old: int) -> None:
    await channel._state.http.delete_messages(channel.id, [old, old + 1])


_Act = Callable[[discord.PartialMessageable, int], Awaitable[object]]


@pytest.mark.parametrize(
    ("act", "denied", "code"),
    [
        (_say, SEND, "50013"),
        (_embed, EMBED, "50013"),
        (_type, SEND, "50013"),
        (_reply, HISTORY, "160002"),
        (_react, REACT, "50013"),
        (_fetch, HISTORY, "50013"),
        (_delete, 0, "50013"),
        (_purge, 0, "50013"),
        *((act, USUAL, "50001") for act in (_say, _type, _react, _fetch, _delete, _purge)),
    ],
)
async def test_what_the_bot_may_not_do(
    scene: Scene, bot: PlainBot, act: _Act, denied: int, code: str
) -> None:
    old = await scene.ada.say(scene.general, "an old one")
    scene.general.set_overwrite(scene.discord.bot, deny=denied)
    channel = bot.get_partial_messageable(scene.general.id)
    with scene.discord.expect_violation(code), pytest.raises(discord.HTTPException) as caught:
        await act(channel, old.id)
    assert str(caught.value.code) == code
    scene.guild.set_permissions(scene.guild.bot_role, ADMINISTRATOR)
    if act is not _purge:
        await act(channel, old.id)


async def test_old_messages_cannot_be_deleted_in_bulk(scene: Scene, bot: PlainBot) -> None:
    scene.guild.set_permissions(scene.guild.bot_role, ADMINISTRATOR)
    old = [await scene.ada.say(scene.general, f"number {n}") for n in range(2)]
    scene.discord.advance(15 * 24 * 3600)
    with scene.discord.expect_violation("50034"), pytest.raises(discord.HTTPException):
        await bot.http.delete_messages(scene.general.id, [message.id for message in old])


async def test_closed_dms_are_50007(scene: Scene, bot: PlainBot) -> None:
    scene.ada.dms_closed = True
    user = await bot.fetch_user(scene.ada.id)
    with scene.discord.expect_violation("50007"), pytest.raises(discord.Forbidden):
        await user.send("psst")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/channels/1", "10003"),
        ("/guilds/1", "10004"),
        ("/users/1", "10013"),
        ("/guilds/{guild}/members/1", "10007"),
        ("/channels/{channel}/messages/1", "10008"),
        ("/webhooks/1/no-such-token/messages/@original", "10015"),
    ],
)
async def test_what_does_not_exist(scene: Scene, bot: PlainBot, path: str, code: str) -> None:
    full = path.format(guild=scene.guild.id, channel=scene.general.id)
    with scene.discord.expect_violation(code), pytest.raises(discord.NotFound):
        await bot.http.request(Route("GET", full))


async def test_a_wrong_token_is_401(scene: Scene) -> None:
    bot = PlainBot()
    scene.discord.token, right = "wrong", scene.discord.token
    with scene.discord.expect_violation("401"), pytest.raises(discord.LoginFailure):
        async with running(scene.discord, bot):
            pass
    scene.discord.token = right


# -- interactions ---------------------------------------------------------------------------------


async def test_a_late_acknowledgement_is_10062(scene: Scene, bot: PlainBot) -> None:
    failures = []
    scene.discord.ack_seconds = 0.1

    async def answer(interaction: discord.Interaction) -> None:
        await asyncio.sleep(0.15)
        try:
            await interaction.response.send_message("sorry")
        except discord.NotFound as error:
            failures.append(error.code)

    bot.answer = answer
    with scene.discord.expect_violation("10062"):
        result = await scene.ada.slash(scene.general, "probe")
        assert result.failed
        assert result.content == ""
        await scene.discord.until(lambda: failures, "the late answer")
    assert failures == [10062]


async def test_a_second_acknowledgement_is_40060(scene: Scene, bot: PlainBot) -> None:
    failures = []

    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("once")
        interaction.response._response_type = None  # or discord.py would refuse by itself
        try:
            await interaction.response.send_message("twice")
        except discord.HTTPException as error:
            failures.append(error.code)

    bot.answer = answer
    with scene.discord.expect_violation("40060"):
        assert (await scene.ada.slash(scene.general, "probe")).content == "once"
        await scene.discord.until(lambda: failures, "the second answer")
    assert failures == [40060]


async def _late_follow_up(scene: Scene, interaction: discord.Interaction) -> None:
    await interaction.response.defer(thinking=True)
    scene.discord.advance(16 * 60)
    await interaction.followup.send("after 16 minutes")


async def _follow_up_first(scene: Scene, interaction: discord.Interaction) -> None:
    await interaction.followup.send("not acknowledged")


async def _empty(scene: Scene, interaction: discord.Interaction) -> None:
    await interaction.response.send_message("")


async def _too_long(scene: Scene, interaction: discord.Interaction) -> None:
    await interaction.response.send_message("x" * 2001)


async def _too_long_follow_up(scene: Scene, interaction: discord.Interaction) -> None:
    await interaction.response.defer()
    await interaction.followup.send("x" * 2001)


async def _silent(scene: Scene, interaction: discord.Interaction) -> None:
    await _acknowledge(interaction, 6, None)


async def _suggest(scene: Scene, interaction: discord.Interaction) -> None:
    await _acknowledge(interaction, 8, {"choices": []})


async def _acknowledge(interaction: discord.Interaction, kind: int, data: Json | None) -> None:
    """Acknowledge in a way that discord.py would not."""
    adapter = discord.webhook.async_.async_context.get()
    params = discord.webhook.async_.interaction_response_params(kind, data)
    await adapter.create_interaction_response(
        interaction.id, interaction.token, session=interaction._session, params=params
    )


async def _delete_ephemeral(scene: Scene, interaction: discord.Interaction) -> None:
    response = await interaction.response.send_message("only you", ephemeral=True)
    assert response.message_id is not None
    await bot_of(interaction).http.delete_message(scene.general.id, response.message_id)


async def _large_form(scene: Scene, interaction: discord.Interaction) -> None:
    form = discord.ui.Modal(title="x" * 46)
    form.add_item(discord.ui.TextInput(label="y"))
    await interaction.response.send_modal(form)


def bot_of(interaction: discord.Interaction) -> PlainBot:
    assert isinstance(interaction.client, PlainBot)
    return interaction.client


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (_late_follow_up, 50027),
        (_follow_up_first, 10015),
        (_empty, 50006),
        (_too_long, 50035),
        (_too_long_follow_up, 50035),
        (_silent, 50035),
        (_suggest, 50035),
        (_delete_ephemeral, 10008),
        (_large_form, 50035),
    ],
)
async def test_answers_that_discord_refuses(
    scene: Scene,
    bot: PlainBot,
    act: Callable[[Scene, discord.Interaction], Awaitable[object]],
    code: int,
) -> None:
    refused = []

    async def answer(interaction: discord.Interaction) -> None:
        try:
            await act(scene, interaction)
        except discord.HTTPException as error:
            refused.append(error.code)
        if not interaction.response.is_done():
            await interaction.response.send_message("sorry")
        await interaction.delete_original_response()

    bot.answer = answer
    # with its token expired, the answer cannot be taken back either
    scene.discord.patience = 0.1
    with scene.discord.expect_violation(str(code)), contextlib.suppress(TimeoutError):
        await scene.ada.slash(scene.general, "probe")
        await scene.discord.until(lambda: refused, "the refusal")
    assert refused == [code]


async def test_ephemeral_answers_are_hidden_from_the_channel(scene: Scene, bot: PlainBot) -> None:
    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("only you", ephemeral=True)

    bot.answer = answer
    result = await scene.ada.slash(scene.general, "probe")
    channel = bot.get_partial_messageable(scene.general.id)
    assert [each async for each in channel.history()] == []
    assert result.message is not None
    assert result.message.visible_to is scene.ada
    assert not bot.cached_messages


# -- commands -------------------------------------------------------------------------------------


def _option(number: int = 0, **keys: object) -> Json:
    return {"type": 3, "name": f"option{number}", "description": "x"} | keys


def _choices(count: int, length: int = 1) -> list[Json]:
    return [{"name": f"{number:>{length}}", "value": "x"} for number in range(count)]


def _command(**keys: object) -> Json:
    return {"type": 1, "name": "x", "description": "x", "options": []} | keys


@pytest.mark.parametrize(
    "commands",
    [
        [_command(name="Upper")],
        [_command(name="two words")],
        [_command(name="x" * 33)],
        [_command(name="")],
        [_command(description="")],
        [_command(description="x" * 101)],
        [_command(), _command()],
        [_command(name=f"x{number}") for number in range(101)],
        [_command(options=[_option(number) for number in range(26)])],
        [_command(options=[_option(), _option()])],
        [_command(options=[_option(1), _option(2, required=True)])],
        [_command(options=[_option(choices=_choices(26))])],
        [_command(options=[_option(choices=_choices(1, length=101))])],
        [_command(options=[_option(choices=_choices(1), autocomplete=True)])],
        [_command(options=[_option(name="Upper")])],
        [{"type": 3, "name": "Menu", "description": "none allowed"}],
        [{"type": 3, "name": f"Menu {number}"} for number in range(16)],
    ],
)
async def test_malformed_commands_are_50035(
    scene: Scene, bot: PlainBot, commands: list[Json]
) -> None:
    before = scene.discord.commands
    route = Route("PUT", "/applications/{app}/commands", app=scene.discord.bot.id)
    with scene.discord.expect_violation("50035"), pytest.raises(discord.HTTPException):
        await bot.http.request(route, json=commands)
    assert scene.discord.commands == before


@pytest.mark.parametrize("name", ["x" * 32, "größe", "a_b-c'd", "記憶"])
async def test_wellformed_names_are_registered(scene: Scene, bot: PlainBot, name: str) -> None:
    route = Route("PUT", "/applications/{app}/commands", app=scene.discord.bot.id)
    await bot.http.request(route, json=[_command(name=name)])
    assert [command["name"] for command in scene.discord.commands] == [name]


@pytest.mark.parametrize(("count", "length"), [(26, 1), (1, 101), (1, 0)])
async def test_too_many_or_too_long_suggestions_are_50035(
    scene: Scene, bot: PlainBot, count: int, length: int
) -> None:
    choices = [app_commands.Choice(name="x" * length, value=1)] * count
    memory = bot.tree.get_command("memory")
    assert isinstance(memory, app_commands.Group)
    show = memory.get_command("show")
    assert isinstance(show, app_commands.Command)

    @show.autocomplete("slot")
    async def suggest(
        interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return choices

    asking = asyncio.create_task(
        scene.ada.autocomplete(scene.general, "memory show", {"slot": "4"}, focused="slot")
    )
    with scene.discord.expect_violation("50035"):
        await scene.discord.until(lambda: scene.discord.violations, "the refusal")
    asking.cancel()  # it would wait for the rest of the 3 seconds


# -- ordered by the test --------------------------------------------------------------------------


async def test_a_rate_limit_is_waited_for(scene: Scene, bot: PlainBot) -> None:
    scene.discord.rate_limit("POST", "/channels/.*/messages", retry_after=0.01)
    await bot.get_partial_messageable(scene.general.id).send("patience")
    statuses = [each.status for each in scene.discord.requests if each.path.endswith("/messages")]
    assert statuses == [429, 200]


async def test_an_outage_is_ordered(scene: Scene, bot: PlainBot) -> None:
    scene.discord.fail("POST", "/channels/.*/messages")
    channel = bot.get_partial_messageable(scene.general.id)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("lost")
    await channel.send("found")


async def test_a_path_that_the_loopback_lacks_is_told(scene: Scene, bot: PlainBot) -> None:
    with scene.discord.expect_violation("loopback"), pytest.raises(discord.DiscordServerError):
        await bot.http.request(Route("GET", "/voice/regions"))


async def test_overwrites_given_at_the_start_count(scene: Scene, bot: PlainBot) -> None:
    mute = {scene.discord.bot: Overwrite(deny=SEND)}
    channel = scene.guild.add_channel("quiet", overwrites=mute)
    with scene.discord.expect_violation("50013"), pytest.raises(discord.Forbidden):
        await bot.get_partial_messageable(channel.id).send("hm")
