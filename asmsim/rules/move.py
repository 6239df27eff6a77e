"""Move: some reconsider what to do and where; discoveries start rushes.

Utility of an option = slope * log(certainty-equivalent income a day, in the person's own
reservation terms) less danger, moving cost and tenure risk; a Gumbel taste keyed by person, month
and option makes the best option a logit choice. Mining at a site is worth the reservation wage
times what the site yields over the reference yield at which the wage was asked (Stoop and
Verpoorten's survey). Staying has an advantage, which gives workforces their persistence.
"""

from __future__ import annotations

import math

from asmsim.compiled import compiled
from asmsim.luck import Luck, gumbel, uniform
from asmsim.state.columns import FloatColumn
from asmsim.state.near import Near
from asmsim.state.parameters import Move
from asmsim.state.people import (
    AWAY,
    DEAD,
    FARMING,
    FIRM_JOB,
    MINING,
    NEVER,
    NOWHERE,
    PROCESSING,
    PROCESSOR,
    People,
)
from asmsim.state.sites import Sites

# Numbers under which an option's taste is drawn; a site's is SITE + its id.
FARM_OPTION, AWAY_OPTION, SITE_OPTION = 0, 1, 2
LITTLE = 1e-6  # USD: keeps the logarithm of an income of nothing finite


@compiled
def digging_utility(
    people: People, sites: Sites, i: int, s: int, p: Move, reference_usd: float
) -> float:
    """Utility of mining (or processing) at a site, without taste, moving cost or staying."""
    income = sites.yield_usd[s] * people.skill[i]
    if people.role[i] == PROCESSOR:
        income = sites.yield_processor[s]
    worth = people.reservation[i] * (income + LITTLE) / reference_usd
    risk = people.risk_aversion[i] * p.income_risk
    utility = p.slope * (math.log(worth) - risk) - p.danger * sites.danger[s]
    if sites.intrusion[s]:
        utility -= p.tenure_risk
    return float(utility)


@compiled
def best_outside(
    people: People,
    i: int,
    outside: tuple[FloatColumn, float],
    p: Move,
    luck: Luck,
    when: tuple[int, float],
) -> tuple[float, int]:
    """The better of farming and living away: its utility with taste, and its option number."""
    month, days = when
    farm_income, away_income = outside
    now, who = people.occupation[i], people.id[i]
    farm = p.slope * math.log(farm_income[people.village[i]] / days) + p.farm_access
    farm += gumbel(luck.taste, month, who, FARM_OPTION)
    away = p.slope * math.log(away_income / days) + p.away_access - p.home_tie * people.local[i]
    away += gumbel(luck.taste, month, who, AWAY_OPTION)
    if now == FARMING:
        farm += p.stay
    elif now == AWAY:
        away += p.stay
    if away > farm:
        return away, AWAY_OPTION
    return farm, FARM_OPTION


@compiled
def best_site(
    people: People,
    sites: Sites,
    near: Near,
    i: int,
    p: Move,
    luck: Luck,
    when: tuple[int, float],
) -> tuple[float, int]:
    """The best of the present site and those looked at: utility with taste, option number.

    One looks around one's site, or around the one just lost, else around one's village.
    """
    month, days = when
    reference = p.reference_g_day * p.reference_price_usd_g * days
    who, here = people.id[i], people.site[i]
    best, option = -math.inf, FARM_OPTION
    if here != NOWHERE:
        best = digging_utility(people, sites, i, here, p, reference) + p.stay
        best += gumbel(luck.taste, month, who, SITE_OPTION + sites.id[here])
        option = SITE_OPTION + here
    anchor = people.evicted_site[i] if people.uprooted[i] else here
    for look in range(p.looks if near.filled > 0 else 0):
        place = int(uniform(luck.look, month, who, look) * near.filled)
        if anchor != NOWHERE:
            s = near.site[anchor, place]
        else:
            s = near.village[people.village[i], place]
        if s == NOWHERE or s == here:
            continue
        utility = digging_utility(people, sites, i, s, p, reference)
        if anchor != NOWHERE:
            dx, dy = sites.x[s] - sites.x[anchor], sites.y[s] - sites.y[anchor]
            utility -= p.distance * math.sqrt(dx * dx + dy * dy)
        utility += gumbel(luck.taste, month, who, SITE_OPTION + sites.id[s])
        if utility > best:
            best, option = utility, SITE_OPTION + s
    return best, option


@compiled
def go(people: People, i: int, option: int) -> bool:
    """Take up an option; tell whether anything changed."""
    then, there = FARMING, NOWHERE
    if option == AWAY_OPTION:
        then = AWAY
    elif option >= SITE_OPTION:
        there = option - SITE_OPTION
        then = PROCESSING if people.role[i] == PROCESSOR else MINING
    people.uprooted[i] = 0
    if then == people.occupation[i] and there == people.site[i]:
        return False
    people.occupation[i] = then
    people.site[i] = there
    people.cooperative[i] = NOWHERE
    return True


@compiled
def choose(
    people: People,
    sites: Sites,
    near: Near,
    outside: tuple[FloatColumn, float],
    p: Move,
    luck: Luck,
    when: tuple[int, float],
) -> int:
    """Let those who reconsider choose; returns how many changed what they do or where.

    Parameters
    ----------
    people, sites : tables
        Who and where.
    near : Near
        Known sites around each site and village.
    outside : (array by village, float), USD/month
        Expected income from farming and day labour, and from living away.
    p : Move
        Parameters.
    luck : Luck
        Streams ``reconsider``, ``look`` and ``taste``.
    when : (int, float)
        The month, and mining days in a mean month.
    """
    month, _ = when
    moved = 0
    for i in range(people.id.size):
        now = people.occupation[i]
        if now == DEAD or now == FIRM_JOB:
            continue
        rate = p.return_rate if now == AWAY else p.reconsider
        stirs = uniform(luck.reconsider, month, people.id[i], 0) < rate
        if not (stirs or people.uprooted[i]):
            continue
        least, option = best_outside(people, i, outside, p, luck, when)
        best, site_option = best_site(people, sites, near, i, p, luck, when)
        if best > least:
            option = site_option
        if go(people, i, option):
            moved += 1
    return moved


@compiled
def discover(sites: Sites, p: Move, luck: Luck, month: int, effort: float) -> int:
    """Find unknown deposits; returns how many.

    Each is found with a monthly probability ``discovery`` times the share of people who dig
    (``effort``): artisanal miners are the prospectors.
    """
    found = 0
    for s in range(sites.id.size):
        if sites.discovery_month[s] != NEVER:
            continue
        if uniform(luck.discovery, month, sites.id[s], 0) < p.discovery * effort:
            sites.discovery_month[s] = month + 1  # known from next month on
            found += 1
    return found
