"""Whom the firm takes the miners for, and whom it tolerates, against loops by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import normal, uniform
from asmsim.rules import zoning
from asmsim.state.people import MINING, NETWORK, NOWHERE, PROCESSING
from asmsim.state.sites import CONCESSION_CORE, CONCESSION_MARGIN, Sites
from tests.defaults import defaults
from tests.oracles.tables import LUCK, people, sites

P = defaults()
Z = P.zoning


def test_locals_and_members_are_counted_among_the_diggers() -> None:
    rng = np.random.default_rng(2)
    n = 400
    them = people(n, site=rng.integers(-1, 4, n), local=rng.integers(0, 2, n))
    them.cooperative[:] = rng.integers(-1, 1, n)
    them.occupation[:] = np.where(rng.random(n) < 0.8, MINING, PROCESSING)
    them.occupation[them.site == NOWHERE] = PROCESSING
    them.lender[:], them.debt[:] = rng.integers(0, 2, n), rng.choice([0.0, 50.0], n)
    there = sites(4)
    zoning.count_locals(them, there)
    for s in range(4):
        count = sum(
            them.occupation[i] == MINING
            and (them.local[i] == 1 or them.cooperative[i] >= 0)
            and not (them.lender[i] == NETWORK and them.debt[i] > 0.0)
            for i in np.flatnonzero(them.site == s)
        )
        assert there.locals[s] == count


@given(st.floats(0.0, 1.0), st.integers(0, 40))
def test_error_shrinks_with_knowledge_and_beliefs_stay_shares(known: float, good: int) -> None:
    there = sites(60, diggers=40, locals=good)
    there.diggers[7] = 0
    found = zoning.take_for(there, Z, known, LUCK.knowledge, 1)
    assert np.all((found >= 0.0) & (found <= 1.0))
    for s in (0, 3, 59):
        z = normal(LUCK.knowledge, 0, s, 1)
        expected = good / 40.0 + (1.0 - known) * Z.error * z
        assert found[s] == pytest.approx(min(1.0, max(0.0, expected)))
    assert found[7] == 0.0
    exact = zoning.take_for(there, Z, 1.0, LUCK.knowledge, 1)
    np.testing.assert_allclose(np.delete(exact, 7), good / 40.0)


def margin(n: int, **columns: object) -> Sites:
    plain = {"holder": 0, "title": CONCESSION_MARGIN, "diggers": 10, "believed": 0.9}
    return sites(n, **(plain | columns))


def test_those_believed_in_good_faith_are_tolerated_in_their_share() -> None:
    n = 4000
    there = margin(n)
    zoning.tolerate(there, np.full(n, 0.3), Z, LUCK.tolerance, 0, 5)
    lot = [uniform(LUCK.tolerance, 0, s, 0) < 0.3 for s in range(n)]
    assert there.tolerated.tolist() == lot


def test_whom_the_firm_does_not_tolerate() -> None:
    p = Z._replace(standard=0.5)
    there = margin(7, believed=[0.9, 0.49, 0.49, 0.9, 0.9, 0.9, 0.9])
    there.tolerated[2] = 1  # stays so while the stance lasts
    there.title[3] = CONCESSION_CORE
    there.holder[4] = 1
    there.diggers[5] = 0
    there.alarm_until[6] = 5
    zoning.tolerate(there, np.ones(7), p, LUCK.tolerance, 0, 5)
    assert there.tolerated.tolist() == [1, 0, 1, 0, 0, 0, 0]
    zoning.tolerate(there, np.zeros(7), p, LUCK.tolerance, 0, 6)
    assert not there.tolerated.any()
