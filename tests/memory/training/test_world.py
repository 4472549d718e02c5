import dataclasses
import random

import pytest

from memory.training import engine, world
from memory.training.engine import Action, Cast, World

HARD = world.WORLDS["difficulty 5, actor + object"]


def _replay(run: world.Run, question: world.Question) -> str:
    """Answer from the words of the supporting statements alone."""
    statements = [run.statements[i] for i in question.supports]
    return statements[-1][-1]


@pytest.mark.parametrize("name", world.WORLDS)
def test_the_last_supporting_fact_names_the_answer(name: str) -> None:
    run = world.simulate(world.WORLDS[name], 400, 150, seed=3)
    assert len(run.statements) == 400
    assert len(run.questions) == 150
    for question in run.questions:
        assert _replay(run, question) == question.place
        assert question.answer == (question.place,)
        assert all(index < question.at for index in question.supports)
        assert question.about in question.words


def test_answers_agree_with_an_independent_reading_of_the_statements() -> None:
    run = world.simulate(HARD, 2000, 800, seed=5)
    kinds = set()
    for question in run.questions:
        text, past = " ".join(question.words), run.statements[: question.at]
        kinds.add(question.words[1] + str(len(question.supports)))
        assert question.place == _read(text, past)
    assert kinds == {"is1", "is2", "was2"}


def _read(text: str, past: tuple[world.Words, ...]) -> str:
    room: dict[str, list[str]] = {}
    holder: dict[str, str] = {}
    lies: dict[str, str] = {}
    for statement in past:
        actor, thing = statement[0], statement[-1]
        if "to" in statement:
            room.setdefault(actor, []).append(thing)
        elif {"dropped", "left", "discarded", "put"} & set(statement):
            holder.pop(thing, None)
            lies[thing] = room.get(actor, ["?"])[-1]
        else:
            holder[thing] = actor
    words = text.split()
    if words[1] == "was":
        visits = room[words[2]]
        last = len(visits) - 1 - visits[::-1].index(words[5])
        return visits[last - 1]
    name = words[-2]
    if name in room:
        return room[name][-1]
    return room[holder[name]][-1] if name in holder else lies[name]


def test_a_seed_names_a_world() -> None:
    assert world.simulate(HARD, 60, 20, seed=1) == world.simulate(HARD, 60, 20, seed=1)
    assert world.simulate(HARD, 60, 20, seed=1) != world.simulate(HARD, 60, 20, seed=2)


@pytest.mark.parametrize("difficulty", [1, 5])
def test_difficulty_bounds_how_far_back_the_subject_was_mentioned(difficulty: int) -> None:
    setting = dataclasses.replace(HARD, difficulty=difficulty)
    run = world.simulate(setting, 1000, 400, seed=2)
    furthest = 0
    for question in run.questions:
        recent = run.statements[max(0, question.at - difficulty) : question.at]
        steps = [i for i, words in enumerate(reversed(recent), 1) if question.about in words]
        assert steps
        furthest = max(furthest, steps[0])
    assert furthest == difficulty


def test_without_before_nobody_asks_about_the_past() -> None:
    run = world.simulate(world.WORLDS["difficulty 1, actor without before"], 200, 80, seed=0)
    assert all(question.words[1] == "is" for question in run.questions)
    assert all(len(question.supports) == 1 for question in run.questions)


def test_sentence_answers_name_the_place_after_a_subject_of_the_grammar() -> None:
    run = world.simulate(dataclasses.replace(HARD, sentences=True), 300, 120, seed=0)
    for question in run.questions:
        subject, _, rest = " ".join(question.answer).partition(f" {question.words[1]} in the ")
        assert subject in world.subjects(
            question.about in {"bill", "fred", "joe", "mary"}, question.about
        )
        assert rest.split()[0] == question.place


def test_the_unseen_world_shares_no_name_with_the_usual_one() -> None:
    usual, unseen = Cast(), world.UNSEEN
    names = {*usual.actors, *usual.objects, *usual.rooms}
    assert not names & {*unseen.actors, *unseen.objects, *unseen.rooms}
    run = world.simulate(dataclasses.replace(HARD, cast=unseen), 200, 80, seed=0)
    assert not {name.lower() for name in names} & {word for s in run.statements for word in s}


