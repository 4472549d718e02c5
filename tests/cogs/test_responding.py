"""/responder, /compare, and responders that come and go while people talk, end to end."""

import asyncio
from pathlib import Path

import pytest

from bot.client import EngramBot
from bot.config import DiscordSettings
from memory import wordwise_responder
from memory.checkpoints import CheckpointError
from tests.cogs.conftest import Scene
from tests.fakes import Echo, FakeEncoder
from tests.loopback import Person, running
from tests.loopback.permissions import VIEW

FACT = "the raid is on Friday at 8pm"
ASKED = "when is the raid?"


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


@pytest.fixture
def operator(scene: Scene) -> Person:
    """The application's owner."""
    return scene.discord.owner


async def test_all_that_the_configuration_names_are_loaded_and_listed(scene: Scene) -> None:
    shown = await scene.slash(scene.ada, "responder list")
    assert shown.ephemeral
    head, *lines = shown.content.split("\n")
    assert head == "What can answer here:"
    assert [line.split(")")[0] for line in lines] == [
        "- **memnn** (answers here", "- **pointer** (loaded", "- **lstm** (loaded",
        "- **ntm** (loaded",
    ]  # fmt: skip


async def test_an_admin_chooses_who_answers(scene: Scene) -> None:
    scene.conversation.network.lineup.add(Echo("pointer", reads=5))
    await scene.slash(scene.ada, "remember", fact=FACT)
    used = await scene.slash(scene.mod, "responder use", name="pointer")
    assert used.ephemeral
    assert used.content.startswith("From now on pointer answers on this server.")
    asked = await scene.slash(scene.ben, "ask", question=ASKED)
    assert asked.content.startswith("pointer\n-# 1. “the raid is on Friday at 8pm”")
    assert "Friday" in (await scene.tell(scene.ben, scene.general, "forget the raid")).content
    quality = await scene.slash(scene.mod, "memory quality")
    assert "pointer" in quality.content
    listed = await scene.slash(scene.ada, "responder list")
    assert "- **pointer** (answers here)" in listed.content
    async with scene.restarted():
        assert (
            "- **pointer** (answers here)"
            in (await scene.slash(scene.ada, "responder list")).content
        )


async def test_members_and_direct_messages_choose_nobody(scene: Scene) -> None:
    dm = await scene.mod.open_dm()
    for refused in (
        await scene.slash(scene.ada, "responder use", name="lstm"),
        await scene.mod.slash(dm, "responder use", {"name": "lstm"}),
    ):
        assert refused.content == "You need the Manage Server permission for that."
    assert "- **memnn** (answers here)" in (await scene.slash(scene.ada, "responder list")).content


async def test_the_choice_is_noted_for_admins(scene: Scene) -> None:
    await scene.mod.slash(scene.general, "memory log", {"channel": scene.officers})
    await scene.discord.next_reply(scene.officers)
    await scene.slash(scene.mod, "responder use", name="lstm")
    note = await scene.discord.next_reply(scene.officers)
    assert note.content.endswith("let lstm answer.")


async def test_unloading_the_one_in_use_falls_back_and_says_so(
    scene: Scene, operator: Person
) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    await scene.slash(scene.mod, "responder use", name="pointer")
    dm = await operator.open_dm()
    gone = await operator.slash(dm, "owner unload", {"responder": "cogs.responders.pointer"})
    assert gone.content == "Not loaded any more: pointer. Where it was chosen, memnn answers."
    assert "Friday" in (await scene.tell(scene.ben, scene.general, ASKED)).content
    listed = (await scene.slash(scene.ada, "responder list")).content
    assert "- **pointer** (not loaded)" in listed
    assert listed.endswith("pointer was chosen here, but it is not loaded: memnn answers instead.")
    refused = await scene.slash(scene.mod, "responder use", name="pointer")
    assert refused.content == "The responder pointer is not loaded. Loaded: memnn, lstm, ntm."
    back = await operator.slash(dm, "owner load", {"responder": "cogs.responders.pointer"})
    assert back.content == "Loaded: pointer."
    assert (
        "- **pointer** (answers here)" in (await scene.slash(scene.ada, "responder list")).content
    )


