import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from memory import checkpoints
from memory.training import adaptive, babi, comparison, extensions, published, tables, tasks
from memory.training.encoding import Settings
from memory.training.tasks import Source

SMALL = Settings(n=8, epochs=2, batch=4)
PLACES = {1: ("tower", "mill"), 2: ("barn", "inn")}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        extensions, "SETTINGS", adaptive.Settings(n=8, epochs=30, batch=4, rate=0.01)
    )
    for name in ("SMALL", "LARGE", "JOINT", "JOINT_LARGE"):
        monkeypatch.setattr(tasks, name, Settings(n=8, epochs=2, batch=4, mixed="JOINT" in name))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for task, places in PLACES.items():
        lines = []
        for index in range(8):
            place = places[index % 2]
            lines += [f"1 Ada went to the {place}.", f"2 Where is Ada?\t{place}\t1"]
        for part in ("train", "test"):
            path = tmp_path / f"qa{task}_towers_{part}.txt"
            path.write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def _measured(path: Path) -> Iterator[dict[str, Any]]:
    for row in json.loads(path.read_text())["results"]:
        yield {key: row[key] for key in row if key not in {"seconds", "processor"}}


def test_errors_are_counted_by_how_far_back_the_oldest_fact_stands() -> None:
    story = (("ada", "ran"), ("bea", "sat"), ("cleo", "hid"))
    asked = [
        babi.Example(story, ("who",), "ada", (2,)),  # the last statement: 1
        babi.Example(story, ("who",), "ada", (2, 0)),  # the oldest of two facts counts: 3
        babi.Example(story, ("who",), "bea", (0,)),
        babi.Example(story[:1], ("who",), "ada", ()),  # none is labelled: 0
    ]
    said: list[tuple[str, None]] = [("ada", None)] * 4
    assert tasks.score(said, [], asked, 1, 1).by_distance == {0: [1, 0], 1: [1, 0], 3: [2, 1]}


def test_every_task_is_measured_with_every_seed(folder: Path) -> None:
    seen: list[tasks.Result] = []
    results = tasks.evaluate(Source(folder), [1], (1, 2), report=seen.append)
    assert results == seen
    assert [(r.task, r.seed, r.questions, r.learned) for r in results] == [
        (1, 1, 8, 8),
        (1, 2, 8, 8),
    ]


def test_one_network_learns_all_tasks(folder: Path) -> None:
    results = tasks.evaluate(Source(folder), [1, 2], joint=True)
    assert [(r.task, r.learned) for r in results] == [(1, 8), (2, 8)]


def test_training_files_of_a_task_can_be_others(folder: Path) -> None:
    source = Source(folder, {1: [babi.find(folder, task, "train") for task in (1, 2)]})
    assert [e.answer for e in source.learning(1)][7:9] == ["mill", "barn"]
    assert len(source.learning(2)) == 8


def test_a_question_of_the_training_file_is_known_and_others_are_not() -> None:
    def example(question: str, *story: str) -> babi.Example:
        return babi.Example(tuple((word,) for word in story), (question,), "x", (0,))

    learning = [example("who", "a", "b"), example("who", "c")]
    test = [
        example("who", "a", "b"),
        example("who", "b", "a"),
        example("who", "a"),
        example("where", "a", "b"),
        example("who", "c"),
    ]
    assert tasks.known(learning, test) == [True, False, False, False, True]


def test_errors_over_unknown_stories_leave_the_known_ones_out(folder: Path) -> None:
    result = tasks.evaluate(Source(folder), [1])[0]
    assert (result.known, result.error_unknown) == (8, 0.0)


def test_the_settings_go_by_how_much_there_is_to_learn() -> None:
    assert tasks.settings_for(1_925, joint=False) is tasks.SMALL
    assert tasks.settings_for(10_000, joint=False) is tasks.LARGE
    assert tasks.settings_for(20_000, joint=True) is tasks.JOINT
    assert tasks.settings_for(190_000, joint=True) is tasks.JOINT_LARGE


def test_the_table_has_mean_and_failed_tasks_beside_the_published_columns() -> None:
    results = [_result(task, error) for task, error in ((1, 0.0), (3, 8.0))]
    lines = published.markdown(results, published.PUBLISHED["1k"]).splitlines()
    assert lines[0].startswith("| task | ours, seed 1 | MemNN 2014 |")
    assert lines[3].startswith("| 3 | 8.0 | 80.0 | 0.0 | 40.3 |")
    assert lines[4].startswith("| mean | 4.0 | 40.0 |")
    assert lines[5].startswith("| above 5 % | 1 | 1 | 0 | 1 |")
    assert published.by_seed(results) == {1: {"mean": 4.0, "above 5 %": 1}}


def _result(task: int, error: float) -> tasks.Result:
    return tasks.Result(task, 1, error, 0.0, 1000, 0, error, 1000, 1.0, 1.0)


