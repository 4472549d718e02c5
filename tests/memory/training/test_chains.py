import dataclasses
import random
from pathlib import Path

import pytest
import torch

from memory.nn.chain import Story, linked
from memory.training import chains
from memory.training.babi import Example
from memory.training.encoding import Network, Readings, Settings
from memory.training.loop import Plan

PEOPLE, PLACES = ("ada", "ben", "cleo"), ("tower", "mill", "barn", "inn")
SMALL = Settings(n=16, epochs=10, batch=8)


def _examples(count: int, seed: int, people: tuple[str, ...] = PEOPLE) -> list[Example]:
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        story = tuple((rng.choice(people), "went", "to", rng.choice(PLACES)) for _ in range(5))
        who = rng.choice(story)[0]
        last = max(i for i, statement in enumerate(story) if statement[0] == who)
        found.append(Example(story, ("where", "is", who), story[last][3], (last,)))
    return found


@pytest.fixture(scope="module")
def network() -> Network:
    return chains.train(_examples(120, seed=0), SMALL)


def test_learns_whom_a_question_is_about_and_which_fact_is_the_latest(
    network: Network,
) -> None:
    assert network.names.known == set(PEOPLE)
    right, chain = chains.evaluate(network, _examples(60, seed=1))
    assert right > 0.95
    assert chain > 0.95


def test_names_never_seen_are_no_worse_when_names_are_roles(network: Network) -> None:
    right, _ = chains.evaluate(network, _examples(60, seed=2, people=("xeno", "yara", "zed")))
    assert right > 0.95


def test_answers_that_are_names_travel_as_roles() -> None:
    story = (("ada", "met", "ben"), ("ben", "met", "cleo"), ("cleo", "met", "ada"))
    examples = [
        Example(story, ("whom", "did", story[i][0], "meet"), story[i][2], (i,)) for i in range(3)
    ] + [Example(story, ("who", "met", story[i][2]), story[i][0], (i,)) for i in range(3)]
    network = Network.of(examples, SMALL)
    assert network.names.known == {"ada", "ben", "cleo"}
    assert network.coded(examples[0], (0,)) == "#2"
    assert network.decoded("#2", examples[1], (1,)) == "cleo"
    assert network.decoded("#9,none", examples[1], (1,)) == "#9,none"
    assert network.answers == ["#2"]


def test_words_of_several_answers_stay_together() -> None:
    examples = _examples(4, seed=0)
    network = Network.of(examples, dataclasses.replace(SMALL, names=False))
    assert network.coded(dataclasses.replace(examples[0], answer="n,w"), (0,)) == "n,w"


def _story(network: Network, examples: list[Example]) -> Story:
    hops, table = network.hops(examples), network.tables[0]
    memories, written = hops.stories()
    return Story(written, table.held(memories), table.held(hops.question))


def test_names_of_memories_and_question_are_where_a_plain_loop_says(network: Network) -> None:
    examples = _examples(3, seed=5)
    story = _story(network, examples)
    for b, example in enumerate(examples):
        for i, first in enumerate(example.story):
            assert (story.held[b, i] @ story.asked[b] > 0) == (first[0] == example.question[2])
            for j, second in enumerate(example.story):
                assert (story.held[b, i] @ story.held[b, j] > 0) == (first[0] == second[0])


def test_a_short_story_in_the_batch_of_a_longer_one_holds_nothing_after_its_end(
    network: Network,
) -> None:
    long, other = _examples(2, seed=6)
    short = dataclasses.replace(other, story=other.story[:2], supports=(1,))
    story = _story(network, [long, short])
    assert story.written.sum(1).tolist() == [5, 2]
    assert story.held[0].sum() == 5
    assert story.held[1, 2:].sum() == 0
    network.output.eval()
    with_long, alone = (
        chains.output_loss(network, network.hops(e)) for e in ([long, short], [short])
    )
    without = chains.output_loss(network, network.hops([long]))
    torch.testing.assert_close(2 * with_long - without, alone, rtol=1e-4, atol=1e-5)


