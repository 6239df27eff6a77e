"""Armed actors: where they stand, what they take there, when they come and go (R15).

An actor weighs what a site's people could be made to pay against what the men of a post cost and
what they risk. Output is levied at the pit as far as it cannot be hidden; income is levied in the
village, where what people earn shows in what they spend: so bulky minerals are taxed where they are
dug, and those that fit in a pocket where they are turned into money. Men who are freed where rent
has gone look for other ground.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import uniform, uniforms
from asmsim.state.armed import ARMY, NETWORK, NOBODY, Armed, Posts
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.parameters import Armed as Terms
from asmsim.state.parameters import Pit
from asmsim.state.people import FARMING, FINANCIER, FIRM_JOB, NOWHERE, People
from asmsim.state.people import NETWORK as LENDER
from asmsim.state.sites import UNKNOWN, Sites
from asmsim.state.units import MONTHS
from asmsim.state.villages import Villages

# Numbers under which a site's draws are taken: one of each for every kind of actor.
STAYS, COMES = range(2)


class Prospect(NamedTuple):
    """What each site's people could be made to pay, by whomever, where nobody opposes it."""

    pit: FloatColumn  # share of the gross a levy at the pit would take
    village: float  # share of incomes one in the village would take
    in_village: BoolColumn  # where the second brings more
    take_usd: FloatColumn  # what the better of the two would bring


def expect(sites: Sites, posts: Posts, p: Terms) -> None:
    """Learn what the people of each site gross."""
    posts.rent_usd[:] += p.learn * (sites.gross_usd - posts.rent_usd)


def unopposed(sites: Sites, p: Terms) -> tuple[FloatColumn, FloatColumn]:
    """Share of a levy that guards, and soldiers of the state, leave a post: of the army, of others.

    men / (men + ``hold_off`` * those who oppose them); soldiers do not oppose the army.
    """
    army: FloatColumn = p.post_men / (p.post_men + p.hold_off * sites.guards)
    others: FloatColumn = p.post_men / (p.post_men + p.hold_off * (sites.guards + sites.forces))
    return army, others


def found(sites: Sites, p: Terms, kind: int, seen: FloatColumn) -> FloatColumn:
    """Chance a month that a post is found: by those who watch the trade, or by the state.

    Parameters
    ----------
    seen : array, site
        Chance that those who trace and monitor see it and can act on it.
    """
    patrol = np.zeros(len(sites.id))
    if kind != ARMY:  # the state does not hunt its own
        patrol = p.patrol * np.exp(-sites.remoteness / p.patrol_reach)
    chance: FloatColumn = 1.0 - (1.0 - np.minimum(seen, 1.0)) * (1.0 - patrol)
    return chance


def weigh(take: FloatColumn, cost: FloatColumn, weighing: float) -> FloatColumn:
    """Worth of a place, 0 to 1: x / (1 + x), with x = (take / cost) ** weighing."""
    ratio = (np.maximum(take, 0.0) / cost) ** weighing
    found: FloatColumn = ratio / (1.0 + ratio)
    return found


def households_usd(sites: Sites, villages: Villages) -> FloatColumn:
    """Incomes made away from the pits that a post in each site's village would have to itself."""
    posts = villages.armed_posts[sites.village] + (sites.levy_village <= 0.0)
    usd: FloatColumn = villages.others_usd[sites.village] / np.maximum(posts, 1)
    return usd


def prospect(
    sites: Sites,
    villages: Villages,
    posts: Posts,
    concealed: FloatColumn,
    p: Terms,
    pit: Pit,
) -> Prospect:
    """What each site would pay, levied where that brings more.

    pit = levy * (1 - concealed) * gross; village = levy * ``village_sees`` * (what land and tribute
    leave of the gross + ``households`` * other incomes there).

    Parameters
    ----------
    concealed : array, site
        Share of the output that can be hidden.
    """
    at_pit, in_village = p.levy * (1.0 - concealed), p.levy * p.village_sees
    income = np.maximum(0.0, 1.0 - pit.land_share - sites.tribute) * posts.rent_usd
    income += p.households * households_usd(sites, villages)
    pit_usd, village_usd = at_pit * posts.rent_usd, in_village * income
    where = village_usd > pit_usd
    return Prospect(at_pit, in_village, where, np.where(where, village_usd, pit_usd))


