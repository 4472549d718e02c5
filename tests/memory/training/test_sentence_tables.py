import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import research
from memory.nn.memnn import MemNN
from memory.training import language, sentence_tables, simulation, streams, tables, world
from memory.training.simulation import Config
from memory.training.streams import Encoded, Reading

RUN = world.simulate(world.WORLDS["difficulty 5, actor + object"], 60, 20, seed=1)


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every model, hardly trained, on hardly any questions."""
    monkeypatch.setattr(tables, "STATEMENTS", 70)
    monkeypatch.setattr(tables, "QUESTIONS", 30)
    for name, configs in tables.BASELINES.items():
        small = replace(configs[0], n=8, lanes=2, epochs=2)
        monkeypatch.setitem(tables.BASELINES, name, (small,))
    for name, config in tables.MEMORY_NETWORKS.items():
        monkeypatch.setitem(
            tables.MEMORY_NETWORKS, name, replace(config, n=8, epochs=2, batch=4, draws=4)
        )
    for cell, generator in sentence_tables.GENERATORS.items():
        monkeypatch.setitem(
            sentence_tables.GENERATORS, cell, replace(generator, n=8, epochs=2, batch=4)
        )


def test_sentences_end_in_full_stops_or_are_memories_without_joiners() -> None:
    cut = sentence_tables.joined(RUN, (".",))
    assert cut.statements == RUN.statements
    assert world.stream(cut)[0].count(".") == len(RUN.statements) - 1
    alone = sentence_tables.joined(RUN, ())
    vocabulary = streams.vocabulary_of(alone)
    rows, _ = streams.segments(alone, Reading(vocabulary))
    assert rows == [vocabulary.encode(statement) for statement in RUN.statements]


def test_the_networks_of_table_6_choose_two_memories_by_time() -> None:
    assert set(sentence_tables.two_hops()) >= {"MemNN k=2 +time", "MemNN k=2 +time, improved"}
    assert "MemNN k=1 +time" not in sentence_tables.two_hops()


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(
    ("number", "published", "worlds"),
    [(5, sentence_tables.PUBLISHED_5, 4), (6, sentence_tables.PUBLISHED_6, 1)],
)
def test_the_command_makes_the_table_with_every_published_row(
    number: int, published: dict[str, object], worlds: int, tmp_path: Path
) -> None:
    out = tmp_path / "figures.json"
    arguments = ["table", str(number), "--seed", "3", "--json", str(out)]
    done = CliRunner().invoke(research.evaluate, arguments)
    assert done.exit_code == 0, done.output
    cells = json.loads(out.read_text())
    assert set(published) <= {cell["model"] for cell in cells}
    assert len({cell["world"] for cell in cells}) == worlds
    assert all(0 <= cell["accuracy"] <= 100 for cell in cells)
    assert all(cell["seed"] == 3 for cell in cells)
    for model in published:
        assert f"| {model} |" in done.output


@pytest.mark.usefixtures("tiny")
def test_generators_learn_from_the_labelled_memories_and_are_tested_on_chosen_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Config] = []
    train = simulation.train

    def watched(data: Encoded, config: Config) -> MemNN:
        seen.append(config)
        return train(data, config)

    monkeypatch.setattr(simulation, "train", watched)
    monkeypatch.setattr(language, "train", lambda *_, **__: pytest.fail("no baseline is needed"))
    cells = list(sentence_tables._over_memories(sentence_tables.task(3), 3))
    assert len(cells) == 2 * len(seen)
    assert not any(config.words for config in seen)  # eq. 8 is dropped
