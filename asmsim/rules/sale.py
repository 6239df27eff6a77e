"""Sale: the pit contract shares the gross, debts are repaid, households consume.

The gross of a site goes to the landowner or chief, an armed actor where present, the processors,
and the diggers' pool. A digger's pay is the pool times role weight times own output over the
site's sum of the same: role enters the contract only, never the grams (model section 4).
"""

from __future__ import annotations

from typing import NamedTuple

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
    NOWHERE,
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


class Payments(NamedTuple):
    """What people received and paid in the month, USD."""

    bribe: float
    dues: float
    advance: float
    repayment: float
    tied_discount: float
    farm: float
    wage: float
    away: float
    consumption: float


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
def give(
    people: People, i: int, income: float, bribe_usd: float, dues: float
) -> tuple[float, float]:
    """What goes to officials, unless one's papers are in order, and to one's cooperative."""
    bribe = 0.0
    if people.status[i] != FORMAL and people.status[i] != LEGAL:
        bribe = min(bribe_usd, income)
    if people.cooperative[i] == NOWHERE:
        return bribe, 0.0
    return bribe, dues * (income - bribe)


@compiled
def borrow(people: People, i: int, income: float, pit: Pit, luck: Luck, month: int) -> float:
    """Take an advance when short of cash, free of debt and offered one; returns its size, USD.

    What is owed already grows by the interest.
    """
    people.debt[i] *= 1.0 + pit.debt_interest
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
def pay(
    people: People,
    sites: Sites,
    treasuries: FloatColumn,
    outside: tuple[FloatColumn, float, float],
    terms: tuple[Pit, Home],
    luck: Luck,
    when: tuple[int, bool],
) -> Payments:
    """Pay everyone's income of the month, settle debts, and consume.

    Parameters
    ----------
    people, sites : tables
        Who works where; the sites' pools are filled.
    treasuries : array, cooperative, USD
        Cooperatives' cash, which receives dues.
    outside : (array by village, float, float), USD/month
        Income from farming and day labour, from the firm, and away.
    terms : (Pit, Home)
        Contract and household parameters.
    luck : Luck
        The stream ``advance``.
    when : (int, bool)
        The month, and whether income counts towards the 36 months after the policy.
    """
    pit, home = terms
    month, counting = when
    bribes = dues = advances = repaid = tied = farm = wage = away = eaten = 0.0
    for i in range(people.id.size):
        occupation = people.occupation[i]
        s = people.site[i]
        income = 0.0
        if s != NOWHERE:
            income, discount, payment = earn(people, sites, i, pit)
            tied += discount
            repaid += payment
            bribe, due = give(people, i, income, sites.bribe_usd[s], pit.dues)
            if due > 0.0:
                treasuries[people.cooperative[i]] += due
            income -= bribe + due
            bribes += bribe
            dues += due
        elif occupation == FARMING:
            income = outside[0][people.village[i]]
            farm += income
        elif occupation == FIRM_JOB:
            income = outside[1]
            wage += income
        elif occupation == AWAY:
            income = outside[2]
            away += income
        people.income[i] = income
        if occupation == DEAD:  # an accident this month: the last pay is paid, then no more
            people.savings[i] += income
            people.site[i] = NOWHERE
            people.cooperative[i] = NOWHERE
            continue
        if counting:
            people.since_policy[i] += income
        if s != NOWHERE and sites.traders[s] > 1:
            advances += borrow(people, i, income, pit, luck, month)
        eaten += consume(people, i, income, home)
    return Payments(bribes, dues, advances, repaid, tied, farm, wage, away, eaten)