def worth(take: FloatColumn, risk: FloatColumn, lost: float, p: Terms) -> FloatColumn:
    """Worth of each site to an actor, 0 to 1, from what it would take there and what a post costs.

    A post costs its men's upkeep, and what is lost when it is found times the chance of it.

    Parameters
    ----------
    risk : array, site
        Chance a month that the post is found.
    lost : float
        Men lost with a post that is found.
    """
    return weigh(take, p.post_men * p.upkeep_usd + risk * lost * p.replace_usd, p.weighing)


@compiled
def hazard_of_leaving(worth: float, p: Terms) -> float:
    """Monthly hazard of giving up a post: ``leave`` a year where it just pays for itself."""
    return 2.0 * p.leave / MONTHS * (1.0 - worth)


@compiled
def hazard_of_coming(worth: float, free: float, p: Terms) -> float:
    """Monthly hazard of taking a place: ``enter`` a year where it just pays, all men being free."""
    return 2.0 * p.enter / MONTHS * worth * free


@compiled
def give_up(sites: Sites, s: int) -> None:
    """Leave a site to itself."""
    sites.armed_by[s] = NOBODY
    sites.armed[s] = 0.0
    sites.levy_pit[s] = 0.0
    sites.levy_village[s] = 0.0


@compiled
def take_up(sites: Sites, s: int, kind: int) -> None:
    """Hold a site from now on."""
    sites.armed_by[s] = kind
    sites.armed[s] = 1.0


@compiled
def stay_or_leave(
    sites: Sites,
    worth: FloatColumn,
    risk: FloatColumn,
    kind: int,
    p: Terms,
    when: tuple[np.uint64, int],
) -> tuple[int, int, int]:
    """Keep posts or give them up; returns how many are held, given up, and found.

    A post is given up where nobody works any more, when it is found, or with a hazard that rises
    as the place is worth less.
    """
    stream, month = when
    held = left = caught = 0
    for s in range(sites.id.size):
        if sites.armed_by[s] != kind:
            continue
        stays = math.exp(-hazard_of_leaving(worth[s], p))
        u = uniform(stream, month, sites.id[s], 2 * kind + STAYS)
        if sites.workers[s] == 0 or u >= stays * (1.0 - risk[s]):
            caught += sites.workers[s] > 0 and u < stays
            left += 1
            give_up(sites, s)
        else:
            held += 1
    return held, left, caught


@compiled
def draw_back(sites: Sites, worth: FloatColumn, kind: int, too_many: int) -> None:
    """Give up the posts worth least, where there are fewer men than they take."""
    for _ in range(too_many):
        worst = -1
        for s in range(sites.id.size):
            if sites.armed_by[s] == kind and (worst < 0 or worth[s] < worth[worst]):
                worst = s
        if worst >= 0:
            give_up(sites, worst)


@compiled
def look_out(
    sites: Sites,
    posts: Posts,
    worth: FloatColumn,
    actor: tuple[int, int, int],
    p: Terms,
    when: tuple[np.uint64, int],
) -> int:
    """Take free places, claim those of others; returns how many were taken.

    Each worked place that nobody holds is taken with a hazard that rises with its worth and with
    the share of men who are free; where more would be than there are men, the readiest go. Places
    others hold are claimed with ``challenge`` times that hazard, which ends in battle or not.

    Parameters
    ----------
    actor : (int, int, int)
        Kind, posts it has men for, posts it holds.
    """
    stream, month = when
    kind, most, held = actor
    if most <= held or sites.id.size == 0:
        return 0
    free = (most - held) / most
    keen = np.full(sites.id.size, math.inf)
    for s in range(sites.id.size):
        if sites.discovery_month[s] == UNKNOWN or sites.workers[s] == 0:
            continue
        hazard = hazard_of_coming(worth[s], free, p)
        if sites.armed_by[s] == NOBODY:
            u = uniform(stream, month, sites.id[s], 2 * kind + COMES)
            if hazard > 0.0 and u < 1.0 - math.exp(-hazard):
                keen[s] = u / hazard
        elif sites.armed_by[s] != kind:
            claim = p.challenge * hazard
            posts.claim[s] += claim
            if claim > posts.pressed[s]:
                posts.pressed[s] = claim
                posts.rival[s] = kind
    came = 0
    while held + came < most:
        s = int(np.argmin(keen))
        if keen[s] == math.inf:
            break
        keen[s] = math.inf
        take_up(sites, s, kind)
        came += 1
    return came


