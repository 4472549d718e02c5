import pytest
import torch

from memory.nn import unseen
from memory.nn.memnn import Bank

W, N_DIM = 6, 4


def test_context_bags_hold_the_mean_neighbours_of_each_side() -> None:
    left, right = unseen.contexts(torch.tensor([[1, 2, 3], [4, 2, 0]]), W, W, reach=1)
    assert left[2].tolist() == [0, 0.5, 0, 0, 0.5, 0]
    assert right[2].tolist() == [0, 0, 0, 0.5, 0, 0]
    assert right[5].tolist() == [0] * W


def test_context_bags_reach_as_far_as_the_sentence_and_match_a_plain_loop() -> None:
    rows = [[1, 2, 3, 2], [5, 1, 0, 0]]
    columns = 4
    left, right = (torch.zeros(W, columns) for _ in range(2))
    for row in rows:
        for i, word in enumerate(row):
            times = sum(r.count(word) for r in rows)
            for j, other in enumerate(row):
                if word and other and other < columns and i != j:
                    (left if j < i else right)[word, other] += 1 / times
    got = unseen.contexts(torch.tensor(rows), W, columns)
    torch.testing.assert_close(got.left, left)
    torch.testing.assert_close(got.right, right)


def test_neighbours_that_are_unseen_too_say_nothing() -> None:
    context = unseen.contexts(torch.tensor([[1, 2, 3]]), W, W)
    own = torch.tensor([True, False, *[True] * 4])
    known = unseen.known_neighbours(context, own)
    assert known.left[3].tolist() == [0, 0, 1, 0, 0, 0]
    assert context.left[3].tolist() == [0, 1, 1, 0, 0, 0]


def test_an_unseen_word_is_its_neighbours_and_nothing_of_its_own() -> None:
    context = unseen.contexts(torch.tensor([[1, 2, 3]]), W, W)
    known, left, right = unseen.replace_unseen(
        torch.tensor([0.0, 1, 2, 0, 0, 0]),
        torch.tensor([False, False, True, *[False] * 3]),
        context,
    )
    assert known.tolist() == [0, 1, 0, 0, 0, 0]
    assert left.tolist() == [0, 2, 0, 0, 0, 0]
    assert right.tolist() == [0, 0, 0, 2, 0, 0]


def test_word_dropout_hides_the_share_asked_for() -> None:
    hidden = unseen.word_dropout(torch.zeros(20_000), 0.3, torch.Generator().manual_seed(0))
    assert hidden.float().mean().item() == pytest.approx(0.3, abs=0.02)
    assert not unseen.word_dropout(torch.zeros(9), 0.0, torch.Generator()).any()


def test_eq_11_adds_the_weighted_overlap() -> None:
    x, y = torch.tensor([[1.0, 2, 0], [0, 0, 1]]), torch.tensor([[1.0, 1, 5], [1, 1, 0]])
    got = unseen.exact_match(torch.tensor([0.5, 0.5]), x, y, mixing=0.1)
    assert got.tolist() == pytest.approx([0.5 + 0.1 * 3, 0.5])


def test_match_features_fire_for_words_in_both_and_for_neighbours_of_unseen_ones() -> None:
    u = torch.randn(N_DIM, 8 * W + 3, generator=torch.Generator().manual_seed(0))
    context = unseen.contexts(torch.tensor([[1, 2, 3]]), W, W, reach=1)
    hidden = torch.tensor([False, False, True, False, False, False])
    x, y = torch.tensor([0.0, 1, 1, 0, 1, 0]), torch.tensor([0.0, 0, 1, 0, 1, 1])
    expected = u[:, 5 * W + 4] + u[:, 6 * W + 1] + u[:, 7 * W + 3]
    torch.testing.assert_close(unseen.embed_match(u, x, y, hidden, context), expected)
    apart = unseen.embed_match(u, x, torch.tensor([0.0, 0, 0, 1, 0, 1]), hidden, context)
    assert not apart.any()


def test_a_sentence_of_unseen_words_embeds_from_the_context_banks_alone() -> None:
    u = torch.randn(N_DIM, 5 * W + 3, generator=torch.Generator().manual_seed(0))
    context = unseen.contexts(torch.tensor([[1, 2, 3]]), W, W, reach=1)
    hidden = torch.tensor([False, False, True, False, False, False])
    sentence = unseen.replace_unseen(torch.tensor([0.0, 0, 1, 0, 0, 0]), hidden, context)
    expected = u[:, 3 * W + 1] + u[:, 4 * W + 3]
    for bank in (Bank.CANDIDATE, Bank.INPUT):
        torch.testing.assert_close(unseen.embed_sentence(u, sentence, bank), expected)