async def test_memnn_may_go_too_but_not_the_last(scene: Scene, operator: Person) -> None:
    dm = await operator.open_dm()
    for name in ("pointer", "lstm", "memnn"):
        await operator.slash(dm, "owner unload", {"responder": f"cogs.responders.{name}"})
    assert scene.conversation.network.lineup.names == ["ntm"]
    last = await operator.slash(dm, "owner unload", {"responder": "cogs.responders.ntm"})
    assert last.content.startswith("That is the only one that is loaded")
    again = await operator.slash(dm, "owner unload", {"responder": "cogs.responders.lstm"})
    assert again.content == "The responder lstm is not loaded. Loaded: ntm."
    listed = (await scene.slash(scene.ada, "responder list")).content
    assert listed.endswith("memnn was chosen here, but it is not loaded: ntm answers instead.")


async def test_a_reload_brings_a_new_responder(scene: Scene, operator: Person) -> None:
    lineup = scene.conversation.network.lineup
    before = lineup.named("lstm")
    dm = await operator.open_dm()
    shown = await operator.slash(dm, "owner reload", {"part": "cogs.responders.lstm"})
    assert shown.content.startswith("Loaded anew: responders.lstm.")
    assert lineup.named("lstm") is not before
    await operator.slash(dm, "owner unload", {"responder": "cogs.responders.lstm"})
    everything = await operator.slash(dm, "owner reload")
    assert "responders.ntm" in everything.content
    assert "responders.lstm" not in everything.content, "what was unloaded stays so"


async def test_people_are_answered_while_responders_come_and_go(
    scene: Scene, operator: Person
) -> None:
    await scene.slash(scene.ada, "remember", fact=FACT)
    await scene.slash(scene.mod, "responder use", name="pointer")

    async def come_and_go() -> None:
        for _ in range(5):
            await scene.bot.unload_extension("cogs.responders.pointer")
            await asyncio.sleep(0.01)
            await scene.bot.load_extension("cogs.responders.pointer")
            await asyncio.sleep(0.01)

    moving = asyncio.create_task(come_and_go())
    said = [
        await scene.ada.say(scene.general, f"{scene.discord.bot.mention} {ASKED}") for _ in range(6)
    ]
    await moving
    replies = [await scene.discord.next_reply(scene.general) for _ in said]
    assert {reply.reply_to for reply in replies} == set(said)


async def test_compare_shows_all_that_are_loaded(scene: Scene) -> None:
    lineup = scene.conversation.network.lineup
    for name in ("pointer", "ntm"):
        lineup.remove(name)
    lineup.add(Echo("lstm", reads=5))
    lineup.add(Echo("shy", reads=5, odds=-3.0))
    fact = f"the *raid* @everyone is on Friday, says {scene.ben.mention}"
    await scene.slash(scene.ada, "remember", fact=fact)
    shown = await scene.slash(scene.ben, "compare", question="when is the *raid*?")
    assert shown.ephemeral
    (embed,) = shown.embeds
    assert embed["title"] == r"when is the \*raid\*?"
    names = [field["name"].split(" · ") for field in embed["fields"]]
    assert [name for name, _, _ in names] == ["memnn", "lstm", "shy"]
    assert all(sure.endswith("%") and ms.endswith(" ms") for _, sure, ms in names)
    first, second, third = (field["value"] for field in embed["fields"])
    assert first.startswith(r"The \*raid\* @everyone is on Friday, says Ben.")
    assert second.startswith(
        "lstm\n-# 1. “the \\*raid\\* @everyone is on Friday, says Ben” · Ada, <t:"
    )
    assert third == "does not remember"
    assert shown.message is not None
    (file,) = shown.message.attachments
    assert bytes(file.data).startswith(b"\x89PNG")
    assert shown.message.pinged_users == ()
    assert not shown.message.pinged_everyone


