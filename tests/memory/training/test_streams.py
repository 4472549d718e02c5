from dataclasses import replace

import pytest

from memory.training import streams, world
from memory.training.world import UNSEEN, WORLDS

SETTING = WORLDS["difficulty 5, actor + object"]
RUN = world.simulate(SETTING, 700, 300, seed=3)
NAMES = {
    name.lower() for name in (*SETTING.cast.actors, *SETTING.cast.objects, *SETTING.cast.rooms)
}


def test_statements_as_memories_keep_their_supports_and_lengths() -> None:
    reading = streams.learn(RUN, names=False, stream=False, seed=0)
    data = streams.encode(RUN, reading)
    assert data.memories.shape == (701, len(reading.vocabulary))  # m_0 first
    for row, question in enumerate(RUN.questions):
        assert data.lengths[row] == question.at + 1
        wanted = [index + 1 for index in question.supports]
        assert data.supports[row].tolist() == (wanted if len(wanted) == 2 else [*wanted, 0])
        for word in RUN.statements[question.supports[0]]:
            assert data.memories[data.supports[row, 0], reading.vocabulary.encode([word])[0]] > 0


def test_names_are_found_from_labelled_questions() -> None:
    assert streams.names_of(RUN) == NAMES


@pytest.mark.parametrize(("names", "cast"), [(False, "seen"), (True, "seen"), (True, "unseen")])
def test_a_trained_segmenter_cuts_new_streams_where_statements_end(
    *, names: bool, cast: str
) -> None:
    setting = replace(SETTING, cast=UNSEEN) if cast == "unseen" else SETTING
    test = world.simulate(setting, 700, 300, seed=4)
    reading = streams.learn(RUN, names=names, stream=True, seed=0)
    found, holding = streams.segments(test, reading)
    assert len(found) == 700
    assert holding.tolist() == list(range(700))


def test_a_segmenter_that_knows_names_only_as_words_is_lost_among_new_ones() -> None:
    test = world.simulate(replace(SETTING, cast=UNSEEN), 700, 300, seed=4)
    reading = streams.learn(RUN, names=False, stream=True, seed=0)
    assert len(streams.segments(test, reading)[0]) < 600


def test_new_words_have_no_features_and_names_none_that_are_common() -> None:
    reading = streams.learn(RUN, names=True, stream=False, seed=0)
    data = streams.encode(world.simulate(replace(SETTING, cast=UNSEEN), 70, 30, seed=4), reading)
    trained = {w for w, known in zip(data.words.words, data.trained.tolist(), strict=True) if known}
    common = {w for w, known in zip(data.words.words, data.common.tolist(), strict=True) if known}
    assert "bilbo" in data.words.words
    assert "bilbo" not in trained
    assert trained - common == NAMES
    assert data.context.left.shape == (len(data.words), len(reading.vocabulary))
