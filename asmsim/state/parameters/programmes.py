"""Programmes: what holds for all of them together."""

from __future__ import annotations

from typing import NamedTuple


class Coordination(NamedTuple):
    """Programmes that know of each other, or do not."""

    level: float
    overlap: float
    time: float
    usd_year: float


class Grant(NamedTuple):
    """Grants of donors and others to sites and their cooperatives."""

    places: float
    reach: float
    sites: float
    usd_year: float
    works: float
    conduct: float
