"""One run's tables as CSV files, for a spreadsheet or another program."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pandas as pd

from asmsim.errors import OutputRefused

FRAMES = (
    "series",
    "sites",
    "events",
    "displaced",
    "groups",
    "villages",
    "persons",
    "accounts",
    "places",
)
"""The frames of a run, each a file."""


class Tables(Protocol):
    """What is written of a run."""

    @property
    def summary(self) -> pd.Series[float]:
        """Headline outcomes by name."""


def export(run: Tables, out: Path, settings: Mapping[str, object]) -> Path:
    """Write a run's frames and its settings to a new folder, whole or not at all.

    Parameters
    ----------
    run : Run
        The run.
    out : Path
        The folder, which must not exist.
    settings : mapping
        What made the run; written as a table of names and values.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OutputRefused
        When it exists, or cannot be written.
    """
    refuse(out)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    summary = run.summary.rename_axis("outcome").rename("value").to_frame()
    frames = {name: getattr(run, name, None) for name in FRAMES}
    frames |= {
        "summary": summary,
        "settings": pd.DataFrame({"value": settings}).rename_axis("name"),
    }
    try:
        part.mkdir()
        for name, frame in frames.items():
            if frame is not None:
                _write(frame, part / f"{name}.csv")
        refuse(out)
        part.replace(out)
    except OSError as error:
        raise OutputRefused(f"cannot be written: {error.strerror}", file=out) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return out


def refuse(out: Path) -> None:
    """Refuse a folder that exists, since a run is written once, or cannot be made.

    Raises
    ------
    OutputRefused
    """
    if out.exists():
        raise OutputRefused("exists; a run is written to a new folder", file=out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused(f"cannot be made: {error.strerror}", file=out) from None
    if not os.access(out.parent, os.W_OK):
        raise OutputRefused("cannot be written", file=out.parent)


def _write(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame; an index without a name only counts rows, and is left out."""
    named = frame.index.name is not None
    frame.to_csv(path, index=named, lineterminator="\n", encoding="utf-8")
