"""A room in which who has the drill is one memory, and when they are home another."""

from memory.bank import Bank
from memory.reading import read
from memory.slots import Audience, Person, Question, Scope, Slot, Witness
from memory.so_far import SoFar
from tests.fakes import ADA, BEN, CLEO, HERE, FakeEncoder

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
