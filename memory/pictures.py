"""The picture of an answer: what each hop's score is made of, as PNG."""

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 40  # characters of a memory before it goes on in the next line
_LINES = 3  # of a memory
_LINE = 98  # characters of a line of words
_INCHES, _POINTS = 7, 8  # width of the picture, size of its words
_PITCH = 0.602 * _POINTS / 72 / _INCHES  # of a character of the monospaced font, of the width
_LEFT = 0.02  # of the width
_FAINT = 0.02  # of the most attention: with less, a word has none to be seen
_TITLE = 90  # characters
_UNKNOWN = "\N{WHITE VERTICAL RECTANGLE}"  # for what the font does not have


@dataclass(frozen=True, slots=True)
class Bar:
    """A hop: its memory, its score s_O and the parts of it."""

    label: str
    score: float
    embedding: float  # cosine of question and memory
    match: float  # share of the question's words


@dataclass(frozen=True, slots=True)
class Panel:
    """What one responder looked at: hops, or words with the attention that each one got."""

    title: str
    bars: Sequence[Bar] = ()
    words: Sequence[Sequence[tuple[str, float]]] = ()  # of each memory


def hop_scores(bars: Sequence[Bar], names: tuple[str, str, str]) -> bytes:
    """Three bars a hop, named from the top: the score, by meaning, by words.

    Runs where nothing waits for it: drawing takes a good part of a second.
    """
    return side_by_side([Panel("", bars)], names)


def side_by_side(panels: Sequence[Panel], names: tuple[str, str, str]) -> bytes:
    """One panel below the other. Runs where nothing waits for it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes a second
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    lines = [_in_lines(panel) for panel in panels]
    heights = [
        1.2 + 0.9 * len(panel.bars) if panel.bars else 0.5 + 0.3 * len(rows)
        for panel, rows in zip(panels, lines, strict=True)
    ]
    figure = Figure(figsize=(_INCHES, sum(heights)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(panels), squeeze=False, height_ratios=heights)[:, 0]
    for area, panel, rows in zip(axes, panels, lines, strict=True):
        if panel.bars:
            _draw_bars(area, panel.bars, names)
        else:
            _draw_words(area, rows)
        if panel.title:
            title = _drawable(textwrap.shorten(panel.title, _TITLE, placeholder=" …"))
            above = 22 if panel.bars else 6  # points: the names of the bars stand between
            area.set_title(title, loc="left", fontsize=9, pad=above, parse_math=False)
    file = io.BytesIO()
    figure.savefig(file, dpi=120, format="png")
    return file.getvalue()


def _draw_bars(area: "Axes", bars: Sequence[Bar], names: tuple[str, str, str]) -> None:
    for place, bar in enumerate(bars):
        for row, value in enumerate((bar.score, bar.embedding, bar.match)):
            name = _drawable(names[row]) if place == 0 else None
            area.barh(place + 0.26 * (row - 1), value, 0.24, color=f"C{row}", label=name)
            area.text(
                max(value, 0) + 0.01, place + 0.26 * (row - 1), f"{value:.2f}", va="center", size=8
            )
    labels = [_drawable(_wrapped(bar.label)) for bar in bars]
    area.set_yticks(range(len(bars)), labels, fontsize=8, parse_math=False)
    area.axvline(0, color="black", linewidth=0.8)
    area.invert_yaxis()
    area.margins(x=0.12)
    area.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, fontsize=8, frameon=False)


def _in_lines(panel: Panel) -> list[list[tuple[int, str, float]]]:
    """The words of each memory in lines: the column in which each begins, and its attention."""
    lines = list[list[tuple[int, str, float]]]()
    for memory in panel.words:
        lines.append([])
        column = 0
        for text, weight in memory:
            word = _drawable(textwrap.shorten(text, _LINE // 2, placeholder="…")) or _UNKNOWN
            if column + len(word) > _LINE:
                lines.append([])
                column = 2
            lines[-1].append((column, word, weight))
            column += len(word) + 1
    return lines


def _draw_words(area: "Axes", lines: Sequence[Sequence[tuple[int, str, float]]]) -> None:
    """Words on a ground as dark as their attention; those without are drawn together, in one go."""
    from matplotlib.transforms import blended_transform_factory  # noqa: PLC0415 - as above

    most = max((weight for line in lines for _, _, weight in line), default=0) or 1.0
    place = blended_transform_factory(area.figure.transFigure, area.transData)
    for row, line in enumerate(lines):
        for column, text, weight in _runs(line, most * _FAINT):
            ground = {"facecolor": ("C0", 0.8 * weight / most), "linewidth": 0, "pad": 1}
            area.text(
                _LEFT + column * _PITCH, row, text, family="monospace", size=_POINTS, va="center",
                transform=place, bbox=ground if weight else None, parse_math=False, in_layout=False,
            )  # fmt: skip
    area.set_ylim(max(len(lines), 1) - 0.4, -0.6)
    area.set_axis_off()


def _runs(line: Sequence[tuple[int, str, float]], least: float) -> list[tuple[int, str, float]]:
    """The words of a line, those with less attention as one text with none."""
    found = list[tuple[int, str, float]]()
    for column, word, weight in line:
        faint = weight < least
        if faint and found and not found[-1][2]:
            start, text, _ = found[-1]
            found[-1] = start, text.ljust(column - start) + word, 0.0
        else:
            found.append((column, word, 0.0 if faint else weight))
    return found


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, _WIDTH, max_lines=_LINES, placeholder=" …"))


def _drawable(text: str) -> str:
    """The text in signs that both fonts have: of others, matplotlib would warn in its words."""
    return "".join(sign if sign == "\n" or ord(sign) in _signs() else _UNKNOWN for sign in text)


@cache
def _signs() -> frozenset[int]:
    from matplotlib.font_manager import findfont  # noqa: PLC0415 - takes a second
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - as above

    fonts = (FT2Font(findfont(family)) for family in ("sans", "monospace"))
    return frozenset.intersection(*(frozenset(font.get_charmap()) for font in fonts))
