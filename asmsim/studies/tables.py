"""The tables of a whole study, made of its chunks in one fixed order of rows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from asmsim.studies import details
from asmsim.studies.chunk import HEADLINE, MONTHLY, Failure, metadata, plain
from asmsim.studies.plan import Plan

KEYS = ["context", "scenario", "replicate"]
"""The columns that say which run a row is of; every table begins with them."""


class Tables(NamedTuple):
    """What all chunks of a study make together, in a fixed order of rows."""

    outcomes: pa.Table
    series: pa.Table
    details: dict[str, pa.Table]
    failed: list[Failure]


def join(plan: Plan, chunks: Iterable[pa.Table]) -> Tables:
    """Join chunks into one table of outcomes, one of months and one of each kind of detail.

    Rows come in the order context, scenario, replicate (and month) of the plan, whatever order the
    chunks were made in.
    """
    whole = pa.concat_tables(list(chunks), promote_options="default")
    contexts = [context.name for context in plan.contexts]
    scenarios = [scenario.name for scenario in plan.scenarios]
    place = [
        (contexts.index(context), scenarios.index(scenario), replicate)
        for context, scenario, replicate in zip(
            *(whole[name].to_pylist() for name in KEYS),
            strict=True,
        )
    ]
    whole = whole.take(sorted(range(len(place)), key=place.__getitem__)).combine_chunks()
    worked = pc.equal(whole["error"], "")
    failed = [
        Failure(**row)
        for row in whole.filter(pc.invert(worked)).select(Failure._fields).to_pylist()
    ]
    good = whole.filter(worked)
    keys = _named(plan, good.select(KEYS))
    tables = {name: details.unpacked(name, good, keys) for name in details.DETAILS}
    return Tables(_outcomes(plan, good), _series(plan, good), tables, failed)


def _outcomes(plan: Plan, good: pa.Table) -> pa.Table:
    names = [name for name in good.column_names if name.startswith(HEADLINE)]
    return _named(plan, good.select([*KEYS, "seed", *names]))


def _series(plan: Plan, good: pa.Table) -> pa.Table:
    """Unfold the lists of months into rows."""
    names = [name for name in good.column_names if name.startswith(MONTHLY)]
    rows = np.repeat(np.arange(good.num_rows), plan.months)
    keys = good.select(KEYS).take(pa.array(rows))
    months = np.tile(np.arange(plan.months), good.num_rows)
    unfolded = keys.append_column("month", pa.array(months, type=pa.int64()))
    for name in names:
        unfolded = unfolded.append_column(name, _flat(good[name], plan.months))
    return _named(plan, unfolded)


def _flat(lists: Any, months: int) -> Any:
    """Put lists of months one after another; a run without the column has undefined months."""
    undefined = [math.nan] * months
    if lists.null_count:
        lists = pa.array([each or undefined for each in lists.to_pylist()], type=lists.type)
    return pc.list_flatten(lists)


def _named(plan: Plan, raw: pa.Table) -> pa.Table:
    """Give columns their plain names, units and meanings."""
    fields = []
    for name in raw.column_names:
        own = plain(name)
        fields.append(pa.field(own, raw.schema.field(name).type, metadata=metadata(plan, name)))
    return pa.Table.from_arrays(raw.columns, schema=pa.schema(fields))


def frame(table: pa.Table) -> pd.DataFrame:
    """Return a table as a pandas frame."""
    found: pd.DataFrame = table.to_pandas(ignore_metadata=True)
    return found
