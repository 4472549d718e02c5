from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from memory.nn.lexicon import Worth, worth
from memory.training import simulation, streams, tables, traces, worlds
from memory.training.traces import NoSuchQuestionError
from memory.training.world import WORLDS

WORLD = "difficulty 5, actor + object"


@pytest.fixture(params=["paper", "improved", "without time"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tables, "STATEMENTS", 140)
    monkeypatch.setattr(tables, "QUESTIONS", 60)
    name = "paper" if request.param == "without time" else request.param
    config = replace(worlds.seeded(name, 5), n=20, epochs=3, time=request.param != "without time")
    worlds.train(tmp_path / "network", WORLD, config, questions=60)
    return tmp_path / "network"


def test_a_trace_shows_what_the_network_chose_and_answered(folder: Path) -> None:
    network, reading, config, _ = worlds.load(folder)
    run = tables.runs(WORLDS[WORLD], config.seed, 60)[1]
    data = streams.encode(run, reading)
    words, chosen = simulation.answer(network, data, config)
    for number in (1, 30, 60):
        trace, row = traces.of_world(folder, number), number - 1
        question = run.questions[row]
        assert trace.question == " ".join(question.words)
        assert trace.expected == question.answer[0]
        assert trace.answer == data.words.words[int(words[row])]
        assert [0 if c is None else c + 1 for c in trace.chosen] == chosen[row].tolist()
        assert [s + 1 for s in trace.supports] == [s for s in data.supports[row].tolist() if s]
        assert len(trace.memories) == int(data.lengths[row]) - 1 == trace.scores.shape[1]
        for statement, support in zip(question.supports, trace.supports, strict=False):
            assert {*run.statements[statement]} & {*trace.memories[support].split()}
        for hop, memory in enumerate(trace.chosen):
            if memory is not None:
                assert trace.scores[hop, memory] == 0


def test_the_older_a_memory_is_against_the_winner_the_scan_decides_as_the_trace(
    folder: Path,
) -> None:
    """Those older than the winner all met it and lost: by eq. 10 none of them is preferred."""
    network, reading, config, _ = worlds.load(folder)
    data = streams.encode(tables.runs(WORLDS[WORLD], config.seed, 60)[1], reading)
    u_o, _ = simulation.lexicons(network, data, config, simulation.own_words(data, config))
    _, chosen = simulation.answer(network, data, config)
    asked = worth(u_o, data.questions, [])
    for row in range(60):
        one = Worth(asked.words[row : row + 1], asked.time[row : row + 1])
        winner = chosen[row, :1]
        found = traces.preference(one, data, data.lengths[row : row + 1], winner, config)
        assert (found[: int(winner)] <= 0).all()
        assert found[winner] == 0


def test_the_command_draws_a_question(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "hops.png"
    arguments = ["evaluate", "world", str(folder), "--question", "7", "--picture", str(out)]
    drawn = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert drawn.exit_code == 0
    assert out.read_bytes().startswith(b"\x89PNG")


def test_a_question_that_is_none_is_refused(folder: Path) -> None:
    with pytest.raises(NoSuchQuestionError, match="no question 61: they are numbered from 1 to 60"):
        traces.of_world(folder, 61)
    with pytest.raises(NoSuchQuestionError):
        traces.of_world(folder, 0)
