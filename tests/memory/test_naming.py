"""What people are called for short, and whom a text names."""

import pytest

from memory.naming import call_name, called, is_named, name_stems, named, names_of
from memory.slots import Person

PEOPLE = [
    Person(number, name)
    for number, name in enumerate(
        ["Ada Lovelace", "Tom Baker", "Tom Hanks", "Cleo_99", "Dark Knight", "Ben", "Jo March"]
    )
]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ada Lovelace", "Ada"),
        ("Cleo_99", "Cleo"),
        ("xX_Tom_Xx", "Tom"),
        ("Jo March", "Jo"),
        ("🌸 Ivy 🌸", "Ivy"),
        ("Ben | she/her", "Ben"),
        ("Dr. Nora Lind", "Nora"),
        ("The Real Sam", "Sam"),
        ("April Moss", "Moss"),
        ("Anne-Marie K", "Anne-Marie"),
        ("Ada", None),
        ("42", None),
        ("🌸", None),
    ],
)
def test_the_first_part_that_may_be_a_name(name: str, short: str | None) -> None:
    assert call_name(name) == short
    assert names_of(name) == ((name,) if short is None else (name, short))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("where does Ada live?", ["Ada"]),
        ("where does ada live", ["ada"]),
        ("what is ada lovelace allergic to?", ["Ada Lovelace"]),
        ("what's Cleo's birthday?", ["Cleo"]),
        ("when is cleo's birthday", ["Cleo"]),
        ("who did @Ada meet?", ["Ada"]),
        ("where does Tom Baker live?", ["Tom Baker"]),
        ("where does Tom live?", ["Tom", "Tom"]),
        ("is Ben's boat for sale?", ["Ben"]),
        ("does jo still row?", ["Jo"]),
        ("where is the dark paint?", []),
        ("where is the Dark paint?", []),
        ("how dark is it?", []),
        ("Dark or light?", []),
        ("who sells dark paint?", []),
        ("what is an adapter?", []),
        ("is Benny here?", []),
    ],
)
def test_whom_a_text_names(text: str, names: list[str]) -> None:
    found = named(text, PEOPLE)
    assert [name.casefold() for name in found.values()] == [name.casefold() for name in names]


def test_whoever_is_called_so_alone_is_meant() -> None:
    tom = Person(9, "Tom")
    assert named("where does Tom live?", [*PEOPLE, tom]) == {tom: "Tom"}


def test_whoever_is_asked_about_is_called_as_the_question_has_it() -> None:
    assert called("Ada Lovelace", "where does ada lovelace live?") == "Ada Lovelace"
    assert called("Ada Lovelace", "where does Ada live?") == "Ada"
    assert called("Ada Lovelace", "who lives in Oslo?") == "Ada"
    assert called("Ada", "who lives in Oslo?") == "Ada"


def test_a_text_names_somebody_whole_or_for_short() -> None:
    assert is_named("Ada Lovelace", "ada is allergic to nuts")
    assert is_named("Ada Lovelace", "the nuts are for Ada Lovelace")
    assert not is_named("Ada Lovelace", "Lovelace wrote it")
    assert not is_named("🌸", "anything at all"), "a name without letters is in no text"
    assert name_stems("🌸") == []
