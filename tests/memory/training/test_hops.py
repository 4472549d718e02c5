"""Training the later hops: the loss against a plain loop, overfitting, the command."""

import json
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from bot.research.hops import train_second_hop
from memory.bridges import HopFeature
from memory.hops import Hops
from memory.training import hops
from memory.training.bridging import Asked, Room
from tests.fakes import FakeEncoder

ENCODER = FakeEncoder(dimension=48)
ROOM = Room(
    (
        ("Ada", "Cleo has the drill"),
        ("Ben", "Cleo is home after six"),
        ("Ben", "the drill is loud"),
        ("Ada", "Dora is home on Monday"),
        ("Dora", "I have the lamp"),
        ("Ada", "the lamp is red"),
    ),
    (
        Asked("when can we fetch the drill?", (0, 1)),
        Asked("who has the drill?", (0,)),
        Asked("when is Cleo home?", (1,)),
        Asked("when can we fetch the lamp?", (4, 3)),
        Asked("what colour is the lamp?", (5,)),
    ),
)


def test_every_hop_of_a_question_is_a_choice() -> None:
    found = hops.choices(ROOM, ENCODER.encode)
    assert [item.hop for item in found] == [1, 2, 1, 1, 1, 2, 1]
    assert [item.right > 0 for item in found] == [True, False, False, False, True, False, False]
    assert all(float(item.phi[0, HopFeature.STOP]) == 1 for item in found)
    assert all(item.phi.shape == (1 + 6 - item.hop, len(HopFeature)) for item in found)


def test_where_o_begins_at_the_end_the_way_is_learned_backwards() -> None:
    assert list(hops._hops((3, 5), first=5)) == [((5,), 3), ((5, 3), None)]
    assert list(hops._hops((3, 5), first=1)) == [((3,), 5), ((3, 5), None)]
    assert list(hops._hops((3,), first=3)) == [((3,), None)]


@pytest.mark.parametrize("right", [0, 2, 4])
def test_eq_7_matches_a_plain_loop(right: int) -> None:
    scores = torch.tensor([0.3, 1.0, -0.2, 0.9, 0.35])
    plain = sum(
        max(0.0, 0.1 - float(scores[right]) + float(score))
        for place, score in enumerate(scores)
        if place != right
    )
    assert float(hops.cost(scores, right, 0.1)) == pytest.approx(plain, abs=1e-6)


def test_a_single_choice_costs_nothing() -> None:
    assert float(hops.cost(torch.tensor([0.7]), 0, 0.1)) == 0


def test_a_room_is_learned_by_heart() -> None:
    settings = hops.Settings(epochs=60, batch=4, rate=1e-2)
    learned, state, shares = hops.train([ROOM], ENCODER.encode, settings)
    assert shares == {"right memory": 1.0, "right stop": 1.0}
    assert state.log[-1]["loss"] < 0.2 * state.log[0]["loss"]
    choice = hops.choices(ROOM, ENCODER.encode)[0]
    scores = learned.scores(choice.phi.tolist())
    assert max(range(len(scores)), key=scores.__getitem__) == choice.right


def squad(folder: Path) -> None:
    (folder / "squadshifts").mkdir(parents=True)
    context = "The harbour of Larkmoor is deep. Boats from Norway come in May."
    asked = [
        {"id": "1", "question": "When do boats from Norway come?",
         "answers": [{"text": "May", "answer_start": context.index("May")}]},
        {"id": "2", "question": "How is the harbour of Larkmoor?",
         "answers": [{"text": "deep", "answer_start": context.index("deep")}]},
    ]  # fmt: skip
    paragraphs = [{"context": context, "qas": asked}]
    data = {"version": "1", "data": [{"title": "t", "paragraphs": paragraphs}]}
    for name in ("reddit", "amazon_reviews", "new_wiki"):
        (folder / "squadshifts" / f"{name}_v1.0.json").write_text(json.dumps(data))
    (folder / "qamr").mkdir()
    (folder / "qamr" / "wiki-sentences.tsv").write_text("s1\tDeer live in Norway .\n")
    row = ["s1", "", "", "", "", "Where do deer live ?", "3", "1:3", "1:3"]
    (folder / "qamr" / "dev.tsv").write_text("\t".join(row) + "\n")


def test_the_command_makes_a_network_that_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _settings: ENCODER)
    squad(tmp_path / "data")
    options = ["--out", str(tmp_path / "out"), "--rooms", "2", "--epochs", "2", "--seed", "3"]
    done = CliRunner().invoke(train_second_hop, [str(tmp_path / "data"), *options])
    assert done.exit_code == 0, done.output
    assert "2 rooms" in done.output
    Hops.load(tmp_path / "out")
    config = json.loads((tmp_path / "out" / "config.json").read_text())
    assert (config["seed"], config["rooms"], config["licence"]) == (3, 2, "MIT")
    metrics = json.loads((tmp_path / "out" / "metrics.json").read_text())
    assert 0 <= metrics["right stop"] <= 1
