import pytest
import torch

from memory.nn.lstm import StackedLSTM
from memory.nn.ntm import NTM, Size
from memory.nn.readers import STOP, PointerReader, StreamReader

WORDS, WIDTH, ANSWERS = 9, 4, 5


def _machine(kind: str) -> NTM | StackedLSTM:
    if kind == "lstm":
        return StackedLSTM(WIDTH, ANSWERS, 6, 1)
    return NTM(WIDTH, ANSWERS, Size(7, 3), hidden=6)


@pytest.mark.parametrize("kind", ["lstm", "ntm"])
def test_a_stream_is_answered_where_it_is_due_and_padding_changes_nothing(kind: str) -> None:
    torch.manual_seed(0)
    reader = StreamReader(WORDS, WIDTH, _machine(kind))
    words = torch.tensor([[3, 4, 5, 6, 7], [8, 3, 4, 0, 0]])
    due = (torch.tensor([0, 0, 1]), torch.tensor([1, 4, 2]))
    found = reader(words, due)
    assert found.shape == (3, ANSWERS)
    alone = reader(words[1:, :3], (torch.tensor([0]), torch.tensor([2])))
    torch.testing.assert_close(found[2:], alone)
    whole, _ = reader.machine(reader.word(words[:1].T))
    torch.testing.assert_close(found[:2], whole[[1, 4], 0])


def test_a_pointer_says_words_it_read_with_the_sum_of_their_places() -> None:
    torch.manual_seed(0)
    reader = PointerReader(WORDS, WIDTH)
    words = torch.tensor([[0, 0, 5, 11, 5], [3, 4, 5, 6, 7]])
    said = torch.tensor([[5], [6]])
    found = reader(words, said, 12).detach()
    assert found.shape == (2, 2, 12)
    torch.testing.assert_close(found.sum(2), torch.ones(2, 2))
    assert set(found[0, 0].nonzero()[:, 0].tolist()) == {STOP, 5, 11}
    net = reader.pointer
    encoded = net.read(reader.word(torch.tensor([[0, 0, 5, 1, 5]])))  # 11 is unseen: word 1
    fed = torch.stack([net.start, reader.word.weight[5]])[None]
    u = net.scores(encoded, net.decode(fed, encoded.state)[0])[0].detach()
    for step in range(2):
        powers = [float(u[step, place].exp()) for place in (0, 3, 4, 5)]  # end, 5, 11, 5
        assert found[0, step, 5].item() == pytest.approx((powers[1] + powers[3]) / sum(powers))
        assert found[0, step, 11].item() == pytest.approx(powers[2] / sum(powers))