def test_linked_sees_one_step_ahead() -> None:
    story = (
        ("a", "near", "b"),
        ("b", "near", "c"),
        ("a", "near", "d"),
        ("d", "near", "a"),
        ("e", "near", "f"),
    )
    network = Network.of(
        [Example((("near", "from", "to"),), ("near",), "", (0,))], SMALL
    )  # letters are unseen words, so names
    encoded = _story(network, [Example(story, ("from", "a", "to", "c"), "", (0, 1))])
    assert linked(encoded).tolist() == [[1, 1, 0, 0, 0]]


def test_a_story_is_never_on_both_sides_of_the_held_out_cut() -> None:
    examples = []
    for example in _examples(10, seed=3):
        examples += [dataclasses.replace(example, story=example.story[:n]) for n in (2, 4, 5)]
    learning, kept = chains.hold_out(examples, share=0.2)
    assert learning + kept == examples
    assert len(kept) == 6
    assert not {e.story[:2] for e in learning} & {e.story[:2] for e in kept}


def test_training_resumes_from_its_folder(tmp_path: Path) -> None:
    examples = _examples(24, seed=0)
    settings = dataclasses.replace(SMALL, epochs=3)
    whole = chains.train(examples, settings)
    chains.train(examples, settings, Plan(2, settings.seed, folder=tmp_path))
    resumed = chains.train(examples, settings, Plan(3, settings.seed, folder=tmp_path))
    for one, other in zip(whole.module.parameters(), resumed.module.parameters(), strict=True):
        torch.testing.assert_close(one, other)


def test_choosing_stops_at_ten_hops(network: Network) -> None:
    with torch.no_grad():
        kept = network.output.stop.bias.clone()
        network.output.stop.bias.fill_(-1e9)
    chosen = chains.choose(network, network.hops(_examples(3, seed=1)))
    assert [len(chain) for chain in chosen] == [chains.MAX_HOPS] * 3
    with torch.no_grad():
        network.output.stop.bias.copy_(kept)


def _carried(count: int, seed: int) -> list[Example]:
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        thing = dict(zip(PEOPLE, ("rope", "lamp", "map"), strict=True))
        place = {who: rng.choice(PLACES) for who in PEOPLE}
        took = {who: (who, "took", "the", thing[who]) for who in PEOPLE}
        went = {who: (who, "went", "to", place[who]) for who in PEOPLE}
        story = [*took.values(), *went.values()]
        rng.shuffle(story)
        who = rng.choice(PEOPLE)
        facts = (story.index(took[who]), story.index(went[who]))
        found.append(Example(tuple(story), ("where", "is", thing[who]), place[who], facts))
    return found


def test_a_second_hop_follows_from_the_first() -> None:
    network = chains.train(_carried(120, seed=0), dataclasses.replace(SMALL, epochs=15))
    right, chain = chains.evaluate(network, _carried(60, seed=1))
    assert right > 0.9
    assert chain > 0.9


def test_a_mixed_network_reads_each_reading_with_each_answer_once() -> None:
    readings = Readings(
        torch.tensor([0, 1, 0, 1, 0]), torch.tensor([[2, 3], [4, 5]]), torch.ones(2)
    )
    once, answers = readings.once(torch.tensor([7, 8, 7, 9, 7]))
    assert list(zip(once.of.tolist(), answers.tolist(), strict=True)) == [(0, 7), (1, 8), (1, 9)]


def test_where_tasks_are_mixed_what_is_known_is_read_less_often() -> None:
    torch.manual_seed(0)
    losses = torch.tensor([1.0] * 50 + [0.001] * 400)
    mixed = chains._to_read(losses, Settings(mixed=True))
    assert set(range(50)) < set(mixed.tolist())
    assert 100 < len(mixed) < 200
    assert sorted(chains._to_read(losses, Settings()).tolist()) == list(range(450))
