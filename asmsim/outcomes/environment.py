"""Environment and health: mercury, fatal accidents, worked area."""

from __future__ import annotations

import numpy as np

from asmsim.outcomes.census import Census
from asmsim.state.district import District
from asmsim.state.sites import PROTECTED
from asmsim.state.units import MONTHS


def measure(d: District, census: Census) -> dict[str, float]:
    """Mercury follows metal won by the usual technique; worked area follows days."""
    p = d.now.environment
    dirty = np.maximum(d.sites.recovered_g - d.sites.clean_g, 0.0)
    active = float(census.mined.sum())
    area = d.sites.workdays / d.now.work.days_year * p.worked_ha_miner_year * MONTHS
    total = float(np.add.reduce(area))
    illegal = float(np.add.reduce(area * d.sites.intrusion))
    protected = float(np.add.reduce(area * (d.sites.tenure == PROTECTED)))
    return {
        "mercury": float(np.add.reduce(dirty * d.sites.mercury)) / 1000.0,
        "clean_miners": census.clean / active if active else float("nan"),
        "fatal_accidents": float(d.fatal_accidents),
        "worked_area": total / MONTHS,
        "worked_area_illegal": illegal / total if total else float("nan"),
        "worked_area_protected": protected / total if total else float("nan"),
    }
