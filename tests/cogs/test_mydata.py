"""/mydata: everybody's rights, end to end."""

import json
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from memory.exchange import Json, own_record
from memory.slots import Former, Slot
from memory.sources import Sources
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import ImpossibleError

RAID = "the raid is on Friday at 8pm"


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("engram*"))).lower()


async def teach_everywhere(scene: Scene) -> None:
    """Ada in two servers and in direct messages, Ben in one."""
    await scene.tell(scene.ada, scene.general, f"remember that {RAID}")
    await scene.tell(scene.ada, scene.lobby, "remember that the bread is baked at 4am")
    dm = await scene.ada.open_dm()
    await scene.tell(scene.ada, dm, "my swordfish is called Xanthippe")
    await scene.tell(scene.ben, scene.general, f"remember that {RAID}")
    await scene.tell(scene.ben, scene.general, "remember that the gate is green")


async def test_people_see_all_that_is_kept_of_them_and_nothing_else(scene: Scene) -> None:
    await teach_everywhere(scene)
    shown = await scene.slash(scene.ada, "mydata show")
    assert shown.ephemeral
    head, *lines = shown.content.split("\n")
    assert head == "All that I keep of what you said, newest first (3 memories):"
    assert [line.split(" · ")[0] for line in lines] == [
        "`#3` “my swordfish is called Xanthippe”",
        "`#2` “the bread is baked at 4am”",
        f"`#1` “{RAID}”",
    ]
    assert "direct messages" in lines[0]
    assert "Bakers" in lines[1]
    assert f"<#{scene.general.id}>" in lines[2]
    assert "Ben" not in shown.content
    dm = await scene.ada.open_dm()
    assert (await scene.ada.slash(dm, "mydata show")).content.startswith(head)


async def test_who_told_nothing_is_told_so(scene: Scene) -> None:
    for command in ("show", "delete"):
        said = await scene.slash(scene.ben, f"mydata {command}")
        assert said.content == "I keep nothing that you said."


async def test_long_lists_are_turned_by_whoever_asked(scene: Scene) -> None:
    for number in range(20):
        await scene.slash(scene.ada, "remember", fact=f"locker {number} is red")
    shown = await scene.slash(scene.ada, "mydata show")
    assert "`#20`" in shown.content
    assert "`#12`" not in shown.content
    await scene.ada.click(shown, label="▶")
    assert "`#12`" in shown.content
    await scene.ada.click(shown, label="▶")
    assert "`#1`" in shown.content
    with pytest.raises(ImpossibleError, match="disabled"):
        await scene.ada.click(shown, label="▶")
    await scene.ada.click(shown, label="◀")
    assert "`#12`" in shown.content
    async with scene.restarted():
        late = await scene.ada.click(shown, label="▶", final=False)
        await scene.discord.until(lambda: late.followups, "the excuse")
        assert "I was restarted since" in late.followups[0].content
        assert shown.components == []


async def test_a_page_whose_memories_are_gone_becomes_the_last(scene: Scene) -> None:
    for number in range(9):
        await scene.slash(scene.ada, "remember", fact=f"locker {number} is red")
    shown = await scene.slash(scene.ada, "mydata show")
    await scene.conversation.network.forgetting.erase(scene.ada.id)
    await scene.ada.click(shown, label="▶")
    assert shown.content == "I keep nothing that you said."


async def test_the_export_holds_everything_once(scene: Scene) -> None:
    await teach_everywhere(scene)
    sent = await scene.ada.say(
        scene.general, f"{scene.discord.bot.mention} remember that the key is under the stone"
    )
    await scene.discord.next_reply(scene.general)
    (slot,) = await scene.conversation.network.sources.of_message(
        (await scene.conversation.network.rights.everything(scene.ada.id))[0].scope.home, sent.id
    )
    witness = slot.witnesses[0]
    await scene.conversation.network.learning.revise(slot, "the key is gone", witness)
    for place in (scene.general, await scene.ada.open_dm()):
        exported = await scene.ada.slash(place, "mydata export")
        assert exported.ephemeral
        assert exported.message is not None
        ((name, data),) = exported.message.files.items()
        assert name == "engram-mydata-1.jsonl"
        about, *memories = [json.loads(line) for line in data.decode().splitlines()]
        assert about["person_id"] == scene.ada.id
        assert about["opted_out_at"] is None
        assert {memory["text"] for memory in memories} == {
            RAID, "the bread is baked at 4am", "my swordfish is called Xanthippe",
            "the key is gone",
        }  # fmt: skip
        assert memories[0]["before"][0]["text"] == "the key is under the stone"
        assert memories[0]["message_id"] == sent.id
        assert memories[0]["guild_id"] == scene.guild.id
        assert "Ben" not in data.decode()


