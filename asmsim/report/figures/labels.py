"""Labels beside marks: each as near its own as it can be without meeting another."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

Mark: TypeAlias = tuple[float, float, float]
"""Where a mark stands, and its radius."""

NEAR = 0.15
"""Inches from a mark to its label from which a line joins them."""

TURNS = (
    0,
    180,
    30,
    -30,
    150,
    -150,
    60,
    -60,
    120,
    -120,
    90,
    -90,
    15,
    -15,
    165,
    -165,
    45,
    -45,
    135,
    -135,
)
"""Directions in which a label is tried, degrees."""

BESIDE = 0.4
"""Part of a direction from which a label stands clear of its mark to that side."""


class Box(NamedTuple):
    """A rectangle on a sheet, inches, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles share ground."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Tell whether it lies inside another."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


def place(
    marks: Sequence[Mark],
    sizes: Sequence[tuple[float, float]],
    ground: Box,
    taken: Sequence[Box],
) -> list[Box]:
    """Return where the labels of marks stand.

    Parameters
    ----------
    marks : sequence of (x, y, radius)
    sizes : sequence of (width, height)
        Of each label.
    ground : Box
        Labels stay within it.
    taken : sequence of Box
        What no label may cover: marks, and words already there.

    Examples
    --------
    >>> place([(1.0, 1.0, 0.1)], [(0.5, 0.2)], Box(0, 0, 3, 3), [Box(0.9, 0.9, 1.1, 1.1)])[0].left
    1.15
    """
    keys: list[Callable[[int], float]] = [
        lambda n: -sizes[n][0] * sizes[n][1],
        lambda n: marks[n][0],
        lambda n: -marks[n][0],
        lambda n: marks[n][1],
        lambda n: -marks[n][1],
    ]
    # Who comes first takes the best place: of several orders, the one with the shortest lines.
    found = [
        _in_order(sorted(range(len(marks)), key=key), marks, sizes, ground, taken) for key in keys
    ]
    return min(found, key=lambda boxes: sum(map(_distance, marks, boxes)))


def _in_order(
    order: Sequence[int],
    marks: Sequence[Mark],
    sizes: Sequence[tuple[float, float]],
    ground: Box,
    taken: Sequence[Box],
) -> list[Box]:
    """Place one label after another, none on what is there, no line across a label."""
    full = list(taken)
    labels: list[Box] = []
    found: dict[int, Box] = {}
    for each in order:
        free = (
            box
            for box in _around(marks[each], sizes[each])
            if box.within(ground)
            and not any(box.meets(other) for other in full)
            and not any(part.meets(other) for part in leader(marks[each], box) for other in labels)
        )
        chosen = next(free, None) or _anywhere(sizes[each], ground, full)
        found[each] = chosen
        labels.append(chosen)
        full += [chosen, *leader(marks[each], chosen)]
    return [found[each] for each in range(len(marks))]


def _distance(mark: Mark, box: Box) -> float:
    """Return how far a label stands from its mark, counted so that one far off is worst."""
    x, y, radius = mark
    near = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
    return max(0.0, math.hypot(near[0] - x, near[1] - y) - radius) ** 2


def end_of_leader(mark: Mark, box: Box) -> tuple[float, float] | None:
    """Return where the line from a mark to its label ends; none where they stand side by side."""
    x, y, radius = mark
    near = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
    return near if math.hypot(near[0] - x, near[1] - y) > radius + NEAR else None


def leader(mark: Mark, box: Box) -> list[Box]:
    """Return the line from a mark to its label as small boxes."""
    end = end_of_leader(mark, box)
    if end is None:
        return []
    steps = [step / 24 for step in range(24)]
    points = [(mark[0] + t * (end[0] - mark[0]), mark[1] + t * (end[1] - mark[1])) for t in steps]
    return [Box(x - 0.01, y - 0.01, x + 0.01, y + 0.01) for x, y in points]


def _around(mark: Mark, size: tuple[float, float]) -> Iterator[Box]:
    """Yield places around a mark, the near ones first, beside it before above it."""
    x, y, radius = mark
    width, height = size
    for ring in range(24):
        gap = radius + 0.05 + 0.1 * ring
        for turn in TURNS:
            across, down = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            middle_x = x + across * gap + width / 2 * _side(across)
            middle_y = y + down * gap + height / 2 * _side(down)
            left, top = round(middle_x - width / 2, 4), round(middle_y - height / 2, 4)
            yield Box(left, top, left + width, top + height)


def _side(part: float) -> float:
    """Return to which side of its mark a label goes: by its whole half, or not at all."""
    return math.copysign(1.0, part) if abs(part) > BESIDE else 0.0


def _anywhere(size: tuple[float, float], ground: Box, full: Sequence[Box]) -> Box:
    """Return the first free place from the top left on; below everything when there is none."""
    width, height = size
    y = ground.top
    while y + height <= ground.bottom:
        x = ground.left
        while x + width <= ground.right:
            box = Box(x, y, x + width, y + height)
            if not any(box.meets(other) for other in full):
                return box
            x += 0.1
        y += 0.1
    lowest = max((box.bottom for box in full), default=ground.top)
    return Box(ground.left, lowest, ground.left + width, lowest + height)
