"""Words as the exact match features see them."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from memory.words import FILLER, stem, stems, telling, words


def test_words_are_folded_and_keep_their_apostrophes() -> None:
    assert words("The RAIDERS’ don't: 8pm!") == ["the", "raiders", "don't", "8pm"]


def test_underscores_and_marks_separate_words() -> None:
    assert words("loot_table, (chest)\n#12") == ["loot", "table", "chest", "12"]


def test_an_accent_typed_as_two_characters_is_the_same_word() -> None:
    assert words(unicodedata.normalize("NFD", "café Zoë")) == words("café Zoë") == ["café", "zoë"]


def test_owner_plural_and_singular_share_a_stem() -> None:
    assert stem("raider's") == stem("raiders'") == stem("raiders") == stem("raider")


def test_filler_carries_no_meaning() -> None:
    assert telling("what is the name of the raid leader?") == ["name", "raid", "leader"]
    assert telling("where's it") == ["where's", "it"], "all of them when none carries meaning"
    assert "whats" in FILLER


def test_no_word_has_no_stem() -> None:
    assert stems("🔥 …!") == frozenset()


@given(st.text())
def test_any_text_has_words_that_are_words(text: str) -> None:
    for word in words(text):
        assert words(word) == [word]
        assert stem(word)
