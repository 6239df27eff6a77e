"""Formalisation: who is formal, how work is conducted, what the registers say.

Shares are of active miners (people with at least one day mined in the month). Conduct stands
beside the licensed share: formalisation is more than legalisation (R2).
"""

from __future__ import annotations

import numpy as np

from asmsim.state.cooperatives import LAPSED, LICENSED, LODGED, UNREGISTERED
from asmsim.state.district import District
from asmsim.state.people import MINED, STATUSES
from asmsim.state.sites import licensable
from asmsim.state.units import MONTHS

PARTS = ("safety", "mercury", "children", "organisation", "records")
REGISTER_YEARS = 8


def measure(d: District) -> dict[str, float]:
    """Shares by status, conduct in five parts, cooperatives by papers."""
    active = d.people.worked == MINED
    counts = np.bincount(d.people.status[active], minlength=len(STATUSES) + 1)
    n = float(active.sum()) or float("nan")  # shares of nobody are not defined
    found = {f"{name}_share": counts[k] / n for k, name in enumerate(STATUSES)}
    coops, alive = d.cooperatives, d.n_cooperatives
    member = d.people.cooperative[active]
    member = member[member >= 0]
    start = d.now.organise.conduct_start
    total = 0.0
    for part in PARTS:
        inside = float(np.add.reduce(getattr(coops, part)[member]))
        value = (inside + start * (n - len(member))) / n
        found[f"conduct_{part}"] = value
        total += value
    found["conduct"] = total / len(PARTS)
    papers = coops.papers[:alive]
    found["cooperatives_licensed"] = float(np.count_nonzero(papers == LICENSED))
    found["cooperatives_lodged"] = float(np.count_nonzero(papers == LODGED))
    found["cooperatives_lapsed"] = float(np.count_nonzero(papers == LAPSED))
    entered = coops.registered_month[:alive]
    recent = (entered != UNREGISTERED) & (entered > d.month - REGISTER_YEARS * MONTHS)
    registered = int(np.count_nonzero(recent))
    current = int(np.count_nonzero(recent & (papers == LICENSED)))
    found["registered_active_share"] = current / registered if registered else float("nan")
    ground = sum(licensable(int(tenure)) for tenure in d.sites.tenure[d.sites.diggers > 0])
    worked = int(np.count_nonzero(d.sites.diggers > 0))
    found["licensable_ground"] = ground / worked if worked else 0.0
    legal = d.market.legal_kg + d.market.plant_kg
    exported = legal + d.market.smuggled_kg
    found["metal_sold_legally"] = legal / exported if exported else float("nan")
    return {name: float(value) for name, value in found.items()}
