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


def legal_shares(p: Markets, share: float, served: FloatColumn) -> FloatColumn:
    """Legal share, by site, of metal sold without papers.

    The share that the wedge leads to holds where formal buyers are as present as usual; its logit
    falls as they leave, for others carry the metal out.
    """
    odds = math.log(share / (1.0 - share)) + p.presence_slope * (served - p.served_usual)
    shares: FloatColumn = 1.0 / (1.0 + np.exp(-odds))
    return shares


def exporters_net(p: Markets, share: FloatColumn) -> FloatColumn:
    """What exporters can pay per unit of world price, over both routes."""
    return share * legal_net(p) + (1.0 - share) * smuggled_net(p)


def legal_cost(p: Markets, share: FloatColumn) -> FloatColumn:
    """Price, as a share, that those give up who sell by the legal route where others use both."""
    return np.maximum(0.0, 1.0 - legal_net(p) / exporters_net(p, share))


def village_net(p: Markets, net: float, km: FloatColumn) -> FloatColumn:
    """What a village trader pays per unit of world price, less the way there, by site."""
    return p.village_share * net - p.village_way * km


@compiled
def post_prices(
    sites: Sites,
    p: Markets,
    stream: np.uint64,
    month: int,
    world: float,
    terms: tuple[FloatColumn, FloatColumn],
) -> None:
    """Traders set out to the pits and post prices: few buyers, low price.

    The number who reach a site is 1 + Poisson; its mean rises with last month's output, falls with
    distance from town, and lacks those who buy for formal buyers as far as these do not serve the
    site. Price = world * net * n * e / (1 + n * e), the mark-down of n equal buyers (Cournot)
    facing a supply of elasticity e. Where a village trader pays more, the way there deducted, who
    is free carries metal to the village and traders at the pit have to match it.

    Parameters
    ----------
    terms : (array, array), by site
        What exporters pay, and what a village trader pays less the way, per unit of world price.
    """
    net, village = terms
    for s in range(sites.id.size):
        if sites.discovery_month[s] < 0:
            continue
        size = sites.recovered_g[s] / (sites.recovered_g[s] + p.trader_half_g)
        mean = (p.traders - 1.0) * size * math.exp(-sites.remoteness[s] / p.trader_reach)
        mean *= 1.0 - p.formal_traders * (1.0 - sites.served[s])
        n = 1 + poisson(uniform(stream, month, sites.id[s], 0), mean)
        strength = n * p.supply_elasticity
        pit = net[s] * strength / (1.0 + strength)
        sites.traders[s] = n
        sites.to_village[s] = village[s] > pit
        sites.price_share[s] = max(pit, village[s])
        sites.price[s] = world * sites.price_share[s]
