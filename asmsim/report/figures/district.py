"""The map of the district: before the policy, and at the end under each scenario."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from asmsim.records import Scenario
from asmsim.report.figures import key
from asmsim.report.figures.ground import CORE_LINE, MARGIN_LINE, TENURES, area, entries
from asmsim.report.figures.letters import extent
from asmsim.report.figures.panel import Panel, ticks, written
from asmsim.report.figures.picture import Picture
from asmsim.report.figures.sheet import Sheet, leading, wrapped
from asmsim.report.figures.style import (
    INK,
    MARGIN,
    PAPER,
    RULE,
    SMALL,
    SOFT,
    TEXT,
    VERMILION,
    WIDTH,
)
from asmsim.report.figures.subject import Subject
from asmsim.studies.design import YEAR, month_of

ROOM = 2.0
"""Kilometres of ground shown beyond what stands on it."""

AXIS, GAP = 0.25, 0.2
"""Inches for the labels at the left, and between panels."""

WIDE = 1.4
FEW = 6
"""So few panels of ground so much wider than high are drawn two a row, else three."""


class View(NamedTuple):
    """One panel: its heading and the places as they are in it."""

    title: str
    places: pd.DataFrame
    when: str


def pictures(subject: Subject) -> Iterator[Picture]:
    """Yield the map of one run, the first that every scenario shown has."""
    tables = {each.name: subject.detail("places", each) for each in subject.scenarios}
    if any(table.empty for table in tables.values()):
        return
    common = set.intersection(*(set(table["replicate"]) for table in tables.values()))
    if not common:
        return
    run = min(common)
    places = {name: table[table["replicate"] == run] for name, table in tables.items()}
    title = subject.text("map.title")
    said = [_said(subject, each, places[each.name]) for each in subject.scenarios]
    alt = subject.text("map.alt", run=subject.words.number(run + 1), found=" ".join(said))
    yield subject.picture("map", title, alt, lambda: _draw(subject, places, run, title))


def _said(subject: Subject, scenario: Scenario, places: pd.DataFrame) -> str:
    sites = places[places["kind"] == "site"]
    number = subject.words.number
    before, after = sites["people_before"], sites["people_after"]
    return subject.text(
        "map.said",
        scenario=scenario.title,
        before=number(float(before.sum()), 0),
        after=number(float(after.sum()), 0),
        sites=number(int((after >= 1).sum())),
        changed=number(int((sites["tenure_before"] != sites["tenure_after"]).sum())),
        cleared=number(int((sites["evicted"] > 0).sum())),
    )


def _draw(subject: Subject, places: dict[str, pd.DataFrame], run: int, title: str) -> Figure:
    views = _views(subject, places)
    ground = _ground([view.places for view in views])
    left, right, bottom, top = ground
    aspect = (right - left) / (top - bottom)
    across = min(len(views), 2 if aspect > WIDE and len(views) <= FEW else 3)
    width = (WIDTH - 2 * MARGIN - AXIS - GAP * (across - 1)) / across
    high = width / aspect
    names = [wrapped(view.title, width, TEXT, bold=True) for view in views]
    downs = math.ceil(len(views) / across)
    heads = [
        max(map(len, names[n * across : (n + 1) * across])) * leading(TEXT) + 0.4
        for n in range(downs)
    ]
    marks = entries(subject, [each for each in TENURES if _any(views, each)])
    first = key.lines(marks) * key.STEP
    body = first + sum(heads) + downs * high + 0.3
    note = subject.text("map.note", run=subject.words.number(run + 1))
    sheet = Sheet(body, title, subject.about, note)
    key.row(sheet, 0.1, marks)
    for place, (view, name) in enumerate(zip(views, names, strict=True)):
        down, column = divmod(place, across)
        x = MARGIN + AXIS + column * (width + GAP)
        y = first + sum(heads[: down + 1]) + down * high
        panel = Panel(sheet, x, y, width, high, (left, right), (bottom, top))
        line = leading(SMALL)
        sheet.lines(x, y - 0.07 - line - len(name) * leading(TEXT), name, size=TEXT, bold=True)
        sheet.text(x, y - 0.06 - line / 2, view.when, colour=SOFT)
        _frame(subject, panel, at_left=not column, at_bottom=place + across >= len(views))
        _places(panel, view.places)
    return sheet.figure


def _views(subject: Subject, places: dict[str, pd.DataFrame]) -> list[View]:
    """Return the district before the policy, then at the end under each scenario."""
    plan, words = subject.plan, subject.words
    first, last = (
        words.month(month_of(plan.start, month))
        for month in (max(0, plan.policy_month - YEAR), max(0, plan.policy_month - 1))
    )
    when = subject.text("map.when", first=first, last=last)
    before = places[subject.reference.name].assign(evicted=0)
    before = before.assign(tenure=before["tenure_before"], people=before["people_before"])
    views = [View(subject.text("map.before"), before, when)]
    when = subject.text("map.when", **subject.last_year)
    for scenario in subject.scenarios:
        after = places[scenario.name]
        after = after.assign(tenure=after["tenure_after"], people=after["people_after"])
        views.append(View(subject.text("map.after", scenario=scenario.title), after, when))
    return views


def _any(views: Sequence[View], tenure: str) -> bool:
    """Tell whether any site shown has this tenure."""
    return any(bool((_worked(view.places)["tenure"] == tenure).any()) for view in views)


def _worked(places: pd.DataFrame) -> pd.DataFrame:
    """Return the sites where people work or were evicted."""
    busy = (places["people"] >= 1.0) | (places["evicted"] > 0)
    return places[(places["kind"] == "site") & busy]


def _ground(tables: Sequence[pd.DataFrame]) -> tuple[float, float, float, float]:
    """Return the part of the district on which anything stands: left, right, bottom, top in km."""
    whole = pd.concat(tables)
    reach = whole["half_km"].where(whole["kind"] == "concession", 0.0).fillna(0.0)
    here = whole["kind"] != "district"
    x, y, reach = whole["x"][here], whole["y"][here], reach[here]
    edges = ((x - reach).min(), (x + reach).max(), (y - reach).min(), (y + reach).max())
    left, right, bottom, top = (float(edge) for edge in edges)
    district = whole[whole["kind"] == "district"]
    if len(district):
        side = 2.0 * float(district["half_km"].iloc[0])
        left, right = 0.0, side
        bottom, top = max(0.0, bottom - ROOM), min(side, top + ROOM)
    return left, max(right, left + 1.0), bottom, max(top, bottom + 1.0)


def _frame(subject: Subject, panel: Panel, *, at_left: bool, at_bottom: bool) -> None:
    """Draw the edge of the ground and its kilometres."""
    sheet, words = panel.sheet, subject.words
    sheet.box(panel.x, panel.y, panel.width, panel.height, fc="none", ec=RULE, lw=0.8)
    across, up = ticks(panel.across, 6), ticks(panel.up, 3)
    ends = panel.y + panel.height
    sheet.strokes([((x, ends), (x, ends + 0.04)) for x in panel.right(across)], SOFT, 0.6)
    sheet.strokes([((panel.x - 0.04, y), (panel.x, y)) for y in panel.high(up)], SOFT, 0.6)
    if at_left:
        for y, label in zip(panel.high(up), written(up, words), strict=True):
            sheet.text(panel.x - 0.07, y, label, ha="right", colour=SOFT)
    if at_bottom:
        labels = written(across, words)
        for x, label in zip(panel.right(across), labels, strict=True):
            sheet.text(x, ends + 0.12, label, ha="center", colour=SOFT)
        unit = subject.text("map.km")
        x = float(panel.right(across[-1])) - extent(labels[-1], SMALL) / 2 - 0.08
        sheet.text(x, ends + 0.12, unit, ha="right", colour=SOFT)


def _places(panel: Panel, places: pd.DataFrame) -> None:
    """Draw the concession, villages, the town and the sites, the largest first."""
    sheet = panel.sheet
    scale = panel.width / (panel.across[1] - panel.across[0])
    concessions = places[places["kind"] == "concession"]
    for half, look in (("half_km", MARGIN_LINE), ("core_km", CORE_LINE)):
        for east, north, km in concessions[["x", "y", half]].to_numpy(float):
            if km > 0:
                x, y, side = float(panel.right(east)), float(panel.high(north)), km * scale
                sheet.box(x - side, y - side, 2 * side, 2 * side, **look)
    for kind, marker, size in (("village", "+", 22), ("town", "s", 40)):
        these = places[places["kind"] == kind]
        if len(these):
            sheet.mark(panel.right(these["x"]), panel.high(these["y"]), marker, INK, size, zorder=3)
    worked = _worked(places).sort_values("people", ascending=False, kind="stable")
    for tenure, rows in worked.groupby("tenure", sort=False):
        seen = TENURES.get(str(tenure), TENURES["other_title"])
        east, north = panel.right(rows["x"]), panel.high(rows["y"])
        areas = area(rows["people"])
        sheet.mark(east, north, seen.marker, seen.colour, areas, alpha=0.8, edgecolors=PAPER)
    cleared = places[(places["kind"] == "site") & (places["evicted"] > 0)]
    if len(cleared):
        sheet.mark(
            panel.right(cleared["x"]), panel.high(cleared["y"]), "x", VERMILION, 40, zorder=6
        )
