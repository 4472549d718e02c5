"""R as networks that read word by word, from text to text."""

import shutil
from pathlib import Path

import pytest
import torch

from memory import wordwise
from memory.checkpoints import CheckpointError
from memory.errors import ResponderNotLoadedError
from memory.lineup import Lineup
from memory.scrolls import QUESTION, Said, scroll
from memory.slots import Audience, Question, Slot, Supporting, Witness
from memory.wordwise import (
    KINDS,
    LONGEST,
    Kind,
    Lexicon,
    Saying,
    Shape,
    Wordwise,
    WordwiseResponder,
    batched,
    in_words,
    load_into,
)
from tests.fakes import ADA, BEN, HERE

SMALL = Shape(width=6, hidden=8, slots=4, generated=3)
WORDS = ["friday", "raid", "the", "is", "on", "when", "ada"]
MEMORIES = [Said("Ada", "the raid is on Friday"), Said("Ben", "Zorblatt owns the raid")]


def made(kind: Kind) -> Wordwise:
    torch.manual_seed(2)
    return Wordwise(kind, Lexicon(WORDS, SMALL.generated), SMALL)


def slot(number: int, text: str, *, personal: bool = False) -> Slot:
    return Slot(number, HERE, text, personal, (Witness(ADA, float(number)),), 1.0)


def test_unknown_words_can_be_said_and_told_apart() -> None:
    lexicon = Lexicon(WORDS, 3)
    can = lexicon.sayable(["zorblatt", "raid", "when", "zorblatt"])
    assert [can[word] for word in ("", "friday", "raid", "the", "zorblatt", "when")] == (
        [0, 1, 2, 3, 4, 5]
    )
    assert lexicon.id("raid") != lexicon.id("friday")
    assert 0 < lexicon.id("zorblatt") < lexicon.id("friday")
    assert lexicon.id("raid", {"raid"}) < lexicon.id("friday"), "as if it were unknown"
    assert len(lexicon) == lexicon.id("ada") + 1


def test_shorter_streams_are_padded_before() -> None:
    lexicon = Lexicon(WORDS, 3)
    long, short = scroll(MEMORIES, "when is the raid?"), scroll(MEMORIES[:1], "when?")
    batch = batched(lexicon, [long, short])
    assert batch.stream.ids.shape == (2, len(long))
    assert batch.stream.unwritten[1].sum() == len(long) - len(short)
    assert batch.stream.ids[1, -1] == lexicon.id("when")
    assert batch.stream.traits[1, 0].abs().sum() == 0
    assert batch.size == max(len(can) for can in batch.sayable)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_it_says_stands_in_what_it_read_or_is_known(kind: Kind) -> None:
    words = scroll(MEMORIES, "when is the raid?")
    network = made(kind)
    for seed in range(5):
        torch.manual_seed(seed)
        for value in network.network.parameters():
            torch.nn.init.normal_(value, std=0.7)
        saying = network.answer(words)
        assert len(saying.words) <= LONGEST + 1
        assert 0 <= saying.probability <= 1
        assert len(saying.attention) == len(words)
        known = {word.text for word in words} | set(WORDS[:3])
        assert set(saying.words) <= known
        if kind == "pointer":
            assert all(words[place].of != QUESTION for place in saying.places)
            assert (
                list(saying.places)
                == list(range(saying.places[0], saying.places[0] + len(saying.places)))
                if saying.places
                else True
            )
            assert len({words[place].of for place in saying.places}) <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_network_answers_as_before_as_far_as_half_precision_goes(
    kind: Kind, tmp_path: Path
) -> None:
    words, network = scroll(MEMORIES, "when is the raid?"), made(kind)
    network.slope, network.offset = 0.5, -0.25
    network.save(tmp_path, {"seed": 2}, {"f1": 0.5})
    again = Wordwise.load(kind, tmp_path)
    before, after = network.answer(words), again.answer(words)
    assert after.words == before.words
    assert after.probability == pytest.approx(before.probability, abs=0.02)
    assert again.odds(0.5) == pytest.approx(-0.25)
    other: Kind = "ntm" if kind != "ntm" else "lstm"
    with pytest.raises(CheckpointError, match="not '" + other):
        Wordwise.load(other, tmp_path)


def test_an_answer_of_one_piece_is_said_as_it_stands() -> None:
    memories = [Said("Ada", "the raid: on Friday, at 8pm!")]
    words = scroll(memories, "when?")
    places = tuple(i for i, word in enumerate(words) if word.text in {"Friday", "at", "8pm"})
    texts = tuple(words[place].text for place in places)
    assert in_words(Saying(texts, 1.0, places, ()), words, memories) == "Friday, at 8pm"
    apart = (places[0], places[2])
    texts = tuple(words[place].text for place in apart)
    assert in_words(Saying(texts, 1.0, apart, ()), words, memories) == "Friday 8pm"
    other = Saying(("soon",), 1.0, places[:1], ())
    assert in_words(other, words, memories) == "soon", "a word that it made up"


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
    monkeypatch.setattr(wordwise, "SHIPPED", tmp_path)
    lineup = Lineup()
    assert load_into(lineup, "lstm") == "lstm"
    assert lineup.names == ["lstm"]
    with pytest.raises(ResponderNotLoadedError):
        load_into(lineup, "memnn")
