"""The slots of one home as O reads them."""

import random
from array import array
from collections import Counter

import pytest
import torch

from memory.bank import Bank
from memory.slots import Audience, Person, Scope, Slot, Witness
from memory.words import stem
from tests.fakes import ADA, BEN, HERE, NEXT_DOOR, FakeEncoder

ENCODER = FakeEncoder(dimension=16)


def slot(
    id_: int,
    text: str,
    author: Person = ADA,
    scope: Scope = HERE,
    *,
    personal: bool = False,
    at: float = 1.0,
) -> Slot:
    return Slot(id_, scope, text, personal, (Witness(author, at),), at)


def bank_of(*slots: Slot) -> Bank:
    bank = Bank(ENCODER.dimension, "cpu")
    bank.add(slots, ENCODER.encode([item.text for item in slots]))
    return bank


def test_a_row_for_each_slot_with_its_vector_and_owner() -> None:
    bank = bank_of(slot(7, "the raid"), slot(9, "I swim", BEN, personal=True))
    assert len(bank) == 2
    assert torch.equal(bank.vectors, ENCODER.encode(["the raid", "I swim"]))
    assert bank.subjects.tolist() == [0, BEN.id]


def test_rows_survive_growth() -> None:
    bank = Bank(ENCODER.dimension, "cpu")
    texts = [f"fact {number}" for number in range(300)]
    for start in range(0, 300, 37):
        part = texts[start : start + 37]
        slots = [slot(start + i + 1, text) for i, text in enumerate(part)]
        bank.add(slots, ENCODER.encode(part))
    assert torch.equal(bank.vectors, ENCODER.encode(texts))
    assert [item.text for item in bank.slots] == texts
    assert bool(bank.visible([HERE.channel_id]).all())


def test_the_word_hash_knows_an_owners_name() -> None:
    bank = bank_of(slot(1, "the raid"), slot(2, "I love sushi", BEN, personal=True))
    assert bank.bucket(stem("raids")).tolist() == [0]
    assert bank.bucket("ben").tolist() == [1]
    assert bank.bucket("nowhere").tolist() == []


def test_a_slot_with_a_new_witness_keeps_its_row() -> None:
    bank = bank_of(slot(1, "the raid"), slot(2, "the key"))
    renewed = Slot(
        1,
        HERE,
        "the raid",
        personal=False,
        witnesses=(Witness(ADA, 1.0), Witness(BEN, 9.0)),
        written_at=1.0,
    )
    bank.add([renewed], ENCODER.encode(["the raid"]))
    assert len(bank) == 2
    assert bank.slots[0].said_at == 9.0


def test_rows_are_visible_by_channel() -> None:
    bank = bank_of(slot(1, "a1"), slot(2, "b1", scope=NEXT_DOOR))
    assert bank.visible([HERE.channel_id]).tolist() == [True, False]
    assert bank.visible([HERE.channel_id, NEXT_DOOR.channel_id]).tolist() == [True, True]
    assert bank.visible([]).tolist() == [False, False]


def test_a_removed_row_is_found_by_nothing() -> None:
    bank = bank_of(slot(1, "the raid"), slot(2, "the key"), slot(3, "the raid key"))
    bank.remove([3, 404])
    bank.remove([3])
    assert bank.visible([HERE.channel_id]).tolist() == [True, True, False]
    assert bank.bucket(stem("key")).tolist() == [1]
    assert float(bank.vectors[2].abs().sum()) == 0
    nearest = bank.nearest(ENCODER.encode(["raid key"])[0], Audience.of(HERE), limit=9)
    assert set(nearest) == {1, 2}


def test_nothing_of_a_removed_slot_stays() -> None:
    bank = bank_of(slot(1, "the raid"), slot(2, "my vault is deep", BEN, personal=True))
    bank.remove([2])
    assert [item.text for item in bank.slots] == ["the raid", ""]
    assert "vault" not in bank._buckets
    assert bank._people == {}
    assert (bank.subjects.tolist(), bank.authors.tolist()) == ([0, 0], [ADA.id, 0])
    bank.add([slot(3, "I swim", personal=True)], ENCODER.encode(["I swim"]))
    assert bank.people("does Ada swim?", bank.visible([HERE.channel_id])) == [ADA]


class _Watched(dict[str, "array[int]"]):
    """Buckets that count how often each is taken up."""

    def __init__(self, buckets: dict[str, "array[int]"]) -> None:
        super().__init__(buckets)
        self.taken = Counter[str]()

    def __getitem__(self, stem: str) -> "array[int]":
        self.taken[stem] += 1
        return super().__getitem__(stem)

    def pop(self, stem: str) -> "array[int]":  # type: ignore[override] # as the bank calls it
        self.taken[stem] += 1
        return super().pop(stem)


