"""Outcomes year by year: change takes time, and the last year alone does not show how it came."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from asmsim.records import Outcome
from asmsim.studies.comparison import Comparison
from asmsim.studies.design import YEAR, month_of
from asmsim.studies.plan import Plan

KEYS = ("context", "scenario", "replicate")


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


def yearly(found: Comparison) -> pd.DataFrame:
    """Return each outcome's mean over runs by context, scenario and year.

    A year is reckoned as the headline is, so that the last year is the headline: the mean of twelve
    months (undefined ones left out), their sum, the last month, or the sum since the policy month.

    Returns
    -------
    DataFrame
        Columns context, scenario, year, then an outcome each; the years as `label` names them.
    """
    plan = found.plan
    outcomes = [each for each in plan.outcomes if each.name in found.series.columns]
    parts = []
    for span in years(plan):
        of_run = _year(plan, found.series, outcomes, span)
        mean = of_run.groupby(["context", "scenario"], sort=False).mean()
        parts.append(mean.assign(year=label(plan, span)).set_index("year", append=True))
    names = [each.name for each in outcomes]
    if not parts:
        return pd.DataFrame(columns=["context", "scenario", "year", *names])
    whole = pd.concat(parts)
    order = pd.MultiIndex.from_tuples(
        [
            (context.name, scenario.name, label(plan, span))
            for context in plan.contexts
            for scenario in plan.scenarios
            for span in years(plan)
        ],
        names=["context", "scenario", "year"],
    )
    return whole.reindex(order)[names].reset_index()


def _year(plan: Plan, series: pd.DataFrame, outcomes: list[Outcome], span: Span) -> pd.DataFrame:
    """Return one year of every run, as the headline of each outcome would be at its end."""
    policy = plan.policy_month
    runs = series[series["month"] <= span.last].groupby(list(KEYS), sort=False)
    months = series[series["month"].between(*span)].groupby(list(KEYS), sort=False)
    since = series[series["month"].between(policy, span.last)].groupby(list(KEYS), sort=False)
    columns = {}
    for outcome in outcomes:
        match outcome.headline:
            case "mean":
                columns[outcome.name] = months[outcome.name].mean()
            case "sum":
                columns[outcome.name] = months[outcome.name].sum(min_count=1)
            case "last":
                columns[outcome.name] = runs[outcome.name].nth(-1)
            case _:
                columns[outcome.name] = since[outcome.name].sum()
    return pd.DataFrame(columns)
