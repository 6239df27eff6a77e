"""Drilling, growing concessions, ground by fiat and land under pits, against sums by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import uniform
from asmsim.rules import access, explore, harvest
from asmsim.state.columns import empty
from asmsim.state.ground import Concession, Ground
from asmsim.state.people import NOWHERE
from asmsim.state.sites import (
    CEDED,
    CONCESSION_CORE,
    CONCESSION_MARGIN,
    OPEN,
    OTHER_TITLE,
    PROTECTED,
    UNKNOWN,
    Policy,
)
from tests.oracles.tables import LUCK, people, sites, villages

MINE = Concession(50.0, 50.0, 10.0, 3.0)


# --- drilling -------------------------------------------------------------------------------------


def test_drilling_makes_known_what_lies_on_the_firms_title_and_nothing_else() -> None:
    there = sites(400, holder=0, discovery_month=UNKNOWN)
    there.holder[:100], there.discovery_month[100:200] = -1, 3
    found = explore.drill(there, 0, 0.3, LUCK.drilling, 9)
    hit = [s for s in range(200, 400) if uniform(LUCK.drilling, 9, s, 0) < 0.3]
    assert np.flatnonzero(there.discovery_month == 9).tolist() == hit
    assert found == len(hit) > 0
    assert set(there.discovery_month[100:200].tolist()) == {3}


# --- growing --------------------------------------------------------------------------------------


@given(st.floats(1.0, 4.0))
def test_a_concession_grows_by_area_around_its_middle(by: float) -> None:
    ground = Ground(100.0, 50.0, 50.0, (Concession(10.0, 50.0, 8.0, 2.0), MINE))
    found = explore.grown(ground, 1, by)
    assert found.concessions[0] == ground.concessions[0]
    assert found.concessions[1].half ** 2 == pytest.approx(by * 100.0)
    assert found.concessions[1][:2] == MINE[:2]


@pytest.mark.parametrize("out", [0.0, 0.5, 1.0])
def test_titles_are_laid_over_free_ground_and_miners_left_in_part(out: float) -> None:
    n = 300
    there = sites(n, x=50.0, y=np.linspace(0.0, 100.0, n), title=OPEN, holder=-1)
    there.diggers[::2] = 5
    there.title[::7] = OTHER_TITLE
    there.holder[4::31], there.title[4::31] = 1, CONCESSION_CORE
    there.act[5::29] = CEDED
    licensed = np.zeros(n, bool)
    licensed[6::23] = True
    before = there.title.copy()
    count = explore.extend(there, MINE, 0, out, LUCK.expansion, licensed)
    expected = []
    for s in range(n):
        free = abs(there.y[s] - 50.0) <= 10.0 and before[s] in (OPEN, OTHER_TITLE)
        free = free and not licensed[s] and there.act[s] != CEDED
        worked = there.diggers[s] > 0
        if free and (not worked or uniform(LUCK.expansion, 0, s, 0) < out):
            expected.append(s)
    assert np.flatnonzero(there.holder == 0).tolist() == expected
    assert set(there.title[expected].tolist()) == {CONCESSION_MARGIN}
    assert count == len(expected) > 0


def test_villages_come_near_and_never_farther() -> None:
    homes = villages(3, x=[50.0, 70.0, 90.0], y=50.0, near_mine=[1.0, 0.2, 0.9], mine=[0, 0, 1])
    explore.come_near(homes, MINE, 0)
    assert homes.near_mine.tolist() == pytest.approx([1.0, math.exp(-1.0), 0.9])
    assert homes.mine.tolist() == [0, 0, 1]


# --- by fiat --------------------------------------------------------------------------------------


def test_a_decree_opens_its_share_whatever_lies_over_it_and_the_same_each_month() -> None:
    n = 2000
    there, policy = sites(n, tenure=PROTECTED), empty(Policy, n)
    policy.open[: n // 2] = 0.3
    for _ in range(2):
        there.tenure[:] = PROTECTED
        opened = access.decree(there, policy, LUCK.access)
        hit = [s for s in range(n // 2) if uniform(LUCK.access, 0, s, access.OPENED) < 0.3]
        assert np.flatnonzero(there.tenure == CEDED).tolist() == hit
        assert np.flatnonzero(opened).tolist() == hit
    more = empty(Policy, n)
    more.open[:] = 0.6
    assert access.decree(there, more, LUCK.access)[opened].all(), "more of them, not others"


def test_those_on_closed_ground_choose_anew_and_lose_nothing() -> None:
    n = 50
    there, policy = sites(n), empty(Policy, n)
    policy.closed[10:20] = 1.0
    shut = access.closed(there, policy, LUCK.access)
    assert np.flatnonzero(shut).tolist() == list(range(10, 20))
    them = people(3, site=[5, 15, NOWHERE], savings=7.0)
    access.clear(them, shut)
    assert them.uprooted.tolist() == [0, 1, 0]
    assert set(them.savings.tolist()) == {7.0}


# --- land -----------------------------------------------------------------------------------------


@given(st.integers(0, 5000), st.integers(0, 3000), st.floats(0.0, 2.0), st.floats(0.0, 0.6))
def test_pits_take_ever_less_of_what_the_mine_left(
    workers: int, residents: int, pressure: float, mine: float
) -> None:
    there = sites(3, village=[0, 0, 1], workers=[workers, 0, 0])
    homes = villages(2, residents=[residents, 10], land_lost=mine)
    harvest.pits_take(there, homes, pressure)
    press = pressure * workers / max(residents, 1)
    left = (1.0 - mine) / (1.0 + press)
    assert homes.land_lost.tolist() == pytest.approx([1.0 - left, mine])
    assert homes.land_lost.max() < 1.0
