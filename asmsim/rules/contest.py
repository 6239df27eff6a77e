"""Contest: meetings, clashes and protests, which can be counted, and whom they kill.

An event is one place, class and month. Its hazard is summed as *expected* whether or not it is
drawn; contrasts use expected counts, which need far fewer runs. Events stir up more at the same
place: each raises later hazards by ``branching`` in all, fading with a half-life.
"""

from __future__ import annotations

import math

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import Luck, uniform
from asmsim.state.columns import FloatColumn, IndexColumn
from asmsim.state.events import BACKGROUND, CLASH, PROTEST, Events, draw, keeps
from asmsim.state.kinds import kind
from asmsim.state.parameters import Conflict
from asmsim.state.people import AWAY, DEAD, NOWHERE, People
from asmsim.state.sites import Policy, Sites
from asmsim.state.units import DAYS_MONTH
from asmsim.state.villages import Villages


@compiled
def count_ready(people: People, sites: Sites, nerve: FloatColumn) -> None:
    """People at each site whose grievance less feared danger exceeds their own threshold.

    ``nerve``, by kind, lowers the threshold of those who have fought before.
    """
    sites.ready[:] = 0
    for i in range(people.id.size):
        s = people.site[i]
        if s == NOWHERE:
            continue
        risk = people.risk_aversion[i] * sites.danger[s]
        if people.grievance[i] - risk > people.threshold[i] * nerve[kind(people, i)]:
            sites.ready[s] += 1


@compiled
def meetings(sites: Sites, p: Conflict, month: int) -> FloatColumn:
    """Mean number of times guards and intruders meet, by site and month.

    ``meeting_rate`` times guard-days (of guards and of forces that hold the ground) times
    intruder-days over their sum: each side can bound it.
    Where an eviction is carried out, forces meet everybody once.
    """
    mean = np.zeros(sites.id.size)
    for s in range(sites.id.size):
        if not sites.intrusion[s] or sites.workdays[s] <= 0.0:
            continue
        if sites.order_month[s] == month:
            mean[s] = sites.workers[s]
        watching = sites.guards[s] + (sites.forces[s] if sites.hold_until[s] >= month else 0.0)
        if watching <= 0.0:
            continue
        guard_days = watching * DAYS_MONTH
        mean[s] += (
            p.meeting_rate * guard_days * sites.workdays[s] / (guard_days + sites.workdays[s])
        )
    return mean


@compiled
def clashes(
    sites: Sites,
    policy: Policy,
    events: Events,
    mean_meetings: FloatColumn,
    p: Conflict,
    luck: Luck,
    month: int,
) -> None:
    """Guards against intruders, by site.

    Hazard = ``clash`` * meetings * share of intruders ready to act * (1 + force), plus the echo of
    recent clashes.
    """
    keep = keeps(p.half_life)
    for s in range(sites.id.size):
        hazard = 0.0
        if mean_meetings[s] > 0.0:
            share = sites.ready[s] / sites.workers[s]
            hazard = p.clash * mean_meetings[s] * share * (1.0 + policy.force[s])
            hazard += sites.stirred[s] * (1.0 - keep)
        events.expected[s] = 1.0 - math.exp(-hazard)
        if events.expected[s] > 0.0:
            crowd = max(2.0, p.clash_participants * sites.ready[s])
            harm = 1.0 + p.force_harm * policy.force[s]
            there = (crowd, sites.workers[s])
            draw(events, s, sites.id[s], there, p, harm, luck, (month, CLASH))
        sites.stirred[s] = sites.stirred[s] * keep + p.branching * events.happened[s]
        sites.violence[s] *= keeps(p.memory_half_life)
        if events.happened[s]:
            sites.violence[s] = 1.0


@compiled
def protests(villages: Villages, events: Events, p: Conflict, luck: Luck, month: int) -> None:
    """Villagers against the mine, by village.

    Hazard = ``protest`` * nearness * residents (thousands) * g / (g + ``protest_gap_usd``), where g
    is what a resident thinks the mine earns a month a head less what was received, times one plus
    mean grievance; plus the echo of recent protest.
    """
    keep = keeps(p.half_life)
    for v in range(villages.id.size):
        hazard = 0.0
        if villages.residents[v] > 0:
            hazard = villages.stirred[v] * (1.0 - keep)
            gap = (villages.margin_belief[v] - villages.received[v]) / villages.residents[v]
            gap = max(0.0, gap)
            push = gap / (gap + p.protest_gap_usd) * (1.0 + villages.grievance[v])
            hazard += p.protest * villages.near_mine[v] * villages.residents[v] / 1000.0 * push
        events.expected[v] = 1.0 - math.exp(-hazard)
        if events.expected[v] > 0.0:
            crowd = max(2.0, p.protest_participants * villages.residents[v])
            there = (crowd, villages.residents[v])
            draw(events, v, villages.id[v], there, p, 1.0, luck, (month, PROTEST))
        villages.stirred[v] = villages.stirred[v] * keep + p.branching * events.happened[v]


@compiled
def background(
    villages: Villages, events: Events, p: Conflict, luck: Luck, month: int, hazard: float
) -> None:
    """Events that have nothing to do with mining: all of a size the press reports."""
    for v in range(villages.id.size):
        events.expected[v] = 1.0 - math.exp(-hazard)
        there = (p.reported_participants * 2.0, villages.residents[v])
        draw(events, v, villages.id[v], there, p, 1.0, luck, (month, BACKGROUND))
        events.likely_reported[v] = events.expected[v]
        if events.happened[v]:
            events.reported[v] = 1


@compiled
def bury(people: People, places: IndexColumn, deaths: IndexColumn, luck: Luck, month: int) -> int:
    """Let those who were killed die: of the people at a place, the ones whose draw is lowest.

    Parameters
    ----------
    places : array, person
        The place each person is at, as a number; below 0 for nowhere.
    deaths : array, place
        How many are to die there.
    """
    buried = 0
    for place in range(deaths.size):
        for _ in range(int(deaths[place])):
            victim = -1
            lowest = 2.0
            for i in range(people.id.size):
                gone = people.occupation[i] == DEAD or people.occupation[i] == AWAY
                if places[i] != place or gone:
                    continue
                u = uniform(luck.casualty, month, people.id[i], 0)
                if u < lowest:
                    victim, lowest = i, u
            if victim >= 0:
                people.occupation[victim] = DEAD
                people.site[victim] = NOWHERE
                people.cooperative[victim] = NOWHERE
                buried += 1
    return buried
