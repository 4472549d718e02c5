from memory.training import strangers, world
from memory.training.encoding import Settings


def test_a_window_keeps_the_latest_statements_and_their_facts() -> None:
    run = world.simulate(strangers.SETTING, 300, 100, seed=0)
    for question, example in zip(run.questions, strangers.examples(run, window=20), strict=True):
        assert len(example.story) == min(question.at, 20)
        facts = [run.statements[i] for i in question.supports if i >= question.at - 20]
        assert [example.story[i] for i in example.supports] == facts
        assert "?" not in example.question


def test_both_kinds_of_network_meet_both_casts() -> None:
    results = strangers.evaluate(0, (12, 12), Settings(epochs=1, n=8))
    kinds = [(result.names_as_roles, result.cast) for result in results]
    assert kinds == [(True, "seen"), (True, "unseen"), (False, "seen"), (False, "unseen")]
