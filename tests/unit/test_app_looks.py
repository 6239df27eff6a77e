"""Kinds on the map are told apart by shape, and by colour whatever colours one sees."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from asmsim.app.explore.looks import LOOKS, SHAPES

# What is left of red, green and blue light without one kind of cone: G. M. Machado, M. M.
# Oliveira, L. A. F. Fernandes (2009), A physiologically-based model for simulation of color vision
# deficiency.
BLINDNESSES = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}

TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ.sum(axis=1)
SEEN = 10.0
"""Distance in CIELAB from which two patches are told apart at a glance."""


def lab(colour: str, blindness: str) -> npt.NDArray[np.float64]:
    """Return a colour as somebody sees it, in CIELAB."""
    srgb = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255.0
    light = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(BLINDNESSES[blindness] @ light, 0.0, 1.0)
    part = TO_XYZ @ seen / WHITE
    root = np.where(part > 216 / 24389, np.cbrt(part), (24389 / 27 * part + 16) / 116)
    x, y, z = root
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one: str, other: str, blindness: str) -> float:
    return float(np.linalg.norm(lab(one, blindness) - lab(other, blindness)))


def test_the_measure_knows_red_from_green_only_for_those_who_do() -> None:
    assert apart("#cc3311", "#778800", "none") > 40
    assert apart("#cc3311", "#778800", "deuteranopia") < SEEN


@pytest.mark.parametrize("blindness", list(BLINDNESSES))
@pytest.mark.parametrize("kind", list(LOOKS))
def test_kinds_are_told_apart_by_anybody(kind: str, blindness: str) -> None:
    for (one, first), (other, second) in combinations(LOOKS[kind].items(), 2):
        distance = apart(first.colour, second.colour, blindness)
        assert distance >= SEEN or first.path != second.path, (one, other, distance)


@pytest.mark.parametrize("blindness", list(BLINDNESSES))
def test_statuses_differ_in_colour_for_anybody(blindness: str) -> None:
    looks = LOOKS["status"].items()
    for (one, first), (other, second) in combinations(looks, 2):
        assert apart(first.colour, second.colour, blindness) >= SEEN, (one, other)


def test_statuses_have_a_shape_each() -> None:
    paths = [look.path for look in LOOKS["status"].values()]
    assert len(set(paths)) == len(paths)
    assert set(paths) <= set(SHAPES.values())
