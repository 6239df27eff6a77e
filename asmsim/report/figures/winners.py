"""Who gains and who loses, by what people were when the policies began."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from matplotlib.figure import Figure

from asmsim.records import Scenario
from asmsim.report.figures import key
from asmsim.report.figures.letters import extent
from asmsim.report.figures.picture import Picture
from asmsim.report.figures.sheet import Sheet, leading, wrapped
from asmsim.report.figures.style import (
    BLUE,
    INK,
    MARGIN,
    PALE,
    PAPER,
    SMALL,
    SOFT,
    TEXT,
    VERMILION,
    WIDTH,
)
from asmsim.report.figures.subject import Subject

ACROSS = 4
"""Panels side by side."""

NAMES = 1.5
GAP = 0.16
WIDEST = 4.5
ROW = 0.195
BREAK = 0.12
BAR = 0.14
"""Inches: for the names of groups, between panels, of a panel at most, of a row, between kinds of
groups, of a bar.
"""


SIDES: dict[str, dict[str, Any]] = {
    "lost": {"fc": VERMILION, "hatch": "/////", "ec": PAPER},
    "won": {"fc": BLUE, "ec": PAPER},
}
"""How losers and winners look."""


class Group(NamedTuple):
    """People of one kind: how many were at sites before the policy, who won, who lost."""

    grouping: str
    name: str
    people: float
    won: float
    lost: float


class Scale(NamedTuple):
    """Inches from a panel's left to where bars begin, and of a bar for everybody."""

    zero: float
    unit: float


def pictures(subject: Subject) -> Iterator[Picture]:
    """Yield the bars, if there is anybody to compare."""
    found = {each.name: groups_of(subject, each) for each in subject.compared}
    if not any(found.values()):
        return
    title = subject.text("winners.title", reference=subject.reference.title)
    said = " ".join(said_of(subject, each, found[each.name]) for each in subject.compared)
    yield subject.picture("winners", title, said, lambda: _draw(subject, found, title))


def groups_of(subject: Subject, scenario: Scenario) -> list[Group]:
    """Return groups that had people in them: means over runs of their number and their shares."""
    table = subject.detail("groups", scenario)
    if table.empty:
        return []
    shares = {side: table[side] / table["people"] for side in ("winners", "losers")}
    by_group = table.assign(**shares).groupby(["grouping", "group"], sort=False)
    means = by_group[["people", "winners", "losers"]].mean()  # shares of nobody are left out
    return [
        Group(str(grouping), str(name), float(people), float(won), float(lost))
        for (grouping, name), people, won, lost in means.itertuples(name=None)
        if people > 0
    ]


def group_said(subject: Subject, group: Group) -> str:
    """Return a group in words; one that has none has but its name."""
    name = f"winners.{group.grouping}.{group.name.replace(' ', '_')}"
    return subject.text(name) if f"figure.{name}" in subject.words else group.name


def said_of(subject: Subject, scenario: Scenario, groups: list[Group]) -> str:
    """Say how many of each group gain and lose under a scenario."""
    parts = [
        subject.text(
            "winners.said",
            group=group_said(subject, each),
            won=subject.words.percent(each.won),
            lost=subject.words.percent(each.lost),
        )
        for each in groups
    ]
    return f"{scenario.title}{subject.colon}{subject.words.chain(parts)}."


def _draw(subject: Subject, found: dict[str, list[Group]], title: str) -> Figure:
    """Draw a panel for each scenario, groups down, so many panels side by side."""
    shown = [each for each in subject.compared if found[each.name]]
    rows = list(dict.fromkeys((each.grouping, each.name) for each in found[shown[0].name]))
    across = min(ACROSS, len(shown))
    width = min(WIDEST, (WIDTH - 2 * MARGIN - NAMES - GAP * (across - 1)) / across)
    blocks = [shown[n : n + across] for n in range(0, len(shown), across)]
    names = {each.name: wrapped(each.title, width, TEXT, bold=True) for each in shown}
    heads = [
        max(len(names[each.name]) for each in block) * leading(TEXT) + 0.12 for block in blocks
    ]
    tall = len(rows) * ROW + len({grouping for grouping, _ in rows}) * BREAK
    body = 0.25 + sum(heads) + len(blocks) * tall + 0.15 * (len(blocks) - 1)
    sheet = Sheet(body, title, subject.about, subject.text("winners.note"))
    _key(sheet, subject)
    most = [
        max(getattr(each, side) for groups in found.values() for each in groups) for side in SIDES
    ]
    label = extent("100%", SMALL, True) + 0.06
    unit = (width - 2 * label) / (sum(most) or 1.0)
    scale = Scale(label + most[0] * unit, unit)
    y = 0.25
    for block, head in zip(blocks, heads, strict=True):
        y += head
        for column, scenario in enumerate(block):
            x = MARGIN + NAMES + column * (width + GAP)
            name = names[scenario.name]
            sheet.lines(x, y - 0.04 - len(name) * leading(TEXT), name, size=TEXT, bold=True)
            groups = {(each.grouping, each.name): each for each in found[scenario.name]}
            _panel(sheet, subject, [groups.get(row) for row in rows], (x, y, width), scale, column)
        y += tall + 0.15
    return sheet.figure


def _panel(
    sheet: Sheet,
    subject: Subject,
    groups: Sequence[Group | None],
    place: tuple[float, float, float],
    scale: Scale,
    column: int,
) -> None:
    """Draw one scenario's bars; the first of a line of panels has the names of the groups."""
    x, y, width = place
    before = ""
    for group in groups:
        if group and group.grouping != before:
            left = x - GAP if column else MARGIN
            sheet.strokes(
                [((left, y + BREAK / 2), (x + width, y + BREAK / 2))], PALE, 0.8, zorder=0
            )
            y, before = y + BREAK, group.grouping
        if group:
            if not column:
                _name(sheet, subject, group, y + ROW / 2)
            _bars(sheet, subject, group, (x + scale.zero, y + ROW / 2, scale.unit))
        y += ROW


def _name(sheet: Sheet, subject: Subject, group: Group, y: float) -> None:
    name = group_said(subject, group)
    sheet.text(MARGIN, y, name, bold=group.grouping == "all")
    number = subject.words.number(group.people, 0)
    sheet.text(MARGIN + NAMES - 0.12, y, number, ha="right", colour=SOFT)


def _bars(sheet: Sheet, subject: Subject, group: Group, place: tuple[float, float, float]) -> None:
    """Draw losers to the left and winners to the right, each with its share."""
    middle, y, unit = place
    bold = group.grouping == "all"
    for side, share, look in (
        (-1, group.lost, SIDES["lost"]),
        (1, group.won, SIDES["won"]),
    ):
        wide = share * unit
        if wide > 0:
            sheet.box(min(middle, middle + side * wide), y - BAR / 2, wide, BAR, **look)
        text = subject.words.percent(share)
        ha = "left" if side > 0 else "right"
        sheet.text(
            middle + side * (wide + 0.04), y, text, ha=ha, bold=bold, colour=INK if bold else SOFT
        )


def _key(sheet: Sheet, subject: Subject) -> None:
    """Say which side is which."""
    entries = [
        (subject.text(f"winners.key_{side}"), 0.22, key.bar(**SIDES[side])) for side in SIDES
    ]
    key.row(sheet, 0.1, entries)
