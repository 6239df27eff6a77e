"""Markets: the world price, traders setting out, the price at the pit, the legal share of sales."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import normal, poisson, uniform
from asmsim.state.columns import FloatColumn
from asmsim.state.parameters import Markets, Price
from asmsim.state.sites import Sites
from asmsim.state.units import GRAMS_PER_OUNCE


@compiled
def stochastic_price(p: Price, stream: np.uint64, months: int) -> FloatColumn:
    """World price by month, USD/g: the log reverts to its central value.

    ``x[m] = persistence * x[m-1] + sigma * z``; price = central * exp(x). The path starts at the
    central price, so that worlds with and without price risk begin alike.
    """
    path = np.empty(months)
    level = 0.0
    for month in range(months):
        if month > 0:
            level = p.persistence * level + p.sigma_month * normal(stream, month, 0, 0)
        path[month] = p.central_usd_g * math.exp(level)
    return path


def price_path(
    p: Price, stream: np.uint64, months: int, start: int, annual: Mapping[int, float]
) -> FloatColumn:
    """World price by month, USD/g: ``series``, ``constant`` or ``stochastic``.

    Parameters
    ----------
    p : Price
        Which path, and its shape.
    stream : uint64
        Luck of the stochastic path.
    months : int
        How many months.
    start : int
        Month 0 as ``12 * year + month - 1``.
    annual : mapping of year to USD/oz
        Annual means; a mean is taken to hold at mid-year, months in between are interpolated and
        the ends are held.
    """
    if p.path == "stochastic":
        return stochastic_price(p, stream, months)
    if p.path == "constant":
        return np.full(months, p.central_usd_g)
    years = sorted(annual)
    middle = [12.0 * year + 5.5 for year in years]
    when = start + np.arange(months, dtype=np.float64)
    ounces: FloatColumn = np.interp(when, middle, [annual[year] for year in years])
    return ounces / GRAMS_PER_OUNCE


def wedge(p: Markets) -> float:
    """What the legal route costs more than the smuggler's, in percentage points of value (R3)."""
    legal = p.tax + p.due_diligence * p.borne_upstream + p.compliance
    return 100.0 * (legal - p.smuggler_cost)


def legal_target(p: Markets) -> float:
    """The legal share of sales the wedge leads to in the end: a logit in the wedge."""
    odds = math.log(p.legal_share_at_zero / (1.0 - p.legal_share_at_zero))
    return 1.0 / (1.0 + math.exp(-(odds + p.wedge_slope * wedge(p))))


def legal_share(p: Markets, share: float) -> float:
    """Next month's legal share: its logit moves fast down and slowly up, towards the target."""
    target = legal_target(p)
    now = math.log(share / (1.0 - share))
    aim = math.log(target / (1.0 - target))
    speed = p.adjust_up if aim > now else p.adjust_down
    return 1.0 / (1.0 + math.exp(-(now + speed * (aim - now))))


def legal_net(p: Markets) -> float:
    """What a legal exporter can pay per unit of world price."""
    return 1.0 - p.trade_margin - p.tax - p.due_diligence * p.borne_upstream - p.compliance


def smuggled_net(p: Markets) -> float:
    """What a smuggling exporter can pay per unit of world price."""
    return 1.0 - p.trade_margin - p.smuggler_cost


def exporters_net(p: Markets, share: float) -> float:
    """What exporters can pay per unit of world price, over both routes."""
    return share * legal_net(p) + (1.0 - share) * smuggled_net(p)


def legal_cost(p: Markets, net: float) -> float:
    """Price, as a share, that the licensed give up since they have to sell by the legal route."""
    return max(0.0, 1.0 - legal_net(p) / net)


@compiled
def post_prices(
    sites: Sites, p: Markets, stream: np.uint64, month: int, world: float, net: float
) -> None:
    """Traders set out and post prices: few buyers, low price.

    The number who reach a site is 1 + Poisson; its mean rises with last month's output and falls
    with distance from town. Price = world * net * n * e / (1 + n * e), the mark-down of n equal
    buyers (Cournot) facing a supply of elasticity e.
    """
    for s in range(sites.id.size):
        if sites.discovery_month[s] < 0:
            continue
        size = sites.recovered_g[s] / (sites.recovered_g[s] + p.trader_half_g)
        mean = (p.traders - 1.0) * size * math.exp(-sites.remoteness[s] / p.trader_reach)
        n = 1 + poisson(uniform(stream, month, sites.id[s], 0), mean)
        strength = n * p.supply_elasticity
        sites.traders[s] = n
        sites.price_share[s] = net * strength / (1.0 + strength)
        sites.price[s] = world * sites.price_share[s]
