"""How things look on the map: each kind has a colour and a shape, so that either alone tells it."""

from __future__ import annotations

import math
from typing import NamedTuple

from asmsim.report.figures.ground import TENURES
from asmsim.state.people import STATUSES


class Look(NamedTuple):
    """A colour and the outline of a shape, in units of its radius."""

    colour: str
    path: str


def _points(pairs: list[tuple[float, float]]) -> str:
    first, *rest = (f"{x:.3f} {y:.3f}" for x, y in pairs)
    return f"M{first}" + "".join(f"L{each}" for each in rest) + "Z"


def _regular(corners: int, turn: float = 0.0, inner: float = 0.0) -> str:
    """Return a polygon around the middle; with an inner radius, a star."""
    steps = 2 * corners if inner else corners
    pairs = []
    for step in range(steps):
        angle = 2 * math.pi * step / steps + turn - math.pi / 2
        radius = inner if inner and step % 2 else 1.0
        pairs.append((radius * math.cos(angle), radius * math.sin(angle)))
    return _points(pairs)


def _cross(arm: float, turn: float = 0.0) -> str:
    """Return a thick cross."""
    corners = [
        (arm, -1), (arm, -arm), (1, -arm), (1, arm), (arm, arm), (arm, 1),
        (-arm, 1), (-arm, arm), (-1, arm), (-1, -arm), (-arm, -arm), (-arm, -1),
    ]  # fmt: skip
    cos, sin = math.cos(turn), math.sin(turn)
    return _points([(x * cos - y * sin, x * sin + y * cos) for x, y in corners])


CIRCLE = "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z"
SHAPES = {
    "o": CIRCLE,
    "s": _points([(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)]),
    "D": _regular(4),
    "^": _regular(3),
    "v": _regular(3, math.pi),
    "h": _regular(6),
    "p": _regular(5),
    "P": _cross(0.38),
    "X": _cross(0.38, math.pi / 4),
    "*": _regular(5, inner=0.45),
}
"""Shapes by the letters that the report's figures use for them."""

UNKNOWN = Look("#999999", CIRCLE)

BY_STATUS = {
    name: Look(colour, SHAPES[shape])
    for name, (colour, shape) in zip(
        STATUSES,
        (
            ("#0072b2", "o"),
            ("#56b4e9", "D"),
            ("#009e73", "^"),
            ("#e69f00", "s"),
            ("#d55e00", "v"),
            ("#882255", "X"),
        ),
        strict=True,
    )
}
"""Okabe and Ito's colours, and a shape each."""

BY_TENURE = {
    name: Look(seen.colour, SHAPES.get(seen.marker, CIRCLE)) for name, seen in TENURES.items()
}
"""As on the report's maps."""

LOOKS = {"tenure": BY_TENURE, "status": BY_STATUS}
