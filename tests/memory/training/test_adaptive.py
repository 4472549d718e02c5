import random

import pytest

from memory.training import adaptive
from memory.training.adaptive import VARIANTS, Settings, Variant
from memory.training.babi import Example

PEOPLE, THINGS, PLACES = ("ada", "ben", "cleo"), ("rope", "lamp", "map"), ("tower", "mill", "barn")
SMALL = Settings(n=24, epochs=30, batch=16, rate=0.01, seed=1)


def _carried(count: int, seed: int) -> list[Example]:
    """Where a thing is takes two facts, what its place is takes one."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        things = dict(zip(PEOPLE, rng.sample(THINGS, 3), strict=True))
        place = {who: rng.choice(PLACES) for who in PEOPLE}
        took = [(who, "took", "the", things[who]) for who in PEOPLE]
        went = [(who, "went", "to", place[who]) for who in PEOPLE]
        story = (*took, *went)
        who = rng.choice(PEOPLE)
        facts = (PEOPLE.index(who), 3 + PEOPLE.index(who))
        if rng.random() < 0.5:
            found.append(Example(story, ("where", "is", things[who]), place[who], facts))
        else:
            answer = f"{things[who]},{place[who]}"
            found.append(Example(story, ("what", "and", "where", who), answer, facts))
    return found


@pytest.mark.parametrize("name", ["memnn-am", "memnn-am-ng", "memnn-am-nl", "memnn-am-ng-nl"])
def test_am_learns_two_hops_and_answers_of_several_words(name: str) -> None:
    model = adaptive.train(_carried(150, seed=0), VARIANTS[name], SMALL)
    test = _carried(40, seed=1)
    found = adaptive.predict(model, test)
    facts = sum(set(chain) == set(e.supports) for (_, chain), e in zip(found, test, strict=True))
    right = sum(answer == e.answer for (answer, _), e in zip(found, test, strict=True))
    assert (facts, right) > (36, 36)


def test_without_am_there_are_two_hops_and_an_answer_is_one_item() -> None:
    examples = _carried(30, seed=0)
    model = adaptive.train(examples, VARIANTS["memnn-2014"], SMALL)
    assert (model.hops, set(model.words) > {e.answer for e in examples}) == (2, True)
    assert all(len(chain) <= 2 for _, chain in adaptive.predict(model, examples))


def test_features_are_ngrams_only_with_ng() -> None:
    examples = _carried(5, seed=0)
    plain, with_ng = (adaptive.Model(examples, Variant(longest=k), SMALL) for k in (1, 3))
    assert "took the" not in plain.features
    assert {"took the", "took the rope", "rope"} <= set(with_ng.features.words)


def _moved(count: int, seed: int) -> list[Example]:
    """Of two places that are told, the second counts."""
    rng = random.Random(seed)
    pairs = [rng.sample(PLACES, 2) for _ in range(count)]
    stories = [(("ada", "went", "to", a), ("she", "went", "to", b)) for a, b in pairs]
    asked = ("where", "is", "ada")
    return [Example(s, asked, b, (0, 1)) for s, (_, b) in zip(stories, pairs, strict=True)]


def test_the_order_of_the_supporting_memories_counts() -> None:
    model = adaptive.train(_moved(40, seed=0), VARIANTS["memnn-2014"], SMALL)
    test = _moved(20, seed=1)
    found = adaptive.predict(model, test)
    assert [answer for answer, _ in found] == [e.answer for e in test]
