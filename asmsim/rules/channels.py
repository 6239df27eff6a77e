"""Channels: which metal is licensed or owed, what papers bring where, what leaves legally.

Legality of a sale belongs to the exporter, formality to the miner. Those without papers sell to
traders, who split between the routes. The licensed sell to formal buyers as far as these serve the
site and pay (the column ``channel``), and may pass off outside metal as their own when that pays
more than it risks. What certified buyers and a state buyer take (``outlet_g``) leaves legally.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import FloatColumn
from asmsim.state.parameters import Markets
from asmsim.state.people import FORMAL, NOWHERE, People
from asmsim.state.sites import Sites


class Papers(NamedTuple):
    """What selling with papers brings at each site; shares of the price at the pit."""

    premium: FloatColumn  # gained on own metal
    cost: FloatColumn  # given up to the legal route on own metal
    passed: FloatColumn  # outside metal passed off, of own metal
    loss: FloatColumn  # expected, on metal passed off


@compiled
def sort_metal(people: People, sites: Sites, outlet: FloatColumn) -> None:
    """Metal of the licensed, and metal owed to pit traders, by site, but for what outlets take.

    Who is in debt owes the ore, unless licensed: then it is owed as far as it goes by no licensed
    channel. Outlets free those they buy from.

    Parameters
    ----------
    outlet : array, by cooperative and last for those in none
        Share of metal sold to certified buyers or a state buyer.
    """
    sites.licensed_g[:] = 0.0
    sites.tied_g[:] = 0.0
    for i in range(people.id.size):
        s = people.site[i]
        if s == NOWHERE or people.gold_g[i] <= 0.0:
            continue
        licensed = people.status[i] == FORMAL and people.cooperative[i] != NOWHERE
        gold = (1.0 - outlet[people.cooperative[i]]) * people.gold_g[i]
        if licensed:
            sites.licensed_g[s] += gold
        if people.debt[i] > 0.0:
            owed = 1.0 - sites.channel[s] if licensed else 1.0
            sites.tied_g[s] += owed * gold


def committed_g(sites: Sites) -> FloatColumn:
    """Metal that outlets take or that is sold legally in return for help, by site, grams."""
    metal: FloatColumn = sites.outlet_g + sites.pledged_g
    return metal


def point_g(sites: Sites) -> FloatColumn:
    """Metal that goes to licensed buying points, by site, grams: free, by no licensed channel."""
    sold = sites.recovered_g - sites.channel * sites.licensed_g - committed_g(sites)
    taken: FloatColumn = sites.to_point * np.maximum(0.0, sold - sites.tied_g)
    return taken


def outside_g(sites: Sites) -> FloatColumn:
    """Metal that would leave illegally, by site, grams: it is there to be passed off."""
    sold: FloatColumn = sites.recovered_g - sites.channel * sites.licensed_g - point_g(sites)
    return np.maximum(0.0, (sold - committed_g(sites)) * (1.0 - sites.legal_share))


def papers(sites: Sites, p: Markets, premium: float, cost: FloatColumn) -> Papers:
    """What papers bring, once the month's metal is sorted.

    Laundering: where selling as licensed brings more than the chance of being found out costs, a
    part of what could be passed off is, all of it from ``launder_scale`` of gain on: some mind
    little, some more. No more can be passed off than would leave illegally in the district.

    Parameters
    ----------
    premium : float
        Better price of licensed channels.
    cost : array, by site
        Price given up by who has to sell by the legal route.
    """
    gained, given = sites.channel * premium, sites.channel * cost
    loss = p.launder_detection * p.launder_penalty
    keen = np.clip((gained - given - loss) / p.launder_scale, 0.0, 1.0)
    passed = sites.channel * p.launder_most * keen
    wanted = float(np.add.reduce(passed * sites.licensed_g))
    there = float(np.add.reduce(outside_g(sites)))
    if wanted > there:
        passed *= there / wanted
    return Papers(gained, given, passed, np.full(len(sites.id), loss))


def legal_g(sites: Sites) -> FloatColumn:
    """Metal that leaves legally without any laundering, by site, grams."""
    metal: FloatColumn = sites.recovered_g - outside_g(sites)
    return metal
