"""The report's tables as a workbook: one sheet for each kind of number."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from asmsim.records import Library, Messages
from asmsim.report.again import again
from asmsim.report.appendix import parameters
from asmsim.report.choice import Choice
from asmsim.report.row import about, verdict_word
from asmsim.studies.comparison import Comparison
from asmsim.studies.verdict import Verdict

FORMULA = ("=", "+", "-", "@")
"""What a text may begin with that a spreadsheet would reckon with."""

MADE = "1980-01-01T00:00:00Z"
"""The day every workbook is made: its bytes depend on what it holds, not on the clock."""

WIDEST = 60
"""Characters of the widest column; longer texts are folded."""


class Sheet(NamedTuple):
    """A sheet: its name, the head of its columns and its rows."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]


def workbook(
    found: Comparison, choice: Choice, words: Messages, library: Library, by_years: pd.DataFrame
) -> bytes:
    """Return the tables of a report as an .xlsx file; the same content gives the same bytes.

    Parameters
    ----------
    found : Comparison
    choice : Choice
    words : Messages
    library : Library
        What is known of parameters.
    by_years : DataFrame
        Outcomes by year, see `yearly`.
    """
    book = Workbook(write_only=True)
    for sheet in _sheets(found, choice, words, library, by_years):
        _fill(book, sheet)
    raw = io.BytesIO()
    book.save(raw)
    return timeless(raw.getvalue())


def _sheets(
    found: Comparison, choice: Choice, words: Messages, library: Library, by_years: pd.DataFrame
) -> Iterator[Sheet]:
    """Yield the sheets, the one that says what this is first."""
    yield Sheet(words.text("workbook.about"), *_about(found, library, words))
    yield Sheet(words.text("workbook.contrasts"), *_contrasts(found, choice, words))
    outcomes = [each.name for each in choice.outcomes]
    runs = _within(found.runs, choice, found.plan.reference)
    keys = ["context", "scenario", "replicate", "seed"]
    yield _framed("outcomes", runs[keys + outcomes].astype({"seed": str}), words)
    course = _within(by_years, choice, found.plan.reference)
    columns = [each for each in outcomes if each in course.columns]
    yield _framed("years", course[["context", "scenario", "year", *columns]], words)
    if len(found.costs):
        yield _framed("costs", _within(found.costs, choice, found.plan.reference), words)
    for name in DETAILS:
        if name in found.details:
            yield _framed(name, _mean(found, choice, name), words)
    yield Sheet(words.text("workbook.parameters"), *_parameters(found, choice, words, library))


DETAILS = {
    "accounts": (["line", "payer", "payee"], ["usd"]),
    "displaced": (["months_later", "place"], ["people"]),
    "groups": (["grouping", "group"], ["people", "winners", "losers", "gain_usd"]),
}
"""Details that have means over runs: what tells their rows apart, and what is averaged."""

WEIGHED = "gain_usd"
"""A mean over people: that over runs is weighed by how many there are."""


def _mean(found: Comparison, choice: Choice, name: str) -> pd.DataFrame:
    """Return the mean over runs of a frame of details, months of eviction added up."""
    keys, values = DETAILS[name]
    keys = ["context", "scenario", *keys]
    frame = _within(found.details[name], choice, found.plan.reference)
    if WEIGHED in values:
        frame = frame.assign(**{WEIGHED: frame[WEIGHED] * frame["people"]})
    total = frame.groupby(keys, sort=False, as_index=False)[values].sum()
    runs = found.runs.groupby(["context", "scenario"]).size().rename("runs").reset_index()
    total = total.merge(runs, on=["context", "scenario"], how="left")
    if WEIGHED in values:
        total[WEIGHED] = total[WEIGHED] / total["people"].where(total["people"] > 0)
    counted = [each for each in values if each != WEIGHED]
    total[counted] = total[counted].div(total.pop("runs"), axis=0)
    return total


def _about(
    found: Comparison, library: Library, words: Messages
) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    """Return what this is, how sure it is, and how to make it again."""
    made = again(found, library, words)
    rows: list[Sequence[Any]] = [
        (words.text("workbook.study"), found.plan.name),
        (words.text("workbook.rests_on"), about(found.plan, words)),
        (words.text("workbook.sure"), words.text("table.luck_only")),
        (words.text("workbook.rule"), words.text("table.rule")),
        (words.text("report.again"), made.command),
        *made.facts,
        (words.text("report.seeds"), made.seeds),
    ]
    return ("", ""), rows


def _contrasts(
    found: Comparison, choice: Choice, words: Messages
) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    """Return the contrasts with the outcomes' titles and the verdicts in words."""
    outcomes = {each.name: each for each in choice.outcomes}
    frame = _within(found.contrasts, choice, found.plan.reference)
    frame = frame[frame["outcome"].isin(list(outcomes))]
    titles = [outcomes[name].title for name in frame["outcome"]]
    said = [verdict_word(Verdict(each), words) for each in frame["verdict"]]
    frame = frame.assign(verdict=said)
    frame.insert(list(frame.columns).index("outcome") + 1, "title", titles)
    return list(frame.columns), frame.to_numpy(dtype=object).tolist()


def _parameters(
    found: Comparison, choice: Choice, words: Messages, library: Library
) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    columns = ("name", "meaning", "value", "unit", "range", "grade", "source", "note")
    head = (*columns, "set by", "contexts")
    groups = parameters(found.plan, choice.contexts, library, words)
    rows = [
        [*(getattr(each, column) for column in columns), each.origin, each.contexts]
        for entries in groups.values()
        for each in entries
    ]
    return head, rows


def _framed(name: str, frame: pd.DataFrame, words: Messages) -> Sheet:
    return Sheet(
        words.text(f"workbook.{name}"), list(frame.columns), frame.to_numpy(dtype=object).tolist()
    )


def _within(frame: pd.DataFrame, choice: Choice, reference: str) -> pd.DataFrame:
    """Return the rows of the contexts and scenarios that are shown."""
    contexts = [each.name for each in choice.contexts]
    scenarios = [reference, *(each.name for each in choice.scenarios)]
    return frame[frame["context"].isin(contexts) & frame["scenario"].isin(scenarios)]


def _fill(book: Workbook, sheet: Sheet) -> None:
    """Write a sheet: its head stays in view and can be filtered by."""
    made = book.create_sheet(sheet.name)
    rows = list(sheet.rows)
    for number, head in enumerate(sheet.head):
        longest = max([len(str(head)), *(len(_shown(row[number])) for row in rows)])
        width = min(WIDEST, longest + 2)
        made.column_dimensions[get_column_letter(number + 1)].width = width
    if any(sheet.head):
        made.freeze_panes = "A2"
        made.append([_cell(made, head, bold=True) for head in sheet.head])
        last = get_column_letter(len(sheet.head))
        made.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    for row in rows:
        made.append([_cell(made, value) for value in row])


def _shown(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """Return a cell: a number as a number, a text as a text whatever it begins with."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return WriteOnlyCell(sheet)
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    text = ILLEGAL_CHARACTERS_RE.sub(" ", value)
    cell = WriteOnlyCell(sheet, value=text)
    if text.startswith(FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    elif len(text) > WIDEST:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def timeless(file: bytes) -> bytes:
    """Return a workbook's bytes with every date of making set to one and the same day."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(?<=>)\d{4}-\d\d-\d\dT[\d:.]+Z?(?=<)", MADE.encode(), content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, content)
    return made.getvalue()
