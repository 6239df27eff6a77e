"""What the firm puts into villages, and its jobs, against sums by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import uniform
from asmsim.rules import invest, jobs
from asmsim.state.people import AWAY, DEAD, FARMING, FIRM_JOB, MINING, NOWHERE
from tests.defaults import defaults, differ
from tests.oracles.tables import LUCK, people, villages

P = defaults()
KINDS = differ()
C = P.community


# --- villages -------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.integers(0, 900)), min_size=1, max_size=8))
def test_money_is_spread_by_residents_and_nearness(homes: list[tuple[float, int]]) -> None:
    there = villages(len(homes), mine=0)
    there.near_mine[:] = [near for near, _ in homes]
    there.residents[:] = [n for _, n in homes]
    found = invest.spread(there, 0, 1000.0)
    weights = np.array([near * n for near, n in homes])
    if weights.sum() > 0.0:
        np.testing.assert_allclose(found, 1000.0 * weights / weights.sum())
    else:
        assert not found.any()
    assert not invest.spread(there, 1, 1000.0).any(), "another mine's villages"


def test_chiefs_have_their_share_and_the_productive_part_adds_up_and_wears_out() -> None:
    there = villages(2)
    for _ in range(600):
        chiefs = invest.invest(there, C, np.array([1000.0, 0.0]))
        invest.wear(there, C)
    assert chiefs == pytest.approx(1000.0 * C.through_chief)
    assert there.fund.tolist() == pytest.approx([600.0 * chiefs, 0.0])
    assert there.received.tolist() == pytest.approx([600_000.0, 0.0])
    monthly = C.productive * (1000.0 - chiefs)
    settled = monthly * (1.0 - C.decay) / C.decay
    assert there.invested[0] == pytest.approx(settled, rel=1e-4)


# --- jobs -----------------------------------------------------------------------------------------


def test_a_mine_lets_go_by_lot_whom_it_no_longer_needs() -> None:
    them = people(300, occupation=FIRM_JOB, site=NOWHERE)
    them.occupation[:100] = FARMING
    held, vacancies = jobs.staff(them, 150, LUCK.layoff, 7)
    assert (held, vacancies) == (150, 0)
    gone = sorted(range(100, 300), key=lambda i: uniform(LUCK.layoff, 7, i, 0))[:50]
    assert np.flatnonzero(them.uprooted).tolist() == sorted(gone)
    assert set(them.occupation[gone].tolist()) == {FARMING}
    assert np.count_nonzero(them.occupation == FIRM_JOB) == 150


def test_a_mine_that_is_short_has_vacancies_and_lets_nobody_go() -> None:
    them = people(100, occupation=FIRM_JOB, site=NOWHERE)
    assert jobs.staff(them, 130, LUCK.layoff, 7) == (100, 30)
    assert not them.uprooted.any()
    assert jobs.staff(them, 0, LUCK.layoff, 7) == (0, 0)
    assert set(them.occupation.tolist()) == {FARMING}


def test_jobs_follow_the_output() -> None:
    expected = P.firm.output_koz * P.firm.jobs_per_koz * P.firm.local_jobs * 0.5
    assert jobs.wanted(P.firm, 0.5) == round(expected)


def test_vacancies_are_offered_to_as_many_of_those_who_look() -> None:
    n = 1000
    them = people(n, occupation=MINING, local=1)
    them.local[:200] = 0
    them.occupation[200:300], them.occupation[300:340] = AWAY, DEAD
    them.occupation[340:400] = FIRM_JOB
    chance = jobs.chance(them, 30, 0.15, KINDS.job)
    assert chance == pytest.approx(30 / (0.15 * 600))
    asked = sum(uniform(LUCK.job, 3, i, 0) < chance for i in range(n)) / n
    assert abs(asked - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / n)
    assert jobs.chance(them, 0, 0.15, KINDS.job) == jobs.chance(them, 5, 0.0, KINDS.job) == 0.0
    assert jobs.chance(them, 10_000, 0.15, KINDS.job) == 1.0
    assert jobs.chance(people(0), 5, 0.15, KINDS.job) == 1.0
