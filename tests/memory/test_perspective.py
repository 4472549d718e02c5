"""Who "I" is: first-person facts said of their author, and back to them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.perspective import is_personal, second_person, third_person
from memory.words import stem, words


@pytest.mark.parametrize(
    ("said", "of_ada", "to_ada"),
    [
        ("I live in Oslo", "Ada lives in Oslo", "you live in Oslo"),
        ("I'm allergic to nuts", "Ada is allergic to nuts", "you are allergic to nuts"),
        ("im allergic to nuts", "Ada is allergic to nuts", "you are allergic to nuts"),
        ("I’ve got two cats", "Ada has got two cats", "you have got two cats"),
        ("I'll be late", "Ada will be late", "you will be late"),
        ("i'd like tea", "Ada would like tea", "you would like tea"),
        ("my cat is Tom", "Ada's cat is Tom", "your cat is Tom"),
        ("My cat likes me", "Ada's cat likes Ada", "your cat likes you"),
        ("the red bike is mine", "the red bike is Ada's", "the red bike is yours"),
        ("I made it myself", "Ada made it themself", "you made it yourself"),
        ("I don't eat pork", "Ada doesn't eat pork", "you don't eat pork"),
        ("I haven't slept", "Ada hasn't slept", "you haven't slept"),
        ("I have a dog", "Ada has a dog", "you have a dog"),
        ("I had a dog", "Ada had a dog", "you had a dog"),
        ("I was in Rome", "Ada was in Rome", "you were in Rome"),
        ("I wasn't in Rome", "Ada wasn't in Rome", "you weren't in Rome"),
        ("I can swim", "Ada can swim", "you can swim"),
        ("I need help with it", "Ada needs help with it", "you need help with it"),
        ("I really like tea", "Ada really likes tea", "you really like tea"),
        ("I am also always tired", "Ada is also always tired", "you are also always tired"),
        ("I usually am late", "Ada usually is late", "you usually are late"),
        ("I AM the boss", "Ada is the boss", "you are the boss"),
        ("I go where I want", "Ada goes where Ada wants", "you go where you want"),
        ("ping me at 8", "ping Ada at 8", "ping you at 8"),
        ("am I late", "is Ada late", "are you late"),
        ("who was I", "who was Ada", "who were you"),
        ("what do I like", "what does Ada like", "what do you like"),
        ("I study chemistry", "Ada studies chemistry", "you study chemistry"),
        ("so do i.", "so does Ada.", "so do you."),
        ("I found a scarf", "Ada found a scarf", "you found a scarf"),
        ("I saw Tom two days ago", "Ada saw Tom two days ago", "you saw Tom two days ago"),
        ("I rent a flat", "Ada rents a flat", "you rent a flat"),
        ("I put the key in the shed", "Ada put the key in the shed", "you put the key in the shed"),
        (
            "I put the bins out every week",
            "Ada puts the bins out every week",
            "you put the bins out every week",
        ),
        (
            "I set the quiz on fridays",
            "Ada sets the quiz on fridays",
            "you set the quiz on fridays",
        ),
        ("I cut it two days ago", "Ada cut it two days ago", "you cut it two days ago"),
    ],
)
def test_a_first_person_fact_is_said_of_its_author_and_to_them(
    said: str, of_ada: str, to_ada: str
) -> None:
    assert is_personal(said)
    assert third_person(said, "Ada") == of_ada
    assert second_person(said) == to_ada


@pytest.mark.parametrize(
    "text",
    [
        "the raid is on Friday",
        "the I/O board is broken",
        "I-95 is closed",
        "use tea, i.e. a drink",
        "AI is everywhere",
        "the IM client is open",
        "the mine is behind the church",
        "our iron mine is empty",
        "C:/my/files",
        "John's.me",
        "the mime is silent",
        "İ and \u0131 are letters",
    ],
)
def test_a_text_without_a_person_speaking_is_left_alone(text: str) -> None:
    assert not is_personal(text)
    assert third_person(text, "Ada") == text
    assert second_person(text) == text


@pytest.mark.parametrize("name", ["Henry I", "Mine Craft", "me", "My", "I", "a\\1b", "{0}"])
def test_a_name_is_said_as_it_is(name: str) -> None:
    assert third_person("I like my cat, and it likes me", name) == (
        f"{name} likes {name}'s cat, and it likes {name}"
    )
    assert third_person("am I late", name) == f"is {name} late"


@pytest.mark.parametrize(
    "text", ["I like İ", "my \u0131 is mİne", "I did it my\u017felf", "am \u0131 late, am I"]
)
def test_letters_that_fold_to_others_are_taken(text: str) -> None:
    assert "Ada" in third_person(text, "Ada")
    assert second_person(text).lower().count("you")


def test_a_word_that_begins_with_plain_letters_is_one_word() -> None:
    assert third_person("I séjourne ici", "Ada") == "Ada séjourne ici"


_PERSONAL = re.compile(r"(?:i|i'?(?:m|ve|ll|d)|my|me|mine|myself)$")
_SENTENCES = st.lists(
    st.sampled_from(
        "I i I'm im I've my My me mine myself the cat Oslo likes tea, — (and) not. é I-95".split()
    ),
    max_size=12,
).map(" ".join)


@given(_SENTENCES, st.sampled_from(["Ada", "Henry I", "Zoë"]))
def test_no_word_is_lost_but_pronouns(text: str, name: str) -> None:
    kept = [stem(word) for word in words(text) if not _PERSONAL.match(word)]
    for said in (third_person(text, name), second_person(text)):
        rest = map(stem, words(said))  # a verb may gain its s
        assert all(word in rest for word in kept), said


@given(st.text(max_size=200), st.text(min_size=1, max_size=20))
def test_any_text_and_any_name_are_taken(text: str, name: str) -> None:
    assert isinstance(third_person(text, name), str)
    assert isinstance(second_person(text), str)
    if not is_personal(text):
        assert third_person(text, name) == second_person(text) == text


def test_two_people_keep_their_verb() -> None:
    assert (
        third_person("Ben and I were married in 1971", "Ada") == "Ben and Ada were married in 1971"
    )
    assert third_person("my son and I live in Oslo", "Ada") == "Ada's son and Ada live in Oslo"
    assert (
        third_person("I was here, and I live in Oslo", "Ada")
        == "Ada was here, and Ada lives in Oslo"
    )
