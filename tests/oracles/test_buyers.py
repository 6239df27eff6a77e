"""What formal buyers find and whether they stay, against naive loops and closed forms."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from asmsim.rules import buyers
from asmsim.state.columns import empty
from asmsim.state.cooperatives import DISSOLVED, Cooperatives
from asmsim.state.sites import FINDING, GRAVEST, NO_FINDING, UNKNOWN, Policy
from tests.defaults import defaults
from tests.oracles.tables import LUCK, sites

P = defaults()
M = P.markets
PARTS = ("safety", "mercury", "children", "organisation", "records")


def coops(n: int, **columns: Any) -> Cooperatives:
    table = empty(Cooperatives, n)
    table.id[:] = np.arange(n)
    for name, value in columns.items():
        getattr(table, name)[:] = value
    return table


# --- conduct --------------------------------------------------------------------------------------


def test_conduct_at_a_site_is_the_mean_over_everybody_who_digs_there() -> None:
    rng = np.random.default_rng(4)
    n, alive = 6, 9
    table = coops(12, site=rng.integers(0, n - 1, 12), members=rng.integers(1, 80, 12))
    for part in PARTS:
        getattr(table, part)[:] = rng.uniform(0.0, 1.0, 12)
    table.papers[2] = DISSOLVED
    there = sites(n, diggers=[200, 150, 90, 0, 10, 0])
    mean, worse = buyers.conduct(there, table, P.organise, alive)
    start = P.organise.conduct_start
    for s in range(n):
        its = [c for c in range(alive) if table.site[c] == s and table.papers[c] != DISSOLVED]
        members = [int(table.members[c]) for c in its]
        loose = max(int(there.diggers[s]) - sum(members), 0)
        crowd = [
            (members[k], {p: float(getattr(table, p)[c]) for p in PARTS}) for k, c in enumerate(its)
        ]
        crowd.append((loose, dict.fromkeys(PARTS, start)))
        total = sum(size for size, _ in crowd)
        if total == 0:
            assert (mean[s], worse[s]) == pytest.approx((start, start))
            continue
        part = {p: sum(size * what[p] for size, what in crowd) / total for p in PARTS}
        assert mean[s] == pytest.approx(sum(part.values()) / 5.0)
        assert worse[s] == pytest.approx(min(part["safety"], part["children"]))


# --- assessments ----------------------------------------------------------------------------------


def assessed(
    conduct: float, worse: float, month: int = 0, n: int = 20_000, **changes: float
) -> Any:
    """Findings after one month at many sites alike; -1 where nobody looked."""
    there = sites(n, workers=5, finding=-1)
    p = M._replace(**changes)
    seen = np.full(n, conduct), np.full(n, worse)
    visits = buyers.assess(there, seen, p, P.organise.gravest, LUCK.assessment, month)
    assert visits == np.count_nonzero(there.finding != -1)
    return there.finding


def share(found: Any, finding: int) -> float:
    """Of the sites looked at, the share with a finding."""
    looked = found[found != -1]
    return float(np.count_nonzero(looked == finding) / len(looked))


def test_sites_are_looked_at_as_often_as_stated() -> None:
    for yearly in (0.0, 1.0, 4.0):
        found = assessed(0.5, 0.5, assessments=yearly)
        chance = 1.0 - math.exp(-yearly / 12.0)
        looked = np.count_nonzero(found != -1) / len(found)
        assert abs(looked - chance) <= 4.0 * (chance * (1.0 - chance) / len(found)) ** 0.5


def test_only_worked_sites_are_looked_at() -> None:
    there = sites(500, workers=0, finding=-1)
    seen = np.full(500, 0.1), np.full(500, 0.1)
    p = M._replace(assessments=1e3)
    assert buyers.assess(there, seen, p, 0.2, LUCK.assessment, 0) == 0
    assert set(there.finding.tolist()) == {-1}


@pytest.mark.parametrize("conduct", [0.2, 0.3, 0.45])
@pytest.mark.parametrize("inconsistency", [0.0, 0.1])
def test_errors_are_normal_about_the_conduct(conduct: float, inconsistency: float) -> None:
    found = assessed(
        conduct, 0.9, assessments=60.0, assessment_error=0.05, inconsistency=inconsistency
    )
    spread = math.hypot(0.05, inconsistency)
    expected = float(stats.norm.cdf((M.standard - conduct) / spread))
    assert abs(share(found, FINDING) - expected) < 4.0 * (0.25 / len(found)) ** 0.5 + 1e-3
    grave = float(stats.norm.cdf((P.organise.gravest - 0.9) / spread))
    assert share(found, GRAVEST) == pytest.approx(grave, abs=1e-3)


def test_without_error_a_finding_is_conduct_below_the_standard() -> None:
    sure = {"assessments": 1e3, "assessment_error": 0.0, "inconsistency": 0.0}
    little = 1e-6
    for conduct, worse, expected in (
        (M.standard + little, P.organise.gravest + little, NO_FINDING),
        (M.standard - little, P.organise.gravest + little, FINDING),
        (M.standard + little, P.organise.gravest - little, GRAVEST),
        (M.standard - little, P.organise.gravest - little, GRAVEST),
    ):
        assert set(assessed(conduct, worse, n=50, **sure).tolist()) == {expected}


def test_inconsistency_is_the_sites_own_and_stays_while_errors_come_and_go() -> None:
    always = {"assessments": 1e3, "assessment_error": 0.0, "inconsistency": 0.1}
    first, later = (assessed(M.standard, 0.9, month=m, **always) for m in (3, 40))
    assert first.tolist() == later.tolist()
    assert 0.4 < share(first, FINDING) < 0.6
    always |= {"assessment_error": 0.1, "inconsistency": 0.0}
    first, later = (assessed(M.standard, 0.9, month=m, **always) for m in (3, 40))
    assert 0.4 < float(np.mean(first == later)) < 0.6


# --- staying and leaving --------------------------------------------------------------------------


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
@pytest.mark.row("R4", "R29")
def test_who_stays_follows_from_finding_and_rule(gone: float, strict: float) -> None:
    assert buyers.staying(NO_FINDING, gone, strict) == pytest.approx(1.0 - gone)
    assert buyers.staying(FINDING, gone, strict) == pytest.approx((1.0 - gone) * (1.0 - strict))
    assert buyers.staying(GRAVEST, gone, strict) == 0.0


def stance(n: int, gone: float, strict: float = M.zero_tolerance) -> Policy:
    """What policy makes buyers do at so many sites."""
    policy = empty(Policy, n)
    policy.exit[:], policy.zero_tolerance[:] = gone, strict
    return policy


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.integers(0, 2), st.integers(1, 40))
def test_relations_close_a_fixed_part_of_the_gap_fast_down_and_slowly_up(
    served: float, gone: float, finding: int, months: int
) -> None:
    there = sites(2, served=served, finding=finding)
    there.discovery_month[1] = UNKNOWN
    for _ in range(months):
        buyers.relate(there, stance(2, gone), M)
    aim = buyers.staying(finding, gone, M.zero_tolerance)
    speed = M.come_back if aim > served else M.leave
    assert there.served[0] == pytest.approx(aim + (served - aim) * (1.0 - speed) ** months)
    assert 0.0 <= there.served[0] <= 1.0
    assert there.served[1] == served, "nobody has relations with ground that is not known"


def test_coming_back_takes_many_times_as_long_as_leaving() -> None:
    there = sites(1, served=1.0)
    months = []
    for gone, until in ((1.0, lambda x: x < 0.1), (0.0, lambda x: x > 0.9)):
        count = 0
        while not until(there.served[0]):
            buyers.relate(there, stance(1, gone), M)
            count += 1
        months.append(count)
    assert months[0] <= 6
    assert months[1] > 5 * months[0]
