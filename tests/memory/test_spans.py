"""Questions beside memories as windows of word pieces, and the spans found in them."""

import math
from pathlib import Path

import pytest
import torch

from memory.checkpoints import CheckpointError
from memory.nn.spans import attend
from memory.spans import SHIPPED, Batch, Calibration, Part, Pieces, Reader, Window, batch

LONG = " ".join(["harbour"] * 700)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces()


def _owners(some: Batch, row: int = 0) -> list[int]:
    return some.owners[row].tolist()


def test_memories_follow_the_question_each_closed_by_itself(pieces: Pieces) -> None:
    (window,) = pieces.windows("Where is it?", ["Ada: in Oslo", "Ben: no"])
    some = batch([window])
    # [CLS] where is it ? [SEP] ada : in oslo [SEP] ben : no [SEP], and padding
    assert _owners(some)[:15] == [-1] * 6 + [0] * 4 + [-1] + [1] * 3 + [-1]
    assert some.segments[0, :15].tolist() == [0] * 6 + [1] * 9
    assert some.ids[0, [0, 5, 10, 14]].tolist() == [101, 102, 102, 102]
    assert some.ids.shape == (1, 32)
    assert not some.ids[0, 15:].any()
    assert len(window) == 15
    assert window.place(1) == 11


def test_the_first_piece_and_those_of_memories_may_be_ends(pieces: Pieces) -> None:
    some = batch(pieces.windows("Where?", ["in Oslo"]))
    places = some.allowed[0].nonzero().flatten().tolist()
    assert places == [0, 4, 5]


def test_what_does_not_fit_is_read_in_further_windows(pieces: Pieces) -> None:
    windows = pieces.windows("Where?", [LONG, "Ada: in Oslo"])
    assert [[part.memory for part in window.parts] for window in windows] == [[0], [0], [0, 1]]
    assert all(len(window) <= 320 for window in windows)
    assert sum(len(p.ids) for w in windows for p in w.parts if p.memory == 0) == 700


def test_an_endless_question_leaves_room_for_memories(pieces: Pieces) -> None:
    (window,) = pieces.windows(LONG, ["Ada: in Oslo"])
    assert len(window.question) == 64
    assert [part.memory for part in window.parts] == [0]


def test_windows_of_different_lengths_stand_side_by_side() -> None:
    short = Window([7], [Part(0, [8], [(0, 1)])])
    long = Window([7], [Part(0, [8] * 40, [(0, 1)] * 40)])
    some = batch([short, long])
    assert some.ids.shape == (2, 64)
    assert some.ids[0].count_nonzero() == 5
    assert _owners(some).count(0) == 1


class Told(Reader):
    """A reader whose logits are given: the pieces of one word are the ends."""

    def __init__(self, word: str, lead: float) -> None:
        self.pieces = Pieces()
        (self._piece,) = self.pieces.windows("?", [word])[0].parts[0].ids
        self._lead = lead

    def logits(self, some: Batch) -> torch.Tensor:
        """High where the word stands."""
        found = torch.zeros(len(some.ids), 2, some.ids.shape[1])
        return found.masked_fill((some.ids == self._piece)[:, None], self._lead)


def test_the_span_of_each_memory_comes_back_with_its_place() -> None:
    texts = ["Ada: in Oslo we met", "", "Ben: in Oslo", LONG + " oslo"]
    spans = Told("oslo", 3.0).read("Where?", texts)
    assert len(spans) == 4
    assert [(span.text, span.score) for span in spans[::2]] == [("Oslo", 6.0)] * 2
    assert spans[0].start == texts[0].index("Oslo")
    assert (spans[1].text, spans[1].score) == ("", -torch.inf)
    assert (spans[3].text, spans[3].start) == ("oslo", len(LONG) + 1)


def test_no_memories_no_spans() -> None:
    assert Told("oslo", 3.0).read("Where?", []) == []


