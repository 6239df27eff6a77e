"""Outcomes month by month: each scenario beside the reference, with bands of luck."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.figure import Figure

from asmsim.records import Outcome, Scenario
from asmsim.report.figures import key
from asmsim.report.figures.course import Course, courses_of, span_of
from asmsim.report.figures.letters import extent
from asmsim.report.figures.panel import Panel, ticks, written, years
from asmsim.report.figures.picture import Picture
from asmsim.report.figures.sheet import Sheet, leading, wrapped
from asmsim.report.figures.style import INK, MARGIN, SIGNS, SMALL, SOFT, TEXT, WIDTH, Look
from asmsim.report.figures.subject import Subject
from asmsim.report.leads import leading as leads
from asmsim.studies.verdict import FEWEST_PAIRS

OWN = ("formalisation", "conflict", "displacement")
"""Families whose leading outcome has a picture of its own: what the study asks first."""

ROWS = 8
"""Outcomes on one sheet."""

ASIDE = 1.4
"""Inches for the names of outcomes and the labels of the scale, left of several."""

ACROSS = 4
"""Panels side by side where there is one outcome."""


def pictures(subject: Subject) -> Iterator[Picture]:
    """Yield small multiples of several outcomes, then outcomes one by one."""
    there = subject.found.series.columns
    shown = [each for each in subject.outcomes if each.name in there and each.headline != "pair"]
    several = shown if subject.chosen else list(leads(shown, chosen=False))
    single = shown if subject.chosen else [each for each in several if each.family in OWN]
    if len(several) > 1:
        sheets = math.ceil(len(several) / ROWS)
        for place in range(sheets):
            part = several[place * ROWS : (place + 1) * ROWS]
            name = "series" if sheets == 1 else f"series-{place + 1}"
            yield _picture(subject, name, part)
    for outcome in single:
        yield course_picture(subject, outcome)


def course_picture(subject: Subject, outcome: Outcome) -> Picture:
    """Return one outcome month by month, drawn large."""
    return _picture(subject, f"series-{outcome.name}", [outcome])


def _picture(subject: Subject, name: str, outcomes: Sequence[Outcome]) -> Picture:
    one = outcomes[0] if len(outcomes) == 1 else None
    title = subject.text(
        "series.title" if one else "series.title_several",
        outcome=one.title if one else "",
        reference=subject.reference.title,
    )
    said = " ".join(_said(subject, outcome) for outcome in outcomes)
    draw = _single if one else _several
    alt = subject.text("series.alt", policy=subject.policy, found=said)
    return subject.picture(name, title, alt, lambda: draw(subject, outcomes, title))


def _said(subject: Subject, outcome: Outcome) -> str:
    parts = [subject.outcome_said(scenario, outcome) for scenario in subject.compared]
    return f"{outcome.title}{subject.colon}{subject.words.chain(parts)}."


def _draw(panel: Panel, course: Course, seen: Look, *, reference: bool, every: int = 1) -> None:
    """Draw one scenario: its band, then its mean, the last month always among them."""
    months = np.arange(len(course.mean) - 1, -1, -every)[::-1]
    course = Course(*(each[months] for each in course))
    alpha = 0.18 if reference else 0.28
    panel.band(months, course.low, course.high, fc=seen.colour, alpha=alpha, zorder=1)
    dashes = (0, (3, 1.5)) if reference else "-"
    panel.line(months, course.mean, colour=seen.colour, width=1.2 if reference else 1.7, ls=dashes)


def _policy(subject: Subject, panel: Panel) -> None:
    """Mark the month in which policies begin."""
    x = float(panel.right(subject.plan.policy_month))
    ends = ((x, panel.y), (x, panel.y + panel.height))
    panel.sheet.strokes([ends], INK, 0.8, linestyles=":")


def _key(sheet: Sheet, subject: Subject, y: float) -> None:
    """Say what lines and bands stand for."""
    seen = subject.look(subject.reference)
    band = subject.plan.replicates >= FEWEST_PAIRS

    def reference(sheet: Sheet, x: float, y: float) -> None:
        if band:
            sheet.box(x, y - 0.06, 0.3, 0.12, fc=seen.colour, alpha=0.18)
        sheet.stroke([x, x + 0.3], [y, y], seen.colour, 1.2, ls=(0, (3, 1.5)))

    def scenario(sheet: Sheet, x: float, y: float) -> None:
        for place, each in enumerate(subject.compared[:4]):
            colour = subject.look(each).colour
            wide = 0.3 / min(4, len(subject.compared))
            if band:
                sheet.box(x + place * wide, y - 0.06, wide, 0.12, fc=colour, alpha=0.28)
            sheet.stroke([x + place * wide, x + (place + 1) * wide], [y, y], colour, 1.7)

    def policy(sheet: Sheet, x: float, y: float) -> None:
        sheet.strokes([((x + 0.06, y - 0.07), (x + 0.06, y + 0.07))], INK, 0.8, linestyles=":")

    entries: list[key.Entry] = [(subject.reference.title, 0.3, reference)]
    if subject.compared:
        entries.append((subject.text("series.key_scenario"), 0.3, scenario))
    entries.append((subject.text("series.key_policy", policy=subject.policy), 0.12, policy))
    key.row(sheet, y, entries)


def _note(subject: Subject, outcomes: Sequence[Outcome]) -> str:
    parts = [subject.text("series.note_band" if subject.plan.replicates > 1 else "series.note_one")]
    if any(each.headline in ("mean", "sum") for each in outcomes):
        parts.append(subject.text("series.note_year"))
    return " ".join(parts)


def _single(subject: Subject, outcomes: Sequence[Outcome], title: str) -> Figure:
    """Draw one outcome, a panel for each scenario."""
    (outcome,) = outcomes
    courses, unit = courses_of(subject, outcome)
    span = span_of(courses)
    levels = ticks(span, 5)
    labels = written(levels, subject.words)
    shown = subject.compared or (subject.reference,)
    across = min(ACROSS, len(shown))
    left = MARGIN + 0.12 + max(extent(label, SMALL) for label in labels)
    gap = 0.2
    width = (WIDTH - MARGIN - left - gap * (across - 1)) / across
    names = [wrapped(each.title, width, TEXT, bold=True) for each in shown]
    downs = math.ceil(len(shown) / across)
    heads = [
        max(len(name) for name in names[down * across : (down + 1) * across]) * leading(TEXT) + 0.55
        for down in range(downs)
    ]
    high = 1.45 if downs > 1 else 2.4
    body = 0.55 + sum(heads) + downs * (high + 0.35) - 0.1
    sheet = Sheet(body, title, subject.about, _note(subject, outcomes))
    _key(sheet, subject, 0.1)
    if unit:
        sheet.text(MARGIN, 0.4, subject.heading(outcome, unit), colour=SOFT)
    y = 0.4
    for down in range(downs):
        y += heads[down]
        row = range(down * across, min(len(shown), (down + 1) * across))
        for place in row:
            x = left + (place - down * across) * (width + gap)
            panel = Panel(sheet, x, y, width, high, (0, subject.plan.months - 1), span)
            panel.levels(levels, labels if place == row[0] else ())
            _years(subject, panel, 5)
            panel.floor()
            scenario = shown[place]
            _draw(panel, courses[0], subject.look(subject.reference), reference=True)
            if scenario is not subject.reference:
                course = courses[subject.scenarios.index(scenario)]
                _draw(panel, course, subject.look(scenario), reference=False)
            _policy(subject, panel)
            top = y - 0.12 - 2 * leading(SMALL)
            size = len(names[place]) * leading(TEXT)
            sheet.lines(x, top - size, names[place], size=TEXT, bold=True)
            _verdict(sheet, subject, scenario, outcome, (x, top, width))
        y += high + 0.35
    return sheet.figure


def _verdict(
    sheet: Sheet,
    subject: Subject,
    scenario: Scenario,
    outcome: Outcome,
    place: tuple[float, float, float],
) -> None:
    """Write the difference and the verdict above a panel."""
    if scenario is subject.reference:
        return
    x, y, _ = place
    found = subject.row(scenario, outcome)
    sign = SIGNS[found.verdict]
    step = leading(SMALL)
    sheet.mark([x + 0.05], [y + step / 2], sign.marker, sign.colour, 24, filled=sign.filled)
    sheet.text(x + 0.15, y + step / 2, found.word, colour=SOFT)
    if found.interval:
        text = subject.text(
            "series.difference", difference=found.difference, interval=found.interval
        )
        sheet.text(x, y + 1.5 * step, text, colour=SOFT)


def _years(subject: Subject, panel: Panel, most: int) -> None:
    """Draw and label the Januaries."""
    months, days = years(subject.plan.start, subject.plan.months, most)
    panel.columns(months, [f"{day.year}" for day in days])


def _several(subject: Subject, outcomes: Sequence[Outcome], title: str) -> Figure:
    """Draw several outcomes, a row each; scenarios are columns."""
    shown = subject.compared or (subject.reference,)
    left = MARGIN + ASIDE
    gap = 0.1
    width = (WIDTH - MARGIN - left - gap * (len(shown) - 1)) / len(shown)
    names = [wrapped(each.title, width, SMALL, bold=True) for each in shown]
    head = 0.35 + max(len(name) for name in names) * leading(SMALL)
    high, step = 0.72, 0.92
    body = head + step * len(outcomes) + 0.15
    sheet = Sheet(body, title, subject.about, _note(subject, outcomes))
    _key(sheet, subject, 0.1)
    for place, name in enumerate(names):
        x = left + place * (width + gap)
        sheet.lines(x, head - 0.06 - len(name) * leading(SMALL), name, bold=True)
    for down, outcome in enumerate(outcomes):
        y = head + down * step + 0.05
        courses, unit = courses_of(subject, outcome)
        span = span_of(courses)
        levels = ticks(span, 3)
        labels = written(levels, subject.words)
        room = ASIDE - 0.15 - max(extent(label, SMALL) for label in labels)
        name = wrapped(outcome.title, room, SMALL, bold=True)
        end = sheet.lines(MARGIN, y, name, bold=True)
        sheet.lines(MARGIN, end, wrapped(unit, room, SMALL), colour=SOFT)
        for place, scenario in enumerate(shown):
            x = left + place * (width + gap)
            panel = Panel(sheet, x, y, width, high, (0, subject.plan.months - 1), span)
            panel.levels(levels, () if place else labels)
            months, days = years(subject.plan.start, subject.plan.months, max(1, int(width / 0.4)))
            last = down == len(outcomes) - 1
            labels_below = [f"{day.year}" for day in days] if last else ()
            panel.columns(months, labels_below, within=True)
            panel.floor()
            _draw(panel, courses[0], subject.look(subject.reference), reference=True, every=3)
            if scenario is not subject.reference:
                course = courses[subject.scenarios.index(scenario)]
                _draw(panel, course, subject.look(scenario), reference=False, every=3)
            _policy(subject, panel)
    return sheet.figure
