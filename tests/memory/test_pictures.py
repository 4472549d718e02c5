"""The picture of an answer."""

import struct
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.pictures import Bar, Panel, _drawable, hop_scores, side_by_side

NAMES = ("score", "by meaning", "by words")


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_it_grows_with_the_hops() -> None:
    one = Bar("the raid is on Friday", 1.1, 0.8, 1.0)
    first, second = hop_scores([one], NAMES), hop_scores([one, one, one], NAMES)
    assert size(second)[1] > size(first)[1]
    assert size(second)[0] == size(first)[0]


@pytest.mark.parametrize("score", [-1.5, 0.0, 12.0])
def test_it_shows_any_score(score: float) -> None:
    assert size(hop_scores([Bar("x", score, -score, 0.0)], NAMES))
    assert hop_scores([Bar("x", score, 0.5, 0.0)], NAMES) != hop_scores(
        [Bar("x", score + 1, 0.5, 0.0)], NAMES
    )


@settings(max_examples=12)
@given(st.text(max_size=300))
def test_it_draws_whatever_was_said_without_a_word_to_the_log(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert size(hop_scores([Bar(text + "$x_1^2$ 🎉 漢字", 1.0, 0.5, 0.5)], NAMES))


def test_signs_that_the_font_lacks_are_shown_as_such() -> None:
    assert _drawable("Ada 🎉") == "Ada ▯"


def test_responders_stand_below_each_other() -> None:
    hops = Panel("memnn: Friday", bars=[Bar("the raid is on Friday", 1.1, 0.8, 1.0)])
    words = Panel("lstm: Friday", words=[[("Ada", 0.0), ("Friday", 0.9)], [("Ben", 0.1)]])
    one, both = side_by_side([hops], NAMES), side_by_side([hops, words], NAMES)
    assert size(both)[1] > size(one)[1]
    other = Panel("lstm: Friday", words=[[("Ada", 0.9), ("Friday", 0.0)], [("Ben", 0.1)]])
    assert side_by_side([hops, other], NAMES) != both, "attention is drawn"


def test_long_memories_go_on_in_further_lines() -> None:
    short = Panel("lstm", words=[[("word", 0.1)] * 5])
    long = Panel("lstm", words=[[("word", 0.1)] * 90])
    assert size(side_by_side([long], NAMES))[1] > size(side_by_side([short], NAMES))[1]


@settings(max_examples=8)
@given(st.lists(st.tuples(st.text(), st.floats(0, 1)), max_size=30), st.text(max_size=300))
def test_it_draws_any_words(words: list[tuple[str, float]], title: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert size(side_by_side([Panel(title, words=[words]), Panel("$x^2$")], NAMES))
