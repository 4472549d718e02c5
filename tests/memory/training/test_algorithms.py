import math

import pytest
import torch
from torch import Generator

from memory.training import algorithms
from memory.training.algorithms import TASKS, Episode


def _generator(seed: int = 0) -> Generator:
    return Generator().manual_seed(seed)


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_an_episode_has_the_tasks_channels_and_answers_last(task: algorithms.Task) -> None:
    episode = task.episode(3, _generator())
    assert episode.inputs.shape[1:] == (3, task.inputs)
    assert episode.targets.shape[1:] == (3, task.outputs)
    assert len(episode.targets) <= len(episode.inputs)
    if task.name != "n-grams":
        assert not episode.inputs[-len(episode.targets) :].any()  # no input while answering


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_a_seed_is_an_episode(task: algorithms.Task) -> None:
    first, again, other = (task.draw(task.shapes[-1], 2, _generator(seed)) for seed in (1, 1, 2))
    assert torch.equal(first.inputs, again.inputs)
    assert not torch.equal(first.inputs, other.inputs)


def test_copy_asks_for_what_stood_before_the_delimiter() -> None:
    episode = algorithms.copy((5,), 2, _generator())
    assert torch.equal(episode.inputs[:5, :, :8], episode.targets)
    assert episode.inputs[:, 0, 8].tolist() == [0] * 5 + [1] + [0] * 5


def test_copy_trains_on_lengths_1_to_20() -> None:
    drawn = {len(TASKS["copy"].episode(1, _generator(seed)).targets) for seed in range(300)}
    assert drawn == set(range(1, 21))


def test_repeat_copy_repeats_and_ends_with_a_marker() -> None:
    episode = algorithms.repeat_copy((3, 4), 2, _generator())
    for step in range(12):
        assert torch.equal(episode.targets[step, :, :8], episode.inputs[step % 3, :, :8])
    assert episode.targets[:, 0, 8].tolist() == [0] * 12 + [1]
    assert not episode.targets[12, :, :8].any()


def test_the_number_of_repeats_has_mean_0_and_variance_1() -> None:
    numbers = torch.tensor(
        [
            float(algorithms.repeat_copy((1, n), 1, _generator()).inputs[1, 0, 8])
            for n in range(1, 11)
        ]
    )
    assert numbers.mean().item() == pytest.approx(0, abs=1e-6)
    assert numbers.var(correction=0).item() == pytest.approx(1, rel=1e-5)


def test_associative_recall_asks_for_the_item_after_the_query() -> None:
    items, batch = 5, 40
    episode = algorithms.associative_recall((items,), batch, _generator())
    inputs = episode.inputs
    assert inputs[:, 0, 6].nonzero()[:, 0].tolist() == [0, 4, 8, 12, 16]
    assert inputs[:, 0, 7].nonzero()[:, 0].tolist() == [20, 24]
    asked = set()
    for b in range(batch):
        shown = [inputs[4 * item + 1 : 4 * item + 4, b, :6] for item in range(items)]
        query = inputs[21:24, b, :6]
        place = next(i for i in range(items) if torch.equal(shown[i], query))
        assert torch.equal(episode.targets[:, b], shown[place + 1])
        asked.add(place)
    assert asked == {0, 1, 2, 3}


def test_n_grams_ask_for_the_next_bit() -> None:
    episode = algorithms.n_grams((30,), 2, _generator())
    assert len(episode.inputs) == 34
    assert torch.equal(episode.inputs[5:], episode.targets[:-1])


def test_the_n_gram_optimum_is_that_of_figure_13() -> None:
    episode = algorithms.n_grams((200,), 1000, _generator())
    assert algorithms.n_gram_optimum(episode).mean().item() == pytest.approx(131.6, abs=3)


def test_the_n_gram_optimum_matches_a_plain_count() -> None:
    episode = algorithms.n_grams((60,), 2, _generator())
    stream = torch.cat([episode.inputs, episode.targets[-1:]])[:, 1, 0].int().tolist()
    seen: dict[tuple[int, ...], list[int]] = {}
    total = 0.0
    for at in range(5, len(stream)):
        counts = seen.setdefault(tuple(stream[at - 5 : at]), [0, 0])
        total -= math.log2((counts[stream[at]] + 0.5) / (sum(counts) + 1))
        counts[stream[at]] += 1
    assert algorithms.n_gram_optimum(episode)[1].item() == pytest.approx(total, rel=1e-5)


def test_priority_sort_says_the_highest_first() -> None:
    episode = algorithms.priority_sort((7, 4), 3, _generator())
    for b in range(3):
        shown = [(float(row[8]), row[:8].tolist()) for row in episode.inputs[:7, b]]
        best = [bits for _, bits in sorted(shown, reverse=True)[:4]]
        assert episode.targets[:, b].tolist() == best
    assert episode.inputs[:7, :, 8].min() < 0 < episode.inputs[:7, :, 8].max()


def test_bits_and_mistakes_count_the_answer_only() -> None:
    episode = Episode(torch.zeros(5, 2, 1), torch.tensor([[[1.0], [0.0]]] * 3))
    logits = torch.tensor([[[9.0], [9.0]]] * 2 + [[[0.0], [math.log(3)]]] * 3)
    cost = algorithms.bits(logits, episode).tolist()
    assert cost == pytest.approx([3.0, 6.0])  # a coin a step; a quarter a step
    assert algorithms.mistakes(logits, episode).tolist() == [3, 3]
