"""What the span pointer learns from."""

from collections import Counter
from pathlib import Path

from memory.training.dialogues import Asked, Dialogue, Turn
from memory.training.passages import Passage, Query
from memory.training.windows import (
    Sizes,
    chats,
    held_out,
    lessons,
    message,
    mixed,
    of_dialogue,
    of_room,
)
from tests.memory.training.test_scoring import write_data

TURNS = (
    Turn("1", 1, "Ada", "Where is the boat?", 0.0),
    Turn("2", 1, "Ben", "it is in the harbour", 0.0),
    Turn("3", 2, "Cleo", "I ate bread", 9.0),
    Turn("4", 2, "Ben", "the boat is blue", 9.0),
)
ROOM = Dialogue("room", TURNS, (Asked("Where did Ben put the boat?", "the harbour", (1,), 1),))


def question_sets(folder: Path) -> Path:
    """A data folder with a few lines of each layout."""
    data = write_data(folder)
    (data / "qamr").mkdir()
    (data / "qamr" / "wiki-sentences.tsv").write_text("s1\tAda Moss sailed .\n", "utf-8")
    for name in ("dev", "test"):
        row = "s1\t0 1\t7\t0\t1\tWho sailed?\t0 1\t3:0 1\t4:1\n"
        (data / "qamr" / f"{name}.tsv").write_text(row, "utf-8")
    return data


def test_a_message_follows_the_question_of_its_session() -> None:
    assert message(TURNS, 1) == "Ada: Where is the boat? Ben: it is in the harbour"
    assert message(TURNS, 2) == "Cleo: I ate bread"
    assert message(TURNS, 0) == "Ada: Where is the boat?"


def test_a_room_teaches_where_an_answer_stands_and_that_there_may_be_none() -> None:
    found = [one for seed in range(60) for one in of_room(ROOM, seed)]
    for one in found:
        if one.answer:
            text = one.texts[one.text]
            assert text == message(TURNS, 1)
            assert text[one.start : one.start + len(one.answer)] == "the harbour"
    kinds = Counter((bool(one.answer), one.question) for one in found)
    assert kinds[True, "Where did Ben put the boat?"] > 30
    assert kinds[False, "Where did Ben put the boat?"] > 0
    swapped = {question for answered, question in kinds if not answered} - {ROOM.questions[0].text}
    assert swapped == {"Where did Ada put the boat?", "Where did Cleo put the boat?"}


def test_messages_are_read_in_their_order() -> None:
    order = [message(TURNS, place) for place in range(4)]
    for seed in range(20):
        for one in of_room(ROOM, seed):
            assert [order.index(text) for text in one.texts] == sorted(map(order.index, one.texts))


def test_an_answer_that_is_who_said_it_is_the_name() -> None:
    asked = Asked("Who says where the boat is?", "Ben", (1,), 1)
    room = Dialogue("room", TURNS, (asked,))
    starts = {one.start for seed in range(20) for one in of_room(room, seed) if one.answer}
    assert starts == {len("Ada: Where is the boat? ")}


def test_a_dialogue_is_cut_into_windows() -> None:
    pieces = ("word " * 150, "word " * 150, "the boat is red")
    query = Query("What is red?", 2, ("the boat",))
    dialogue = Passage("s1", pieces, (query,), ("Ada", "Ben", "Ada"))
    found = [one for seed in range(20) for one in of_dialogue(dialogue, seed)]
    answered = [one for one in found if one.answer]
    assert len(answered) == 20
    assert {(one.texts, one.text, one.start) for one in answered} == {
        (("Ben: " + pieces[1], "Ada: the boat is red"), 1, 5)
    }
    assert 0 < len(found) - len(answered) < 20


def test_a_whole_dialogue_has_every_answer_and_every_window_without_one() -> None:
    pieces = ("word " * 150, "the boat, or the ship", "word " * 150, "the ship is red")
    query = Query("What is red?", 3, ("the ship", "the boat"), (1,))
    dialogue = Passage("s1", pieces, (query,), ("Ada", "Ben", "Ada", "Ben"))
    found = list(of_dialogue(dialogue, 1, whole=True))
    assert [(one.answer, one.texts[one.text], one.start) for one in found if one.answer] == [
        ("the ship", "Ben: the boat, or the ship", 18),
        ("the boat", "Ben: the boat, or the ship", 5),
        ("the ship", "Ben: the ship is red", 5),
    ]
    beside = Passage("s1", ("word " * 250, *pieces[1:]), dialogue.queries, dialogue.authors)
    assert [one.texts for one in of_dialogue(beside, 1, whole=True) if not one.answer] == [
        (f"Ada: {beside.pieces[0]}",)
    ]


def test_lessons_are_whole_passages_and_held_out_ones_are_kept_apart(tmp_path: Path) -> None:
    data = question_sets(tmp_path)
    kept, held = lessons(data, 1), lessons(data, 1, out=True)
    assert {"red"} <= {one.answer for one in kept}
    for one in (*kept, *held):
        assert one.texts[0][one.start : one.start + len(one.answer)] == one.answer
    assert not {one.texts for one in kept} & {one.texts for one in held}
    assert held_out("s1") is not any(one.answer == "Ada Moss" for one in kept)


def test_rooms_windows_and_passages_are_mixed(tmp_path: Path) -> None:
    data = question_sets(tmp_path)
    sizes = Sizes(posts=10, turns=30)
    again = lessons(data, 1)
    found = mixed(data, sizes, 1, again)
    assert found == mixed(data, sizes, 1, again)
    assert set(found) & set(again)
    posts, talks = chats(data, sizes, 1, out=False)
    assert posts
    assert not talks or held_out("e1") is False
    held, _ = chats(data, sizes, 1, out=True)
    kept_texts, held_texts = (
        {turn.text for room in some for turn in room.turns if "bought" in turn.text}
        for some in (posts, held)
    )
    assert kept_texts
    assert not kept_texts & held_texts


def test_without_dialogues_nothing_of_them_is_seen(tmp_path: Path) -> None:
    data = question_sets(tmp_path)
    (data / "friendsqa" / "friendsqa_dev.json").unlink()
    sizes = Sizes(posts=10, turns=30, dialogues=False)
    posts, talks = chats(data, sizes, 1, out=False)
    assert posts
    assert not talks
    assert mixed(data, sizes, 1, lessons(data, 1))
