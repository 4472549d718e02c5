from memory.training import wordstreams
from memory.training.babi import Example
from memory.training.wordstreams import CONTEXT
from memory.training.world import WORLDS, simulate

_A, _B, _C = ("ada", "went", "up"), ("ben", "slept"), ("cleo", "sang")


def test_one_stream_a_story_with_its_questions_where_they_were_asked() -> None:
    examples = [
        Example((_A,), ("where", "is", "ada"), "up", (0,)),
        Example((_A, _B), ("who", "slept"), "ben", (1,)),
        Example((_C,), ("who", "sang"), "cleo", (0,)),
    ]
    first, second = wordstreams.of_stories(examples)
    assert " ".join(first.words) == "ada went up . where is ada ? ben slept . who slept ?"
    assert [first.words[place] for place in first.due] == ["?", "?"]
    assert (first.due, first.of) == ((7, 13), (0, 1))
    assert (second.of, second.words[second.due[0]]) == ((2,), "?")
    assert wordstreams.of_stories([]) == []


def test_a_run_is_cut_with_the_context_before_and_every_question_once() -> None:
    run = simulate(WORLDS["difficulty 5, actor + object"], 300, 90, seed=3)
    parts = wordstreams.of_run(run)
    asked = [number for part in parts for number in part.of]
    assert sorted(asked) == list(range(90))
    last = next(part for part in parts if asked[-1] in part.of)
    question = run.questions[asked[-1]]
    end = last.due[-1]
    assert last.words[end - len(question.words) : end] == question.words
    told = [w for s in run.statements[question.at - CONTEXT : question.at] for w in s]
    without = [w for w in last.words if w in set(told)]
    assert len(without) >= len(told)


def test_questions_of_a_run_have_what_was_said_before_them() -> None:
    run = simulate(WORLDS["difficulty 5, actor + object"], 300, 90, seed=3)
    example, question = wordstreams.examples_of(run)[-1], run.questions[-1]
    assert example.story == run.statements[question.at - CONTEXT : question.at]
    assert all(question.at - support <= CONTEXT for support in question.supports)
    assert (example.question, example.answer) == (question.words, " ".join(question.answer))
