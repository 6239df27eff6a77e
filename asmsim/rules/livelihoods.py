"""Livelihoods: what is offered to those who would leave a site, and how long it lasts (P20)."""

from __future__ import annotations

import numpy as np

from asmsim.luck import uniforms
from asmsim.state.columns import BoolColumn, IndexColumn
from asmsim.state.people import NOWHERE, People
from asmsim.state.sites import LICENSABLE, UNKNOWN, Sites, lies_in


def viable(sites: Sites) -> BoolColumn:
    """Worked ground that can be licensed and yields at least what half of the worked sites do."""
    worked: BoolColumn = (sites.discovery_month != UNKNOWN) & (sites.diggers > 0)
    if not worked.any():
        return worked
    rich = sites.yield_usd >= np.median(sites.yield_usd[worked])
    found: BoolColumn = worked & rich & lies_in(sites.tenure, LICENSABLE)
    return found


def nearby(sites: Sites, good: BoolColumn) -> IndexColumn:
    """The nearest viable site to each, itself left out; ``NOWHERE`` where there is no other."""
    found = np.full(len(sites.id), NOWHERE, np.int32)
    rows = np.flatnonzero(good)
    if len(rows) == 0:
        return found
    from scipy.spatial import cKDTree

    tree = cKDTree(np.column_stack([sites.x, sites.y])[rows])
    _, near = tree.query(np.column_stack([sites.x, sites.y]), k=[1, 2])
    first, second = np.append(rows, NOWHERE)[np.minimum(near, len(rows))].T
    found[:] = np.where(first == np.arange(len(found)), second, first)
    return found


def wear(people: People, fails: float, stream: np.uint64, month: int) -> None:
    """Let some of the other livelihoods fail for good."""
    if people.livelihood.any():
        people.livelihood[uniforms(stream, month, people.id, 1) < fails] = 0.0
