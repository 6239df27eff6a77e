"""Pictures in dark colours: nothing is left white, all can be read, and told apart by anybody."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest

from asmsim.app.compare.shade import DARK, DARK_LOOKS, shaded
from asmsim.records import default_library
from asmsim.report.figures import pictures, svg
from asmsim.report.figures.style import BLUE, INK, PAPER, REFERENCE, SOFT, VERMILION
from tests.unit.figure_study import CONTEXT, comparison
from tests.unit.test_app_looks import BLINDNESSES, SEEN, apart

ON_PAGES = ("trade-off", "winners", "series-formal_share")


def brightness(colour: str) -> float:
    srgb = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255.0
    light = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return float(light @ (0.2126, 0.7152, 0.0722))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG measures it."""
    dark, bright = sorted((brightness(one), brightness(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_every_colour_of_a_pages_pictures_follows_the_theme() -> None:
    made = pictures(comparison(), default_library().messages(), context=CONTEXT)
    there = [each for each in made if each.name in ON_PAGES]
    assert len(there) == len(ON_PAGES)
    for each in there:
        drawn = shaded(svg(each))
        style, _, rest = drawn.partition("</style>")
        assert style.count("light-dark(") > 4
        assert re.findall(r"<[^>]*#[0-9a-f]{6}", rest) == []
        used = set(re.findall(r"var\((--[\w-]+)\)", rest))
        assert all(f"{name}:" in style for name in used)


@pytest.mark.parametrize("colour", [INK, SOFT, BLUE, VERMILION, REFERENCE.colour])
def test_words_are_read_in_the_dark(colour: str) -> None:
    assert contrast(DARK[colour], DARK[PAPER]) >= 4.5


def test_marks_are_seen_in_the_dark() -> None:
    assert min(contrast(each, DARK[PAPER]) for each in DARK_LOOKS) >= 4.5


@pytest.mark.parametrize("blindness", list(BLINDNESSES))
def test_scenarios_are_told_apart_in_the_dark_by_anybody(blindness: str) -> None:
    for one, other in combinations(DARK_LOOKS, 2):
        assert apart(one, other, blindness) >= SEEN, (one, other)
    assert apart(DARK[BLUE], DARK[VERMILION], blindness) >= SEEN
