"""Where words go: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from asmsim.records import Library, Messages, default_library

_spoken = [default_library().messages()]

# How wide a table is when nobody looks: a file has no width of its own.
WIDTH_OF_A_FILE = 120


def speak(lang: str | None = None, library: Library | None = None) -> None:
    """Say what follows in a language, English unless told.

    Parameters
    ----------
    lang : str, optional
    library : Library, optional
        Whose words; the packaged one's unless given.

    Raises
    ------
    UnknownName
        When there are no words of that language.
    """
    given = (library or default_library()).messages(*([lang] if lang else []))
    _spoken[:] = [given]


def spoken() -> Messages:
    """Return the words of the command line in the language that is spoken."""
    return _spoken[0]


def screen() -> Console:
    """Return the console for results."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDTH_OF_A_FILE
    return Console(width=width, highlight=False, markup=False, emoji=False)


def aside() -> Console:
    """Return the console for progress and messages."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def say(text: str) -> None:
    """Write a message to standard error, in lines as long as they are."""
    aside().print(text, soft_wrap=True)


def show(*parts: RenderableType) -> None:
    """Write results to standard output."""
    console = screen()
    for part in parts:
        console.print(part)


def write(text: str) -> None:
    """Write a result's line to standard output as it is."""
    sys.stdout.write(text + "\n")


def write_json(data: Any) -> None:
    """Write results as JSON, one way of writing for one content; what is not a number is null."""
    write(json.dumps(_plain(data), ensure_ascii=False, indent=2, allow_nan=False))


def _plain(data: Any) -> Any:
    """Replace NaN, which JSON does not know, by null; and numpy's numbers by Python's."""
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if hasattr(data, "item"):
        data = data.item()
    if isinstance(data, float) and not math.isfinite(data):
        return None
    return data if data is None or isinstance(data, bool | int | float | str) else str(data)


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[str] = ()
) -> Table:
    """Return a table; columns are keys of `cli.column`, cells are written as they are.

    The first column is never folded: names are there to be copied. Columns of numbers stand to
    the right.
    """
    made = Table(header_style="bold", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        made.add_column(
            spoken().text(f"cli.column.{column}"),
            justify="right" if column in numbers else "left",
            no_wrap=number == 0,
            overflow="fold",
        )
    for row in rows:
        made.add_row(*(Text(written(cell)) for cell in row))
    return made


def written(value: object) -> str:
    """Write a value as one reads it: numbers as they are in files, ranges and lists in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, tuple | list):
        return ", ".join(written(item) for item in value)
    return str(value)