def test_the_published_columns_have_the_published_means() -> None:
    means = {
        setting: [round(published.summary(column)["mean"], 1) for column in columns.values()]
        for setting, columns in published.PUBLISHED.items()
    }
    assert means["1k"] == [29.9, 6.7, 13.9]  # the paper prints 25 below the first column
    assert means["10k"] == [3.2, 4.2, 0.5]
    assert means["joint 1k"] == [8.4, 12.4]  # the paper prints an accuracy of 92 for the first
    assert means["joint 10k"] == [7.5]
    columns = [column for of in published.PUBLISHED.values() for column in of.values()]
    assert {len(column) for column in columns} == {20}


@pytest.mark.parametrize(
    ("questions", "joint", "expected"),
    [
        (1000, False, "1k"),
        (10_000, False, "10k"),
        (1000, True, "joint 1k"),
        (9000, True, "joint 10k"),
    ],
)
def test_figures_stand_beside_those_of_their_size(
    *, questions: int, joint: bool, expected: str
) -> None:
    assert published.setting(questions, joint=joint) == expected


def test_a_table_of_worlds_sets_seeds_side_by_side() -> None:
    cells = [tables.Cell("M", "w", seed, 99.0 + seed / 2, 1.0) for seed in (1, 2)]
    cells.append(tables.Cell("M", "w", 1, 50.0, 1.0, questions=100))
    assert tables.markdown(cells).splitlines() == [
        "| model | w | w, 100 questions |",
        "| --- | --- | --- |",
        "| M | 99.50 / 100.00 | 50.00 |",
    ]


@pytest.mark.parametrize("row", sorted(comparison.ROWS))
def test_a_reader_is_a_row_of_table_3(row: str) -> None:
    settings = comparison.SETTINGS[comparison.ROWS[row]]
    small = replace(settings, hidden=8, width=4, slots=5, epochs=1)
    cell = comparison.world(row, "difficulty 1, actor", 1, small, questions=30, asked=20)
    assert (cell.model, cell.questions, cell.seed) == (row, 30, 1)
    assert 0 <= cell.accuracy <= 100


def test_the_command_measures_and_writes_figures_with_commit_and_published_ones(
    folder: Path,
) -> None:
    out = folder / "figures.json"
    done = _run("evaluate", "babi", folder, "--task", 1, "--json", out)
    assert done.exit_code == 0, done.output
    assert "| mean |" in done.output
    assert "task 1, seed 1: 8 of 8 test questions also stand in the training file" in done.output
    figures = json.loads(out.read_text())
    assert figures["results"][0]["task"] == 1
    assert (figures["setting"], figures["responder"]) == ("1k", "memnn")
    assert set(figures["seeds"]["1"]) == {"mean", "above 5 %"}
    assert len(figures["published"]["MemNN 2014"]) == 20
    assert "commit" in figures


@pytest.mark.parametrize("responder", sorted(adaptive.VARIANTS))
def test_the_networks_of_the_paper_are_measured_by_name(folder: Path, responder: str) -> None:
    out = folder / "figures.json"
    done = _run("evaluate", "babi", folder, "--task", 1, "--responder", responder, "--json", out)
    assert done.exit_code == 0, done.output
    figures = json.loads(out.read_text())
    assert (figures["responder"], figures["results"][0]["questions"]) == (responder, 8)
    assert figures["results"][0]["error"] == 0
    done = _run("evaluate", "babi", folder, "--joint", "--responder", responder)
    assert (done.exit_code, "measured task by task" in done.output) == (2, True)


