import pytest
import torch
from torch import Tensor

from memory.nn import lexicon as lexicons
from memory.nn import memnn, unseen
from memory.nn.memnn import Bank

W, V, N_DIM, BATCH = 5, 7, 4, 3  # two words more than U has columns for
OWN = torch.tensor([True, True, False, True, True, False, False])
TEXT = torch.tensor([[1, 2, 3], [4, 5, 1], [6, 3, 0]])


def _random(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def _bags(seed: int) -> Tensor:
    return torch.randint(2, (BATCH, V), generator=torch.Generator().manual_seed(seed)).float()


def test_without_extensions_worth_is_eq_5_word_by_word() -> None:
    u = _random(N_DIM, 3 * V + 3)
    x, support = _bags(1), _bags(2)
    lexicon = lexicons.lexicon(u, torch.ones(V, dtype=torch.bool), V)
    got = lexicons.worth(lexicon, x, [support])
    query = memnn.phi(x, Bank.INPUT, 3 * V + 3) + memnn.phi(support, Bank.SUPPORT, 3 * V + 3)
    for word in range(V):
        y = memnn.phi(torch.eye(V)[word].expand(BATCH, V), Bank.CANDIDATE, 3 * V + 3)
        torch.testing.assert_close(got.words[:, word], memnn.score(u, query, y))
    torch.testing.assert_close(got.time, (query @ u.T) @ u[:, -3:])


@pytest.mark.parametrize("match", [True, False])
def test_with_unseen_words_worth_sums_to_the_score_of_whole_sentences(*, match: bool) -> None:
    u = _random(N_DIM, 8 * W + 3)
    context = unseen.known_neighbours(unseen.contexts(TEXT, V, W), OWN)
    lexicon = lexicons.lexicon(u, OWN, W, context, match=match)
    x, support, y = _bags(1), _bags(2), _bags(3)
    got = (lexicons.worth(lexicon, x, [support]).words * y).sum(1)

    def whole(bag: Tensor, bank: Bank) -> Tensor:
        return unseen.embed_sentence(u, unseen.replace_unseen(bag, ~OWN, context), bank)

    expected = torch.zeros(BATCH)
    for bag, bank in ((x, Bank.INPUT), (support, Bank.SUPPORT)):
        candidate = whole(y, Bank.CANDIDATE)
        if match:
            candidate = candidate + unseen.embed_match(u, bag, y, ~OWN, context)
        expected = expected + (whole(bag, bank) * candidate).sum(1)
    torch.testing.assert_close(got, expected)


def test_a_word_without_features_or_neighbours_is_worth_nothing() -> None:
    lexicon = lexicons.lexicon(_random(N_DIM, 3 * W + 3), OWN, W)
    assert not lexicon.candidate[~OWN].any()
    assert lexicon.candidate[OWN].any(1).all()