def test_the_whole_engine_runs_and_its_answers_follow_gifts_and_containers() -> None:
    run = world.simulate(world.everything(HARD), 3000, 900, seed=4)
    said = {word for statement in run.statements for word in statement}
    assert {"gave", "out", "around", "inventory", "examined", "box"} <= said


def _scene() -> World:
    cast = Cast(containers=("box",))
    return World(
        cast,
        {"Bill": "office", "Fred": "office", "Joe": "garden", "Mary": "garden", "box": "office"},
        {"milk": "office", "football": "Bill", "apple": "garden"},
        {name: [] for name in cast.actors},
    )


def test_nobody_can_do_what_the_state_forbids() -> None:
    scene = _scene()
    assert Action("Bill", "go", "office") not in scene.valid("Bill", "go")
    assert scene.valid("Bill", "get") == [Action("Bill", "get", "milk")]
    assert scene.valid("Fred", "drop") == []
    assert scene.valid("Bill", "give") == [Action("Bill", "give", "football", "Fred")]
    assert scene.valid("Joe", "put") == []
    assert scene.valid("Bill", "get from") == []


def test_a_gift_takes_the_object_along_with_its_new_holder() -> None:
    scene = _scene()
    for action in (
        Action("Bill", "give", "football", "Fred"),
        Action("Fred", "go", "garden"),
        Action("Fred", "drop", "football"),
        Action("Fred", "go", "kitchen"),
    ):
        assert action in scene.valid(action.actor, action.verb)
        scene.act(action)
    assert scene.place("football") == ("garden", (2, 1))


def test_what_is_put_away_stays_and_can_be_taken_out() -> None:
    scene = _scene()
    scene.act(Action("Bill", "go", "office"))
    scene.act(Action("Bill", "put", "football", "box"))
    assert scene.place("football") == ("office", (1, 0))
    assert scene.valid("Fred", "get from") == [Action("Fred", "get from", "football", "box")]
    scene.act(Action("Fred", "get from", "football", "box"))
    assert scene.place("football") is None  # nobody has said where Fred is


def test_before_asks_only_for_the_latest_visit_of_a_room() -> None:
    scene = _scene()
    for room in ("kitchen", "garden", "kitchen"):
        scene.act(Action("Bill", "go", room))
    assert scene.before("Bill", 0) == ("kitchen", "garden", (2, 1))
    assert scene.before("Bill", 1) == ("garden", "kitchen", (1, 0))
    assert scene.before("Bill", 2) is None
    assert scene.before("Fred", 0) is None


def test_choose_never_picks_an_invalid_action() -> None:
    rng = random.Random(0)
    scene = World.begin(Cast(containers=("box",)), rng)
    for _ in range(300):
        action = scene.choose(engine.ALL, rng)
        assert action in scene.valid(action.actor, action.verb)
        scene.act(action)


def test_the_stream_is_the_statements_with_joiners_between() -> None:
    run = world.Run((("a", "b"), ("c",)), ((",", "then"), (".",)), ())
    assert world.stream(run) == (["a", "b", ",", "then", "c"], [2, 5])


def test_too_many_questions_are_refused_with_the_numbers() -> None:
    with pytest.raises(ValueError, match="of 9 questions fit 1 statements"):
        world.simulate(dataclasses.replace(HARD, verbs=("look",)), 1, 9, seed=0)


def test_what_is_had_agrees_with_who_holds_it_after_every_action() -> None:
    rng = random.Random(1)
    scene = World.begin(Cast(containers=("box",)), rng)
    for _ in range(200):
        scene.act(scene.choose(engine.ALL, rng))
        for actor in scene.cast.actors:
            held = [o for o in scene.cast.objects if scene.holder_of[o] == actor]
            lying = [o for o in scene.cast.objects if scene.holder_of[o] == scene.room_of[actor]]
            assert [action.thing for action in scene.valid(actor, "drop")] == held
            assert [action.thing for action in scene.valid(actor, "get")] == lying
