"""Environment and health: mercury, fatal accidents, worked area."""

from __future__ import annotations

import numpy as np

from asmsim.outcomes.census import Census
from asmsim.state.district import District
from asmsim.state.sites import HARD_ROCK, PROTECTED
from asmsim.state.units import MONTHS


def measure(d: District, _: Census) -> dict[str, float]:
    """Mercury follows metal won by pan; worked area follows days."""
    p = d.now.environment
    factor = np.zeros(len(d.sites.id))
    for mineral, its in enumerate(d.by_mineral):
        use = its.environment
        lost = np.where(d.sites.ore == HARD_ROCK, use.mercury_whole_ore, use.mercury_concentrate)
        here = d.sites.mineral == mineral
        factor[here] = lost[here]
    area = d.sites.workdays / d.now.work.days_year * p.worked_ha_miner_year * MONTHS
    total = float(np.add.reduce(area))
    illegal = float(np.add.reduce(area * d.sites.intrusion))
    protected = float(np.add.reduce(area * (d.sites.tenure == PROTECTED)))
    return {
        "mercury": float(np.add.reduce(d.sites.recovered_g * factor)) / 1000.0,
        "fatal_accidents": float(d.fatal_accidents),
        "worked_area": total / MONTHS,
        "worked_area_illegal": illegal / total if total else float("nan"),
        "worked_area_protected": protected / total if total else float("nan"),
    }
