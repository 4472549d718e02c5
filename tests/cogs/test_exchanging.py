"""/memory add, export and import, end to end."""

import asyncio
import json
from typing import Any

import pytest

from memory.policies import Policy
from memory.slots import Audience, Home, Scope
from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import ImpossibleError, Interaction
from tests.loopback.permissions import HISTORY, VIEW

RAID = "the raid is on Friday"


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


async def exported(scene: Scene) -> tuple[Interaction, list[dict[str, Any]]]:
    said = await scene.slash(scene.mod, "memory export")
    assert said.ephemeral
    assert said.message is not None
    lines = said.message.files["engram-memories-1.jsonl"].decode().splitlines()
    return said, [json.loads(line) for line in lines]


async def imported(scene: Scene, *records: object, **options: object) -> Interaction:
    lines = (json.dumps(each) if isinstance(each, dict) else str(each) for each in records)
    file = scene.mod.upload("memories.jsonl", "\n".join(lines).encode())
    return await scene.mod.slash(scene.general, "memory import", {"file": file} | options)


async def known(scene: Scene) -> list[str]:
    home = Home(scene.guild.id, None)
    return [slot.text for slot in await scene.conversation.network.store.active(home)]


async def test_an_admin_adds_a_fact_for_the_server_and_is_shown_as_its_author(
    scene: Scene,
) -> None:
    said = await scene.slash(scene.mod, "memory add", fact=f"{scene.ben.mention} leads the raid")
    assert said.ephemeral
    assert said.content == "I'll remember for this server: Ben leads the raid. (#1)"
    asked = await scene.slash(scene.ada, "ask", question="who leads the raid?")
    assert "“Ben leads the raid” · Mod for this server, <t:" in asked.content
    shown = await scene.slash(scene.mod, "memory show", number=1)
    assert "added by an admin" in shown.content
    assert "-# Mod for this server, <t:" in shown.content
    listed = await scene.slash(scene.mod, "memory list", kind="added by an admin")
    assert listed.content.startswith("1 memory,")
    again = await scene.slash(scene.mod, "memory add", fact="Ben leads the raid")
    assert again.content == "I know that already."


async def test_what_is_for_all_is_not_said_in_the_first_person(scene: Scene) -> None:
    said = await scene.slash(scene.mod, "memory add", fact="I live in Oslo")
    assert said.content.startswith("What all of a server may know has no “I” in it.")
    assert await known(scene) == []


async def test_a_fact_is_added_to_a_channel_that_the_admin_reads(scene: Scene) -> None:
    fact = {"fact": "the vault is deep", "channel": scene.officers}
    await scene.mod.slash(scene.general, "memory add", fact)
    assert "vault" not in (await scene.slash(scene.ada, "ask", question="what is deep?")).content
    assert "vault" in (await scene.slash(scene.mod, "ask", question="what is deep?")).content
    hidden = scene.guild.add_channel("hidden")
    hidden.set_overwrite(scene.guild.everyone, deny=VIEW)
    hidden.set_overwrite(scene.discord.bot, allow=VIEW | HISTORY)
    await scene.discord.until(lambda: scene.bot.get_channel(hidden.id), "the channel")
    refused = await scene.mod.slash(
        scene.general, "memory add", {"fact": "the pier is long", "channel": hidden}
    )
    assert refused.content == f"You cannot read {hidden.mention}, so nothing of yours goes there."
    assert await known(scene) == ["the vault is deep"]


async def test_what_is_exported_can_be_imported_again_as_it_was(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, f"remember that {RAID}")
    await scene.slash(scene.ben, "remember", fact=RAID)
    await scene.tell(scene.mod, scene.officers, "remember that the vault is deep")
    await scene.slash(scene.ben, "remember", fact="I live in Oslo")
    await scene.slash(scene.ben, "correct", about="#3", fact="I live in Bergen")
    said, (about, *records) = await exported(scene)
    assert said.content == "All that I remember here and that you can read (3 memories)."
    assert (about["guild_id"], about["memories"]) == (scene.guild.id, 3)
    assert [record["text"] for record in records] == [
        RAID, "the vault is deep", "I live in Bergen",
    ]  # fmt: skip
    assert [word["name"] for word in records[0]["said_by"]] == ["Ada", "Ben"]
    assert [former["text"] for former in records[2]["before"]] == ["I live in Oslo"]
    store, audience = scene.conversation.network.store, Home(scene.guild.id, None)
    before = await store.active(audience)
    await scene.conversation.network.forgetting.forget(audience, [1, 2, 3])
    done = await imported(scene, about, *records)
    assert done.content.startswith("Imported: 3 memories. Known before: 1 memory.")
    after = await store.active(audience)
    for old, new in zip(before, after, strict=True):
        assert (old.text, old.scope, old.personal) == (new.text, new.scope, new.personal)
        for was, now in zip(old.witnesses, new.witnesses, strict=True):
            assert (was.author, was.message_id) == (now.author, now.message_id)
            assert abs(was.said_at - now.said_at) < 1  # whole seconds
    asked = await scene.slash(scene.ben, "ask", question="where do I live?")
    assert "Bergen" in asked.content
    again = await imported(scene, about, *records)
    assert again.content.startswith("Imported: 0 memories. Known before: 4 memories.")


