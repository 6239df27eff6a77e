"""A panel: a rectangle of a sheet with scales of its own."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import MaxNLocator

from asmsim.records import Messages
from asmsim.report.figures.letters import extent
from asmsim.report.figures.sheet import Sheet
from asmsim.report.figures.style import PALE, SMALL, SOFT
from asmsim.studies.design import month_of

Values = npt.NDArray[np.float64]

FINEST = 6
"""Decimals of a tick at most."""


class Panel:
    """A rectangle in which data have a place.

    Parameters
    ----------
    sheet : Sheet
    x, y, width, height : float, inches
    across, up : (float, float)
        The data at its left and right, at its bottom and top.
    """

    def __init__(
        self,
        sheet: Sheet,
        x: float,
        y: float,
        width: float,
        height: float,
        across: tuple[float, float],
        up: tuple[float, float],
    ) -> None:
        self.sheet = sheet
        self.x, self.y, self.width, self.height = x, y, width, height
        self.across, self.up = across, up

    def right(self, data: Any) -> Any:
        """Return where data stand from left to right, inches."""
        low, high = self.across
        return self.x + (np.asarray(data, float) - low) / (high - low) * self.width

    def high(self, data: Any) -> Any:
        """Return where data stand from top to bottom, inches."""
        low, high = self.up
        return self.y + (high - np.asarray(data, float)) / (high - low) * self.height

    def line(self, x: Any, y: Any, **style: Any) -> None:
        """Draw a line through data."""
        self.sheet.stroke(self.right(x), self.high(y), **style)

    def band(self, x: Any, low: Values, high: Values, **style: Any) -> None:
        """Fill between two lines, wherever both are defined."""
        known = np.isfinite(low) & np.isfinite(high)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], known.view(np.int8), [0]])))
        for first, end in edges.reshape(-1, 2):
            there = self.right(np.asarray(x)[first:end])
            corners = np.column_stack(
                [
                    np.concatenate([there, there[::-1]]),
                    np.concatenate([self.high(low[first:end]), self.high(high[first:end])[::-1]]),
                ]
            )
            self.sheet.area(corners, **style)

    def floor(self) -> None:
        """Draw the line the panel stands on."""
        y = self.y + self.height
        self.sheet.strokes([((self.x, y), (self.x + self.width, y))], SOFT, 0.6)

    def levels(self, ticks: Values, labels: Sequence[str] = (), **style: Any) -> None:
        """Draw pale lines across at some data, with labels to their left."""
        heights = self.high(ticks)
        ends = (self.x, self.x + self.width)
        self.sheet.strokes([[(end, y) for end in ends] for y in heights], PALE, 0.8, zorder=0)
        for y, label in zip(heights, labels, strict=False):
            self.sheet.text(self.x - 0.06, y, label, ha="right", colour=SOFT, **style)

    def columns(
        self, ticks: Values, labels: Sequence[str] = (), *, within: bool = False, **style: Any
    ) -> None:
        """Draw pale lines upwards at some data, with labels below, or no wider than the panel."""
        places = self.right(ticks)
        ends = (self.y, self.y + self.height)
        self.sheet.strokes([[(x, end) for end in ends] for x in places], PALE, 0.8, zorder=0)
        for x, label in zip(places, labels, strict=False):
            y = self.y + self.height + 0.1
            half = extent(label, SMALL) / 2 if within else 0.0
            middle = min(max(x, self.x + half), self.x + self.width - half)
            self.sheet.text(middle, y, label, ha="center", colour=SOFT, **{"size": SMALL, **style})


def limits(values: Values, *, room: float = 0.05) -> tuple[float, float]:
    """Return a scale that holds all values: from zero where that is not far."""
    known = values[np.isfinite(values)]
    if not known.any():
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    if low >= 0.0 and low < 0.6 * high:
        low = 0.0
    if high <= 0.0 and high > 0.6 * low:
        high = 0.0
    gap = (high - low) or abs(high) or 1.0
    return low - (room * gap if low else 0.0), high + room * gap if high else high


def ticks(span: tuple[float, float], most: int = 4) -> Values:
    """Return round data within a scale."""
    found = np.asarray(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(*span), float)
    slack = 1e-9 * (span[1] - span[0])
    return found[(found >= span[0] - slack) & (found <= span[1] + slack)]


def written(values: Values, words: Messages, *, plus: bool = False) -> list[str]:
    """Write ticks with as few decimals as tell them apart."""
    steps = np.diff(values)
    step = float(steps.min()) if steps.size else 1.0
    digits = 0
    while digits < FINEST and not math.isclose(step * 10**digits, round(step * 10**digits)):
        digits += 1
    texts = [words.number(round(float(value), digits) + 0.0, digits) for value in values]
    return [
        ("+" if plus and value > 0 else "") + text
        for value, text in zip(values, texts, strict=True)
    ]


def years(start: str, months: int, most: int) -> tuple[Values, list[dt.date]]:
    """Return the Januaries of a run to label, at most so many, as months of the run."""
    found = [month for month in range(months) if month_of(start, month).month == 1]
    every = next(n for n in (1, 2, 5, 10, 20, 50) if len(found) / n <= most)
    dates = [(month, month_of(start, month)) for month in found]
    kept = [each for each in dates if every == 1 or each[1].year % every == 0] or dates[:1]
    return np.array([month for month, _ in kept], float), [date for _, date in kept]
