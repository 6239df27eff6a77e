"""The firm: what it knows, where it posts guards, what it earns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import FloatColumn
from asmsim.state.loss import loss_per_intruder
from asmsim.state.parameters import Firm, Security
from asmsim.state.sites import Policy, Sites
from asmsim.state.units import DAYS_WEEK, GRAMS_PER_OUNCE, MONTHS


class Income(NamedTuple):
    """The firm's month, USD; all lines are positive amounts."""

    sales: float
    cost: float
    royalty: float
    stoppage: float
    theft: float
    ceded: float
    damage: float


def unit_cost(p: Firm, price_usd_oz: float) -> float:
    """All-in sustaining cost, USD/oz: moves with the price to the power ``cost_elasticity``."""
    return float(p.cost_usd_oz * (price_usd_oz / p.cost_price_usd_oz) ** p.cost_elasticity)


def margin_share(p: Firm, price_usd_g: float) -> float:
    """Margin on a gram the firm sells, as a share of its price; 0 when it earns none."""
    price = price_usd_g * GRAMS_PER_OUNCE
    return max(0.0, 1.0 - unit_cost(p, price) / price)


def income(
    p: Firm,
    royalty: float,
    price_usd_g: float,
    scale: float,
    lost: tuple[float, float, float, float],
) -> Income:
    """The month's sales and costs.

    Standing still costs ``stoppage_share_week`` of capital a week *instead of* the margin lost,
    so sales and costs are booked as planned and the stoppage on top (Davis and Franks 2014).
    Theft is the discounted margin on metal the firm would have mined one day, and so is what it
    cedes.

    Parameters
    ----------
    scale : float
        Size of the mine over the default one; 0 while it is shut.
    lost : (float, float, float, float)
        Days stopped; metal the firm would mine that was dug on ground it keeps, and on ground it
        has given up, grams; intruder-days.
    """
    stoppage_days, stolen_g, ceded_g, intruder_days = lost
    worth = price_usd_g * margin_share(p, price_usd_g) * p.ever_mined_discount
    ounces = p.output_koz * 1000.0 / MONTHS * scale
    price = price_usd_g * GRAMS_PER_OUNCE
    sales = ounces * price
    capital = p.output_koz * 1000.0 * scale * p.capital_usd_per_oz
    weeks = stoppage_days / DAYS_WEEK
    return Income(
        sales=sales,
        cost=ounces * unit_cost(p, price),
        royalty=royalty * sales,
        stoppage=p.stoppage_share_week * capital * weeks,
        theft=stolen_g * worth,
        ceded=ceded_g * worth,
        damage=intruder_days * p.asset_damage_usd_day,
    )


def months_under(p: Firm, price_usd_g: float, months: int) -> int:
    """Months in a row for which the price has been under cash cost."""
    price = price_usd_g * GRAMS_PER_OUNCE
    return months + 1 if price < p.cash_cost_share * unit_cost(p, price) else 0


def security_cap(p: Firm, price_usd_g: float, scale: float) -> float:
    """Guards the security budget pays for: a share of planned revenue over the cost of a guard."""
    revenue = p.output_koz * 1000.0 * scale * price_usd_g * GRAMS_PER_OUNCE
    return p.security_budget * revenue / p.guard_usd_year


def social_licence(p: Firm, trust: tuple[float, float], abuses: float) -> float:
    """Social licence, 0 to 1: mean trust of villages and of miners, less abuse events.

    Parameters
    ----------
    trust : (float, float)
        Mean trust in the firm of residents and of active miners.
    abuses : float
        Events this month in which guards or forces harmed people, in a default-sized district.
    """
    return min(1.0, max(0.0, 0.5 * (trust[0] + trust[1]) - p.abuse_weight * abuses))


@compiled
def observe(sites: Sites, who: int, known: float) -> None:
    """Intruders a firm believes in, by site: its knowledge times the truth, else the mean.

    What the firm does not know it spreads evenly over the ground it keeps, worked or not.

    Parameters
    ----------
    who : int
        The firm's number.
    """
    total = 0
    places = 0
    for s in range(sites.id.size):
        if sites.kept_by[s] == who and sites.discovery_month[s] >= 0:
            total += sites.workers[s]
            places += 1
    for s in range(sites.id.size):
        if sites.kept_by[s] == who and sites.discovery_month[s] >= 0:
            blind = total / places
            sites.intruders_known[s] = known * sites.workers[s] + (1.0 - known) * blind


