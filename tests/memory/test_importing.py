"""A file of memories, read strictly."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.errors import LinesError
from memory.exchange import files
from memory.importing import Importer, facts_of
from memory.slots import Home, Kind, Person, Witness

MOD = Person(9, "Mod")
NOW = 1_800_000_000.0
ADA = {"author_id": 101, "name": "Ada", "said_at": "2026-11-22T10:00:00+00:00", "message_id": 5}


def importer(*, all_here: bool = False) -> Importer:
    return Importer(MOD, NOW, Home(1, None), 11, {11, 12}, all_here=all_here, max_length=50)


def lines(*values: object) -> bytes:
    return "\n".join(
        value if isinstance(value, str) else json.dumps(value) for value in values
    ).encode()


def test_a_line_says_who_said_what_where_and_when() -> None:
    ben = ADA | {"author_id": 102, "name": " Ben\nB. "}
    data = lines({"text": "the  raid is on Friday", "channel_id": 12, "said_by": [ADA, ben]})
    (one, first), (other, second) = facts_of(data, importer())
    assert (one, other) == (1, 1)
    assert (first.text, first.kind) == ("the raid is on Friday", Kind.IMPORTED)
    assert (first.scope.guild_id, first.scope.channel_id) == (1, 12)
    assert first.witness == Witness(Person(101, "Ada"), 1_795_341_600.0, 5)
    assert second.witness.author == Person(102, "Ben B.")


def test_a_text_alone_is_the_importers_here_and_now() -> None:
    ((_, fact),) = facts_of(lines({"text": "the gate is green"}), importer())
    assert fact.scope.channel_id == 11
    assert fact.witness == Witness(MOD, NOW)


def test_all_may_go_into_one_channel_without_links_to_their_messages() -> None:
    data = lines({"text": "the gate is green", "channel_id": 99, "said_by": [ADA]})
    ((_, fact),) = facts_of(data, importer(all_here=True))
    assert (fact.scope.channel_id, fact.witness.message_id) == (11, None)


def test_empty_lines_a_mark_at_the_beginning_and_the_first_line_of_an_export_are_passed_over() -> (
    None
):
    data = b"\xef\xbb\xbf" + lines({"exported_at": "x", "memories": 1}, "", {"text": "a b"}, " \r")
    assert [(number, fact.text) for number, fact in facts_of(data, importer())] == [(3, "a b")]


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (b"secret", "this is not a JSON object."),
        (b"[" * 100_000, "this is not a JSON object."),
        (b'["secret"]', "this is not a JSON object."),
        (b"\xff\xfe", "this is not UTF-8."),
        (b"{}", "text: field required."),
        (b'{"text": 3}', "text: input should be a valid string."),
        (b'{"text": "..."}', "There are no words in that for me to remember."),
        (lines({"text": "secret " * 20}), "That is 139 characters long; I take in at most 50"),
        (lines({"text": "secret", "channel_id": 13}), "channel_id: you can read no channel 13"),
        (lines({"text": "secret", "channel_id": 2**63}), "channel_id: input should be less than"),
        (lines({"text": "secret", "said_by": [{}]}), "said_by.0.author_id: field required."),
        (
            lines({"text": "secret", "said_by": [ADA | {"said_at": "secret"}]}),
            "said_by.0.said_at: input should be a valid datetime",
        ),
        (
            lines({"text": "secret", "said_by": [ADA | {"said_at": "2026-11-22T10:00:00"}]}),
            "said_by.0.said_at: input should have timezone info.",
        ),
        (
            lines({"text": "secret", "said_by": [ADA | {"said_at": "2099-01-01T00:00:00Z"}]}),
            "said_at: this lies in the future.",
        ),
        (
            lines({"text": "secret", "said_by": [ADA | {"said_at": "9999-12-31T23:59:59-14:00"}]}),
            "said_at: this lies in the future.",
        ),
        (
            lines({"text": "secret", "said_by": [ADA | {"said_at": "0001-01-01T00:00:00+14:00"}]}),
            "said_at: this lies before 1970.",
        ),
        (
            lines({"text": "secret", "said_by": [ADA | {"said_at": "1970-01-01T00:00:00+00:01"}]}),
            "said_at: this lies before 1970.",
        ),
        (
            lines({"text": "secret", "said_by": [ADA | {"name": ""}]}),
            "said_by.0.name: string should have at least 1 character.",
        ),
    ],
)
def test_a_bad_line_is_named_with_its_cause_and_without_its_words(line: bytes, cause: str) -> None:
    with pytest.raises(LinesError) as caught:
        facts_of(b'{"text": "the gate is green"}\n' + line, importer())
    said = str(caught.value)
    assert said.startswith(f"I imported nothing.\nLine 2: {cause}")
    assert "secret" not in said


def test_all_bad_lines_are_counted_and_the_first_are_named() -> None:
    with pytest.raises(LinesError) as caught:
        facts_of(b"\n".join([b"x"] * 8), importer())
    assert len(caught.value.problems) == 8
    assert str(caught.value).endswith("Line 5: this is not a JSON object.\n… and 3 more lines.")


def test_a_file_has_so_many_lines_and_no_more() -> None:
    line = b'{"text": "a b"}\n'
    assert len(facts_of(line * 10_000 + b"\n\n", importer())) == 10_000
    with pytest.raises(LinesError, match="Line 10,001: I take 10,000 lines at once"):
        facts_of(line * 10_001, importer())


def test_what_is_exported_fits_into_files_that_can_be_imported() -> None:
    data = list(files(['{"text": "a b"}'] * 25_000, 10**9))
    assert [len(facts_of(each, importer())) for each in data] == [10_000, 10_000, 5_000]
    long = '{"text": "' + "a" * 40 + '"}'
    assert [each.count(b"\n") for each in files([long] * 5, 2 * len(long) + 2)] == [2, 2, 1]


_keys = st.sampled_from(["text", "channel_id", "said_by", "author_id", "name", "said_at", "x"])
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=4),
    max_leaves=8,
)


@given(st.lists(st.binary(max_size=20) | _values.map(lambda v: json.dumps(v).encode()), max_size=4))
def test_whatever_a_file_holds_it_is_read_or_refused(found: list[bytes]) -> None:
    try:
        facts = facts_of(b"\n".join(found), importer())
    except LinesError:
        return
    assert all(fact.scope.channel_id in {11, 12} for _, fact in facts)
