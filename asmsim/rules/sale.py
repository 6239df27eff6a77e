"""Sale: the pit contract shares the gross, debts are repaid, households consume.

The gross of a site goes to the landowner or chief, the processors, and the diggers' pool. A
digger's pay is the pool times role weight times own output over the site's sum of the same: role
enters the contract only, never the grams.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import uniform
from asmsim.state.columns import FloatColumn, IndexColumn
from asmsim.state.kinds import Kinds, kind
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
    NETWORK,
    NOWHERE,
    PROCESSED,
    PROCESSING,
    People,
)
from asmsim.state.sites import Sites
from asmsim.state.villages import Villages


class Takings(NamedTuple):
    """What the month's sales came to over all sites, USD and grams."""

    ore: float
    tailings: float
    tailings_g: float
    land: float
    tribute: float


# What people receive and pay in a month, in this order, each a line of the ledger.
(
    PREMIUM,
    COST,
    LAUNDERED,
    SEIZED,
    BRIBES,
    ACCESS,
    DUES,
    REPAID,
    TIED,
    FARM,
    ENTERPRISE,
    WAGE,
    ELSEWHERE,
    ADVANCES,
    EATEN,
    NETWORK_REPAID,
    NETWORK_TIED,
    NETWORK_ADVANCES,
) = range(18)
FLOWS = (
    "legal_premium",
    "legal_cost",
    "laundering",
    "seizure",
    "bribe",
    "access_fee",
    "dues",
    "repayment",
    "tied_discount",
    "farm_income",
    "enterprise",
    "wage",
    "away_income",
    "advance",
    "consumption",
    "network_repayment",
    "network_discount",
    "network_advance",
)


@compiled
def share_gross(sites: Sites, villages: Villages, pit: Pit) -> Takings:
    """Sell each site's metal and hard-rock tailings, pay land, tribute and levy, leave the pool.

    Tailings fetch the site's ``tailings_value`` of the metal they hold; those of alluvial ground
    hold nothing that a plant could win.
    """
    ore = 0.0
    tailings = 0.0
    tailings_g = 0.0
    land = 0.0
    tribute = 0.0
    for s in range(sites.id.size):
        left_g = max(0.0, sites.contained_g[s] - sites.ore_g[s] - sites.recovered_g[s])
        tailings_g += left_g
        sites.tailings_g[s] += left_g
        value = sites.recovered_g[s] * sites.price[s] + sites.outlet_usd[s]
        extra = left_g * sites.price[s] * sites.tailings_value[s]
        gross = value + extra
        sites.gross_usd[s] = gross
        ore += value
        tailings += extra
        villages.fund[sites.village[s]] += pit.land_share * gross
        land += pit.land_share * gross
        tribute += sites.tribute[s] * gross
        rest = gross * max(0.0, 1.0 - pit.land_share - sites.tribute[s] - sites.levy_pit[s])
        if sites.processors[s] > 0:
            rest *= 1.0 - pit.processing_share
        sites.pool[s] = rest
    return Takings(ore, tailings, tailings_g, land, tribute)


@compiled
def service(income: float, debt: float, free: float, pit: Pit) -> tuple[float, float]:
    """Price given up, as far as one is not free to sell elsewhere, and debt repaid in ore, USD."""
    if debt <= 0.0:
        return 0.0, 0.0
    discount = (1.0 - free) * pit.tied_discount * income
    return discount, min(debt, pit.financier_share * (income - discount))


@compiled
def spending(cash: float, used_to: float, home: Home) -> float:
    """Spend what one is used to, more or less as cash is above or below the buffer, USD."""
    above = cash - (1.0 + home.buffer_months) * used_to
    return min(max(used_to + home.buffer_speed * above, 0.0), cash)


