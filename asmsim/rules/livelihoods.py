"""Livelihoods: what is offered to those who would leave a site, and how long it lasts (P20)."""

from __future__ import annotations

import numpy as np

from asmsim.luck import uniforms
from asmsim.state.columns import BoolColumn, IndexColumn
from asmsim.state.near import Near
from asmsim.state.people import NOWHERE, People
from asmsim.state.sites import LICENSABLE, UNKNOWN, Sites, lies_in


def viable(sites: Sites) -> BoolColumn:
    """Worked ground that can be licensed and yields at least what half of the worked sites do."""
    worked: BoolColumn = (sites.discovery_month != UNKNOWN) & (sites.diggers > 0)
    if not worked.any():
        return worked
    yields = np.sort(sites.yield_usd[worked])
    rich = sites.yield_usd >= yields[len(yields) // 2]
    found: BoolColumn = worked & rich & lies_in(sites.tenure, LICENSABLE)
    return found


def nearby(around: Near, good: BoolColumn) -> IndexColumn:
    """The nearest viable site to each, itself left out, of those that can be seen from it.

    ``NOWHERE`` where there is none.
    """
    table = around.site
    rows = np.arange(len(table))
    if not good.any():
        return np.full(len(table), NOWHERE, np.int32)
    fits = good[table] & (table != NOWHERE) & (table != rows[:, np.newaxis])
    first = table[rows, np.argmax(fits, axis=1)]
    found: IndexColumn = np.where(fits.any(axis=1), first, NOWHERE).astype(np.int32)
    return found


def wear(people: People, fails: float, stream: np.uint64, month: int) -> None:
    """Let some of the other livelihoods fail for good."""
    if people.livelihood.any():
        people.livelihood[uniforms(stream, month, people.id, 1) < fails] = 0.0
