"""Sale: the pit contract shares the gross, debts are repaid, households consume.

The gross of a site goes to the landowner or chief, an armed actor where present, the processors,
and the diggers' pool. A digger's pay is the pool times role weight times own output over the
site's sum of the same: role enters the contract only, never the grams (model section 4).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import Luck, uniform
from asmsim.state.columns import FloatColumn
from asmsim.state.contract import weight
from asmsim.state.parameters import Home, Pit
from asmsim.state.people import (
    AWAY,
    DEAD,
    FARMING,
    FIRM_JOB,
    FORMAL,
    LEGAL,
    MINED,
    MINING,
    NOWHERE,
    PROCESSED,
    PROCESSING,
    People,
)
from asmsim.state.sites import HARD_ROCK, Sites
from asmsim.state.villages import Villages


class Takings(NamedTuple):
    """What the month's sales came to over all sites, USD and grams."""

    ore: float
    tailings: float
    tailings_g: float
    land: float


# What people receive and pay in a month, in this order, each a line of the ledger.
BRIBES, DUES, ADVANCES, REPAID, TIED, FARM, WAGE, ELSEWHERE, EATEN = range(9)
FLOWS = (
    "bribe",
    "dues",
    "advance",
    "repayment",
    "tied_discount",
    "farm_income",
    "wage",
    "away_income",
    "consumption",
)


@compiled
def share_gross(sites: Sites, villages: Villages, pit: Pit) -> Takings:
    """Sell each site's metal and hard-rock tailings, pay the landowner, leave the diggers' pool.

    Tailings fetch ``tailings_value`` of the metal they hold; those of alluvial ground hold nothing
    that a plant could win.
    """
    ore = 0.0
    tailings = 0.0
    tailings_g = 0.0
    land = 0.0
    for s in range(sites.id.size):
        left_g = sites.contained_g[s] - sites.recovered_g[s]
        tailings_g += left_g
        sites.tailings_g[s] += left_g
        value = sites.recovered_g[s] * sites.price[s]
        extra = 0.0
        if sites.ore[s] == HARD_ROCK:
            extra = left_g * sites.price[s] * pit.tailings_value
        gross = value + extra
        ore += value
        tailings += extra
        villages.fund[sites.village[s]] += pit.land_share * gross
        land += pit.land_share * gross
        rest = gross * (1.0 - pit.land_share)
        if sites.processors[s] > 0:
            rest *= 1.0 - pit.processing_share
        sites.pool[s] = rest
    return Takings(ore, tailings, tailings_g, land)


@compiled
def earn(people: People, sites: Sites, i: int, pit: Pit) -> tuple[float, float, float]:
    """One person's take-home from a site, and what went to a financier: discount, repayment.

    Those who owe their ore sell at a discount and repay out of what they get.
    """
    s = people.site[i]
    if people.occupation[i] == PROCESSING:
        share = pit.processing_share / (1.0 - pit.processing_share)
        return sites.pool[s] * share / sites.processors[s], 0.0, 0.0
    if sites.weighted_g[s] <= 0.0:
        return 0.0, 0.0, 0.0
    part = weight(pit, people.role[i]) * people.gold_g[i] / sites.weighted_g[s]
    income = sites.pool[s] * part
    if people.debt[i] <= 0.0:
        return income, 0.0, 0.0
    discount = pit.tied_discount * income
    payment = min(people.debt[i], pit.financier_share * (income - discount))
    people.debt[i] -= payment
    return income - discount - payment, discount, payment


@compiled
def give(people: People, i: int, income: float, bribe_usd: float) -> float:
    """What goes to officials, unless one's papers are in order."""
    if people.status[i] == FORMAL or people.status[i] == LEGAL:
        return 0.0
    return float(min(bribe_usd, income))


@compiled
def borrow(people: People, i: int, income: float, pit: Pit, luck: Luck, month: int) -> float:
    """Take an advance when short of cash, free of debt and offered one; returns its size, USD."""
    short = people.savings[i] + income < pit.advance_below * people.expected[i]
    if people.debt[i] > 0.0 or not short:
        return 0.0
    if uniform(luck.advance, month, people.id[i], 0) >= pit.advance_offer:
        return 0.0
    people.debt[i] = pit.advance_months * people.expected[i]
    people.savings[i] += people.debt[i]
    return float(people.debt[i])


