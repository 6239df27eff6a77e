"""Outlets: buyers who take the metal of cooperatives at a price of their own.

Certified buyers and a state buyer deal with cooperatives alone. They ask for papers and conduct and
take no more than they have demand for. Members sell to an outlet as far as it pays what others do;
where several will have their metal, the best-paying one comes first.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.cooperatives import LICENSED, LODGED, Cooperatives, conduct_of
from asmsim.state.parameters import Organise, StateBuyer
from asmsim.state.sites import DECLARED, Sites, licensable
from asmsim.state.terms import NO_SCHEME, PREPARED, SET_ASIDE, Goods, Terms, Took
from asmsim.state.units import MONTHS

NO_STANDARD = -1.0  # is as low as that: conduct lies from 0 to 1


class Others(NamedTuple):
    """How cooperatives stand, and what a gram brings their members elsewhere; by cooperative."""

    able: BoolColumn  # on ground where they may hold a licence, with one or with papers lodged
    licensed: BoolColumn
    conduct: FloatColumn  # that standards are held against
    pays: FloatColumn  # what others pay now, USD/g
    legal: FloatColumn  # what licensed channels alone pay
    felt: FloatColumn  # what others pay now, freedom from tied sale included
    freed: FloatColumn  # what that freedom is worth in licensed channels


def by_law(p: StateBuyer, rule: str) -> float:
    """How far a rule is in force that goes with the state buyer; 0 where it is there otherwise."""
    return p.presence if p.rule == rule else 0.0


@compiled
def in_order(papers: int, waited: int, p: Organise) -> bool:
    """Whether a cooperative holds a licence, or lodged its papers not too long ago."""
    return papers == LICENSED or (papers == LODGED and waited <= p.progress_months)


@compiled
def stand(
    coops: Cooperatives, sites: Sites, cost: FloatColumn, when: tuple[int, int], p: Organise
) -> Others:
    """How cooperatives stand towards outlets for a mineral, and what others pay their members.

    Conduct is below any standard where papers are not in order, or abuse is of the gravest kind.

    Parameters
    ----------
    cost : array, by site
        What the legal route costs in licensed channels, of the price at the pit.
    when : (int, int)
        The month, and the mineral.
    """
    n, (month, mineral) = coops.id.size, when
    able, licensed = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    conduct = np.full(n, NO_STANDARD)
    pays, legal, felt, freed = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    for c in range(n):
        s = coops.site[c]
        licensed[c] = coops.papers[c] == LICENSED
        able[c] = (
            sites.mineral[s] == mineral
            and licensable(sites.tenure[s])
            and in_order(coops.papers[c], month - coops.lodged_month[c], p)
        )
        if able[c] and min(coops.safety[c], coops.children[c]) >= p.gravest:
            conduct[c] = conduct_of(coops, c)
        pit, open_to = sites.price[s], sites.channel[s] * licensed[c]
        edge, free = p.access_premium - cost[s], p.access_premium + p.finance_gain - cost[s]
        pays[c], legal[c] = pit * (1.0 + open_to * edge), pit * (1.0 + edge)
        felt[c], freed[c] = pit * (1.0 + open_to * free), pit * (1.0 + free) - legal[c]
    return Others(able, licensed, conduct, pays, legal, felt, freed)


@compiled
def may_buy(ground: float, tenure: int, prepared: int) -> bool:
    """Whether an outlet may buy on ground where licences are given."""
    if ground == SET_ASIDE:
        return tenure in DECLARED
    return ground != PREPARED or prepared == 1


@compiled
def turned(slope: float, loss: float) -> float:
    """Share of a seller's metal that turns to others where it gets less by so much of value.

    By the slope of the wedge, as metal leaves licensed channels (``routes.leaving``).
    """
    return 1.0 - math.exp(slope * 100.0 * max(loss, 0.0))


@compiled
def bid(
    terms: Terms[FloatColumn],
    k: int,
    coops: Cooperatives,
    others: Others,
    goods: Goods,
    found: tuple[BoolColumn, FloatColumn, FloatColumn],
    market: tuple[float, float],
) -> None:
    """Find what an outlet pays, and the share of their metal that members would sell to it.

    A cooperative takes part in a scheme when it can pay its part of the audit and gains more by it;
    then it promises that.

    Parameters
    ----------
    found : (array, array, array), by cooperative
        Where it may buy; the price, USD/g, and the share, which are filled here.
    market : (float, float)
        The world price, USD/g, and the slope of the wedge.
    """
    (here, price, wanted), (world, slope) = found, market
    own = terms.premium[k] * (1.0 - terms.to_fund[k] - terms.to_treasury[k])
    for c in range(price.size):
        price[c] = max(terms.floor[k], terms.usual[k] * others.legal[c]) + own
        if others.conduct[c] < terms.standard[k] or not here[c]:
            continue
        better = price[c] + terms.frees[k] * others.freed[c] - others.felt[c]
        free = 1.0 - terms.declared[k] if others.licensed[c] else 1.0
        share = terms.presence[k] * (1.0 - free * turned(slope, -better / world))
        if terms.scheme[k] != NO_SCHEME:
            gain = share * goods.grams[c] * (better + terms.premium[k] * terms.to_treasury[k])
            left = coops.treasury[c] - goods.promised[c]
            if share <= 0.0 or left < terms.dues[k] or gain < terms.dues[k]:
                continue
            goods.promised[c] += terms.dues[k]
        wanted[c] = share


@compiled
def ration(
    price: FloatColumn, wanted: FloatColumn, grams: FloatColumn, demand_g: FloatColumn
) -> FloatColumn:
    """Share of each cooperative's metal that each outlet takes, by outlet and cooperative.

    The outlet that pays best, by the mean price over the metal it could have, has first choice. One
    that is offered more than it has demand for takes the same part of what each cooperative offers.
    """
    number, n = wanted.shape
    means, waits = np.zeros(number), np.ones(number, np.bool_)
    for k in range(number):
        could, worth = 0.0, 0.0
        for c in range(n):
            could += wanted[k, c] * grams[c]
            worth += price[k, c] * (wanted[k, c] * grams[c])
        means[k] = worth / could if could > 0.0 else 0.0
    left, taken = np.ones(n), np.zeros((number, n))
    for _ in range(number):
        k = -1
        for other in range(number):
            if waits[other] and (k < 0 or means[other] > means[k]):
                k = other
        waits[k] = False
        total = 0.0
        for c in range(n):
            total += left[c] * wanted[k, c] * grams[c]
        part = min(1.0, demand_g[k] / total) if total > 0.0 else 0.0
        for c in range(n):
            taken[k, c] = left[c] * wanted[k, c] * part
            left[c] -= taken[k, c]
    return taken


@compiled
def hand_over(
    coops: Cooperatives,
    sites: Sites,
    tills: tuple[FloatColumn, FloatColumn],
    sold: tuple[FloatColumn, FloatColumn, FloatColumn, BoolColumn],
    terms: Terms[FloatColumn],
    took: Took[FloatColumn],
    k: int,
    p: Organise,
) -> None:
    """Let an outlet have what it was sold, and settle what that asks for beside the price.

    Premiums go to villages' funds and to cooperatives, whose conduct improves faster for them; who
    takes part in a scheme pays its part of the audit.

    Parameters
    ----------
    tills : (array, array)
        Villages' funds; metal of each cooperative, grams.
    sold : (array, array, array, array), by cooperative
        The share of its metal that was sold; its price; the share that was wanted; where the outlet
        may buy.
    """
    (funds, metal), (taken, price, wanted, here) = tills, sold
    for c in range(coops.id.size):
        s, grams = coops.site[c], taken[c] * metal[c]
        paid = terms.premium[k] * grams
        fund, treasury = paid * terms.to_fund[k], paid * terms.to_treasury[k]
        funds[sites.village[s]] += fund
        coops.treasury[c] += treasury
        coops.spur[c] *= spurred(p, MONTHS * (fund + treasury), coops.members[c])
        took.fund_usd[k] += fund
        took.treasury_usd[k] += treasury
        took.premium_usd[k] += paid
        took.grams[k] += grams
        took.paid_usd[k] += grams * price[c]
        took.sellers[k] += grams > 0.0
        trained = terms.trains[k] * terms.presence[k] * here[c]
        coops.spur[c] *= 1.0 + terms.teaches[k] * trained
        took.trained[k] += trained * coops.members[c]
        sites.state_g[s] += terms.exports[k] * grams
        if terms.scheme[k] != NO_SCHEME and wanted[c] > 0.0:
            coops.treasury[c] -= terms.dues[k]
            coops.certified[c] |= 1 << int(terms.scheme[k])
            took.audited[k] += 1.0


@compiled
def deal(
    coops: Cooperatives,
    sites: Sites,
    tills: tuple[FloatColumn, FloatColumn, Goods],
    terms: Terms[FloatColumn],
    took: Took[FloatColumn],
    market: tuple[int, int, float, float],
    p: Organise,
) -> tuple[float, int]:
    """Let cooperatives sell a mineral to outlets.

    Returns what each member gains beyond what others pay, USD, and how many cooperatives could
    sell to outlets that ask for no more than papers.

    Parameters
    ----------
    tills : (array, array, Goods)
        Villages' funds; what the legal route costs at each site; what cooperatives have to sell.
    took : Took
        What each outlet bought; filled here.
    market : (int, int, float, float)
        The month, the mineral, its world price in USD/g, the slope of its wedge.
    """
    (funds, cost, goods), (month, mineral, world, slope) = tills, market
    others = stand(coops, sites, cost, (month, mineral), p)
    n, number = coops.id.size, terms.floor.size
    price, wanted = np.zeros((number, n)), np.zeros((number, n))
    here = np.zeros((number, n), np.bool_)
    for k in range(number):
        for c in range(n):
            s, papers = coops.site[c], others.licensed[c] or terms.licensed[k] == 0.0
            ground = may_buy(terms.ground[k], sites.tenure[s], sites.prepared[s])
            here[k, c] = others.able[c] and papers and ground
        bid(terms, k, coops, others, goods, (here[k], price[k], wanted[k]), (world, slope))
        for c in range(n):
            took.offered_g[k] += wanted[k, c] * goods.grams[c]
    taken = ration(price, wanted, goods.grams, terms.demand_g)
    gained, members = 0.0, 0.0
    for c in range(n):
        whole, pit = 0.0, sites.price[coops.site[c]]
        for k in range(number):
            whole += taken[k, c]
            more = price[k, c] / (pit if pit > 0.0 else 1.0) - 1.0
            coops.price[c] += taken[k, c] * more
            gained += max(0.0, taken[k, c] * goods.grams[c] * (price[k, c] - others.pays[c]))
        coops.outlet[c] += min(1.0, whole)  # parts of all of it may add up to a hair more
        members += coops.members[c] * others.able[c]
    for k in range(number):
        sold = taken[k], price[k], wanted[k], here[k]
        hand_over(coops, sites, (funds, goods.grams), sold, terms, took, k, p)
    return gained / members if members > 0.0 else 0.0, others.able.sum()


@compiled
def spurred(p: Organise, usd: float, members: float) -> float:
    """By how much premium money speeds improvement of conduct: half of the most at a stated sum.

    Parameters
    ----------
    usd : float
        Premium money of a year.
    members : float
        Among how many.
    """
    each = usd / max(members, 1.0)
    return 1.0 + p.premium_conduct * each / (each + p.premium_half_usd)
