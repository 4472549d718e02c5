"""Networks that read a chat word by word."""

import pytest
import torch

from memory.nn.lstm import StackedLSTM
from memory.nn.ntm import NTM, Size
from memory.nn.wordwise import PointingReader, SpeakingReader, Stream

WORDS, TRAITS, WIDTH, OUTPUTS, GENERATED = 11, 3, 5, 6, 4
BATCH, LENGTH, SAID = 2, 7, 3


def stream(length: int = LENGTH, padding: int = 0, batch: int = BATCH) -> Stream:
    torch.manual_seed(3)
    ids = torch.randint(1, WORDS, (batch, length))
    said = torch.randint(1, GENERATED + 3, (batch, length))
    traits = torch.rand(batch, length, TRAITS)
    ids[:, :padding], said[:, :padding], traits[:, :padding] = 0, 0, 0
    return Stream(ids, traits, said)


def speaker(kind: str) -> SpeakingReader:
    torch.manual_seed(1)
    machine = (
        NTM(WIDTH + TRAITS, OUTPUTS, Size(slots=4, width=3), hidden=OUTPUTS)
        if kind == "ntm"
        else StackedLSTM(WIDTH + TRAITS, OUTPUTS, hidden=8, layers=1)
    )
    return SpeakingReader(WORDS, TRAITS, machine, GENERATED, width=WIDTH, outputs=OUTPUTS).eval()


@pytest.mark.parametrize("kind", ["lstm", "ntm"])
def test_it_says_one_word_after_another_as_it_would_all_at_once(kind: str) -> None:
    network, read, said = speaker(kind), stream(), stream(SAID)
    whole, looked = network(read, said, GENERATED + 3)
    assert whole.shape == (BATCH, SAID + 1, GENERATED + 3)
    assert looked.shape == (BATCH, SAID + 1, LENGTH)
    heard = network.read(read)
    g, state = heard.put_out[:, -1], heard.state
    for step in range(SAID + 1):
        chances, s = network.say(heard, g, read, GENERATED + 3)
        torch.testing.assert_close(chances, whole[:, step])
        torch.testing.assert_close(s, looked[:, step])
        if step < SAID:
            one = Stream(*(part[:, step : step + 1] for part in said))
            put_out, state = network.hear(one, state)
            g = put_out[:, -1]


@pytest.mark.parametrize("kind", ["lstm", "ntm"])
def test_chances_sum_to_one_and_padding_is_not_looked_at(kind: str) -> None:
    network, read = speaker(kind), stream(padding=2)
    whole, looked = network(read, stream(0), GENERATED + 3)
    torch.testing.assert_close(whole.sum(2), torch.ones(BATCH, 1))
    assert looked[:, :, :2].abs().max() == 0
    torch.testing.assert_close(looked.sum(2), torch.ones(BATCH, 1))


def test_a_word_that_stands_twice_gets_the_attention_of_both_places() -> None:
    network = speaker("lstm")
    read = stream(batch=1)
    read.said[0] = torch.tensor([5, 6, 5, 6, 6, 6, 6])
    with torch.no_grad():
        network.choose.weight.zero_()
        network.choose.bias.fill_(-30)  # copy, always
    whole, looked = network(read, stream(0, batch=1), GENERATED + 3)
    torch.testing.assert_close(whole[0, 0, 5], looked[0, 0, 0] + looked[0, 0, 2])
    assert whole[0, 0, :5].max() < 1e-6


def test_the_pointer_points_at_words_and_never_at_padding() -> None:
    torch.manual_seed(1)
    network = PointingReader(WORDS, TRAITS, WIDTH, OUTPUTS).eval()
    scores = network(stream(padding=2), torch.tensor([[3, 4, 0], [5, 0, 0]]))
    assert scores.shape == (BATCH, 3, LENGTH + 1)
    assert torch.isinf(scores[:, :, 1:3]).all(), "places are counted from 1"
    assert torch.isfinite(scores[:, :, 0]).all()
    assert torch.isfinite(scores[:, :, 3:]).all()


def test_what_is_pointed_at_knows_what_stands_on_both_sides() -> None:
    network = PointingReader(WORDS, TRAITS, WIDTH, OUTPUTS).eval()
    before = network.points(stream())
    changed = stream()
    changed.ids[:, -1] = changed.ids[:, -1] % (WORDS - 1) + 1
    after = network.points(changed)
    assert (before[:, 0] != after[:, 0]).any()


def test_known_words_begin_with_their_vectors() -> None:
    network = PointingReader(WORDS, TRAITS, WIDTH, OUTPUTS)
    first = network.words.word.weight[: WORDS - 2].clone()
    vectors = torch.randn(2, WIDTH)
    network.words.known(vectors)
    torch.testing.assert_close(network.words.word.weight[-2:], 0.3 * vectors)
    torch.testing.assert_close(network.words.word.weight[: WORDS - 2], first)
