"""A room of slots as a bank, with an encoder that needs no weights."""

from dataclasses import replace

import torch

from memory.addressing import (
    OutputSettings,
)
from memory.bank import Bank
from memory.features import Feature
from memory.nn.scoring import FeatureScorer
from memory.reading import Reading, read
from memory.scoring import COLUMNS, Scorer
from memory.slots import Audience, Kind, Person, Question, Scope, Slot, Witness
from tests.fakes import ADA, BEN, HERE, NEXT_DOOR, FakeEncoder

ENCODER = FakeEncoder(dimension=48)
SETTINGS = OutputSettings()
ROOM = (
    ("the raid is on Friday", ADA, HERE, False),
    ("the raid key is in the chest", BEN, HERE, False),
    ("I live in Oslo", BEN, HERE, True),
    ("I live in Rome", ADA, HERE, True),
    ("the raid raid raid is secret", BEN, NEXT_DOOR, False),
    ("Ben has the chest", ADA, HERE, False),
)


def slot(
    id_: int, text: str, author: Person, scope: Scope, *, personal: bool = False, at: float = 0.0
) -> Slot:
    return Slot(id_, scope, text, personal, (Witness(author, at or float(id_)),), at)


def bank_of(*slots: Slot) -> Bank:
    bank = Bank(ENCODER.dimension, "cpu")
    bank.add(slots, ENCODER.encode([item.text for item in slots]))
    return bank


def room() -> Bank:
    return bank_of(
        *(
            slot(number, text, author, scope, personal=personal)
            for number, (text, author, scope, personal) in enumerate(ROOM, start=1)
        )
    )


def asked(bank: Bank, text: str, asker: Person = ADA) -> tuple[Question, Reading, torch.Tensor]:
    question = Question(text, asker, Audience.of(HERE))
    visible = bank.visible(question.audience.channel_ids)
    reading = read(question, bank.people(text, visible))
    return question, reading, ENCODER.encode([reading.text, reading.neutral])


def heard(*said: tuple[str, Person]) -> Bank:
    slots = [
        replace(slot(n, text, who, HERE), kind=Kind.HEARD)
        for n, (text, who) in enumerate(said, start=1)
    ]
    return bank_of(*slots)


def scorer_of(feature: Feature) -> Scorer:
    """s_O is one feature of a message."""
    network = FeatureScorer(len(Feature) + len(COLUMNS), 1)
    with torch.no_grad():
        network.out.weight.zero_()
        network.direct.weight[0, feature] = 1
    return Scorer(network, slope=2.0, offset=-1.0)


TALK = OutputSettings(conversation=2, least=0.5)
CHAT = (("Where is the raid?", ADA), ("in the hall", BEN), ("I like raids", ADA))
