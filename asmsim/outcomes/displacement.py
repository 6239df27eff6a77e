"""Displacement: who was forced off a site, and where they are a year and two later.

A cohort is everyone evicted in one month; its whereabouts are taken *on* month +12 and +24.
Return = mining within 2 km of where one was evicted.
"""

from __future__ import annotations

import numpy as np

from asmsim.outcomes.census import Census
from asmsim.state.district import District
from asmsim.state.people import AWAY, DEAD, FARMING, FIRM_JOB, NOWHERE

NEAR_KM = 2.0
LATER = (12, 24)
PLACES = ("returned", "mining elsewhere", "farming", "firm job", "away", "dead")


def whereabouts(d: District, month: int) -> dict[str, int]:
    """Where those evicted in a month are now, as counts by place."""
    if month not in d.evictions:
        return {}
    cohort = d.evictions[month]
    site = d.people.site[cohort.people]
    occupation = d.people.occupation[cohort.people]
    works = site != NOWHERE
    gap = np.hypot(
        d.sites.x[site] - d.sites.x[cohort.origins], d.sites.y[site] - d.sites.y[cohort.origins]
    )
    counts = (
        works & (gap <= NEAR_KM),
        works & (gap > NEAR_KM),
        ~works & (occupation == FARMING),
        ~works & (occupation == FIRM_JOB),
        ~works & (occupation == AWAY),
        ~works & (occupation == DEAD),
    )
    return {place: int(np.count_nonzero(n)) for place, n in zip(PLACES, counts, strict=True)}


def measure(d: District, _: Census) -> dict[str, float]:
    """Evictions of the month, and the return of the cohorts that come of age in it."""
    now = d.evictions.get(d.month)
    evicted = float(len(now.people)) if now else 0.0
    found = {"evicted": evicted, "evicted_forcibly": evicted if now and now.forced else 0.0}
    found["departures"] = float(d.departures)
    found["displaced_persons"] = float(np.count_nonzero(d.people.evicted_month >= d.policy_month))
    for later in LATER:
        cohort = whereabouts(d, d.month - later)
        total = sum(cohort.values())
        found[f"returned_{later}"] = cohort["returned"] / total if total else float("nan")
    return found
