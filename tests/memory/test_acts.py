"""Facts, questions and chat, where rules are not sure."""

import json
from pathlib import Path

import pytest
import torch
from torch import nn

from memory.acts import SHIPPED, Acts, Chances, Sign, decided, is_unsure, read, signs
from memory.checkpoints import CheckpointError
from memory.encoder import SentenceEncoder
from memory.intents import Ask, Intent, Offer, SmallTalk, Teach, understand

FACT, QUESTION, CHAT = Chances(0.7, 0.2, 0.1), Chances(0.1, 0.8, 0.1), Chances(0.05, 0.0, 0.95)


@pytest.mark.parametrize(
    ("intent", "chances", "wanted"),
    [
        (SmallTalk("cheer"), FACT, Teach("be it!", plainly=True)),
        (SmallTalk("cheer"), CHAT, SmallTalk("cheer")),
        (Ask("so be it!"), FACT, Teach("be it!", plainly=True)),
        (Offer("no shoes on the mats"), FACT, Teach("no shoes on the mats", plainly=True)),
        (Offer("maybe it rains"), QUESTION, Offer("maybe it rains")),
        (Ask("wifi password"), QUESTION, Ask("wifi password")),
        (Ask("pew pew"), CHAT, SmallTalk("feeling")),
        (Offer("what a day it was"), CHAT, SmallTalk("feeling")),
        (Teach("my feet are killing me"), CHAT, Offer("my feet are killing me")),
        (Teach("I am a vegan"), FACT, Teach("I am a vegan")),
    ],
)
def test_rules_and_what_was_learned_decide_together(
    intent: Intent, chances: Chances, wanted: Intent
) -> None:
    assert decided("ok so be it!", intent, chances) == wanted


@pytest.mark.parametrize("chances", [FACT, QUESTION, CHAT])
def test_of_what_is_hedged_it_is_asked_whether_it_is_a_fact(chances: Chances) -> None:
    said = "maybe the well is dry"
    assert decided(said, understand(said), chances) == Offer(said)


def test_what_is_said_with_a_laugh_is_asked_about() -> None:
    said = "rory couldnt hit a barn door lol"
    assert decided(said, Ask(said), FACT) == Offer("rory couldnt hit a barn door")


def test_what_surely_asks_or_commands_is_not_looked_at() -> None:
    for text in ("when is the raid?", "forget the raid", "hello", "yes"):
        assert not is_unsure(understand(text))
    for text in (
        "wifi password",
        "the raid is on Friday",
        "maybe the raid is on Friday",
        "no dogs in here!",
    ):
        assert is_unsure(understand(text))


def test_of_mentions_and_emoji_the_names_are_looked_at_and_all_is_stored() -> None:
    said = "@brask leads Moonbroth :tada:"
    assert read(said) == "brask leads Moonbroth"
    assert dict(zip(Sign, signs(said), strict=True))[Sign.DOES]
    assert decided(said, Ask(said), FACT) == Teach(said, plainly=True)


def test_the_signs_of_a_text() -> None:
    found = dict(
        zip(Sign, signs("oh and no muddy shoes on the mats from Monday 8, please!"), strict=True)
    )
    assert {sign for sign, value in found.items() if value == 1.0} == {
        Sign.SMALL_TALK,
        Sign.DIGIT, Sign.TIME, Sign.NAME, Sign.CHEER, Sign.COMMA, Sign.RULE, Sign.DOES,
    }  # fmt: skip
    assert found[Sign.WORDS] == pytest.approx(
        len("no muddy shoes on the mats from Monday 8, please!".split()) / 30
    )
    asked = dict(zip(Sign, signs("my what?"), strict=True))
    assert asked[Sign.MARK] == asked[Sign.SHORT] == asked[Sign.FIRST] == asked[Sign.ASKS] == 1.0


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    torch.manual_seed(1)
    before = Acts(nn.Linear(4 + len(Sign), 3), "some@encoder")
    before.save(tmp_path / "a", {"commit": "x"}, {})
    again, vector = Acts.load(tmp_path / "a"), torch.tensor([0.5, 0.5, 0.5, 0.5])
    assert again.encoder == "some@encoder"
    assert again.chances(vector, signs("hm")) == before.chances(vector, signs("hm"))
    assert sum(again.chances(vector, signs("hm"))) == pytest.approx(1.0)
    (tmp_path / "a" / "vocabulary.json").write_text('["PLAIN"]', "utf-8")
    with pytest.raises(CheckpointError, match="other features"):
        Acts.load(tmp_path / "a")


def test_the_shipped_regression_tells_apart_what_rules_cannot(encoder: SentenceEncoder) -> None:
    config = json.loads((SHIPPED / "config.json").read_text("utf-8"))
    assert {"commit", "data", "licence", "encoder"} <= set(config)
    acts = Acts.load()
    assert acts.encoder == encoder.id

    def understood(text: str) -> Intent:
        vector = encoder.encode([read(text)])[0]
        return decided(text, understand(text), acts.chances(vector, signs(text)))

    for told in (
        "no dogs in the greenhouse please",
        "gave Lotta her ladder back last night",
        "closing early on new year's eve, last orders at 4",
    ):
        assert isinstance(understand(told), Offer | Ask)
        assert understood(told) == Teach(told, plainly=True)
    for asked in ("wifi password", "raid time", "Ada's birthday", "spare keys"):
        assert understood(asked) == Ask(asked)
    assert understood("maybe the raid is on Friday") == Offer("maybe the raid is on Friday")
    assert isinstance(understood("this meeting will be the end of me"), Offer | SmallTalk)
