"""Posts: skilled workers, foremen and pit managers, as many as a site's diggers call for.

A post is held at a site. Who leaves the site keeps the trade and loses the post; one that falls
free goes to who has been there longest of those a rank below. Where diggers become fewer, the last
to come of a rank steps down. So roles change hands and their shares stay.
"""

from __future__ import annotations

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import Luck, uniform
from asmsim.state.columns import BoolColumn, IdColumn
from asmsim.state.kinds import Kinds, kind, take_role
from asmsim.state.parameters import People as Shares
from asmsim.state.people import FOREMAN, MANAGER, MINING, NOWHERE, ORDINARY, SKILLED, People
from asmsim.state.sites import Sites

RANK = 1e6  # months: no seniority outdoes a rank


@compiled
def standing(role: int, months: float, senior: float, u: float) -> float:
    """What posts are filled by: rank first, then months at the site, luck among equals."""
    return RANK * role + senior * months + u


@compiled
def post(place: int, diggers: int, shares: Shares) -> int:
    """The post of who stands at a place of a site's order, 0 for the first."""
    foremen = shares.manager_share + shares.foreman_share
    if place < round(shares.manager_share * diggers):
        return MANAGER
    if place < round(foremen * diggers):
        return FOREMAN
    if place < round((foremen + shares.skilled_share) * diggers):
        return SKILLED
    return ORDINARY


@compiled
def in_line(people: People, due: BoolColumn) -> tuple[IdColumn, IdColumn]:
    """Rows of the diggers of the sites that are due, site by site; where each site's begin."""
    begin = np.zeros(due.size + 1, np.int64)
    for i in range(people.id.size):
        s = people.site[i]
        if s != NOWHERE and due[s] and people.occupation[i] == MINING:
            begin[s + 1] += 1
    for s in range(due.size):
        begin[s + 1] += begin[s]
    line = np.empty(begin[-1], np.int64)
    free = begin[:-1].copy()
    for i in range(people.id.size):
        s = people.site[i]
        if s != NOWHERE and due[s] and people.occupation[i] == MINING:
            line[free[s]] = i
            free[s] += 1
    return line, begin


@compiled
def fill(
    people: People,
    sites: Sites,
    shares: Shares,
    kinds: Kinds,
    luck: Luck,
    when: tuple[int, float],
) -> int:
    """Fill the posts of sites that come round to it; returns how many were promoted.

    Parameters
    ----------
    shares : People
        Of managers, foremen and skilled workers among a site's diggers.
    when : (int, float)
        The month, and the chance that a site fills its posts in it.
    """
    month, chance = when
    due = np.zeros(sites.id.size, np.bool_)
    for s in range(sites.id.size):
        due[s] = uniform(luck.post, month, sites.id[s], 0) < chance
    line, begin = in_line(people, due)
    promoted = 0
    for s in range(sites.id.size):
        here = line[begin[s] : begin[s + 1]]
        rank = np.empty(here.size)
        for k in range(here.size):
            i = here[k]
            u = uniform(luck.post, 0, people.id[i], 1)
            months = float(month - people.arrived[i])
            rank[k] = standing(people.role[i], months, kinds.senior[kind(people, i)], u)
        order = np.argsort(-rank)
        for k in range(here.size):
            i = here[order[k]]
            role = post(k, here.size, shares)
            promoted += role > people.role[i]
            take_role(people, i, role, kinds.asked)
    return promoted
