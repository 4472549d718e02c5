import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from memory.training.dialogues import DialogueFileError, read, texts


def sample() -> dict[str, Any]:
    return {
        "sample_id": "boats",
        "event_summary": "not known here",
        "conversation": {
            "speaker_a": "Ada",
            "session_10_date_time": "1:56 pm on 8 May, 2023",
            "session_10": [{"speaker": "Ben", "dia_id": "D10:1", "clean_text": "Sold the boat."}],
            "session_2_date_time": "9:05 am on 1 March, 2023",
            "session_2": [
                {"speaker": "Ada", "dia_id": "D2:1", "text": "Look!", "blip_caption": "a boat"},
                {
                    "speaker": "Ben",
                    "dia_id": "D2:2",
                    "text": "Nice.",
                    "date_time": "2023-03-02T10:00:00+02:00",
                },
            ],
            "session_2_summary": "about a boat",
        },
        "qa": [
            {
                "question": "Who?",
                "answer": 22,
                "evidence": ["D2:1; D10:1", "D2:1"],
                "category": 1,
            },
            {"question": "Why?", "evidence": ["D9:9 D2:2"], "category": 5},
        ],
    }


def written(folder: Path, content: object) -> Path:
    path = folder / "chats.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_chat_is_read_in_the_order_of_its_sessions(tmp_path: Path) -> None:
    [chat] = read(written(tmp_path, [sample()]))
    assert [turn.id for turn in chat.turns] == ["D2:1", "D2:2", "D10:1"]
    assert texts(chat.turns) == ["Ada: Look! [image: a boat]", "Ben: Nice.", "Ben: Sold the boat."]
    times = [datetime.fromtimestamp(turn.said_at, UTC).isoformat() for turn in chat.turns]
    assert times == [
        "2023-03-01T09:05:00+00:00",
        "2023-03-02T08:00:00+00:00",
        "2023-05-08T13:56:00+00:00",
    ]


def test_evidence_is_split_and_what_no_turn_has_is_told(tmp_path: Path) -> None:
    [chat] = read(written(tmp_path, [sample()]))
    assert [q.evidence for q in chat.questions] == [(0, 2), (1,)]
    assert [q.answer for q in chat.questions] == ["22", ""]
    assert chat.unmatched == ("D9:9",)


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("question", "2 qa 1 question: Field required"),
        ("category", "2 qa 1 category: Field required"),
        ("answer", "sample 2, question 1: the field answer is missing"),
    ],
)
def test_a_missing_field_of_a_question_is_named_with_its_place(
    tmp_path: Path, field: str, place: str
) -> None:
    broken = sample()
    del broken["qa"][0][field]
    with pytest.raises(DialogueFileError, match=place):
        read(written(tmp_path, [sample(), broken]))


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("dia_id", "1 conversation session_10 1 dia_id: Field required"),
        ("speaker", "1 conversation session_10 1 speaker: Field required"),
        ("clean_text", "sample 1, message D10:1: neither text nor clean_text"),
    ],
)
def test_a_missing_field_of_a_message_is_named(tmp_path: Path, field: str, place: str) -> None:
    broken = sample()
    del broken["conversation"]["session_10"][0][field]
    with pytest.raises(DialogueFileError, match=place):
        read(written(tmp_path, [broken]))


@pytest.mark.parametrize("content", [{}, [3], [{"conversation": {}, "qa": []}], "text"])
def test_another_layout_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(DialogueFileError, match=r"chats\.json"):
        read(written(tmp_path, content))


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    broken = sample()
    broken["conversation"]["session_10_date_time"] = "some day"
    with pytest.raises(DialogueFileError, match="sample 1, message D10:1: its time cannot be read"):
        read(written(tmp_path, [broken]))


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "chats.json"
    path.write_text("[", encoding="utf-8")
    with pytest.raises(DialogueFileError, match="the whole file: Invalid JSON"):
        read(path)
