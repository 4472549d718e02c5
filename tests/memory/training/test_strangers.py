from memory.training import simulation, strangers, streams, world
from memory.training.world import Question, Run

HIKE = """bilbo went to the harbour ; sauron travelled to the tavern ; bilbo picked up the lantern ;
gollum journeyed to the harbour ; bilbo went to the forest ; frodo moved to the tavern ;
bilbo put down the lantern ; gollum grabbed the compass ; bilbo went to the cellar ;
gollum travelled to the tower ; frodo moved to the forest ; gollum dropped the compass"""


def test_every_network_meets_both_casts() -> None:
    results = strangers.evaluate(0, 12)
    assert {(r.features, r.cast) for r in results} == {
        (name, cast) for name in strangers.NETWORKS for cast in ("seen", "unseen")
    }
    assert all(r.accuracy == 0 for r in results if (r.features, r.cast) == ("none", "unseen"))
    assert len(strangers.markdown(results).splitlines()) == 2 + len(strangers.NETWORKS)


def test_a_story_of_twelve_sentences_about_strangers_is_understood() -> None:
    """The paper's demo (fig. 3) in our words: no name of the story was in training."""
    learning = world.simulate(strangers.SETTING, 1400, 600, seed=7000)
    reading = streams.learn(learning, names=True, stream=True, seed=1)
    network = simulation.train(streams.encode(learning, reading), simulation.IMPROVED)
    story = streams.encode(_story(), reading)
    answers = simulation.answer(network, story, simulation.IMPROVED)[0].tolist()
    assert [story.words.words[word] for word in answers] == [
        "forest", "tower", "cellar", "tavern", "forest", "tavern",
    ]  # fmt: skip


def _story() -> Run:
    statements = tuple(tuple(line.split()) for line in HIKE.replace("\n", " ").split(" ; "))
    asked = [
        "where is the lantern ?", "where is the compass ?", "where is bilbo ?", "where is sauron ?",
        "where was bilbo before the cellar ?", "where was frodo before the forest ?",
    ]  # fmt: skip
    questions = tuple(
        Question(len(statements), tuple(text.split()), ("?",), (0,), "", "") for text in asked
    )
    return Run(statements, tuple((".",) for _ in statements), questions)
