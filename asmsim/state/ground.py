"""The lie of the land: extent, town and concessions, for rules of distance and for maps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from asmsim.state.columns import FloatColumn


class Concession(NamedTuple):
    """A square held by a firm, with a core square in its middle, km."""

    x: float
    y: float
    half: float
    core_half: float


class Ground(NamedTuple):
    """What does not move, km from the district's south-west corner."""

    side: float
    town_x: float
    town_y: float
    concessions: tuple[Concession, ...]  # by firm
    stretch: float = 1.0  # lengths over those of the default district


def nearness(x: FloatColumn, y: FloatColumn, mine: Concession) -> FloatColumn:
    """How near places are to a concession: 1 within half its side of its middle, falling to 0."""
    away = np.hypot(x - mine.x, y - mine.y)
    near: FloatColumn = np.exp(-np.maximum(0.0, away / mine.half - 1.0))
    return near
