from pathlib import Path

import pytest
import torch
from torch import nn

from memory.checkpoints import (
    CONFIG,
    METRICS,
    VOCABULARY,
    WEIGHTS,
    Checkpoint,
    CheckpointError,
    load,
    restore,
    save,
)


@pytest.fixture
def network() -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(3, 2)


@pytest.fixture
def folder(tmp_path: Path, network: nn.Linear) -> Path:
    checkpoint = Checkpoint("tiny", {"n": 2}, ["café", "b"], network.state_dict(), {"seed": 7})
    save(tmp_path / "deep" / "down", checkpoint)
    return tmp_path / "deep" / "down"


def test_a_network_comes_back_from_its_folder(folder: Path, network: nn.Linear) -> None:
    found = load(folder, "tiny")
    assert (found.kind, found.config, found.metrics) == ("tiny", {"n": 2}, {"seed": 7})
    assert found.vocabulary == ["café", "b"]
    other = nn.Linear(3, 2)
    restore(other, found, folder)
    inputs = torch.randn(5, 3)
    assert torch.equal(other(inputs), network(inputs))


@pytest.mark.parametrize("name", [CONFIG, WEIGHTS, VOCABULARY, METRICS])
@pytest.mark.parametrize("content", [None, b"", b"[1", b"\xff\xfe"])
def test_a_file_that_is_missing_or_broken_is_named(
    folder: Path, name: str, content: bytes | None
) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(CheckpointError, match=name):
        load(folder, "tiny")


def test_json_of_another_shape_is_refused(folder: Path) -> None:
    (folder / VOCABULARY).write_text('{"a": 1}')
    with pytest.raises(CheckpointError, match=r"vocabulary\.json: should hold a JSON list"):
        load(folder, "tiny")


def test_another_kind_of_network_is_refused(folder: Path) -> None:
    with pytest.raises(CheckpointError, match="holds a network of kind 'tiny', not 'memnn'"):
        load(folder, "memnn")


def test_weights_of_another_size_are_refused_by_name(folder: Path) -> None:
    other = nn.Linear(4, 2)
    before = other.weight.clone()
    with pytest.raises(CheckpointError, match="weight is 2 x 3, and should be 2 x 4"):
        restore(other, load(folder, "tiny"), folder)
    assert torch.equal(other.weight, before)


def test_weights_that_the_network_lacks_are_refused(folder: Path) -> None:
    with pytest.raises(CheckpointError, match="bias is 2, and should be missing"):
        restore(nn.Linear(3, 2, bias=False), load(folder, "tiny"), folder)


def test_a_folder_half_written_is_no_checkpoint(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("memory.checkpoints.save_file", full)
    with pytest.raises(OSError):  # noqa: PT011 whatever stopped it
        save(folder, Checkpoint("tiny", {}, [], {}))
    with pytest.raises(CheckpointError, match="is missing"):
        load(folder, "tiny")
