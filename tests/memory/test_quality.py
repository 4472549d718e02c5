"""Figures of answers and votes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from memory.errors import OptedOutError
from memory.quality import Figures, Quality, week_of
from memory.store import Store
from tests.fakes import ADA, BEN, HERE, WHISPER, Talk

MONDAY = datetime(2026, 11, 16, tzinfo=UTC).timestamp()
GUILD = 1


def test_weeks_are_those_of_the_calendar() -> None:
    assert week_of(MONDAY) == "2026-W47"
    assert week_of(MONDAY - 1) == "2026-W46"
    assert week_of(datetime(2027, 1, 1, tzinfo=UTC).timestamp()) == "2026-W53"


async def test_answers_and_votes_are_counted_by_week_and_responder(conversation: Talk) -> None:
    quality = conversation.network.quality
    first = await quality.record(GUILD, "memnn", MONDAY, answered=True)
    await quality.record(GUILD, "memnn", MONDAY, answered=False)
    await quality.record(GUILD, "lstm", MONDAY, answered=True)
    await quality.record(GUILD, "memnn", MONDAY - 1, answered=True)
    await quality.record(2, "memnn", MONDAY, answered=True)
    assert await quality.vote(GUILD, first, ADA.id, MONDAY, up=True)
    assert await quality.vote(GUILD, first, BEN.id, MONDAY, up=False)
    assert await quality.figures(GUILD, weeks=2) == [
        Figures("2026-W47", "lstm", 1, 0, 0, 0),
        Figures("2026-W47", "memnn", 1, 1, 1, 1),
        Figures("2026-W46", "memnn", 1, 0, 0, 0),
    ]
    assert len(await quality.figures(GUILD, weeks=1)) == 2


async def test_a_person_has_one_vote_an_answer_and_may_change_it(conversation: Talk) -> None:
    quality = conversation.network.quality
    answer = await quality.record(GUILD, "memnn", MONDAY, answered=True)
    assert await quality.vote(GUILD, answer, ADA.id, MONDAY, up=True)
    assert await quality.vote(GUILD, answer, ADA.id, MONDAY, up=False)
    assert [vote.up for vote in await quality.votes_of(ADA.id)] == [False]
    assert await quality.vote(GUILD, answer, ADA.id, MONDAY, up=False) is False
    assert await quality.votes_of(ADA.id) == []


async def test_nobody_votes_on_another_servers_answers(conversation: Talk) -> None:
    quality = conversation.network.quality
    answer = await quality.record(GUILD, "memnn", MONDAY, answered=True)
    assert await quality.vote(2, answer, ADA.id, MONDAY, up=True) is None
    assert await quality.vote(GUILD, answer + 1, ADA.id, MONDAY, up=True) is None


async def test_who_opted_out_has_no_vote_kept(conversation: Talk) -> None:
    quality = conversation.network.quality
    answer = await quality.record(GUILD, "memnn", MONDAY, answered=True)
    await conversation.network.rights.opt_out(ADA.id, MONDAY)
    with pytest.raises(OptedOutError):
        await quality.vote(GUILD, answer, ADA.id, MONDAY, up=True)
    assert await quality.votes_of(ADA.id) == []


async def test_erased_votes_leave_no_byte(database_path: Path) -> None:
    person = 0x1122_3344_5566_77
    async with Store.open(database_path) as store:
        quality = Quality(store.database)
        answer = await quality.record(GUILD, "memnn", MONDAY, answered=True)
        await quality.vote(GUILD, answer, person, MONDAY, up=True)
        stored = person.to_bytes(7, "big")
        assert any(stored in file.read_bytes() for file in database_path.parent.iterdir())
        assert await quality.erase(person) == 1
        assert await quality.votes_of(person) == []
        for file in database_path.parent.iterdir():
            assert stored not in file.read_bytes()


async def test_questions_are_counted_where_there_are_admins(conversation: Talk) -> None:
    await conversation.say("remember that the raid is on Friday")
    answered = await conversation.say("when is the raid?")
    unknown = await conversation.say("what is the capital of Mongolia?")
    whispered = await conversation.say("when is the raid?", ADA, WHISPER)
    assert answered.answer_id is not None
    assert unknown.answer_id is whispered.answer_id is None
    (found,) = await conversation.network.quality.figures(HERE.guild_id or 0, weeks=1)
    assert (found.answered, found.abstained) == (1, 1)


async def test_neither_question_nor_answer_nor_asker_is_kept(
    conversation: Talk, database_path: Path
) -> None:
    await conversation.say("when is the quiet meeting of the zebras?")
    rows = await conversation.network.store.database.read("SELECT * FROM answers")
    assert [tuple(row)[1:] for row in rows] == [(1, "memnn", "1970-W01", 0)]
    for file in database_path.parent.iterdir():
        assert b"zebras" not in file.read_bytes()


async def test_who_opted_out_takes_back_what_they_thought_before(conversation: Talk) -> None:
    quality, rights = conversation.network.quality, conversation.network.rights
    answer = await quality.record(GUILD, "memnn", MONDAY, answered=True)
    await quality.vote(GUILD, answer, ADA.id, MONDAY, up=True)
    await rights.opt_out(ADA.id, MONDAY)
    with pytest.raises(OptedOutError):
        await quality.vote(GUILD, answer, ADA.id, MONDAY, up=False)
    assert await quality.vote(GUILD, answer, ADA.id, MONDAY, up=True) is False
    assert await quality.votes_of(ADA.id) == []
