"""How a table is declared: a named tuple of arrays, each with its unit, default and meaning.

Tables, documents and checks read the annotations; compiled rules take such tuples whole.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, NamedTuple, TypeAlias, TypeVar, get_args, get_type_hints

import numpy as np

# Spelt out, since NumPy's own alias for such arrays is made differently from version to version.
FloatColumn: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
IdColumn: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
IndexColumn: TypeAlias = np.ndarray[Any, np.dtype[np.int32]]
MonthColumn: TypeAlias = np.ndarray[Any, np.dtype[np.int16]]
CodeColumn: TypeAlias = np.ndarray[Any, np.dtype[np.int8]]
BoolColumn: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]

Table = TypeVar("Table", bound=tuple[Any, ...])

__all__ = [
    "Annotated",
    "BoolColumn",
    "CodeColumn",
    "Column",
    "FloatColumn",
    "IdColumn",
    "IndexColumn",
]


class Column(NamedTuple):
    """What a column holds: unit, value a new row starts with, meaning."""

    unit: str
    default: float
    meaning: str


@cache
def columns(table: type[tuple[Any, ...]]) -> dict[str, tuple[np.dtype[Any], Column]]:
    """Name, dtype and description of each column of a table, in order."""
    found: dict[str, tuple[np.dtype[Any], Column]] = {}
    for name, hint in get_type_hints(table, include_extras=True).items():
        array, column = get_args(hint)
        found[name] = (np.dtype(get_args(get_args(array)[1])[0]), column)
    return found


def empty(table: type[Table], rows: int) -> Table:
    """A table of so many rows, each column at its default."""
    return table(
        *(np.full(rows, column.default, dtype) for dtype, column in columns(table).values())
    )


def grown(table: Table, rows: int) -> Table:
    """The table with more rows, the new ones at their defaults."""
    more = rows - len(table[0])
    return type(table)(
        *(
            np.concatenate([old, np.full(more, column.default, dtype)])
            for old, (dtype, column) in zip(table, columns(type(table)).values(), strict=True)
        )
    )


def taken(table: Table, rows: np.ndarray[Any, np.dtype[np.intp]]) -> Table:
    """Some rows of a table, as a table of their own."""
    return type(table)(*(np.asarray(column)[rows] for column in table))


def put_back(table: Table, rows: np.ndarray[Any, np.dtype[np.intp]], part: Table) -> None:
    """Write rows that were taken back into the table."""
    for column, own in zip(table, part, strict=True):
        column[rows] = own


def bytes_per_row(table: type[tuple[Any, ...]]) -> int:
    """Memory one row takes, in bytes."""
    return sum(dtype.itemsize for dtype, _ in columns(table).values())
