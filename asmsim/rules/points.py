"""Buying points: licensed buyers near the pits, who pay what the legal route leaves (R16).

A point stands at a site and serves those around it, the way there deducted. What it pays is a floor
under the price at the pit, as a village's is; metal turns to it as far as it pays more.
"""

from __future__ import annotations

import numpy as np

from asmsim.state.columns import FloatColumn
from asmsim.state.parameters import Markets, Points
from asmsim.state.sites import Sites


def open_points(sites: Sites, p: Points) -> int:
    """Open points at the sites with the largest output, keep those there are; returns how many."""
    worked = (sites.workers > 0) & (sites.discovery_month >= 0)
    number = round(p.share * int(np.count_nonzero(worked)))
    sites.point[~worked] = 0
    # Those there are first, then by output; of two alike the one found first in the table.
    order = np.lexsort((-sites.recovered_g, -sites.point))
    order = order[worked[order]]
    sites.point[:] = 0
    sites.point[order[:number]] = 1
    return number


def way_km(sites: Sites) -> FloatColumn:
    """Distance of each site from the nearest point."""
    points = np.flatnonzero(sites.point)
    east, north = (np.subtract.outer(at[points], at) for at in (sites.x, sites.y))
    km: FloatColumn = np.min(np.hypot(east, north), axis=0, initial=np.inf)
    return km


def net(sites: Sites, p: Points, markets: Markets, km: FloatColumn) -> FloatColumn:
    """What the nearest point pays per unit of world price, less the way there, by site.

    Its buyers mark down what the legal route leaves as so many traders at a pit would; the point
    itself does part of what due diligence and compliance ask for.
    """
    checks = (markets.due_diligence + markets.traceability) * markets.borne_upstream
    saved = p.saves * (checks + markets.compliance)
    strength = p.buyers * markets.supply_elasticity
    paid: FloatColumn = (sites.legal_net + saved) * strength / (1.0 + strength)
    return np.maximum(paid - markets.village_way * km, 0.0)


def match(sites: Sites, paid: FloatColumn, turned: FloatColumn, world: float) -> None:
    """Traders at the pit match what a point pays; some of the metal of the free turns to it.

    Parameters
    ----------
    paid : array, by site
        What the nearest point pays per unit of world price, less the way.
    turned : array, by site
        Share of the metal of the free that turns to it.
    world : float, USD/g
        World price.
    """
    sites.to_point[:] = turned
    sites.price_share[:] = np.maximum(sites.price_share, paid)
    sites.price[:] = world * sites.price_share
