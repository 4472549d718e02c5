"""phi([x, m_o1 ...], m_i): its parts against plain counting, empty cases."""

import math

import pytest
import torch

from memory.bridges import HopFeature, hop_features
from memory.candidates import candidates
from memory.so_far import SoFar
from tests.memory.drill import DRILL, ENCODER, FETCH, slot, so_far


def phi(found: SoFar, row: int) -> dict[HopFeature, float]:
    return dict(zip(HopFeature, hop_features(found, [row])[1], strict=True))


def test_the_cosines_match_a_plain_loop() -> None:
    found = so_far(FETCH, *DRILL, chosen=(0, 2))
    x = ENCODER.encode([FETCH])[0].tolist()
    m = found.bank.vectors.tolist()

    def dot(a: list[float], b: list[float]) -> float:
        return sum(p * q for p, q in zip(a, b, strict=True))

    both = [a + b + c for a, b, c in zip(x, m[0], m[2], strict=True)]
    for row in (1, 3, 4, 5):
        got = phi(found, row)
        a, b, c = dot(x, m[row]), dot(x, m[2]), dot(m[2], m[row])
        assert got[HopFeature.ASKED] == pytest.approx(a, abs=1e-5)
        assert got[HopFeature.LAST] == pytest.approx(c, abs=1e-5)
        assert got[HopFeature.CLOSER] == pytest.approx(a - b, abs=1e-5)
        assert got[HopFeature.FIRST] == pytest.approx(b, abs=1e-5)
        whole = dot(both, m[row]) / math.sqrt(dot(both, both))
        assert got[HopFeature.LIST] == pytest.approx(whole, abs=1e-5)
        partial = (a - b * c) / math.sqrt((1 - b * b) * (1 - c * c))
        assert got[HopFeature.PARTIAL] == pytest.approx(partial, abs=1e-4)


def test_what_is_open_and_what_leads_on() -> None:
    found = so_far(FETCH, *DRILL)
    home, loud = phi(found, 1), phi(found, 2)
    assert home[HopFeature.BRIDGE] == 1  # "Cleo" is all that m_o1 adds
    assert (home[HopFeature.LINKS], home[HopFeature.NAME], home[HopFeature.BEGINS]) == (1, 1, 1)
    assert (home[HopFeature.GIVES], home[HopFeature.LACKS]) == (1, 1)
    assert (loud[HopFeature.BRIDGE], loud[HopFeature.REPEATED]) == (0, 1)
    assert loud[HopFeature.GIVES] == 0
    open_ = found.rarity["fetch"]
    assert home[HopFeature.LEFT] == pytest.approx(open_ / (open_ + found.rarity["drill"]))
    assert phi(found, 5)[HopFeature.NEGATED] == 1


def test_own_facts_of_whom_the_memories_name_and_of_strangers() -> None:
    found = so_far(FETCH, *DRILL)
    assert (phi(found, 3)[HopFeature.OWNER], phi(found, 3)[HopFeature.STRANGER]) == (1, 0)
    assert (phi(found, 4)[HopFeature.OWNER], phi(found, 4)[HopFeature.STRANGER]) == (0, 1)


def test_to_stop_has_features_of_what_is_known_alone() -> None:
    found = so_far(FETCH, *DRILL)
    stop, other = hop_features(found, [1])
    assert stop[HopFeature.STOP] == 1
    assert stop[HopFeature.STOP + 1 : HopFeature.FIRST] == [0.0] * (HopFeature.FIRST - 1)
    assert stop[HopFeature.FIRST :] == other[HopFeature.FIRST :]


def test_where_nothing_may_go_on_there_is_to_stop() -> None:
    assert len(hop_features(so_far(FETCH, DRILL[0]), [])) == 1


def test_a_memory_without_words_and_a_twin_have_finite_features() -> None:
    found = so_far("?!", slot(1, "?!"), slot(2, "?!"), slot(3, "..."))
    values = torch.tensor(hop_features(found, candidates(found, 32)))
    assert values.shape == (3, len(HopFeature))
    assert bool(values.isfinite().all())
