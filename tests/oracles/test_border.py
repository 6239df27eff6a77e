"""A penalty by conduct at the border: against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.rules import border
from tests.defaults import defaults

B = defaults().border


@given(st.floats(0.05, 1.0), st.integers(1, 200))
def test_a_coalition_grows_by_a_fixed_part_of_what_is_missing(members: float, months: int) -> None:
    p = B._replace(members=members, months=24.0)
    covered = 0.0
    for _ in range(months):
        covered = border.coverage(p, covered)
    assert covered == pytest.approx(members * (1.0 - (1.0 - 1.0 / 24.0) ** months))
    assert border.coverage(p._replace(members=0.0), covered) == 0.0


def test_the_worse_the_conduct_the_more_is_charged() -> None:
    p = B._replace(penalty=0.2, standard=0.5)
    found = border.on_legal(p, 0.5, np.array([0.0, 0.25, 0.5, 0.9]))
    assert found.tolist() == pytest.approx([0.1, 0.05, 0.0, 0.0])


def test_what_is_smuggled_is_charged_as_far_as_it_cannot_evade() -> None:
    p = B._replace(penalty=0.2, evades=0.75)
    assert border.on_smuggled(p, 0.5) == pytest.approx(0.025)
    assert border.on_smuggled(p._replace(evades=1.0), 0.5) == 0.0


def test_the_mine_is_charged_for_what_is_remembered() -> None:
    p = B._replace(penalty=0.2, blame=0.3, blame_half_life=6.0)
    held = border.blame(p, 0.0, 4.0)
    for _ in range(6):
        held = border.blame(p, held, 0.0)
    assert held == pytest.approx(2.0)
    assert border.on_firm(p, 0.5, held) == pytest.approx(0.1 * (1.0 - math.exp(-0.6)))
    assert border.on_firm(p, 0.5, 0.0) == 0.0
