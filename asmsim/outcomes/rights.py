"""Rights: forced evictions, abuses by guards and forces, children at work."""

from __future__ import annotations

import numpy as np

from asmsim.state.district import District
from asmsim.state.people import MINED


def measure(d: District) -> dict[str, float]:
    """Children at work: the context's share, less what cooperatives' conduct removes."""
    children = 0.0
    active = d.people.worked == MINED
    if active.any():
        member = d.people.cooperative[active]
        member = member[member >= 0]
        start = d.now.organise.conduct_start
        better = d.cooperatives.children[member] - start
        kept = float(np.count_nonzero(active)) - float(np.add.reduce(better)) / (1.0 - start)
        children = d.now.environment.child_share * max(kept, 0.0)
    return {
        "abuses": float(sum(firm.abuses for firm in d.firms)),
        "children_at_work": children,
    }
