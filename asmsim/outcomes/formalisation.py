"""Formalisation: who is formal, how work is conducted, what the registers say.

Shares are of active miners (people with at least one day mined in the month). Conduct stands
beside the licensed share: formalisation is more than legalisation (R2).
"""

from __future__ import annotations

import numpy as np

from asmsim.outcomes.census import Census
from asmsim.state.cooperatives import CONDUCT, LAPSED, LICENSED, LODGED, UNREGISTERED
from asmsim.state.district import District
from asmsim.state.people import STATUSES
from asmsim.state.sites import LICENSABLE, TENURES
from asmsim.state.units import MONTHS

REGISTER_YEARS = 8


def measure(d: District, census: Census) -> dict[str, float]:
    """Shares by status, conduct in five parts, cooperatives by papers."""
    n = float(census.mined.sum()) or float("nan")  # shares of nobody are not defined
    found = {f"{name}_share": census.mined[k] / n for k, name in enumerate(STATUSES)}
    coops, alive = d.cooperatives, d.n_cooperatives
    outside = n - float(census.members.sum())
    start = d.now.organise.conduct_start
    total = 0.0
    for part in CONDUCT:
        inside = float(np.add.reduce(census.members * getattr(coops, part)))
        value = (inside + start * outside) / n
        found[f"conduct_{part}"] = value
        total += value
    found["conduct"] = total / len(CONDUCT)
    papers = coops.papers[:alive]
    found["cooperatives_licensed"] = float(np.count_nonzero(papers == LICENSED))
    found["cooperatives_lodged"] = float(np.count_nonzero(papers == LODGED))
    found["cooperatives_lapsed"] = float(np.count_nonzero(papers == LAPSED))
    entered = coops.registered_month[:alive]
    recent = (entered != UNREGISTERED) & (entered > d.month - REGISTER_YEARS * MONTHS)
    registered = int(np.count_nonzero(recent))
    current = int(np.count_nonzero(recent & (papers == LICENSED)))
    found["registered_active_share"] = current / registered if registered else float("nan")
    by_tenure = np.bincount(d.sites.tenure[d.sites.diggers > 0], minlength=len(TENURES)).tolist()
    ground = sum(sites for tenure, sites in enumerate(by_tenure) if tenure in LICENSABLE)
    worked = sum(by_tenure)
    found["licensable_ground"] = ground / worked if worked else 0.0
    legal = exported = 0.0  # by value, in kg of the first mineral
    for market, worth in zip(d.markets, (d.world_prices / d.world_price).tolist(), strict=True):
        left = market.legal_kg + market.plant_kg
        legal += worth * left
        exported += worth * (left + market.smuggled_kg)
    found["metal_sold_legally"] = legal / exported if exported else float("nan")
    return {name: float(value) for name, value in found.items()}
