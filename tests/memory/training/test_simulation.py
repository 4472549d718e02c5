import dataclasses

import pytest
import torch

from memory.nn import memnn
from memory.nn.generator import Cell
from memory.nn.lexicon import worth
from memory.nn.memnn import Bank, MemNN
from memory.training import language, simulation, streams, tables, world
from memory.training.simulation import Config
from memory.training.streams import Encoded
from memory.training.vocabulary import UNKNOWN
from memory.training.world import WORLDS

SETTING = WORLDS["difficulty 5, actor + object"]
RUN = world.simulate(SETTING, 60, 20, seed=1)
SMALL = Config(n=20, epochs=2, batch=4, draws=5)


def _data(config: Config) -> Encoded:
    return streams.encode(RUN, streams.learn(RUN, names=config.names, stream=False, seed=0))


def test_of_the_negatives_that_break_their_margin_any_one_counts() -> None:
    torch.manual_seed(0)
    margins = torch.tensor([[-1.0, 2.0, 5.0], [-1.0, -2.0, -3.0]])
    drawn = {simulation.violated(margins)[0][0].item() for _ in range(50)}
    assert drawn == {2.0, 5.0}
    assert simulation.violated(margins)[0][1].item() == 0


def test_negatives_are_every_other_memory_written_and_never_the_right_one() -> None:
    torch.manual_seed(0)
    index, length = torch.tensor([0, 2, 4]), torch.tensor([5, 3, 5])
    drawn = simulation.others(index, length, 400)
    assert [set(row) for row in drawn.tolist()] == [{1, 2, 3, 4}, {0, 1}, {0, 1, 2, 3}]


@pytest.mark.parametrize("config", [simulation.PAPER, simulation.IMPROVED])
def test_the_two_hop_network_overfits_a_small_run(config: Config) -> None:
    data = _data(config)
    config = dataclasses.replace(config, epochs=30, batch=8, n=20, draws=60, adam=True)
    network = simulation.train(data, config)
    assert simulation.accuracy(network, data, config) == 1
    chosen = simulation.answer(network, data, config)[1]
    assert torch.equal(chosen, data.supports)


@pytest.mark.parametrize("both", [True, False])
def test_the_papers_configuration_runs_and_learns(*, both: bool) -> None:
    data = _data(SMALL)
    config = dataclasses.replace(SMALL, both_sides=both)
    torch.manual_seed(0)
    fresh = MemNN(data.memories.shape[1], config.n)
    rows = torch.arange(20)
    before = simulation.loss(fresh, data, rows, config).item()
    trained = simulation.train(data, config)
    assert simulation.loss(trained, data, rows, config).item() < before


@pytest.mark.parametrize("time", [True, False])
@pytest.mark.parametrize("row", [7, 11, 19])
def test_margins_are_those_of_eq_5_and_10_one_pair_at_a_time(row: int, *, time: bool) -> None:
    torch.manual_seed(0)
    config = Config(n=6, time=time)
    data = _data(config)
    network = MemNN(data.memories.shape[1], config.n)
    lexicon = simulation.lexicons(network, data, config, data.trained)[0]
    x, length = data.questions[[row]], data.lengths[[row]]
    bags = [data.memories[data.supports[[row], hop]] for hop in range(2)]
    expected = _breaches(network, data, row, config)
    for hop in range(2):
        asked = worth(lexicon, x, bags[:hop])
        right, wrong = data.supports[[row], hop], torch.arange(int(length))[None]
        scores = asked.words @ data.memories[: int(length)].T
        parts = (length if hop == 0 else data.supports[[row], 0], right, length)
        gaps = scores[:, right] - scores
        margins = simulation._margins(gaps, asked, wrong, parts, config, swapped=False)[0]
        others = torch.cat([margins[: int(right)], margins[int(right) + 1 :]])
        assert others.tolist() == pytest.approx(expected[hop], abs=1e-4)


def test_the_loss_adds_one_breach_of_each_hop_and_of_the_answer() -> None:
    torch.manual_seed(0)
    config = Config(n=6, draws=4000)
    data = _data(config)
    network = MemNN(data.memories.shape[1], config.n)
    breaches = [[b for b in part if b > 0] or [0.0] for part in _breaches(network, data, 0, config)]
    sums = torch.cartesian_prod(*(torch.tensor(part) for part in breaches)).sum(1)
    assert len(sums) < 200
    for _ in range(10):
        total = simulation.loss(network, data, torch.tensor([0]), config).detach()
        assert (sums - total).abs().min() < 1e-4


@torch.no_grad()
def _breaches(network: MemNN, data: Encoded, row: int, config: Config) -> list[list[float]]:
    """What every negative of both hops and of R adds to eq. 6-8, in plain loops."""
    found, features = list[list[float]](), network.U_O.shape[1]
    x, length = data.questions[row], int(data.lengths[row])
    supports = data.supports[row].tolist()
    size = len(x)

    def column(bag: torch.Tensor, bank: Bank) -> torch.Tensor:
        return memnn.phi(bag, bank, features)

    phi_x = column(x, Bank.INPUT)
    for hop, right in enumerate(supports):
        written = length if hop == 0 else supports[0]
        found.append([])
        for wrong in sorted(set(range(length)) - {right}):
            older, newer = min(right, wrong), max(right, wrong)
            y, y2 = (column(data.memories[m], Bank.CANDIDATE) for m in (older, newer))
            bits = torch.tensor([float(b) for b in (written < older, written < newer, True)])
            phi_t = torch.cat([torch.zeros(features - 3), bits * config.time])
            gain = float(memnn.score(network.U_O, phi_x, y - y2 + phi_t))
            found[-1].append(config.gamma + (gain if wrong == older else -gain))
        phi_x = phi_x + column(data.memories[right], Bank.SUPPORT)
    scores = [
        float(memnn.score(network.U_R, phi_x, column(torch.eye(size)[w], Bank.CANDIDATE)))
        for w in range(size)
    ]
    right_score = scores[int(data.answers[row])]
    rivals = [w for w in range(UNKNOWN + 1, size) if w != data.answers[row]]
    found.append([config.gamma - right_score + scores[w] for w in rivals])
    return found


def test_language_models_see_the_answer_only_as_what_comes_next() -> None:
    vocabulary = streams.vocabulary_of(RUN)
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
    vocabulary = streams.vocabulary_of(run)
    model = language.train(run, vocabulary, config)
    assert language.accuracy(model, *language.tokens(run, vocabulary)) > 0.8


def test_lanes_are_stretches_side_by_side() -> None:
    assert language.lanes(torch.arange(7), 2).tolist() == [[0, 3], [1, 4], [2, 5]]


def test_training_and_test_runs_are_different_worlds() -> None:
    learning, test = tables.runs(SETTING, seed=0, questions=30)
    assert len(learning.questions) == 30
    assert len(test.questions) == 3000
    assert learning.statements != test.statements[: len(learning.statements)]
