"""Livelihood: incomes of active miners, poverty, inequality, debt bondage, consumption."""

from __future__ import annotations

import numpy as np

from asmsim.state.columns import FloatColumn
from asmsim.state.district import District
from asmsim.state.people import MINED
from asmsim.state.units import DAYS_MONTH

BONDAGE_MONTHS = 2.0


def gini(incomes: FloatColumn) -> float:
    """Gini coefficient: sum of (2 i - n - 1) * x_i / (n * sum of x), x ascending, i from 1."""
    n = len(incomes)
    total = float(incomes.sum())
    if n == 0 or total <= 0.0:
        return float("nan")
    ranks = 2.0 * np.arange(1, n + 1) - n - 1.0
    return float((ranks * np.sort(incomes)).sum() / (n * total))


def measure(d: District) -> dict[str, float]:
    """Monthly income is that of miners who dug at least a day, and of processors."""
    people, q = d.people, d.now.people
    works = people.worked > 0
    incomes = people.income[works]
    found = {"active_miners": float(np.count_nonzero(people.worked == MINED))}
    if len(incomes) == 0:
        nothing = ("income_median", "income_p10", "poverty", "income_gini", "debt_bondage")
        found |= dict.fromkeys(nothing, float("nan"))
    else:
        line = q.poverty_line_usd_day * DAYS_MONTH * (1.0 + q.dependants)
        found["income_median"] = float(np.median(incomes))
        found["income_p10"] = float(np.quantile(incomes, 0.1))
        found["poverty"] = float(np.count_nonzero(incomes < line) / len(incomes))
        found["income_gini"] = gini(incomes)
        bound = works & (people.debt > BONDAGE_MONTHS * people.expected) & (people.debt > 0.0)
        found["debt_bondage"] = float(np.count_nonzero(bound) / np.count_nonzero(works))
    home = int(np.add.reduce(d.villages.residents, dtype=np.int64))
    eaten = float(np.add.reduce(d.villages.consumption))
    found["consumption"] = eaten / home if home else float("nan")
    return found
