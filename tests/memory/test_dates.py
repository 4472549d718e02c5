"""Times as people say them, made plain."""

from datetime import UTC, datetime

import pytest

from memory.dates import dated, times

SAID = datetime(2023, 5, 8, 13, 56, tzinfo=UTC).timestamp()  # a Monday


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("I swam yesterday", "7 May 2023"),
        ("we sailed last night", "7 May 2023"),
        ("tomorrow we sail", "9 May 2023"),
        ("the day before yesterday it rained", "6 May 2023"),
        ("I moved three days ago", "5 May 2023"),
        ("I sold it 4 years ago", "2019"),
        ("two months ago", "March 2023"),
        ("two weeks ago we met", "two weeks before 8 May 2023"),
        ("a week ago", "the week before 8 May 2023"),
        ("last week was loud", "the week before 8 May 2023"),
        ("this past weekend", "the weekend before 8 May 2023"),
        ("last Friday", "the Friday before 8 May 2023"),
        ("next month I sail", "June 2023"),
        ("last year", "2022"),
        ("next Friday", "the Friday after 8 May 2023"),
        ("we met on Friday", "the Friday before 8 May 2023"),
        ("the raid is on Friday", "Friday 12 May 2023"),
        ("it moved to Tuesday, and the raid is on Monday", "Monday 15 May 2023"),
        ("it is on Saturday the 12th of August at 10", "Saturday the 12th of August 2023"),
        ("it is on Saturday, August 12", "Saturday, August 12 2023"),
        ("the party is on Saturday the 13th", "Saturday 13 May 2023"),
        ("we sailed on Saturday, 6th", "Saturday 6 May 2023"),
        ("the party is on Saturday the 6th", "Saturday 6 January 2024"),
        ("the market is on Saturday the 32nd", "on Saturday the 32nd"),
        ("in August", "August 2023"),
        ("on the 3rd of March", "3rd of March 2023"),
        ("March 3, 2021", "March 3, 2021"),
        ("since 2016", "2016"),
        ("day after tomorrow we sail", "10 May 2023"),
        ("the trip is in two weeks", "22 May 2023"),
        ("I am back in a month", "June 2023"),
        ("the test is this Friday", "Friday 12 May 2023"),
        ("we met this Friday", "the Friday of 8 May 2023"),
    ],
)
def test_a_time_is_what_it_was_when_it_was_said(text: str, plain: str) -> None:
    assert [told.plain for told in times(text, SAID)] == [plain]


def test_january_comes_after_december() -> None:
    december = datetime(2022, 12, 31, tzinfo=UTC).timestamp()
    assert [told.plain for told in times("tomorrow, next month", december)] == [
        "1 January 2023",
        "January 2023",
    ]


@pytest.mark.parametrize(
    "text", ["I may sail", "march on", "the boat is red", "at noon", "the last Friday of the month"]
)
def test_no_time_is_made_up(text: str) -> None:
    assert times(text, SAID) == []


def test_each_time_is_told_with_its_place() -> None:
    text = "yesterday I sailed, 999 years ago nobody did"
    first, second = times(text, SAID)
    assert text[first.start : first.end] == "yesterday"
    assert second.plain == "999 years ago"


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("the party is tomorrow", "the party is tomorrow (9 May 2023)"),
        ("tomorrow's raid, then home", "tomorrow's (9 May 2023) raid, then home"),
        ("today red, tomorrow blue", "today (8 May 2023) red, tomorrow (9 May 2023) blue"),
        ("I can read it in two days", "I can read it in two days"),
        ("the raid is on Friday", "the raid is on Friday"),
        ("my birthday is on 3 March", "my birthday is on 3 March"),
    ],
)
def test_what_hangs_on_the_day_gets_its_date(text: str, full: str) -> None:
    assert dated(text, SAID, moving=True) == full
