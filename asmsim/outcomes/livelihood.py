"""Livelihood: incomes of active miners, poverty, inequality, debt bondage, consumption."""

from __future__ import annotations

import numpy as np

from asmsim.outcomes.census import Census
from asmsim.state.columns import FloatColumn
from asmsim.state.district import District
from asmsim.state.units import DAYS_MONTH


def gini(ascending: FloatColumn) -> float:
    """Gini coefficient: sum of (2 i - n - 1) * x_i / (n * sum of x), x ascending, i from 1."""
    n = len(ascending)
    total = float(ascending.sum())
    if n == 0 or total <= 0.0:
        return float("nan")
    ranks = 2.0 * np.arange(1, n + 1) - n - 1.0
    return float((ranks * ascending).sum() / (n * total))


def quantile(ascending: FloatColumn, share: float) -> float:
    """The value that a share of sorted values does not exceed, interpolated linearly."""
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    low, high = float(ascending[below]), float(ascending[above])
    return low + (place - below) * (high - low)


def measure(d: District, census: Census) -> dict[str, float]:
    """Monthly income is that of miners who dug at least a day, and of processors."""
    q = d.now.people
    incomes = np.sort(census.incomes)
    n = len(incomes)
    found = {"active_miners": float(census.mined.sum())}
    if n == 0:
        nothing = ("income_median", "income_p10", "poverty", "income_gini", "debt_bondage")
        found |= dict.fromkeys(nothing, float("nan"))
    else:
        line = q.poverty_line_usd_day * DAYS_MONTH * (1.0 + q.dependants)
        found["income_median"] = quantile(incomes, 0.5)
        found["income_p10"] = quantile(incomes, 0.1)
        found["poverty"] = int(np.searchsorted(incomes, line)) / n
        found["income_gini"] = gini(incomes)
        found["debt_bondage"] = census.bound / n
    home = int(np.add.reduce(d.villages.residents, dtype=np.int64))
    eaten = float(np.add.reduce(d.villages.consumption))
    found["consumption"] = eaten / home if home else float("nan")
    return found
