"""Labels stay near their marks, on the sheet, and apart from each other."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.report.figures.labels import Box, place
from asmsim.report.figures.letters import extent
from asmsim.report.figures.sheet import wrapped

GROUND = Box(0.0, 0.0, 8.0, 5.0)
spots = st.tuples(st.floats(0.0, 8.0), st.floats(0.0, 5.0), st.floats(0.05, 0.25))
shapes = st.tuples(st.floats(0.4, 1.9), st.floats(0.2, 0.7))


@given(st.lists(st.tuples(spots, shapes), min_size=1, max_size=8))
def test_labels_never_meet(
    given_marks: list[tuple[tuple[float, ...], tuple[float, float]]],
) -> None:
    marks = [(x, y, radius) for (x, y, radius), _ in given_marks]
    around = [Box(x - r, y - r, x + r, y + r) for x, y, r in marks]
    found = place(marks, [size for _, size in given_marks], GROUND, around)
    assert len(found) == len(marks)
    for one, other in itertools.combinations(found, 2):
        assert not one.meets(other)
    for box, mark in itertools.product(found, around):
        assert not box.meets(mark)


def test_a_label_stands_beside_its_mark() -> None:
    (box,) = place([(2.0, 2.0, 0.1)], [(1.0, 0.4)], GROUND, [Box(1.9, 1.9, 2.1, 2.1)])
    assert 2.1 < box.left < 2.3
    assert box.top < 2.0 < box.bottom


@pytest.mark.parametrize(
    "text", ["Coexistence", "Cohabitation by a zone for artisanal miners", "x" * 90]
)
def test_lines_are_no_wider_than_asked(text: str) -> None:
    lines = wrapped(text, 0.9, 8.5, bold=True)
    assert all(extent(line, 8.5, True) <= 0.9 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


def test_a_width_is_no_less_than_what_is_drawn() -> None:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    for text in ("Formal miners", "AVATAR To 1,234.5", "–±×é"):
        face = FontProperties(family="DejaVu Sans", size=10)
        width, _, _ = text_to_path.get_text_width_height_descent(text, face, ismath=False)
        # Pairs are not drawn closer together, so that it is never less.
        assert 0.999 <= extent(text, 10) / (width / 72) < 1.06
