"""The main result at a glance: scenarios down, outcomes across, a verdict in each cell."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.figure import Figure

from asmsim.records import Outcome, Scenario
from asmsim.report.figures.key import verdicts
from asmsim.report.figures.letters import extent
from asmsim.report.figures.picture import Picture
from asmsim.report.figures.sheet import Sheet, leading, wrapped
from asmsim.report.figures.style import INK, MARGIN, PAPER, RULE, SIGNS, SMALL, SOFT, TEXT, WIDTH
from asmsim.report.figures.subject import Subject
from asmsim.report.leads import leading as leads
from asmsim.report.row import Row
from asmsim.studies.verdict import Verdict

NAMES = 1.9
ROW = 0.42
MOST = 10
"""Inches for the names of scenarios and for a row; the most outcomes that stand side by side."""


def pictures(subject: Subject) -> Iterator[Picture]:
    """Yield the overview: of outcomes that were chosen, else of one for each family."""
    outcomes = leads(subject.outcomes, chosen=subject.chosen)[:MOST]
    if not (subject.compared and outcomes):
        return
    title = subject.text("overview.title", reference=subject.reference.title)
    said = " ".join(_said(subject, scenario, outcomes) for scenario in subject.compared)
    yield subject.picture("overview", title, said, lambda: _draw(subject, outcomes, title))


def _said(subject: Subject, scenario: Scenario, outcomes: tuple[Outcome, ...]) -> str:
    parts = []
    for outcome in outcomes:
        found = subject.row(scenario, outcome)
        parts.append(f"{subject.heading(outcome, found.unit)} {found.difference}, {found.word}")
    return subject.text("overview.alt", scenario=scenario.title, found=subject.words.chain(parts))


def _draw(subject: Subject, outcomes: tuple[Outcome, ...], title: str) -> Figure:
    rows = (*subject.compared, *subject.forbidden)
    width = (WIDTH - 2 * MARGIN - NAMES) / len(outcomes)
    lefts = [MARGIN + NAMES + width * place for place in range(len(outcomes))]
    names = {each.name: wrapped(each.title, NAMES - 0.15, TEXT, bold=True) for each in rows}
    heights = [max(ROW, 0.12 + len(names[each.name]) * leading(TEXT)) for each in rows]
    units = [_unit(subject, outcome) for outcome in outcomes]
    heads = [wrapped(outcome.title, width - 0.08, SMALL, bold=True) for outcome in outcomes]
    under = [wrapped(unit or "", width - 0.08, SMALL) for unit in units]
    most = max(len(a) + len(b) for a, b in zip(heads, under, strict=True))
    head = most * leading(SMALL) + 0.1
    body = head + ROW + sum(heights) + 0.35
    sheet = Sheet(body, title, subject.about, subject.text("overview.note", **subject.last_year))
    for x, heading, below in zip(lefts, heads, under, strict=True):
        y = head - 0.06 - (len(heading) + len(below)) * leading(SMALL)
        y = sheet.lines(x + width / 2, y, heading, ha="center", bold=True)
        sheet.lines(x + width / 2, y, below, ha="center", colour=SOFT)
    _reference(sheet, subject, outcomes, (lefts, head, width))
    y = head + ROW
    for scenario, height in zip(rows, heights, strict=True):
        sheet.middle(MARGIN, y + height / 2, names[scenario.name], size=TEXT, bold=True)
        if scenario in subject.forbidden:
            why = wrapped(subject.why_forbidden(scenario), WIDTH - MARGIN - lefts[0] - 0.1, SMALL)
            sheet.middle(lefts[0] + 0.1, y + height / 2, why[:3], colour=SOFT)
        else:
            for x, outcome, unit in zip(lefts, outcomes, units, strict=True):
                found = subject.row(scenario, outcome)
                own_unit = found.unit if unit is None else ""
                text = subject.words.amount(found.difference, own_unit)
                _cell(sheet, found, (x, y, width, height), text)
        y += height
        sheet.strokes([((MARGIN, y), (WIDTH - MARGIN, y))], RULE, 0.6)
    verdicts(sheet, subject, y + 0.22)
    return sheet.figure


def _unit(subject: Subject, outcome: Outcome) -> str | None:
    """Return the unit of an outcome's column; none when its cells differ in it."""
    found = {subject.row(each, outcome).unit for each in subject.compared}
    return found.pop() if len(found) == 1 else None


def _cell(sheet: Sheet, found: Row, place: tuple[float, float, float, float], text: str) -> None:
    """Draw one verdict: its ground, its shape, and the difference in words."""
    x, y, width, height = place
    sign = SIGNS[found.verdict]
    middle, apart = x + width / 2, 0.09
    sheet.box(x, y, width, height, fc=sign.ground, ec=PAPER, lw=2.0, hatch=sign.hatch)
    up, down = y + height / 2 - apart, y + height / 2 + apart
    sheet.mark([middle], [up], sign.marker, sign.colour, 34, filled=sign.filled)
    if found.interval:
        loud = found.verdict not in (Verdict.SAME, Verdict.CLOSE)
        fits = extent(text, TEXT, loud) <= width - 0.04
        size, colour = TEXT if fits else SMALL, INK if loud else SOFT
        sheet.text(middle, down, text, size=size, ha="center", bold=loud and fits, colour=colour)


def _reference(
    sheet: Sheet,
    subject: Subject,
    outcomes: tuple[Outcome, ...],
    places: tuple[list[float], float, float],
) -> None:
    """Write the row of the reference: the levels that the differences are from."""
    lefts, y, width = places
    name = wrapped(subject.reference.title, NAMES - 0.15, TEXT)
    sheet.middle(MARGIN, y + ROW / 2, name[:2], size=TEXT, colour=SOFT)
    for x, outcome in zip(lefts, outcomes, strict=True):
        text = subject.row(subject.compared[0], outcome).reference
        sheet.text(x + width / 2, y + ROW / 2, text, size=TEXT, ha="center", colour=SOFT)
    sheet.strokes([((MARGIN, y + end), (WIDTH - MARGIN, y + end)) for end in (0, ROW)], RULE, 0.6)
