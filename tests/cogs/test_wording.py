"""How replies look in Discord."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.wording import LIMIT, escaped, length, parts


@given(st.text(max_size=300), st.integers(2, 50))
def test_parts_fit_and_lose_nothing_but_spaces(text: str, limit: int) -> None:
    pieces = list(parts(text, limit))
    assert all(0 < length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_parts_are_cut_at_lines() -> None:
    text = "\n".join(["a" * 900] * 5)
    assert [len(piece) for piece in parts(text)] == [1801, 1801, 900]
    assert LIMIT == 2000


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**bold**", r"\*\*bold\*\*"),
        ("snake_case", r"snake\_case"),
        ("https://example.org/a_b", "https://example.org/a_b"),
        ("# big", r"\# big"),
        ("-# small", r"\-# small"),
        ("> quote", r"\> quote"),
        ("#general is for chat", r"\#general is for chat"),
        ("[safe](https://evil.example)", r"\[safe](https://evil.example)"),
    ],
)
def test_markdown_is_shown_not_rendered(typed: str, shown: str) -> None:
    assert escaped(typed) == shown
