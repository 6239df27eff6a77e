"""Letters: how wide they are, and texts drawn of cached outlines.

A report's pictures hold thousands of short texts. Laying each out and rendering each of its letters
anew would take most of the time of drawing; here a letter's outline and width are found once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

POINTS = 72.0

FACE = "DejaVu Sans"
"""The font that comes with matplotlib, so that every machine has it."""

RISE = 0.36
"""Height of the middle of a capital over the line, in sizes of letters."""

PLAIN = 0x0500
"""Below are letters that stand side by side in the order written: Latin, Greek, Cyrillic."""

ALSO_PLAIN = "\u2019\u202f"
"""Apostrophe and narrow space, which other languages have in every line."""

BREAK = re.compile(r"[ \t\n]+")
"""Where a line may be broken; not at a space that holds two words together."""

UNIT = float(text_to_path.FONT_SCALE)


def _plain(letter: str) -> bool:
    return ord(letter) < PLAIN or letter in ALSO_PLAIN


class Letter(NamedTuple):
    """A letter's outline and how far it moves the next, both for letters of size 1."""

    corners: npt.NDArray[np.float64]
    codes: npt.NDArray[np.uint8]
    advance: float


@lru_cache(maxsize=1024)
def _letter(letter: str, bold: bool) -> Letter:
    face = FontProperties(family=FACE, weight="bold" if bold else "normal")
    corners, codes = text_to_path.get_text_path(face, letter)
    # Two in a row less one: what stands beside a letter belongs to its advance.
    one, two = (
        text_to_path.get_text_width_height_descent(f"|{letter * n}|", face, False)[0]
        for n in (1, 2)
    )
    size = face.get_size_in_points()
    shaped = np.asarray(corners, float).reshape(-1, 2) / UNIT
    return Letter(shaped, np.asarray(codes, np.uint8), (two - one) / size)


def extent(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a line of text, inches."""
    return sum(_letter(each, bold).advance for each in text) * size / POINTS


class Words(Text):
    """A text on one line; the pixel renderer gets it as one shape made of cached letters."""

    def draw(self, renderer: Any) -> None:
        """Draw it."""
        text = self.get_text()
        if isinstance(renderer, MixedModeRenderer) and renderer.flipy():
            self._draw_svg(renderer)
            return
        if not isinstance(renderer, RendererAgg) or not all(map(_plain, text)):
            super().draw(renderer)
            return
        bold = self.get_fontweight() == "bold"
        letters = [_letter(each, bold) for each in text]
        starts = np.cumsum([0.0, *(each.advance for each in letters)])
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[self.get_horizontalalignment()]
        starts -= shift * starts[-1]
        drawn = [(each, x) for each, x in zip(letters, starts, strict=False) if len(each.codes)]
        if not drawn:
            return
        path = Path(
            np.concatenate([each.corners + np.array((x, 0.0)) for each, x in drawn]),
            np.concatenate([each.codes for each, _ in drawn]),
        )
        agg: Any = renderer
        size = agg.points_to_pixels(self.get_fontsize())
        x, y = self.get_transform().transform(self.get_position())
        context = agg.new_gc()
        context.set_linewidth(0.0)
        place = Affine2D().scale(size).translate(x, y)
        agg.draw_path(context, path, place, to_rgba(self.get_color()))
        context.restore()

    def _draw_svg(self, renderer: Any) -> None:
        """Write it as text; whoever shows the file lays it out from its anchor."""
        x, y = self.get_transform().transform(self.get_position())
        face = self.get_fontproperties()
        context = renderer.new_gc()
        context.set_foreground(self.get_color())
        renderer.draw_text(context, x, renderer.height - y, self.get_text(), face, 0.0, mtext=self)
        context.restore()
