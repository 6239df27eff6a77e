"""Work: people dig, reserves fall, metal is recovered, accidents happen."""

from __future__ import annotations

import math

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import Luck, normal, uniforms
from asmsim.quantile import normal_quantile
from asmsim.state.columns import FloatColumn
from asmsim.state.kinds import Kinds, kind
from asmsim.state.parameters import Work
from asmsim.state.people import DEAD, IMPROVED, MINING, NOWHERE, People
from asmsim.state.sites import Sites
from asmsim.state.units import MONTHS


def season(p: Work, calendar_month: int) -> float:
    """Days worked relative to the mean: 1 + amplitude * cos(turn), highest in the peak month."""
    turn = 2.0 * math.pi * (calendar_month - p.season_peak) / MONTHS
    return 1.0 + p.season_amplitude * math.cos(turn)


@compiled
def crowd(p: Work, diggers: int) -> float:
    """Yield relative to a lone digger's: (1 + n / capacity) ** -crowding."""
    return float((1.0 + diggers / p.capacity) ** -p.crowding)


@compiled
def depletion(p: Work, reserve_g: float, initial_g: float) -> float:
    """Yield relative to the untouched deposit's: (what is left) ** depletion."""
    if reserve_g <= 0.0:
        return 0.0
    return float((reserve_g / initial_g) ** p.depletion)


@compiled
def recovery(usual: float, improved: float, technique: int) -> float:
    """Share of the contained metal that is recovered at a site, by what technique recovers."""
    return improved if technique == IMPROVED else usual


@compiled
def veins(sites: Sites, p: Work, stream: np.uint64, month: int) -> None:
    """Let the pockets that are dug change, site by site: diggers strike rich ground and lose it.

    log vein = x - vein_sigma^2 / 2, so that its mean is 1; x reverts to 0 with ``vein_half_life``:
    x <- r x + vein_sigma * sqrt(1 - r^2) * z, r = 2 ** (-1 / half-life).
    """
    keep = 0.5 ** (1.0 / p.vein_half_life)
    step = p.vein_sigma * math.sqrt(1.0 - keep * keep)
    drift = 0.5 * p.vein_sigma * p.vein_sigma
    for s in range(sites.id.size):
        level = math.log(sites.vein[s]) + drift
        level = keep * level + step * normal(stream, month, sites.id[s], 0)
        sites.vein[s] = math.exp(level - drift)


@compiled
def count_workers(people: People, sites: Sites, time: FloatColumn) -> None:
    """Count who works where, in order of id; processors also by the time they have, by kind."""
    sites.workers[:] = 0
    sites.diggers[:] = 0
    sites.processors[:] = 0
    sites.hands[:] = 0.0
    for i in range(people.id.size):
        s = people.site[i]
        if s == NOWHERE:
            continue
        sites.workers[s] += 1
        if people.occupation[i] == MINING:
            sites.diggers[s] += 1
        else:
            sites.processors[s] += 1
            sites.hands[s] += time[kind(people, i)]


@compiled
def begin(sites: Sites, p: Work) -> FloatColumn:
    """Clear last month's metal; metal a usual digger moves a day at each site, grams."""
    n_sites = sites.id.size
    pace = np.zeros(n_sites)
    for s in range(n_sites):
        sites.contained_g[s] = 0.0
        sites.recovered_g[s] = 0.0
        sites.clean_g[s] = 0.0
        sites.weighted_g[s] = 0.0
        sites.workdays[s] = 0.0
        if sites.diggers[s] > 0:
            rich = sites.grade[s] * sites.vein[s] * sites.works[s] * crowd(p, sites.diggers[s])
            pace[s] = rich * depletion(p, sites.reserve_g[s], sites.initial_g[s])
    return pace


@compiled
def dig(
    people: People, sites: Sites, p: Work, kinds: Kinds, luck: Luck, month: int, season_now: float
) -> tuple[float, float, int]:
    """One month of digging; returns grams out of the ground, grams recovered, fatal accidents.

    contained = grade * vein * works * days * crowd * depletion * noise * skill, noise being
    lognormal with mean 1; recovered = contained * recovery. Guards and forces take away the days
    they prevent, care at home and improved technique others. When a site's diggers would take more
    than its reserve, each takes the same fraction less.
    """
    days_full = p.days_year / MONTHS * season_now
    drift = 0.5 * p.noise_sigma * p.noise_sigma
    p_fatal = p.fatal_per_1000_years / 1000.0 / p.days_year
    count_workers(people, sites, kinds.time)
    pace = begin(sites, p)
    diggers = np.flatnonzero((people.occupation == MINING) & (people.site != NOWHERE))
    people.gold_g[:] = 0.0
    people.days[:] = 0.0
    fortune = uniforms(luck.output, month, people.id, 0)
    for row in diggers:
        i = int(row)
        s = people.site[i]
        days = days_full * (1.0 - sites.interdiction[s]) * kinds.time[kind(people, i)]
        days *= 1.0 - p.improved_time * (people.technique[i] == IMPROVED)
        noise = math.exp(p.noise_sigma * normal_quantile(fortune[i]) - drift)
        contained = pace[s] * days * noise * people.skill[i]
        people.days[i] = days
        people.gold_g[i] = contained
        sites.contained_g[s] += contained
        sites.workdays[s] += days
    dug = 0.0
    for s in range(sites.id.size):
        pace[s] = 1.0
        if sites.contained_g[s] > sites.reserve_g[s]:
            pace[s] = sites.reserve_g[s] / sites.contained_g[s]
            sites.contained_g[s] = sites.reserve_g[s]
            sites.reserve_g[s] = 0.0
        else:
            sites.reserve_g[s] -= sites.contained_g[s]
        dug += sites.contained_g[s]
    recovered = 0.0
    fatal = 0
    fate = uniforms(luck.accident, month, people.id, 0)
    for row in diggers:
        i = int(row)
        s = people.site[i]
        rates = sites.recovery[s], sites.improved_recovery[s]
        gold = people.gold_g[i] * pace[s] * recovery(*rates, people.technique[i])
        people.gold_g[i] = gold
        sites.recovered_g[s] += gold
        sites.clean_g[s] += gold * (people.technique[i] == IMPROVED)
        sites.weighted_g[s] += gold * kinds.weight[people.role[i], kind(people, i)]
        recovered += gold
        if fate[i] < p_fatal * sites.risk[s] * people.days[i]:
            people.occupation[i] = DEAD
            fatal += 1
    return dug, recovered, fatal
