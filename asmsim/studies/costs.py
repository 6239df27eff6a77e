"""What a gain costs: more spending, of all who pay, over what is gained by it.

Both are mean differences over the same pairs, so that the cost is a ratio of means and not a mean
of ratios, which a pair with next to no gain would blow up. Where nothing is gained there is no cost
of it: that is said instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtrit

from asmsim.records.payer import PAYERS
from asmsim.studies.design import YEAR
from asmsim.studies.plan import Plan
from asmsim.studies.verdict import CONFIDENCE, FEWEST_PAIRS

SPENDING = tuple(f"spending_{payer}" for payer in PAYERS)
"""What each payer spends because of the miners, programmes and levers among it, USD a month."""

NEEDED = (*SPENDING, "formal_share", "active_miners", "events_expected")

COLUMNS = (
    "context",
    "scenario",
    "reference",
    "gain",
    "pairs",
    "spending",
    *PAYERS,
    "gained",
    "cost",
    "low",
    "high",
)

Values = npt.NDArray[np.float64]


def formal_miners(months: pd.DataFrame) -> float:
    """Mean number of formal miners: formal share times active miners, 0 where nobody is active."""
    return float((months["formal_share"] * months["active_miners"]).fillna(0.0).mean())


def events(months: pd.DataFrame) -> float:
    """Expected events a year, fewer of which are a gain."""
    return -YEAR * float(months["events_expected"].mean())


GAINS: dict[str, Callable[[pd.DataFrame], float]] = {
    "formal_miner": formal_miners,
    "event": events,
}
"""What is gained a year, from the months of a run's policy: the more the better."""


def costs(plan: Plan, series: pd.DataFrame) -> pd.DataFrame:
    """Return what each scenario costs more than the reference, and for each thing gained.

    Means are over the months from the policy month on. A row for each context, scenario and gain:
    mean differences a year of spending, whole and by payer, of what is gained, and their ratio with
    its 95% interval (Fieller); undefined where the gain is not above 0.

    Returns
    -------
    DataFrame
        Columns: context, scenario, reference, gain (``formal_miner`` or ``event``), pairs, spending
        and one for each payer (USD a year), gained, cost (USD for one gained), low, high.
    """
    rows = []
    if set(NEEDED) <= set(series.columns):
        since = series[series["month"] >= plan.policy_month]
        for context in plan.contexts:
            here = since[since["context"] == context.name]
            yearly = {name: _yearly(of) for name, of in here.groupby("scenario", sort=False)}
            for scenario in plan.allowed(context)[1:]:
                pairs = _pairs(yearly, plan.reference, scenario.name)
                keys = (context.name, scenario.name, plan.reference)
                rows += [(*keys, *row) for row in _rows(pairs)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _yearly(months: pd.DataFrame) -> pd.DataFrame:
    """Return by replicate what is spent a year, by payer, and what is gained."""
    return pd.DataFrame(
        {
            number: {
                **{name: YEAR * float(of[name].mean()) for name in SPENDING},
                **{gain: taken(of) for gain, taken in GAINS.items()},
            }
            for number, of in months.groupby("replicate")
        }
    ).T


def _pairs(yearly: dict[Any, pd.DataFrame], reference: str, scenario: str) -> pd.DataFrame:
    """Return the differences of the pairs both of which are there."""
    nothing = pd.DataFrame(columns=[*SPENDING, *GAINS], dtype=float)
    before, after = yearly.get(reference, nothing), yearly.get(scenario, nothing)
    both = before.index.intersection(after.index).sort_values()
    return after.loc[both] - before.loc[both]


def _rows(pairs: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    by_payer = [_mean(pairs[name]) for name in SPENDING]
    whole = pairs[list(SPENDING)].sum(axis=1).to_numpy(dtype=np.float64)
    for gain in GAINS:
        gained = pairs[gain].to_numpy(dtype=np.float64)
        ratio, low, high = ratio_of_means(whole, gained)
        yield gain, len(pairs), _mean(whole), *by_payer, _mean(gained), ratio, low, high


def _mean(values: Sequence[float] | pd.Series | Values) -> float:
    return math.fsum(values) / len(values) if len(values) else math.nan


def ratio_of_means(top: Values, bottom: Values) -> tuple[float, float, float]:
    """Return the ratio of two means over pairs, and its 95% interval.

    Undefined where the mean below is not above 0; the interval, by Fieller's theorem, also where
    luck alone could have made it 0.

    Examples
    --------
    >>> [round(each, 2) for each in ratio_of_means(np.array([9.0, 11.0]), np.array([2.0, 2.0]))]
    [5.0, -1.35, 11.35]

    References
    ----------
    Fieller, E. C. (1954). Some problems in interval estimation. Journal of the Royal Statistical
    Society B 16, 175-185.
    """
    x, y, n = _mean(top), _mean(bottom), len(top)
    if not y > 0.0:
        return math.nan, math.nan, math.nan
    if n < FEWEST_PAIRS:
        return x / y, math.nan, math.nan
    spread = np.cov(top, bottom) / n
    reach = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) ** 2
    a = y * y - reach * float(spread[1, 1])
    if a <= 0.0:
        return x / y, math.nan, math.nan
    b = x * y - reach * float(spread[0, 1])
    c = x * x - reach * float(spread[0, 0])
    half = math.sqrt(max(b * b - a * c, 0.0))
    return x / y, (b - half) / a, (b + half) / a
