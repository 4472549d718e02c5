"""Corrections that say whole what they correct."""

import pytest

from memory.restating import anew, restated


@pytest.mark.parametrize(
    ("fact", "said", "wanted"),
    [
        ("rehearsal is on tuesdays at 7", "rehearsal is wednesdays not tuesdays",
         "rehearsal is on wednesdays at 7"),
        ("the code for the shed is 4411", "the code is 4412, not 4411",
         "the code for the shed is 4412"),
        ("the gala is on the 16th in Portham", "the gala is at Westbrook and not in Portham",
         "the gala is on the 16th in Westbrook"),
        ("dinner is at the annex", "dinner is at the oak room, not the annex",
         "dinner is at the oak room"),
        ("Hensons farm is giving us 12 sacks of spuds, collecting tuesday",
         "the farmers back is bad so the potatoes are being picked up saturday, not tuesday",
         "Hensons farm is giving us 12 sacks of spuds, collecting saturday"),
    ],
)  # fmt: skip
def test_what_is_said_takes_the_place_of_what_is_not_so(fact: str, said: str, wanted: str) -> None:
    meant = restated(said)
    assert meant is not None
    assert anew(fact, meant) == wanted


def test_what_says_nothing_to_be_wrong_is_no_correction() -> None:
    assert restated("rehearsal is on wednesdays") is None
