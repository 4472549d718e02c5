"""Training s_O for chat, at the size of a test."""

import json
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from bot import research
from memory import scoring
from memory.checkpoints import CheckpointError
from memory.features import Feature
from memory.training.dialogues import Asked as Question
from memory.training.dialogues import Dialogue, Turn
from memory.training.scoring import Asked, Kept, Settings, ask, calibrated, found, make, train
from tests.fakes import FakeEncoder

THINGS = "boat harp lamp kite drum vase sled tent comb bell".split()
TINY = Settings(epochs=8, hidden=4, batch=4, hard=3, drawn=3)


def chat(name: str) -> Dialogue:
    """Ben has all things; whoever else names them only asks."""
    turns, questions = list[Turn](), list[Question]()
    for number, thing in enumerate(THINGS):
        at = 90_000.0 * number
        turns.append(Turn(f"a{number}", number, "Ada", f"Where is the {thing} of yours?", at))
        turns.append(Turn(f"b{number}", number, name, f"my {thing} is at home with me", at))
        turns.append(Turn(f"c{number}", number, "Ada", "oh I see", at))
        questions.append(Question(f"Where is {name}'s {thing}?", "at home", (3 * number + 1,), 1))
    return Dialogue(name, tuple(turns), tuple(questions))


CHATS = [chat(name) for name in ("Ben", "Cleo", "Dora", "Emil", "Fay")]


def test_training_learns_who_answers_and_what_only_asks(tmp_path: Path) -> None:
    encode = Kept(FakeEncoder, tmp_path / "vectors.safetensors")
    scorer, state = train(CHATS, encode, TINY)
    assert state.best > 0.9
    firsts = []
    for item in ask(chat("Gus"), encode):
        everything = torch.ones(len(item.phi), dtype=torch.bool)
        firsts.append(int(scorer.log_odds(item.phi, everything).argmax()) in item.evidence)
    assert sum(firsts) >= 9


def test_what_cannot_be_answered_is_less_sure(tmp_path: Path) -> None:
    encode = Kept(FakeEncoder, tmp_path / "vectors.safetensors")
    scorer, _ = train(CHATS, encode, TINY)
    for item in ask(chat("Gus"), encode):
        allowed = torch.ones(len(item.phi), dtype=torch.bool)
        sure = float(scorer.log_odds(item.phi, allowed).max())
        allowed[list(item.evidence)] = False
        assert float(scorer.log_odds(item.phi, allowed)[allowed].max()) < sure


def test_a_scorer_comes_back_as_it_was(tmp_path: Path) -> None:
    scorer, _ = train(CHATS[:1], FakeEncoder().encode, TINY)
    scorer.save(tmp_path / "chat", {"hidden": 4, "seed": 1}, {})
    again = scoring.Scorer.load(tmp_path / "chat")
    phi, allowed = torch.randn(6, len(Feature)), torch.ones(6, dtype=torch.bool)
    assert torch.equal(scorer.log_odds(phi, allowed), again.log_odds(phi, allowed))


def test_a_scorer_of_other_features_is_refused(tmp_path: Path) -> None:
    scorer, _ = train(CHATS[:1], FakeEncoder().encode, TINY)
    scorer.save(tmp_path, {"hidden": 4}, {})
    (tmp_path / "vocabulary.json").write_text('["COSINE"]', "utf-8")
    with pytest.raises(CheckpointError, match="train it anew"):
        scoring.Scorer.load(tmp_path)


def test_the_shipped_scorer_is_small_and_says_what_it_was_trained_on() -> None:
    scoring.Scorer.load()
    config = json.loads((scoring.SHIPPED / "config.json").read_text("utf-8"))
    assert {"data", "licence", "seed", "commit", "encoder"} <= set(config)
    assert (scoring.SHIPPED / "model.safetensors").stat().st_size < 100_000


def test_no_text_is_encoded_twice(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    first = Kept(lambda: encoder, tmp_path / "v.safetensors")(["a boat", "a harp", "a boat"])
    again = Kept(lambda: encoder, tmp_path / "v.safetensors")(["a harp"])
    assert [len(batch) for batch in encoder.batches] == [2]
    assert torch.equal(first[0], first[2])
    assert torch.equal(first[1], again[0])


def test_the_network_is_found_wanting_where_it_scores_the_wrong_row() -> None:
    items = [Asked(torch.eye(7, len(Feature)), (6,))]
    scorer, _ = train(CHATS[:1], FakeEncoder().encode, TINY)
    assert 0 <= found(scorer.network, items) <= 1
    assert calibrated(scorer.network, ask(CHATS[0], FakeEncoder().encode)).slope > 0


def write_data(folder: Path) -> Path:
    """A data folder with a few lines of the layout."""
    (folder / "squadshifts").mkdir(parents=True)
    for name in ("reddit", "amazon_reviews", "new_wiki"):
        paragraphs = [
            {
                "context": f"I bought a {thing} last week and it is red.",
                "qas": [{
                    "question": f"What colour is the {thing}?",
                    "answers": [{"text": "red", "answer_start": 31 + len(thing)}],
                }],
            }
            for thing in THINGS
        ]  # fmt: skip
        text = json.dumps({"data": [{"paragraphs": paragraphs}]})
        (folder / "squadshifts" / f"{name}_v1.0.json").write_text(text, "utf-8")
    said = [
        {"uid": n, "speakers": ["Ada Moss"], "utterance": f"I saw a {thing} ."}
        for n, thing in enumerate(THINGS)
    ]
    answer = {"answer_text": "harp", "utterance_id": 1, "is_speaker": False}
    qas = [{"id": "q", "question": "What did Ada see first ?", "answers": [answer]}]
    data = {"data": [{"title": "e1", "paragraphs": [{"utterances:": said, "qas": qas}]}]}
    (folder / "friendsqa").mkdir()
    (folder / "friendsqa" / "friendsqa_dev.json").write_text(json.dumps(data), "utf-8")
    return folder


def test_rooms_are_made_of_the_data_folder(tmp_path: Path) -> None:
    made = make(write_data(tmp_path), Settings(posts=6, dialogues=1, turns=20))
    assert len(made) > 1
    assert all(asked.evidence for room in made for asked in room.questions)


def test_the_command_trains_a_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _: FakeEncoder())
    data, out = write_data(tmp_path / "data"), tmp_path / "out"
    command = ["chat", str(data), "--out", str(out), "--posts", "6", "--dialogues", "1"]
    done = CliRunner().invoke(research.train, [*command, "--epochs", "2"])
    assert done.exit_code == 0, done.output
    assert "recall@5" in done.output
    assert scoring.Scorer.load(out).slope != 0
