"""Keys: what shapes, lines and hatches stand for, in a line of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from asmsim.report.figures.letters import extent
from asmsim.report.figures.sheet import Sheet
from asmsim.report.figures.style import MARGIN, SIGNS, SMALL, WIDTH
from asmsim.report.figures.subject import Subject
from asmsim.report.row import verdict_word
from asmsim.studies.verdict import Verdict

Draw: TypeAlias = Callable[[Sheet, float, float], None]
Entry: TypeAlias = tuple[str, float, Draw]
"""What it means, how wide its sample is in inches, and what draws the sample from (x, y) on."""

STEP = 0.22
GAP = 0.25
SPACE = 0.07
"""Inches between lines, between entries, and from a sample to its text."""


def _lines(entries: Sequence[Entry]) -> list[list[tuple[float, Entry]]]:
    """Deal entries out to lines, each with where it begins."""
    lines: list[list[tuple[float, Entry]]] = [[]]
    x = MARGIN
    for entry in entries:
        text, wide, _ = entry
        length = wide + SPACE + extent(text, SMALL)
        if lines[-1] and x + length > WIDTH - MARGIN:
            lines.append([])
            x = MARGIN
        lines[-1].append((x, entry))
        x += length + GAP
    return lines


def lines(entries: Sequence[Entry]) -> int:
    """Return how many lines entries take."""
    return len(_lines(entries))


def row(sheet: Sheet, y: float, entries: Sequence[Entry]) -> None:
    """Write entries one after another, in as many lines as they need, the first at y."""
    for down, line in enumerate(_lines(entries)):
        for x, (text, wide, draw) in line:
            draw(sheet, x, y + down * STEP)
            sheet.text(x + wide + SPACE, y + down * STEP, text)


def verdicts(sheet: Sheet, subject: Subject, y: float) -> None:
    """Write what the shapes of verdicts mean."""

    def sample(kind: Verdict) -> Draw:
        sign = SIGNS[kind]

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.mark([x + 0.06], [y], sign.marker, sign.colour, 34, filled=sign.filled)

        return draw

    row(sheet, y, [(verdict_word(kind, subject.words), 0.12, sample(kind)) for kind in SIGNS])


def bar(**style: object) -> Draw:
    """Return what draws a sample of a bar, 0.22 inches wide."""

    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.box(x, y - 0.07, 0.22, 0.14, **style)

    return draw
