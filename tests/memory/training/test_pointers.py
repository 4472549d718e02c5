from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from memory.checkpoints import CheckpointError
from memory.training import pointers
from memory.training.drawings import shapes
from memory.training.pointers import Settings

TINY = Settings(points=4, hidden=8, batch=5, pairs=20, every=10, held_out=8)


@pytest.mark.parametrize(
    "settings",
    [
        replace(TINY, upto=6),
        replace(TINY, task="delaunay"),
        replace(TINY, task="tsp", answers="attention"),
        replace(TINY, answers="lstm"),
    ],
    ids=["hull", "delaunay", "tsp with attention", "hull with lstm"],
)
def test_a_trained_pointer_comes_back_with_the_same_figures(
    settings: Settings, tmp_path: Path
) -> None:
    figures = pointers.train(settings, tmp_path)
    net, found = pointers.open_pointer(tmp_path)
    assert found == settings
    assert pointers.evaluate(net, found, 4, 8) == figures


def test_training_that_was_killed_ends_as_one_that_was_not(tmp_path: Path) -> None:
    whole = pointers.train(TINY, tmp_path / "whole")

    def kill(epoch: int, row: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pointers.train(TINY, tmp_path / "killed", kill)
    assert pointers.train(TINY, tmp_path / "killed") == whole


def test_a_pointer_network_learns_a_batch_by_heart() -> None:
    torch.manual_seed(0)
    net = pointers.build(replace(TINY, hidden=32))
    points, targets = pointers.problems(TINY, 5, 8, np.random.default_rng(0))
    optimiser = torch.optim.Adam(net.parameters(), lr=0.02)
    for _ in range(200):
        loss = pointers.cost(net, points, targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    right = [[place for place in row if place > 0] for row in targets.tolist()]
    found = pointers.outputs(net, "hull", points)
    assert sum(a == b for a, b in zip(found, right, strict=True)) >= 7


def test_a_folder_that_describes_no_network_is_named(tmp_path: Path) -> None:
    pointers.train(TINY, tmp_path)
    config = tmp_path / "config.json"
    config.write_text(config.read_text("utf-8").replace('"task"', '"tusk"'), "utf-8")
    with pytest.raises(CheckpointError, match="does not describe a pointer network"):
        pointers.open_pointer(tmp_path)


def test_hulls_are_drawn(tmp_path: Path) -> None:
    pointers.train(TINY, tmp_path)
    net, settings = pointers.open_pointer(tmp_path)
    shapes(pointers.examples(net, settings, 5, 3), "hull", tmp_path / "h.png")
    assert (tmp_path / "h.png").read_bytes().startswith(b"\x89PNG")


def test_points_are_read_with_mean_0_and_variance_1() -> None:
    points = torch.rand(4000, 5, 2, generator=torch.Generator().manual_seed(0))
    read = pointers.centred(points)
    assert abs(float(read.mean())) < 0.02
    assert float(read.var()) == pytest.approx(1, abs=0.02)


def test_what_was_trained_on_points_as_they_are_is_refused(tmp_path: Path) -> None:
    pointers.train(TINY, tmp_path)
    config = tmp_path / "config.json"
    config.write_text(config.read_text("utf-8").replace('"pointer network"', '"pointer"'), "utf-8")
    with pytest.raises(CheckpointError, match="of kind 'pointer', not 'pointer network'"):
        pointers.open_pointer(tmp_path)
