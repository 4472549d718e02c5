"""The slash commands, end to end."""

import asyncio

import pytest

from bot.client import EngramBot
from bot.config import DiscordSettings
from tests.cogs.conftest import Scene
from tests.loopback import ImpossibleError, running

FACT = "the raid is on Friday at 8pm"


async def test_remember_and_ask_privately(scene: Scene) -> None:
    taught = await scene.slash(scene.ada, "remember", fact=FACT)
    assert taught.ephemeral
    assert taught.content == f"I'll remember: {FACT}."
    asked = await scene.slash(scene.ben, "ask", question="when is the raid?")
    assert asked.ephemeral
    assert asked.content.startswith("The raid is on Friday at 8pm.\n-# 1. “the raid")
    assert asked.content.endswith("% sure")


async def test_mentions_in_a_command_are_remembered_as_names(scene: Scene) -> None:
    fact = f"{scene.ben.mention} waters the plants of {scene.general.mention} <:leaf:77>"
    taught = await scene.slash(scene.ada, "remember", fact=fact)
    assert taught.content == r"I'll remember: Ben waters the plants of \#general :leaf:"
    asked = await scene.slash(
        scene.ada, "ask", question=f"which plants does {scene.ben.mention} water?"
    )
    assert asked.content.startswith("Ben waters the plants")
    with scene.discord.expect_violation("10007"):  # there is no such member
        strangers = await scene.slash(
            scene.ada, "remember", fact="<@123> sings <#456> <@&789> loudly"
        )
    assert strangers.content == "I'll remember: somebody sings a channel a role loudly."


async def test_a_channel_is_named_to_nobody_who_does_not_see_it(scene: Scene) -> None:
    fact = f"Tom sits in {scene.officers.mention}"
    assert (await scene.slash(scene.mod, "remember", fact=fact)).content.endswith("officers.")
    assert "a channel" in (await scene.slash(scene.ben, "remember", fact=fact)).content
    said = await scene.tell(
        scene.ben, scene.general, f"remember that Ida sits in {scene.officers.mention}"
    )
    assert "a channel" in said.content


async def test_all_who_are_at_hand_are_named_however_many(scene: Scene) -> None:
    fact = f"the team is {', '.join([scene.ben.mention, scene.general.mention] * 4)}"
    assert (await scene.slash(scene.ada, "remember", fact=fact)).content.count("Ben") == 4


