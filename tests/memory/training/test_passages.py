"""Question sets as passages."""

import json
from pathlib import Path
from typing import Any

import pytest

from memory.training.passages import (
    PassageFileError,
    joined,
    read_friendsqa,
    read_qamr,
    read_squad,
)


def squad(path: Path, context: str, *qas: dict[str, Any]) -> Path:
    data = {"data": [{"paragraphs": [{"context": context, "qas": qas}]}]}
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_a_paragraph_is_cut_into_pieces_that_hold_their_answers(tmp_path: Path) -> None:
    first = "The ferry to the island leaves every morning at nine from the old stone pier. "
    second = "Bicycles travel for free on every ferry except the one that carries the mail."
    qa = {"question": "What travels  free?", "answers": [{"text": "Bicycles", "answer_start": 78}]}
    none = {"question": "Who swims?", "is_impossible": True, "answers": []}
    (passage,) = read_squad(squad(tmp_path / "f.json", first + second, qa, none))
    assert passage.pieces == (first.strip(), second)
    found, missing = passage.queries
    assert (found.text, found.piece, found.answers) == ("What travels free?", 1, ("Bicycles",))
    assert (missing.piece, missing.answers) == (-1, ())


def test_short_sentences_stay_together(tmp_path: Path) -> None:
    (passage,) = read_squad(squad(tmp_path / "f.json", "Hi all. It rains. We stay."))
    assert passage.pieces == ("Hi all. It rains. We stay.",)


def test_tokens_become_text_again() -> None:
    assert joined("I did n't , Sam 's boat -LRB- red -RRB- !") == "I didn't, Sam's boat (red)!"


def test_a_dialogue_keeps_who_says_what(tmp_path: Path) -> None:
    said = [
        {"uid": 0, "speakers": ["#NOTE#"], "utterance": "[ A pier . ]"},
        {"uid": 1, "speakers": ["Ada Moss"], "utterance": "I sold it ."},
    ]
    answer = {"answer_text": "Ada Moss", "utterance_id": 1, "is_speaker": True}
    qas = [{"id": "q", "question": "Who sold it ?", "answers": [answer]}]
    data = {"data": [{"title": "e1", "paragraphs": [{"utterances:": said, "qas": qas}]}]}
    path = tmp_path / "f.json"
    path.write_text(json.dumps(data), "utf-8")
    (passage,) = read_friendsqa(path)
    assert passage.authors == ("Scene", "Ada Moss")
    assert passage.pieces == ("[A pier.]", "I sold it.")
    assert passage.queries[0].piece == 1
    assert passage.queries[0].answers == ("Ada Moss",)


def test_qamr_answers_are_spans_of_its_sentences(tmp_path: Path) -> None:
    (tmp_path / "wiki-sentences.tsv").write_text("s1\tAda Moss sailed to Oslo .\n", "utf-8")
    row = "s1\t0 1\t7\t0\t1\tWho sailed?\t0 1\t3:0 1\t4:1\n"
    again = row.replace("Who", "who")
    (tmp_path / "dev.tsv").write_text(row + again, "utf-8")
    (passage,) = read_qamr(tmp_path, "dev")
    assert passage.pieces == ("Ada Moss sailed to Oslo.",)
    (query,) = passage.queries  # asked twice, kept once
    assert query.answers == ("Ada Moss", "Moss")


@pytest.mark.parametrize("text", ["[]", '{"data": 3}', "no json"])
def test_another_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "f.json"
    path.write_text(text, "utf-8")
    with pytest.raises(PassageFileError, match=r"f\.json"):
        read_squad(path)
