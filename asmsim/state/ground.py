"""The lie of the land: extent, town and concessions, for rules of distance and for maps."""

from __future__ import annotations

from typing import NamedTuple


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
