"""Which words are names, and names as roles: the match features of MemNN 3.6, found from the data.

A name matters by where else it occurs, not by what it is. Such words can be told from labelled
questions: a name in a question stands in its supporting facts too, one in a supporting fact stands
in the question or in another. Consecutive names ("red square") are one.
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import groupby

from memory.training.babi import Example, Words

Phrase = Words
_SURE = 0.98  # share of recurrences that makes a name; a typo or two in the labels is forgiven
_COMMON = 0.9  # a word in more of all statements than this would recur by itself
_TELLING = 0.9  # nor does one tell anything that stands in more of the chains anyway
_MOSTLY = (
    0.65  # where tasks are mixed, what is a name in one is now and then only a word in another
)
_CARRIED = 0.7
_LONG, _MOST = 3, 0.5  # a word in every statement of so many stories of this length is grammar


def names(examples: Sequence[Example]) -> frozenset[str]:
    """Words that recur along the chains of question and supporting facts, and not by chance."""
    asked, carried = Counter[str](), Counter[str]()  # in a question; of those, also in its facts
    linked, recurring = Counter[str](), Counter[str]()  # in a chain; of those, more than once
    unasked = Counter[str]()  # in the facts without being asked for
    for example in examples:
        question = set(example.question)
        facts = [set(example.story[i]) for i in dict.fromkeys(example.supports)]
        inside = set().union(*facts)
        asked.update(question)
        carried.update(question & inside)
        unasked.update(inside - question)
        counts = Counter(word for link in (question, *facts) for word in link)
        linked.update(counts.keys())
        recurring.update(word for word, count in counts.items() if count > 1)
    common = _common(examples)
    return frozenset(
        word
        for word in linked
        if word not in common
        and (
            (
                asked[word]
                and carried[word] >= _SURE * asked[word]
                and unasked[word] < _TELLING * (len(examples) - asked[word])
            )
            or (recurring[word] >= _SURE * linked[word] and linked[word] < _TELLING * len(examples))
        )
    )


def _common(examples: Iterable[Example]) -> set[str]:
    """Words of nearly all statements."""
    stories = {example.story for example in examples}
    statements = {statement for story in stories for statement in story}
    seen = Counter(word for statement in statements for word in set(statement))
    return {word for word, count in seen.items() if count > _COMMON * len(statements)}


def usual_names(examples: Sequence[Example]) -> frozenset[str]:
    """Words that mostly recur along the chains of question, answer and facts, tasks mixed."""
    linked, recurring = Counter[str](), Counter[str]()  # in a chain; of those, more than once
    told, carried = Counter[str](), Counter[str]()  # in question or answer; also in the facts
    present, asked = Counter[str](), Counter[str]()  # in the story; also in the question
    for example in examples:
        question, answer = set(example.question), set(example.answer.replace(",", " ").split())
        facts = [set(example.story[i]) for i in dict.fromkeys(example.supports)]
        counts = Counter(word for link in (question, answer, *facts) for word in link)
        linked.update(counts.keys())
        recurring.update(word for word, count in counts.items() if count > 1)
        told.update(question | answer)
        carried.update((question | answer) & set().union(*facts))
        words = set().union(*example.story)
        present.update(words)
        asked.update(question & words)
    grammar = _grammar(examples)
    return frozenset(
        word
        for word in linked
        if recurring[word] >= _MOSTLY * linked[word]
        and carried[word] >= _CARRIED * told[word]
        and asked[word] < _TELLING * present[word]
        and word not in grammar
    )


def _grammar(examples: Iterable[Example]) -> set[str]:
    """Words that stand in all statements of most stories that have them, short ones aside."""
    whole, stories = Counter[str](), Counter[str]()
    for story in {example.story for example in examples}:
        if len(story) < _LONG:
            continue
        counts = Counter(word for statement in story for word in set(statement))
        stories.update(counts.keys())
        whole.update(word for word, count in counts.items() if count == len(story))
    return {word for word, count in stories.items() if whole[word] > _MOST * count}


class Names(Container[str]):
    """The names of the training questions, and every word that was not seen in training."""

    def __init__(self, known: Iterable[str], vocabulary: Container[str]) -> None:
        self.known, self._vocabulary = frozenset(known), vocabulary
        self._parts: dict[Words, tuple[tuple[Phrase, bool], ...]] = {}
        self._held: dict[Words, tuple[Phrase, ...]] = {}

    def __contains__(self, word: object) -> bool:
        """Whether a word is a name: whoever it is, it can only matter by where else it stands."""
        return word in self.known or word not in self._vocabulary

    def split(self, words: Words) -> tuple[tuple[Phrase, bool], ...]:
        """Words one by one, but consecutive names as one phrase; True marks names."""
        if words not in self._parts:  # stories say the same again and again
            parts: list[tuple[Phrase, bool]] = []
            for is_name, group in groupby(words, self.__contains__):
                run = tuple(group)
                parts.extend([(run, True)] if is_name else [((word,), False) for word in run])
            self._parts[words] = tuple(parts)
        return self._parts[words]

    def held(self, words: Words) -> tuple[Phrase, ...]:
        """The names in a sentence, each once, in order."""
        if words not in self._held:
            found = (phrase for phrase, is_name in self.split(words) if is_name)
            self._held[words] = tuple(dict.fromkeys(found))
        return self._held[words]


def number(sentences: Iterable[Words], names: Names) -> dict[Phrase, int]:
    """Roles of names, 1, 2, ... in order of first appearance."""
    found = dict.fromkeys(phrase for words in sentences for phrase in names.held(words))
    return {phrase: index for index, phrase in enumerate(found, 1)}
