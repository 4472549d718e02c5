"""The frozen values that pass between I, G, O and R."""

import dataclasses

import pytest

from memory.slots import Audience, Home, Person, Scope, Slot, Witness
from tests.fakes import ADA, BEN, ELSEWHERE, HERE, NEXT_DOOR, WHISPER


def _slot(*witnesses: Witness, personal: bool = False) -> Slot:
    return Slot(1, HERE, "a text", personal, witnesses, written_at=1.0)


def test_a_server_is_one_home_and_a_direct_conversation_is_another() -> None:
    assert HERE.home == NEXT_DOOR.home == Home(1, None)
    assert WHISPER.home == Home(None, WHISPER.channel_id)
    assert Scope(None, 32).home != WHISPER.home


@pytest.mark.parametrize(
    ("scope", "seen"),
    [(HERE, True), (NEXT_DOOR, False), (ELSEWHERE, False), (WHISPER, False)],
)
def test_an_audience_sees_its_own_channel(scope: Scope, *, seen: bool) -> None:
    assert Audience.of(HERE).sees(scope) is seen


def test_an_audience_sees_the_other_channels_that_it_reads_in_its_own_home_only() -> None:
    audience = Audience.of(HERE, NEXT_DOOR.channel_id, ELSEWHERE.channel_id, WHISPER.channel_id)
    assert audience.sees(NEXT_DOOR)
    assert not audience.sees(ELSEWHERE)
    assert not audience.sees(WHISPER)


def test_the_same_channel_number_in_another_server_is_another_place() -> None:
    assert not Audience.of(Scope(1, 11)).sees(Scope(2, 11))
    assert not Audience.of(Scope(None, 11)).sees(Scope(1, 11))


def test_the_first_witness_is_the_author_and_the_last_word_is_the_time() -> None:
    slot = _slot(Witness(ADA, 5.0), Witness(BEN, 3.0))
    assert slot.author == ADA
    assert slot.said_at == 5.0


def test_only_a_personal_fact_has_a_subject() -> None:
    assert _slot(Witness(ADA, 1.0)).subject is None
    assert _slot(Witness(ADA, 1.0), personal=True).subject == ADA


@pytest.mark.parametrize("value", [ADA, HERE, HERE.home, Audience.of(HERE), Witness(ADA, 1.0)])
def test_values_are_frozen_and_equal_by_content(value: Person | Scope) -> None:
    field = dataclasses.fields(value)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, field, None)
    assert dataclasses.replace(value) == value
    assert hash(dataclasses.replace(value)) == hash(value)
