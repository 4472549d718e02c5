import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from bot import research
from memory.addressing import OutputSettings
from memory.features import Feature
from memory.nn.scoring import FeatureScorer
from memory.scoring import COLUMNS, Scorer
from memory.settings import NetworkSettings
from memory.spans import Calibration, Span
from memory.training.dialogues import Asked, Dialogue, Turn
from memory.training.hearing import Answered
from memory.training.locomo import abstention, by_evidence, evaluate, summary
from memory.training.retrieval import baselines, full_text, order, recall
from memory.worker import Worker
from tests.fakes import FakeEncoder

SAID = [
    "ahoy captain",
    "the boat is red",
    "we sold the boat in spring",
    "ahoy captain",
    "tea is hot",
]


def chat(questions: list[Asked]) -> Dialogue:
    turns = [Turn(f"D1:{n}", 1, "Ada", text, 60.0 * n) for n, text in enumerate(SAID)]
    return Dialogue("boats", tuple(turns), tuple(questions))


def test_recall_is_the_share_of_the_evidence_found() -> None:
    assert recall([3, 1], [1, 2, 3], 1) == 0.5
    assert recall([3, 1], [1, 2, 3], 3) == 1
    assert recall([3], [], 5) == 0


def test_of_equal_scores_the_earlier_turn_comes_first() -> None:
    assert order(np.array([1.0, 3.0, 1.0, 3.0])) == [1, 3, 0, 2]


def test_full_text_search_matches_stems_and_survives_its_own_syntax() -> None:
    scores = full_text(["red boats", 'NEAR("x")', "tea"], ["the boat?", '" OR NOT *', "?!"])
    assert scores[0].argmax() == 0
    assert scores[0, 0] > 0 == scores[0, 2]
    assert not scores[2].any()


def test_baselines_rank_the_turns_that_share_words_first() -> None:
    asked = Asked("who sold the boat?", "we", (2,), 4)
    ranks = baselines(chat([asked]), FakeEncoder())
    assert {name: order(rank(asked))[0] for name, rank in ranks.items()} == {
        "recency": 4,
        "cosine": 2,
        "FTS5": 2,
        "fusion": 2,
    }


def holding() -> Scorer:
    """s_O is the share of the question's words; half of them are enough to answer."""
    network = FeatureScorer(len(Feature) + len(COLUMNS), 1)
    with torch.no_grad():
        network.out.weight.zero_()
        network.direct.weight[0, Feature.HOLDS] = 1
    return Scorer(network, slope=8.0, offset=-4.0)


class Whole:
    """Finds that whole messages answer, as sure as O is; half sure is enough."""

    calibration = short = Calibration(memory=1.0, span=0.0, offset=0.0, person=40.0, least=0.5)

    def for_reading(self) -> "Whole":
        """Nothing is to be done."""
        return self

    def read(self, question: str, texts: Sequence[str]) -> list[Span]:
        """What follows the name."""
        return [Span(text.partition(": ")[2], text.index(": ") + 2, 0.0) for text in texts]


async def test_the_network_is_measured_over_a_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memory.recall.Scorer.load", holding)
    monkeypatch.setattr("memory.spans.shipped", lambda _: Whole())
    questions = [
        Asked("who sold the boat in spring?", "we sold the boat in spring", (2,), 4),
        Asked("ahoy captain?", "ahoy captain", (0, 3), 1),  # said twice: one slot, two turns
        Asked("where do penguins sleep?", "", (), 5),
    ]
    worker = Worker(FakeEncoder)
    try:
        settings = NetworkSettings(output=OutputSettings(conversation=2, least=0.5))
        found = await evaluate([chat(questions)], worker, settings)
    finally:
        await worker.close()
    assert (found["questions"], found["recall@1"], found["recall@5"]) == (3, 75.0, 100.0)
    assert found["f1"] == found["exact_match"] == 100.0
    assert found["abstention"] == {"precision": 100.0, "recall": 100.0, "auroc": 1.0}
    assert {*found["by_category"]} == {"1", "4", "5"}
    assert found["baselines"]["recency"]["recall@1"] == 0.0
    assert found["ms_per_question"] > 0


