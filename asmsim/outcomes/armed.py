"""Armed actors: how much ground they hold, what they take where, how often they come and go.

All are 0 where there are no armed actors.
"""

from __future__ import annotations

import math

import numpy as np

from asmsim.state.armed import ARMED_KINDS, NOBODY
from asmsim.state.columns import BoolColumn
from asmsim.state.district import District

SHARES = ("armed_share_first", "armed_share_second")  # of the sites of each mineral
COUNTS = (
    "armed_share",
    *SHARES,
    "armed_onsets",
    "armed_ends",
    "levy_pit",
    "levy_village",
    *(f"armed_visits_{kind}" for kind in ARMED_KINDS),
    *(f"levy_{kind}" for kind in ARMED_KINDS),
)


def presence(d: District) -> dict[str, float]:
    """Presence is counted by worked sites and months; levies are the month's.

    A share of the sites of a mineral that nobody digs is not defined.
    """
    found = dict.fromkeys(COUNTS, 0.0)
    if not d.has_armed:
        if len(d.by_mineral) == 1:
            found["armed_share_second"] = math.nan
        return found
    actors, worked = d.armed, d.sites.workers > 0
    held = worked & (d.sites.armed_by != NOBODY)
    visits = np.bincount(d.sites.armed_by[held], minlength=len(ARMED_KINDS)).tolist()
    levies = (actors.pit_usd + actors.village_usd).tolist()
    for kind, n, usd in zip(ARMED_KINDS, visits, levies, strict=True):
        found[f"armed_visits_{kind}"] = float(n)
        found[f"levy_{kind}"] = usd
    found["armed_share"] = share(held, worked)
    for mineral, name in enumerate(SHARES):
        here = d.sites.mineral == mineral
        found[name] = share(held & here, worked & here)
    found["armed_onsets"] = float(np.add.reduce(actors.came))
    found["armed_ends"] = float(np.add.reduce(actors.left))
    found["levy_pit"] = float(np.add.reduce(actors.pit_usd))
    found["levy_village"] = float(np.add.reduce(actors.village_usd))
    return found


def share(held: BoolColumn, worked: BoolColumn) -> float:
    """Share of worked sites that are held."""
    n = int(np.count_nonzero(worked))
    return int(np.count_nonzero(held)) / n if n else math.nan
