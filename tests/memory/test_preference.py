"""The trained write time."""

import json
from pathlib import Path

import pytest
import torch

from memory.checkpoints import CheckpointError
from memory.nn.scoring import PairScorer
from memory.pairs import PairFeature
from memory.preference import Preference


def test_the_shipped_preference_says_what_it_was_made_of() -> None:
    Preference.load()
    folder = Path("memory/weights/write-time")
    config = json.loads((folder / "config.json").read_text("utf-8"))
    assert {"seed", "commit", "licence", "data", "encoder"} <= set(config)
    assert sum(path.stat().st_size for path in folder.iterdir()) < 100_000


def test_a_preference_comes_back_as_it_was(tmp_path: Path) -> None:
    torch.manual_seed(0)
    phi = torch.randn(7, len(PairFeature))
    network = PairScorer(len(PairFeature), 3)
    network.standardise_by(phi)
    before = Preference(network)
    before.save(tmp_path / "p", {"hidden": 3}, {})
    assert Preference.load(tmp_path / "p").log_odds(phi.tolist()) == before.log_odds(phi.tolist())
    assert before.log_odds([]) == []


def test_one_of_other_features_is_refused(tmp_path: Path) -> None:
    Preference(PairScorer(len(PairFeature), 3)).save(tmp_path / "p", {"hidden": 3}, {})
    names = tmp_path / "p" / "vocabulary.json"
    names.write_text(json.dumps(["COSINE"]), "utf-8")
    with pytest.raises(CheckpointError, match="other features"):
        Preference.load(tmp_path / "p")


def test_a_pair_is_scored_in_the_spread_of_the_training_pairs() -> None:
    torch.manual_seed(1)
    network = PairScorer(3, 2)
    phi = torch.tensor([[0.0, 5.0, 2.0], [2.0, 5.0, 4.0]])  # the second column never differs
    network.standardise_by(phi)
    with torch.no_grad():
        network.score.direct.weight.copy_(torch.tensor([[1.0, 10.0, -2.0, 0.5]]))
        network.score.out.weight.zero_()
    expected = [-1 + 2 + 0.5, 1 - 2 + 0.5]
    assert network(phi).tolist() == pytest.approx(expected)