async def test_ask_publicly(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    asked = await scene.slash(scene.ben, "ask", question="when is the raid?", public=True)
    assert not asked.ephemeral
    assert "Friday" in asked.content


async def test_a_private_answer_uses_what_the_asker_can_read(scene: Scene) -> None:
    await scene.tell(scene.mod, scene.officers, "remember that the vault code is 4711")
    asked = "what is the vault code?"
    assert "4711" in (await scene.slash(scene.mod, "ask", question=asked)).content
    assert "4711" not in (await scene.slash(scene.mod, "ask", question=asked, public=True)).content
    assert "4711" not in (await scene.slash(scene.ada, "ask", question=asked)).content


async def test_forget_with_a_button(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    kept = await scene.slash(scene.ada, "forget", about="the raid")
    assert kept.ephemeral
    await scene.ada.click(kept, label="Keep it")
    assert kept.content == "All right, I'll keep it."
    gone = await scene.slash(scene.ada, "forget", about="#1")
    await scene.ada.click(gone, label="Forget it")
    assert gone.content == "Forgotten."
    assert gone.components == []
    asked = await scene.slash(scene.ada, "ask", question="when is the raid?")
    assert "Friday" not in asked.content


async def test_nobody_but_the_author_and_admins_forgets_a_fact(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    refused = await scene.slash(scene.ben, "forget", about="the raid")
    assert refused.content.startswith(f"“{FACT}” was said by Ada: only they or an admin")
    assert refused.components == []
    asked = await scene.slash(scene.mod, "forget", about="the raid")
    await scene.mod.click(asked, label="Forget it")
    assert asked.content.startswith("Forgotten: 1 memory. For an hour")


async def test_forgetting_what_is_not_there(scene: Scene) -> None:
    for about in ("the raid", "#17", "999999999999999999"):
        result = await scene.slash(scene.ada, "forget", about=about)
        assert result.content.startswith("I don't remember anything like that")


async def test_admins_look_at_one_memory(scene: Scene) -> None:
    for n in range(3):
        await scene.slash(scene.ada, "remember", fact=f"locker {n} belongs to team {n}")
    shown = await scene.slash(scene.mod, "memory show", number=3)
    assert "locker 2 belongs to team 2" in shown.content
    assert "`#3` · told to me" in shown.content
    assert "Ada" in shown.content


async def test_a_memory_that_is_not_there_is_named(scene: Scene) -> None:
    shown = await scene.slash(scene.mod, "memory show", number=99)
    assert shown.content == "There is no memory number 99 here."


async def test_an_admin_reads_no_memory_of_another_server(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.lobby, "remember that the bread is baked at 4am")
    assert "bread" not in (await scene.slash(scene.mod, "memory list")).content
    shown = await scene.slash(scene.mod, "memory show", number=1)
    assert shown.content == "There is no memory number 1 here."


async def test_admins_clear_a_channel_or_everything(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    await scene.tell(scene.mod, scene.officers, "remember that the vault code is 4711")
    await scene.tell(scene.ada, scene.lobby, "remember that the bread is baked at 4am")
    one = await scene.mod.slash(scene.general, "memory clear", {"channel": scene.officers})
    assert "(1 memory)" in one.content
    await scene.mod.click(one, label="Forget all 1")
    assert one.content.startswith("Forgotten: 1 memory.")
    everything = await scene.slash(scene.mod, "memory clear")
    asked = await scene.mod.click(everything, label="Forget all 1")
    wrong = await scene.mod.submit(asked.modal, {"The name of this server, to be sure": "Bakers"})
    assert wrong.content.startswith("That is not this server's name")
    assert wrong.ephemeral
    asked = await scene.mod.click(everything, label="Forget all 1")
    await scene.mod.submit(asked.modal, {"The name of this server, to be sure": " raiders "})
    assert everything.content.startswith("Forgotten: 1 memory.")
    empty = await scene.slash(scene.mod, "memory clear")
    assert empty.content == "I remember nothing here that you can read."
    assert "4am" in (await scene.tell(scene.ada, scene.lobby, "when is bread baked?")).content


async def test_members_do_not_see_the_admins_commands(scene: Scene) -> None:
    with pytest.raises(ImpossibleError):
        await scene.slash(scene.ada, "memory list")


async def test_admins_commands_check_for_themselves(scene: Scene) -> None:
    """A server's owner can open the commands to all; they still ask for the permission."""
    for command in scene.discord.commands:
        command["default_member_permissions"] = None
    refused = await scene.slash(scene.ada, "memory list")
    assert refused.content == "You need the Manage Server permission for that."


async def test_commands_are_told_to_discord_only_when_they_changed(scene: Scene) -> None:
    assert scene.discord.command_puts == 1
    await scene.bot.close()
    again = EngramBot(scene.conversation, DiscordSettings(), guild_ready_timeout=0.05)
    async with running(scene.discord, again):
        pass
    assert scene.discord.command_puts == 1


async def test_a_double_click_forgets_once(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    asked = await scene.slash(scene.ada, "forget", about="the raid")
    await scene.ada.click(asked, label="Forget it")
    with pytest.raises(ImpossibleError):
        await scene.ada.click(asked, label="Forget it")


@pytest.mark.parametrize("second", ["Forget it", "Keep it"])
async def test_of_two_clicks_at_once_the_first_counts(scene: Scene, second: str) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    asked = await scene.slash(scene.ada, "forget", about="the raid")
    await asyncio.gather(
        scene.ada.click(asked, label="Forget it", final=False),
        scene.ada.click(asked, label=second, final=False),
    )
    await scene.discord.until(lambda: not asked.components, "the end of it")
    assert asked.content == "Forgotten."


async def test_a_click_after_the_question_was_dismissed_is_told_below(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    asked = await scene.slash(scene.ada, "forget", about="the raid")
    gone = {"code": 10008, "message": "Unknown Message"}
    scene.discord.fail("PATCH", r"/webhooks/.*/messages/@original", status=404, body=gone)
    click = await scene.ada.click(asked, label="Forget it")
    assert [message.content for message in click.followups] == ["Forgotten."]


async def test_what_failed_may_be_clicked_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError

    await scene.slash(scene.ada, "remember", fact=FACT)
    asked = await scene.slash(scene.ada, "forget", about="the raid")
    with monkeypatch.context() as patch:
        patch.setattr(scene.conversation.unlearning, "forget", broken)
        failed = await scene.ada.click(asked, label="Forget it")
    assert "Something went wrong" in failed.followups[0].content
    await scene.ada.click(asked, label="Forget it")
    assert asked.content == "Forgotten."


@pytest.mark.parametrize(
    ("label", "said"), [("Forget it", "That took too long"), ("Keep it", "All right, I'll keep it")]
)
async def test_buttons_from_before_a_restart_say_that_they_lapsed(
    scene: Scene, label: str, said: str
) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    asked = await scene.slash(scene.ada, "forget", about="the raid")
    await scene.bot.close()
    again = EngramBot(scene.conversation, DiscordSettings(), guild_ready_timeout=0.05)
    async with running(scene.discord, again):
        await scene.ada.click(asked, label=label)
        assert asked.content.startswith(said)
        assert asked.components == []
        assert (
            "Friday" in (await scene.slash(scene.ada, "ask", question="when is the raid?")).content
        )


async def test_a_fact_forgotten_behind_an_admins_button_is_simply_gone(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    asked = await scene.slash(scene.mod, "forget", about="the raid")
    await scene.mod.click(await scene.slash(scene.mod, "forget", about="#1"), label="Forget it")
    await scene.mod.click(asked, label="Forget it")
    assert asked.content == "Forgotten."


async def test_the_bot_talks_though_its_commands_are_refused(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    await scene.bot.close()
    await scene.conversation.network.store.take_note("discord.commands", "older")
    scene.discord.fail("PUT", r"/applications/.*/commands", status=403)
    again = EngramBot(scene.conversation, DiscordSettings(), guild_ready_timeout=0.05)
    async with running(scene.discord, again):
        assert "Hello, Ada!" in (await scene.tell(scene.ada, scene.general, "hello")).content
    assert "Could not tell Discord of the commands: HTTP 403" in caplog.text
    assert await scene.conversation.network.store.note("discord.commands") == "older"


async def test_commands_are_for_servers_that_invited_it_and_direct_messages(scene: Scene) -> None:
    for command in scene.discord.commands:
        assert command["integration_types"] == [0]
        assert command["contexts"] == ([0] if command["name"] == "memory" else None)


async def test_a_long_private_answer_stays_private_in_all_its_parts(scene: Scene) -> None:
    fact = "the rules are: be kind, be quiet after ten, clean up, no smoking"
    fact += ", lock up" * 60 + "".join(f", r_{n}" for n in range(180))
    await scene.slash(scene.ada, "remember", fact=fact)
    asked = await scene.slash(scene.ada, "ask", question="what are the rules?")
    assert asked.ephemeral
    await scene.discord.until(lambda: asked.followups, "the second part")
    assert all(message.ephemeral for message in asked.followups)
