"""Evict: orders to clear ground are carried out; those driven off, and their kin, remember.

Notice, sweep, tools lost and compensation are parameters; where people go, whether they return and
what that does elsewhere are outcomes of their own choices, never inputs (R7).
"""

from __future__ import annotations

from asmsim.compiled import compiled
from asmsim.luck import Luck, uniform
from asmsim.state.columns import FloatColumn
from asmsim.state.parameters import Belief, Eviction
from asmsim.state.people import AWAY, DEAD, NOWHERE, People
from asmsim.state.sites import UNKNOWN, Policy, Sites
from asmsim.state.villages import Villages

LONG_THERE = 60.0  # months after which one counts as having been there first (R6)


@compiled
def evict(
    people: People,
    sites: Sites,
    policy: Policy,
    p: Eviction,
    trust: tuple[float, float, float],
    luck: Luck,
    month: int,
) -> tuple[float, float]:
    """Carry out the month's orders; returns tools lost and compensation paid, USD.

    Of those at the site a share ``sweep`` is caught; they lose tools, and trust falls at once by
    ``force_trust`` per unit of force, the more grievance remains the longer they had been there.
    They then choose like anybody else.

    Parameters
    ----------
    trust : (float, float, float)
        Trust lost to force, grievance it adds, and by how much more after five years there.
    """
    lost = paid = 0.0
    loses, adds, incumbency = trust
    for s in range(sites.id.size):
        sites.evicted[s] = 0
        if sites.order_month[s] != UNKNOWN and sites.order_month[s] < month:
            sites.order_month[s] = UNKNOWN
        if sites.order_month[s] == month and not sites.intrusion[s]:
            sites.order_month[s] = UNKNOWN  # the ground has become theirs to work since
        if sites.order_month[s] == month:
            sites.hold_until[s] = month + int(p.hold_months)
            sites.held_people[s] = 0
    for i in range(people.id.size):
        s = people.site[i]
        if s == NOWHERE or sites.order_month[s] != month:
            continue
        if uniform(luck.eviction, month, people.id[i], 1) >= policy.sweep[s]:
            continue
        tools = min(people.savings[i], p.tools_usd)
        people.savings[i] += p.compensation_usd - tools
        lost += tools
        paid += p.compensation_usd
        force = min(1.0, policy.force[s])
        people.trust_firm[i] *= 1.0 - loses * force
        people.trust_state[i] *= 1.0 - loses * force
        there_first = min(1.0, (month - people.arrived[i]) / LONG_THERE)
        more = adds * force * (1.0 + incumbency * there_first)
        people.grievance[i] = min(1.0, people.grievance[i] + more)
        people.evicted_month[i] = month
        people.evicted_site[i] = s
        people.site[i] = NOWHERE
        people.cooperative[i] = NOWHERE
        people.uprooted[i] = 1
        sites.evicted[s] += 1
        sites.held_people[s] += 1
    return lost, paid


@compiled
def sympathise(
    people: People, villages: Villages, p: Belief, month: int, touch: FloatColumn
) -> None:
    """Kin and neighbours of the evicted lose trust in the firm and gain grievance too.

    For each person evicted with so much force, ``kin`` others of the village are touched as much;
    spread over its residents that is a share of what the evicted lose.

    Parameters
    ----------
    touch : array, village
        Force used on the village's evicted, summed over them.
    """
    for i in range(people.id.size):
        v = people.village[i]
        gone = people.occupation[i] == AWAY or people.occupation[i] == DEAD
        if touch[v] <= 0.0 or people.evicted_month[i] == month or gone:
            continue
        share = min(1.0, p.kin * touch[v] / max(villages.residents[v], 1))
        people.trust_firm[i] *= 1.0 - p.force_trust * share
        people.grievance[i] = min(1.0, people.grievance[i] + p.eviction_grievance * share)