def ask(sites: Sites, prospect: Prospect, left: tuple[FloatColumn, FloatColumn]) -> None:
    """Set the levy at all posts: at the pit or in the village.

    Parameters
    ----------
    left : (array, array), by site
        Share that those who oppose a post leave it, of the army and of others.
    """
    rate = np.where(sites.armed_by == ARMY, left[0], left[1]) * (sites.armed_by != NOBODY)
    sites.levy_pit[:] = np.where(prospect.in_village, 0.0, prospect.pit) * rate
    sites.levy_village[:] = np.where(prospect.in_village, prospect.village, 0.0) * rate


def ask_in_villages(sites: Sites, villages: Villages, p: Terms) -> None:
    """Set what households away from the pits are asked, where a post levies in their village.

    The mean rate of its posts times ``households``.
    """
    there = sites.levy_village > 0.0
    n = len(villages.id)
    villages.armed_posts[:] = np.bincount(sites.village[there], minlength=n)
    rates = np.bincount(sites.village[there], sites.levy_village[there], minlength=n)
    villages.levy[:] = p.households * rates / np.maximum(villages.armed_posts, 1)


@compiled
def levy(people: People, sites: Sites, villages: Villages, posts: Posts) -> None:
    """Take the month's levies; what is taken of incomes is taken in the village.

    Incomes made away from the pits are those of farming, day labour and jobs.
    """
    villages.others_usd[:] = 0.0
    villages.levied_usd[:] = 0.0
    for s in range(sites.id.size):
        posts.levied_usd[s] = sites.levy_pit[s] * sites.gross_usd[s]
    for i in range(people.id.size):
        income, s, v = people.income[i], people.site[i], people.village[i]
        if s != NOWHERE:
            taken = sites.levy_village[s] * income
            posts.levied_usd[s] += taken
            people.income[i] = income - taken
        elif people.occupation[i] == FARMING or people.occupation[i] == FIRM_JOB:
            taken = villages.levy[v] * income
            villages.others_usd[v] += income
            villages.levied_usd[v] += taken
            people.income[i] = income - taken


def share_out(actors: Armed, sites: Sites, villages: Villages, posts: Posts) -> None:
    """Give each actor what its posts took; what households paid goes by posts in the village."""
    here = sites.armed_by
    in_village = sites.levy_village > 0.0
    among = np.maximum(villages.armed_posts, 1)[sites.village]
    households = np.where(in_village, villages.levied_usd[sites.village] / among, 0.0)
    for row, kind in enumerate(actors.kind.tolist()):
        its = here == kind
        at_pit = its & ~in_village
        actors.pit_usd[row] = float(np.add.reduce(posts.levied_usd[at_pit]))
        taken = posts.levied_usd + households
        actors.village_usd[row] = float(np.add.reduce(taken[its & in_village]))


def pay_men(men: float, cash: float, p: Terms) -> tuple[float, float, float]:
    """Pay the men as far as there is cash: returns what they get, what goes on, share unpaid.

    Those behind the actor take what is above ``reserve_months`` of upkeep.
    """
    due = men * p.upkeep_usd
    paid = min(due, cash)
    surplus = max(0.0, cash - paid - p.reserve_months * due)
    return paid, surplus, 1.0 - paid / due if due > 0.0 else 0.0


def recruited(men: float, strength: float, p: Terms) -> float:
    """Men a month on: losses are made good by ``recruit`` of what is missing; none are too many."""
    return min(strength, men + p.recruit * (strength - men))


def lend(
    people: People,
    sites: Sites,
    owed: BoolColumn,
    share: float,
    when: tuple[np.uint64, int],
) -> float:
    """Let a criminal network make some of the month's new advances where it holds sites.

    Returns how much, USD. Who is free of debt owes it nothing any more.

    Parameters
    ----------
    owed : array, person
        Who owed ore before the month's advances.
    share : float
        Of new advances at its sites, those that are its own.
    """
    stream, month = when
    lent = np.flatnonzero(people.lender == LENDER)
    people.lender[lent[people.debt[lent] <= 0.0]] = FINANCIER
    new = np.flatnonzero((people.debt > 0.0) & ~owed & (people.site != NOWHERE))
    new = new[sites.armed_by[people.site[new]] == NETWORK]
    its = new[uniforms(stream, month, people.id[new], 0) < share]
    people.lender[its] = LENDER
    return float(np.add.reduce(people.debt[its]))
