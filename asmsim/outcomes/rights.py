"""Rights: forced evictions, abuses by guards and forces, children at work."""

from __future__ import annotations

import numpy as np

from asmsim.outcomes.census import Census
from asmsim.state.district import District

AGAINST_CIVILIANS = ("violence", "looting")


def harmed(d: District, name: str) -> int:
    """Killed and injured in a class of events; 0 where it cannot happen."""
    events = d.events.get(name)
    return int(events.deaths.sum() + events.injuries.sum()) if events else 0


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
        "abuses_armed": float(sum(harmed(d, name) for name in AGAINST_CIVILIANS)),
        "children_at_work": children,
    }
