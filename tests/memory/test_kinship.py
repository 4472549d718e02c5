"""Relations: whether what is told is of another one than what is asked for."""

import pytest

from memory.kinship import of_another_kind


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("where does Nina's brother live?", "Nina's boyfriend lives in Oslo"),
        ("what is my dog called?", "your cat is called Biscuit"),
        ("what's Nina's dog called?", "Nina's cat is called Biscuit"),
        ("when is your mum's birthday?", "Ben's dad is 60 on Friday"),
        ("how old are Mia's kids?", "Mia's little brother is 3"),
        ("where does Nina's sister work?", "Nina's older brother works at the harbour"),
    ],
)
def test_of_another_one_it_tells_nothing(question: str, told: str) -> None:
    assert of_another_kind(question, [told])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("where does Nina's brother live?", "Nina's brother lives in Oslo"),
        ("where does Nina's partner live?", "Nina's boyfriend lives in Oslo"),
        ("how is Mia's daughter?", "Mia's kid has a cold"),
        ("what is my pet called?", "your cat is called Biscuit"),
        ("when is my mom's birthday?", "your mum's birthday is on Friday"),
        ("how old are Mia's children?", "Mia's daughter is 3"),
        ("where does Nina's brother live?", "Nina's boyfriend lives with her brother in Oslo"),
        ("where does Nina's brother live?", "Tom lives in Oslo with a dog"),
        ("where does Nina live?", "Nina's boyfriend lives in Oslo"),
        ("where does Nina's brother live?", "Nina's flat is in Oslo"),
        ("is my brother Ben's boss?", "Ben's boss is Ada's cousin"),
    ],
)
def test_of_the_same_or_of_nobodys_it_may(question: str, told: str) -> None:
    assert not of_another_kind(question, [told])


def test_what_is_known_of_the_one_asked_for_may_stand_in_the_second_memory() -> None:
    told = ["Nina's boyfriend is Tom's brother", "Tom lives in Oslo"]
    assert not of_another_kind("where does Nina's brother live?", told)
    assert of_another_kind("where does Nina's mum live?", told)