@compiled
def pay_at_sites(
    people: People,
    sites: Sites,
    coops: tuple[FloatColumn, FloatColumn, FloatColumn, FloatColumn],
    terms: tuple[Pit, Kinds],
    papers: tuple[FloatColumn, FloatColumn, FloatColumn, FloatColumn],
    flows: FloatColumn,
) -> None:
    """Share each site's pool, less what goes to financiers, officials and cooperatives.

    Those whose papers are in order sell through licensed channels as far as formal buyers serve
    the site: at a better price less what the legal route costs, and free from who holds their
    debt; metal of others may be passed off with theirs. Officials do not bother them. Migrants give
    the chief a part of what they are paid.

    Parameters
    ----------
    people, sites : tables
        Who works where; the sites' pools are filled.
    coops : arrays, by cooperative; the last two end with those who are in none
        Cash, which receives dues, USD; the share of income asked as dues; the share of metal sold
        to outlets; and the mean price of metal over the price at the pit.
    terms : (Pit, Kinds)
        The contract, and how kinds of people differ.
    papers : arrays, by site
        What papers bring: shares of price gained and given up, metal passed off to own metal, and
        the loss expected on it (``channels.Papers``).
    flows : array, line, USD
        Added to.
    """
    (treasuries, rates, outlet, price), (pit, kinds) = coops, terms
    premium, cost, passed, loss = papers
    processors = pit.processing_share / (1.0 - pit.processing_share)
    sites.access_usd[:] = 0.0
    for i in range(people.id.size):
        people.income[i], people.worked[i] = 0.0, 0
        s, c = people.site[i], people.cooperative[i]
        if s == NOWHERE:
            continue
        # Whoever has moved on since papers were looked at is in no cooperative.
        formal = people.status[i] == FORMAL and c != NOWHERE
        k = kind(people, i)
        if people.occupation[i] == PROCESSING:
            people.worked[i] = PROCESSED
            income = sites.pool[s] * processors * kinds.time[k] / sites.hands[s]
        else:
            if people.occupation[i] == MINING and people.days[i] >= 1.0:
                people.worked[i] = MINED
            income = 0.0
            if sites.weighted_g[s] > 0.0:
                part = kinds.weight[people.role[i], k] * people.gold_g[i] / sites.weighted_g[s]
                income = sites.pool[s] * part * price[c]
            free = sites.channel[s] if formal else 0.0
            free += outlet[c] * (1.0 - free)
            if formal:
                edge, own = premium[s] - cost[s], income * (1.0 - outlet[c]) / price[c]
                outside = passed[s] * people.gold_g[i] * sites.price[s] * (1.0 - outlet[c])
                flows[PREMIUM] += premium[s] * own
                flows[COST] += cost[s] * own
                flows[LAUNDERED] += edge * outside
                flows[SEIZED] += loss[s] * outside
                income += edge * own + (edge - loss[s]) * outside
            discount, payment = service(income, people.debt[i], free, pit)
            people.debt[i] -= payment
            income -= discount + payment
            to_network = people.lender[i] == NETWORK
            flows[NETWORK_TIED if to_network else TIED] += discount
            flows[NETWORK_REPAID if to_network else REPAID] += payment
        if not formal and people.status[i] != LEGAL:
            bribe = min(sites.bribe_usd[s], income)
            income -= bribe
            flows[BRIBES] += bribe
        sites.access_usd[s] += kinds.fee[k] * income
        flows[ACCESS] += kinds.fee[k] * income
        income -= kinds.fee[k] * income
        if c != NOWHERE:
            due = rates[c] * income
            treasuries[c] += due
            income -= due
            flows[DUES] += due
        people.income[i] = income


@compiled
def pay_elsewhere(
    people: People,
    villages: Villages,
    terms: tuple[Home, Kinds],
    firm_wage: float,
    flows: FloatColumn,
) -> None:
    """Income of those who farm, work for the firm, or live away; what villages get in wages.

    What the firm's productive investment brings comes on top for everybody at home.
    """
    home, kinds = terms
    away = home.away_wage_usd_day * home.farm_days
    villages.received[:] = 0.0
    for i in range(people.id.size):
        occupation, v = people.occupation[i], people.village[i]
        if occupation == FARMING:
            farmed = villages.farm_income[v] * kinds.land[kind(people, i)] + people.livelihood[i]
            people.income[i] = farmed
            flows[FARM] += farmed
        elif occupation == FIRM_JOB:
            people.income[i] = firm_wage
            villages.received[v] += firm_wage
            flows[WAGE] += firm_wage
        elif occupation == AWAY:
            people.income[i] = away * kinds.time[kind(people, i)]
            flows[ELSEWHERE] += people.income[i]
        if occupation != AWAY and occupation != DEAD:
            people.income[i] += villages.enterprise[v]
            flows[ENTERPRISE] += villages.enterprise[v]


@compiled
def keep_house(
    people: People,
    consumption: FloatColumn,
    traders: IndexColumn,
    terms: tuple[Pit, Home, Kinds],
    luck: tuple[np.uint64, int, bool],
    flows: FloatColumn,
) -> None:
    """Take an advance when short of cash and offered one, consume, remember the income.

    Parameters
    ----------
    people : table
        Incomes are paid.
    consumption : array, village, USD/month
        Filled.
    traders : array, site
        Traders who reach it; where there is one alone, nobody competes to lend.
    terms : (Pit, Home, Kinds)
        Contract and household parameters, and how kinds of people differ.
    luck : (uint64, int, bool)
        The stream ``advance``, the month, and whether income counts towards the 36 months after
        the policy.
    flows : array, line, USD
        Added to.
    """
    pit, home, kinds = terms
    stream, month, counting = luck
    consumption[:] = 0.0
    for i in range(people.id.size):
        income, s = people.income[i], people.site[i]
        if people.occupation[i] == DEAD:  # an accident this month: the last pay, then no more
            people.savings[i] += income
            people.site[i] = NOWHERE
            people.cooperative[i] = NOWHERE
            continue
        if counting:
            people.since_policy[i] += income
        cash = people.savings[i] + income
        # The claim is on ore: it grows while its owner digs, until more cannot be hoped for.
        digs = people.occupation[i] == MINING
        if digs and people.debt[i] < pit.debt_ceiling * people.expected[i]:
            people.debt[i] *= 1.0 + pit.debt_interest
        short = people.debt[i] <= 0.0 and cash < pit.advance_below * people.expected[i]
        able = short and digs and s != NOWHERE and traders[s] > 1
        offer = pit.advance_offer * kinds.credit[kind(people, i)]
        if able and uniform(stream, month, people.id[i], 0) < offer:
            people.debt[i] = pit.advance_months * people.expected[i]
            cash += people.debt[i]
            flows[ADVANCES] += people.debt[i]
        spent = spending(cash, people.expected[i], home)
        people.savings[i] = cash - spent
        flows[EATEN] += spent
        people.expected[i] += home.smoothing * (income - people.expected[i])
        if people.occupation[i] != AWAY:
            consumption[people.village[i]] += spent
