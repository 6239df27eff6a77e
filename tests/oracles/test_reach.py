"""Reach of programmes: against places given out one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.state.parameters import Coordination
from asmsim.state.reach import reached

APART, TOGETHER = Coordination(0.0, 1.0, 0.05, 0.0), Coordination(1.0, 1.0, 0.05, 0.0)


@pytest.mark.row("P22")
@pytest.mark.parametrize("places", [100, 700, 2000])
def test_programmes_apart_give_places_at_random_and_together_to_somebody_new(places: int) -> None:
    people = 1000
    draws = np.random.default_rng(7).integers(people, size=(400, places))
    at_random = np.mean([len(np.unique(drawn)) for drawn in draws]) / people
    assert reached(places, people, APART) == pytest.approx(at_random, abs=0.004)
    assert reached(places, people, TOGETHER) == min(1.0, places / people)


@given(
    st.floats(0.0, 1e5),
    st.floats(0.0, 1e5),
    st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)),
)
def test_reach_is_a_share_that_more_places_and_more_coordination_raise(
    places: float, eligible: float, terms: tuple[float, float]
) -> None:
    p = Coordination(*terms, 0.0, 0.0)
    share = reached(places, eligible, p)
    assert 0.0 <= share <= 1.0
    assert reached(places + 1.0, eligible, p) >= share - 1e-12
    assert reached(places, eligible, p._replace(level=1.0)) >= share - 1e-12
    assert reached(places, eligible, p._replace(overlap=0.0)) >= share - 1e-12


def test_nobody_is_reached_without_places_and_who_comes_first_finds_one() -> None:
    assert reached(0.0, 0.0, APART) == 0.0
    assert reached(1.0, 0.0, APART) == 1.0