async def test_compare_is_private_unless_it_is_to_be_public(scene: Scene) -> None:
    await scene.tell(scene.mod, scene.officers, "remember that the vault code is 4711")
    asked = "what is the vault code?"
    private = await scene.slash(scene.mod, "compare", question=asked)
    assert private.ephemeral
    assert "4711" in str(private.embeds)
    public = await scene.slash(scene.mod, "compare", question=asked, public=True)
    assert not public.ephemeral
    assert "4711" not in str(public.embeds)
    assert "4711" not in str((await scene.slash(scene.ada, "compare", question=asked)).embeds)


async def test_compare_shows_nothing_of_a_channel_that_was_closed(scene: Scene) -> None:
    plans = scene.guild.add_channel("plans")
    await scene.discord.until(lambda: scene.bot.get_channel(plans.id), "the channel")
    await scene.tell(scene.ada, plans, "remember that the ambush is at the old bridge")
    asked = "where is the ambush?"
    assert "bridge" in str((await scene.slash(scene.ben, "compare", question=asked)).embeds)
    plans.set_overwrite(scene.discord.bot, allow=VIEW)
    plans.set_overwrite(scene.guild.everyone, deny=VIEW)
    shown = await scene.slash(scene.ben, "compare", question=asked)
    assert "bridge" not in str(shown.embeds)
    assert shown.message is not None
    assert shown.message.attachments == []


async def test_compare_obeys_the_rules_of_the_server(scene: Scene) -> None:
    await scene.slash(scene.mod, "memory channels", rule="block")
    refused = await scene.slash(scene.ada, "compare", question=ASKED)
    assert "keep me out of this channel" in refused.content
    empty = await scene.slash(scene.mod, "memory channels", rule="reset")
    assert empty.content
    wordless = await scene.slash(scene.ada, "compare", question="?!")
    assert wordless.content == "There are no words in that for me to remember."


async def test_compare_of_long_memories_fits_into_an_embed(scene: Scene) -> None:
    scene.discord.patience = 60  # for a drawing of four, on a busy machine
    fact = "the rules are " + " ".join(f"r_{n}🎉" for n in range(250))
    await scene.slash(scene.ada, "remember", fact=fact)
    shown = await scene.slash(scene.ben, "compare", question=f"what are the rules? {'x ' * 900}")
    (embed,) = shown.embeds
    assert len(embed["fields"]) == 4


async def test_without_its_weights_a_responder_is_not_loaded_and_the_bot_talks(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await scene.bot.close()
    monkeypatch.setattr(wordwise_responder, "SHIPPED", wordwise_responder.SHIPPED / "nowhere")
    settings = DiscordSettings(responders=("pointer", "memnn"))
    again = EngramBot(scene.conversation, settings, guild_ready_timeout=0.05)
    async with running(scene.discord, again):
        assert "Hello, Ada!" in (await scene.tell(scene.ada, scene.general, "hello")).content
        assert scene.conversation.network.lineup.names == ["memnn"]
    assert "The responder pointer is not loaded: " in caplog.text
    assert "engram train responder pointer" in caplog.text


async def test_only_what_is_configured_is_loaded(scene: Scene) -> None:
    async with scene.restarted(DiscordSettings(responders=("lstm",))):
        assert scene.conversation.network.lineup.names == ["lstm"]


async def test_weights_that_are_broken_are_a_matter_for_whoever_runs_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_self: object) -> None:
        raise CheckpointError(Path("/secret/place"), "is broken")

    monkeypatch.setattr(wordwise_responder.WordwiseResponder, "prepare", broken)
    await scene.slash(scene.ada, "remember", fact=FACT)
    shown = await scene.slash(scene.ben, "compare", question=ASKED)
    assert "Something went wrong on my side" in shown.content
    assert "/secret/place: is broken" in caplog.text
    assert "Friday" in (await scene.slash(scene.ben, "ask", question=ASKED)).content
