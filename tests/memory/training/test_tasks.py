import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import research
from memory.training import tables, tasks
from memory.training.encoding import Settings

SMALL = Settings(n=8, epochs=2, batch=4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = []
    for index in range(8):
        place = ("tower", "mill")[index % 2]
        lines += [f"1 Ada went to the {place}.", f"2 Where is Ada?\t{place}\t1"]
    for part in ("train", "test"):
        (tmp_path / f"qa1_towers_{part}.txt").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_every_task_is_measured_with_every_seed(folder: Path) -> None:
    seen: list[tasks.Result] = []
    results = tasks.evaluate(folder, [1], (1, 2), SMALL, report=seen.append)
    assert results == seen
    assert [(r.task, r.seed, r.questions) for r in results] == [(1, 1, 8), (1, 2, 8)]


def test_the_table_has_mean_and_failed_tasks_beside_the_published_columns() -> None:
    results = [tasks.Result(t, 1, error, 0.0, 1.0, 1000) for t, error in ((1, 0.0), (3, 8.0))]
    lines = tasks.markdown(results).splitlines()
    assert lines[0].startswith("| task | ours, seed 1 | MemNN 2014 |")
    assert lines[3].startswith("| 3 | 8.0 | 80.0 | 0.0 | 40.3 |")
    assert lines[4].startswith("| mean | 4.0 | 40.0 |")
    assert lines[5].startswith("| above 5 % | 1 | 1 | 0 | 1 |")


def test_the_published_columns_have_the_published_means() -> None:
    assert [len(column) for column in tasks.PUBLISHED.values()] == [20] * 3
    means = [round(sum(column) / 20, 1) for column in tasks.PUBLISHED.values()]
    assert means == [29.9, 6.7, 13.9]  # the paper prints 25 below the first column


def test_a_table_of_worlds_sets_seeds_side_by_side() -> None:
    cells = [tables.Cell("M", "w", seed, 99.0 + seed / 2, 1.0) for seed in (1, 2)]
    cells.append(tables.Cell("M", "w", 1, 50.0, 1.0, questions=100))
    assert tables.markdown(cells).splitlines() == [
        "| model | w | w, 100 questions |",
        "| --- | --- | --- |",
        "| M | 99.50 / 100.00 | 50.00 |",
    ]


def test_the_commands_train_measure_and_write_json(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "SETTINGS", SMALL)
    monkeypatch.setattr(tasks.evaluate, "__defaults__", (range(1, 21), (1,), SMALL, lambda _: None))
    runner, out = CliRunner(), folder / "figures.json"
    arguments = ["babi", str(folder), "--task", "1", "--json", str(out)]
    done = runner.invoke(research.evaluate, arguments)
    assert done.exit_code == 0, done.output
    assert "| mean |" in done.output
    assert json.loads(out.read_text())[0]["task"] == 1
    arguments = ["babi", str(folder), "--task", "1", "--out", str(folder / "weights")]
    done = runner.invoke(research.train, arguments)
    assert done.exit_code == 0, done.output
    assert (folder / "weights" / "state.json").exists()
    assert (folder / "weights" / "log.csv").read_text().startswith("epoch,O,R")
