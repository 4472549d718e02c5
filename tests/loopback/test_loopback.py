"""Conversations between people and a plain discord.py bot."""

import discord
import pytest
from discord import ui

from tests.loopback import ImpossibleError, LoopbackDiscord, running
from tests.loopback.conftest import Scene
from tests.loopback.plain_bot import PlainBot

# -- messages -------------------------------------------------------------------------------------


async def test_a_mention_is_answered_with_a_reply(scene: Scene, bot: PlainBot) -> None:
    sent = await scene.ada.say(scene.general, f"{scene.discord.bot.mention} when is the raid?")
    reply = await scene.discord.next_reply(scene.general)
    assert reply.content == f"you said: {sent.content}"
    assert reply.reply_to is sent
    assert reply.pinged_users == (), "mention_author=False"
    await scene.discord.silence(scene.general, seconds=0.05)


async def test_silence_fails_when_the_bot_speaks(scene: Scene, bot: PlainBot) -> None:
    await scene.ada.say(scene.general, f"{scene.discord.bot.mention} hi")
    with pytest.raises(AssertionError, match="you said"):
        await scene.discord.silence(scene.general)


async def test_a_dm_is_answered(scene: Scene, bot: PlainBot) -> None:
    dm = await scene.ada.open_dm()
    await scene.ada.say(dm, "just us")
    assert (await scene.discord.next_reply(dm)).content == "you said: just us"


async def test_the_bot_can_write_first(scene: Scene, bot: PlainBot) -> None:
    user = await bot.fetch_user(scene.ada.id)
    await user.send("boo", file=discord.File(__file__, "boo.txt"))
    reply = await scene.discord.next_reply(await scene.ada.open_dm())
    assert reply.content == "boo"
    assert b"just us" in reply.files["boo.txt"]


async def test_two_guilds_do_not_mix(scene: Scene, bot: PlainBot) -> None:
    other = scene.discord.add_guild("Bakers")  # joined while the bot is connected
    lobby = other.add_channel("lobby")
    bob = scene.discord.add_user("Bob")
    other.add_member(bob)
    await bob.say(lobby, f"{scene.discord.bot.mention} bread")
    assert "bread" in (await scene.discord.next_reply(lobby)).content
    await scene.discord.silence(scene.general, seconds=0.02)
    assert bot.heard[0].guild == bot.get_guild(other.id)
    with pytest.raises(ImpossibleError):
        await scene.ada.say(lobby, "I am no member")


async def test_replying_pings_the_bot_unless_told_not_to(scene: Scene, bot: PlainBot) -> None:
    await scene.ada.say(scene.general, f"{scene.discord.bot.mention} hi")
    first = await scene.discord.next_reply(scene.general)
    await scene.ada.say(scene.general, "and then?", reply_to=first)
    assert (await scene.discord.next_reply(scene.general)).content == "you said: and then?"
    await scene.ada.say(scene.general, "never mind", reply_to=first, ping_author=False)
    await scene.discord.silence(scene.general, seconds=0.05)


async def test_edits_deletions_and_reactions_are_announced(scene: Scene, bot: PlainBot) -> None:
    names = ["message_edit", "message_delete", "bulk_message_delete", "reaction_add"]
    for name in names:
        bot.note(name)
    first, *others = [await scene.ada.say(scene.general, f"number {n}") for n in range(3)]
    await scene.ada.edit(first, "number zero")
    await scene.ada.react(first, "👍")
    await scene.ada.delete(first)
    await scene.guild.owner.delete(*others)
    await scene.discord.until(lambda: len(bot.events) == 4, "four events")
    assert sorted(name for name, _ in bot.events) == sorted(names)


async def test_the_bot_reads_edits_reacts_and_deletes(scene: Scene, bot: PlainBot) -> None:
    channel = bot.get_partial_messageable(scene.general.id)
    await scene.ada.say(scene.general, "an old one")
    mine = await channel.send("mine")
    async with channel.typing():
        await mine.edit(content="mine, edited")
    await mine.add_reaction("👍")
    stored = scene.general.messages[mine.id]
    assert (stored.content, stored.reactions) == ("mine, edited", {"👍": [scene.discord.bot]})
    assert [each.id async for each in channel.history()] == sorted(
        scene.general.messages, reverse=True
    )
    fetched = await channel.fetch_message(mine.id)
    assert fetched.reactions[0].me
    await mine.remove_reaction("👍", discord.Object(scene.discord.bot.id))
    await mine.delete()
    assert stored.deleted
    assert scene.discord.typing == [scene.general]


# -- slash commands -------------------------------------------------------------------------------


async def test_commands_are_registered_once(scene: Scene, bot: PlainBot) -> None:
    assert {command["name"] for command in scene.discord.commands} == {
        "probe",
        "greet",
        "announce",
        "memory",
        "Remember this message",
    }
    assert scene.discord.command_puts == 1
    assert [each.name for each in await bot.tree.fetch_commands()]
    assert [request.method for request in scene.discord.requests].count("PUT") == 1


