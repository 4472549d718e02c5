"""Made-up facts, and questions about them."""

from memory.training.told import stories

MADE = list(stories(400, seed=3, most=5))


def test_the_answer_stands_in_the_memory_that_has_it() -> None:
    for story in MADE:
        assert story.question.endswith("?")
        assert not set("<>{}") & set(story.question + story.answer)
        if story.at >= 0:
            assert story.answer in story.memories[story.at].text
        else:
            assert story.answer == ""


def test_some_are_not_answered_and_some_are_about_the_asker() -> None:
    open_ones = [story for story in MADE if story.at < 0]
    assert 0.05 < len(open_ones) / len(MADE) < 0.2
    own = [story for story in MADE if " I " in story.question or " my " in story.question]
    assert own
    for story in own:
        if story.at >= 0:
            assert "you" in story.memories[story.at].text


def test_one_memory_alone_answers() -> None:
    for story in MADE:
        same = [m for i, m in enumerate(story.memories) if m.text == ""]
        assert not same
        if story.question.startswith("where does") and story.at >= 0:
            who = story.question.split()[2]
            verb = story.question.rstrip("?").split()[-1]
            told = [m for m in story.memories if m.text.startswith(f"{who} {verb}s ")]
            assert len(told) <= 1


def test_the_same_seed_makes_the_same_stories() -> None:
    assert list(stories(400, seed=3, most=5)) == MADE
    assert list(stories(400, seed=4, most=5)) != MADE


def test_own_facts_are_kept_as_they_were_told() -> None:
    own = [(s, n) for s in MADE for n, mine in enumerate(s.own) if mine]
    assert own
    for story, number in own:
        fact, heard = story.facts[number], story.memories[number]
        assert {"I", "my"} & set(fact.text.split())
        assert heard.text.startswith(("you", fact.author))
        assert heard.text.startswith("you") is (fact.author == story.asker)
    assert all(
        s.facts[n] == s.memories[n] for s in MADE for n, mine in enumerate(s.own) if not mine
    )
