"""Paired differences of all outcomes with their intervals: one picture a scenario."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import chain, count
from typing import TypeAlias

from matplotlib.figure import Figure

from asmsim.records import Outcome, Scenario
from asmsim.report import row as rows
from asmsim.report.figures import key
from asmsim.report.figures.letters import extent
from asmsim.report.figures.picture import Picture
from asmsim.report.figures.sheet import Sheet, leading, wrapped
from asmsim.report.figures.style import MARGIN, PALE, RULE, SIGNS, SMALL, SOFT, TEXT
from asmsim.report.figures.subject import Subject
from asmsim.report.leads import in_families
from asmsim.studies.verdict import Verdict

Families: TypeAlias = dict[str, list[Outcome]]

NAMES = 2.6
PLOT = 2.15
DIFFERENCE = 0.55
INTERVAL = 1.2
"""Inches of columns: names, plot, difference, its interval; the verdict has the rest."""

ROWS = 54
"""Lines of a picture that can be read on a page of A4."""

TOGETHER = 30
"""Outcomes of one family that stay together; a larger family may go on on the next page."""

FARTHEST = 1000.0
"""Differences over so many times the smallest that matters stand at the edge."""


def pictures(subject: Subject) -> Iterator[Picture]:
    """Yield a picture for each scenario, or several where one would not fit a page."""
    parts = _pages(subject)
    for scenario in subject.compared:
        for number, families in enumerate(parts, 1):
            yield _picture(subject, scenario, families, number if len(parts) > 1 else 0)


def _pages(subject: Subject) -> list[Families]:
    """Deal the families out to as few pages as hold them, about as much on each."""
    families = in_families(subject.telling)
    if not families:
        return []
    total = sum(len(members) + 2 for members in families.values())
    for most in count(math.ceil(total / ROWS)):
        pages = _dealt(families, total, most)
        fits = (sum(len(each) + 2 for each in page.values()) <= ROWS for page in pages)
        if all(fits) or most >= total:
            break
    return pages


def _dealt(families: Families, total: int, most: int) -> list[Families]:
    """Deal the families out to so many pages at most."""
    pages: list[Families] = [{}]
    used = 0.0
    for family, members in _portions(families):
        lines = len(members) + 2
        if pages[-1] and len(pages) < most and used + lines / 2 > total / most:
            pages.append({})
            used = 0.0
        pages[-1][family] = [*pages[-1].get(family, []), *members]
        used += lines
    return pages


def _portions(families: Families) -> Iterator[tuple[str, list[Outcome]]]:
    """Yield what stays together: families, the large ones in equal portions."""
    for family, members in families.items():
        portions = math.ceil(len(members) / TOGETHER)
        for number in range(portions):
            first, last = (len(members) * each // portions for each in (number, number + 1))
            yield family, list(members[first:last])


def _picture(subject: Subject, scenario: Scenario, families: Families, number: int) -> Picture:
    names = {"scenario": scenario.title, "reference": subject.reference.title}
    listed = subject.words.listing([rows.family_title(each, subject.words) for each in families])
    whole = len(families) == len(in_families(subject.telling)) and not subject.chosen
    key = "differences.title" if whole else "differences.title_part"
    title = subject.text(key, families=listed, **names)
    found = {each.name: subject.row(scenario, each) for each in chain(*families.values())}
    name = f"differences-{scenario.name}" + (f"-{number}" if number else "")
    return subject.picture(
        name,
        title,
        _said(subject, list(found.values())),
        lambda: _draw(subject, families, found, title),
    )


def _said(subject: Subject, found: Sequence[rows.Row]) -> str:
    """Say which outcomes have which verdict, with the difference where it matters."""
    parts = []
    for kind in SIGNS:
        group = [each for each in found if each.verdict is kind]
        if not group:
            continue
        told = kind not in (Verdict.SAME, Verdict.CLOSE, Verdict.UNDEFINED)
        items = [
            f"{each.outcome.title} {subject.words.amount(each.difference, each.unit)}"
            if told
            else each.outcome.title
            for each in group
        ]
        word = rows.verdict_word(kind, subject.words)
        parts.append(
            subject.text("differences.alt", verdict=word, outcomes=subject.words.chain(items))
        )
    return " ".join(parts)


def _note(subject: Subject) -> str:
    """How to read it, and how many outcomes are left out: of what there is none in this place."""
    note = subject.text("differences.note")
    left_out = len(subject.outcomes) - len(subject.telling)
    if not left_out:
        return note
    return note + " " + subject.text("differences.left_out", n=subject.words.number(left_out))


def squeezed(times: float) -> float:
    """Return where a difference stands, given as times the smallest that matters.

    In proportion up to once, by powers of ten beyond, so that small and large are both seen.

    Examples
    --------
    >>> [squeezed(times) for times in (0.5, -1.0, 10.0, 1e9)]
    [0.5, -1.0, 2.0, 4.0]
    """
    size = min(abs(times), FARTHEST)
    return math.copysign(size if size <= 1.0 else 1.0 + math.log10(size), times)


def _draw(subject: Subject, families: Families, found: dict[str, rows.Row], title: str) -> Figure:
    names = {
        name: wrapped(subject.heading(each.outcome, each.unit), NAMES - 0.1, SMALL)
        for name, each in found.items()
    }
    step = leading(SMALL)
    tall = {name: max(1, len(lines)) * step + 0.03 for name, lines in names.items()}
    head = 0.68
    body = head + sum(tall.values()) + len(families) * 0.24 + 0.3
    sheet = Sheet(body, title, subject.about, _note(subject))
    edge = MARGIN + NAMES
    reach = _reach(subject, list(found.values()))
    middle = edge + PLOT / 2
    unit = PLOT / 2 / reach
    _scale(sheet, subject, (middle, unit, reach), (head, body - 0.3))
    texts = edge + PLOT + 0.28
    places = (
        texts + DIFFERENCE,
        texts + DIFFERENCE + INTERVAL,
        texts + DIFFERENCE + INTERVAL + 0.15,
    )
    for x, word, ha in zip(
        places, ("difference", "interval", "verdict"), ("right", "right", "left"), strict=True
    ):
        sheet.text(
            x,
            head - 0.12,
            subject.words.text(f"table.column.{word}", scenario="", reference=""),
            ha=ha,
            colour=SOFT,
        )
    y = head
    for family, members in families.items():
        sheet.text(MARGIN, y + 0.14, rows.family_title(family, subject.words), size=TEXT, bold=True)
        y += 0.24
        for outcome in members:
            high = tall[outcome.name]
            sheet.middle(MARGIN, y + high / 2, names[outcome.name])
            _row(sheet, subject, found[outcome.name], (y + high / 2, middle, unit), places)
            y += high
    key.verdicts(sheet, subject, body - 0.08)
    return sheet.figure


def _times(subject: Subject, found: rows.Row) -> list[float]:
    """Return low, difference and high as times the smallest that matters, better to the right."""
    values = [float(found.found[name]) for name in ("low", "difference", "high")]
    smallest = subject.smallest(found.outcome) or max(map(abs, values)) or 1.0
    turn = -1.0 if found.outcome.direction == "less" else 1.0
    return [turn * value / smallest for value in values]


def _reach(subject: Subject, found: list[rows.Row]) -> float:
    """Return how far the scale goes: a whole power of ten beyond the smallest that matters."""
    ends = [
        abs(squeezed(each))
        for row in found
        if row.verdict is not Verdict.UNDEFINED
        for each in _times(subject, row)
    ]
    return max(2.0, math.ceil(max(ends, default=0.0) - 1e-9))


def _scale(
    sheet: Sheet,
    subject: Subject,
    across: tuple[float, float, float],
    down: tuple[float, float],
) -> None:
    """Draw the scale: what does not matter, powers of ten, and which side is which."""
    middle, unit, reach = across
    top, bottom = down
    sheet.box(middle - unit, top, 2 * unit, bottom - top, fc=PALE, zorder=0)
    sheet.strokes([((middle, top), (middle, bottom))], SOFT, 0.8)
    written = extent("0", SMALL) / 2
    for power in range(1, int(reach) + 1):
        label = subject.words.number(10 ** (power - 1)) + "×"
        half = extent(label, SMALL) / 2
        fits = power * unit - half > written + 0.05
        written = power * unit + half if fits else written
        for side in (-1, 1):
            x = middle + side * power * unit
            sheet.strokes([((x, top), (x, bottom))], RULE, 0.5, zorder=0)
            sheet.text(x, top - 0.12, label if fits else "", ha="center", colour=SOFT)
    sheet.text(middle, top - 0.12, "0", ha="center", colour=SOFT)
    y = top - 0.34
    sheet.text(
        middle - 0.1, y, subject.text("differences.left"), ha="right", colour=SOFT, bold=True
    )
    sheet.text(middle + 0.1, y, subject.text("differences.right"), colour=SOFT, bold=True)
    sheet.strokes([((middle, y - 0.07), (middle, y + 0.07))], SOFT, 0.8)
    sheet.text(middle, y - 0.2, subject.text("differences.scale"), ha="center", colour=SOFT)


def _row(
    sheet: Sheet,
    subject: Subject,
    found: rows.Row,
    place: tuple[float, float, float],
    columns: tuple[float, float, float],
) -> None:
    """Draw one outcome's mark and interval, and write its numbers."""
    y, middle, unit = place
    sign = SIGNS[found.verdict]
    loud = found.verdict not in (Verdict.SAME, Verdict.CLOSE, Verdict.UNDEFINED)
    if found.interval:
        low, mean, high = (middle + unit * squeezed(each) for each in _times(subject, found))
        sheet.strokes([((low, y), (high, y))], sign.colour, 1.8 if loud else 1.1)
        marker = "s" if found.verdict is Verdict.SAME else sign.marker
        sheet.mark([mean], [y], marker, sign.colour, 26 if loud else 14, filled=sign.filled)
        sheet.text(columns[0], y, found.difference, ha="right", bold=loud)
        sheet.text(columns[1], y, found.interval, ha="right", colour=SOFT)
    sheet.mark([columns[2] + 0.03], [y], sign.marker, sign.colour, 24, filled=sign.filled)
    sheet.text(columns[2] + 0.13, y, found.word, bold=loud, colour=sign.colour if loud else SOFT)
