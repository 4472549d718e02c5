"""How sure R is in short chats."""

import json
from pathlib import Path

import pytest

from memory.spans import Calibration
from memory.training.calibration import Kind, Tried, best
from memory.training.contradictions import Rule
from memory.training.short_chats import (
    Settings,
    Trial,
    fitted,
    rooms,
    summary,
    tried,
    written,
)
from tests.fakes import FakeEncoder
from tests.memory.training.test_calibration import Homing
from tests.memory.training.test_scoring import chat
from tests.memory.training.test_windows import question_sets


def test_rooms_are_cut_and_asked_three_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memory.training.short_chats.chats", lambda *_, **__: ([chat("Ben")], []))
    found = rooms(tmp_path, Settings(rooms=1, asked=4))
    assert {trial.kind for trial in found} == {*Kind}
    for trial in found:
        assert len(trial.chat.turns) <= 45
        said = [turn.text for turn in trial.chat.turns]
        thing = trial.asked.text.rstrip("?").split("'s ")[1]
        if trial.kind is Kind.ASKED:
            assert [said[place] for place in trial.asked.evidence] == [
                f"my {thing} is at home with me"
            ]
        else:
            assert trial.asked.evidence == ()
            assert ("Ada's" in trial.asked.text) is (trial.kind is Kind.SWAPPED)
            assert (f"my {thing} is at home with me" in said) is (trial.kind is Kind.SWAPPED)


def test_rooms_are_made_of_what_is_held_out(tmp_path: Path) -> None:
    assert isinstance(rooms(question_sets(tmp_path / "data"), Settings()), list)


def test_written_facts_are_heard_without_what_asks_to_remember_them(tmp_path: Path) -> None:
    turns = [
        {"as": "Ada", "say": "remember that the key is blue"},
        {"as": "Ben", "say": "where is the cat?", "expect": {"unknown": True}},
        {"as": "Ben", "say": "thanks", "expect": {"small_talk": True}},
        {"as": "Ben", "say": "I live in Oslo"},
        {"as": "Ada", "say": "where does Ben live?", "expect": {"support": [3]}},
        {"as": "Ada", "say": "who has the key of Oslo?", "expect": {"support": [0, 3], "chain": 1}},
    ]
    file = tmp_path / "some.jsonl"
    file.write_text(json.dumps({"name": "room", "turns": turns}), "utf-8")
    missing, known = written(file)
    assert (missing.kind, known.kind) == (Kind.HIDDEN, Kind.ASKED)
    assert [turn.text for turn in missing.chat.turns] == ["the key is blue"]
    assert [turn.text for turn in known.chat.turns] == ["the key is blue", "I live in Oslo"]
    assert known.asked.evidence == (1,)


def test_what_answers_is_right_and_nothing_is_where_it_is_hidden() -> None:
    room = chat("Ben")
    asked = room.questions[0]
    trials = [Trial(room, asked, Kind.ASKED), Trial(room, asked, Kind.HIDDEN)]
    as_said, hidden = tried(Homing(), trials, FakeEncoder().encode, Rule(cosine=9.0))
    assert max(as_said.f1) == 1
    assert as_said.f1.index(1) == as_said.spans.index(max(as_said.spans))
    assert not any(hidden.f1)


def test_what_is_quoted_tells_nothing() -> None:
    room = chat("Ben")
    trials = [Trial(room, room.questions[0], Kind.ASKED)]
    assert not tried(Homing(), trials, FakeEncoder().encode, Rule(-1.0))


def one(odds: float, kind: Kind = Kind.HIDDEN, span: float = 0.0) -> Tried:
    return Tried([odds], [span], [float(kind is Kind.ASKED)], 0.0, kind)


def test_an_answer_is_said_where_it_wins() -> None:
    lacking = [one(odds, span=-3.0) for odds in (0.1, 0.2, 0.3)]
    answered = [one(odds, Kind.ASKED, span=3.0) for odds in (0.1, 0.2, 0.3)]
    found = fitted([*lacking, *answered])
    assert found is not None
    assert found.least == pytest.approx(1 / 3)
    assert found.span > 0
    figures = summary(found, [*lacking, *answered])
    assert figures["declined by O alone, hidden"] == 0
    assert figures["declined, hidden"] == pytest.approx(100)
    assert figures["declined, asked"] == 0
    assert figures["right, asked"] == pytest.approx(100)


def test_as_many_questions_without_an_answer_are_declined_as_by_o_alone() -> None:
    lacking = [one(odds, span=odds) for odds in (-3.0, -2.0, -1.0, 2.5, 3.0)]
    answered = [one(odds, Kind.ASKED, span=odds) for odds in (2.0, 2.5, 3.0)] * 4
    found = fitted([*lacking, *answered])
    assert found is not None
    figures = summary(found, [*lacking, *answered])
    assert figures["declined by O alone, hidden"] == pytest.approx(60)
    assert figures["declined, hidden"] == pytest.approx(60)


def test_the_more_careful_set_sets_the_threshold() -> None:
    easy = [one(-4.0, span=-1.0), one(4.0, Kind.ASKED)]
    hard = [one(odds) for odds in (-1.0, -0.5, -0.2)]
    both = fitted(easy, hard)
    assert both is not None
    assert both.least >= max(best(both, item)[0] for item in hard)


def test_without_right_and_wrong_answers_nothing_is_fitted() -> None:
    assert fitted([one(1.0)], []) is None


def test_a_plain_calibration_says_what_o_says() -> None:
    plain = Calibration(1.0, 0.0, 0.0)
    assert best(plain, Tried([0.0, 2.0], [9.0, -9.0], [0.0, 1.0], 0.0, Kind.ASKED))[1] == 1.0
