"""What is said to be friendly is recognised, and nothing else is."""

import time

import pytest

from memory.small_talk import small_talk


@pytest.mark.parametrize(
    ("plain", "kind"),
    [
        ("hello", "hello"),
        ("good morning engram", "hello"),
        ("hiii", "hello"),
        ("hey what's up", "how_are_you"),
        ("hey engram how are you today", "how_are_you"),
        ("ok how are you", "how_are_you"),
        ("who are you", "who_are_you"),
        ("hi who are you", "who_are_you"),
        ("what can you do", "help"),
        ("tell me a joke", "joke"),
        ("thanks that helped", "thanks"),
        ("good night", "bye"),
        ("night everyone", "bye"),
        ("see you tomorrow", "bye"),
        ("you're the best", "praise"),
        ("that was awesome", "praise"),
        ("what a great bot you are", "praise"),
        ("hahaha good one", "laugh"),
        ("lmao this is gonna be chaos", "laugh"),
        ("f in the chat", "laugh"),
        ("brb cat is on the keyboard", "feeling"),
        ("night all x", "bye"),
        ("ffs dean", "feeling"),
        ("friday at last", "feeling"),
        ("im so hyped", "feeling"),
        ("please tell me you are joking rohan", "feeling"),
        ("sounds like a plan", "okay"),
        ("lgtm ship it", "okay"),
        ("my back is killing me today", "feeling"),
        ("the queue is taking forever", "feeling"),
        ("im so hungry rn", "feeling"),
        ("gg wp", "laugh"),
        ("sorry about that", "sorry"),
        ("i'm so tired today", "feeling"),
        ("i don't know", "feeling"),
        ("i know that", "feeling"),
        ("i don't think so", "feeling"),
        ("makes sense", "okay"),
    ],
)
def test_friendliness_is_recognised(plain: str, kind: str) -> None:
    assert small_talk(plain) == kind


@pytest.mark.parametrize(
    "plain",
    [
        "friday raid is at 8pm",
        "find the wifi password",
        "feed the cat at eight",
        "favourite colour of ben",
        "my best friend is ada",
        "best pizza is at luigi's",
        "night raid is on friday",
        "morning standup is at 9",
        "cool down is 30 seconds",
        "ok raid is at 8",
        "i don't eat pork",
        "i can't swim",
        "i know kung fu",
        "i do karate",
        "hey when is the raid",
        "ok where is bob",
        "thanks when is the raid",
        "hi is the shop open",
        "history exam",
        "goodness",
    ],
)
def test_a_fact_or_a_question_that_begins_like_friendliness_is_not_lost(plain: str) -> None:
    assert small_talk(plain) is None


@pytest.mark.parametrize("sound", ["ha", "he", "haha ", "lol ", "o", "aw", "ya", "hi ", "engram "])
def test_long_laughter_is_read_at_once(sound: str) -> None:
    started = time.perf_counter()
    small_talk(
        (sound * 2_000 + " that is the funniest thing that anybody has said all day").strip()
    )
    assert time.perf_counter() - started < 0.5
