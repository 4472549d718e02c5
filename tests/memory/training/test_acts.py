"""Learning what tells, asks or chats."""

import json
from pathlib import Path

import pytest
import torch

from memory.acts import Act, Chances, Sign
from memory.training.acts import judged, key_words, said, train
from tests.fakes import FakeEncoder

TURNS = [
    {"as": "Ada", "say": "no shoes on the mats please"},
    {"as": "Ada", "say": "gave Ben his ladder back"},
    {"as": "Ben", "say": "what is the wifi password?", "expect": {"unknown": True}},
    {"as": "Ben", "say": "smells amazing in here", "expect": {"small_talk": True}},
    {"as": "Ben", "say": "my feet are killing me", "expect": {"small_talk": True}},
]


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    path = tmp_path / "rooms.jsonl"
    path.write_text(json.dumps({"name": "room", "turns": TURNS}) + "\n", "utf-8")
    return path


def test_what_a_room_says_and_what_it_asks_for(rooms: Path, fake_encoder: FakeEncoder) -> None:
    some = said([rooms, rooms], fake_encoder.encode)
    acts = dict(zip(some.texts, map(Act, some.acts.tolist()), strict=True))
    assert acts.pop("wifi password") is Act.QUESTION
    assert [*acts.values()] == [Act.FACT, Act.FACT, Act.QUESTION, Act.CHAT, Act.CHAT]
    assert some.phi.shape == (6, fake_encoder.dimension + len(Sign))


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("what is the wifi password?", "wifi password"),
        ("when's my dentist appointment", "dentist appointment"),
        ("why is it so?", ""),
        ("where are the keys that Ben had yesterday evening?", ""),
    ],
)
def test_the_key_words_of_a_short_question(question: str, keys: str) -> None:
    assert key_words(question) == keys


def test_it_learns_them(rooms: Path, fake_encoder: FakeEncoder) -> None:
    some = said([rooms], fake_encoder.encode)
    acts = train(some, 100.0, fake_encoder.id)
    vectors = some.phi[:, : fake_encoder.dimension]
    for vector, phi, act in zip(vectors, some.phi, some.acts.tolist(), strict=True):
        chances = acts.chances(vector, phi[fake_encoder.dimension :].tolist())
        assert isinstance(chances, Chances)
        assert int(torch.tensor(chances).argmax()) == act
    found = judged(acts, some)
    assert found["fact"] == {"stored": 2}
    assert found["question"] == {"other": 2}
    assert found["chat"].get("stored", 0) == 0
