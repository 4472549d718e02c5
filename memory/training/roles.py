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


class Names(Container[str]):
    """The names of the training questions, and every word that was not seen in training."""

    def __init__(self, known: frozenset[str], vocabulary: Container[str]) -> None:
        self.known, self._vocabulary = known, vocabulary

    def __contains__(self, word: object) -> bool:
        """Whether a word is a name: whoever it is, it can only matter by where else it stands."""
        return word in self.known or word not in self._vocabulary


def split(words: Words, names: Container[str]) -> list[tuple[Phrase, bool]]:
    """Words one by one, but consecutive names as one phrase; True marks names."""
    parts: list[tuple[Phrase, bool]] = []
    for is_name, group in groupby(words, names.__contains__):
        run = tuple(group)
        parts.extend([(run, True)] if is_name else [((word,), False) for word in run])
    return parts


def phrases(words: Words, names: Container[str]) -> set[Phrase]:
    """The names in a sentence."""
    return {phrase for phrase, is_name in split(words, names) if is_name}


def number(sentences: Iterable[Words], names: Container[str]) -> dict[Phrase, int]:
    """Roles of names, 1, 2, ... in order of first appearance."""
    found = (p for s in sentences for p, is_name in split(s, names) if is_name)
    return {phrase: index for index, phrase in enumerate(dict.fromkeys(found), 1)}
