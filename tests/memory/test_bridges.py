"""phi([x, m_o1 ...], m_i): its parts against plain counting, what may go on, empty cases."""

import math
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from memory.bank import Bank
from memory.bridges import HopFeature, SoFar, candidates, hop_features
from memory.reading import read
from memory.slots import Audience, Kind, Person, Question, Scope, Slot, Witness
from memory.words import stems
from tests.fakes import ADA, BEN, CLEO, HERE, NEXT_DOOR, FakeEncoder

ENCODER = FakeEncoder(dimension=40)


def slot(number: int, text: str, author: Person = ADA, scope: Scope = HERE, **more: bool) -> Slot:
    own = bool(more.get("personal"))
    return Slot(number, scope, text, own, (Witness(author, float(number)),), float(number))


def so_far(text: str, *slots: Slot, chosen: tuple[int, ...] = (0,), asker: Person = ADA) -> SoFar:
    bank = Bank(ENCODER.dimension, "cpu")
    bank.add(slots, ENCODER.encode([item.text for item in slots]))
    question = Question(text, asker, Audience.of(HERE))
    visible = bank.visible(question.audience.channel_ids)
    reading = read(question, bank.people(text, visible))
    asked = bank.vectors @ ENCODER.encode([text])[0]
    return SoFar(bank, question, reading, asked, visible, chosen)


DRILL = (
    slot(1, "Cleo has the drill", BEN),
    slot(2, "Cleo is home after six", BEN),
    slot(3, "the drill is loud"),
    slot(4, "I live in Mill Lane", CLEO, personal=True),
    slot(5, "I live in Oslo", BEN, personal=True),
    slot(6, "dinner is not on Friday"),
)
FETCH = "when can we fetch the drill?"


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


def test_no_question_and_nothing_twice_and_nothing_replaced_goes_on() -> None:
    asked = replace(slot(7, "is Cleo home?", BEN), kind=Kind.HEARD)
    found = replace(so_far(FETCH, *DRILL, asked), past=(2,))
    assert set(candidates(found, 32)) == {1, 3, 4, 5}


def test_of_others_own_facts_only_those_of_whom_was_named() -> None:
    sister = (slot(1, "my sister is Cleo", ADA, personal=True), *DRILL[1:])
    found = so_far("where does my sister live?", *sister)
    assert 3 in candidates(found, 32)  # Cleo's
    assert 4 not in candidates(found, 32)  # Ben's
    nobody = so_far("where does my aunt live?", slot(1, "my aunt is old", personal=True), *DRILL)
    assert not {4, 5} & set(candidates(nobody, 32))


@given(
    places=st.lists(st.booleans(), min_size=1, max_size=8),
    text=st.sampled_from([FETCH, "who?", "my drill?", "", "?"]),
    limit=st.integers(1, 9),
)
def test_nothing_out_of_sight_goes_on(places: list[bool], text: str, limit: int) -> None:
    rows = [
        slot(n, f"Cleo has drill {n}", CLEO, HERE if seen else NEXT_DOOR)
        for n, seen in enumerate(places, start=2)
    ]
    found = so_far(text, slot(1, "the drill is Cleo's"), *rows)
    got = candidates(found, limit)
    assert len(got) <= limit
    assert all(found.bank.slots[row].scope == HERE for row in got)
    assert 0 not in got


def test_one_memory_leads_nowhere() -> None:
    found = so_far(FETCH, DRILL[0])
    assert candidates(found, 32) == []
    assert len(hop_features(found, [])) == 1


def test_a_memory_without_words_and_a_twin_have_finite_features() -> None:
    found = so_far("?!", slot(1, "?!"), slot(2, "?!"), slot(3, "..."))
    values = torch.tensor(hop_features(found, candidates(found, 32)))
    assert values.shape == (3, len(HopFeature))
    assert bool(values.isfinite().all())