async def test_nothing_is_exported_that_the_admin_cannot_read(scene: Scene) -> None:
    manager = next(role for role in scene.guild.roles.values() if role.name == "Manager")
    await scene.tell(scene.mod, scene.officers, "remember that the vault is deep")
    await scene.tell(scene.ada, scene.lobby, "remember that the bread is baked at 4am")
    scene.guild.set_roles(scene.mod, [manager])
    _, records = await exported(scene)
    assert len(records) == 1  # the line about the file
    refused = await imported(scene, {"text": "the vault is dry", "channel_id": scene.officers.id})
    assert f"Line 1: channel_id: you can read no channel {scene.officers.id}" in refused.content
    elsewhere = await imported(scene, {"text": "the bread", "channel_id": scene.lobby.id})
    assert "you can read no channel" in elsewhere.content


async def test_a_bad_line_is_named_and_nothing_is_half_imported(scene: Scene) -> None:
    refused = await imported(scene, {"text": RAID}, {"text": "the gate is green"}, "nonsense")
    assert refused.ephemeral
    assert refused.content == "I imported nothing.\nLine 3: this is not a JSON object."
    assert await known(scene) == []


async def test_a_limit_that_is_met_in_the_middle_undoes_all(scene: Scene) -> None:
    network = scene.conversation.network
    await scene.slash(scene.ada, "remember", fact=RAID)
    await network.policies.change(scene.guild.id, lambda _: Policy(per_server=3))
    records = [{"text": f"locker {number} is red"} for number in range(3)]
    refused = await imported(scene, *records)
    assert "Line 3: This server keeps at most 3 memories" in refused.content
    assert await known(scene) == [RAID]
    await network.policies.change(scene.guild.id, lambda _: Policy(per_person=2))
    ada = {"author_id": scene.ada.id, "name": "Ada", "said_at": "2026-01-01T00:00:00Z"}
    refused = await imported(scene, *({**each, "said_by": [ada]} for each in records))
    assert "Line 2: Each person may have me remember 2 things here" in refused.content
    assert await known(scene) == [RAID]
    asked = await scene.slash(scene.ben, "ask", question="what is red?")
    assert "locker" not in asked.content


async def test_words_of_people_who_opted_out_are_left_out(scene: Scene) -> None:
    await scene.slash(scene.ada, "mydata optout")
    ada = {"author_id": scene.ada.id, "name": "Ada", "said_at": "2026-01-01T00:00:00Z"}
    done = await imported(scene, {"text": RAID, "said_by": [ada]}, {"text": "the gate is green"})
    assert done.content == (
        "Imported: 1 memory. Known before: 0 memories. "
        "Left out, for whoever said them has opted out: 1 memory."
    )
    assert await known(scene) == ["the gate is green"]


async def test_nobody_edits_what_an_import_says_that_another_said_in_their_message(
    scene: Scene,
) -> None:
    mention = scene.discord.bot.mention
    said = await scene.ben.say(scene.general, f"{mention} hello")
    await scene.discord.next_reply(scene.general)
    ada = {"author_id": scene.ada.id, "name": "Ada", "said_at": "2026-01-01T00:00:00Z"}
    await imported(scene, {"text": RAID, "said_by": [ada | {"message_id": said.id}]})
    await scene.ben.edit(said, f"{mention} remember that the raid is off")
    await scene.tell(scene.ada, scene.general, "hello")
    await asyncio.sleep(0.1)
    assert await known(scene) == [RAID]
    assert "Ada, <t:" in (await scene.slash(scene.mod, "memory list")).content


async def test_what_is_imported_into_a_thread_goes_with_its_channel(scene: Scene) -> None:
    thread = scene.guild.add_thread(scene.general, "details", scene.ada)
    await scene.discord.until(lambda: scene.bot.get_channel(thread.id), "the thread")
    await imported(scene, {"text": RAID, "channel_id": thread.id})
    await imported(scene, {"text": "the gate is green"}, channel=thread)
    network = scene.conversation.network
    audience = Audience.of(Scope(scene.guild.id, thread.id))
    assert await network.store.count(audience) == 2
    scene.general.delete()
    for _ in range(300):
        if not await network.store.count(audience):
            break
        await asyncio.sleep(0.02)
    assert await known(scene) == []


async def test_a_file_that_is_too_large_or_cannot_be_had_is_refused(scene: Scene) -> None:
    large = scene.mod.upload("m.jsonl", b" " * (8 * 2**20 + 1))
    refused = await scene.mod.slash(scene.general, "memory import", {"file": large})
    assert refused.content.startswith("I read files of at most 8 MiB.")
    gone = scene.mod.upload("m.jsonl", b"{}")
    scene.discord._backend.attachments.clear()
    refused = await scene.mod.slash(scene.general, "memory import", {"file": gone})
    assert refused.content == "Discord did not hand me that file. Try again."


async def test_only_admins_may(scene: Scene) -> None:
    for command in ("add", "export", "import"):
        with pytest.raises(ImpossibleError, match="needs manage_guild"):
            await scene.slash(scene.ada, f"memory {command}")
