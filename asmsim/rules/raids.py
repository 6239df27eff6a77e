"""Raids: violence against civilians, looting, and battles of armed actors over a place (R15).

Violence comes where the rent of a post has fallen or is resisted; looting where men are not paid;
battle where two actors claim one place. Like other events they stir up more at the same place.
"""

from __future__ import annotations

import math

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import Luck, uniform
from asmsim.state.armed import NOBODY, Armed, Posts
from asmsim.state.columns import FloatColumn
from asmsim.state.events import (
    BATTLE,
    LOOTING,
    RENT_FELL,
    RESISTED,
    VIOLENCE,
    Events,
    draw,
    keeps,
)
from asmsim.state.parameters import Armed as Terms
from asmsim.state.parameters import Conflict
from asmsim.state.people import AWAY, DEAD, People
from asmsim.state.sites import Sites
from asmsim.state.units import DAYS_MONTH
from asmsim.state.villages import Villages

WINNER = 4  # number under which it is drawn who wins, after those of the event itself


@compiled
def fallen(gross: float, rent: float) -> float:
    """By how much what a site grosses falls short of what armed men are used to, 0 to 1."""
    return 1.0 - gross / rent if rent > gross else 0.0


@compiled
def violence(
    sites: Sites,
    posts: Posts,
    events: Events,
    terms: tuple[Conflict, float],
    luck: Luck,
    month: int,
) -> None:
    """Violence against civilians by armed men, by site.

    Hazard = ``violence`` * men of the post * (share by which the rent fell + share of those at the
    site who are ready to resist), plus the echo of recent violence.

    Parameters
    ----------
    terms : (Conflict, float)
        Parameters, and the men of a post.
    """
    p, men = terms
    keep = keeps(p.half_life)
    for s in range(sites.id.size):
        hazard = 0.0
        if sites.armed_by[s] != NOBODY and sites.workers[s] > 0:
            fell = fallen(sites.gross_usd[s], posts.rent_usd[s])
            resist = sites.ready[s] / sites.workers[s]
            hazard = p.violence * men * (fell + resist) + posts.stirred_violence[s] * (1.0 - keep)
            events.actor[s] = sites.armed_by[s]
            events.trigger[s] = RENT_FELL if fell >= resist else RESISTED
        events.expected[s] = 1.0 - math.exp(-hazard)
        if events.expected[s] > 0.0:
            there = (max(2.0, men), max(sites.workers[s], 2))
            draw(events, s, sites.id[s], there, p, p.violence_harm, luck, (month, VIOLENCE))
        posts.stirred_violence[s] *= keep
        posts.stirred_violence[s] += p.branching * events.happened[s]
        if events.happened[s]:
            sites.violence[s] = 1.0
            posts.struck_month[s] = month


def unpaid_men(actors: Armed, sites: Sites, villages: Villages, p: Terms) -> FloatColumn:
    """Unpaid men of each actor around each village, as a table of actors by villages.

    Men of posts are around the village of their site; those who are free go where most is spent.
    """
    n = len(villages.id)
    if not actors.unpaid.any():
        return np.zeros((len(actors.kind), n))
    spent = float(np.add.reduce(villages.consumption))
    wealth = villages.consumption / spent if spent > 0.0 else np.full(n, 1.0 / max(n, 1))
    found: FloatColumn = np.zeros((len(actors.kind), n))
    for row, kind in enumerate(actors.kind.tolist()):
        posts = np.bincount(sites.village[sites.armed_by == kind], minlength=n)
        free = max(0.0, float(actors.men[row]) - p.post_men * float(posts.sum()))
        found[row] = actors.unpaid[row] * (p.post_men * posts + free * wealth)
    return found


