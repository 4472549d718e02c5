"""O: what is chosen, what wins, what goes on from it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
import torch

from memory.addressing import (
    OutputSettings,
    Scores,
    log_odds,
    score_all,
)
from memory.bank import Bank
from memory.bridges import HopFeature
from memory.features import Feature
from memory.hops import Hops
from memory.output import ranking, supporting_memories
from memory.pairs import PairFeature
from memory.preference import Preference
from memory.slots import Kind, Person, Supporting
from memory.so_far import SoFar
from memory.supports import Trained, holding_now, scan_of
from tests.fakes import ADA, BEN, HERE, NEXT_DOOR
from tests.memory.banks import (
    CHAT,
    ENCODER,
    SETTINGS,
    asked,
    bank_of,
    heard,
    room,
    scorer_of,
    slot,
)  # fmt: skip
from tests.memory.test_hops import hops_of


def recall(
    bank: Bank, text: str, asker: Person = ADA, *, hops: Hops | None = None
) -> list[Supporting]:
    preference, question = Preference.load(), asked(bank, text, asker)
    return supporting_memories(bank, *question, SETTINGS, Trained(None, preference, hops))


def test_an_empty_memory_supports_nothing() -> None:
    assert recall(bank_of(), "when is the raid?") == []


def test_a_memory_of_hidden_rows_alone_supports_nothing() -> None:
    bank = bank_of(slot(1, "the raid is on Friday", ADA, NEXT_DOOR))
    assert recall(bank, "when is the raid on Friday?") == []


def test_my_fact_is_mine_and_nobody_elses() -> None:
    bank = room()
    assert recall(bank, "where do I live?", ADA)[0].slot.text == "I live in Rome"
    assert recall(bank, "where do I live?", BEN)[0].slot.text == "I live in Oslo"
    stranger = Person(999, "Zed")
    assert recall(bank, "where do I live?", stranger) == []


def test_a_named_persons_own_fact_answers() -> None:
    assert recall(room(), "where does Ben live?", ADA)[0].slot.text == "I live in Oslo"


def test_the_newest_of_a_topic_wins_whatever_the_order_of_rows() -> None:
    texts = ("the raid is on Friday at 8", "the raid is on Friday at 9", "the cat is on the roof")
    for times in ((1.0, 2.0, 9.0), (2.0, 1.0, 9.0)):
        bank = bank_of(
            *(slot(n, text, ADA, HERE, at=times[n - 1])
              for n, text in enumerate(texts, start=1))
        )  # fmt: skip
        newest = max((0, 1), key=lambda row: times[row])
        assert recall(bank, "when is the raid on Friday?")[0].slot.text == texts[newest]


def test_at_the_same_second_the_higher_number_is_newer() -> None:
    bank = bank_of(
        slot(2, "the raid is on Friday at 9", ADA, HERE, at=5.0),
        slot(1, "the raid is on Friday at 8", ADA, HERE, at=5.0),
    )
    assert recall(bank, "when is the raid on Friday?")[0].slot.id == 2


class SameColour(Preference):
    """A newer memory takes the place of one that holds more than half of the same words."""

    def __init__(self) -> None:
        pass

    def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """Above 0 where it does."""
        return [row[PairFeature.KEPT] - 0.6 for row in phi]


@pytest.mark.parametrize("step", [1, 3, 4, 7, 8])
def test_algorithm_1_matches_a_plain_scan(step: int) -> None:
    texts = [f"raid {'red' if number % 2 else 'blue'} {number % 5}" for number in range(1, 30)]
    slots = (
        slot(number, text, ADA, HERE, at=number * step % 11 + 1.0)
        for number, text in enumerate(texts, start=1)
    )
    bank = bank_of(*slots)
    scores = torch.linspace(0.2, 0.9, len(bank)).flip(0)[torch.arange(len(bank)) * 5 % len(bank)]
    _, reading, _ = asked(bank, "raid")
    found = Scores(scores, scores, scores)
    scan = scan_of(bank, reading, found, SETTINGS, Trained(preference=SameColour()))
    now = holding_now(scan, found)
    age = [(item.said_at, item.id) for item in bank.slots]

    def taken(older: int, newer: int) -> bool:
        one, other = set(texts[older].split()), set(texts[newer].split())
        return age[older] < age[newer] and len(one & other) / 3 > 0.6

    chain = [int(scores.argmax())]
    while newer := [row for row in range(len(bank)) if taken(chain[-1], row)]:
        chain.append(max(newer, key=age.__getitem__))
    past = {row for row in range(len(bank)) for new in chain if taken(row, new)}
    assert now.row == chain[-1]
    assert set(now.past) == past | set(chain[:-1])
    assert [age[row] for row in now.past] == sorted((age[row] for row in now.past), reverse=True)


class Always(SameColour):
    """Everything newer takes the place of everything older."""

    def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """Above 0, always."""
        return [1.0] * len(phi)


def moved() -> Bank:
    return bank_of(
        slot(1, "the raid is on Friday", BEN, HERE, at=1.0),
        slot(2, "the raid moved to Saturday", ADA, HERE, at=2.0),
        slot(3, "the party is on Sunday", ADA, HERE, at=3.0),
    )


def test_what_a_newer_memory_replaces_is_shown_with_it_and_supports_nothing() -> None:
    bank = moved()
    found = supporting_memories(
        bank, *asked(bank, "when is the raid?"), SETTINGS, Trained(preference=Preference.load())
    )
    assert [item.slot.id for item in found] == [2]
    assert [old.id for old in found[0].replaces] == [1]


def test_an_answer_is_as_sure_as_the_surest_of_those_whose_place_it_took() -> None:
    bank = bank_of(
        slot(1, "the raid is on Friday", BEN, HERE, at=1.0),
        slot(2, "it moved to Saturday", ADA, HERE, at=2.0),
    )
    question = asked(bank, "when is the raid on Friday?")
    found = supporting_memories(bank, *question, SETTINGS, Trained(preference=Always()))
    best = float(score_all(bank, *question, SETTINGS).total.max())
    assert found[0].slot.id == 2
    assert found[0].odds == pytest.approx(log_odds(best, SETTINGS))
    assert found[0].score < best


def test_without_a_preference_the_best_holds() -> None:
    bank = moved()
    found = supporting_memories(
        bank, *asked(bank, "when is the raid on Friday?"), SETTINGS, Trained()
    )
    assert (found[0].slot.id, found[0].replaces) == (1, ())


def test_what_was_replaced_is_not_listed_beside_what_holds() -> None:
    bank = bank_of(
        slot(1, "Tariq plays bass", BEN, HERE, at=1.0),
        slot(2, "Nina plays bass", BEN, HERE, at=2.0),
    )
    found = supporting_memories(
        bank, *asked(bank, "who plays bass?"), SETTINGS, Trained(preference=Always())
    )
    assert [(item.slot.id, [old.id for old in item.replaces]) for item in found] == [(2, [1])]


def test_what_is_out_of_sight_replaces_nothing() -> None:
    bank = bank_of(
        slot(1, "the raid is on Friday", BEN, HERE, at=1.0),
        slot(2, "the raid moved to Saturday", ADA, NEXT_DOOR, at=2.0),
    )
    found = supporting_memories(
        bank, *asked(bank, "when is the raid?"), SETTINGS, Trained(preference=Preference.load())
    )
    assert (found[0].slot.id, found[0].replaces) == (1, ())


def test_nobody_takes_back_what_another_says_of_themself() -> None:
    bank = bank_of(
        slot(1, "I like green tea", BEN, HERE, at=1.0, personal=True),
        slot(2, "I like black tea", ADA, HERE, at=2.0, personal=True),
    )
    question = asked(bank, "which tea does Ben like?")
    found = supporting_memories(bank, *question, SETTINGS, Trained(preference=Always()))
    assert (found[0].slot.id, found[0].replaces) == (1, ())


def test_who_is_answered_with_everybody() -> None:
    bank = bank_of(
        slot(1, "Tariq plays bass", BEN, HERE),
        slot(2, "the bass is in the hall", BEN, HERE),
        slot(3, "Nina plays bass", BEN, HERE),
        slot(4, "Ben does not play bass", BEN, HERE),
        slot(5, "Cleo plays bass", BEN, NEXT_DOOR),
    )
    assert {item.slot.id for item in recall(bank, "who plays bass?")} == {1, 3}
    assert len(recall(bank, "where is the bass?")) == 1


def test_who_is_not_answered_with_who_does_not() -> None:
    bank = bank_of(
        slot(1, "Dave does not live in Oslo", BEN, HERE),
        slot(2, "Alice and her dog live in Oslo, near the old harbour", BEN, HERE),
        slot(3, "Carol lives in Oslo, behind the second tram stop", BEN, HERE),
    )
    assert [item.slot.id for item in recall(bank, "who lives in Oslo?")] in ([2, 3], [3, 2])
    (first,) = ranking(bank, *asked(bank, "who lives in Oslo?"), SETTINGS, limit=1)
    assert first.slot.id == 1


KEEN = hops_of({HopFeature.OPEN: 1.0, HopFeature.BRIDGE: 1.0, HopFeature.STOP: 0.5})
OPENS = (
    slot(1, "Cleo carries the silver key", ADA, HERE),
    slot(2, "the silver key opens the crypt", ADA, HERE),
    slot(3, "the crypt is cold", ADA, HERE),
    slot(4, "dinner is at 8", ADA, HERE),
)
WHAT_OPENS = "what opens with what Cleo carries?"


def test_of_whom_all_is_asked_the_best_few_memories_support() -> None:
    bank = bank_of(
        slot(1, "I am allergic to nuts", BEN, HERE, personal=True),
        slot(2, "the raid is on Friday", BEN, HERE),
        slot(3, "Ben has the chest", ADA, HERE),
        slot(4, "Ben hates the raid", ADA, NEXT_DOOR),
        *(slot(n, f"my desk is number {n}", BEN, HERE, personal=True) for n in range(10, 13)),
        *(slot(n, f"Ben sold boat {n}", ADA, HERE) for n in range(20, 25)),
    )
    found = recall(bank, "what do you know about Ben?")
    assert len(found) == 5
    assert not {2, 4} & {item.slot.id for item in found}
    assert [i.slot.id for i in recall(bank, "what do you know about the raid?")] == [2]
    assert {i.slot.id for i in recall(bank, "tell me about the chest")} == {3}


def test_a_second_hop_goes_on_from_the_first() -> None:
    found = recall(bank_of(*OPENS), WHAT_OPENS, hops=KEEN)
    assert [(item.slot.id, item.hop) for item in found] == [(1, 1), (2, 2)]
    assert found[0] == recall(bank_of(*OPENS), WHAT_OPENS)[0], "the first hop stays as it is"
    lead = KEEN.next(_so_far(bank_of(*OPENS), WHAT_OPENS))[0].lead
    assert found[1].odds == pytest.approx(lead, abs=1e-4)
    assert found[1].score == pytest.approx(SETTINGS.threshold + lead / SETTINGS.sharpness)


def _so_far(bank: Bank, text: str) -> SoFar:
    question, reading, vectors = asked(bank, text)
    scores = score_all(bank, question, reading, vectors, SETTINGS)
    visible = bank.visible(question.audience.channel_ids)
    return SoFar(bank, question, reading, scores.embedding, visible, (0,))


def test_no_second_hop_where_to_stop_is_as_good() -> None:
    content = hops_of({HopFeature.STOP: 9.0, HopFeature.BRIDGE: 1.0})
    assert len(recall(bank_of(*OPENS), WHAT_OPENS, hops=content)) == 1


def test_without_a_network_there_is_one_memory() -> None:
    assert len(recall(bank_of(*OPENS), WHAT_OPENS)) == 1


@pytest.mark.parametrize("hops", [1, 2, 3])
def test_at_most_k_memories_support_an_answer(hops: int) -> None:
    always = hops_of({HopFeature.STOP: -9.0})
    settings = OutputSettings(hops=hops)
    bank = bank_of(*OPENS)
    found = supporting_memories(bank, *asked(bank, WHAT_OPENS), settings, Trained(hops=always))
    assert [item.hop for item in found] == list(range(1, hops + 1))
    assert len({item.slot.id for item in found}) == hops


def test_what_is_out_of_sight_is_on_no_hop() -> None:
    always = hops_of({HopFeature.STOP: -9.0})
    hidden = [replace(item, scope=NEXT_DOOR) for item in OPENS[1:]]
    assert len(recall(bank_of(OPENS[0], *hidden), WHAT_OPENS, hops=always)) == 1


def test_what_was_replaced_is_on_no_later_hop() -> None:
    always = hops_of({HopFeature.STOP: -9.0})
    found = recall(moved(), "when is the raid?", hops=always)
    assert [item.slot.id for item in found] == [2, 3]
    assert [old.id for old in found[0].replaces] == [1]


def test_the_later_memory_is_the_one_that_holds_now() -> None:
    bank = bank_of(
        slot(1, "Cleo carries the silver key", ADA, HERE),
        slot(2, "the silver key opens the crypt", ADA, HERE),
        slot(3, "the silver key opens the chapel now, not the crypt", ADA, HERE),
    )
    question = asked(bank, WHAT_OPENS)
    preference = SameColour()
    found = supporting_memories(
        bank, *question, SETTINGS, Trained(preference=preference, hops=KEEN)
    )
    assert [item.slot.id for item in found] == [1, 3]
    assert [old.id for old in found[1].replaces] == [2]


def test_of_messages_the_best_few_support_with_the_question_that_they_follow() -> None:
    bank = heard(*CHAT)
    scorer = scorer_of(Feature.AFTER_QUESTION)
    settings = OutputSettings(messages=2, conversation=2)
    found = supporting_memories(bank, *asked(bank, "the raid"), settings, Trained(scorer))
    assert len(found) == 2
    assert found[0].slot.text == "in the hall"
    assert found[0].before is not None
    assert found[0].before.text == "Where is the raid?"
    assert found[1].before is None
    order = ranking(bank, *asked(bank, "the raid"), settings, scorer, limit=1)
    assert [item.slot.text for item in order] == ["in the hall"]


FEW = (
    ("we ate in the hall", BEN),
    ("the raid is on Friday at 8", ADA),
    ("the raid is on Friday at 9", ADA),
    ("who is in?", ADA),
    ("me", BEN),
)


def test_of_few_messages_all_that_are_read_at_once_support_the_best_first() -> None:
    found = recall(heard(*FEW), "when is the raid on Friday?")
    assert found[0].slot.text == "the raid is on Friday at 9"
    assert [old.text for old in found[0].replaces] == ["the raid is on Friday at 8"]
    assert {item.slot.text for item in found[1:]} == {"we ate in the hall", "who is in?", "me"}
    assert [item.score for item in found[1:]] == sorted((i.score for i in found[1:]), reverse=True)
    after = next(item for item in found if item.slot.text == "me")
    assert after.before is not None
    assert after.before.text == "who is in?"
    assert {(item.hop, item.lead) for item in found} == {(1, None)}


@pytest.mark.parametrize(("words", "count"), [(40, 2), (4, 5), (200, 1)])
def test_of_few_messages_no_more_are_chosen_than_are_read_at_once(words: int, count: int) -> None:
    bank = heard(*((f"raid {number} {'and so on ' * words}", ADA) for number in range(5)))
    question = asked(bank, "which raid?")
    assert len(supporting_memories(bank, *question, SETTINGS, Trained())) == count


def test_what_was_taught_stands_alone_beside_few_messages_where_it_is_sure() -> None:
    bank = heard(*FEW[:1])
    taught = slot(9, "the wifi password is otter", BEN, HERE)
    bank.add([taught], ENCODER.encode([taught.text]))
    question = asked(bank, "the wifi password is?")
    assert [item.slot for item in recall(bank, question[0].text)] == [taught]
    strict = replace(SETTINGS, threshold=2.0)  # nothing is sure
    found = supporting_memories(bank, *question, strict, Trained())
    assert [item.slot.text for item in found] == ["we ate in the hall"]


def test_few_messages_out_of_sight_are_not_read() -> None:
    bank = heard(*FEW[:2])
    hidden = replace(slot(9, "the raid is off", ADA, NEXT_DOOR), kind=Kind.HEARD)
    bank.add([hidden], ENCODER.encode([hidden.text]))
    found = recall(bank, "when is the raid on Friday?")
    assert {item.slot.id for item in found} == {1, 2}


class Torn(Preference):
    """Hardly anything may have taken a place."""

    def __init__(self) -> None:
        pass

    def log_odds(self, phi: Sequence[Sequence[float]]) -> list[float]:
        """Not below what is read."""
        return [-1.0 - 0.01 * row for row in range(len(phi))]


def torn(kind: Kind, *, reads: bool = True) -> tuple[list[tuple[str, str]], tuple[int, ...]]:
    """What is read of three memories, each newer than the one before, and what is past then."""
    texts = ["the lift is stuck", "the lift smells", "the lift works again"]
    told = (slot(n, text, ADA, HERE, at=float(n)) for n, text in enumerate(texts, 1))
    bank = bank_of(*(replace(one, kind=kind) for one in told))
    scores = torch.tensor([0.9, 0.5, 0.6])
    found, read = Scores(scores, scores, scores), list[tuple[str, str]]()

    def replacing(pairs: Sequence[tuple[str, str]], first: Sequence[float]) -> list[float]:
        read.extend(pairs)
        return [2.0 if "again" in newer else -2.0 for _, newer in pairs]

    preference = Torn()
    vars(preference)["reads"] = reads
    trained = Trained(preference=preference, replacing=replacing)
    _, reading, _ = asked(bank, "does the lift work?")
    return read, holding_now(scan_of(bank, reading, found, SETTINGS, trained), found).past


def test_what_may_have_taken_a_place_is_read_the_likeliest_alone() -> None:
    read, past = torn(Kind.TAUGHT)
    assert read == [("the lift is stuck", "the lift works again")]
    assert past == (0,)


def test_messages_are_not_read_so_nor_for_a_rule() -> None:
    assert torn(Kind.HEARD) == ([], ())
    assert torn(Kind.TAUGHT, reads=False) == ([], ())
