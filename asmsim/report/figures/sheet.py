"""A sheet: a picture's title, what it is of, its body measured in inches, and a note below.

Everything stands at a place reckoned beforehand from the measured widths of its words, so that no
two texts meet and no layout has to be found while drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Polygon, Rectangle
from matplotlib.transforms import Affine2D, IdentityTransform

from asmsim.report.figures.letters import BREAK, POINTS, RISE, Words, extent
from asmsim.report.figures.style import (
    INK,
    MARGIN,
    PAPER,
    SMALL,
    SOFT,
    TEXT,
    TITLE,
    WIDTH,
)

VOWELS = "aeiouyáàâãäéèêëíîïóôõöúùûü"
TOGETHER = {a + b for a in "bcdfgkptv" for b in "lr"} | {"ch", "ph", "th", "ll", "rr", "qu", "gu"}
"""What a syllable turns on, and consonants that begin one together."""

LEADING = 1.3
"""Distance of lines over the size of letters."""

Points = npt.ArrayLike


def leading(size: float) -> float:
    """Return the distance of two lines, inches."""
    return size * LEADING / POINTS


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most so many inches; a word wider than that is cut."""
    lines: list[str] = []
    line = ""
    for word in BREAK.split(text.strip()):
        longer = f"{line} {word}".strip()
        if extent(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while extent(line, size, bold) > width and len(line) > 1:
            fits = max(
                (n for n in range(1, len(line)) if extent(line[:n] + "-", size, bold) <= width),
                default=1,
            )
            cut = cut_of(line, fits)
            lines.append(line[:cut] + "-" * line[cut - 1 : cut + 1].isalpha())
            line = line[cut:]
    return [*lines, line] if line else lines


def cut_of(word: str, fits: int) -> int:
    """Return where a word is cut of which so many letters fit: after a stroke, or as one speaks.

    A syllable begins with a consonant before a vowel, and with what is spoken together with it.

    Examples
    --------
    >>> [word[: cut_of(word, 10)] for word in ("incidents/year", "disengagement", "l'entreprise")]
    ['incidents/', 'disengage', "l'entre"]
    """
    if "/" in word[:fits]:
        return word.rindex("/", 0, fits) + 1
    for cut in range(min(fits, len(word) - 3), 2, -1):
        before, first, second = word[cut - 1].lower(), word[cut].lower(), word[cut + 1].lower()
        together = first + second
        starts = second in VOWELS or together in TOGETHER
        if first.isalpha() and first not in VOWELS and starts and before + first not in TOGETHER:
            return cut
    return fits


class Sheet:
    """A picture being made; places are inches from the top left of its body, y downwards.

    Parameters
    ----------
    body : float
        Height of the body, inches.
    title, about : str
        What is shown; where, on what it rests and how sure it is.
    note : str
        How to read it, below the body.

    Attributes
    ----------
    figure : Figure
    page : Transform
        From the sheet's inches to dots.
    """

    def __init__(self, body: float, title: str, about: str, note: str = "") -> None:
        inner = WIDTH - 2 * MARGIN
        heading = wrapped(title, inner, TITLE, bold=True)
        below = wrapped(about, inner, TEXT)
        noted = wrapped(note, inner, SMALL)
        head = MARGIN + len(heading) * leading(TITLE) + len(below) * leading(TEXT) + 0.2
        foot = (0.12 + len(noted) * leading(SMALL) if noted else 0.0) + MARGIN
        height = head + body + foot
        self.body = body
        self.figure = Figure(figsize=(WIDTH, height), facecolor=PAPER)
        down = Affine2D().scale(1.0, -1.0).translate(0.0, body + foot)
        self.page = down + self.figure.dpi_scale_trans
        y = -head + MARGIN
        y = self.lines(MARGIN, y, heading, size=TITLE, bold=True)
        self.lines(MARGIN, y + 0.04, below, size=TEXT, colour=SOFT)
        self.lines(MARGIN, body + 0.12, noted, size=SMALL, colour=SOFT)

    def _put(self, drawn: Artist) -> None:
        """Add what is placed in inches; there are no axes, whose care for limits takes time."""
        drawn.set_transform(self.page)
        self.figure.add_artist(drawn)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SMALL,
        ha: str = "left",
        colour: str = INK,
        bold: bool = False,
    ) -> None:
        """Write a line with its middle at y."""
        if text:
            words = Words(
                x,
                y + RISE * size / POINTS,
                text,
                fontsize=size,
                ha=ha,
                va="baseline",
                color=colour,
                fontweight="bold" if bold else "normal",
            )
            self._put(words)

    def lines(self, x: float, y: float, texts: Sequence[str], **style: Any) -> float:
        """Write lines from y downwards; return where they end."""
        step = leading(style.get("size", SMALL))
        for place, each in enumerate(texts):
            self.text(x, y + (place + 0.5) * step, each, **style)
        return y + len(texts) * step

    def middle(self, x: float, y: float, texts: Sequence[str], **style: Any) -> None:
        """Write lines around y."""
        self.lines(x, y - len(texts) * leading(style.get("size", SMALL)) / 2, texts, **style)

    def stroke(
        self, x: Points, y: Points, colour: str = INK, width: float = 1.0, **more: Any
    ) -> None:
        """Draw a line through points; one that is not a number breaks it."""
        self._put(Line2D(np.asarray(x), np.asarray(y), color=colour, lw=width, **more))

    def strokes(self, pieces: Sequence[Any], colour: str, width: float = 0.6, **more: Any) -> None:
        """Draw many straight pieces alike, each ((x, y), (x, y))."""
        if len(pieces):
            self._put(LineCollection(list(pieces), colors=colour, linewidths=width, **more))

    def box(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        """Draw a rectangle."""
        self._put(Rectangle((x, y), width, height, **{"lw": 0.0, **style}))

    def area(self, corners: Points, **style: Any) -> None:
        """Fill a polygon."""
        self._put(Polygon(np.asarray(corners), closed=True, **{"lw": 0.0, **style}))

    def mark(
        self,
        x: Points,
        y: Points,
        marker: str,
        colour: str,
        size: Any = 36.0,
        *,
        filled: bool = True,
        **more: Any,
    ) -> None:
        """Draw marks; size is the area of each, square points."""
        bare = marker in "x+_|"
        width = 1.3 if bare or not filled else 0.5
        face = colour if filled or bare else PAPER
        style = {"zorder": 4, **more}
        if np.ndim(size) == 0:
            drawn = Line2D(
                np.asarray(x), np.asarray(y), ls="none", marker=marker, mfc=face, **style
            )
            drawn.set(markeredgecolor=colour, markeredgewidth=width, markersize=float(size) ** 0.5)
            self._put(drawn)
            return
        shape = MarkerStyle(marker)
        many = PathCollection(
            [shape.get_path().transformed(shape.get_transform())],
            sizes=np.asarray(size),
            offsets=np.column_stack([np.asarray(x, float), np.asarray(y, float)]),
            offset_transform=self.page,
            **{"facecolors": face, "edgecolors": colour, "linewidths": width, **style},
        )
        many.set_transform(IdentityTransform())
        self.figure.add_artist(many)
