"""Outlets: buyers who take the metal of cooperatives at a price of their own.

Certified buyers and a state buyer deal with cooperatives alone. They ask for papers and conduct and
take no more than they have demand for. Members sell to an outlet as far as it pays what others do;
where several will have their metal, the best-paying one comes first. What an outlet pays above or
below the price at the pit is part of the gross that the pit contract shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.cooperatives import LICENSED, LODGED, Cooperatives, conduct
from asmsim.state.kinds import Kinds, kind
from asmsim.state.parameters import Markets, Organise, StateBuyer
from asmsim.state.people import NOWHERE, People
from asmsim.state.sites import LICENSABLE, Sites, lies_in


class Bid(NamedTuple):
    """What an outlet offers cooperatives this month; arrays by cooperative."""

    price: FloatColumn  # USD/g, to members
    wanted: FloatColumn  # share of their metal that members would sell to it; 0 where it buys not
    demand_g: float  # how much it takes in all


@compiled
def metal(people: People, cooperatives: int) -> FloatColumn:
    """Metal of each cooperative's members, grams."""
    grams = np.zeros(cooperatives)
    for i in range(people.id.size):
        if people.cooperative[i] != NOWHERE:
            grams[people.cooperative[i]] += people.gold_g[i]
    return grams


def in_order(coops: Cooperatives, sites: Sites, p: Organise, month: int) -> BoolColumn:
    """Cooperatives on ground where they may hold a licence, with one or with papers lodged."""
    ground = lies_in(sites.tenure, LICENSABLE)[coops.site]
    waits = month - coops.lodged_month <= p.progress_months
    found: BoolColumn = ground & ((coops.papers == LICENSED) | ((coops.papers == LODGED) & waits))
    return found


def fit(coops: Cooperatives, standard: float, gravest: float) -> BoolColumn:
    """Which cooperatives reach a standard, without abuse of the gravest kind."""
    found: BoolColumn = (conduct(coops) >= standard) & (
        np.minimum(coops.safety, coops.children) >= gravest
    )
    return found


def elsewhere(
    coops: Cooperatives, sites: Sites, premium: float, cost: FloatColumn
) -> tuple[FloatColumn, FloatColumn]:
    """What members get for a gram now, and in licensed channels alone, USD; by cooperative.

    Parameters
    ----------
    premium : float
        Better price of licensed channels, of the price at the pit.
    cost : array, by site
        What the legal route costs in them, of the same.
    """
    pit, edge = sites.price[coops.site], (premium - cost)[coops.site]
    open_to = sites.channel[coops.site] * (coops.papers == LICENSED)
    return pit * (1.0 + open_to * edge), pit * (1.0 + edge)


def ration(bids: Sequence[Bid], grams: FloatColumn) -> list[FloatColumn]:
    """Share of each cooperative's metal that each outlet takes.

    The outlet that pays best has first choice. One that is offered more than it has demand for
    takes the same part of what each cooperative offers.
    """
    left = np.ones(len(grams))
    taken: list[FloatColumn] = [np.zeros(len(grams)) for _ in bids]
    for k in by_price(bids, grams):
        offered = left * bids[k].wanted
        total = float(np.add.reduce(offered * grams))
        if total > 0.0:
            taken[k] = offered * min(1.0, bids[k].demand_g / total)
            left = left - taken[k]
    return taken


def in_all(taken: Sequence[FloatColumn], cooperatives: int) -> FloatColumn:
    """Share of each cooperative's metal that outlets take together.

    Never above one, to which the parts of all of it may add up but for the last bit.
    """
    whole = sum(taken, np.zeros(cooperatives))
    return np.minimum(1.0, whole)


def by_price(bids: Sequence[Bid], grams: FloatColumn) -> list[int]:
    """Outlets from the best-paying on, by the mean price over the metal each could have."""
    means = []
    for bid in bids:
        weights = bid.wanted * grams
        total = float(np.add.reduce(weights))
        means.append(float(np.add.reduce(bid.price * weights)) / total if total > 0.0 else 0.0)
    return sorted(range(len(bids)), key=lambda k: -means[k])


def willing(p: Markets, turned: FloatColumn, licensed: BoolColumn) -> FloatColumn:
    """Share of metal that members would sell to an outlet.

    The licensed have to declare a part, whatever it pays.

    Parameters
    ----------
    turned : array, by cooperative
        Share that turns to other buyers where these pay more.
    """
    share: FloatColumn = 1.0 - np.where(licensed, 1.0 - p.returns, 1.0) * turned
    return share


def by_law(p: StateBuyer, rule: str) -> float:
    """How far a rule is in force that goes with the state buyer; 0 where it is there otherwise."""
    return p.presence if p.rule == rule else 0.0


@compiled
def lift(
    people: People, sites: Sites, coops: tuple[FloatColumn, FloatColumn], kinds: Kinds
) -> None:
    """Note at each site what members sell to outlets, and what its contract gains or loses by it.

    Parameters
    ----------
    coops : (array, array), by cooperative
        Share of metal sold to outlets, and mean price over the price at the pit.
    """
    share, price = coops
    sites.outlet_g[:] = 0.0
    sites.outlet_usd[:] = 0.0
    for i in range(people.id.size):
        s, c = people.site[i], people.cooperative[i]
        if s == NOWHERE or c == NOWHERE:
            continue
        gold, more = people.gold_g[i], price[c] - 1.0
        sites.outlet_g[s] += share[c] * gold
        sites.outlet_usd[s] += more * gold * sites.price[s]
        sites.weighted_g[s] += more * gold * kinds.weight[people.role[i], kind(people, i)]


def spurred(p: Organise, usd: FloatColumn, members: FloatColumn) -> FloatColumn:
    """By how much premium money speeds improvement of conduct: half of the most at a stated sum.

    Parameters
    ----------
    usd : array, by cooperative
        Premium money of a year.
    """
    each = usd / np.maximum(members, 1.0)
    faster: FloatColumn = 1.0 + p.premium_conduct * each / (each + p.premium_half_usd)
    return faster
