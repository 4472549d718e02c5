"""The picture of an answer."""

import struct
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.pictures import Bar, _drawable, hop_scores

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
