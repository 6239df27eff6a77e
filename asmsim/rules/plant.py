"""Plant: the firm buys miners' ore; what it is worth, what is delivered, who is paid.

The price is a bargain, never given: surplus = what the plant wins from a gram in the ground, less
milling, haulage, assay, due diligence and displaced ore, less what the miner would get at the pit.
It is split by Nash bargaining. Miners distrust the firm's weights, wait for their money, and sell
elsewhere when that pays more; those who owe their ore cannot deliver it.
"""

from __future__ import annotations

import math

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import CodeColumn, FloatColumn, IndexColumn
from asmsim.state.cooperatives import LICENSED, Cooperatives
from asmsim.state.ground import Ground
from asmsim.state.kinds import Kinds, kind
from asmsim.state.parameters import Offtake
from asmsim.state.people import IMPROVED, MINING, NOWHERE, People
from asmsim.state.sites import HARD_ROCK, LEASED, Sites


def at_the_pit(sites: Sites) -> FloatColumn:
    """What a gram in the ground brings the miners if they recover it themselves, USD.

    What armed men levy at the pit is lost there; ore goes to the plant under guard.
    """
    tailings = (1.0 - sites.recovery) * sites.tailings_value
    worth: FloatColumn = sites.price * (sites.recovery + tailings) * (1.0 - sites.levy_pit)
    return worth


def haul_km(sites: Sites, ground: Ground, firm: int) -> FloatColumn:
    """Distance of each site from a firm's plant, in km of a default-sized district."""
    mine = ground.concessions[firm]
    km: FloatColumn = np.hypot(sites.x - mine.x, sites.y - mine.y) / ground.stretch
    return km


def tonnes(sites: Sites, p: Offtake, ore_g: FloatColumn) -> FloatColumn:
    """Ore that holds so much metal, by site; grams a tonne = grade a day over tonnes a day."""
    found: FloatColumn = ore_g / (sites.grade / p.tonnes_day)
    return found


def cost(sites: Sites, p: Offtake, km: FloatColumn, displaced_usd_t: float) -> FloatColumn:
    """What winning a gram from each site's ore costs the firm but for its price, USD.

    Poor ore is dear to haul and mill.
    """
    each_t = p.milling_usd_t + p.haul_usd_t_km * km + p.assay_usd_t + displaced_usd_t
    dear: FloatColumn = each_t * tonnes(sites, p, np.ones(len(sites.id)))
    return dear


def bargain(value: FloatColumn, outside: FloatColumn, power: float) -> FloatColumn:
    """Price of a gram in ore, USD: outside option plus the miners' part of the surplus, or 0.

    Parameters
    ----------
    value : array
        What the gram is worth to the firm after all its costs, USD.
    outside : array
        What it brings the miners at the pit, USD.
    power : float
        The firm's part of the surplus.
    """
    surplus = value - outside
    return np.where(surplus > 0.0, outside + (1.0 - power) * surplus, 0.0)


def may_deliver(coops: Cooperatives, sites: Sites) -> CodeColumn:
    """Whose ore the firm may take: under contract, and licensed or on leased ground.

    Its chain of custody asks for papers; a contract on leased ground is one.
    """
    papers = (coops.papers == LICENSED) | (sites.tenure[coops.site] == LEASED)
    found: CodeColumn = (coops.agreement * papers).astype(np.int8)
    return found


def displaced(delivered_t: float, spare_t: float, own_usd_t: float) -> float:
    """What a tonne of miners' ore costs in own ore put off, once the plant is full, USD."""
    if delivered_t <= spare_t or delivered_t <= 0.0:
        return 0.0
    return own_usd_t * (1.0 - spare_t / delivered_t)


@compiled
def delivers(price: float, outside: float, trust: float, p: Offtake) -> float:
    """Share of one's ore that goes to the plant: a logit in the prices, less wait and distrust."""
    wait = p.wait * (1.0 - p.prepaid)
    gain = math.log(price / outside) - wait - p.distrust * (1.0 - trust)
    return 1.0 / (1.0 + math.exp(-p.slope * gain))


@compiled
def likely(
    where: IndexColumn, price: FloatColumn, outside: FloatColumn, trust: FloatColumn, p: Offtake
) -> FloatColumn:
    """Share of their ore that members of each cooperative are likely to bring.

    Parameters
    ----------
    where, trust : arrays, cooperative
        Its site, and its members' mean trust in the firm.
    price, outside : arrays, site
        What a gram in ore brings at the plant and at the pit, USD; nothing where there is no offer.
    """
    found = np.zeros(where.size)
    for c in range(where.size):
        s = where[c]
        if price[s] > 0.0 and outside[s] > 0.0:
            found[c] = delivers(price[s], outside[s], trust[c], p)
    return found


@compiled
def deliver(
    people: People,
    sites: Sites,
    agreed: CodeColumn,
    outside: FloatColumn,
    p: Offtake,
    kinds: Kinds,
) -> float:
    """Let members with an agreement bring ore to the plant; returns the metal in it, grams.

    What they would have recovered of it at the pit is taken off what they and the site have.

    Parameters
    ----------
    agreed : array, cooperative
        1 where an agreement holds and papers are in order.
    outside : array, site
        What a gram in ore brings at the pit, USD.
    """
    total = 0.0
    for i in range(people.id.size):
        s, c = people.site[i], people.cooperative[i]
        if s == NOWHERE or c == NOWHERE or people.occupation[i] != MINING:
            continue
        if not agreed[c] or sites.ore_price[s] <= 0.0 or people.debt[i] > 0.0:
            continue
        if sites.ore[s] != HARD_ROCK or outside[s] <= 0.0:
            continue
        share = delivers(sites.ore_price[s], outside[s], people.trust_firm[i], p)
        kept_back = people.gold_g[i] * share
        improved = people.technique[i] == IMPROVED
        ore = kept_back / (sites.improved_recovery[s] if improved else sites.recovery[s])
        w = kinds.weight[people.role[i], kind(people, i)]
        people.gold_g[i] -= kept_back
        people.ore_g[i] = ore
        sites.recovered_g[s] = max(0.0, sites.recovered_g[s] - kept_back)
        sites.clean_g[s] = max(0.0, sites.clean_g[s] - kept_back * improved)
        sites.weighted_g[s] = max(0.0, sites.weighted_g[s] - kept_back * w)
        sites.ore_g[s] += ore
        sites.ore_weighted_g[s] += ore * w
        total += ore
    return total


@compiled
def pay(people: People, sites: Sites, land_share: float, kinds: Kinds) -> float:
    """Share what the plant pays by the pit contract, after the land's part; returns it, USD."""
    paid = 0.0
    for i in range(people.id.size):
        s = people.site[i]
        if people.ore_g[i] <= 0.0:
            continue
        pool = sites.ore_price[s] * sites.ore_g[s] * (1.0 - land_share)
        w = kinds.weight[people.role[i], kind(people, i)]
        part = people.ore_g[i] * w / sites.ore_weighted_g[s]
        people.income[i] += pool * part
        paid += pool * part
    return paid


def hesitancy(p: Offtake, holding: int) -> float:
    """Share of price the firm's own metal loses after so many months of holding ASM ore (R25)."""
    if holding <= 0:
        return 0.0
    return float(p.hesitancy * 0.5 ** ((holding - 1) / p.hesitancy_half_life))
