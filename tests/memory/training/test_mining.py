from dataclasses import replace

import pytest
import torch

from memory.nn import memnn
from memory.nn.memnn import Bank, MemNN
from memory.training import hashing, mining, streams, world
from memory.training.loop import TrainingError

RUN = world.simulate(world.WORLDS["difficulty 5, actor + object"], 60, 20, seed=1)
ALONE = replace(RUN, joiners=((),) * 60)
WORDS = streams.vocabulary_of(ALONE)
DATA = mining.texts(ALONE, WORDS)
CONFIG = mining.Config(n=20, batch=5, epochs=20)


@pytest.mark.parametrize("bank", [Bank.CANDIDATE, Bank.INPUT, Bank.SUPPORT])
def test_words_embed_as_their_bags_do(bank: Bank) -> None:
    torch.manual_seed(0)
    network, size = MemNN(len(WORDS), n=7), len(WORDS)
    bags = memnn.bag(DATA.memories, size)
    found = mining.embed(network.U_O, DATA.memories, bank)
    torch.testing.assert_close(found, memnn.embed(network.U_O, bags, bank))


def test_texts_say_what_the_encoded_run_says() -> None:
    data = streams.encode(ALONE, streams.Reading(WORDS))
    assert torch.equal(memnn.bag(DATA.memories, len(WORDS)), data.memories)
    assert torch.equal(DATA.supports, data.supports)
    assert torch.equal(DATA.lengths, data.lengths)
    assert torch.equal(DATA.answers, data.answers)


def test_a_preference_is_s_ot_with_the_older_memory_as_candidate() -> None:
    torch.manual_seed(0)
    query, time = torch.randn(2, 4), torch.randn(3, 4)
    memories = torch.randn(6, 4)
    hop = mining.Hop(query, torch.tensor([6, 3]), torch.tensor([2, 4]), torch.tensor([6, 6]))
    wrong = torch.tensor([[0, 5, 3], [1, 3, 5]])
    match = query @ memories.T
    right = match.gather(1, hop.right[:, None])
    found = mining.preference(hop, right, match.gather(1, wrong), wrong, query @ time.T)
    for row in range(2):
        for column in range(3):
            chosen, other = int(hop.right[row]), int(wrong[row, column])
            y, y2 = min(chosen, other), max(chosen, other)
            bits = memnn.time_features(hop.written[row], torch.tensor(y), torch.tensor(y2))
            score = memnn.score_pair(query[row], memories[y], memories[y2], bits @ time)
            wanted = score if y == chosen else -score
            torch.testing.assert_close(found[row, column], wanted)


def test_no_negative_is_right_itself_or_not_yet_written() -> None:
    hop = mining.Hop(torch.zeros(2, 1), torch.zeros(2), torch.tensor([0, 2]), torch.tensor([2, 3]))
    every = torch.arange(4).expand(2, 4)
    assert mining._rivals(hop, every).tolist() == [
        [False, True, False, False],
        [True, True, False, False],
    ]


def test_a_small_run_is_learned_by_heart_over_all_its_memories() -> None:
    network = mining.train(lambda _: DATA, len(WORDS), CONFIG)
    searching = hashing.Searching(network, WORDS, ALONE, ALONE.questions)
    assert searching.measure("none", 0, None, 0).accuracy == 100


def test_a_loss_that_is_no_number_stops_with_the_epoch() -> None:
    config = replace(CONFIG, rate=float("inf"))
    with pytest.raises(TrainingError, match=r"epoch \d: loss is nan"):
        mining.train(lambda _: DATA, len(WORDS), config)