@pytest.mark.parametrize("responder", ["lstm", "lstm-copying", "ntm", "pointer"])
def test_readers_are_trained_measured_and_come_back_from_their_folder(
    folder: Path, responder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {
        kind: replace(settings, hidden=8, width=4, slots=5, epochs=2)
        for kind, settings in comparison.SETTINGS.items()
    }
    monkeypatch.setattr(comparison, "SETTINGS", small)
    weights, trained, loaded = folder / "weights", folder / "a.json", folder / "b.json"
    which = ("--responder", responder, "--joint", "--task", 1, "--task", 2)
    done = _run("train", "babi", folder, *which, "--out", weights)
    assert done.exit_code == 0, done.output
    assert _run("evaluate", "babi", folder, *which, "--json", trained).exit_code == 0
    again = ("--responder", responder, "--checkpoint", weights, "--json", loaded)
    done = _run("evaluate", "babi", folder, *again)
    assert done.exit_code == 0, done.output
    assert list(_measured(trained)) == list(_measured(loaded))
    assert [row["wrong_facts"] for row in _measured(loaded)] == [None, None]
    picture = folder / "attention.png"
    drawing = ("--task", 2, "--question", 3, "--picture", picture)
    done = _run("evaluate", "babi", folder, *again, *drawing)
    attends = responder in {"lstm-copying", "pointer"}
    assert done.exit_code == (0 if attends else 1), done.output
    assert picture.exists() == attends
    assert attends or f"A reader of kind '{responder}' attends to no words" in done.output


def test_a_question_is_drawn_for_a_trained_reader_alone(folder: Path) -> None:
    done = _run("evaluate", "babi", folder, "--responder", "pointer", "--question", 1)
    assert (done.exit_code, "name it with --checkpoint" in done.output) == (2, True)


def test_a_card_that_is_not_there_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    which = ("--task", 1, "--responder", "lstm", "--device", "cuda")
    done = _run("evaluate", "babi", folder, *which)
    assert done.exit_code == 1
    assert "cuda" in done.output
    assert "cpu" in done.output


@pytest.mark.parametrize("which", [("--task", 1), ("--joint", "--task", 1, "--task", 2)])
def test_a_saved_network_gives_the_same_figures(folder: Path, which: tuple[object, ...]) -> None:
    weights, trained, loaded = folder / "weights", folder / "a.json", folder / "b.json"
    done = _run("train", "babi", folder, *which, "--out", weights)
    assert done.exit_code == 0, done.output
    assert (weights / "log.csv").read_text().startswith("epoch,O,R")
    assert _run("evaluate", "babi", folder, *which, "--json", trained).exit_code == 0
    done = _run("evaluate", "babi", folder, "--checkpoint", weights, "--json", loaded)
    assert done.exit_code == 0, done.output
    assert list(_measured(trained)) == list(_measured(loaded))


def test_training_that_was_killed_goes_on_and_ends_alike(folder: Path) -> None:
    settings, learning = tasks.SMALL, Source(folder).learning(1)
    whole = tasks.train(learning, settings)

    def kill(epoch: int, _: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tasks.train(learning, settings, folder / "run", kill)
    resumed = tasks.train(learning, settings, folder / "run")
    one, other = (network.module.state_dict() for network in (whole, resumed))
    assert all((one[name] == other[name]).all() for name in one)


def test_a_checkpoint_of_another_network_is_refused_in_a_sentence(folder: Path) -> None:
    weights = folder / "weights"
    assert _run("train", "babi", folder, "--task", 1, "--out", weights).exit_code == 0
    config = json.loads((weights / "config.json").read_text())
    for change, problem in [
        ({"kind": "turing machine"}, "of kind 'turing machine', not 'chain'"),
        (
            {"answers": ["a", "b", "c"]},
            "is of another network: R.answer.bias is 2, and should",
        ),
        ({"surplus": 1}, "should have the keys answers, names, settings"),
    ]:
        (weights / "config.json").write_text(json.dumps(config | change))
        done = _run("evaluate", "babi", folder, "--checkpoint", weights)
        assert done.exit_code == 1
        assert problem in done.output
        assert str(weights) in done.output


def test_a_task_that_the_saved_network_has_no_words_for_is_refused(folder: Path) -> None:
    weights = folder / "weights"
    assert _run("train", "babi", folder, "--task", 1, "--out", weights).exit_code == 0
    done = _run("evaluate", "babi", folder, "--task", 2, "--checkpoint", weights)
    assert done.exit_code == 1
    assert "line 2: the answer 'barn' is outside the network's vocabulary" in done.output


def test_a_bad_file_or_none_stops_with_a_sentence(folder: Path) -> None:
    done = _run("evaluate", "babi", folder, "--task", 3)
    assert (done.exit_code, done.output) == (1, f"Error: {folder}: has no file qa3_*_train.txt\n")
    path = babi.find(folder, 1, "train")
    path.write_text("1 Ada ran.\n2 Where is Ada?\ttower\n")
    done = _run("train", "babi", folder, "--task", 1, "--out", folder / "weights")
    assert done.exit_code == 1
    assert f"{path}, line 2: a question has 3 fields" in done.output


def test_a_folder_with_another_tasks_training_is_refused(folder: Path) -> None:
    weights = folder / "weights"
    with babi.find(folder, 2, "train").open("a") as file:
        file.write("\n1 Ben fled to the barn.\n2 Where is Ben?\tbarn\t1\n")
    for task, exit_code in ((1, 0), (2, 1)):
        done = _run("train", "babi", folder, "--task", task, "--out", weights)
        assert done.exit_code == exit_code
    assert "belongs to another run, which differs in questions, words" in done.output


def test_train_wants_one_task_or_all(folder: Path) -> None:
    done = _run("train", "babi", folder, "--out", folder / "weights")
    assert done.exit_code == 2
    assert "name one task with --task" in done.output


def test_a_checkpoint_says_what_it_was_trained_on(folder: Path) -> None:
    weights = folder / "weights"
    assert _run("train", "babi", folder, "--task", 2, "--out", weights).exit_code == 0
    saved = checkpoints.load(weights, "chain")
    assert (saved.metrics["tasks"], saved.metrics["learned"]) == ([2], 8)
    assert saved.config["settings"] == asdict(tasks.SMALL) | {"seed": 1}
