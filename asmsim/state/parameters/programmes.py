"""Programmes: what holds for all of them together."""

from __future__ import annotations

from typing import NamedTuple


class Coordination(NamedTuple):
    """Programmes that know of each other, or do not."""

    level: float
    overlap: float
    usd_year: float
