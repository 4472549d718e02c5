import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from bot import research
from memory.nn.hashing import Buckets, word_hash
from memory.nn.memnn import MemNN
from memory.training import hashing, simulation, streams
from memory.training.hashing import Scale, ScaleError
from memory.training.streams import Reading

TINY = Scale(
    statements=300, actors=6, objects=5, rooms=4, asked=10, learned=60, questions=30, common=0.2,
    buckets=(8, 2),
)  # fmt: skip
CONFIG = replace(hashing.CONFIG, n=8, epochs=1, batch=8)


def _searching(scale: Scale = TINY) -> hashing.Searching:
    cast = hashing.make_cast(scale)
    run = hashing.make_run(scale, cast, 300, 100, seed=1)
    vocabulary = streams.vocabulary_of(run)
    torch.manual_seed(0)
    network = MemNN(len(vocabulary), n=8)
    return hashing.Searching(network, vocabulary, run, run.questions[-scale.asked :])


def test_all_names_of_a_cast_and_their_second_names_are_different() -> None:
    cast = hashing.make_cast(Scale())
    second = hashing.second_names(cast)
    names = [*cast.actors, *cast.objects, *cast.rooms, *second.values()]
    assert len(set(names)) == len(names) == 450
    assert set(second) == {*cast.actors, *cast.objects}


@pytest.mark.parametrize(("share", "known"), [(0.0, False), (1.0, True)])
def test_second_names_are_strewn_into_statements_and_questions(
    share: float, *, known: bool
) -> None:
    cast = hashing.make_cast(TINY)
    run = hashing.make_run(replace(TINY, second=share), cast, 100, 30, seed=1)
    second = set(hashing.second_names(cast).values())
    assert all(bool(second & set(words)) == known for words in run.statements)
    assert all(bool(second & set(question.words)) == known for question in run.questions)
    plain = hashing.make_run(replace(TINY, second=0), cast, 100, 30, seed=1)
    assert [q.supports for q in run.questions] == [q.supports for q in plain.questions]
    assert [q.answer for q in run.questions] == [q.answer for q in plain.questions]


def test_without_buckets_the_answers_are_those_of_the_network_over_every_memory() -> None:
    cast = hashing.make_cast(TINY)
    run = hashing.make_run(TINY, cast, 200, 60, seed=1)
    vocabulary = streams.vocabulary_of(run)
    torch.manual_seed(0)
    network = MemNN(len(vocabulary), n=8)
    data = streams.encode(run, Reading(vocabulary))
    wanted, _ = simulation.answer(network, data, simulation.PAPER)
    searching = hashing.Searching(network, vocabulary, run, run.questions)
    found = [searching._answer(number, None) for number in range(60)]
    assert [word for word, _ in found] == wanted.tolist()
    assert [scored for _, scored in found] == [2 * (q.at + 1) for q in run.questions]


def test_a_bucket_of_everything_changes_no_answer_and_an_empty_one_leaves_m_0() -> None:
    searching = _searching()
    every = np.where(np.arange(searching.size) > 2, 0, -1)
    nothing = np.full(searching.size, -1)
    everything, empty = (Buckets(bucket, searching.words) for bucket in (every, nothing))
    for number in range(TINY.asked):
        assert searching._answer(number, everything) == searching._answer(number, None)
        assert searching._answer(number, empty)[1] == 2


def test_candidates_were_written_before_the_question() -> None:
    searching = _searching()
    buckets = Buckets(word_hash(range(3, searching.size), searching.size), searching.words)
    words = np.arange(3, searching.size)
    assert searching._slots(buckets, words, 50).tolist() == list(range(50))


def test_every_hash_is_measured_and_fewer_buckets_score_more() -> None:
    results = list(hashing.evaluate(3, TINY, CONFIG))
    assert [(r.hash, r.seed) for r in results] == [
        ("none", 3), ("word", 3), ("cluster", 3), ("cluster", 3),
    ]  # fmt: skip
    none, word, some, few = results
    assert none.speed_up == 1
    assert none.mean_scored > few.mean_scored > some.mean_scored >= word.mean_scored > 2
    assert (some.buckets, few.buckets) == (8, 2)
    assert all(r.questions == 10 and r.statements == 300 for r in results)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"second": 1.5}, "shares up to 1, got 1.5 and"),
        ({"buckets": (3, 0)}, "at least 1 bucket, got 0"),
        ({"rooms": 1}, "two rooms"),
        ({"statements": 2, "asked": 50}, "questions fit 2 statements"),
    ],
)
def test_a_world_that_cannot_be_is_refused_with_the_number(
    change: dict[str, object], message: str
) -> None:
    scale = replace(TINY, **change)  # type: ignore[arg-type]  # one field each
    with pytest.raises(ScaleError, match=message):
        list(hashing.evaluate(1, scale, CONFIG))


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = hashing.evaluate

    def small(seed: int, scale: Scale) -> Iterator[hashing.Result]:
        return evaluate(seed, replace(TINY, statements=scale.statements, asked=scale.asked), CONFIG)

    monkeypatch.setattr(hashing, "evaluate", small)


@pytest.mark.usefixtures("tiny")
def test_the_command_prints_a_row_a_hash_and_writes_figures_and_picture(tmp_path: Path) -> None:
    out, picture = tmp_path / "figures.json", tmp_path / "trade.png"
    arguments = ["hashing", "--statements", "250", "--asked", "5", "--seed", "2"]
    arguments += ["--json", str(out), "--picture", str(picture)]
    done = CliRunner().invoke(research.evaluate, arguments)
    assert done.exit_code == 0, done.output
    rows = json.loads(out.read_text())
    assert [row["hash"] for row in rows] == ["none", "word", "cluster", "cluster"]
    assert {row["statements"] for row in rows} == {250}
    assert "| none | - | 2 |" in done.output
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("option", ["--json", "--picture"])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_computed(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "evaluate", lambda *_: pytest.fail("nothing is to run"))
    for path, cause in ((tmp_path / "none" / "x", "is no folder"), (tmp_path, "is a directory")):
        done = CliRunner().invoke(research.evaluate, ["hashing", option, str(path)])
        assert done.exit_code == 2
        assert cause in done.output