@compiled
def consume(people: People, i: int, income: float, home: Home) -> float:
    """Spend what one is used to, more or less as savings are above or below the buffer."""
    used = people.expected[i]
    cash = people.savings[i] + income
    spend = used + home.buffer_speed * (cash - (1.0 + home.buffer_months) * used)
    spend = min(max(spend, 0.0), cash)
    people.savings[i] = cash - spend
    people.expected[i] = used + home.smoothing * (income - used)
    return float(spend)


@compiled
def site_income(
    people: People,
    sites: Sites,
    i: int,
    coops: tuple[FloatColumn, FloatColumn],
    pit: Pit,
    flows: FloatColumn,
) -> float:
    """What one who works at a site takes home: earnings less bribe and dues."""
    s, c = people.site[i], people.cooperative[i]
    income, discount, payment = earn(people, sites, i, pit)
    bribe = give(people, i, income, sites.bribe_usd[s])
    income -= bribe
    flows[TIED] += discount
    flows[REPAID] += payment
    flows[BRIBES] += bribe
    if c != NOWHERE:
        treasuries, rates = coops
        due = rates[c] * income
        treasuries[c] += due
        income -= due
        flows[DUES] += due
    return income


@compiled
def outside_income(
    people: People, villages: Villages, i: int, home: Home, firm_wage: float, flows: FloatColumn
) -> float:
    """What one who does not work at a site earns: from farming, from the firm, or away."""
    occupation, v = people.occupation[i], people.village[i]
    if occupation == FARMING:
        flows[FARM] += villages.farm_income[v]
        return float(villages.farm_income[v])
    if occupation == FIRM_JOB:
        villages.received[v] += firm_wage
        flows[WAGE] += firm_wage
        return firm_wage
    if occupation == AWAY:
        income = home.away_wage_usd_day * home.farm_days
        flows[ELSEWHERE] += income
        return income
    return 0.0


@compiled
def work_done(occupation: int, days: float) -> int:
    """What one did at a site this month: mined at least a day, processed, or neither."""
    if occupation == PROCESSING:
        return PROCESSED
    if occupation == MINING and days >= 1.0:
        return MINED
    return 0


@compiled
def pay(
    people: People,
    sites: Sites,
    villages: Villages,
    coops: tuple[FloatColumn, FloatColumn],
    terms: tuple[Pit, Home, float],
    luck: Luck,
    when: tuple[int, bool],
) -> FloatColumn:
    """Pay everyone's income of the month, settle debts, and consume; returns flows by line, USD.

    Parameters
    ----------
    people, sites, villages : tables
        Who works where; the sites' pools and the villages' farm incomes are filled.
    coops : (array, array), by cooperative
        Cash, which receives dues, USD; and the share of income asked as dues.
    terms : (Pit, Home, float)
        Contract and household parameters; the firm's wage, USD/month.
    luck : Luck
        The stream ``advance``.
    when : (int, bool)
        The month, and whether income counts towards the 36 months after the policy.
    """
    pit, home, firm_wage = terms
    month, counting = when
    flows = np.zeros(len(FLOWS))
    villages.received[:] = 0.0
    villages.consumption[:] = 0.0
    for i in range(people.id.size):
        occupation, s = people.occupation[i], people.site[i]
        if s != NOWHERE:
            income = site_income(people, sites, i, coops, pit, flows)
        else:
            income = outside_income(people, villages, i, home, firm_wage, flows)
        people.income[i] = income
        people.worked[i] = work_done(occupation, people.days[i])
        if occupation == DEAD:  # an accident this month: the last pay is paid, then no more
            people.savings[i] += income
            people.site[i] = NOWHERE
            people.cooperative[i] = NOWHERE
            continue
        if counting:
            people.since_policy[i] += income
        people.debt[i] *= 1.0 + pit.debt_interest
        if s != NOWHERE and sites.traders[s] > 1:
            flows[ADVANCES] += borrow(people, i, income, pit, luck, month)
        spent = consume(people, i, income, home)
        flows[EATEN] += spent
        if occupation != AWAY:
            villages.consumption[people.village[i]] += spent
    return flows
