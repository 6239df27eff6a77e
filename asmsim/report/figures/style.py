"""How every picture looks: sizes, colours, and what tells things apart when colour does not.

Colours are Okabe and Ito's for verdicts and Tol's for scenarios: people with any colour vision tell
them apart. Markers, hatches and dashes say the same again for print in grey.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import matplotlib as mpl

from asmsim.studies.verdict import Verdict

WIDTH = 9.0
"""Width of every picture, inches: 1,440 dots, and a page of A4 reduced to four fifths."""

DPI = 160
MARGIN = 0.25

TITLE = 13.0
TEXT = 8.5
SMALL = 7.5
"""Sizes of letters, points; nothing is smaller."""

INK = "#1a1a1a"
SOFT = "#555555"
RULE = "#cccccc"
PALE = "#eeeeee"
PAPER = "#ffffff"

BLUE = "#0072b2"
VERMILION = "#d55e00"

SETTINGS: dict[str, Any] = {
    "axes.unicode_minus": True,
    "font.family": ["sans-serif"],
    "font.size": TEXT,
    "hatch.linewidth": 0.6,
    # Letters stay letters: they can be searched and copied, and weigh a sixth of their outlines.
    "svg.fonttype": "none",
    "text.color": INK,
    # Unhinted letters are as sharp at this size and drawn twice as fast.
    "text.hinting": "none",
    # Titles are people's own words: a dollar is a dollar.
    "text.parse_math": False,
}


@contextmanager
def settled(salt: str = "asmsim") -> Iterator[None]:
    """Draw with these settings, whatever the user's are, and leave the user's as they were.

    Parameters
    ----------
    salt : str
        What the ids in an SVG are made from.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        settings: Any = SETTINGS | {"svg.hashsalt": salt}
        mpl.rcParams.update(settings)
        yield


class Look(NamedTuple):
    """How one scenario looks in every picture."""

    colour: str
    marker: str


REFERENCE = Look("#4d4d4d", "o")

LOOKS = (
    Look("#332288", "s"),
    Look("#44aa99", "D"),
    Look("#882255", "P"),
    Look("#999933", "X"),
    Look("#117733", "p"),
    Look("#cc6677", "h"),
    Look("#aa4499", "*"),
)
"""Tol's muted colours, none of them a verdict's, and shapes that no verdict has."""


def look(place: int) -> Look:
    """Return how the scenario at this place of a study looks; the reference has place 0."""
    return LOOKS[(place - 1) % len(LOOKS)] if place else REFERENCE


class Sign(NamedTuple):
    """How a verdict looks: a shape, its colour, whether it is filled, and the ground behind it."""

    marker: str
    colour: str
    filled: bool
    ground: str
    hatch: str = ""


SIGNS = {
    Verdict.BETTER: Sign("^", BLUE, True, "#cfe3f1"),
    Verdict.WORSE: Sign("v", VERMILION, True, "#f9dcc8", "////"),
    Verdict.HIGHER: Sign(">", SOFT, True, "#e4e4e4"),
    Verdict.LOWER: Sign("<", SOFT, True, "#e4e4e4"),
    Verdict.SAME: Sign("_", SOFT, True, PAPER),
    Verdict.CLOSE: Sign("o", SOFT, False, PAPER),
    Verdict.UNDEFINED: Sign("x", SOFT, True, PAPER),
}
