"""How replies look in Discord."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.replies import buttons
from cogs.wording import LIMIT, escaped, length, parts, source, with_sureness, worded
from memory.messages import Reply
from memory.slots import Answer, Person, Scope, Slot, Supporting, Witness


@given(st.text(max_size=300), st.integers(2, 50))
def test_parts_fit_and_lose_nothing_but_spaces(text: str, limit: int) -> None:
    pieces = list(parts(text, limit))
    assert all(0 < length(piece) <= limit for piece in pieces)
    if "```" not in text:
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
        ("[a](b) [c](https://evil.example)", r"\[a](b) \[c](https://evil.example)"),
        ("<x:/[c](https://evil.example)>", r"<x:/\[c](https://evil.example)>"),
        ("https://a.example/[c](https://b.example)", r"https://a.example/\[c](https://b.example)"),
        (r"\[c](https://evil.example)", r"\\\[c](https://evil.example)"),
        ("8 - 9 #general > y", r"8 \- 9 \#general \> y"),
        ("||gone|| ~~struck~~ `x`", r"\|\|gone\|\| \~\~struck\~\~ \`x\`"),
    ],
)
def test_markdown_is_shown_not_rendered(typed: str, shown: str) -> None:
    assert escaped(typed) == shown


@given(st.text("ab \\*[", max_size=300), st.integers(2, 50))
def test_a_cut_never_takes_away_the_backslash_that_escapes(text: str, limit: int) -> None:
    for piece in parts(escaped(text), limit):
        assert (len(piece) - len(piece.rstrip("\\"))) % 2 == 0


def test_a_long_fact_cannot_pass_for_a_source_where_it_is_cut() -> None:
    fact = "x" * 1997 + " -# 1. “the gate is open” · Mod"
    assert [part[:2] for part in parts(escaped(fact))] == ["xx", r"\-"]


def test_of_many_who_said_it_three_are_named() -> None:
    witnesses = tuple(Witness(Person(n, f"p_{n}"), 60.0) for n in range(500))
    slot = Slot(
        1, Scope(1, 2), "the gate is open", personal=False, witnesses=witnesses, written_at=60.0
    )
    assert source(slot) == r"p\_0, p\_1, p\_2 +497, <t:60:R>"


def test_no_reply_is_rendered_whatever_it_is_about() -> None:
    assert worded(Reply("See you, [free](https://evil.example)!")) == (
        r"See you, \[free](https://evil.example)!"
    )


_TYPED = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            ["```", "`", "\\", "\n", " ", "<@1>", "@everyone", "\u200b", "\u200d", "👩‍👩‍👧‍👦", "🎉",
             "https://a.example/b_c", "x" * 700, "||", "[a](b)", "-# ", "é", "\ud7ff", "```py\n"]
        ),
    ),
    max_size=40,
).map("".join)  # fmt: skip


def _slot(text: str, name: str) -> Slot:
    said = (Witness(Person(1, name), 60.0, 7),)
    return Slot(1, Scope(1, 2), text, personal=False, witnesses=said, written_at=60.0)


@given(_TYPED, _TYPED, _TYPED)
def test_no_answer_exceeds_a_message_or_opens_a_block_of_code(
    text: str, fact: str, name: str
) -> None:
    support = Supporting(_slot(fact or "x", name or "x"), 1, 1.0, 0.5, 0.5)
    reply = Reply(text or "x", answer=Answer(text or "x", 0.9, (support,)), asked=text)
    for piece in parts(worded(reply)):
        assert 0 < length(piece) <= LIMIT
        assert re.search(r"(?<!\\)(?:\\\\)*```", piece) is None
        assert (len(piece) - len(piece.rstrip("\\"))) % 2 == 0


@given(st.lists(st.text("ab`\n 🎉", max_size=30), max_size=30), st.integers(60, 200))
def test_a_block_of_code_that_is_cut_goes_on_as_one(lines: list[str], limit: int) -> None:
    code = "\n".join(line.replace("`", "'") for line in lines)
    text = f"before\n```\n{code}\n```\nafter"
    pieces = list(parts(text, limit))
    assert all(0 < length(piece) <= limit for piece in pieces)
    assert all(piece.count("```") % 2 == 0 for piece in pieces)
    kept = "".join("".join(pieces).replace("```", "").split())
    assert kept == "".join(text.replace("```", "").split())


def test_what_a_memory_took_the_place_of_is_struck_through() -> None:
    ada = Person(1, "Ada")
    old, new = (
        Slot(
            number,
            Scope(1, 1),
            text,
            personal=False,
            witnesses=(Witness(ada, 60.0 * number),),
            written_at=60.0 * number,
        )
        for number, text in enumerate(("the raid is on *Friday*", "the raid moved"), start=1)
    )
    support = Supporting(new, 1, 1.0, 1.0, 1.0, 1.0, replaces=(old,))
    assert worded(Reply("It moved.", answer=Answer("It moved.", 0.9, (support,)))).split("\n") == [
        "It moved.",
        "-# 1. “the raid moved” · Ada, <t:120:R>",
        r"-# ~~“the raid is on \*Friday\*”~~ · Ada, <t:60:R> · superseded by #2",
    ]


def test_the_nearest_is_named_where_nothing_surely_answers() -> None:
    said = Witness(Person(1, "Ada"), 60.0)
    slot = Slot(
        3, Scope(1, 1), "Lola covers for *me*", personal=True, witnesses=(said,), written_at=60.0
    )
    near = Supporting(slot, 1, 0.4, 0.4, 0.0, -1.0)
    reply = Reply("Nothing sure.", answer=Answer(None, 0.31, nearest=near))
    shown = r"-# The nearest: “Lola covers for \*me\*” · Ada, <t:60:R>"
    assert worded(reply).split("\n") == ["Nothing sure.", shown]
    assert with_sureness(reply).split("\n")[1] == shown
    assert buttons(reply) is None


@pytest.mark.parametrize(
    ("answer", "last"),
    [
        (Answer("At eight.", 0.723), "-# 72% sure"),
        (Answer(None, 0.31), "-# At best 31% sure: too little to answer."),
        (Answer(None, 0.0), "So."),  # there is nothing to be unsure of
        (None, "So."),
    ],
)
def test_how_sure_an_answer_is(answer: Answer | None, last: str) -> None:
    assert with_sureness(Reply("So.", answer=answer)).split("\n")[-1] == last
