"""s_O from features."""

import torch

from memory.nn.scoring import FeatureScorer, PairScorer, mean_of, standardise


def test_columns_are_standardised_over_the_rows_that_may_answer() -> None:
    phi = torch.tensor([[1.0, 5.0, 0.0], [3.0, 5.0, 1.0], [90.0, 5.0, 0.0]])
    allowed = torch.tensor([True, True, False])
    found = standardise(phi, allowed, torch.tensor([0, 1]))
    assert torch.equal(found[:, :3], phi)
    assert found[:2, 3].tolist() == [-1, 1]
    assert found[:, 4].tolist() == [0, 0, 0]  # the same everywhere: tells nothing


def test_one_row_alone_is_finite() -> None:
    assert standardise(torch.ones(1, 4), torch.tensor([True]), torch.arange(4)).isfinite().all()


@torch.no_grad()
def test_the_score_matches_a_plain_loop() -> None:
    torch.manual_seed(0)
    network, phi = FeatureScorer(features=5, hidden=3), torch.randn(7, 5)
    torch.nn.init.normal_(network.direct.weight)
    for row, score in zip(phi, network(phi), strict=True):
        hidden = [
            max(0.0, float(network.U_O.bias[j] + sum(network.U_O.weight[j] * row)))
            for j in range(3)
        ]
        total = float(sum(network.direct.weight[0] * row))
        total += sum(float(network.out.weight[0, j]) * hidden[j] for j in range(3))
        assert abs(float(score) - total) < 1e-5


@torch.no_grad()
def test_the_mean_of_networks_is_one_network() -> None:
    torch.manual_seed(0)
    phi, networks = torch.randn(7, 5), [PairScorer(5, hidden) for hidden in (3, 4)]
    for network in networks:
        network.standardise_by(phi)
        torch.nn.init.normal_(network.score.direct.weight)
    wanted = (networks[0](phi) + networks[1](phi)) / 2
    torch.testing.assert_close(mean_of(networks)(phi), wanted)
    torch.testing.assert_close(mean_of(networks[:1])(phi), networks[0](phi))
