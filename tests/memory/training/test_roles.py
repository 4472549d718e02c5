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
KNOWN = roles.Names(NAMES, {word for statement in STORY for word in statement})


def test_names_are_the_words_that_recur_along_the_chains() -> None:
    assert roles.names(EXAMPLES) == NAMES


def test_consecutive_names_are_one() -> None:
    assert KNOWN.split(STORY[0])[1] == (("red", "cup"), True)
    assert KNOWN.held(STORY[2]) == (("bowl",), ("red", "pot"))


def test_roles_go_by_first_appearance() -> None:
    numbers = roles.number([STORY[1], STORY[0]], KNOWN)
    assert numbers == {("jar",): 1, ("bowl",): 2, ("red", "cup"): 3}
    assert roles.number([], KNOWN) == {}


def test_a_word_of_every_chain_is_no_name_though_it_recurs() -> None:
    story = (("ada", "is", "shy"), ("ben", "is", "shy"))
    examples = [
        Example(story, ("what", "is", who), "shy", (i,)) for i, who in enumerate(("ada", "ben"))
    ]
    assert roles.names(examples) == {"ada", "ben"}


def test_unseen_words_are_names() -> None:
    names = roles.Names(frozenset({"jar"}), {"is", "jar"})
    assert [word in names for word in ("jar", "is", "urn")] == [True, False, True]


def _mixed() -> list[Example]:
    """Questions of three kinds: a place in one is an answer, in another only asked about."""
    people, places = ("ada", "ben", "cleo"), ("tower", "mill", "barn")
    story = tuple(
        (who, "is", "in", "the", where) for who, where in zip(people, places, strict=True)
    )
    examples = []
    for i, who in enumerate(people):
        examples.append(Example(story, ("where", "is", who), places[i], (i,)))
        examples += [
            Example(story, ("is", who, "in", "the", p), "yes" if p == places[i] else "no", (i,))
            for p in places[:2]
        ]
        afraid = tuple(
            (one, "is", "afraid", "of", two) for one, two in zip(people, "xyz", strict=True)
        )
        examples.append(Example(afraid, ("what", "is", who, "afraid", "of"), "xyz"[i], (i,)))
    return examples


def test_names_of_mixed_tasks_need_only_mostly_recur() -> None:
    assert "tower" not in roles.names(_mixed())
    assert roles.usual_names(_mixed()) >= {"ada", "ben", "cleo", "x", "y", "z"}


def test_words_that_every_question_about_a_story_has_are_no_names_of_mixed_tasks() -> None:
    assert not roles.usual_names(_mixed()) & {"is", "the", "in", "afraid", "of", "where"}
