"""How ground and what stands on it look on a map, and what that means in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from asmsim.report.figures import key
from asmsim.report.figures.sheet import Sheet
from asmsim.report.figures.style import INK, SOFT, VERMILION
from asmsim.report.figures.subject import Subject

MARGIN_LINE: dict[str, Any] = {"fc": "#fbf3e4", "ec": INK, "lw": 0.9, "ls": "--", "zorder": 0}
CORE_LINE: dict[str, Any] = {"fc": "#f0dcc0", "ec": INK, "lw": 0.9, "zorder": 0.5}
SAMPLE = (100, 500)

CROWD = 500.0
AREA = 110.0
"""Square points of the mark of a site with so many people."""


class Tenure(NamedTuple):
    """How ground of one kind looks."""

    marker: str
    colour: str


TENURES = {
    "open": Tenure("o", "#009e73"),
    "other_title": Tenure("s", "#999999"),
    "concession_margin": Tenure("D", "#e69f00"),
    "concession_core": Tenure("D", "#8c2d04"),
    "tolerated": Tenure("h", "#f0c800"),
    "asm_zone": Tenure("^", "#0072b2"),
    "ceded": Tenure("P", "#332288"),
    "leased": Tenure("p", "#56b4e9"),
    "no_go": Tenure("X", "#cc79a7"),
    "protected": Tenure("*", "#006d2c"),
}


def entries(subject: Subject, tenures: Sequence[str]) -> list[key.Entry]:
    """Say what marks stand for."""

    def site(tenure: str) -> key.Draw:
        look = TENURES[tenure]

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.mark([x + 0.07], [y], look.marker, look.colour, 48, alpha=0.85)

        return draw

    def sizes(sheet: Sheet, x: float, y: float) -> None:
        areas = [area(people) for people in SAMPLE]
        sheet.mark([x + 0.05, x + 0.24], [y, y], "o", SOFT, areas, filled=False)

    def village(sheet: Sheet, x: float, y: float) -> None:
        sheet.mark([x + 0.05], [y], "+", INK, 22)

    def town(sheet: Sheet, x: float, y: float) -> None:
        sheet.mark([x + 0.06], [y], "s", INK, 40)

    def evicted(sheet: Sheet, x: float, y: float) -> None:
        sheet.mark([x + 0.07], [y], "x", VERMILION, 46)

    def concession(sheet: Sheet, x: float, y: float) -> None:
        sheet.box(x, y - 0.07, 0.22, 0.14, **MARGIN_LINE)
        sheet.box(x + 0.06, y - 0.035, 0.1, 0.07, **CORE_LINE)

    people = [subject.words.number(each) for each in SAMPLE]
    return [
        *((subject.text(f"map.tenure.{each}"), 0.14, site(each)) for each in tenures),
        (subject.text("map.size", small=people[0], large=people[1]), 0.38, sizes),
        (subject.text("map.evicted"), 0.14, evicted),
        (subject.text("map.concession"), 0.22, concession),
        (subject.text("map.village"), 0.1, village),
        (subject.text("map.town"), 0.12, town),
    ]


def area(people: Any) -> Any:
    """Return the area of the mark of a site, square points."""
    return np.maximum(5.0, AREA * np.asarray(people, float) / CROWD)