def test_a_reader_comes_back_as_it_was(tmp_path: Path) -> None:
    torch.manual_seed(1)
    reader = Reader(1)
    reader.calibration = Calibration(0.5, 0.25, -1.0, 2.0, 1.0, 3.0)
    reader.save(tmp_path, {"seed": 1}, {})
    again = Reader.load(tmp_path)
    assert again.calibration == reader.calibration
    one, other = (some.read("Where is it?", ["Ada: in Oslo"]) for some in (reader, again))
    assert one[0].text == other[0].text
    assert one[0].score == pytest.approx(other[0].score, abs=0.05)


def test_made_for_reading_it_finds_the_same() -> None:
    texts = ["Ada: the ferry leaves from the old stone pier", "Ben: I ate bread this morning"]
    plain, fast = Reader.load(), Reader.load().for_reading()
    found = [some.read("Where does it leave from?", texts) for some in (plain, fast)]
    for one, other in zip(*found, strict=True):
        assert one.text == other.text
        assert one.score == pytest.approx(other.score, abs=0.3)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_attention_is_a_mean_weighted_by_products_without_padding(dtype: torch.dtype) -> None:
    torch.manual_seed(1)
    query, key, value = torch.randn(3, 2, 3, 5, 4).to(dtype)
    mask = torch.tensor([[0.0] * 5, [0.0] * 3 + [-1e4] * 2])[:, None, None, :]
    found = attend(query, key, value, mask)
    for row, read in enumerate((5, 3)):
        for head in range(3):
            for place in range(5):
                logits = [
                    sum(a * b for a, b in zip(query[row, head, place], one, strict=True)) / 2
                    for one in key[row, head, :read].float()
                ]
                weights = torch.tensor(logits).softmax(0)
                wanted = weights @ value[row, head, :read].float()
                torch.testing.assert_close(
                    found[row, head, place].float(), wanted, atol=0.05, rtol=0.02
                )


def test_a_folder_without_a_reader_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        Reader.load(tmp_path)


def test_the_shipped_reader_finds_a_place() -> None:
    reader = Reader.load(SHIPPED).for_reading()
    texts = ["Ada: the ferry leaves from the old stone pier", "Ben: I ate bread this morning"]
    spans = reader.read("Where does the ferry leave from?", texts)
    assert "pier" in spans[0].text
    assert spans[0].score > spans[1].score


@pytest.mark.parametrize("values", [(2.0, 4.0, -0.5), (-3.0, 1.0, 2.0), (0.0, 0.0, 0.0)])
def test_an_answer_is_right_when_the_person_and_the_span_are(
    values: tuple[float, float, float],
) -> None:
    memory, span, lead = values
    found = Calibration(0.5, 0.25, -1.0, 2.0, 1.0).odds(*values)
    answers = 1 / (1 + math.exp(-(0.5 * memory + 0.25 * span - 1)))
    person = 1 / (1 + math.exp(-(2 * lead + 1)))
    assert 1 / (1 + math.exp(-found)) == pytest.approx(answers * person)


@pytest.mark.parametrize("values", [(2.0, 4.0, -0.5), (-3.0, 1.0, 2.0), (0.0, 0.0, 0.0)])
def test_to_decline_wins_where_somebody_else_was_meant(values: tuple[float, float, float]) -> None:
    found = Calibration(0.5, 0.25, -1.0, 2.0, 1.0)
    person = 1 / (1 + math.exp(-(2 * values[2] + 1)))
    right = 1 / (1 + math.exp(-found.odds(*values)))
    assert found.gain(*values) == pytest.approx(right - (1 - person))
    assert found.gain(900.0, 900.0, 900.0) == pytest.approx(1.0)
    assert found.gain(-900.0, -900.0, -900.0) == pytest.approx(-1.0)


def test_the_surest_and_the_least_sure_have_odds() -> None:
    plain = Calibration(1.0, 1.0, 0.0, 1.0)
    assert -math.inf < plain.odds(-900.0, -900.0, 0.0) < -1000
    assert plain.odds(0.0, 1.0, 900.0) == pytest.approx(1.0)
    assert 30 < plain.odds(900.0, 900.0, 900.0) < math.inf
