"""The real library's stances with made-up numbers: quick, and as broad as real results."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from asmsim.records import Context
from asmsim.studies.chunk import Result
from asmsim.studies.design import YEAR
from asmsim.studies.plan import Plan
from tests.unit.fake_engine import FakeRun


def work(plan: Plan, context: Context, number: int) -> Iterator[tuple[str, Result]]:
    """Run one replicate: every outcome of the plan, moved by each stance by what its place is."""
    for place, scenario in enumerate(plan.allowed(context)):
        columns = {}
        for rank, outcome in enumerate(plan.outcomes):
            luck = np.random.default_rng([plan.seed_of(number), rank, len(context.name)])
            level = 0.3 if outcome.unit in ("1", "share") else 10.0 ** luck.integers(0, 7)
            effect = level * 0.1 * np.sin(place * 2.0 + rank) * (place > 0)
            months = np.arange(plan.months) >= plan.policy_month
            columns[outcome.name] = level * (1 + 0.05 * luck.normal(size=plan.months))
            columns[outcome.name] += effect * months
        series = pd.DataFrame(columns)
        summary = series.iloc[-YEAR:].mean()
        yield scenario.name, FakeRun(summary, series)
