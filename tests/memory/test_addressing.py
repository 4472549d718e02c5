"""s_O of the first hop against plain loops, and which memories may answer."""

import math
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from memory.addressing import (
    OutputSettings,
    confidence,
    lacks_names,
    log_odds,
    match_scores,
    may_answer,
    score_all,
)
from memory.bank import Bank, statement
from memory.features import Feature
from memory.slots import Kind, Person
from memory.words import stems
from tests.fakes import ADA, BEN, CLEO, HERE, NEXT_DOOR
from tests.memory.banks import (
    CHAT,
    ENCODER,
    SETTINGS,
    TALK,
    asked,
    bank_of,
    heard,
    room,
    scorer_of,
    slot,
)


def plain_match(bank: Bank, wanted: frozenset[str], visible: list[bool]) -> list[float]:
    """Share of the question's words in each memory, in loops; weights from visible rows alone."""
    held = [stems(statement(item)) for item in bank.slots]
    count, weights = sum(visible), dict[str, float]()
    for stem in wanted:
        frequency = sum(1 for row, words in enumerate(held) if visible[row] and stem in words)
        weights[stem] = 1 + math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
    whole = sum(weights.values())
    return [sum(weights[stem] for stem in wanted & words) / whole for words in held]


QUESTIONS = [
    "when is the raid?",
    "where does Ben live?",
    "where do I live?",
    "what is in the chest of the raid?",
    "who is Zed's friend?",
    "is the raid on Friday?",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_eq_11_matches_a_plain_loop(text: str) -> None:
    bank = room()
    question, reading, vectors = asked(bank, text)
    scores = score_all(bank, question, reading, vectors, SETTINGS)
    visible = [item.scope == HERE for item in bank.slots]
    match = plain_match(bank, reading.stems, visible)
    for row, item in enumerate(bank.slots):
        named = item.personal and item.author.id in reading.people
        x, y = vectors[1 if named else 0].tolist(), bank.vectors[row].tolist()
        cosine = sum(a * b for a, b in zip(x, y, strict=True))
        about = named or reading.names <= stems(statement(item))
        expected = cosine + 0.3 * match[row] - (0.0 if about else 0.5)
        nobodys = not item.personal
        told = stems(question.asker.name) <= stems(statement(item)) or bool(
            reading.nouns & stems(statement(item))
        )
        own = item.personal and item.author == question.asker
        names_asker = named and stems(question.asker.name) <= stems(statement(item))
        allowed = visible[row] and (
            not reading.personal or own or (nobodys and told) or names_asker
        )
        assert float(scores.embedding[row]) == pytest.approx(cosine, abs=1e-5)
        assert float(scores.match[row]) == pytest.approx(match[row], abs=1e-5)
        assert float(scores.total[row]) == pytest.approx(
            expected if allowed else -1e4, abs=1e-3 if not allowed else 1e-5
        )


def test_rarity_is_counted_over_visible_rows_alone() -> None:
    rows = room().slots
    few = bank_of(*(item for item in rows if item.scope == HERE))
    many = bank_of(*rows, *(slot(n, "raid", BEN, NEXT_DOOR) for n in range(50, 90)))
    wanted = stems("raid Friday")  # of different rarity
    shown = many.visible([HERE.channel_id])
    assert torch.allclose(
        match_scores(many, wanted, shown)[shown],
        match_scores(few, wanted, few.visible([HERE.channel_id])),
    )


def test_no_words_in_common_is_no_match_and_no_division_by_zero() -> None:
    bank = room()
    visible = bank.visible([HERE.channel_id])
    assert match_scores(bank, frozenset(), visible).tolist() == [0.0] * 6
    assert match_scores(bank, frozenset({"zebra"}), visible).tolist() == [0.0] * 6


@given(st.frozensets(st.sampled_from(["raid", "chest", "oslo", "ben", "zebra"])))
def test_the_match_is_a_share(wanted: frozenset[str]) -> None:
    bank = room()
    match = match_scores(bank, wanted, bank.visible([HERE.channel_id]))
    assert all(0 <= value <= 1 + 1e-6 for value in match.tolist())


@pytest.mark.parametrize(("name", "may"), [("Ben", True), ("Ben Hur", True), ("🌸", False)])
def test_what_names_the_asker_for_short_may_answer(name: str, *, may: bool) -> None:
    bank = bank_of(slot(1, "Ben brings the drums", ADA, HERE))
    question, reading, _ = asked(bank, "what do I bring?", Person(9, name))
    assert may_answer(bank, question, reading).tolist() == [may]


def test_what_tells_of_the_asker_may_answer_too() -> None:
    bank = room()
    question, reading, _ = asked(bank, "what do I have?", BEN)
    rows = may_answer(bank, question, reading).tolist()
    assert [item.text for item, allowed in zip(bank.slots, rows, strict=True) if allowed] == [
        "I live in Oslo",
        "Ben has the chest",
    ]


def test_what_somebody_told_of_me_answers_where_i_name_them() -> None:
    bank = bank_of(
        slot(1, "I owe Ben 20 euros", ADA, HERE, personal=True),
        slot(2, "I owe Cleo 5 euros", ADA, HERE, personal=True),
        slot(3, "I owe Ben a coffee", CLEO, HERE, personal=True),
    )
    question, reading, _ = asked(bank, "what does Ada owe me?", BEN)
    assert may_answer(bank, question, reading).tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("has anybody seen my red glasses?", [True, False, False, False]),
        ("who has my drill?", [False, True, False, False]),
        ("where did I put my glasses?", [False, False, False, False]),
        ("what is my favourite food?", [False, False, False, False]),
    ],
)
def test_what_others_did_with_what_is_mine_answers(text: str, allowed: list[bool]) -> None:
    bank = bank_of(
        slot(1, "I have found a pair of red glasses", ADA, HERE, personal=True),
        slot(2, "I still have Ben's drill", ADA, HERE, personal=True),
        slot(3, "my favourite food is sushi", CLEO, HERE, personal=True),
        slot(4, "I have my drill and my red glasses here", CLEO, HERE, personal=True),
    )
    question, reading, _ = asked(bank, text, BEN)
    assert may_answer(bank, question, reading).tolist() == allowed


