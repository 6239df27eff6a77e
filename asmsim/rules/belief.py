"""Belief: yields and dangers by word of mouth, trust, grievance, the mine's perceived margin."""

from __future__ import annotations

import math

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import normal
from asmsim.state.columns import FloatColumn
from asmsim.state.kinds import Kinds, kind
from asmsim.state.parameters import Belief, Pit, Work
from asmsim.state.people import AWAY, DEAD, FORMAL, LEGAL, NOWHERE, People
from asmsim.state.sites import Sites
from asmsim.state.units import MONTHS
from asmsim.state.villages import Villages


@compiled
def promise(grade: float, left: float, rates: tuple[float, float], work: Work, pit: Pit) -> float:
    """Metal's worth, in g/month of full price, a first digger could expect to keep.

    Parameters
    ----------
    grade : float, g/day
        Contained metal an uncrowded miner digs up, reserve full.
    left : float
        Share of the reserve that is left.
    rates : (float, float)
        Share recovered by usual technique, and what tailings fetch of the metal they hold.
    """
    if left <= 0.0:
        return 0.0
    usual, tailings = rates
    share = usual + (1.0 - usual) * tailings
    keep = (1.0 - pit.land_share) * (1.0 - pit.processing_share)
    return float(grade * left**work.depletion * work.days_year / MONTHS * share * keep)


@compiled
def hear(
    sites: Sites, p: Belief, work: Work, pit: Pit, newcomers: tuple[float, float], month: int
) -> None:
    """Word of mouth: what an ordinary digger and a processor earn at each site, how dangerous.

    What the firm's plant pays for ore counts like what the pit pays for metal; what armed men take
    in the village is off it.

    Parameters
    ----------
    newcomers : (float, float)
        By how much a new find is talked up, and the mean weight of a digger in the pit contract.
    """
    hype, mean_weight = newcomers
    for s in range(sites.id.size):
        if sites.discovery_month[s] < 0:
            continue
        speed = p.yield_speed
        if sites.diggers[s] > 0 and sites.weighted_g[s] > 0.0:
            mean_g = sites.recovered_g[s] / sites.diggers[s]
            seen = sites.pool[s] * mean_g / sites.weighted_g[s]
            if sites.ore_g[s] > 0.0:
                paid = (1.0 - pit.land_share) * sites.ore_price[s] * sites.ore_g[s]
                seen += paid * sites.ore_g[s] / sites.diggers[s] / sites.ore_weighted_g[s]
            seen = max(seen - sites.bribe_usd[s], 0.0) * (1.0 - sites.levy_village[s])
        else:
            left = sites.reserve_g[s] / sites.initial_g[s]
            rates = sites.recovery[s], sites.tailings_value[s]
            metal = promise(sites.grade[s], left, rates, work, pit)
            seen = metal * sites.price[s] * (1.0 - sites.interdiction[s]) / mean_weight
            speed = p.empty_speed
            if sites.discovery_month[s] == month and month > 0:
                seen *= hype
                speed = 1.0
        sites.yield_usd[s] += speed * (seen - sites.yield_usd[s])
        share = pit.processing_share / (1.0 - pit.processing_share)
        # A newcomer counts on sharing the processors' part with one more.
        part = sites.pool[s] * share / (sites.hands[s] + 1.0)
        part *= 1.0 - sites.levy_village[s]
        sites.yield_processor[s] += speed * (part - sites.yield_processor[s])
        fear = p.guard_fear * sites.interdiction[s] + p.violence_fear * sites.violence[s]
        sites.danger[s] += p.danger_speed * (min(fear, 1.0) - sites.danger[s])


