"""How sure R's answers are."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from memory.scoring import Scorer
from memory.spans import Calibration, Reader, Span
from memory.training.calibration import Kind, Tried, calibrated, fitted, measured, threshold
from tests.fakes import FakeEncoder
from tests.memory.training.test_scoring import chat


class Homing(Reader):
    """Finds "at home" where the question names its author and its thing."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, question: str, texts: Sequence[str]) -> list[Span]:
        """A good span only where author and thing are those asked for."""
        self.asked.append(question)
        name, thing = question.removeprefix("Where is ").rstrip("?").split("'s ")
        good = [f"{name}: my {thing}" in text for text in texts]
        return [Span("at home" if ok else "I see", 0, 4.0 if ok else -4.0) for ok in good]


def test_answers_out_of_sight_and_those_of_others_are_wrong() -> None:
    reader, encode = Homing(), FakeEncoder().encode
    tried = list(measured(reader, Scorer.load(), chat("Ben"), encode, 1))
    asked = len(tried) // 3
    assert reader.asked[:asked] == reader.asked[asked : 2 * asked]
    assert all("Ada's" in question for question in reader.asked[2 * asked :])
    assert sum(max(one.f1) == 1 for one in tried[:asked]) >= asked // 2
    assert {one.kind for one in tried[:asked]} == {Kind.ASKED}
    assert {one.kind for one in tried[asked:]} == {Kind.HIDDEN, Kind.SWAPPED}
    assert not any(any(one.f1) for one in tried[asked:])


def sigmoid(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def test_the_threshold_has_the_best_f1() -> None:
    plain = Calibration(1.0, 0.0, 0.0, 0.0, 30.0)
    sure = [
        Tried([float(odds), -9.0], [0.0, 0.0], [1.0, 0.0], 0.0, Kind.ASKED) for odds in (3, 4, 5)
    ]
    unsure = [Tried([1.0], [0.0], [0.0], 0.0, Kind.ASKED)]
    lacking = [Tried([2.0], [0.0], [0.0], 0.0, Kind.HIDDEN)] * 6
    assert threshold(plain, [*sure, *unsure, *lacking] * 20) == pytest.approx(sigmoid(3.0))
    late = Tried([0.5], [0.0], [1.0], 0.0, Kind.ASKED)
    assert threshold(plain, [*sure, *lacking[:1], late] * 20) == pytest.approx(sigmoid(0.5))
    assert threshold(plain, lacking) > sigmoid(2.0)


def test_a_good_span_and_the_right_person_make_surer() -> None:
    tried = measured(Homing(), Scorer.load(), chat("Ben"), FakeEncoder().encode, 1)
    led = [replace(one, lead=float(one.kind is not Kind.SWAPPED)) for one in tried]
    found = fitted([*led, replace(led[0], lead=0.5), replace(led[-1], lead=0.5)])
    assert found is not None
    assert found.span > 0
    assert found.lead > 0
    assert found.odds(0.0, 4.0, 1.0) > 0 > found.odds(0.0, -4.0, 1.0)
    assert found.odds(0.0, 4.0, 1.0) > 0 > found.odds(0.0, 4.0, 0.0)


def test_a_room_where_nobody_is_named_tells_nothing() -> None:
    room = chat("Ben")
    asked = tuple(replace(item, text="Where is it?") for item in room.questions)
    nobody = replace(room, questions=asked)
    assert not list(measured(Homing(), Scorer.load(), nobody, FakeEncoder().encode, 1))


def test_without_right_and_wrong_answers_it_stays_as_it_was() -> None:
    reader = Homing()
    reader.calibration = Calibration(1.0, 2.0, 3.0, 4.0)
    assert calibrated(reader, Scorer.load(), [], FakeEncoder().encode) == reader.calibration
