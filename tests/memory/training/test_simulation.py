import dataclasses

import pytest
import torch

from memory.nn import segmenter as segmenting
from memory.nn.generator import Cell
from memory.nn.memnn import MemNN
from memory.training import language, simulation, tables, world
from memory.training.simulation import Config
from memory.training.world import WORLDS

SETTING = WORLDS["difficulty 5, actor + object"]
RUN = world.simulate(SETTING, 60, 20, seed=1)
SMALL = Config(n=20, epochs=2, batch=4, draws=5)


def test_statements_as_memories_keep_their_supports_and_lengths() -> None:
    vocabulary = simulation.vocabulary_of(RUN)
    data = simulation.encode(RUN, vocabulary, None, 0.1)
    assert data.memories.shape == (61, len(vocabulary))  # m_0 first
    for row, question in enumerate(RUN.questions):
        assert data.lengths[row] == question.at + 1
        wanted = [index + 1 for index in question.supports]
        assert data.supports[row].tolist() == (wanted if len(wanted) == 2 else [*wanted, 0])
        for word in RUN.statements[question.supports[0]]:
            assert data.memories[data.supports[row, 0], vocabulary.encode([word])[0]] > 0


def test_a_trained_segmenter_cuts_new_streams_where_statements_end() -> None:
    learning, test = (world.simulate(SETTING, 700, 300, seed) for seed in (3, 4))
    vocabulary = simulation.vocabulary_of(learning)
    config = Config(n=20)
    segmenter = simulation.train_segmenter(learning, vocabulary, config)
    words, ends = world.stream(test)
    cuts = set(segmenting.cut(segmenter, vocabulary.encode(words), config.gamma))
    assert len(cuts & set(ends)) > 0.99 * len(ends)
    assert len(cuts) < 1.01 * len(ends)


def test_only_the_first_negative_that_breaks_its_margin_counts() -> None:
    margins = torch.tensor([[-1.0, 2.0, 5.0], [-1.0, -2.0, -3.0]])
    assert simulation.violated(margins).tolist() == [2.0, 0.0]


@pytest.mark.parametrize("recent", [True, False])
def test_negatives_are_every_other_memory_written_and_never_the_right_one(*, recent: bool) -> None:
    torch.manual_seed(0)
    index, length = torch.tensor([0, 2, 4]), torch.tensor([5, 3, 5])
    drawn = simulation._others(index, length, 400, recent=recent)
    assert [set(row) for row in drawn.tolist()] == [{1, 2, 3, 4}, {0, 1}, {0, 1, 2, 3}]


def test_the_two_hop_network_overfits_a_small_run() -> None:
    data = simulation.encode(RUN, simulation.vocabulary_of(RUN), None, 0.1)
    config = dataclasses.replace(simulation.IMPROVED, epochs=40, batch=8, n=20)
    network = simulation.train(data, config)
    assert simulation.accuracy(network, data, config) == 1
    chosen = simulation.answer(network, data, config)[1]
    assert torch.equal(chosen, data.supports)


@pytest.mark.parametrize("both", [True, False])
def test_the_papers_configuration_runs_and_learns(*, both: bool) -> None:
    data = simulation.encode(RUN, simulation.vocabulary_of(RUN), None, 0.1)
    config = dataclasses.replace(SMALL, both_sides=both)
    torch.manual_seed(0)
    fresh = MemNN(data.memories.shape[1], config.n)
    rows = torch.arange(20)
    before = simulation.loss(fresh, data, rows, config).item()
    trained = simulation.train(data, config)
    assert simulation.loss(trained, data, rows, config).item() < before


def test_language_models_see_the_answer_only_as_what_comes_next() -> None:
    vocabulary = simulation.vocabulary_of(RUN)
    words, is_answer = language.tokens(RUN, vocabulary)
    assert int(is_answer.sum()) == len(RUN.questions)
    answers = [vocabulary.words[i] for i in words[is_answer].tolist()]
    assert answers == [question.answer[0] for question in RUN.questions]
    marks = words[is_answer.nonzero()[:, 0] - 1].tolist()
    assert {vocabulary.words[i] for i in marks} == {"?"}


@pytest.mark.parametrize("cell", ["RNN", "LSTM"])
def test_a_baseline_learns_answers_of_its_stream(cell: Cell) -> None:
    setting = WORLDS["difficulty 1, actor without before"]
    run = world.simulate(setting, 210, 90, seed=0)
    config = language.Config(cell, n=32, rate=0.01, lanes=4, epochs=20, patience=20)
    vocabulary = simulation.vocabulary_of(run)
    model = language.train(run, vocabulary, config)
    assert language.accuracy(model, *language.tokens(run, vocabulary)) > 0.8


def test_lanes_are_stretches_side_by_side() -> None:
    assert language.lanes(torch.arange(7), 2).tolist() == [[0, 3], [1, 4], [2, 5]]


def test_training_and_test_runs_are_different_worlds() -> None:
    learning, test = tables.runs(SETTING, seed=0, questions=30)
    assert len(learning.questions) == 30
    assert len(test.questions) == 3000
    assert learning.statements != test.statements[: len(learning.statements)]
