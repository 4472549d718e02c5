"""R as networks that read word by word, from text to text."""

import shutil
from pathlib import Path

import pytest

from memory import wordwise_responder
from memory.checkpoints import CheckpointError
from memory.decoding import Saying
from memory.errors import ResponderNotLoadedError
from memory.lineup import Lineup
from memory.slots import Audience, Question, Slot, Supporting, Witness
from memory.wordwise import Wordwise
from memory.wordwise_responder import WordwiseResponder, load_into
from tests.fakes import ADA, BEN, HERE
from tests.memory.networks import made


def slot(number: int, text: str, *, personal: bool = False) -> Slot:
    return Slot(number, HERE, text, personal, (Witness(ADA, float(number)),), 1.0)


def test_without_its_weights_a_responder_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="engram train responder ntm"):
        WordwiseResponder("ntm", tmp_path)


def test_nothing_is_loaded_before_it_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("lstm").save(tmp_path, {}, {})
    responder = WordwiseResponder("lstm", tmp_path)
    shutil.move(tmp_path / "model.safetensors", tmp_path / "elsewhere")
    with pytest.raises(CheckpointError, match="cannot be read"):
        responder.prepare()
    shutil.move(tmp_path / "elsewhere", tmp_path / "model.safetensors")
    responder.prepare()
    shutil.rmtree(tmp_path)
    responder.prepare()  # once is enough


def test_memories_are_read_in_the_order_in_which_they_were_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("pointer").save(tmp_path, {}, {})
    responder = WordwiseResponder("pointer", tmp_path)
    seen = []

    def answered(_self: Wordwise, words: list[object]) -> Saying:
        seen.append([word.text for word in words])  # type: ignore[attr-defined] # a Word
        return Saying(("Oslo",), 0.9, (4,), tuple(float(i == 4) for i in range(len(words))))

    monkeypatch.setattr(Wordwise, "answer", answered)
    items = [
        Supporting(slot(2, "the gate is shut"), 1, 1.0, 1.0, 0.0),
        Supporting(slot(1, "I live in Oslo", personal=True), 1, 0.5, 1.0, 0.0),
    ]
    asked = Question("where do I live?", ADA, Audience.of(HERE))
    spoken = responder.respond(asked, items)
    assert seen[0][:7] == ["Ada", "you", "live", "in", "Oslo", "Ada", "the"]
    assert spoken.text == "Oslo"
    assert [item.slot.id for item in spoken.supporting] == [1]
    assert [looked.slot.id for looked in spoken.looked] == [1, 2]
    assert spoken.odds is not None
    assert spoken.odds > 0
    by_ben = Question("where does Ada live?", BEN, Audience.of(HERE))
    responder.respond(by_ben, items)
    assert seen[1][:5] == ["Ada", "Ada", "lives", "in", "Oslo"]


def test_who_finds_nothing_is_not_sure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made("pointer").save(tmp_path, {}, {})
    nothing = Saying((), 0.99, (), (0.0,) * 9)
    monkeypatch.setattr(Wordwise, "answer", lambda _self, words: nothing)
    responder = WordwiseResponder("pointer", tmp_path)
    items = [Supporting(slot(1, "the gate is shut at night"), 1, 1.0, 1.0, 0.0)]
    spoken = responder.respond(Question("who sings?", BEN, Audience.of(HERE)), items)
    assert spoken.odds is not None
    assert spoken.odds < 0
    assert spoken.supporting == ()


def test_a_responder_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made("lstm").save(tmp_path / "lstm", {}, {})
    monkeypatch.setattr(wordwise_responder, "SHIPPED", tmp_path)
    lineup = Lineup()
    assert load_into(lineup, "lstm") == "lstm"
    assert lineup.names == ["lstm"]
    with pytest.raises(ResponderNotLoadedError):
        load_into(lineup, "memnn")