def test_a_bucket_is_gone_through_once_however_many_rows_go() -> None:
    bank = bank_of(*(slot(number, f"raid {number}") for number in range(1, 60)))
    bank._buckets = watched = _Watched(bank._buckets)
    bank.remove(range(59, 9, -1))
    assert watched.taken[stem("raid")] == 1
    assert bank.bucket(stem("raid")).tolist() == list(range(9))


def test_rows_are_given_back_when_many_slots_are_gone() -> None:
    texts = {number: f"raid {number}" for number in range(1, 400)}
    bank = bank_of(*(slot(number, text) for number, text in texts.items()))
    bank.remove(number for number in texts if number % 3)
    left = [number for number in texts if not number % 3]
    assert [item.id for item in bank.slots] == left
    assert torch.equal(bank.vectors, ENCODER.encode([texts[number] for number in left]))
    assert bank.bucket("raid").tolist() == list(range(len(left)))
    assert bank.bucket("9").tolist() == [2]
    assert len(bank._written) < len(texts) / 2
    bank.remove(left)
    assert len(bank) == 0
    bank.add([slot(500, "the key")], ENCODER.encode(["the key"]))
    assert bank.nearest(ENCODER.encode(["key"])[0], Audience.of(HERE), limit=9) == [500]


def test_the_nearest_rows_come_first_and_only_visible_ones() -> None:
    bank = bank_of(slot(1, "the key"), slot(2, "the raid"), slot(3, "the raid", scope=NEXT_DOOR))
    vector = ENCODER.encode(["raid"])[0]
    assert bank.nearest(vector, Audience.of(HERE), limit=9) == [2, 1]
    assert bank.nearest(vector, Audience.of(HERE), limit=1) == [2]
    assert bank_of().nearest(vector, Audience.of(HERE), limit=3) == []


def test_people_are_known_by_the_names_that_visible_rows_give_them() -> None:
    countess = Person(ADA.id, "Countess")
    bank = bank_of(
        slot(1, "I swim", personal=True),
        slot(2, "I sing", countess, NEXT_DOOR, personal=True),
        slot(3, "the raid", BEN),
    )
    text = "did ada, the countess, swim with Ben?"
    assert bank.people(text, bank.visible([HERE.channel_id])) == [ADA]
    assert bank.people(text, bank.visible([NEXT_DOOR.channel_id])) == [countess]
    assert bank.people("who swims?", bank.visible([HERE.channel_id])) == []
    bank.remove([1])
    assert bank.people(text, bank.visible([HERE.channel_id])) == []


def test_a_person_who_says_it_again_under_a_new_name_is_known_by_that() -> None:
    bank = bank_of(slot(1, "I swim", personal=True))
    renamed = Person(ADA.id, "Ada L.")
    bank.add([slot(1, "I swim", renamed, personal=True)], ENCODER.encode(["I swim"]))
    assert bank.people("does Ada L. swim?", bank.visible([HERE.channel_id])) == [renamed]


def test_a_person_is_found_by_the_part_of_their_name_that_visible_rows_give() -> None:
    countess, ida = Person(7, "Countess Ida"), Person(7, "Ida Lovelace")
    bank = bank_of(
        slot(1, "I swim", ida, personal=True),
        slot(2, "I sing", countess, NEXT_DOOR, personal=True),
    )
    here, there = (bank.visible([scope.channel_id]) for scope in (HERE, NEXT_DOOR))
    assert bank.people("does ida swim?", here) == [Person(7, "Ida")]
    assert bank.people("does Ida Lovelace swim?", here) == [ida]
    assert bank.people("does the Countess Ida sing?", there) == [countess]
    assert bank.people("does ida swim?", there) == []


@pytest.mark.parametrize("seed", range(3))
def test_adding_and_removing_at_random_agrees_with_a_plain_dictionary(seed: int) -> None:
    chance, plain, bank = random.Random(seed), dict[int, str](), Bank(16, "cpu")
    for id_ in range(1, 400):
        text = f"{chance.choice(['raid', 'key', 'cat'])} {chance.choice(['red', 'blue'])}"
        plain[id_] = text
        bank.add([slot(id_, text)], ENCODER.encode([text]))
        if chance.random() < 0.6:
            gone = chance.choice(list(plain))
            del plain[gone]
            bank.remove([gone])
    assert len(bank) < 399  # rows were given back on the way
    alive = bank.visible([HERE.channel_id])
    assert {bank.slots[row].id for row in alive.nonzero().flatten().tolist()} == set(plain)
    for word in ("raid", "red"):
        found = {bank.slots[row].id for row in bank.bucket(word).tolist()}
        assert found == {id_ for id_, text in plain.items() if word in text}
