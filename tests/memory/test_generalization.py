"""G: which texts are the same fact, and which are no fact."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.errors import EmptyTextError, TextTooLongError
from memory.generalization import checked, fingerprint, generalize
from memory.slots import Kind, Witness
from tests.fakes import ADA, BEN, HERE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The raid is on Friday.", "the raid is on friday"),
        ("the raid is on Friday!!", "“The raid is on Friday”"),
        ("Ben's key", "ben’s key"),
        ("café at 8", unicodedata.normalize("NFD", "café at 8")),
        ("the  raid", "the raid"),
        ("raid (friday), 8pm", "raid friday 8pm"),
    ],
)
def test_the_same_fact_written_differently_is_one_fact(one: str, other: str) -> None:
    assert fingerprint(one, ADA) == fingerprint(other, BEN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the raid is on Friday", "the raid is on Monday"),
        ("the language is C++", "the language is C#"),
        ("the freezer is at -5", "the freezer is at 5"),
        ("our team is 🔴", "our team is 🔵"),
        ("the prefix is !", "the prefix is ?"),
        ("the ratio is 3:1", "the ratio is 3.1"),
        ("शब्द कि", "शब्द के"),
        ("it costs $5", "it costs €5"),
    ],
)
def test_facts_that_differ_in_a_sign_are_two_facts(one: str, other: str) -> None:
    assert fingerprint(one, ADA) != fingerprint(other, ADA)


def test_the_same_first_person_words_of_two_people_are_two_facts() -> None:
    assert fingerprint("I live in Oslo", ADA) != fingerprint("I live in Oslo", BEN)
    assert fingerprint("I live in Oslo", ADA) == fingerprint("i live in oslo!", ADA)


def test_a_fact_knows_whether_it_is_personal_and_keeps_its_witness() -> None:
    witness = Witness(ADA, 5.0, message_id=9)
    fact = generalize(" my  cat\nis Tom ", HERE, witness, kind=Kind.HEARD, max_length=50)
    assert fact.text == "my cat is Tom"
    assert fact.personal
    assert (fact.scope, fact.witness, fact.kind) == (HERE, witness, Kind.HEARD)
    assert not generalize("the cat is Tom", HERE, witness, max_length=50).personal


@pytest.mark.parametrize("text", ["", " \n", "🔥", "?!", "\0"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(EmptyTextError):
        checked(text, 100)


def test_the_limit_itself_is_allowed_and_one_more_is_not() -> None:
    assert checked("a" * 20, 20) == "a" * 20
    with pytest.raises(TextTooLongError) as caught:
        checked("a" * 21, 20)
    assert (caught.value.length, caught.value.limit) == (21, 20)


def test_a_nul_ends_no_text() -> None:
    assert checked("before\0after", 100) == "before after"


@given(st.text(max_size=200))
def test_what_is_checked_once_is_stored_as_it_is(text: str) -> None:
    try:
        once = checked(text, 200)
    except EmptyTextError:
        return
    assert checked(once, 200) == once
    assert fingerprint(once, ADA) == fingerprint(text.replace("\0", " "), ADA)


@given(st.text(alphabet="abc .,!", max_size=40))
def test_punctuation_at_the_edges_of_words_changes_nothing(text: str) -> None:
    bare = " ".join(word for word in (part.strip(".,!") for part in text.split()) if word)
    dressed = " ".join(f"“{word}”!" for word in bare.split())
    assert fingerprint(dressed, ADA) == fingerprint(bare, ADA)
