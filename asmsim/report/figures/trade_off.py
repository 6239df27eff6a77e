"""The trade-off: formalisation across, conflict upwards, displacement as the size of a mark."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from asmsim.records import Messages, Outcome, Scenario
from asmsim.report.figures.labels import Box, end_of_leader, place
from asmsim.report.figures.letters import extent
from asmsim.report.figures.panel import Panel, Values, ticks, written
from asmsim.report.figures.picture import Picture
from asmsim.report.figures.sheet import Sheet, leading, wrapped
from asmsim.report.figures.style import MARGIN, SIGNS, SMALL, SOFT, TEXT, WIDTH
from asmsim.report.figures.subject import Subject
from asmsim.report.leads import LEADS
from asmsim.report.row import Row, number, scaled
from asmsim.studies.verdict import Verdict

HEIGHT = 4.9
LABEL = 1.9
ASIDE = 0.17
LARGEST = 0.24
"""Inches: of the panel, of a label, of the shape before it, and the radius of the largest mark."""


class Axis(NamedTuple):
    """One of the two outcomes: how it is scaled, and each scenario's low, mean and high."""

    outcome: Outcome
    unit: str
    values: Values

    @property
    def better(self) -> float:
        """Which way is better: 1 for more, -1 for less, 0 where there is none."""
        return {"more": 1.0, "less": -1.0}.get(self.outcome.direction, 0.0)


def pictures(subject: Subject) -> Iterator[Picture]:
    """Yield the trade-off, if the study has its three outcomes."""
    by_name = {each.name: each for each in subject.measured}
    names = [LEADS[family] for family in ("formalisation", "conflict", "displacement")]
    if not (subject.compared and all(name in by_name for name in names)):
        return
    across, up, size = (by_name[name] for name in names)
    shown = tuple(
        each
        for each in subject.compared
        if all(subject.row(each, of).interval for of in (across, up))
    )
    if not shown:
        return
    title = subject.text("trade_off.title", reference=subject.reference.title)
    said = {
        outcome.title: subject.words.chain(subject.outcome_said(each, outcome) for each in shown)
        for outcome in (across, up, size)
    }
    alt = " ".join(f"{name}{subject.colon}{text}." for name, text in said.items())
    outcomes = (across, up, size)
    yield subject.picture("trade-off", title, alt, lambda: _draw(subject, shown, outcomes, title))


def _axis(subject: Subject, shown: tuple[Scenario, ...], outcome: Outcome) -> Axis:
    rows = [subject.row(each, outcome).found for each in shown]
    values = np.array([[row[key] for key in ("low", "difference", "high")] for row in rows], float)
    scale, unit = scaled(outcome, values.ravel().tolist(), subject.words)
    return Axis(outcome, unit, values / scale)


def _span(axis: Axis) -> tuple[float, float]:
    low, high = min(0.0, float(axis.values.min())), max(0.0, float(axis.values.max()))
    room = 0.14 * ((high - low) or 1.0)
    return low - room, high + room


def _draw(
    subject: Subject,
    shown: tuple[Scenario, ...],
    outcomes: tuple[Outcome, Outcome, Outcome],
    title: str,
) -> Figure:
    across, up = (_axis(subject, shown, outcome) for outcome in outcomes[:2])
    sizes = [subject.row(each, outcomes[2]) for each in shown]
    span_x, span_y = _span(across), _span(up)
    levels, columns = ticks(span_y, 6), ticks(span_x, 8)
    labels = written(levels, subject.words, plus=True)
    left = MARGIN + 0.1 + max(extent(each, SMALL) for each in labels)
    note = subject.text("trade_off.note", **subject.last_year)
    sheet = Sheet(HEIGHT + 0.75, title, subject.about, note)
    change = subject.text("trade_off.axis", outcome=subject.heading(up.outcome, up.unit))
    sheet.text(MARGIN, 0.06, change, colour=SOFT, bold=True)
    panel = Panel(sheet, left, 0.25, WIDTH - MARGIN - left, HEIGHT, span_x, span_y)
    taken = _ground(sheet, subject, panel, (across, up))
    panel.levels(levels, labels)
    panel.columns(columns, written(columns, subject.words, plus=True))
    change = subject.text("trade_off.axis", outcome=subject.heading(across.outcome, across.unit))
    y = panel.y + HEIGHT + 0.3
    sheet.text(left + panel.width, y, change, ha="right", colour=SOFT, bold=True)
    _marks(sheet, subject, panel, (shown, across, up, sizes), taken)
    return sheet.figure


