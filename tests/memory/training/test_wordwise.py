"""Training the responders that read word by word."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from memory.scrolls import Said, scroll
from memory.training import told
from memory.training.responding import answers, measure, said
from memory.training.stories import Settings, Story, _fact, _places, make, part_of
from memory.training.wordwise import calibrate, lexicon, loss, train, word_vectors
from memory.wordwise import KINDS, Kind, Shape, Wordwise

SMALL = Shape(width=64, hidden=96, slots=6, generated=5)
TINY = Settings(rate=1e-2, batch=8, steps=90, chunk=30, seen=8, least=1, unseen=0.0)


def facts(count: int, seed: int = 1) -> list[Story]:
    return [story for one in told.stories(count, seed, 2) if (story := _fact(one)) is not None]


@pytest.mark.parametrize("kind", KINDS)
def test_it_learns_a_few_stories_by_heart(kind: Kind) -> None:
    some = facts(8)
    made, _ = train(some, some, replace(TINY, kind=kind), SMALL)
    assert measure(answers(made, some), some)["f1"] > 0.6
    texts = {said(made, story)[0] for story in some}
    assert texts & {story.answer for story in some if story.answer}


def test_an_answer_is_found_where_it_stands() -> None:
    memory = Said("Ada Lovelace", "The raid, at 8:30, is on Friday (May 3).")
    words = scroll([Said("Ben", "hello"), memory], "when?")

    def found(answer: str) -> list[str]:
        return [words[place].text for place in _places(words, memory, answer, 1)]

    assert found("Friday (May 3") == ["Friday", "May", "3"]
    assert found("8:30") == ["8:30"]
    assert found("Ada Lovelace") == ["Ada", "Lovelace"]
    assert found("Saturday") == []


def test_words_of_answers_come_first_and_rare_ones_are_unknown() -> None:
    some = facts(60)
    known = lexicon(some, replace(TINY, least=3), 4)
    assert len(known.generated) == 5
    assert "the" in known.words
    counts = [word.text.casefold() for story in some for word in story.words]
    assert all(counts.count(word) >= 3 for word in known.words if word.isascii())
    vectors = word_vectors(known.words, 8)
    assert vectors.shape == (len(known.words), 8)
    near = torch.nn.functional.normalize(vectors, dim=1)
    assert torch.isfinite(near).all()


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_words_can_still_be_learned_to_be_said(kind: Kind) -> None:
    some = facts(6)
    made = Wordwise(kind, lexicon(some, TINY, 5), SMALL)
    words = {word.text.casefold() for story in some for word in story.words}
    cost = loss(made, some, words)
    cost.backward()
    assert torch.isfinite(cost)
    weight = made.network.words.word.weight
    assert weight.grad is not None
    known = weight.grad[-len(made.lexicon.words) :]
    assert known.abs().max() == 0, "all were as if training lacked them"


def test_calibration_makes_what_is_right_surer(monkeypatch: pytest.MonkeyPatch) -> None:
    some = facts(12)
    made, _ = train(some, some, replace(TINY, kind="lstm"), SMALL)
    made.slope, made.offset = 0.0, 0.0
    calibrate(made, [*some, *facts(40, seed=9)])
    assert made.slope > 0
    assert made.odds(0.99) > made.odds(0.2)


def test_nothing_said_where_nothing_answers_counts_as_right() -> None:
    story = replace(facts(1)[0], answer="", places=())
    made = Wordwise("pointer", lexicon([story], TINY, 5), SMALL)
    text, _ = said(made, story)
    assert measure(answers(made, [story]), [story])["f1"] == float(text == "")


def squad(path: Path) -> None:
    paragraphs = []
    for number in range(40):
        text = f"The {path.stem} number {number} left on Monday. It came back to port {number}."
        start = text.index("Monday")
        asked = {
            "question": f"When did boat number {number} leave?",
            "answers": [{"text": "Monday", "answer_start": start}],
        }
        paragraphs.append({"context": text, "qas": [asked]})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), "utf-8")


def data(folder: Path) -> Path:
    """A data folder with a few lines of each set."""
    for name in ("reddit", "amazon_reviews", "new_wiki"):
        squad(folder / "squadshifts" / f"{name}_v1.0.json")
    qamr = folder / "qamr"
    qamr.mkdir()
    lines = [f"s{n}\tThe mill number {n} grinds corn ." for n in range(40)]
    (qamr / "wiki-sentences.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    rows = [f"s{n}\tx\tx\tx\tx\tWhat does mill {n} grind?\t5\t0:5\t0:5" for n in range(40)]
    (qamr / "dev.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    said = [
        {"speakers": ["Ada Byron"], "utterance": f"I will bring the cake {n} ."} for n in range(3)
    ]
    asked = {
        "question": "Who will bring the cake 1 ?",
        "answers": [{"answer_text": "Ada Byron", "utterance_id": 1}],
    }
    episodes = [
        {"title": f"e{n}", "paragraphs": [{"utterances:": said, "qas": [asked]}]} for n in range(40)
    ]
    (folder / "friendsqa").mkdir()
    (folder / "friendsqa" / "friendsqa_dev.json").write_text(
        json.dumps({"data": episodes}), "utf-8"
    )
    return folder


def test_passages_stand_in_one_part_alone(tmp_path: Path) -> None:
    settings = Settings(posts=40, asked=2, told=20, turns=30)
    folder = data(tmp_path)
    parts = {part: make(folder, settings, part) for part in ("learn", "develop", "report")}
    sources = {story.source for story in parts["learn"]}
    assert sources == {"squadshifts", "qamr", "friendsqa", "told"}
    held = [
        {memory.text for story in stories if story.source != "told" for memory in story.memories}
        for stories in parts.values()
    ]
    own = [{text for text in texts if text.startswith("The ")} for texts in held]
    assert all(own)
    assert not own[0] & own[1]
    assert not own[0] & own[2]
    assert not own[1] & own[2]
    lost = [story for story in parts["learn"] if not story.answer]
    assert 0 < len(lost) < len(parts["learn"]) / 2
    for story in parts["learn"]:
        text = " ".join(story.words[place].text for place in story.places)
        assert text in story.answer.replace(",", "") or story.source == "told"


def test_a_passage_always_belongs_to_the_same_part() -> None:
    names = [f"reddit:{n}" for n in range(500)]
    parts = [part_of(name) for name in names]
    assert parts == [part_of(name) for name in names]
    assert 0.7 < parts.count("learn") / 500 < 0.9
