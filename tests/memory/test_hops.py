"""The learned hops and the learned stop."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from memory.bridges import HopFeature, hop_features
from memory.candidates import candidates
from memory.checkpoints import CheckpointError
from memory.holding import Scan
from memory.hops import Hops
from memory.nn.scoring import PairScorer
from memory.pairs import PairFeature
from memory.preference import Preference
from memory.so_far import SoFar
from memory.trained_pairs import WEIGHTS
from tests.memory.drill import DRILL, FETCH, slot, so_far


def hops_of(weights: dict[HopFeature, float]) -> Hops:
    """s_O is a weighted sum of features."""
    network = PairScorer(len(HopFeature), 1)
    with torch.no_grad():
        network.score.out.weight.zero_()
        for feature, weight in weights.items():
            network.score.direct.weight[0, feature] = weight
    return Hops(network)


LINKING = hops_of({HopFeature.BRIDGE: 1.0, HopFeature.BEGINS: 0.5, HopFeature.STOP: 0.6})


def test_eq_3_the_best_of_the_candidates_goes_on_as_in_a_plain_loop() -> None:
    found = so_far(FETCH, *DRILL)
    rows = candidates(found, 32)
    plain = {}
    for row in rows:
        phi = hop_features(found, [row])[1]
        plain[row] = phi[HopFeature.BRIDGE] + 0.5 * phi[HopFeature.BEGINS]
    best = max(plain, key=plain.__getitem__)
    step = LINKING.next(found)[0]
    assert step.row == best
    assert step.lead == pytest.approx(plain[best] - 0.6)


def test_to_stop_is_chosen_where_it_scores_as_high() -> None:
    found = so_far(FETCH, *DRILL)
    assert hops_of({HopFeature.STOP: 2.0, HopFeature.BRIDGE: 1.0}).next(found) == []
    assert hops_of({}).next(found) == []
    assert LINKING.further(found, 3)[0].row == 1


def test_it_goes_on_hop_by_hop_and_at_most_so_many() -> None:
    chain = (
        slot(1, "Cleo has the drill"),
        slot(2, "the lamp belongs to Dora"),
        slot(3, "Cleo sits beside Dora"),
        slot(4, "the shed is red"),
    )
    found = so_far("whose is it?", *chain)
    keen = hops_of({HopFeature.LINKS: 1.0, HopFeature.STOP: 0.5})
    assert [step.row for step in keen.further(found, 9)] == [2, 1]
    assert [step.row for step in keen.further(found, 1)] == [2]
    assert keen.further(found, 0) == []


class Newest(Preference):
    """Whatever is newer takes the older one's place."""

    def __init__(self) -> None:
        pass

    def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """Above 0."""
        return [1.0] * len(phi)


def scan_of(found: SoFar) -> Scan:
    return Scan(found.bank, found.reading, found.asked, Newest(), 0.5)


def test_what_is_newer_takes_the_place_on_later_hops_too() -> None:
    moved = (*DRILL[:2], slot(3, "Cleo is home after nine"))
    found = so_far(FETCH, *moved)
    step, *_ = LINKING.further(found, 2, scan_of(found))
    assert (step.row, step.past) == (2, (1,))
    assert all(later.row != 1 for later in LINKING.further(found, 9, scan_of(found)))


class Home(Newest):
    """What says that somebody is home is newer than what says where they are."""

    def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """Above 0 where something changes."""
        return [row[PairFeature.CHANGE] - 0.5 for row in phi]


def test_what_took_its_place_need_not_lead_on_by_itself() -> None:
    told = slot(3, "dinner is cold"), slot(4, "no longer home after six")
    found = so_far(FETCH, *DRILL[:2], *told)
    plain, *_ = LINKING.further(found, 1)
    assert plain.row == 1
    assert [step.row for step in LINKING.next(found)] == [1]
    scan = replace(scan_of(found), preference=Home())
    (step,) = LINKING.further(found, 1, scan)
    assert step.row == 3
    assert 1 in step.past
    hidden = replace(found, visible=torch.tensor([True, True, True, False]))
    assert [s.row for s in LINKING.further(hidden, 1, scan)] == [1]


def test_without_a_scan_nothing_is_replaced() -> None:
    found = so_far(FETCH, *DRILL[:2], slot(3, "Cleo is home after nine"))
    assert all(step.past == () for step in LINKING.further(found, 2))


def test_one_memory_and_hidden_ones_lead_nowhere() -> None:
    keen = hops_of({HopFeature.STOP: -9.0})
    assert keen.next(so_far(FETCH, DRILL[0])) == []
    found = so_far(FETCH, *DRILL)
    only = replace(found, visible=torch.tensor([True] + [False] * 5))
    assert keen.next(only) == []


def test_a_checkpoint_comes_back_and_another_is_refused(tmp_path: Path) -> None:
    LINKING.save(tmp_path / "a", {"hidden": 1}, {})
    again = Hops.load(tmp_path / "a")
    found = so_far(FETCH, *DRILL)
    assert again.next(found) == LINKING.next(found)
    (tmp_path / "a" / "vocabulary.json").write_text('["OTHER"]')
    with pytest.raises(CheckpointError, match="other features"):
        Hops.load(tmp_path / "a")


def test_the_shipped_network_loads_and_says_what_it_was_trained_on() -> None:
    found = so_far(FETCH, *DRILL)
    assert isinstance(Hops.load().next(found), list)
    assert "licence" in (WEIGHTS / Hops.KIND / "config.json").read_text("utf-8")
