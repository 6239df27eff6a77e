"""A chunk: all scenarios that one context allows, of one replicate, as a table with a row a run.

It is the unit of work, of storing and of resuming. A row holds the run's headline outcomes as
numbers, its months and its details as lists, so a stored chunk is whole or absent.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from asmsim.records import Context
from asmsim.studies import details
from asmsim.studies.details import DETAIL
from asmsim.studies.plan import Plan

HEADLINE = "headline."
MONTHLY = "monthly."
"""What the columns of a chunk begin with: one number a run, one number a month."""

KEYS: dict[str, tuple[Any, str]] = {
    "context": (pa.string(), "name of the context"),
    "scenario": (pa.string(), "name of the scenario"),
    "replicate": (pa.int64(), "number of the replicate; equal numbers share their luck"),
    "seed": (pa.int64(), "seed of the run"),
    "month": (pa.int64(), "month of the run, counted from 0"),
    "key": (pa.string(), "hash of all that decides the run's numbers"),
    "error": (pa.string(), "why the run failed; empty when it did not"),
}
"""Type and meaning of the columns that say which run a row belongs to."""


class RunLike(Protocol):
    """What a chunk keeps of a run."""

    @property
    def summary(self) -> pd.Series[float]:
        """Headline outcomes by name."""

    @property
    def series(self) -> pd.DataFrame:
        """Outcomes by month."""

    @property
    def details(self) -> Mapping[str, pd.DataFrame]:
        """Short tables by name."""


Result: TypeAlias = RunLike | Exception
Work: TypeAlias = Callable[[Plan, Context, int], Iterable[tuple[str, Result]]]
"""Runs one replicate in one context: yields each scenario's name with its run or its error."""


class Failure(NamedTuple):
    """A run that did not end, and why."""

    context: str
    scenario: str
    replicate: int
    seed: int
    error: str


def make(
    plan: Plan,
    context: Context,
    replicate: int,
    work: Work,
    code: str,
    stopped: Callable[[], bool] = lambda: False,
) -> pa.Table:
    """Run one chunk and return its table; a run that fails leaves a row with its error.

    Parameters
    ----------
    plan : Plan
    context : Context
    replicate : int
    work : callable
        Runs the scenarios one after another.
    code : str
        Fingerprint of the code, for the run keys.
    stopped : callable, optional
        Asked between two runs; true ends the work, whose table nobody waits for.
    """
    found: dict[str, Result] = {}
    try:
        for name, result in work(plan, context, replicate):
            found[name] = result
            if stopped():
                break
    except Exception as error:  # noqa: BLE001 - whatever it is, the other chunks go on
        found = {scenario.name: error for scenario in plan.allowed(context)}
    return table(plan, context, replicate, found, code)


def table(
    plan: Plan, context: Context, replicate: int, found: Mapping[str, Result], code: str
) -> pa.Table:
    """Write the results of one replicate in one context as a table, a row for each scenario."""
    rows = []
    tables: list[Mapping[str, pd.DataFrame]] = []
    for scenario in plan.allowed(context):
        row: dict[str, Any] = {
            "context": context.name,
            "scenario": scenario.name,
            "replicate": replicate,
            "seed": plan.seed_of(replicate),
            "key": plan.run_key(context, scenario, replicate, code),
            "error": "",
        }
        result = found.get(scenario.name, RuntimeError("gave no result"))
        if isinstance(result, Exception):
            row["error"] = said(result)
            tables.append({})
        else:
            row |= _headline(result) | _monthly(result)
            tables.append(result.details)
        rows.append(row)
    columns = {
        name: pa.array([row.get(name) for row in rows], type=_type(name))
        for name in dict.fromkeys(name for row in rows for name in row)
    } | {
        DETAIL + name: details.packed(name, [each.get(name) for each in tables])
        for name in details.DETAILS
    }
    schema = pa.schema([_field(plan, name, column.type) for name, column in columns.items()])
    return pa.Table.from_arrays(list(columns.values()), schema=schema)


def said(error: Exception) -> str:
    """Write an error in one line: its kind, its words and the line of code it comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"


def _headline(run: RunLike) -> dict[str, float]:
    return {HEADLINE + str(name): float(value) for name, value in run.summary.items()}


def _monthly(run: RunLike) -> dict[str, Any]:
    """Return the numeric columns of a run's months, as lists."""
    numbers = run.series.select_dtypes(include=[np.number, np.bool_])
    return {
        MONTHLY + str(name): numbers[name].to_numpy(dtype=np.float64) for name in numbers.columns
    }


def _type(name: str) -> Any:
    if name.startswith(MONTHLY):
        return pa.list_(pa.float64())
    return pa.float64() if name.startswith(HEADLINE) else KEYS[name][0]


def _field(plan: Plan, name: str, kind: Any) -> Any:
    return pa.field(name, kind, metadata=metadata(plan, name))


def plain(name: str) -> str:
    """Return an outcome's own name from that of its column in a chunk."""
    return name.removeprefix(HEADLINE).removeprefix(MONTHLY)


def metadata(plan: Plan, column: str) -> dict[str, str]:
    """Return the unit and meaning that a column carries in a file.

    What is counted a year in a headline is counted a month in the months.
    """
    name = plain(column)
    if name in KEYS:
        return {"unit": "", "meaning": KEYS[name][1]}
    for outcome in plan.outcomes:
        if outcome.name == name:
            unit = outcome.unit
            if column.startswith(MONTHLY):
                unit = unit.replace("/year", "/month")
            return {"unit": unit, "meaning": f"{outcome.title}: {outcome.meaning}"}
    return {}
