"""Networks that read word by word, with their lexicon and their calibration."""

from pathlib import Path

import pytest
import torch

from memory.checkpoints import CheckpointError
from memory.decoding import LONGEST
from memory.scrolls import QUESTION, scroll
from memory.wordwise import KINDS, Kind, Wordwise
from tests.memory.networks import MEMORIES, WORDS, made


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
