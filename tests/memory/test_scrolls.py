"""Memories and a question as one stream of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.scrolls import QUESTION, Mark, Said, scroll

MEMORIES = [Said("Ada", "the raid is on Friday at 8:30"), Said("Ben", "the raid needs ten people")]


def test_authors_come_first_and_the_question_last() -> None:
    words = scroll(MEMORIES, "When is Ada's raid?")
    assert [word.text for word in words] == (
        "Ada the raid is on Friday at 8:30 Ben the raid needs ten people When is Ada's raid".split()
    )
    assert [word.of for word in words] == [0] * 8 + [1] * 6 + [QUESTION] * 4
    for word in words:
        if word.of != QUESTION and word.start >= 0:
            assert MEMORIES[word.of].text[word.start : word.end] == word.text
    assert [word.text for word in words if word.traits[Mark.AUTHOR]] == ["Ada", "Ben"]
    assert [word.text for word in words if word.traits[Mark.QUESTION]] == (
        ["When", "is", "Ada's", "raid"]
    )


def test_a_word_of_the_question_is_worth_less_the_more_memories_hold_it() -> None:
    words = scroll(MEMORIES, "when are Ada's raids?")
    worth = {word.text: word.traits[Mark.MATCH] for word in words}
    assert worth["Ada"] == worth["Ada's"] == 1.0
    assert worth["raid"] == worth["raids"] == pytest.approx(2**-0.5)
    assert worth["Friday"] == worth["the"] == worth["when"] == 0.0


def test_the_memory_with_most_of_the_question_is_marked() -> None:
    words = scroll(MEMORIES, "when is Ada's raid?")
    shares = {word.of: word.traits[Mark.SHARE] for word in words}
    assert shares[0] == pytest.approx(1.0)
    assert 0 < shares[1] < 1
    assert {word.of for word in words if word.traits[Mark.BEST]} == {0}
    nothing = scroll(MEMORIES, "who sings?")
    assert not any(word.traits[Mark.BEST] or word.traits[Mark.SHARE] for word in nothing)


def test_looks_and_order_are_marked() -> None:
    words = {word.text: word.traits for word in scroll(MEMORIES, "when?")}
    assert words["Friday"][Mark.CAPITAL] == 1
    assert words["8:30"][Mark.DIGIT] == 1
    assert (words["Friday"][Mark.LATER], words["ten"][Mark.LATER]) == (0.0, 1.0)
    assert (words["people"][Mark.CAPITAL], words["people"][Mark.DIGIT]) == (0, 0)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4), st.text())
def test_any_text_becomes_words_with_all_their_traits(
    said: list[tuple[str, str]], question: str
) -> None:
    memories = [Said(author, text) for author, text in said]
    for word in scroll(memories, question):
        assert len(word.traits) == len(Mark)
        assert all(0 <= trait <= 1.001 for trait in word.traits)
        assert word.text


def test_of_a_long_text_the_beginning_is_read() -> None:
    long = " ".join(f"w{number}" for number in range(500))
    words = scroll([Said("Ada", long)], long)
    assert [word.text for word in words if word.of == 0] == ["Ada", *long.split()[:60]]
    assert [word.text for word in words if word.of == QUESTION] == long.split()[:60]