@compiled
def post_guards(
    sites: Sites,
    policy: Policy,
    p: Security,
    firm: Firm,
    worth: tuple[float, float],
    means: tuple[int, float],
) -> float:
    """Post guards where the loss they save is worth their cost; returns guards posted.

    Guards keep off the share g * reach / (g * reach + n + ground) of the days of n intruders:
    ``ground`` is what has to be watched whoever comes. Marginal loss saved equals cost at
    g = (sqrt(n * (n + ground) * weight * loss * reach / cost) - n - ground) / reach. The stance
    says
    how far the firm goes (``willingness``), how heavily it weighs a loss (``weight``) and how many
    fixed ``posts`` it keeps; a site being held after an eviction keeps what holds it. The security
    budget caps the total.

    Parameters
    ----------
    worth : (float, float)
        Margin on a gram, USD, and mining days in a month.
    means : (int, float)
        The firm's number, and the guards its security budget pays for.
    """
    usd_g, days = worth
    who, cap = means
    cost = firm.guard_usd_year / MONTHS
    total = 0.0
    for s in range(sites.id.size):
        if sites.kept_by[s] != who or sites.discovery_month[s] < 0:
            continue
        n = sites.intruders_known[s]
        loss = days * loss_per_intruder(sites.grade[s], sites.industrial[s], firm, usd_g)
        gain = policy.weight[s] * loss * p.reach / cost
        watched = n + p.ground
        wanted = 0.0
        if gain * n > watched:
            wanted = (np.sqrt(n * watched * gain) - watched) / p.reach
        sites.guards[s] = max(policy.posts[s], policy.willingness[s] * wanted)
        total += sites.guards[s]
    if total > cap and total > 0.0:
        for s in range(sites.id.size):
            if sites.kept_by[s] == who:
                sites.guards[s] *= cap / total
        total = cap
    return total


@compiled
def interdict(sites: Sites, p: Security, p_forces: float, month: int) -> None:
    """Share of intruders' days that guards, and forces holding the ground, prevent."""
    for s in range(sites.id.size):
        sites.interdiction[s] = 0.0
        if sites.kept_by[s] < 0:
            continue
        n = sites.workers[s]
        kept = sites.guards[s] * p.reach
        if kept > 0.0:
            sites.interdiction[s] = kept / (kept + n + p.ground)
        if sites.hold_until[s] >= month:
            sites.interdiction[s] = max(sites.interdiction[s], p_forces)


def keeping_off(sites: Sites, p: Security, firm: Firm) -> FloatColumn:
    """What guards who keep off half of those at a site would cost, USD a month.

    They are (n + ground) / reach; without reach none could.
    """
    if p.reach <= 0.0:
        return np.full(len(sites.id), np.inf)
    each = firm.guard_usd_year / MONTHS / p.reach
    cost: FloatColumn = each * (sites.workers.astype(np.float64) + p.ground)
    return cost


def lost_g(sites: Sites, who: int) -> tuple[float, float]:
    """Metal dug on a firm's title that it would have mined, grams: on ground it keeps, elsewhere.

    The first is theft; the second it has ceded, leased or tolerates: a gift or a sacrifice (R14).
    """
    own: FloatColumn = sites.contained_g * sites.industrial * (sites.holder == who)
    stolen = float(np.add.reduce(own * (sites.kept_by == who)))
    return stolen, float(np.add.reduce(own)) - stolen


def planned_usd(p: Firm, price_usd_g: float, scale: float) -> float:
    """What the mine sells in a month as planned, whether it produces yet or not, USD."""
    return p.output_koz * 1000.0 / MONTHS * scale * (price_usd_g * GRAMS_PER_OUNCE)


def alarm(p: Firm, theft_usd: float, planned: float, left: float) -> float:
    """Months of alarm left on all the firm's ground: theft above a share of sales sounds it.

    A mine that explores, or stands still, compares with what it is to sell.
    """
    if theft_usd > p.alarm_loss * planned:
        return p.alarm_months
    return max(0.0, left - 1.0)


def remembered(p: Firm, memory: float, events: float) -> float:
    """Events of conflict lenders remember a month on: it halves in ``rating_half_life`` (R8)."""
    return float(memory * 0.5 ** (1.0 / p.rating_half_life) + events)


def finance(p: Firm, memory: float, scale: float) -> float:
    """What lenders ask more for in a month, USD: ``rating`` of the debt a year for each event.

    Parameters
    ----------
    memory : float
        Events they remember; those of a district of another size count over ``scale``.
    """
    debt = p.debt_share * p.output_koz * 1000.0 * scale * p.capital_usd_per_oz
    return p.rating * memory / scale * debt / MONTHS


def construction(p: Firm, built_koz: float, scale: float) -> float:
    """What it takes to build for more output than the mine has been built for, USD."""
    more = max(0.0, p.output_koz - built_koz)
    return more * 1000.0 * scale * p.capital_usd_per_oz
