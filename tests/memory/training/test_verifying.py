"""Training the verifier, at the size of a test."""

from pathlib import Path

import pytest
import torch

from memory.spans import Reader
from memory.training.loop import Plan, TrainingError
from memory.training.replacing import Two
from memory.training.trials import Trial
from memory.training.verifying import Settings, calibrate, calibrate_newer, declined, train
from memory.verifier import Verifier

SOME = [
    Trial("where is the boat?", (("the boat is here",), ("Ben eats",)), (1.0, 0.0), (True, False)),
    Trial("who pays the rent?", (("Ben eats",),), (1.0,), (False,)),
]

TWO = [
    Two("the boat is here", "the boat is there now", replaces=True),
    Two("Ben eats", "Ada eats", replaces=False),
]


def test_it_learns_what_answers_and_comes_back_as_it_was(tmp_path: Path) -> None:
    verifier = Verifier(Reader(1))
    train(verifier, SOME * 8, TWO * 8, Settings(epochs=4, rate=1e-3), Plan(4, 1))
    calibrate(verifier, SOME)
    found = calibrate_newer(verifier, [(two, 0.0) for two in TWO])
    assert found["read"] == {"apart": 100.0, "changes": 100.0, "pairs": 2}
    assert found["U_R alone"]["apart"] == 50.0
    assert declined(verifier, SOME) == {
        "questions": 2, "with a second look": 100.0, "s_O alone": 50.0,
    }  # fmt: skip
    verifier.save(tmp_path, {}, {})
    again = Verifier.load(Reader(1), tmp_path)
    texts = [(two.older, two.newer) for two in TWO]
    torch.testing.assert_close(
        torch.tensor(again.taking_place(texts, [0.0, 0.0])),
        torch.tensor(verifier.taking_place(texts, [0.0, 0.0])), atol=0.3, rtol=0.05,
    )  # fmt: skip
    for one in SOME:
        pairs = [(one.question, told) for told in one.told]
        wanted = verifier.odds(pairs, one.odds)
        torch.testing.assert_close(
            torch.tensor(again.odds(pairs, one.odds)),
            torch.tensor(wanted), atol=0.3, rtol=0.05,
        )  # fmt: skip


def test_of_two_in_a_row_it_is_sure_by_itself() -> None:
    verifier = Verifier(Reader(1))
    calibrate(verifier, SOME)
    assert verifier.together == verifier.alone
    two = [Trial(one.question, (one.told[0] * 2,), one.odds[:1], one.right[:1]) for one in SOME]
    calibrate(verifier, [*SOME, *two])
    assert verifier.together != verifier.alone
    assert declined(verifier, [*SOME, *two])["questions"] == 2


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(TrainingError, match="no question"):
        train(Verifier(Reader(1)), [], [], Settings(), Plan(1, 1))
    with pytest.raises(TrainingError, match="and others"):
        calibrate(Verifier(Reader(1)), SOME[:1])
    with pytest.raises(TrainingError, match="something changes"):
        calibrate_newer(Verifier(Reader(1)), [(TWO[0], 0.0)])
