"""Reads a TOML file, and names the file in whatever is wrong with it; writes one of plain data."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from asmsim.errors import AsmsimError, BadFile
from asmsim.records.base import Record
from asmsim.records.reading import reading

R = TypeVar("R", bound=Record)


def read(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    BadFile
        When it is not there, cannot be read, or is not TOML.
    """
    with reading(path, "TOML", tomllib.TOMLDecodeError), path.open("rb") as stream:
        return tomllib.load(stream)


def record(kind: type[R], table: Any, path: Path, *, key: str = "", **given: str) -> R:
    """Make a record of a table of a file; the file's name or place gives some of its fields.

    Parameters
    ----------
    kind : type of Record
        What to make.
    table : dict
        The table as read.
    path : Path
        The file, for messages.
    key : str
        The table's key in the file, for messages.
    **given : str
        Fields that the file's place gives, and its tables may not.

    Raises
    ------
    BadFile
        Naming the file and the key.
    """
    if not isinstance(table, dict):
        raise BadFile("is not a table", field=key or None, value=table, file=path)
    for name, value in given.items():
        if name in table:
            raise BadFile(
                f"may not be given: the file's place gives it ({value})",
                field=f"{key}.{name}" if key else name,
                value=table[name],
                file=path,
            )
    try:
        return kind(**table, **given)
    except AsmsimError as error:
        raise error.within(key, file=path, kind=BadFile) from None


def written(table: Mapping[str, Any]) -> str:
    r"""Write plain data as TOML: texts, numbers, truths, lists of these, and lists of tables.

    What is None is left out, since TOML has no word for it.

    Examples
    --------
    >>> written({"title": "A title", "levers": [{"lever": "tax", "dose": 0.5, "where": ["open"]}]})
    'title = "A title"\n\n[[levers]]\nlever = "tax"\ndose = 0.5\nwhere = ["open"]\n'
    """
    there = {key: value for key, value in table.items() if value is not None}
    tables = {key: value for key, value in there.items() if _holds_tables(value)}
    lines = [f"{key} = {_value(value)}" for key, value in there.items() if key not in tables]
    for key, rows in tables.items():
        for row in rows:
            lines += ["", f"[[{key}]]", *written(row).splitlines()]
    return "\n".join(lines) + "\n"


def _holds_tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(each, Mapping) for each in value)


def _value(value: Any) -> str:
    """Write one value; JSON's way with texts is TOML's but for one letter."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key} = {_value(each)}" for key, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
