"""A report's folder: figures as files, a page that holds all of it, and tables for a spreadsheet.

::

    results/01_stances-001/report/
      report.html    the whole report, in one file
      tables.xlsx    the same numbers as tables
      figures/       the figures, as PNG and SVG
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from asmsim.errors import OutputRefused
from asmsim.records import Library
from asmsim.report.choice import choose, chosen_formats
from asmsim.report.gallery import FOLDER, Shown, gallery
from asmsim.report.language import told
from asmsim.report.page import page
from asmsim.report.workbook import workbook
from asmsim.report.yearly import yearly
from asmsim.studies.comparison import Comparison
from asmsim.studies.plan import library_of
from asmsim.studies.store import load

PAGE = "report.html"
TABLES = "tables.xlsx"
REPORT = "report"
"""Where a report is made unless told: this folder among the results."""


def write(
    found: Comparison | str | Path,
    out: str | Path | None = None,
    *,
    contexts: Iterable[str] = (),
    scenarios: Iterable[str] = (),
    outcomes: Iterable[str] = (),
    formats: Iterable[str] = (),
    lang: str = "en",
    begun: Callable[[], object] = lambda: None,
) -> Path:
    """Write the report of a study from its results alone; no model is needed.

    Parameters
    ----------
    found : Comparison or path
        What was found, or the folder of results it is stored in.
    out : path, optional
        The folder for the report; `report` among the results unless told. An earlier report in it
        is replaced.
    contexts, scenarios, outcomes : iterable of str, optional
        Names of what is shown; everything unless told.
    formats : iterable of {"png", "svg"}, optional
        Formats of the figures' files; both unless told.
    lang : str
        The language.
    begun : callable, optional
        Called when everything asked for is known to be there and drawing begins.

    Returns
    -------
    Path
        The folder; `report.html` is written last.

    Raises
    ------
    UnknownFormat
        When the folder holds no results, or none that can be read.
    UnknownName
        For a context, scenario, outcome, format or language that does not exist.
    OutputRefused
        When the folder for the report holds something else, or cannot be written.
    """
    found = found if isinstance(found, Comparison) else load(found)
    library = _library(found)
    words = library.messages(lang)
    found = told(found, library, words)
    choice = choose(found, contexts=contexts, scenarios=scenarios, outcomes=outcomes)
    kinds = chosen_formats(formats)
    folder = _opened(found, out)
    begun()
    try:
        (folder / PAGE).unlink(missing_ok=True)
        _clear(folder / FOLDER)
        shown: dict[str, list[Shown]] = {}
        for context in choice.contexts:
            shown[context.name] = gallery(found, choice, context, words, folder / FOLDER, kinds)
        by_years = yearly(found)
        library = library.told(words)
        (folder / TABLES).write_bytes(workbook(found, choice, words, library, by_years))
        text = page(found, choice, words, library, shown, by_years)
        part = folder / f".{PAGE}.part"
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(folder / PAGE)
    except OSError as error:
        raise OutputRefused(f"cannot be written: {error.strerror}", file=folder) from None
    return folder


def _opened(found: Comparison, out: str | Path | None) -> Path:
    """Return the folder for the report, made if need be; one that holds other things is refused."""
    if out is None and found.folder is None:
        raise OutputRefused("these results are not stored: name a folder for the report")
    folder = Path(out) if out is not None else Path(str(found.folder)) / REPORT
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise OutputRefused(f"cannot be made: {error.strerror}", file=folder) from None
    if there and not there & {PAGE, TABLES, FOLDER}:
        raise OutputRefused("exists and holds something else", file=folder)
    return folder


def _clear(figures: Path) -> None:
    """Take away the figures of an earlier report, which may have shown something else."""
    for path in sorted(figures.glob("*")):
        if path.suffix in {".png", ".svg"}:
            path.unlink()


def _library(found: Comparison) -> Library:
    """Return the library as it is now; without those of the study's own folders that are gone."""
    return library_of(tuple(folder for folder in found.plan.library if folder.is_dir()))
