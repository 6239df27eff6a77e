"""What can be taken away, made in a worker when it is asked for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from asmsim.app.compare.again import OWN_FILE, scenario_file
from asmsim.app.compare.inquiry import Inquiry
from asmsim.app.compare.told import so_far
from asmsim.app.desk import Desk
from asmsim.app.view import View
from asmsim.report import figures
from asmsim.report.choice import choose
from asmsim.report.language import told
from asmsim.report.workbook import workbook
from asmsim.report.yearly import yearly
from asmsim.studies.plan import Plan, library_of

KINDS = ("csv", "xlsx", "svg", "png", "scenario")

TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "application/zip",
    "png": "application/zip",
    "scenario": "application/toml",
}

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would reckon instead of showing it."""


def asked(desk: Desk, inquiry: Inquiry, kind: str, pairs: int, view: View) -> dict[str, Any]:
    """Return the file of a kind: its name, type and bytes.

    Parameters
    ----------
    desk : Desk
    inquiry : Inquiry
        Whose pairs it is made of.
    kind : {"csv", "xlsx", "svg", "png", "scenario"}
    pairs : int
        How many of them: those the page shows.
    view : View
    """
    if kind == "scenario" and view.own is not None:
        content = scenario_file(view.own).encode()
        return {"name": OWN_FILE, "type": TYPES[kind], "bytes": content}
    call = desk.workers.line.put(
        inquiry.visitor.name, made, inquiry.plan, inquiry.chunks[:pairs], kind, view.language,
        urgent=True,
    )  # fmt: skip
    ending = "zip" if kind in {"svg", "png"} else kind
    stem = f"asmsim-{view.context}-{view.seed}"
    return {"name": f"{stem}.{ending}", "type": TYPES[kind], "bytes": call.result()}


def made(plan: Plan, chunks: Sequence[pa.Table], kind: str, language: str) -> bytes:
    """Make a file of a comparison's pairs."""
    library = library_of(plan.library, plan.root)
    words = library.messages(language)
    found = told(so_far(plan, chunks), library, words)
    if kind == "csv":
        table = found.contrasts.map(_quoted)
        return bytes(table.to_csv(index=False, lineterminator="\n").encode())
    if kind == "xlsx":
        return workbook(found, choose(found), words, library.told(words), yearly(found))
    pictures = figures.pictures(found, words, context=plan.contexts[0].name)
    with TemporaryDirectory() as folder:
        files = [file for each in pictures for file in figures.save(each, Path(folder), [kind])]
        return _zipped(files)


def _quoted(cell: object) -> object:
    """Let a text be a text for a spreadsheet, whatever it begins with."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _zipped(files: Sequence[Path]) -> bytes:
    made_ = io.BytesIO()
    with zipfile.ZipFile(made_, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name, (1980, 1, 1, 0, 0, 0)), file.read_bytes())
    return made_.getvalue()
