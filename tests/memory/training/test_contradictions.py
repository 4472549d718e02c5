"""Evaluating and training what holds now."""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.research.changes import train_write_time
from memory.pairs import PairFeature
from memory.preference import Preference
from memory.settings import NetworkSettings
from memory.training import preference as training
from memory.training.changes import KINDS, pairs
from memory.training.contradictions import Rule, evaluate_contradictions
from memory.training.conversations import read_conversations
from memory.worker import Worker
from tests.fakes import FakeEncoder

_FILES = Path(__file__).parents[2] / "conversations"


def _turn(who: str, say: str, **expect: object) -> dict[str, Any]:
    return {"as": who, "say": say, **({"expect": expect} if expect else {})}


ROOM = {
    "name": "tiny",
    "turns": [
        _turn("Ada", "the raid is on Friday"),
        _turn("Ben", "the party is on Friday"),
        _turn("Ada", "the raid moved to Saturday"),
        _turn("Ben", "when is the raid?", support=[2], contains=["saturday"], superseded=[0]),
        _turn("Ben", "when is the party?", support=[1], superseded=[]),
    ],
}


@pytest.fixture
async def worker(fake_encoder: FakeEncoder) -> AsyncIterator[Worker]:
    opened = Worker(lambda: fake_encoder)
    yield opened
    await opened.close()


@pytest.fixture
def room(tmp_path: Path) -> Path:
    path = tmp_path / "room.jsonl"
    path.write_text(json.dumps(ROOM) + "\n", "utf-8")
    return path


class Never(Rule):
    """Nothing ever changes."""

    def log_odds(self, phi: object) -> list[float]:
        """Below 0, always."""
        return [-1.0] * len(phi)  # type: ignore[arg-type] # a sequence


@pytest.mark.parametrize("heard", [False, True])
async def test_a_tiny_room_is_counted(room: Path, worker: Worker, *, heard: bool) -> None:
    tally = await evaluate_contradictions(room, worker, NetworkSettings(), heard=heard)
    assert {name: right for name, (right, _) in tally.counts.items()} == {
        "changed: the newest answers": 1,
        "changed: the older ones are marked": 1,
        "changed: and nothing else is": 1,
        "changed: answered, and the older marked": 1,
        "unchanged: answered": 1,
        "unchanged: nothing is marked": 1,
    }
    assert tally.mistakes == []


async def test_what_is_not_marked_counts_as_wrong(room: Path, worker: Worker) -> None:
    tally = await evaluate_contradictions(room, worker, NetworkSettings(), preference=Never())
    assert tally.counts["changed: the older ones are marked"] == [0, 1]
    assert tally.counts["changed: answered, and the older marked"] == [0, 1]
    assert tally.counts["unchanged: nothing is marked"] == [1, 1]
    assert len(tally.mistakes) == 1


def test_the_rule_looks_at_nearness_alone() -> None:
    row = [0.0] * len(PairFeature)
    row[PairFeature.COSINE] = 0.6
    far, worse = list(row), list(row)
    far[PairFeature.COSINE], worse[PairFeature.ASKED_MORE] = 0.5, -0.4
    assert Rule().log_odds([row, far, worse]) == [0.5, -0.5, -0.5]


@pytest.mark.parametrize(
    ("name", "changed", "unchanged"),
    [("dev", 105, 135), ("test", 40, 30), ("people", 13, 39), ("blind", 33, 49)],
)
def test_the_written_rooms_are_well_formed(name: str, changed: int, unchanged: int) -> None:
    rooms = read_conversations(_FILES / f"contradictions-{name}.jsonl")
    expected = [turn["expect"] for room in rooms for turn in room["turns"] if "expect" in turn]
    assert Counter(bool(expect["superseded"]) for expect in expected) == {
        True: changed,
        False: unchanged,
    }


def _told(name: str, *, of_questions: bool = False) -> set[str]:
    """What is said, or only what questions are about."""
    found = set[str]()
    for room in read_conversations(_FILES / f"contradictions-{name}.jsonl"):
        turns = room["turns"]
        expected = [turn["expect"] for turn in turns if "expect" in turn]
        meant = {n for expect in expected for n in (*expect["support"], *expect["superseded"])}
        found |= {
            turn["say"]
            for n, turn in enumerate(turns)
            if "expect" not in turn and (n in meant or not of_questions)
        }
    return found


@pytest.mark.parametrize("name", ["test", "people", "blind"])
def test_no_sentence_that_is_reported_on_is_learned_from(name: str) -> None:
    made = {text for pair in pairs(4800, 1) for text in (pair.older, pair.newer)}
    chance = {"I don't drink coffee"} if name == "blind" else set()  # its author did not know dev
    assert (_told("dev") | made) & _told(name, of_questions=True) == chance


def test_pairs_have_what_holds_at_once_what_was_before_and_what_is_asked_whether() -> None:
    some = list(pairs(600, 1))
    many = [pair for pair in some if pair.older.startswith("I like ") and "more" not in pair.newer]
    assert {pair.replaces for pair in many} == {True, False}
    before = [pair for pair in some if re.search("used to|was until|my last", pair.newer)]
    assert before
    assert not any(pair.replaces for pair in before)
    assert {pair.replaces for pair in some if pair.question.startswith("is the ")} == {True, False}


def test_made_up_pairs_are_the_same_for_the_same_seed_and_a_third_change() -> None:
    some = list(pairs(90, 3))
    assert some == list(pairs(90, 3))
    assert some != list(pairs(90, 4))
    assert sum(pair.replaces for pair in some) == 30
    assert all(pair.older != pair.newer for pair in some)
    assert all("{" not in text for pair in some for text in (pair.older, pair.newer, pair.question))


def test_every_kind_has_values_to_choose_from() -> None:
    assert all(len(kind.values) >= 4 and kind.subjects for kind in KINDS)


def test_training_learns_what_changed(room: Path) -> None:
    encode = FakeEncoder().encode
    settings = training.Settings(made=300, epochs=15, batch=32)
    made = training.made_up(settings.made, 1, encode)
    learned, _ = training.train(made, training.written([room], encode, settings), settings)
    fresh = training.made_up(300, 2, encode)
    odds = learned.log_odds(fresh.phi.tolist())
    right = [
        (value > 0) == truth for value, truth in zip(odds, fresh.replaces.tolist(), strict=True)
    ]
    assert sum(right) / len(right) > 0.85


def test_the_pairs_of_a_room_are_labelled_by_what_it_expects(room: Path) -> None:
    labelled = training.written([room], FakeEncoder().encode, training.Settings())
    assert labelled.replaces.sum() == 2  # the one pair, for both questions
    assert len(labelled) == 6


def test_the_command_writes_a_checkpoint(
    room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _: FakeEncoder())
    out = tmp_path / "out"
    options = ["--out", str(out), "--made", "12", "--epochs", "1"]
    done = CliRunner().invoke(train_write_time, [str(room), *options])
    assert done.exit_code == 0, done.output
    assert len(Preference.load(out).log_odds([[0.0] * len(PairFeature)])) == 1
