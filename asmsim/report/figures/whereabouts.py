"""Where the displaced are a year and two after they were evicted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from asmsim.outcomes.displacement import LATER, PLACES
from asmsim.records import Scenario
from asmsim.report.figures import key
from asmsim.report.figures.letters import extent
from asmsim.report.figures.picture import Picture
from asmsim.report.figures.sheet import Sheet, leading, wrapped
from asmsim.report.figures.style import INK, MARGIN, PAPER, SMALL, SOFT, TEXT, WIDTH
from asmsim.report.figures.subject import Subject

NAMES = 2.0
GAP = 0.4
BAR = 0.27


class Fill(NamedTuple):
    """How a place looks: colour, hatch, and the colour of words upon it."""

    colour: str
    hatch: str
    ink: str


FILLS = {
    "returned": Fill("#0072b2", "", PAPER),
    "mining elsewhere": Fill("#56b4e9", "////", INK),
    "farming": Fill("#009e73", "", PAPER),
    "firm job": Fill("#f0e442", "xxxx", INK),
    "away": Fill("#e6e6e6", "", INK),
    "dead": Fill(INK, "", PAPER),
}


def pictures(subject: Subject) -> Iterator[Picture]:
    """Yield the bars, if anybody was displaced."""
    found = {each.name: _counts(subject, each) for each in subject.scenarios}
    if not any(counts.any() for counts in found.values()):
        return
    title = subject.text("whereabouts.title")
    said = " ".join(_said(subject, each, found[each.name]) for each in subject.scenarios)
    yield subject.picture("whereabouts", title, said, lambda: _draw(subject, found, title))


def _counts(subject: Subject, scenario: Scenario) -> npt.NDArray[np.float64]:
    """Return people by time since eviction and place, over all runs."""
    table = subject.detail("displaced", scenario)
    if table.empty:
        return np.zeros((len(LATER), len(PLACES)))
    sums = table.groupby(["months_later", "place"])["people"].sum()
    return np.array([[float(sums.get((later, place), 0)) for place in PLACES] for later in LATER])


def _said(subject: Subject, scenario: Scenario, counts: npt.NDArray[np.float64]) -> str:
    parts = []
    for later, people in zip(LATER, counts, strict=True):
        total = people.sum()
        if total:
            shares = [
                subject.text(
                    "whereabouts.share",
                    place=place_said(subject, place),
                    share=subject.words.percent(float(n / total)),
                )
                for place, n in zip(PLACES, people, strict=True)
                if n
            ]
            parts.append(subject.text("whereabouts.later", months=later, shares=", ".join(shares)))
    found = subject.words.chain(parts) or subject.text("whereabouts.nobody")
    return f"{scenario.title}{subject.colon}{found}."


def place_said(subject: Subject, place: str) -> str:
    """Return a place in words."""
    return subject.text(f"whereabouts.place.{place.replace(' ', '_')}")


def _draw(subject: Subject, found: dict[str, npt.NDArray[np.float64]], title: str) -> Figure:
    shown = subject.scenarios
    names = [wrapped(each.title, NAMES - 0.15, TEXT, bold=True) for each in shown]
    tall = [max(0.42, len(name) * leading(TEXT) + leading(SMALL) + 0.12) for name in names]
    width = (WIDTH - 2 * MARGIN - NAMES - GAP) / 2
    head = 0.68
    sheet = Sheet(head + sum(tall), title, subject.about, subject.text("whereabouts.note"))
    _key(sheet, subject)
    for column, later in enumerate(LATER):
        x = MARGIN + NAMES + column * (width + GAP)
        heading = subject.text("whereabouts.column", months=later)
        sheet.text(x, head - 0.12, heading, size=TEXT, bold=True)
        y = head
        for scenario, name, high in zip(shown, names, tall, strict=True):
            if not column:
                reference = scenario is subject.reference
                colour = SOFT if reference else INK
                each_run = _each_run(subject, found[scenario.name])
                room = len(name) * leading(TEXT) + len(each_run) * leading(SMALL)
                top = y + (high - room) / 2
                end = sheet.lines(MARGIN, top, name, size=TEXT, bold=True, colour=colour)
                sheet.lines(MARGIN, end, each_run, colour=SOFT)
            people = found[scenario.name][column]
            _bar(sheet, subject, (x, y + high / 2, width), people)
            y += high
    return sheet.figure


def _each_run(subject: Subject, counts: npt.NDArray[np.float64]) -> list[str]:
    """Say how many evictions the bars of a scenario are of, in a mean run."""
    number = counts[0].sum() / subject.plan.replicates
    if not number:
        return []
    text = subject.text("whereabouts.each_run", number=subject.words.number(float(number), 0))
    return wrapped(text, NAMES - 0.15, SMALL)


def _key(sheet: Sheet, subject: Subject) -> None:
    """Say what colours and hatches stand for, in the order of the bars."""
    entries = [
        (place_said(subject, place), 0.22, key.bar(fc=look.colour, hatch=look.hatch, ec=PAPER))
        for place, look in FILLS.items()
    ]
    key.row(sheet, 0.1, entries)


def _fill(sheet: Sheet, place: str, box: tuple[float, float, float, float]) -> None:
    look = FILLS[place]
    sheet.box(*box, fc=look.colour, hatch=look.hatch, ec=PAPER, lw=0.8)


def _bar(
    sheet: Sheet,
    subject: Subject,
    place_of: tuple[float, float, float],
    people: npt.NDArray[np.float64],
) -> None:
    """Draw one bar, its larger parts with their shares."""
    x, y, width = place_of
    total = float(people.sum())
    if not total:
        sheet.text(x, y, subject.text("whereabouts.nobody"), colour=SOFT)
        return
    for place, count in zip(PLACES, people, strict=True):
        wide = width * float(count) / total
        if not count:
            continue
        _fill(sheet, place, (x, y - BAR / 2, wide, BAR))
        look = FILLS[place]
        label = subject.words.percent(float(count) / total)
        half = extent(label, SMALL, True) / 2 + 0.03
        if 2 * half + 0.02 <= wide:
            if look.hatch:
                sheet.box(x + wide / 2 - half, y - 0.075, 2 * half, 0.15, fc=look.colour)
            sheet.text(x + wide / 2, y, label, ha="center", colour=look.ink, bold=True)
        elif place == PLACES[0]:
            sheet.text(x - 0.05, y, label, ha="right", bold=True, colour=look.colour)
        x += wide
