"""Rights: forced evictions, abuses by guards and forces, children at work."""

from __future__ import annotations

import numpy as np

from asmsim.outcomes.census import Census
from asmsim.state.district import District


def measure(d: District, census: Census) -> dict[str, float]:
    """Children at work: the context's share, less what cooperatives' conduct removes."""
    children = 0.0
    active = float(census.mined.sum())
    if active:
        start = d.now.organise.conduct_start
        better = census.members * (d.cooperatives.children - start)
        kept = active - float(np.add.reduce(better)) / (1.0 - start)
        children = d.now.environment.child_share * max(kept, 0.0)
    return {
        "abuses": float(sum(firm.abuses for firm in d.firms)),
        "children_at_work": children,
    }
