"""How sure R's answers are."""

from collections.abc import Sequence

from memory.scoring import Scorer
from memory.spans import Calibration, Reader, Span
from memory.training.calibration import Tried, calibrated, measured, threshold
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
    assert not any(one.lacking for one in tried[:asked])
    assert all(one.lacking and not any(one.f1) for one in tried[asked:])


def test_the_threshold_has_the_best_f1() -> None:
    plain = Calibration(1.0, 0.0, 0.0, 0.0)
    sure = [
        Tried([float(odds), -9.0], [0.0, 0.0], [1.0, 0.0], 0.0, lacking=False) for odds in (3, 4, 5)
    ]
    unsure = [Tried([1.0], [0.0], [0.0], 0.0, lacking=False)]
    lacking = [Tried([2.0], [0.0], [0.0], 0.0, lacking=True)] * 6
    assert threshold(plain, [*sure, *unsure, *lacking]) == 3.0
    assert (
        threshold(plain, [*sure, *lacking[:1], Tried([0.5], [0.0], [1.0], 0.0, lacking=False)])
        == 0.5
    )
    assert threshold(plain, lacking) > 2.0


def test_a_good_span_makes_surer() -> None:
    found = calibrated(Homing(), Scorer.load(), [chat("Ben"), chat("Cleo")], FakeEncoder().encode)
    assert found.span > 0
    assert found.odds(0.0, 4.0, 1.0) > 0 > found.odds(0.0, -4.0, 1.0)
    assert found.lead > 0


def test_without_right_and_wrong_answers_it_stays_as_it_was() -> None:
    reader = Homing()
    reader.calibration = Calibration(1.0, 2.0, 3.0, 4.0)
    assert calibrated(reader, Scorer.load(), [], FakeEncoder().encode) == reader.calibration
