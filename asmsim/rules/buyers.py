"""Formal buyers at each site: what they find when they look, and whether they leave (R4).

Formal buyers are those who answer to a refiner or a law for what they buy. They look at a site now
and then, with error, and judge the conduct of everybody who digs there. Who tolerates nothing
leaves on a finding; who is progressive buys on under a plan unless abuse is of the gravest kind.
Leaving is quick; to come back, relations and finance have to be built again.
"""

from __future__ import annotations

import math

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import normal, uniform
from asmsim.state.columns import FloatColumn
from asmsim.state.cooperatives import DISSOLVED, PARTS, Cooperatives
from asmsim.state.parameters import Markets, Organise
from asmsim.state.sites import FINDING, GRAVEST, NO_FINDING, Policy, Sites
from asmsim.state.units import MONTHS

# Numbers under which a site's draws are taken: visit and error by month, what never changes in 0.
VISIT, ERROR, BIAS, ARMED = range(4)


@compiled
def conduct(
    sites: Sites, coops: Cooperatives, p: Organise, alive: int
) -> tuple[FloatColumn, FloatColumn]:
    """Mean conduct of those who dig at each site, and the worse of its safety and children.

    Diggers outside cooperatives, and sites nobody digs, have the conduct of no organisation.
    """
    n = sites.id.size
    members = np.zeros(n)
    total = np.zeros(n)
    safety = np.zeros(n)
    children = np.zeros(n)
    for c in range(alive):
        if coops.papers[c] == DISSOLVED:
            continue
        s, size = coops.site[c], coops.members[c]
        parts = coops.safety[c] + coops.mercury[c] + coops.children[c]
        parts += coops.organisation[c] + coops.records[c]
        members[s] += size
        total[s] += size * parts / PARTS
        safety[s] += size * coops.safety[c]
        children[s] += size * coops.children[c]
    mean = np.empty(n)
    worse = np.empty(n)
    for s in range(n):
        loose = max(sites.diggers[s] - members[s], 0.0)
        people = members[s] + loose
        if people == 0.0:
            loose = people = 1.0
        start = loose * p.conduct_start
        mean[s] = (total[s] + start) / people
        worse[s] = (min(safety[s], children[s]) + start) / people
    return mean, worse


@compiled
def assess(
    sites: Sites,
    seen: tuple[FloatColumn, FloatColumn],
    p: Markets,
    gravest: float,
    stream: np.uint64,
    month: int,
) -> int:
    """Look at some of the sites that are worked; returns how many.

    What is seen is the conduct, plus the error of the visit, plus what is always over- or
    underrated at this site when assessment is inconsistent. Below ``standard`` it is a finding;
    safety or children seen below ``gravest`` are the gravest, and so is armed presence, where a
    visit sees it. It stands until the next visit.
    """
    conduct, worse = seen
    chance = 1.0 - math.exp(-p.assessments / MONTHS)
    visits = 0
    for s in range(sites.id.size):
        if sites.workers[s] == 0 or uniform(stream, month, sites.id[s], VISIT) >= chance:
            continue
        visits += 1
        error = p.assessment_error * normal(stream, month, sites.id[s], ERROR)
        error += p.inconsistency * normal(stream, 0, sites.id[s], BIAS)
        sees = sites.armed[s] > 0.0
        sees = sees and uniform(stream, month, sites.id[s], ARMED) < p.sees_armed
        if sees or worse[s] + error < gravest:
            sites.finding[s] = GRAVEST
        elif conduct[s] + error < p.standard:
            sites.finding[s] = FINDING
        else:
            sites.finding[s] = NO_FINDING
    return visits


@compiled
def staying(finding: int, gone: float, strict: float) -> float:
    """Share of formal buyers who, given what was last found, would be at a site."""
    stay = 1.0 - gone
    if finding == GRAVEST:
        return 0.0
    if finding == FINDING:
        stay *= 1.0 - strict
    return stay


@compiled
def relate(sites: Sites, policy: Policy, p: Markets) -> None:
    """Relations with each known site a month on: towards who would be there, fast down, slowly up.

    New ground starts without any.
    """
    for s in range(sites.id.size):
        if sites.discovery_month[s] < 0:
            continue
        stay = staying(sites.finding[s], policy.exit[s], policy.zero_tolerance[s])
        gap = stay - sites.served[s]
        sites.served[s] += (p.come_back if gap > 0.0 else p.leave) * gap
