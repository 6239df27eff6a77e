"""What a study keeps of a run beside its outcomes: short tables, each with its own columns.

In a chunk a table is one cell of a run's row, a list of its rows; in a finished folder it is a
file, `details/<name>.parquet`, its rows in the plan's order of runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

DETAIL = "detail."
"""What the columns of a chunk that hold a table begin with."""


class Column(NamedTuple):
    """A column of a table: its type, unit and meaning."""

    type: Any
    unit: str
    meaning: str


TEXT, COUNT, NUMBER, TRUTH = pa.string(), pa.int64(), pa.float64(), pa.bool_()

DETAILS: dict[str, dict[str, Column]] = {
    "accounts": {
        "line": Column(TEXT, "", "line of the ledger"),
        "payer": Column(TEXT, "", "who pays"),
        "payee": Column(TEXT, "", "who is paid"),
        "usd": Column(NUMBER, "USD", "paid from the policy month to the end, undiscounted"),
    },
    "displaced": {
        "cohort_month": Column(COUNT, "month", "month in which these people were evicted"),
        "months_later": Column(COUNT, "months", "how long after it their whereabouts were taken"),
        "place": Column(TEXT, "", "where they are then"),
        "people": Column(COUNT, "people", "how many of the cohort are there"),
    },
    "groups": {
        "grouping": Column(TEXT, "", "what people are told apart by"),
        "group": Column(TEXT, "", "what they were in the month before the policy"),
        "people": Column(COUNT, "people", "how many worked at sites then"),
        "winners": Column(COUNT, "people", "of these, who earn over a tenth more than otherwise"),
        "losers": Column(COUNT, "people", "of these, who earn over a tenth less than otherwise"),
        "gain_usd": Column(
            NUMBER, "USD/month", "mean income here less in the reference, first 36 months of policy"
        ),
    },
    "places": {
        "kind": Column(TEXT, "", "site, village, town, concession or district"),
        "id": Column(COUNT, "", "number among its kind"),
        "x": Column(NUMBER, "km", "middle, east of the district's south-west corner"),
        "y": Column(NUMBER, "km", "middle, north of the district's south-west corner"),
        "half_km": Column(NUMBER, "km", "half the side of a concession or of the district"),
        "core_km": Column(NUMBER, "km", "half the side of a concession's core"),
        "tenure_before": Column(TEXT, "", "tenure of a site in the month before the policy"),
        "tenure_after": Column(TEXT, "", "tenure of a site in the last month"),
        "people_before": Column(
            NUMBER, "people", "mean workers or residents, the 12 months before the policy"
        ),
        "people_after": Column(NUMBER, "people", "mean workers or residents, the last 12 months"),
        "evicted": Column(COUNT, "person-events", "evictions from a site since the policy month"),
        "known": Column(TRUTH, "", "whether it was discovered by the end"),
    },
}
"""Every table a study keeps, by name."""


def packed(name: str, frames: list[pd.DataFrame | None]) -> Any:
    """Return a chunk's column: of each run a table as one cell, empty where it has none."""
    rows = [_rows(name, frame) for frame in frames]
    ends = np.cumsum([0, *(len(each) for each in rows)])
    whole = pa.concat_arrays([_rows(name, None), *rows])
    return pa.ListArray.from_arrays(pa.array(ends, type=pa.int32()), whole)


def _rows(name: str, frame: pd.DataFrame | None) -> Any:
    arrays = [
        pa.array([] if frame is None or frame.empty else frame[key].to_numpy(), type=column.type)
        for key, column in DETAILS[name].items()
    ]
    return pa.StructArray.from_arrays(arrays, fields=_fields(name))


def _fields(name: str) -> list[Any]:
    return [pa.field(key, column.type) for key, column in DETAILS[name].items()]


def unpacked(name: str, runs: pa.Table, keys: pa.Table) -> pa.Table:
    """Put the tables of runs one under another, each row with the keys of its run.

    Parameters
    ----------
    name : str
        Which table.
    runs : Table
        Runs as chunks hold them.
    keys : Table
        The columns that say which run, in the same order and with their metadata.
    """
    lists = runs[DETAIL + name]
    lengths = np.asarray(pc.list_value_length(lists))
    found = keys.take(pa.array(np.repeat(np.arange(runs.num_rows), lengths)))
    rows = pc.list_flatten(lists)
    for key, column in DETAILS[name].items():
        field = pa.field(key, column.type, metadata=about(column))
        found = found.append_column(field, pc.struct_field(rows, key))
    return found


def about(column: Column) -> Mapping[str, str]:
    """Return the unit and meaning that a column carries in a file."""
    return {"unit": column.unit, "meaning": column.meaning}
