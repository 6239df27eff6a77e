"""Markets: the world price, traders setting out, the price at the pit."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import normal, poisson, uniform
from asmsim.state.columns import FloatColumn
from asmsim.state.parameters import Information, Markets, Price
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


def informed(p: Markets, known: Information) -> Markets:
    """How sharply supply answers a trader's price, given what miners know of the world price.

    Who knows the price with error takes a part of a low offer for a low price. An offer tells
    ``spread**2 / (spread**2 + error**2)`` of what it would tell somebody who knows, and supply
    answers it by as much less; the record's elasticity is that under the usual error.
    """
    noise, usual = known.spread**2, known.error**2
    left = (known.error * (1.0 - known.reach)) ** 2
    better = (noise + usual) / (noise + left)
    return p._replace(supply_elasticity=p.supply_elasticity * better)


def village_net(p: Markets, net: float, km: FloatColumn) -> FloatColumn:
    """What a village trader pays per unit of world price, less the way there, by site."""
    return p.village_share * net - p.village_way * km


def financed(p: Markets, more: float) -> Markets:
    """The market where so many more traders set out, with what banks have lent them (P18)."""
    return p._replace(traders=1.0 + (p.traders - 1.0) * (1.0 + more)) if more > 0.0 else p


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
