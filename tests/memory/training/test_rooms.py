"""Rooms made of question sets."""

import random

from memory.training.passages import Passage, Query
from memory.training.rooms import NAMES, Material, named, rooms, transcripts


def post(number: int) -> Passage:
    pieces = tuple(f"Message {number}-{piece} speaks of tea and boats." for piece in range(5))
    queries = tuple(
        Query(f"What does the author say in {number}-{piece}?", piece, ("tea and boats",))
        for piece in range(5)
    )
    return Passage(f"p{number}", pieces, queries)


TALK = Passage(
    "t",
    ("Who took the boat?", "That was me.", "Oh really now?"),
    (Query("Who took the boat?", 1, ("Ada Moss",)), Query("Who swims?", -1, ())),
    ("Ben", "Ada Moss", "Ben"),
)
MATERIAL = Material.of([post(n) for n in range(12)], [TALK])


def test_every_question_is_answered_by_a_message_of_whom_it_names() -> None:
    for room in rooms(MATERIAL, turns=40, asked=9, seed=3):
        assert 0 < len(room.questions) <= 9
        for asked in room.questions:
            turn = room.turns[asked.evidence[0]]
            assert turn.author in asked.text
            assert asked.text.split()[-1].strip("?") in turn.text or " in " in asked.text


def test_a_seed_makes_the_same_rooms_and_another_one_others() -> None:
    first, again, other = (list(rooms(MATERIAL, turns=40, asked=9, seed=s)) for s in (3, 3, 4))
    assert first == again != other


def test_all_posts_are_said_once_and_sessions_follow_each_other() -> None:
    made = list(rooms(MATERIAL, turns=40, asked=9, seed=3))
    said = [turn.text for room in made for turn in room.turns if turn.text.startswith("Message")]
    assert sorted(said) == sorted(piece for p in MATERIAL.posts for piece in p.pieces)
    for room in made:
        times = [turn.said_at for turn in room.turns]
        assert times == sorted(times)
        assert room.turns[-1].session > 1


def test_a_question_said_aloud_is_not_asked() -> None:
    for room in rooms(MATERIAL, turns=40, asked=99, seed=5):
        aloud = {turn.text for turn in room.turns if turn.text.endswith("?")}
        assert any("you say" in text for text in aloud)
        for text in aloud - set(MATERIAL.remarks):
            place = text.split()[-1]
            assert all(place not in asked.text.split() for asked in room.questions)


def test_a_transcript_stands_as_it_was_said() -> None:
    (room,) = transcripts(MATERIAL, count=3, asked=9, seed=1)
    assert [turn.author for turn in room.turns] == ["Ben", "Ada", "Ben"]
    (asked,) = room.questions
    assert (asked.evidence, asked.answer) == ((1,), "Ada")


def test_names_stand_where_the_author_was_meant() -> None:
    rng = random.Random(0)
    assert named("What does the reviewer like?", "Ada", rng) == "What does Ada like?"
    assert named("What is their boat?", "Ada", rng) == "What is Ada's boat?"
    assert len(set(NAMES)) == len(NAMES)
