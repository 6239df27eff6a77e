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
from asmsim.state.columns import BoolColumn, FloatColumn, IndexColumn
from asmsim.state.cooperatives import LICENSED, LODGED, Cooperatives, conduct
from asmsim.state.kinds import Kinds, kind
from asmsim.state.parameters import Markets, Organise, StateBuyer
from asmsim.state.people import NOWHERE, People
from asmsim.state.sites import LICENSABLE, Sites, lies_in

NO_STANDARD = -1.0  # is as low as that: conduct lies from 0 to 1


class Bid(NamedTuple):
    """What an outlet offers cooperatives this month; arrays by cooperative."""

    price: FloatColumn  # USD/g, to members
    wanted: FloatColumn  # share of their metal that members would sell to it; 0 where it buys not
    demand_g: float  # how much it takes in all


class Bids(NamedTuple):
    """What several outlets offer; arrays by outlet and cooperative."""

    price: FloatColumn
    wanted: FloatColumn
    demand_g: Sequence[float]


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


def shown(coops: Cooperatives, able: BoolColumn, gravest: float) -> FloatColumn:
    """Conduct that standards are held against.

    Below any standard where papers are not in order, or abuse is of the gravest kind.
    """
    decent = able & (np.minimum(coops.safety, coops.children) >= gravest)
    return np.where(decent, conduct(coops), NO_STANDARD)


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


def together(bids: Sequence[Bid]) -> Bids:
    """What outlets offer, side by side."""
    prices, wanted, demand_g = zip(*bids, strict=True)
    return Bids(np.array(prices), np.array(wanted), demand_g)


def ration(bids: Bids, grams: FloatColumn) -> FloatColumn:
    """Share of each cooperative's metal that each outlet takes, by outlet and cooperative.

    The outlet that pays best has first choice. One that is offered more than it has demand for
    takes the same part of what each cooperative offers.
    """
    left, taken = np.ones(len(grams)), np.zeros(bids.wanted.shape)
    for k in by_price(bids, grams):
        offered = left * bids.wanted[k]
        total = float(np.add.reduce(offered * grams))
        if total > 0.0:
            taken[k] = offered * min(1.0, bids.demand_g[k] / total)
            left -= taken[k]
    return taken


def in_all(taken: FloatColumn) -> FloatColumn:
    """Share of each cooperative's metal that outlets take together.

    Never above one, to which the parts of all of it may add up but for the last bit.
    """
    whole: FloatColumn = np.minimum(1.0, np.add.reduce(taken, axis=0))
    return whole


def by_price(bids: Bids, grams: FloatColumn) -> list[int]:
    """Outlets from the best-paying on, by the mean price over the metal each could have."""
    weights = bids.wanted * grams
    total = np.add.reduce(weights, axis=1)
    means = np.add.reduce(bids.price * weights, axis=1) / np.where(total > 0.0, total, 1.0)
    order: list[int] = np.argsort(-means, kind="stable").tolist()
    return order


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
    coops : (array, array), by cooperative and last for those in none
        Share of metal sold to outlets, and mean price over the price at the pit.
    """
    share, price = coops
    sites.outlet_g[:] = 0.0
    sites.outlet_usd[:] = 0.0
    for i in range(people.id.size):
        s, c = people.site[i], people.cooperative[i]
        if share[c] == 0.0 or s == NOWHERE:
            continue
        gold, more = people.gold_g[i], price[c] - 1.0
        sites.outlet_g[s] += share[c] * gold
        sites.outlet_usd[s] += more * gold * sites.price[s]
        sites.weighted_g[s] += more * gold * kinds.weight[people.role[i], kind(people, i)]


def spurred(p: Organise, usd: FloatColumn, members: IndexColumn) -> FloatColumn:
    """By how much premium money speeds improvement of conduct: half of the most at a stated sum.

    Parameters
    ----------
    usd : array, by cooperative
        Premium money of a year.
    """
    each = usd / np.maximum(members, 1.0)
    faster: FloatColumn = 1.0 + p.premium_conduct * each / (each + p.premium_half_usd)
    return faster
