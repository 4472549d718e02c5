"""The picture of an answer: what each hop's score is made of, as PNG."""

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_WIDTH = 40  # characters of a memory before it goes on in the next line
_LINES = 3  # of a memory
_UNKNOWN = "\N{WHITE VERTICAL RECTANGLE}"  # for what the font does not have


@dataclass(frozen=True, slots=True)
class Bar:
    """A hop: its memory, its score s_O and the parts of it."""

    label: str
    score: float
    embedding: float  # cosine of question and memory
    match: float  # share of the question's words


def hop_scores(bars: Sequence[Bar], names: tuple[str, str, str]) -> bytes:
    """Three bars a hop, named from the top: the score, by meaning, by words.

    Runs where nothing waits for it: drawing takes a good part of a second.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes a second
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure(figsize=(7, 1.2 + 0.9 * len(bars)), layout="constrained")
    FigureCanvasAgg(figure)
    panel = figure.add_subplot()
    for place, bar in enumerate(bars):
        for row, value in enumerate((bar.score, bar.embedding, bar.match)):
            name = _drawable(names[row]) if place == 0 else None
            panel.barh(place + 0.26 * (row - 1), value, 0.24, color=f"C{row}", label=name)
            panel.text(
                max(value, 0) + 0.01, place + 0.26 * (row - 1), f"{value:.2f}", va="center", size=8
            )
    labels = [_drawable(_wrapped(bar.label)) for bar in bars]
    panel.set_yticks(range(len(bars)), labels, fontsize=8, parse_math=False)
    panel.axvline(0, color="black", linewidth=0.8)
    panel.invert_yaxis()
    panel.margins(x=0.12)
    panel.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, fontsize=8, frameon=False)
    file = io.BytesIO()
    figure.savefig(file, dpi=120, format="png")
    return file.getvalue()


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, _WIDTH, max_lines=_LINES, placeholder=" …"))


def _drawable(text: str) -> str:
    """The text in signs that the font has: of others, matplotlib would warn in words of theirs."""
    return "".join(sign if sign == "\n" or ord(sign) in _signs() else _UNKNOWN for sign in text)


@cache
def _signs() -> frozenset[int]:
    from matplotlib.font_manager import findfont  # noqa: PLC0415 - takes a second
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - as above

    return frozenset(FT2Font(findfont("sans")).get_charmap())
