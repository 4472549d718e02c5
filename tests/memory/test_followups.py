"""Follow-ups as whole questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.followups import asks_source, whole

RAID = "when is the raid?"


@pytest.mark.parametrize(
    ("before", "text", "asked"),
    [
        # something else of the same
        (RAID, "and where?", "where is the raid?"),
        (RAID, "where?", "where is the raid?"),
        (RAID, "And where exactly?", "where is the raid?"),
        (RAID, "ok and how long?", "how long is the raid?"),
        (RAID, "at what time?", "at what time is the raid?"),
        ("when's the raid?", "and where?", "where is the raid?"),
        ("do you know when the raid is?", "and where?", "where is the raid?"),
        ("hey, can you tell me when the raid is?", "where?", "where is the raid?"),
        ("which day is the raid?", "and what time?", "what time is the raid?"),
        ("when does the night raid start?", "and where?", "where does the night raid start?"),
        ("is the raid on Friday?", "when?", "when is the raid on Friday?"),
        ("who leads the raid?", "and when?", "when is the raid?"),
        ("where does Ada live?", "since when?", "since when does Ada live?"),
        ("when does Jonas's mum arrive?", "and how long is she staying?",
         "how long is Jonas's mum staying?"),
        ("what does lena play?", "what guild is she from", "what guild is lena from?"),
        # the same for somebody else
        ("when is the shift for Ben?", "and for Tom?", "when is the shift for Tom?"),
        (RAID, "and for Tom?", "when is the raid for Tom?"),
        ("what is Ben's favourite food?", "and for Tom?", "what is Tom's favourite food?"),
        ("what is Ben's favourite food?", "and Tom?", "what is Tom's favourite food?"),
        ("what is Ben's favourite food?", "Tom's?", "what is Tom's favourite food?"),
        ("what is Ben's favourite food?", "and mine?", "what is my favourite food?"),
        ("what is my favourite food?", "and Tom's?", "what is Tom's favourite food?"),
        ("what is my favourite food?", "what about Ben?", "what is Ben's favourite food?"),
        ("when is the shift?", "and Tom's?", "when is Tom's shift?"),
        ("where does Ben live?", "and Tom?", "where does Tom live?"),
        ("where does Ben live?", "what about Tom?", "where does Tom live?"),
        ("where does Ben live?", "and me?", "where do I live?"),
        ("what does Ada like to eat?", "and Ben?", "what does Ben like to eat?"),
        ("where is Ben?", "Tom?", "where is Tom?"),
        # the same of something else
        (RAID, "and the party?", "when is the party?"),
        (RAID, "what about the guild meeting?", "when is the guild meeting?"),
        (RAID, "and my birthday?", "when is my birthday?"),
        (RAID, "how about Karazhan?", "when is Karazhan?"),
        ("what is Ada's favourite food?", "and colour?", "what is Ada's favourite colour?"),
        ("what is Ada's favourite food?", "and her favourite colour?",
         "what is Ada's favourite colour?"),
        ("when is the raid?", "and party?", "when is the party?"),
        ("who leads the raid?", "and the guild?", "who leads the guild?"),
        ("what does the bread cost?", "and the milk?", "what does the milk cost?"),
        # at another time, in another place
        ("when is the shop open today?", "and tomorrow?", "when is the shop open tomorrow?"),
        ("who cooks on Friday?", "and on Sunday?", "who cooks on Sunday?"),
        ("who cooks on Friday?", "Sunday?", "who cooks Sunday?"),
        ("does Tom eat meat?", "and fish?", "does Tom eat fish?"),
        ("does Tom eat meat?", "what about Ada?", "does Ada eat meat?"),
        ("what is Tom allergic to?", "and Ada?", "what is Ada allergic to?"),
        ("how much is the fee?", "when is it due?", "when is the fee due?"),
        ("which team plays on Friday?", "and on Sunday?", "which team plays on Sunday?"),
        ("where is the key to the shed?", "to the garage?", "where is the key to the garage?"),
        ("who cooks?", "and tomorrow?", "who cooks tomorrow?"),
        ("who lives in Oslo?", "and in Bergen?", "who lives in Bergen?"),
        # pronouns
        (RAID, "where is it?", "where is the raid?"),
        (RAID, "who leads it?", "who leads the raid?"),
        (RAID, "is it mandatory?", "is the raid mandatory?"),
        (RAID, "and where is that?", "where is the raid?"),
        ("where does Ada live?", "and what does she like?", "what does Ada like?"),
        ("where does Ada live?", "what is her favourite food?", "what is Ada's favourite food?"),
        ("what is Ada's favourite food?", "where does she live?", "where does Ada live?"),
        # of what something is said, is asked or is done
        ("is oona's buggy still broken?", "who fixed it?", "who fixed oona's buggy?"),
        ("is the climbing wall open on monday?", "who runs it?", "who runs the climbing wall?"),
        ("when is zayd swimming again?", "and mia?", "when is mia swimming again?"),
        ("when is the guild meeting?", "where is it?", "where is the guild meeting?"),
        ("how many can come on the garden trip?", "and what does it cost?",
         "what does the garden trip cost?"),
        ("how many scones does Bea want?", "when is she picking them up?",
         "when is Bea picking the scones up?"),
        ("how many sacks of potatoes are we getting?", "when are they collected?",
         "when are the sacks of potatoes collected?"),
        ("where do we get the figurehead?", "from which city?",
         "from which city do we get the figurehead?"),
        ("what does an adult pay?", "and children under twelve?",
         "what does children under twelve pay?"),
        ("when is hanas birthday", "and mareks?", "when is mareks birthday?"),
        ("whats jonas mums name", "when is she coming", "when is jonas mum coming?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_whole(before: str, text: str, asked: str) -> None:
    assert whole(text, before) == asked


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("Tom leads the raid.", "where does Tom live?"),
        ("The raid is led by Tom on Friday.", "where does Tom live?"),
        ("On Friday nobody does.", "where does he live?"),
        ("", "where does he live?"),
    ],
)
def test_he_may_be_somebody_in_the_answer(answer: str, asked: str) -> None:
    assert whole("where does he live?", "who leads the raid?", answer) == asked


@pytest.mark.parametrize(
    "text",
    [
        "when is the party?",
        "when does mia have her exam?",
        "and when is the party?",
        "where does Tom live?",
        "what time is it?",
        "is it raining?",
        "is there cake?",
        "how is it going?",
        "who is Ada?",
        "does the cat like it?",
        "does Ben like her?",
        "what is the capital of Mongolia?",
        "what is my favourite food?",
        "with which song do we open?",
        "with which song we open",
        "pizza?",
        "tell me about the raid",
        "raid",
        "what do you know about the raid?",
        "",
        "?",
        "and",
    ],
)
def test_what_is_no_follow_up_stays_as_it_is(text: str) -> None:
    assert whole(text, RAID) == text


def test_where_it_is_not_clear_what_was_asked_about_nothing_is_made_up() -> None:
    assert whole("and the party?", "where am I?") == "and the party?"
    assert whole("who leads it?", "where am I?") == "who leads it?"
    assert whole("whose goggles were they?", "when is zayd swimming?") == "whose goggles were they?"


def test_follow_ups_can_follow_each_other() -> None:
    question = RAID
    for text, asked in (
        ("and where?", "where is the raid?"),
        ("and the party?", "where is the party?"),
        ("and when?", "when is the party?"),
        ("and for Tom?", "when is the party for Tom?"),
        ("and for Ben?", "when is the party for Ben?"),
    ):
        question = whole(text, question)
        assert question == asked


@pytest.mark.parametrize(
    "text",
    [
        "who said that?", "Who said so?", "says who?", "how do you know?", "who told you that?",
        "and who said that?", "are you sure?", "why?", "why do you think so?", "source?",
    ],
)  # fmt: skip
def test_asking_where_it_comes_from(text: str) -> None:
    assert asks_source(text)


@pytest.mark.parametrize(
    "text", ["who said the raid is on Friday?", "why is the raid late?", "and why Friday?", RAID]
)
def test_asking_something_else(text: str) -> None:
    assert not asks_source(text)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_nothing_that_people_type_breaks_it(text: str, before: str, answer: str) -> None:
    assert whole(text, before, answer) or not text.strip()


_WORDS = st.lists(
    st.sampled_from("and where for Tom the raid is it my Ada's when 's on Friday ? her".split()),
    max_size=8,
).map(" ".join)


@given(_WORDS, _WORDS)
def test_a_whole_question_is_never_empty(text: str, before: str) -> None:
    assert bool(whole(text, before).strip()) or not text.strip()