def test_confidence_is_a_half_at_the_threshold_and_grows() -> None:
    assert confidence(log_odds(SETTINGS.threshold, SETTINGS)) == pytest.approx(0.5)
    values = [confidence(log_odds(score / 10, SETTINGS)) for score in range(-20, 21)]
    assert values == sorted(values)
    assert all(0 <= value <= 1 for value in values)


def test_messages_are_scored_by_the_trained_network_on_the_scale_of_the_confidence() -> None:
    bank = heard(*CHAT)
    scores = score_all(bank, *asked(bank, "the raid"), TALK, scorer_of(Feature.QUESTION))
    assert [log_odds(float(s), SETTINGS) for s in scores.total] == pytest.approx([1, -1, -1])


def test_the_least_probability_is_where_the_confidence_is_a_half() -> None:
    bank, settings = heard(*CHAT), OutputSettings(conversation=2, least=0.2)
    scores = score_all(bank, *asked(bank, "the raid"), settings, scorer_of(Feature.QUESTION))
    assert log_odds(float(scores.total[0]), settings) == pytest.approx(1 + math.log(4))


def test_a_few_messages_are_no_conversation() -> None:
    bank = heard(*CHAT)
    scores = score_all(bank, *asked(bank, "the raid"), SETTINGS, scorer_of(Feature.QUESTION))
    assert scores.lead is None
    assert torch.equal(scores.total, score_all(bank, *asked(bank, "the raid"), SETTINGS).total)


def test_what_was_taught_keeps_the_fixed_score_beside_messages() -> None:
    bank = heard(*CHAT)
    taught = slot(9, "the raid is late", BEN, HERE)
    bank.add([taught], ENCODER.encode([taught.text]))
    question = asked(bank, "the raid")
    fixed = score_all(bank, *question, TALK).total
    learned = score_all(bank, *question, TALK, scorer_of(Feature.QUESTION)).total
    assert learned[3] == fixed[3]
    assert learned[0] != fixed[0]


def test_a_message_that_may_not_be_seen_changes_nothing() -> None:
    bank = heard(*CHAT)
    scorer = scorer_of(Feature.SESSION_BM25)
    before = score_all(bank, *asked(bank, "the raid"), TALK, scorer).total
    hidden = replace(slot(9, "the raid", BEN, NEXT_DOOR), kind=Kind.HEARD)
    bank.add([hidden], ENCODER.encode([hidden.text]))
    after = score_all(bank, *asked(bank, "the raid"), TALK, scorer).total
    assert torch.equal(before, after[:3])
    assert float(after[3]) < -1e3


@pytest.mark.parametrize(
    ("name", "value"),
    [("hops", 0), ("hops", 11), ("match_weight", -1.0), ("name_penalty", -0.1), ("sharpness", 0.0)],
)
def test_a_setting_that_cannot_work_is_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        OutputSettings(**{name: value})  # type: ignore[arg-type] # a name from the list above


def test_what_a_named_person_was_heard_to_say_does_not_lack_their_name() -> None:
    told = slot(1, "I paint", BEN, HERE, personal=True)
    said = [slot(2, "a pale green", BEN, HERE), slot(3, "a dark red", ADA, HERE)]
    heard_too = [replace(item, kind=Kind.HEARD) for item in said]
    bank = bank_of(told, *heard_too, slot(4, "a light blue", BEN, HERE))
    _, reading, _ = asked(bank, "what does Ben paint?")
    assert lacks_names(bank, reading).tolist() == [False, False, True, True]
