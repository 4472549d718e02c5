"""Training and measuring at tiny size: what the commands of the papers do, end to end."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from memory import wordwise_responder
from tests.fakes import FakeEncoder
from tests.memory.training.test_wordwise import data

NTM = ["--sequences", "16", "--every", "8", "--batch", "4", "--hidden", "6", "--device", "cpu"]
POINTER = ["--pairs", "8", "--every", "4", "--batch", "4", "--hidden", "6", "--held-out", "4"]


def engram(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


@pytest.mark.parametrize("task", ["copy", "priority-sort"])
@pytest.mark.parametrize("kind", ["ntm", "lstm"])
def test_a_machine_is_trained_measured_and_drawn(kind: str, task: str, tmp_path: Path) -> None:
    size = "3" if task == "copy" else "5x2"
    small = ["--slots", "9", "--width", "4"] if kind == "ntm" else ["--layers", "1"]
    done = engram("train", kind, "--task", task, *NTM, *small, "--held-out", 1, "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert "fresh sequences: " in done.output
    figures, picture = tmp_path / "figures.json", tmp_path / "w.png"
    drawing = ["--picture", picture] if kind == "ntm" else []
    arguments = ["--size", size, "--batches", 1, "--json", figures, *drawing]
    done = engram("evaluate", kind, tmp_path, *arguments)
    assert f"size {size}: " in done.output
    assert json.loads(figures.read_text("utf-8"))[0]["sequences"] == 16
    assert kind == "lstm" or picture.read_bytes().startswith(b"\x89PNG")
    done = engram("evaluate", "bits", tmp_path, "--out", tmp_path / "b.png")
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG")


def test_a_size_of_another_task_is_refused(tmp_path: Path) -> None:
    engram("train", "lstm", *NTM, "--layers", "1", "--held-out", 1, "--out", tmp_path)
    assert (
        "copy has sizes of 1 number" in engram("evaluate", "lstm", tmp_path, "--size", "3x4").stderr
    )
    assert "say 20, or 10x5" in engram("evaluate", "lstm", tmp_path, "--size", "a").stderr


def test_the_speed_of_the_ntm_stands_beside_a_straightforward_one(tmp_path: Path) -> None:
    figures = tmp_path / "speed.json"
    done = engram("evaluate", "ntm-speed", "--batch", 2, "--rounds", 1, "--json", figures)
    assert "| straightforward | 1 |" in done.output
    assert len(json.loads(figures.read_text("utf-8"))) == 2


@pytest.mark.parametrize("task", ["hull", "tsp"])
def test_a_pointer_network_is_trained_measured_and_drawn(task: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    done = engram("train", "pointer", "--task", task, "--points", 4, *POINTER, "--out", out)
    assert done.exit_code == 0, done.output
    figures, picture = tmp_path / "f.json", tmp_path / "p.png"
    arguments = ["--points", 4, "--points", 6, "--count", 4, "--json", figures]
    done = engram("evaluate", "pointer", out, *arguments, "--picture", picture)
    assert "6 points: accuracy" in done.output or "6 points: length" in done.output
    assert [row["points"] for row in json.loads(figures.read_text("utf-8"))] == [4, 6]
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_folder_without_a_checkpoint_is_a_sentence(tmp_path: Path) -> None:
    done = engram("evaluate", "pointer", tmp_path)
    assert done.exit_code == 1
    assert "is missing; a checkpoint is a folder that training wrote" in done.stderr


@pytest.mark.parametrize("kind", ["pointer", "lstm", "ntm"])
def test_a_responder_is_trained_and_measured(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = data(tmp_path / "data"), tmp_path / "weights" / kind
    small = ["--steps", 2, "--chunk", 1, "--posts", 40, "--asked", 1, "--told", 30]
    done = engram("train", "responder", kind, folder, "--out", out, *small)
    assert done.exit_code == 0, done.output
    assert "stories to learn from" in done.output
    config = json.loads((out / "config.json").read_text("utf-8"))
    assert config["kind"] == f"{kind}-responder"
    assert config["licence"] == "MIT"
    monkeypatch.setattr(wordwise_responder, "SHIPPED", tmp_path / "weights")
    figures = tmp_path / "f.json"
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _: FakeEncoder())
    asked = ["evaluate", "responders", folder, "--told", 60, "--json", figures]
    done = engram(*asked, "--responder", kind, "--responder", "memnn")
    assert done.exit_code == 0, done.output
    found = json.loads(figures.read_text("utf-8"))
    rows = [name + more for name in (kind, "memnn") for more in ("", ", never declining")]
    assert [*found["responders"]] == ["most words in common", *rows]
    for row in found["responders"].values():
        assert set(row) >= {"squadshifts", "qamr", "told"}
        assert all(0 <= part["f1"] <= 1 for part in row.values())
    told = found["responders"]["memnn"]["told"]["questions"]
    lengths = found["facts by memories"]["memnn"]
    assert sum(part["questions"] for part in lengths.values()) == told == 3
