"""Correcting a memory, and writing in forms, end to end."""

from pathlib import Path

import pytest

from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder

RAID = "the raid is on Friday"
RIGHT = "the raid is on Sunday"
LABEL = "What is right?"


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


async def answer(scene: Scene) -> str:
    return (await scene.slash(scene.ben, "ask", question="when is the raid?")).content


async def test_correct_puts_the_new_words_in_the_place_of_the_old(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    corrected = await scene.slash(scene.ada, "correct", about="the raid", fact=RIGHT)
    assert corrected.ephemeral
    assert corrected.content == f"I'll remember instead: {RIGHT}."
    assert "Sunday" in await answer(scene)
    assert "Friday" not in await answer(scene)
    shown = await scene.slash(scene.mod, "memory show", number=1)
    assert shown.content.startswith(RIGHT)
    assert f"-# before: “{RAID}” · Ada, <t:" in shown.content


async def test_nobody_corrects_anothers_words_but_an_admin(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    refused = await scene.slash(scene.ben, "correct", about="#1", fact=RIGHT)
    assert "only they can correct it" in refused.content
    await scene.slash(scene.mod, "correct", about="#1", fact=RIGHT)
    assert "Sunday" in await answer(scene)
    assert "Mod, <t:" in await answer(scene)
    shown = await scene.slash(scene.mod, "memory show", number=1)
    assert f"-# before: “{RAID}” · <@{scene.ada.id}>, <t:" in shown.content


async def test_an_admin_cannot_say_i_for_somebody_else(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact="I live in Oslo")
    refused = await scene.slash(scene.mod, "correct", about="#1", fact="I live in Bergen")
    assert "only they can correct it" in refused.content
    asked = await scene.slash(scene.ada, "ask", question="where do I live?")
    assert "Oslo" in asked.content


async def test_words_that_an_admin_replaced_stay_their_authors_to_see_and_delete(
    scene: Scene, tmp_path: Path
) -> None:
    said = await scene.ada.say(scene.general, f"{scene.discord.bot.mention} remember that {RAID}")
    await scene.discord.next_reply(scene.general)
    await scene.slash(scene.mod, "correct", about="#1", fact=RIGHT)
    mine = await scene.slash(scene.ada, "mydata show")
    assert f"before: “{RAID}”" in mine.content
    assert "Sunday" not in mine.content
    exported = await scene.slash(scene.ada, "mydata export")
    assert exported.message is not None
    assert b"Friday" in exported.message.files["engram-mydata-1.jsonl"]
    assert b"Sunday" not in exported.message.files["engram-mydata-1.jsonl"]
    await scene.ada.click(await scene.slash(scene.ada, "mydata delete"), label="Forget it")
    assert b"on friday" not in _bytes_on_disk(tmp_path)
    assert "Sunday" in await answer(scene)
    await scene.ada.delete(said)
    assert "Sunday" in await answer(scene)


async def test_former_words_go_with_their_message(scene: Scene, tmp_path: Path) -> None:
    said = await scene.ada.say(scene.general, f"{scene.discord.bot.mention} remember that {RAID}")
    await scene.discord.next_reply(scene.general)
    await scene.slash(scene.ada, "correct", about="#1", fact=RIGHT)
    await scene.ada.delete(said)
    await scene.discord.until(lambda: b"on friday" not in _bytes_on_disk(tmp_path), "its words")
    assert "Sunday" in await answer(scene)  # which was said by command


async def test_what_others_said_too_stays_theirs(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    await scene.slash(scene.ben, "remember", fact=RAID)
    await scene.slash(scene.ada, "correct", about="#1", fact=RIGHT)
    listed = await scene.slash(scene.mod, "memory list")
    assert f"`#2` “{RIGHT}” · Ada" in listed.content
    assert f"`#1` “{RAID}” · Ben" in listed.content


async def test_correcting_what_is_not_there(scene: Scene) -> None:
    for about in ("the raid", "#17"):
        said = await scene.slash(scene.ada, "correct", about=about, fact=RIGHT)
        assert said.content.startswith("I don't remember anything like that")


async def test_the_button_below_what_was_taught_corrects_it_after_a_restart_too(
    scene: Scene,
) -> None:
    taught = await scene.slash(scene.ada, "remember", fact=RAID)
    async with scene.restarted():
        form = await scene.ada.click(taught, label="Correct")
        assert form.modal is not None
        assert form.modal.fields[LABEL]["value"] == RAID
        done = await scene.ada.submit(form.modal, {LABEL: RIGHT})
        assert done.ephemeral
        assert done.content == f"I'll remember instead: {RIGHT}."
        assert "Sunday" in await answer(scene)


async def test_the_button_behind_which_the_memory_is_gone(scene: Scene) -> None:
    taught = await scene.slash(scene.ada, "remember", fact=RAID)
    form = await scene.ada.click(taught, label="Correct")
    await scene.ada.click(await scene.slash(scene.ada, "forget", about="#1"), label="Forget it")
    late = await scene.ada.submit(form.modal, {LABEL: RIGHT})
    assert late.content == "There is no memory number 1 here."
    gone = await scene.ada.click(taught, label="Correct")
    assert gone.content == "There is no memory number 1 here."


async def test_admins_correct_from_the_list(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    form = await scene.slash(scene.mod, "memory edit", number=1)
    await scene.mod.submit(form.modal, {LABEL: RIGHT})
    assert "Sunday" in await answer(scene)
    shown = await scene.slash(scene.mod, "memory show", number=1)
    assert (await scene.mod.click(shown, label="Correct")).modal is not None
    await scene.slash(scene.ada, "remember", fact="I live in Oslo")
    refused = await scene.slash(scene.mod, "memory edit", number=2)
    assert refused.modal is None
    assert "only they can correct it" in refused.content


async def test_a_long_fact_is_written_in_a_form(scene: Scene) -> None:
    form = await scene.slash(scene.ada, "remember")
    assert form.modal is not None
    done = await scene.ada.submit(
        form.modal, {"What should I remember?": f"the raid of {scene.ben.mention}\nis on Friday"}
    )
    assert done.content == "I'll remember: the raid of Ben is on Friday."
    form = await scene.slash(scene.ada, "remember")
    long = await scene.ada.submit(form.modal, {"What should I remember?": "word " * 500})
    assert long.content.startswith("That is 2,499 characters long")


async def test_memories_are_suggested_to_those_who_may_change_them(scene: Scene) -> None:
    await scene.slash(scene.ada, "remember", fact=RAID)
    await scene.slash(scene.ada, "remember", fact="my cat is called Tom " + "and purrs " * 20)
    await scene.tell(scene.mod, scene.officers, "remember that the raid is a trap")
    for command in ("forget", "correct"):
        offered = await scene.ada.autocomplete(
            scene.general, command, {"about": "ra"}, focused="about"
        )
        assert offered == [{"name": f"#1 {RAID}", "value": "#1"}]
    everything = await scene.ada.autocomplete(
        scene.general, "forget", {"about": ""}, focused="about"
    )
    assert [choice["value"] for choice in everything] == ["#2", "#1"]
    assert everything[0]["name"].startswith("#2 your cat is called Tom")
    nothing = await scene.ben.autocomplete(
        scene.general, "forget", {"about": "raid"}, focused="about"
    )
    assert nothing == []
    admin = await scene.mod.autocomplete(
        scene.general, "forget", {"about": "raid"}, focused="about"
    )
    assert {choice["value"] for choice in admin} == {"#1", "#3"}


def _bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("engram*"))).lower()
