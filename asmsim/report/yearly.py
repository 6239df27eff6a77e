"""Outcomes year by year: change takes time, and the last year alone does not show how it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from asmsim.records import Outcome
from asmsim.studies.comparison import Comparison
from asmsim.studies.design import YEAR, month_of
from asmsim.studies.plan import Plan

Numbers: TypeAlias = npt.NDArray[np.float64]


class Span(NamedTuple):
    """One year of the run: its months, counted from 0, the last one included."""

    first: int
    last: int


def years(plan: Plan) -> list[Span]:
    """Return the run's years, counted back from its end, so that the last is the headline's.

    Months before the first whole year belong to none.
    """
    lasts = range(plan.months - 1, YEAR - 2, -YEAR)
    return [Span(last - YEAR + 1, last) for last in reversed(lasts)]


def label(plan: Plan, span: Span) -> str:
    """Name a year: the calendar's where they agree, else both of them.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> label(SimpleNamespace(start="2015-01"), Span(0, 11))
    '2015'
    >>> label(SimpleNamespace(start="2015-07"), Span(0, 11))
    '2015/16'
    """
    first, last = (month_of(plan.start, month) for month in span)
    return str(first.year) if first.year == last.year else f"{first.year}/{last.year % 100:02d}"


def yearly(found: Comparison, outcomes: Sequence[Outcome] = ()) -> pd.DataFrame:
    """Return each outcome's mean over runs by context, scenario and year.

    A year is reckoned as the headline is, so that the last year is the headline: the mean of twelve
    months (weighed where the outcome is), their sum, the last month, or the sum since the policy
    month. What is not defined is left out of a mean.

    Parameters
    ----------
    found : Comparison
    outcomes : sequence of Outcome
        Those wanted; all of them unless told.

    Returns
    -------
    DataFrame
        Columns context, scenario, year, then an outcome each; the years as `label` names them.
    """
    plan, series = found.plan, found.series
    wanted = [each for each in outcomes or plan.outcomes if each.name in series.columns]
    columns = {each.name for each in wanted} | {each.weight for each in wanted}
    runs = series[["context", "scenario"]].iloc[:: plan.months].reset_index(drop=True)
    of_run = {
        name: series[name].to_numpy(dtype=float).reshape(len(runs), plan.months)
        for name in columns.intersection(series.columns)
    }
    rows = []
    for context in plan.contexts:
        for scenario in plan.allowed(context):
            here = (runs["context"] == context.name) & (runs["scenario"] == scenario.name)
            rows += [
                {"context": context.name, "scenario": scenario.name, "year": label(plan, span)}
                | {
                    each.name: float(defined_mean(_year(each, of_run, here, plan, span)))
                    for each in wanted
                }
                for span in years(plan)
            ]
    return pd.DataFrame(
        rows, columns=["context", "scenario", "year", *(each.name for each in wanted)]
    )


def _year(
    outcome: Outcome, of_run: Mapping[str, Numbers], here: pd.Series[bool], plan: Plan, span: Span
) -> Numbers:
    """Return one year of every run here, as the outcome's headline would be at its end."""
    months = of_run[outcome.name][here]
    within = months[:, span.first : span.last + 1]
    match outcome.headline:
        case "mean":
            if outcome.weight not in of_run:
                return defined_mean(within)
            first = span.first - outcome.lag
            known = of_run[outcome.weight][here][:, max(0, first) : max(0, first + YEAR)]
            weights = np.hstack([np.zeros((len(within), YEAR - known.shape[1])), known])
            return defined_mean(within, weights)
        case "sum":
            total: Numbers = within.sum(axis=1)
            return total
        case "last":
            return months[:, span.last]
        case _:
            since: Numbers = months[:, plan.policy_month : span.last + 1].sum(axis=1)
            return since


def defined_mean(values: Numbers, weights: Numbers | None = None) -> Numbers:
    """Return the mean over the last axis of what is defined, by weights; NaN when nothing is."""
    known = ~np.isnan(values)
    counted = known * (1.0 if weights is None else weights)
    total = counted.sum(axis=-1)
    summed = (np.where(known, values, 0.0) * counted).sum(axis=-1)
    mean: Numbers = np.divide(summed, total, out=np.full_like(summed, np.nan), where=total != 0.0)
    return mean
