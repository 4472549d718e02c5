"""Thumbs under an answer, and the thread of a conversation, end to end."""

import pytest

from tests.cogs.conftest import Scene
from tests.fakes import FakeEncoder
from tests.loopback import Message

RAID = "remember that the raid is on Friday"
ASKED = "when is the raid?"


@pytest.fixture
def encoder() -> FakeEncoder:  # meaning is not what this is about
    return FakeEncoder()


async def answered(scene: Scene) -> Message:
    await scene.tell(scene.ada, scene.general, RAID)
    return await scene.tell(scene.ben, scene.general, ASKED)


async def figures(scene: Scene) -> list[str]:
    """The numbers of the newest week: answers, unknown, up, down."""
    shown = await scene.slash(scene.mod, "memory quality")
    assert shown.ephemeral
    return shown.content.split("\n")[3].split()[2:]


async def test_thumbs_are_counted_and_can_be_changed(scene: Scene) -> None:
    answer = await answered(scene)
    noted = await scene.ada.click(answer, label="👍")
    assert noted.ephemeral
    assert noted.content == "Noted: 👍. Press it again to take that back."
    await scene.ben.click(answer, label="👎")
    assert await figures(scene) == ["1", "0", "1", "1"]
    await scene.ada.click(answer, label="👎")
    assert await figures(scene) == ["1", "0", "0", "2"]
    assert (await scene.ada.click(answer, label="👎")).content == "Taken back."
    await scene.tell(scene.ben, scene.general, "what is the capital of Mongolia?")
    assert await figures(scene) == ["1", "1", "0", "1"]


async def test_thumbs_work_after_a_restart_and_under_a_private_answer(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, RAID)
    asked = await scene.slash(scene.ben, "ask", question=ASKED)
    async with scene.restarted():
        await scene.ben.click(asked, label="👍")
        assert await figures(scene) == ["1", "0", "1", "0"]


async def test_there_are_no_thumbs_in_direct_messages(scene: Scene) -> None:
    dm = await scene.ada.open_dm()
    await scene.tell(scene.ada, dm, RAID)
    answer = await scene.tell(scene.ada, dm, ASKED)
    labels = [button["label"] for row in answer.components for button in row["components"]]
    assert labels == ["Why?"]


async def test_votes_are_in_ones_own_data_and_go_with_it(scene: Scene) -> None:
    answer = await answered(scene)
    await scene.ben.click(answer, label="👍")
    shown = await scene.slash(scene.ben, "mydata show")
    assert "What you thought of answers: 1 👍, 0 👎." in shown.content
    asked = await scene.slash(scene.ben, "mydata delete")
    await scene.ben.click(asked, label="Forget it")
    assert asked.content.endswith("What you thought of answers is gone too (1).")
    assert "thought" not in (await scene.slash(scene.ben, "mydata show")).content
    assert await figures(scene) == ["1", "0", "0", "0"]


async def test_who_opted_out_has_no_vote_kept(scene: Scene) -> None:
    answer = await answered(scene)
    await scene.slash(scene.ben, "mydata optout")
    refused = await scene.ben.click(answer, label="👍")
    assert "opted out" in refused.content
    assert await figures(scene) == ["1", "0", "0", "0"]


async def test_before_anything_was_asked_there_are_no_figures(scene: Scene) -> None:
    shown = await scene.slash(scene.mod, "memory quality")
    assert shown.content == "Nobody has asked me anything here yet."


async def test_a_question_leans_on_the_one_before(scene: Scene) -> None:
    await answered(scene)
    where = await scene.tell(scene.ben, scene.general, "and where?")
    assert "-# understood as “where is the raid?”" in where.content
    alone = await scene.tell(scene.ada, scene.general, "and where?")
    assert "understood as" not in alone.content


async def test_who_replies_to_an_answer_goes_on_from_it(scene: Scene) -> None:
    answer = await answered(scene)
    await scene.ada.say(scene.general, "who said that?", reply_to=answer)
    said = await scene.discord.next_reply(scene.general)
    first, source = said.content.split("\n")
    assert first == "I know it from Ada:"
    assert source.startswith("-# 1. “the raid is on Friday” · Ada, <t:")


async def test_ask_goes_on_in_private_and_not_in_public(scene: Scene) -> None:
    await scene.tell(scene.ada, scene.general, RAID)
    await scene.slash(scene.ben, "ask", question=ASKED)
    private = await scene.slash(scene.ben, "ask", question="and where?")
    assert "understood as “where is the raid?”" in private.content
    public = await scene.slash(scene.ben, "ask", question="and where?", public=True)
    assert "raid" not in public.content