@pytest.mark.parametrize("ephemeral", [True, False])
async def test_a_deferred_answer_fills_the_thinking_message(
    scene: Scene, bot: PlainBot, *, ephemeral: bool
) -> None:
    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True, ephemeral=ephemeral)
        await interaction.followup.send("first")
        await interaction.followup.send("second", ephemeral=ephemeral)

    bot.answer = answer
    result = await scene.ada.slash(scene.general, "probe")
    assert (result.content, result.ephemeral, result.deferred) == ("first", ephemeral, True)
    await scene.discord.until(lambda: result.followups, "the second part")
    assert result.followups[0].content == "second"
    assert result.followups[0].ephemeral is ephemeral


async def test_the_original_answer_can_be_read_edited_and_deleted(
    scene: Scene, bot: PlainBot
) -> None:
    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(content="done", embed=discord.Embed(title="x"))
        assert (await interaction.original_response()).content == "done"

    bot.answer = answer
    result = await scene.ada.slash(scene.general, "probe")
    assert (result.content, result.embeds) == ("done", [{"type": "rich", "flags": 0, "title": "x"}])

    async def drop(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.delete_original_response()

    bot.answer = drop
    result = await scene.ada.slash(scene.general, "probe")
    assert result.message is not None
    assert result.message.deleted


async def test_options_of_all_kinds_arrive(scene: Scene, bot: PlainBot) -> None:
    scene.guild.add_member(bob := scene.discord.add_user("Bob"), nick="Bobby")
    options = {
        "name": "ha",
        "times": 2,
        "tone": "Warm",
        "whom": bob,
        "where": scene.general,
        "letter": scene.ada.upload("letter.txt", b"dear all"),
    }
    result = await scene.ada.slash(scene.general, "greet", options)
    assert result.content == "haha warm Bobby general dear all"


@pytest.mark.parametrize(
    ("name", "options", "complaint"),
    [
        ("nothing", {}, "no command"),
        ("memory", {}, "is a group"),
        ("memory burn", {}, "no command"),
        ("greet", {}, "requires name"),
        ("greet", {"name": "x", "nick": "y"}, "no option nick"),
        ("greet", {"name": 3}, "does not take 3"),
        ("greet", {"name": "x", "times": True}, "does not take True"),
        ("greet", {"name": "x", "times": 4}, "out of range"),
        ("greet", {"name": "x" * 21}, "out of range"),
        ("greet", {"name": "x", "tone": "cold"}, "no choice 'cold'"),
        ("announce", {}, "needs manage_guild"),
    ],
)
async def test_what_the_client_would_not_offer_is_impossible(
    scene: Scene, bot: PlainBot, name: str, options: dict[str, object], complaint: str
) -> None:
    with pytest.raises(ImpossibleError, match=complaint):
        await scene.ada.slash(scene.general, name, options)


async def test_admin_commands_need_the_permission_and_a_guild(scene: Scene, bot: PlainBot) -> None:
    assert (await scene.guild.owner.slash(scene.general, "announce")).content == "hear, hear"
    keeper = scene.guild.add_role("Keeper", permissions=discord.Permissions(manage_guild=True))
    scene.guild.set_roles(scene.ada, [keeper])
    assert (await scene.ada.slash(scene.general, "announce")).content == "hear, hear"
    with pytest.raises(ImpossibleError, match="direct messages"):
        await scene.ada.slash(await scene.ada.open_dm(), "announce")


async def test_commands_work_in_dms(scene: Scene, bot: PlainBot) -> None:
    result = await scene.ada.slash(await scene.ada.open_dm(), "memory show", {"slot": 7})
    assert result.content == "memory 7"


async def test_autocompletion_offers_choices(scene: Scene, bot: PlainBot) -> None:
    choices = await scene.ada.autocomplete(
        scene.general, "memory show", {"slot": "4"}, focused="slot"
    )
    assert choices == [{"name": "41", "value": 1}, {"name": "42", "value": 2}]
    with pytest.raises(ImpossibleError, match="no autocompletion"):
        await scene.ada.autocomplete(scene.general, "greet", {"name": "4"}, focused="name")


async def test_a_context_menu_brings_the_message_with_its_text(scene: Scene, bot: PlainBot) -> None:
    sent = await scene.guild.owner.say(scene.general, "raid at nine")
    result = await scene.ada.context_menu(scene.general, "Remember this message", sent)
    assert result.content == "kept: raid at nine"
    assert result.ephemeral


# -- buttons, menus, forms ------------------------------------------------------------------------


class Panel(ui.View):
    """Buttons and a menu."""

    @ui.button(label="Forget")
    async def forget(self, interaction: discord.Interaction, button: ui.Button["Panel"]) -> None:
        """Replace the message."""
        await interaction.response.edit_message(content="forgotten", view=None)

    @ui.button(label="Slowly")
    async def slowly(self, interaction: discord.Interaction, button: ui.Button["Panel"]) -> None:
        """Acknowledge first, replace later."""
        await interaction.response.defer()
        await interaction.edit_original_response(content="slowly forgotten")

    @ui.button(label="Rename")
    async def rename(self, interaction: discord.Interaction, button: ui.Button["Panel"]) -> None:
        """Open a form."""
        await interaction.response.send_modal(Form())

    @ui.button(label="Off", disabled=True)
    async def off(self, interaction: discord.Interaction, button: ui.Button["Panel"]) -> None:
        """Do nothing: it cannot be pressed."""

    @ui.select(options=[discord.SelectOption(label="One", value="1")])
    async def pick(self, interaction: discord.Interaction, select: ui.Select["Panel"]) -> None:
        """Say what was chosen."""
        await interaction.response.send_message(f"picked {select.values}", ephemeral=True)


class Pickers(ui.View):
    """Menus of users and of channels."""

    @ui.select(cls=ui.UserSelect, max_values=2)
    async def user(
        self, interaction: discord.Interaction, select: ui.UserSelect["Pickers"]
    ) -> None:
        """Say who was chosen."""
        await interaction.response.send_message(" ".join(each.name for each in select.values))

    @ui.select(cls=ui.ChannelSelect)
    async def channel(
        self, interaction: discord.Interaction, select: ui.ChannelSelect["Pickers"]
    ) -> None:
        """Say which was chosen."""
        await interaction.response.send_message(str(select.values[0].name))


class Form(ui.Modal, title="Rename it"):
    """One field with a label."""

    name: ui.Label["Form"] = ui.Label(text="New name", component=ui.TextInput(max_length=10))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        """Say what was filled in."""
        assert isinstance(self.name.component, ui.TextInput)
        await interaction.response.send_message(f"renamed to {self.name.component.value}")


async def _panel(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("panel", view=Panel(), ephemeral=True)


async def test_a_button_updates_its_message(scene: Scene, bot: PlainBot) -> None:
    bot.answer = _panel
    for label, text in (("Forget", "forgotten"), ("Slowly", "slowly forgotten")):
        panel = await scene.ada.slash(scene.general, "probe")
        pressed = await scene.ada.click(panel, label=label)
        assert pressed.message is panel.message
        assert panel.content == text


async def test_a_form_is_opened_filled_in_and_sent(scene: Scene, bot: PlainBot) -> None:
    bot.answer = _panel
    opened = await scene.ada.click(await scene.ada.slash(scene.general, "probe"), label="Rename")
    assert opened.modal is not None
    assert opened.modal.title == "Rename it"
    result = await scene.ada.submit(opened.modal, {"New name": "Raid"})
    assert result.content == "renamed to Raid"
    with pytest.raises(ImpossibleError, match="takes 1 to 10"):
        await scene.ada.submit(opened.modal, {"New name": "x" * 11})
    with pytest.raises(ImpossibleError, match="no form is open"):
        await scene.ada.submit(result.modal, {})


async def test_a_menu_is_chosen_from(scene: Scene, bot: PlainBot) -> None:
    bot.answer = _panel
    panel = await scene.ada.slash(scene.general, "probe")
    assert (await scene.ada.select(panel, ["One"])).content == "picked ['1']"
    with pytest.raises(ImpossibleError, match="offers"):
        await scene.ada.select(panel, ["Two"])


async def test_users_and_channels_are_chosen_from_menus(scene: Scene, bot: PlainBot) -> None:
    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("who, where?", view=Pickers())

    bot.answer = answer
    panel = await scene.ada.slash(scene.general, "probe")
    users, channels = (row["components"][0]["custom_id"] for row in panel.components)
    people = [scene.ada, scene.guild.owner]
    assert (
        await scene.ada.select(panel, people, custom_id=users)
    ).content == "ada owner_of_raiders"
    chosen = await scene.ada.select(panel, [scene.general], custom_id=channels)
    assert chosen.content == "general"
    with pytest.raises(ImpossibleError, match="does not offer"):
        await scene.ada.select(panel, [scene.general], custom_id=users)


async def test_buttons_that_cannot_be_pressed(scene: Scene, bot: PlainBot) -> None:
    bot.answer = _panel
    panel = await scene.ada.slash(scene.general, "probe")
    with pytest.raises(ImpossibleError, match="disabled"):
        await scene.ada.click(panel, label="Off")
    with pytest.raises(ImpossibleError, match="has no component"):
        await scene.ada.click(panel, label="Missing")
    with pytest.raises(ImpossibleError, match="does not see"):
        await scene.guild.owner.click(panel, label="Forget")


# -- mistakes are told ----------------------------------------------------------------------------


async def test_violations_fail_the_test_unless_expected() -> None:
    with pytest.raises(AssertionError, match="10008"):
        await _ask_for_a_missing_message()


async def _ask_for_a_missing_message() -> None:
    async with LoopbackDiscord() as loopback, running(loopback, PlainBot()) as bot:
        channel = loopback.add_guild("Raiders").add_channel("general")
        with pytest.raises(discord.NotFound):
            await bot.get_partial_messageable(channel.id).fetch_message(1)


async def test_an_expected_violation_must_happen(scene: Scene) -> None:
    with (
        pytest.raises(AssertionError, match="no violation 10008"),
        scene.discord.expect_violation("10008"),
    ):
        pass
