"""Small tables for rules: one can see at a glance who is where."""

from __future__ import annotations

from typing import Any

import numpy as np

from asmsim.luck import luck
from asmsim.state import minerals
from asmsim.state.columns import empty
from asmsim.state.people import MINING, People
from asmsim.state.sites import Sites
from asmsim.state.villages import Villages
from tests.defaults import defaults

LUCK = luck(0)
P = defaults()


def sites(n: int, **columns: Any) -> Sites:
    """Known sites with plenty in the ground."""
    table = empty(Sites, n)
    table.id[:] = np.arange(n)
    table.discovery_month[:] = 0
    table.grade[:] = 1.0
    table.initial_g[:] = 1e9
    table.reserve_g[:] = 1e9
    for name, value in columns.items():
        getattr(table, name)[:] = value
    minerals.fill(table, (P,))
    return table


def people(n: int, **columns: Any) -> People:
    """Ordinary diggers of equal skill, on site 0 unless told otherwise."""
    table = empty(People, n)
    table.id[:] = np.arange(n)
    table.occupation[:] = MINING
    table.site[:] = 0
    for name, value in columns.items():
        getattr(table, name)[:] = value
    return table


def villages(n: int, **columns: Any) -> Villages:
    """Villages next to nothing."""
    table = empty(Villages, n)
    table.id[:] = np.arange(n)
    for name, value in columns.items():
        getattr(table, name)[:] = value
    return table
