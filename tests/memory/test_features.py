"""phi(x, m): what a question and each memory have to do with each other."""

import math
from dataclasses import replace

import pytest
import torch

from memory.bank import Bank
from memory.features import Feature, features
from memory.reading import read
from memory.slots import Audience, Kind, Person, Question, Slot, Witness
from tests.fakes import ADA, BEN, HERE, NEXT_DOOR, FakeEncoder

ENCODER = FakeEncoder(dimension=32)
DAY = 86_400.0
SAID = [
    (ADA, "Have you seen the red boat?", 0.0),
    (BEN, "I sold my boat to a sailor", 60.0),
    (ADA, "I like tea", 120.0),
    (BEN, "the harbour was loud", 40 * DAY),
    (ADA, "I bought bread", 40 * DAY + 60),
]


def bank_of(said: list[tuple[Person, str, float]], kind: Kind = Kind.HEARD) -> Bank:
    bank = Bank(ENCODER.dimension, "cpu")
    slots = [
        Slot(n, HERE, text, text.startswith("I "), (Witness(who, at),), at, kind)
        for n, (who, text, at) in enumerate(said, start=1)
    ]
    bank.add(slots, ENCODER.encode([text for _, text, _ in said]))
    return bank


def phi(bank: Bank, text: str, allowed: torch.Tensor | None = None) -> torch.Tensor:
    everything = torch.ones(len(bank), dtype=torch.bool)
    question = Question(text, Person(1, "Zoe"), Audience.of(HERE))
    reading = read(question, bank.people(text, everything))
    vectors = ENCODER.encode([reading.text, reading.neutral])
    return features(bank, reading, vectors, everything if allowed is None else allowed)


def test_a_pause_opens_a_session_and_ends_what_is_near() -> None:
    context = bank_of(SAID).context()
    assert context.session.tolist() == [0, 0, 0, 1, 1]
    assert context.before.tolist() == [0, 0, 1, 3, 3]
    assert context.after.tolist() == [1, 2, 2, 4, 4]


def test_what_was_taught_stands_alone() -> None:
    context = bank_of(SAID, Kind.TAUGHT).context()
    assert len(set(context.session.tolist())) == len(SAID)
    assert context.before.tolist() == context.after.tolist() == [0, 1, 2, 3, 4]


def test_a_message_that_is_gone_is_nobodys_neighbour() -> None:
    bank = bank_of(SAID)
    bank.context()
    bank.remove([2])
    assert bank.context().after[0] == 2
    assert bank.context().before[2] == 0


def test_other_channels_are_other_sessions() -> None:
    bank = bank_of(SAID[:2])
    late = replace(bank.slots[0], id=9, scope=NEXT_DOOR)
    bank.add([late], ENCODER.encode(["the boat"]))
    assert bank.context().session.tolist() == [0, 0, 1]


def test_words_by_rarity_match_a_plain_loop() -> None:
    bank = bank_of(SAID)
    found = phi(bank, "who sold a red boat?")
    rarity = {
        word: math.log(1 + (5 - count + 0.5) / (count + 0.5))
        for word, count in (("sold", 1), ("red", 1), ("boat", 2))
    }
    words = [6, 7, 3, 4, 3]
    mean = sum(words) / 5
    rows = [("red", "boat"), ("sold", "boat"), (), (), ()]
    # at its ends a session goes on as it ends
    near = [("red", "sold", "boat"), ("red", "boat"), ("sold", "boat"), (), ()]
    for row in range(5):
        norm = 2.2 / (1 + 1.2 * (0.25 + 0.75 * words[row] / mean))
        held, beside = (sum(rarity[w] for w in some) for some in (rows[row], near[row]))
        around = sum(rarity[w] for w in {*rows[row], *near[row]})
        assert float(found[row, Feature.BM25]) == pytest.approx(held * norm, rel=1e-5)
        assert float(found[row, Feature.BM25_NEAR]) == pytest.approx(beside, rel=1e-5)
        assert float(found[row, Feature.BM25_AROUND]) == pytest.approx(around, rel=1e-5)
        assert float(found[row, Feature.HOLDS]) == pytest.approx(held / sum(rarity.values()))
        session = 1.0 if row < 3 else 0.0
        assert float(found[row, Feature.SESSION_HOLDS]) == pytest.approx(session)


def test_whose_message_it_is() -> None:
    found = phi(bank_of(SAID), "What did Ben sell?")
    assert found[:, Feature.AUTHOR_NAMED].tolist() == [0, 1, 0, 1, 0]
    assert found[:, Feature.OTHER_NAMED].tolist() == [1, 0, 1, 0, 1]
    nobody = phi(bank_of(SAID), "What is loud?")
    assert not nobody[:, [Feature.AUTHOR_NAMED, Feature.OTHER_NAMED]].any()


def test_an_answer_takes_after_its_question() -> None:
    found = phi(bank_of(SAID), "what of the red boat?")
    assert found[:, Feature.AFTER_QUESTION].tolist() == [0, 1, 0, 0, 0]
    assert found[1, Feature.ANSWERS] == found[0, Feature.BM25] > 0


def test_the_month_that_a_question_names() -> None:
    found = phi(bank_of(SAID), "What was loud in February 1970?")
    assert found[:, Feature.DATE].tolist() == [0.5, 0.5, 0.5, 1, 1]


def test_what_is_not_allowed_counts_for_nothing() -> None:
    bank = bank_of(SAID)
    allowed = torch.tensor([False, True, True, True, True])
    found = phi(bank, "the red boat", allowed)
    alone = phi(bank_of(SAID[1:]), "the red boat")
    columns = [Feature.BM25, Feature.HOLDS, Feature.SESSION_BM25, Feature.RECENT]
    assert torch.allclose(found[1:, columns], alone[:, columns])


def test_a_question_without_words_of_its_own_is_scored() -> None:
    assert phi(bank_of(SAID), "?!").isfinite().all()