async def test_an_export_of_many_memories_takes_no_query_each_and_is_written_off_the_event_loop(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        await scene.slash(scene.ada, "remember", fact=f"locker {number} is red")
    threads = list[threading.Thread]()

    def made(slot: Slot, person: int, history: Iterable[Former]) -> Json:
        threads.append(threading.current_thread())
        return own_record(slot, person, history)

    monkeypatch.setattr(sys.modules["cogs.mydata"], "own_record", made)
    monkeypatch.delattr(Sources, "history")  # of one memory
    assert (await scene.slash(scene.ada, "mydata export")).message is not None
    assert len(threads) == 3
    assert threading.main_thread() not in threads


async def test_delete_leaves_no_byte_of_them_and_nothing_of_others_goes(
    scene: Scene, tmp_path: Path
) -> None:
    await teach_everywhere(scene)
    assert b"xanthippe" in bytes_on_disk(tmp_path)
    asked = await scene.slash(scene.ada, "mydata delete")
    assert "(3 memories)" in asked.content
    await scene.ada.click(asked, label="Forget it")
    assert asked.content == "Forgotten, here and anywhere else: 3 memories."
    left = bytes_on_disk(tmp_path)
    for word in (b"swordfish", b"xanthippe", b"bread", b"ada"):
        assert word not in left
    answer = await scene.tell(scene.ben, scene.general, "when is the raid?")
    assert "Friday" in answer.content
    assert "Ada" not in answer.content
    assert "4am" not in (await scene.tell(scene.ada, scene.lobby, "when is bread baked?")).content


async def test_who_opted_out_is_not_kept_whichever_way_they_say_it(
    scene: Scene, tmp_path: Path
) -> None:
    sent = await scene.ada.say(scene.general, f"{scene.discord.bot.mention} remember that {RAID}")
    await scene.discord.next_reply(scene.general)
    out = await scene.slash(scene.ada, "mydata optout")
    assert out.ephemeral
    assert "(1 memory) stays until you use /mydata delete" in out.content
    dm = await scene.ada.open_dm()
    for refused in (
        await scene.tell(scene.ada, scene.general, "my swordfish is called Xanthippe"),
        await scene.tell(scene.ada, scene.lobby, "my swordfish is called Xanthippe"),
        await scene.tell(scene.ada, dm, "remember that the swordfish is called Xanthippe"),
        await scene.slash(scene.ada, "remember", fact="my swordfish is called Xanthippe"),
    ):
        assert refused.content.startswith("Whoever said that has opted out")
    await scene.ada.edit(sent, f"{scene.discord.bot.mention} remember that Xanthippe swims")
    await scene.tell(scene.ada, scene.general, "hello")
    assert b"xanthippe" not in bytes_on_disk(tmp_path)
    assert "You opted out" in (await scene.slash(scene.ada, "mydata show")).content
    again = await scene.slash(scene.ada, "mydata optout", undo=True)
    assert again.content == "All right, I may remember what you tell me again."
    taught = await scene.tell(scene.ada, scene.general, f"remember that {RAID}")
    assert taught.content.startswith("I'll remember")


async def test_opting_out_outlives_a_restart_and_the_deletion_of_all(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, f"remember that {RAID}")
    await scene.slash(scene.ada, "mydata optout")
    await scene.ada.click(await scene.slash(scene.ada, "mydata delete"), label="Forget it")
    async with scene.restarted():
        refused = await scene.tell(scene.ada, scene.general, f"remember that {RAID}")
        assert "opted out" in refused.content


async def test_nobody_deletes_with_anothers_button(scene: Scene) -> None:
    await teach_everywhere(scene)
    asked = await scene.slash(scene.ada, "mydata delete")
    with pytest.raises(ImpossibleError):  # Ben does not even see it
        await scene.ben.click(asked, label="Forget it")