def judged(category: int, answer: str | None, worth: float) -> Answered:
    return Answered(Asked("?", "tea", (), category), [], answer, worth, 1.0)


def test_abstention_counts_what_was_declined() -> None:
    rows = [judged(5, None, 0.1), judged(5, "x", 0.9), judged(4, None, 0.2), judged(4, "tea", 0.8)]
    assert abstention(rows) == {"precision": 50.0, "recall": 50.0, "auroc": 0.5}
    assert summary(rows)["f1"] == summary(rows)["exact_match"] == 50.0
    assert summary(rows)["recall@5"] == 0  # no evidence, nothing to recall


def test_without_adversarial_questions_there_is_no_curve() -> None:
    assert np.isnan(abstention([judged(4, "tea", 0.8)])["auroc"])


def test_answers_are_counted_apart_where_the_evidence_was_not_read() -> None:
    right = Asked("?", "tea", (3,), 4)
    rows = [
        Answered(right, [*range(8)], "tea", 0.9, 1.0),  # the fourth of eight that are read
        Answered(right, [*range(4, 12), 3], "cake", 0.9, 1.0),  # the ninth: it is not
        Answered(Asked("?", "", (), 5), [3], None, 0.1, 1.0),  # has no evidence
    ]
    found = by_evidence(rows)
    assert (found["read"]["questions"], found["read"]["f1"]) == (1, 100.0)
    assert (found["not read"]["questions"], found["not read"]["f1"]) == (1, 0.0)


def test_the_command_asks_any_responder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _: FakeEncoder())
    monkeypatch.chdir(tmp_path)
    said = ["the raid is on Friday", "the gate is red"]
    turns = [{"speaker": "Ada", "dia_id": f"D1:{n}", "text": t} for n, t in enumerate(said)]
    asked = {"question": "when is the raid?", "answer": "Friday", "evidence": "D1:0", "category": 4}
    sample = {"conversation": {"session_1": turns}, "qa": [asked]}
    (tmp_path / "chats.json").write_text(json.dumps([sample]), encoding="utf-8")
    found = {}
    for name in ("memnn", "lstm"):
        done = CliRunner().invoke(
            research.evaluate,
            ["locomo", "chats.json", "--responder", name, "--json", f"{name}.json"],
            catch_exceptions=False,
        )
        assert done.exit_code == 0, done.output
        found[name] = json.loads((tmp_path / f"{name}.json").read_text("utf-8"))
    assert found["lstm"]["responder"] == "lstm"
    assert found["lstm"]["never declining"]["read"]["exact_match"] == 100.0  # it says the word
    assert found["memnn"]["exact_match"] == 0.0  # and memnn the whole memory
    assert 0 < found["memnn"]["f1"] < 100


def test_the_command_writes_the_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memory.encoder.load_encoder", lambda _: FakeEncoder())
    monkeypatch.chdir(tmp_path)
    sample: dict[str, Any] = {
        "conversation": {"session_1": [{"speaker": "Ada", "dia_id": "D1:1", "text": SAID[1]}]},
        "qa": [
            {"question": "is the boat red?", "answer": "red", "evidence": ["D1:1"], "category": 4}
        ],
    }
    (tmp_path / "chats.json").write_text(json.dumps([sample]), encoding="utf-8")
    done = CliRunner().invoke(
        research.evaluate, ["locomo", "chats.json", "--json", "out.json"], catch_exceptions=False
    )
    assert "1 questions" in done.output
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    wanted = "responder questions recall@1 recall@50 f1 exact_match abstention ms_per_question"
    assert {*wanted.split(), "by_category", "baselines", "commit", "seed"} <= {*found}
    assert found["recall@1"] == 100.0
