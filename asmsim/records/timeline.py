"""A timeline: a file of shocks, in TOML with a table each or in CSV with a row each."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from asmsim.errors import AsmsimError, BadFile
from asmsim.records import toml
from asmsim.records.reading import reading
from asmsim.records.shock import KEYS, Shock, value_of

ENDINGS = (".toml", ".csv")
TABLES = "shocks"

Rows: TypeAlias = Iterator[tuple[str, Mapping[str, Any]]]
"""Where in the file a shock stands, and its table."""


def is_timeline(text: str) -> bool:
    """Tell a file of shocks from the text of one.

    Examples
    --------
    >>> is_timeline("elections.csv"), is_timeline("security=1@24:36")
    (True, False)
    """
    return text.lower().endswith(ENDINGS)


def timeline(path: Path) -> Iterator[tuple[str, Shock]]:
    """Read a file of shocks.

    TOML has a table ``[[shocks]]`` each with name, value, start, end and where; CSV a row each with
    the same columns, in which semicolons tell several places apart.

    Yields
    ------
    (str, Shock)
        Where in the file it stands, for messages, and the shock.

    Raises
    ------
    BadFile
        Naming the file and the key.
    """
    if not is_timeline(path.name):
        raise BadFile("is no timeline of shocks", file=path, allowed="a file .toml or .csv")
    rows = _csv(path) if path.suffix.lower() == ".csv" else _toml(path)
    for key, table in rows:
        try:
            yield key, Shock.of(table)
        except AsmsimError as error:
            raise error.within(key, file=path, kind=BadFile) from None


def _toml(path: Path) -> Rows:
    content = toml.read(path)
    for key, value in content.items():
        if key != TABLES:
            raise BadFile("unknown key", field=key, value=value, allowed=TABLES, file=path)
    tables = content.get(TABLES, [])
    if not isinstance(tables, list):
        raise BadFile(
            "is not a list", field=TABLES, value=tables, allowed=f"[[{TABLES}]]", file=path
        )
    for number, table in enumerate(tables, start=1):
        key = f"{TABLES}[{number}]"
        if not isinstance(table, dict):
            raise BadFile("is not a table", field=key, value=table, allowed=KEYS, file=path)
        yield key, table


def _csv(path: Path) -> Rows:
    with (
        reading(path, "CSV", csv.Error),
        path.open(encoding="utf-8-sig", newline="") as stream,
    ):
        rows = csv.DictReader(stream, strict=True, restkey="a cell too many")
        for row in rows:
            yield f"line {rows.line_num}", _cells(row)


def _cells(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of a row that are filled, each as what it says."""
    found: dict[str, Any] = {}
    for name, cell in row.items():
        key, text = name.strip(), cell.strip() if isinstance(cell, str) else cell
        if not text:
            continue
        if key == "where":
            found[key] = [place.strip() for place in text.split(";")]
        else:
            found[key] = text if key == "name" or not isinstance(text, str) else value_of(text)
    return found
