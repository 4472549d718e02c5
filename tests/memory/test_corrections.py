"""Short corrections laid beside a fact."""

import pytest

from memory import alignment, corrections
from memory.alignment import Piece, aligned, pieces
from memory.instead import of_oneself, parsed


def corrected(fact: str, said: str, **how: bool) -> str | None:
    instead = parsed(said)
    return corrections.corrected(fact, instead, **how) if instead else None


@pytest.mark.parametrize(
    ("fact", "said", "wanted"),
    [
        ("the plumber is coming on Thursday at 10", "no wait, he comes at 11",
         "the plumber is coming on Thursday at 11"),
        ("I'll bring 20 flasks on Friday", "sorry, make that 30, Mina has none",
         "I'll bring 30 flasks on Friday"),
        ("we meet at 8", "I meant 9", "we meet at 9"),
        ("the trip costs 15 euros", "no its 18 euros, they raised it", "the trip costs 18 euros"),
        ("the raid is on Thursday at 20:30", "friday, not thursday",
         "the raid is on friday at 20:30"),
        ("the train leaves at 8", "not 8, half past 8", "the train leaves at half past 8"),
        ("the exam covers rivers and deltas", "no, rivers and glaciers, deltas are next term",
         "the exam covers rivers and glaciers"),
        ("her address is 14 Harbour Lane", "oops, 41 Harbour Lane",
         "her address is 41 Harbour Lane"),
        ("we play in the old post office", "correction: the old customs house",
         "we play in the old customs house"),
        ("the demo is in the glass room", "actually the loft", "the demo is in the loft"),
        ("the quiz is at the Crooked Billet on Monday", "no sorry, at the Plough",
         "the quiz is at the Plough on Monday"),
        ("the key opens the west tower", "the east tower, not the west",
         "the key opens the east tower"),
        ("the vests are 22 euros and come in green", "actually in teal",
         "the vests are 22 euros and come in teal"),
        ("I'm allergic to walnuts", "oh sorry, hazelnuts i mean", "I'm allergic to hazelnuts"),
        ("I'm on call over Easter", "no wait, that's Oskar", "Oskar is on call over Easter"),
        ("the physio charges 55 for half an hour", "she charges 60 now",
         "the physio charges 60 for half an hour"),
        ("the door is red", "no, it's blue", "the door is blue"),
        ("next session is at Wendys place", "wait no, at mine", "next session is at mine"),
        ("they arrive on the 20th", "the 23rd actually, got a mail just now",
         "they arrive on the 23rd"),
        ("the code is 8802", "8820, Arjun", "the code is 8820"),
        ("the oven needs its second fuse", "*third* fuse", "the oven needs its third fuse"),
        ("I'm wearing the green dress for the tango", "nah changed my mind, the black one",
         "I'm wearing the black dress for the tango"),
        ("Ylva guards the cookie tin", "ha no, jules guards it", "jules guards the cookie tin"),
        ("it only works on the left ear", "right ear, I put it on backwards",
         "it only works on the right ear"),
        ("the deadline has slipped to 22:10", "22:20 even, they were generous",
         "the deadline has slipped to 22:20"),
        ("the wifi password is pumpkin-boat-77", "make that pumpkin-boat-78",
         "the wifi password is pumpkin-boat-78"),
        ("the club has seven rounds", "nine rounds, the board voted", "the club has nine rounds"),
    ],
)  # fmt: skip
def test_what_is_said_instead_takes_its_place(fact: str, said: str, wanted: str) -> None:
    assert corrected(fact, said) == wanted


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("the raid is on Friday at 8", "no"),
        ("the raid is on Friday at 8", "no thanks"),
        ("the raid is on Friday at 8", "sorry i can't make it"),
        ("the raid is on Friday at 8", "oh no, my cat is sick"),
        ("we meet at mine at 7.30", "Oh no, I have three! Could we meet at yours?"),
        ("the raid is on Friday at 8", "sorry guys"),
        ("the raid is on Friday at 8", "Ben brings the chips"),
        ("the raid is on Friday", "it starts at 8"),
        ("my sister has 3 tables", "I have 5 tables"),
        ("we have 5 chairs", "they have 6 chairs"),
        ("my room is 12", "actually I play bass"),
        ("my cat is called Rex", "no worries"),
        ("my cat is called Rex", "sorry Ben"),
        ("my cat is called Rex", "actually yes"),
        ("my cat is called Rex", "my dog is called Otto"),
        ("it sells out by 10", "actually 3970"),
        ("our team lead Viv goes on leave in October", "scratch that, he is called Thorben"),
        ("the raid starts at 8:30", "no, I'm done at 7"),
        ("the raid is on Thursday", "actually, not thursday"),
        ("the raid is on Thursday", "😂😂"),
        ("the hub is at 120", "wait, that's the old one"),
        ("we deploy every Friday afternoon", "no more Friday deploys please"),
        ("Alice lives in Oslo", "Carol lives in Oslo"),
        ("the home game starts at 14:30", "sorry, the away game starts at 10"),
        ("the cage on Mill Lane is ours", "i support Spurs, sorry"),
        ("my test is on the 12th", "I called the vet, we go on the 6th instead"),
    ],
)
def test_what_corrects_nothing(fact: str, said: str) -> None:
    assert corrected(fact, said) is None


def test_a_mere_value_corrects_what_was_told_just_before_alone() -> None:
    assert corrected("the code is 8802", "8820", follows=True) == "the code is 8820"
    assert corrected("the code is 8802", "8820", follows=False) is None


def test_another_last_word_is_for_the_nearest_fact_alone() -> None:
    assert corrected("the door is red", "no, blue") == "the door is blue"
    assert corrected("the door is red", "no, blue", nearest=False) is None


def test_of_several_numbers_that_of_the_same_thing_is_meant() -> None:
    fact = "we need 12 sacks of rye and 4 of spelt"
    assert corrected(fact, "no, 14 sacks") == "we need 14 sacks of rye and 4 of spelt"
    assert corrected(fact, "no, 5 of spelt") == "we need 12 sacks of rye and 5 of spelt"


def test_who_takes_back_their_own_words() -> None:
    assert of_oneself("sorry, 30")
    assert of_oneself("I meant 9")
    assert not of_oneself("no its 18 euros")


def test_however_long_a_text_is_it_is_laid_beside_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked, unlike = list[Piece](), alignment._unlike

    def counting(told: Piece, new: Piece) -> float:
        looked.append(told)
        return unlike(told, new)

    monkeypatch.setattr(alignment, "_unlike", counting)
    text = pieces("we meet Dan in room 4 on Monday at 5 " * 40)
    new = pieces("in hall 3 on Friday at 9")
    assert aligned(text, new) is not None
    assert len(looked) <= 3 * len(text) * len(new)


def test_of_a_long_speech_nothing_is_taken_for_what_is_not_so() -> None:
    assert parsed("friday, not " + "the thursday of the week that we spoke of " * 20) is None
