"""How sure R's answers are."""

from collections.abc import Sequence

from memory.scoring import Scorer
from memory.spans import Calibration, Reader, Span
from memory.training.calibration import calibrated, measured
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
    rows = list(measured(reader, Scorer.load(), chat("Ben"), encode, 1))
    asked = len(reader.asked) // 3
    assert reader.asked[:asked] == reader.asked[asked : 2 * asked]
    assert all("Ada's" in question for question in reader.asked[2 * asked :])
    rights = [right for _, right in rows]
    per_question = len(rows) // len(reader.asked)
    assert sum(rights[: asked * per_question]) >= asked // 2
    assert not any(rights[asked * per_question :])


def test_a_good_span_makes_surer() -> None:
    found = calibrated(Homing(), Scorer.load(), [chat("Ben"), chat("Cleo")], FakeEncoder().encode)
    assert found.span > 0
    assert found.odds(0.0, 4.0) > 0 > found.odds(0.0, -4.0)


def test_without_right_and_wrong_answers_it_stays_as_it_was() -> None:
    reader = Homing()
    reader.calibration = Calibration(1.0, 2.0, 3.0)
    assert calibrated(reader, Scorer.load(), [], FakeEncoder().encode) == reader.calibration
