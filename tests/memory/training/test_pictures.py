from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.axes import Axes
from PIL import Image

from bot import research
from memory.errors import EngramError
from memory.training.pictures import Trace, hops, learning_curves, read_log


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written into the cells of a picture."""
    written: list[str] = []

    def text(self: Axes, x: float, y: float, s: str, **_: object) -> None:
        written.append(f"hop {x + 1}, row {y + 1}: {s}")

    monkeypatch.setattr(Axes, "text", text)
    return written


def story(memories: int, chosen: tuple[int | None, ...] = (1, None)) -> Trace:
    scores = np.full((len(chosen), memories), -1.5)
    for hop, memory in enumerate(chosen):
        scores[hop, memory or 0 : (memory or 0) + 1] = 0
    said = [f"Ada paid ${n} and ${n + 1} " * 4 for n in range(memories)]
    return Trace("where is $5 and $6 ?", said, scores, chosen, "mill", "tower", (1,)[:memories])


def size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        assert image.format == "PNG"
        return image.size


def test_the_hops_over_a_story_are_drawn_with_their_scores(
    tmp_path: Path, texts: list[str]
) -> None:
    hops(story(3), tmp_path / "new" / "hops.png")
    assert size(tmp_path / "new" / "hops.png") > (300, 200)
    assert texts[:3] == ["hop 1, row 1: -1.50", "hop 2, row 1: 0.00", "hop 1, row 2: 0.00"]
    assert len(texts) == 6


def test_of_many_memories_the_chosen_and_the_likely_are_shown(
    tmp_path: Path, texts: list[str]
) -> None:
    hops(story(500, (400, 3)), tmp_path / "hops.png")
    assert size(tmp_path / "hops.png")[1] < 2000
    assert texts[-2] == "hop 1, row 16: 0.00"  # memory 400, after 15 others


def test_a_story_without_memories_is_drawn(tmp_path: Path) -> None:
    hops(story(0, (None,)), tmp_path / "hops.png")
    assert size(tmp_path / "hops.png")


def test_learning_curves_of_trainings_with_different_columns(tmp_path: Path) -> None:
    for name, log in {"lstm": "epoch,loss\n1,2\n2,1\n", "memnn": "epoch,loss,R\n1,2,3\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "log.csv").write_text(log, encoding="utf-8")
    out = tmp_path / "curves.png"
    arguments = ["curves", str(tmp_path / "lstm"), str(tmp_path / "memnn"), "--out", str(out)]
    assert CliRunner().invoke(research.evaluate, arguments, catch_exceptions=False).exit_code == 0
    one = tmp_path / "one.png"
    learning_curves({"lstm": tmp_path / "lstm" / "log.csv"}, one)
    assert size(out)[0] > size(one)[0] * 1.5  # a panel more


@pytest.mark.parametrize(
    "content", [None, "", "epoch\n", "epoch,loss\n1,much\n", "epoch,loss\n1\n"]
)
def test_what_is_no_training_log_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "log.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(EngramError, match=r"log\.csv: is no training log"):
        read_log(path)