@compiled
def looting(
    villages: Villages, events: Events, men: FloatColumn, p: Conflict, luck: Luck, month: int
) -> None:
    """Looting of villages by men who are not paid.

    Hazard = ``looting`` * unpaid men around, plus the echo of recent looting.

    Parameters
    ----------
    men : array, village
        Unpaid men around it.
    """
    keep = keeps(p.half_life)
    for v in range(villages.id.size):
        hazard = 0.0
        if men[v] > 0.0 and villages.residents[v] > 1:
            hazard = p.looting * men[v] + villages.stirred_looting[v] * (1.0 - keep)
        events.expected[v] = 1.0 - math.exp(-hazard)
        if events.expected[v] > 0.0:
            there = (max(2.0, men[v]), villages.residents[v])
            draw(events, v, villages.id[v], there, p, p.looting_harm, luck, (month, LOOTING))
        villages.stirred_looting[v] *= keep
        villages.stirred_looting[v] += p.branching * events.happened[v]
        villages.danger[v] *= keeps(p.memory_half_life)
        if events.happened[v]:
            villages.danger[v] = 1.0


@compiled
def frighten(sites: Sites, posts: Posts, events: Events, p: Conflict, month: int) -> None:
    """Let those who work on a looted village's land remember it too, and lose days of work."""
    for s in range(sites.id.size):
        if events.happened[sites.village[s]]:
            sites.violence[s] = max(sites.violence[s], p.looting_nearby)
            posts.struck_month[s] = month


@compiled
def loot(people: People, events: Events, share: float, taken: FloatColumn) -> None:
    """Take a share of the savings of those who live in looted villages.

    Parameters
    ----------
    taken : array, village, USD
        Added to.
    """
    for i in range(people.id.size):
        v = people.village[i]
        if not events.happened[v] or people.occupation[i] in (AWAY, DEAD):
            continue
        lost = share * people.savings[i]
        people.savings[i] -= lost
        taken[v] += lost


def divide(taken: FloatColumn, men: FloatColumn) -> FloatColumn:
    """What each actor gets of the loot of each village, in proportion to its men there, USD."""
    there = np.add.reduce(men, axis=0)
    parts = np.divide(men, there, out=np.zeros_like(men), where=there > 0.0)
    shares: FloatColumn = np.add.reduce(parts * taken, axis=1)
    return shares


@compiled
def battles(
    sites: Sites,
    posts: Posts,
    events: Events,
    actors: Armed,
    terms: tuple[Conflict, float],
    when: tuple[Luck, int],
) -> None:
    """Battles over places that another actor claims, by site.

    Hazard = claims, plus the echo of recent battles where the claim is still there. The challenger
    wins with its share of the men of both; who loses, leaves. The dead are fighters, of either side
    alike.

    Parameters
    ----------
    terms : (Conflict, float)
        Parameters, and the men of a post.
    """
    p, men = terms
    luck, month = when
    keep = keeps(p.half_life)
    for s in range(sites.id.size):
        hazard = 0.0
        holder, rival = sites.armed_by[s], posts.rival[s]
        if holder != NOBODY and posts.claim[s] > 0.0:
            hazard = posts.claim[s] + posts.stirred_battle[s] * (1.0 - keep)
            events.actor[s] = rival
        events.expected[s] = 1.0 - math.exp(-hazard)
        if events.expected[s] > 0.0:
            there = (2.0 * men, int(4.0 * men))
            draw(events, s, sites.id[s], there, p, p.battle_harm, luck, (month, BATTLE))
        posts.stirred_battle[s] *= keep
        posts.stirred_battle[s] += p.branching * events.happened[s]
        if not events.happened[s]:
            continue
        sites.violence[s] = 1.0
        posts.struck_month[s] = month
        both = actors.men[rival] + actors.men[holder]
        wins = uniform(luck.battle, month, sites.id[s], WINNER) * both < actors.men[rival]
        for side in (holder, rival):
            actors.men[side] = max(0.0, actors.men[side] - 0.5 * events.deaths[s])
        if wins:
            actors.posts[holder] -= 1
            actors.left[holder] += 1
            actors.posts[rival] += 1
            actors.came[rival] += 1
            sites.armed_by[s] = rival


def stand_still(sites: Sites, posts: Posts, days: float, month: int) -> None:
    """Let work stand still for some days where there was violence in the month before (R29)."""
    struck = posts.struck_month == month - 1
    lost = min(1.0, days / DAYS_MONTH)
    sites.interdiction[struck] = np.maximum(sites.interdiction[struck], lost)