@compiled
def feel(
    people: People,
    sites: Sites,
    respect: FloatColumn,
    terms: tuple[Belief, Kinds],
    need: float,
    start: tuple[float, float],
) -> None:
    """Trust drifts back to where it started; grievance follows hardship that seems illegitimate.

    grievance -> hardship * (1 - legitimacy), with hardship = shortfall of the accustomed income
    against the household's need, legitimacy = base + coupling * trust in the firm + coupling * the
    chief's regard for it (``respect``, by village). Bribes cost the state trust. The couplings are
    assumptions; their ranges include 0. With migrants a chief counts for less.

    Parameters
    ----------
    terms : (Belief, Kinds)
        Parameters, and how kinds of people differ.
    need : float
        What a household needs, USD/month.
    start : (float, float)
        Trust in firm and state to which people drift.
    """
    p, kinds = terms
    for i in range(people.id.size):
        if people.occupation[i] == DEAD or people.occupation[i] == AWAY:
            continue
        shortfall = max(0.0, 1.0 - people.expected[i] / need)
        legitimacy = p.legitimacy + p.trust_legitimacy * people.trust_firm[i]
        chief = kinds.regard[kind(people, i)] * respect[people.village[i]]
        legitimacy = min(1.0, legitimacy + p.chief_legitimacy * chief)
        aim = min(1.0, p.hardship * shortfall) * (1.0 - legitimacy)
        people.grievance[i] += p.grievance_speed * (aim - people.grievance[i])
        people.trust_firm[i] += p.trust_speed * (start[0] - people.trust_firm[i])
        people.trust_state[i] += p.trust_speed * (start[1] - people.trust_state[i])
        s = people.site[i]
        formal = people.status[i] == FORMAL and people.cooperative[i] != NOWHERE
        clean = formal or people.status[i] == LEGAL
        if s != NOWHERE and sites.bribe_usd[s] > 0.0 and not clean:
            people.trust_state[i] *= 1.0 - p.bribe_trust


@compiled
def begrudge(people: People, villages: Villages, p: Belief) -> None:
    """Grievance over farm land lost, to the mine or to pits, among those at home (R21).

    It adds, at the pace of all grievance, ``land_grievance`` * share lost of what is left to 1.
    """
    for i in range(people.id.size):
        if people.occupation[i] == DEAD or people.occupation[i] == AWAY:
            continue
        push = p.land_grievance * villages.land_lost[people.village[i]]
        people.grievance[i] += p.grievance_speed * push * (1.0 - people.grievance[i])


@compiled
def gather(people: People, villages: Villages) -> None:
    """Residents, and their mean grievance and trust, by village."""
    villages.residents[:] = 0
    villages.grievance[:] = 0.0
    villages.trust_firm[:] = 0.0
    for i in range(people.id.size):
        if people.occupation[i] == DEAD or people.occupation[i] == AWAY:
            continue
        v = people.village[i]
        villages.residents[v] += 1
        villages.grievance[v] += people.grievance[i]
        villages.trust_firm[v] += people.trust_firm[i]
    for v in range(villages.id.size):
        if villages.residents[v] > 0:
            villages.grievance[v] /= villages.residents[v]
            villages.trust_firm[v] /= villages.residents[v]


@compiled
def estimate_margin(
    villages: Villages, p: Belief, stream: np.uint64, month: int, margin: float
) -> None:
    """What each village thinks its part of the mine's monthly earnings is, USD.

    The part is its residents' share of all residents, weighted by nearness; the truth with an error
    of mean 1 and a bias, smoothed. What is published is known without either.
    """
    unknown = 1.0 - p.published
    noise, bias = p.margin_noise * unknown, p.margin_bias * unknown
    near = 0.0
    for v in range(villages.id.size):
        near += villages.near_mine[v] * villages.residents[v]
    for v in range(villages.id.size):
        z = normal(stream, month, villages.id[v], 0)
        error = math.exp(noise * (z - 0.5 * noise) + bias)
        aim = 0.0
        if near > 0.0:
            part = villages.near_mine[v] * villages.residents[v] / near
            aim = max(margin, 0.0) * part * error
        villages.margin_belief[v] += p.margin_speed * (aim - villages.margin_belief[v])
