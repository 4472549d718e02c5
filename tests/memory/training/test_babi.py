from pathlib import Path

import pytest

from memory.training import babi

TASK = """1 Ada went to the tower.
2 Where is Ada?\ttower\t1
3 Ben took the lamp.
4 What does Ben carry?\tlamp,rope\t3 1
1 Ben slept.
2 Is Ben awake? \tno\t1
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "qa1_towers_train.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_questions_come_with_the_story_so_far_and_their_facts(tmp_path: Path) -> None:
    first, second, third = babi.read(_file(tmp_path, TASK))
    assert first.story == (("ada", "went", "to", "the", "tower"),)
    assert first == babi.Example(first.story, ("where", "is", "ada"), "tower", (0,))
    assert (second.answer, second.supports, len(second.story)) == ("lamp,rope", (1, 0), 2)
    assert third.story == (("ben", "slept"),)


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("1 Ada ran.\nWhere is Ada?\tx\t1\n", 2, "should start with a number"),
        ("1 Ada ran.\n2 Where is Ada?\ttower\n", 2, "this has 2"),
        ("1 Ada ran.\n2 Where is Ada?\t\t1\n", 2, "answer is empty"),
        ("1 Ada ran.\n2 Where is Ada?\ttower\t\n", 2, "this has 2"),
        ("1 Ada ran.\n2 Where is Ada?\ttower\t1 2\n", 2, "supporting id '2'"),
        ("1 Ada ran.\n2 Where is Ada?\ttower\t7\n", 2, "supporting id '7'"),
        ("1 Ada ran.\n2 Where is Ada?\ttower\tx\n", 2, "supporting id 'x'"),
        ("1 Ada ran.\n3 Ben ran.\n", 2, "id 3 follows id 1"),
        ("1\n", 1, "no text"),
    ],
)
def test_a_bad_line_is_named_with_file_and_cause(
    tmp_path: Path, text: str, line: int, cause: str
) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(babi.TaskFileError, match=cause) as caught:
        babi.read(path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert f"{path}, line {line}: " in str(caught.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "qa1_x_train.txt"
    path.write_bytes(b"1 \xff\xfe\n")
    with pytest.raises(babi.TaskFileError, match="UTF-8"):
        babi.read(path)


def test_find_names_the_missing_file(tmp_path: Path) -> None:
    path = _file(tmp_path, TASK)
    assert babi.find(tmp_path, 1, "train") == path
    with pytest.raises(babi.MissingTaskError, match=r"qa2_\*_test.txt"):
        babi.find(tmp_path, 2, "test")


def test_an_answer_without_words_for_it_is_named_with_its_line(tmp_path: Path) -> None:
    path = _file(tmp_path, TASK)
    examples = babi.read(path)
    babi.check_answers(path, examples, {"tower", "lamp", "rope", "no"})
    with pytest.raises(babi.TaskFileError, match="'rope' is outside the network's vocab") as caught:
        babi.check_answers(path, examples, {"tower", "lamp", "no"})
    assert (caught.value.path, caught.value.line) == (path, 4)
