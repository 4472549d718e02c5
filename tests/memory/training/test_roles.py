from memory.training import roles
from memory.training.babi import Example

STORY = (
    ("the", "red", "cup", "is", "near", "the", "jar"),
    ("the", "jar", "is", "near", "the", "bowl"),
    ("the", "bowl", "is", "over", "the", "red", "pot"),
    ("the", "red", "pot", "is", "near", "the", "pan"),
)
EXAMPLES = [
    Example(STORY, ("is", "the", "red", "cup", "near", "the", "bowl"), "yes", (0, 1)),
    Example(STORY, ("is", "the", "jar", "over", "the", "red", "pot"), "no", (1, 2)),
    Example(STORY, ("is", "the", "bowl", "over", "the", "pan"), "no", (2, 3)),
    Example(STORY, ("is", "the", "red", "pot", "near", "the", "pan"), "yes", (3,)),
    Example(STORY, ("is", "the", "jar", "over", "the", "red", "cup"), "no", (0,)),
    Example(STORY, ("is", "the", "jar", "near", "the", "bowl"), "yes", (1,)),
]
NAMES = frozenset({"red", "cup", "jar", "bowl", "pot", "pan"})


def test_names_are_the_words_that_recur_along_the_chains() -> None:
    assert roles.names(EXAMPLES) == NAMES


def test_consecutive_names_are_one() -> None:
    assert roles.split(STORY[0], NAMES)[1] == (("red", "cup"), True)
    assert roles.phrases(STORY[2], NAMES) == {("bowl",), ("red", "pot")}


def test_roles_go_by_first_appearance() -> None:
    numbers = roles.number([STORY[1], STORY[0]], NAMES)
    assert numbers == {("jar",): 1, ("bowl",): 2, ("red", "cup"): 3}
    assert roles.number([], NAMES) == {}


def test_a_word_of_every_chain_is_no_name_though_it_recurs() -> None:
    story = (("ada", "is", "shy"), ("ben", "is", "shy"))
    examples = [
        Example(story, ("what", "is", who), "shy", (i,)) for i, who in enumerate(("ada", "ben"))
    ]
    assert roles.names(examples) == {"ada", "ben"}


def test_unseen_words_are_names() -> None:
    names = roles.Names(frozenset({"jar"}), {"is", "jar"})
    assert [word in names for word in ("jar", "is", "urn")] == [True, False, True]
