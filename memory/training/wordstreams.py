"""Stories as streams of words, with the questions among them: what LSTM, NTM and Ptr-Net read.

Nothing tells which statements support an answer, nor where one ends but a full stop.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from memory.training.babi import Example, goes_on
from memory.training.world import Run

END, ASKED = ".", "?"
CONTEXT = 80  # statements before a question: what is asked about was mentioned 65 ago at most
_TOGETHER = 40  # statements whose questions are asked in one stream


@dataclass(frozen=True)
class Stream:
    """After the word at place `due[i]`, the answer to question `of[i]` is due."""

    words: tuple[str, ...]
    due: tuple[int, ...]
    of: tuple[int, ...]


class _Scroll:
    """A stream while it is written."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._due: list[int] = []
        self._of: list[int] = []

    def tell(self, words: Sequence[str]) -> None:
        self._words.extend(words)

    def ask(self, words: Sequence[str], number: int) -> None:
        self._words.extend((*words, ASKED))
        self._due.append(len(self._words) - 1)
        self._of.append(number)

    def done(self) -> Stream:
        return Stream(tuple(self._words), tuple(self._due), tuple(self._of))


def of_stories(examples: Sequence[Example]) -> list[Stream]:
    """One stream a story; a question stands where it was asked, and stays in what follows."""
    scroll, found, told = _Scroll(), list[Stream](), 0
    for number, example in enumerate(examples):
        if number and not goes_on(examples[number - 1], example):
            found.append(scroll.done())
            scroll, told = _Scroll(), 0
        for statement in example.story[told:]:
            scroll.tell((*statement, END))
        told = len(example.story)
        scroll.ask(example.question, number)
    return [*found, scroll.done()] if examples else []


def of_run(run: Run) -> list[Stream]:
    """The simulated world's stream in parts, each with the CONTEXT statements before it."""
    questions = defaultdict[int, list[int]](list)
    for number, question in enumerate(run.questions):
        questions[question.at - 1].append(number)
    return [
        _part(run, questions, range(first, min(first + _TOGETHER, len(run.statements))))
        for first in range(0, len(run.statements), _TOGETHER)
    ]


def _part(run: Run, questions: Mapping[int, Sequence[int]], asked: range) -> Stream:
    scroll = _Scroll()
    for index in range(max(asked.start - CONTEXT, 0), asked.stop):
        scroll.tell((*(run.joiners[index - 1] if index else ()), *run.statements[index]))
        for number in questions.get(index, ()) if index in asked else ():
            scroll.ask(run.questions[number].words, number)
    return scroll.done()


def flat(example: Example) -> list[str]:
    """A story as one stream of words, without its question."""
    return [word for statement in example.story for word in (*statement, END)]


def examples_of(run: Run) -> list[Example]:
    """The simulated world's questions, each with the CONTEXT statements before it."""
    return [
        Example(run.statements[max(q.at - CONTEXT, 0) : q.at], q.words, " ".join(q.answer), ())
        for q in run.questions
    ]