def _ground(sheet: Sheet, subject: Subject, panel: Panel, axes: tuple[Axis, Axis]) -> list[Box]:
    """Draw the axes through the reference and tint where both outcomes are better, or worse.

    Return what labels must leave free.
    """
    x, y = float(panel.right(0.0)), float(panel.high(0.0))
    right, bottom = panel.x + panel.width, panel.y + panel.height
    sheet.strokes([((panel.x, y), (right, y)), ((x, panel.y), (x, bottom))], SOFT, 0.8)
    taken = [
        Box(x - 0.09, y - 0.09, x + 0.09, y + 0.09),
        Box(x - 0.02, panel.y, x + 0.02, bottom),
        Box(panel.x, y - 0.02, right, y + 0.02),
    ]
    seen = subject.look(subject.reference)
    sheet.mark([x], [y], seen.marker, seen.colour, 40, filled=False)
    across, up = axes
    for side, verdict, word in ((1.0, Verdict.BETTER, "both"), (-1.0, Verdict.WORSE, "neither")):
        if not (across.better and up.better):
            continue
        is_right, is_top = side * across.better > 0, side * up.better > 0
        edge_x, edge_y = right if is_right else panel.x, panel.y if is_top else bottom
        sheet.box(
            min(x, edge_x),
            min(y, edge_y),
            abs(edge_x - x),
            abs(edge_y - y),
            fc=SIGNS[verdict].ground,
            alpha=0.45,
            zorder=-1,
        )
        text = subject.text(f"trade_off.{word}")
        wide = extent(text, SMALL) + 0.2
        line = edge_y + (0.13 if is_top else -0.13)
        sheet.text(
            edge_x + (-0.1 if is_right else 0.1),
            line,
            text,
            ha="right" if is_right else "left",
            colour=SIGNS[verdict].colour,
        )
        corner = edge_x - wide if is_right else edge_x
        taken.append(Box(corner, line - 0.1, corner + wide, line + 0.1))
    return taken


def _people(row: Row, words: Messages) -> str:
    """Write how many are displaced: whole people, or so many thousands of them."""
    mean = float(row.found["scenario_mean"])
    scale, unit = scaled(row.outcome, [mean], words)
    return words.amount(number(mean / scale, int(scale > 1.0), words), unit)


def _marks(
    sheet: Sheet,
    subject: Subject,
    panel: Panel,
    found: tuple[tuple[Scenario, ...], Axis, Axis, list[Row]],
    taken: list[Box],
) -> None:
    """Draw a mark with its intervals for each scenario, and write its name and size beside it."""
    shown, across, up, sizes = found
    x, y = panel.right(across.values), panel.high(up.values)
    amounts = [max(0.0, float(each.found["scenario_mean"])) for each in sizes]
    largest = max((each for each in amounts if math.isfinite(each)), default=0.0) or 1.0
    marks, texts, boxes = [], [], []
    for place_of, scenario in enumerate(shown):
        seen = subject.look(scenario)
        amount = amounts[place_of] if math.isfinite(amounts[place_of]) else 0.0
        radius = max(0.05, LARGEST * math.sqrt(amount / largest))
        at = float(x[place_of, 1]), float(y[place_of, 1])
        sheet.strokes(
            [((x[place_of, 0], at[1]), (x[place_of, 2], at[1])),
             ((at[0], y[place_of, 0]), (at[0], y[place_of, 2]))],
            seen.colour, 1.4, zorder=3,
        )  # fmt: skip
        area = (2 * radius * 72) ** 2
        sheet.mark([at[0]], [at[1]], "o", seen.colour, area, alpha=0.25, zorder=2)
        sheet.mark([at[0]], [at[1]], seen.marker, seen.colour, 40, zorder=5)
        marks.append((*at, radius))
        taken.append(Box(at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius))
        taken.append(Box(float(x[place_of, 0]), at[1] - 0.01, float(x[place_of, 2]), at[1] + 0.01))
        taken.append(Box(at[0] - 0.01, float(y[place_of, 2]), at[0] + 0.01, float(y[place_of, 0])))
        name = wrapped(scenario.title, LABEL, TEXT, bold=True)
        row = sizes[place_of]
        size = subject.text("trade_off.size", number=_people(row, subject.words))
        texts.append((name, wrapped(size, LABEL, SMALL)))
        wide = max(
            *(extent(line, TEXT, True) for line in name),
            *(extent(line, SMALL) for line in texts[-1][1]),
        )
        tall = len(name) * leading(TEXT) + len(texts[-1][1]) * leading(SMALL)
        boxes.append((wide + ASIDE + 0.02, tall))
    ground = Box(panel.x, panel.y, panel.x + panel.width, panel.y + panel.height)
    for box, mark, (title, amount_said), scenario in zip(
        place(marks, boxes, ground, taken), marks, texts, shown, strict=True
    ):
        if end := end_of_leader(mark, box):
            sheet.strokes([(mark[:2], end)], subject.look(scenario).colour, 0.7, zorder=2)
        seen = subject.look(scenario)
        sheet.mark([box.left + 0.07], [box.top + leading(TEXT) / 2], seen.marker, seen.colour, 30)
        below = sheet.lines(box.left + ASIDE, box.top, title, size=TEXT, bold=True)
        sheet.lines(box.left + ASIDE, below, amount_said, colour=SOFT)
