"""Acts, zones and titles against sums by hand and naive choices."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import normal, uniform
from asmsim.rules import acts
from asmsim.state.columns import BoolColumn
from asmsim.state.ground import Concession, Ground
from asmsim.state.sites import (
    ASM_ZONE,
    CEDED,
    CONCESSION_CORE,
    CONCESSION_MARGIN,
    LEASED,
    NO_ACT,
    OPEN,
    OTHER_TITLE,
    UNKNOWN,
    Sites,
)
from tests.defaults import defaults
from tests.oracles.tables import LUCK, sites

P = defaults()
A = P.act
GROUND = Ground(
    55.0, 20.0, 27.5, (Concession(10.0, 10.0, 5.0, 2.0), Concession(40.0, 10.0, 5.0, 2.0))
)


def anywhere(there: Sites) -> BoolColumn:
    """Let policy want zones on all ground."""
    return np.ones(len(there.id), bool)


# --- how long an act takes ------------------------------------------------------------------------


@given(st.floats(3.0, 36.0), st.floats(0.0, 1.0), st.floats(-1.0, 1.0), st.integers(0, 300))
def test_an_act_takes_its_months_more_or_less(
    months: float, spread: float, cue: float, asked: int
) -> None:
    p = A._replace(months=months, spread=spread, cue=0.3)
    found = acts.signed(p, cue, LUCK.act, asked, 4)
    u = uniform(LUCK.act, asked, 4, 0)
    length = months * (1.0 + spread * (2.0 * u - 1.0)) * (1.0 + 0.3 * cue)
    assert found - asked == max(1, round(length))


def test_a_cue_for_zones_speeds_acts_and_one_for_force_slows_them() -> None:
    p = A._replace(spread=0.0, months=20.0, cue=0.3)
    assert [acts.signed(p, cue, LUCK.act, 0, 1) for cue in (-1.0, 0.0, 1.0)] == [14, 20, 26]


# --- what the firm gives up -----------------------------------------------------------------------


@pytest.mark.row("R14")
def test_the_firm_gives_up_what_it_has_least_use_for_until_its_share_is_under_acts() -> None:
    n = 12
    there = sites(n, holder=0, title=CONCESSION_MARGIN, yield_usd=100.0)
    there.industrial[:] = np.linspace(0.9, 0.1, n)
    there.yield_usd[4] = 1e4  # so good for miners that it goes first
    there.title[8] = CONCESSION_CORE
    there.holder[9] = 1
    there.discovery_month[10] = UNKNOWN
    there.reserve_g[11] = 0.01 * there.initial_g[11]
    anything, half = np.ones(n, bool), np.full(n, 0.5)
    # Eight are workable: half of them are four.
    chosen = acts.wanted(there, 0, half, CEDED, anything)
    assert chosen.tolist() == [4, 7, 6, 5]
    acts.declare(there, chosen[:2], CEDED, 9)
    assert acts.wanted(there, 0, half, CEDED, anything).tolist() == [6, 5]
    assert acts.wanted(there, 0, half, LEASED, anything).tolist() == [6, 5, 3, 2]
    only = np.arange(n) < 2
    assert acts.wanted(there, 0, half, LEASED, only).tolist() == [1, 0]
    assert acts.wanted(there, 0, half / 5.0, CEDED, anything).tolist() == []
    # Half of the workable margin among the first three, which is 0 to 2.
    some = np.where(np.arange(n) < 3, 0.5, 0.0)
    assert acts.wanted(there, 0, some, CEDED, anything).tolist() == [2, 1]


def test_an_act_holds_from_its_month() -> None:
    there = sites(4)
    acts.declare(there, np.array([1]), CEDED, 9)
    acts.declare(there, np.array([2, 3]), ASM_ZONE, 12)
    assert acts.tenure(there, 8) == []
    now = {code: mask.tolist() for mask, code in acts.tenure(there, 12)}
    assert now == {CEDED: [False, True, False, False], ASM_ZONE: [False, False, True, True]}


# --- zones ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("stretch", [1.0, 2.0])
def test_distance_counts_from_the_nearest_edge_in_km_of_a_default_district(stretch: float) -> None:
    there = sites(4, x=[10.0, 18.0, 30.0, 40.0], y=[10.0, 10.0, 10.0, 25.0])
    found = acts.from_concessions(there, GROUND._replace(stretch=stretch))
    assert found.tolist() == pytest.approx([0.0, 3.0 / stretch, 5.0 / stretch, 10.0 / stretch])
    assert acts.from_concessions(there, GROUND._replace(concessions=())).tolist() == [0.0] * 4


def test_a_zone_is_the_best_of_what_was_assessed_on_free_ground_nearby() -> None:
    n = 60
    rng = np.random.default_rng(4)
    there = sites(n, x=rng.uniform(0.0, 55.0, n), y=10.0, grade=rng.lognormal(0.0, 0.8, n))
    there.title[:10], there.act[10:15], there.reserve_g[15:20] = OTHER_TITLE, CEDED, 0.0
    there.discovery_month[20:] = UNKNOWN
    p = P.zone._replace(draws=3.0, error=0.4, near_km=8.0)
    chosen, assessed = acts.seek_zone(there, GROUND, p, anywhere(there), (LUCK.zone, 7), 2)
    near = acts.from_concessions(there, GROUND) <= 8.0
    free = [s for s in range(20, n) if near[s]]
    drawn = sorted(free, key=lambda s: uniform(LUCK.zone, 7, s, 0))[:6]
    seen = {s: math.log(there.grade[s]) + 0.4 * normal(LUCK.zone, 7, s, 1) for s in drawn}
    assert assessed == 6
    some = np.arange(n) >= 40
    only, _ = acts.seek_zone(there, GROUND, p, some, (LUCK.zone, 7), 2)
    assert len(only) == 2
    assert some[only].all()
    assert chosen.tolist() == sorted(drawn, key=lambda s: -seen[s])[:2]


def test_a_better_assessment_finds_better_ground() -> None:
    n, grades = 400, []
    rng = np.random.default_rng(5)
    there = sites(n, grade=rng.lognormal(0.0, 0.8, n))
    free = Ground(55.0, 20.0, 27.5, ())
    for draws in (1.0, 4.0, 16.0):
        p = P.zone._replace(draws=draws, error=0.3)
        found = [
            acts.seek_zone(there, free, p, anywhere(there), (LUCK.zone, m), 1)[0][0]
            for m in range(200)
        ]
        grades.append(float(np.log(there.grade[found]).mean()))
    assert grades[0] < grades[1] < grades[2]


def test_no_free_ground_is_no_zone_and_costs_nothing() -> None:
    there = sites(3, title=OTHER_TITLE)
    chosen, assessed = acts.seek_zone(there, GROUND, P.zone, anywhere(there), (LUCK.zone, 0), 2)
    assert (len(chosen), assessed) == (0, 0)


def test_a_zone_that_opens_makes_its_deposits_known() -> None:
    there = sites(4, discovery_month=[UNKNOWN, UNKNOWN, 3, UNKNOWN], act=ASM_ZONE)
    there.act_month[:] = [9, 10, 9, 9]
    there.act[3] = CEDED
    acts.reveal(there, 9)
    assert there.discovery_month.tolist() == [9, UNKNOWN, 3, UNKNOWN]


# --- titles ---------------------------------------------------------------------------------------


def test_titles_come_to_finds_by_what_industry_would_mine_and_go_again() -> None:
    n = 40_000
    there = sites(n, title=OPEN, industrial=0.5)
    there.title[: n // 2] = OTHER_TITLE
    acts.follow(there, P.titles, LUCK.title, 3, np.zeros(n, bool))

    def near(found: float, chance: float) -> bool:
        return abs(found - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / (n / 2))

    assert near(float((there.title[n // 2 :] == OTHER_TITLE).mean()), 0.5 * P.titles.follow)
    assert near(float((there.title[: n // 2] == OPEN).mean()), P.titles.release)


def test_ground_that_is_held_set_aside_licensed_or_unknown_keeps_its_title() -> None:
    n = 4000
    there = sites(n, title=OPEN, industrial=1.0, act=NO_ACT)
    there.holder[:1000] = 0
    there.act[1000:2000] = ASM_ZONE
    there.discovery_month[2000:3000] = UNKNOWN
    acts.follow(there, P.titles._replace(follow=1.0), LUCK.title, 3, np.arange(n) >= 3000)
    assert set(there.title.tolist()) == {OPEN}
