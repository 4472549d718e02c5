"""A memory follows the message that it was made of, end to end."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from memory.errors import DatabaseError
from memory.slots import Home, Kind, Scope, Slot, Witness
from tests.cogs.conftest import Scene
from tests.loopback import Channel

RAID = "remember that the raid is on Friday at 8pm"


async def known(scene: Scene) -> list[str]:
    """All that the bot remembers of the server."""
    return [slot.text for slot in await slots(scene)]


async def slots(scene: Scene) -> list[Slot]:
    return await scene.conversation.network.store.active(Home(scene.guild.id, None))


async def until_known(scene: Scene, *texts: str) -> None:
    """Wait until just this is remembered."""
    for _ in range(200):
        if await known(scene) == list(texts):
            return
        await asyncio.sleep(0.02)
    assert await known(scene) == list(texts)


def to_bot(scene: Scene, text: str) -> str:
    return f"{scene.discord.bot.mention} {text}"


async def test_an_edited_message_changes_the_memory(scene: Scene) -> None:
    sent = await scene.ada.say(scene.general, to_bot(scene, RAID))
    await scene.discord.next_reply(scene.general)
    await scene.ada.edit(sent, to_bot(scene, "remember that the raid is on Sunday at 7pm"))
    await until_known(scene, "the raid is on Sunday at 7pm")
    answer = await scene.tell(scene.ben, scene.general, "when is the raid?")
    assert "Sunday at 7pm" in answer.content
    assert "Friday" not in answer.content
    (slot,) = await slots(scene)
    (former,) = await scene.conversation.network.sources.history(slot.id)
    assert former.text == "the raid is on Friday at 8pm"
    shown = await scene.slash(scene.mod, "memory show", number=slot.id)
    assert "-# before: “the raid is on Friday at 8pm” · Ada, <t:" in shown.content


@pytest.mark.parametrize("text", ["remember that", "thanks!", "when is the raid?"])
async def test_a_message_edited_into_no_fact_takes_the_memory_with_it(
    scene: Scene, text: str
) -> None:
    sent = await scene.ada.say(scene.general, to_bot(scene, RAID))
    await scene.discord.next_reply(scene.general)
    await scene.ada.edit(sent, to_bot(scene, text))
    await until_known(scene)


async def test_a_message_that_mentions_the_bot_no_more_takes_the_memory_with_it(
    scene: Scene,
) -> None:
    sent = await scene.ada.say(scene.general, to_bot(scene, RAID))
    await scene.discord.next_reply(scene.general)
    await scene.ada.edit(sent, "never mind")
    await until_known(scene)


async def test_a_preview_or_a_pin_changes_nothing(scene: Scene) -> None:
    sent = await scene.ada.say(scene.general, to_bot(scene, RAID))
    await scene.discord.next_reply(scene.general)
    scene.discord.send_raw(
        "MESSAGE_UPDATE",
        {
            **sent.to_payload(), "content": "", "mentions": [], "guild_id": str(scene.guild.id),
            "embeds": [{"type": "link", "url": "https://example.org"}],
        },
    )  # fmt: skip
    assert "Friday" in (await scene.tell(scene.ben, scene.general, "when is the raid?")).content


async def test_a_deleted_message_takes_the_memory_with_it(scene: Scene, tmp_path: Path) -> None:
    sent = await scene.ada.say(scene.general, to_bot(scene, RAID))
    await scene.discord.next_reply(scene.general)
    assert b"the raid is on friday" in _bytes_on_disk(tmp_path)
    await scene.ada.delete(sent)
    await until_known(scene)
    await _until_erased(tmp_path, b"the raid is on friday")
    answer = await scene.tell(scene.ben, scene.general, "when is the raid?")
    assert answer.content == "I don't remember anything about that."


async def test_what_is_deleted_while_another_process_writes_goes_within_a_minute(
    scene: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    plans = scene.guild.add_channel("plans")
    await _teach(scene, plans, "the ambush is at the bridge")
    sent = await scene.ada.say(scene.general, to_bot(scene, RAID))
    await scene.discord.next_reply(scene.general)
    await scene.conversation.network.store.database._writer.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "engram.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await scene.ada.delete(sent)
    plans.delete()
    await scene.discord.until(lambda: "2 deletions wait" in caplog.text, "both to fail")
    with pytest.raises(DatabaseError):
        await scene.bot.overdue.catch_up()
    other.close()
    assert len(await known(scene)) == 2
    await scene.bot.reload_extension("cogs.restoring")  # its clock begins anew
    await until_known(scene)
    await _until_erased(tmp_path, b"the raid is on friday")
    assert "raid" not in caplog.text


async def test_messages_deleted_at_once_take_their_memories_with_them(scene: Scene) -> None:
    said = [
        await scene.ada.say(scene.general, to_bot(scene, f"remember that locker {n} is Ada's"))
        for n in range(3)
    ]
    for _ in said:
        await scene.discord.next_reply(scene.general)
    await scene.guild.owner.delete(*said[:2])
    await until_known(scene, "locker 2 is Ada's")


async def test_what_somebody_else_said_too_stays_theirs(scene: Scene) -> None:
    sent = await scene.ada.say(scene.general, to_bot(scene, RAID))
    await scene.discord.next_reply(scene.general)
    await scene.tell(scene.ben, scene.general, RAID)
    await scene.ada.edit(sent, to_bot(scene, "remember that the raid is on Sunday"))
    await until_known(scene, "the raid is on Friday at 8pm", "the raid is on Sunday")
    friday, sunday = await slots(scene)
    assert [witness.author.name for witness in friday.witnesses] == ["Ben"]
    assert [witness.author.name for witness in sunday.witnesses] == ["Ada"]
    await scene.ada.delete(sent)
    await until_known(scene, "the raid is on Friday at 8pm")


async def test_a_message_deleted_while_it_is_stored_leaves_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, network = asyncio.Event(), scene.conversation.network
    observe = network.learning.observe

    async def late(
        text: str, scope: Scope, witness: Witness, *, kind: Kind = Kind.TAUGHT
    ) -> tuple[Slot, bool]:
        await gone.wait()
        return await observe(text, scope, witness, kind=kind)

    monkeypatch.setattr(network.learning, "observe", late)
    sent = await scene.ada.say(scene.general, to_bot(scene, RAID))
    await scene.ada.delete(sent)
    await scene.tell(scene.ben, scene.general, "hello")  # the deletion was heard before this
    gone.set()
    reply = await scene.discord.next_reply(scene.general)
    assert reply.content == "That message was deleted meanwhile, so I keep nothing of it."
    assert await known(scene) == []


async def test_a_confirmed_offer_hangs_on_the_message_with_the_fact(scene: Scene) -> None:
    sent = await scene.ada.say(scene.general, to_bot(scene, "maybe the raid is on Friday"))
    await scene.discord.next_reply(scene.general)
    await scene.tell(scene.ada, scene.general, "yes")
    await until_known(scene, "maybe the raid is on Friday")
    await scene.ada.edit(sent, to_bot(scene, "the raid is on Sunday"))
    await until_known(scene, "the raid is on Sunday")
    await scene.ada.delete(sent)
    await until_known(scene)


async def test_an_offer_whose_message_is_deleted_lapses(scene: Scene) -> None:
    sent = await scene.ada.say(scene.general, to_bot(scene, "maybe the raid is on Friday"))
    await scene.discord.next_reply(scene.general)
    await scene.ada.delete(sent)
    await scene.tell(scene.ada, scene.general, "yes")
    assert await known(scene) == []


async def test_direct_messages_are_followed_too(scene: Scene) -> None:
    dm = await scene.ada.open_dm()
    sent = await scene.ada.say(dm, "remember that the party is on Sunday")
    await scene.discord.next_reply(dm)
    await scene.ada.edit(sent, "remember that the party is on Monday")
    store, home = scene.conversation.network.store, Scope(None, dm.id).home
    for expected in (["the party is on Monday"], []):
        for _ in range(100):
            texts = [slot.text for slot in await store.active(home)]
            if texts == expected:
                break
            await asyncio.sleep(0.02)
        assert texts == expected
        if expected:
            await scene.ada.delete(sent)


async def test_a_deleted_channel_takes_its_memories_and_its_threads_with_it(scene: Scene) -> None:
    plans = scene.guild.add_channel("plans")
    thread = scene.guild.add_thread(plans, "details", scene.ada)
    await _teach(scene, plans, "the ambush is at the bridge")
    await _teach(scene, thread, "the boats leave at dawn")
    await _teach(scene, scene.general, "the raid is on Friday")
    scene.bot.get_guild(scene.guild.id)._threads.clear()  # type: ignore[union-attr] # as if archived
    plans.delete()
    await until_known(scene, "the raid is on Friday")


async def test_a_deleted_thread_takes_its_memories_with_it(scene: Scene) -> None:
    thread = scene.guild.add_thread(scene.general, "details", scene.ada)
    await _teach(scene, thread, "the boats leave at dawn")
    await _teach(scene, scene.general, "the raid is on Friday")
    thread.delete()
    await until_known(scene, "the raid is on Friday")


async def test_a_message_of_another_server_touches_nothing_here(scene: Scene) -> None:
    sent = await scene.ada.say(scene.general, to_bot(scene, RAID))
    await scene.discord.next_reply(scene.general)
    elsewhere = Scope(scene.other_guild.id, scene.lobby.id)
    await scene.conversation.deleted(elsewhere, {sent.id})
    assert len(await known(scene)) == 1


async def _teach(scene: Scene, channel: Channel, fact: str) -> None:
    await scene.discord.until(
        lambda: scene.bot.get_channel(channel.id), f"the bot to know {channel}"
    )
    taught = await scene.tell(scene.ada, channel, f"remember that {fact}")
    assert taught.content.startswith("I'll remember")


def _bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("engram*"))).lower()


async def _until_erased(folder: Path, words: bytes) -> None:
    """Wait for SQLite's log to be cut, which comes after the deletion is to be seen."""
    for _ in range(200):
        if words not in _bytes_on_disk(folder):
            return
        await asyncio.sleep(0.02)
    assert words not in _bytes_on_disk(folder)
