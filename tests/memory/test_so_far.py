"""[x, m_o1 ...]: what its words weigh, against plain counting."""

import math

import pytest

from memory.words import stems
from tests.fakes import BEN, NEXT_DOOR
from tests.memory.drill import DRILL, FETCH, slot, so_far


def test_words_weigh_as_much_as_they_are_rare_among_what_may_be_seen() -> None:
    hidden = (slot(n, "Cleo Cleo drill", BEN, NEXT_DOOR) for n in range(10, 20))
    found = so_far(FETCH, *DRILL, *hidden)
    held = [stems("Cleo") | stems(item.text) if item.personal else stems(item.text)
            for item in DRILL]  # fmt: skip
    held[3], held[4] = stems("Cleo lives in Mill Lane"), stems("Ben lives in Oslo")
    for word in found.words | found.beyond:
        frequency = sum(word in some for some in held)
        plain = 1 + math.log(1 + (6 - frequency + 0.5) / (frequency + 0.5))
        assert found.rarity[word] == pytest.approx(plain)
