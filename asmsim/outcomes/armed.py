"""Armed actors: how much ground they hold, what they take where, how often they come and go.

All are 0 where there are no armed actors.
"""

from __future__ import annotations

import numpy as np

from asmsim.state.armed import ARMED_KINDS, BASES, NOBODY
from asmsim.state.columns import BoolColumn
from asmsim.state.district import District

LEVIES = {(base, kind): f"levy_{base}_{kind}" for base in BASES for kind in ARMED_KINDS}


def presence(d: District) -> dict[str, float]:
    """Presence is counted by worked sites and months; levies are read from the ledger."""
    worked = d.sites.workers > 0
    held = np.where(worked, d.sites.armed_by, NOBODY)
    visits = np.bincount(held + 1, minlength=1 + len(ARMED_KINDS))[1:]
    found = {f"armed_visits_{kind}": float(n) for kind, n in zip(ARMED_KINDS, visits, strict=True)}
    n = int(np.count_nonzero(worked))
    found["armed_share"] = float(visits.sum()) / n if n else float("nan")
    found |= by_mineral(d, worked)
    found["armed_onsets"] = float(d.armed.came.sum())
    found["armed_ends"] = float(d.armed.left.sum())
    for base in BASES:
        found[f"levy_{base}"] = sum(d.ledger.amount(LEVIES[base, kind]) for kind in ARMED_KINDS)
    for kind in ARMED_KINDS:
        found[f"levy_{kind}"] = sum(d.ledger.amount(LEVIES[base, kind]) for base in BASES)
    return found


def by_mineral(d: District, worked: BoolColumn) -> dict[str, float]:
    """Share of each mineral's worked sites that are held; not defined where it is not dug."""
    found = {}
    for mineral, name in enumerate(("first", "second")):
        its = worked & (d.sites.mineral == mineral)
        n = int(np.count_nonzero(its))
        held = float(np.add.reduce(d.sites.armed[its]))
        found[f"armed_share_{name}"] = held / n if n else float("nan")
    return found
