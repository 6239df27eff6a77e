"""Livelihoods: what is offered to those who would leave a site, and how long it lasts (P20)."""

from __future__ import annotations

import numpy as np

from asmsim.compiled import compiled
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


@compiled
def nearby(around: Near, good: BoolColumn) -> IndexColumn:
    """The nearest viable site to each, itself left out, of those that can be seen from it.

    ``NOWHERE`` where there is none.
    """
    found = np.full(len(around.site), NOWHERE, np.int32)
    for s in range(len(around.site)):
        for other in around.site[s]:
            if other != NOWHERE and other != s and good[other]:
                found[s] = other
                break
    return found


def wear(people: People, fails: float, stream: np.uint64, month: int) -> None:
    """Let some of the other livelihoods fail for good."""
    others = np.flatnonzero(people.livelihood)
    people.livelihood[others[uniforms(stream, month, people.id[others], 1) < fails]] = 0.0
